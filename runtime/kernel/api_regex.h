/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Regular expressions. Part of api.h. */
#ifndef MYTAP_API_REGEX_H
#define MYTAP_API_REGEX_H

/* Regular expressions: a DFA that searches; state 0 first. */
struct mytap_regex {
	const u8 *classes;		/* of a byte */
	const u16 *next;		/* [state * nclasses + class] */
	const u8 *ends;			/* by state: nonzero if the string may end here with a match */
	u32 nclasses;
	u16 accept, dead;		/* accept: matched, whatever follows; dead: cannot match any more */
};
bool mytap_regex_search(const struct mytap_regex *r, const char *s);

/* With groups: a program of which all alternatives are followed at once. */
enum mytap_regex_op {
	MYTAP_RE_SET, MYTAP_RE_SPLIT, MYTAP_RE_JUMP, MYTAP_RE_SAVE, MYTAP_RE_BEGIN, MYTAP_RE_END, MYTAP_RE_MATCH,
};
struct mytap_regex_inst { u8 op; u8 x, y; };	/* SET: x: set; SPLIT: x before y; SAVE: x: 2 * group + is end */
struct mytap_regex_program {
	const struct mytap_regex_inst *inst;
	const u64 (*sets)[4];
	u32 ninst, ngroups;
};
enum { MYTAP_GROUPS = 10, MYTAP_RE_MOST = 200 };
struct mytap_regex_thread { s16 at[2 * MYTAP_GROUPS]; };	/* where its groups begin and end; -1: not set */
struct mytap_match_state {		/* of a slot: the last match, and room for the search */
	s64 ngroups;			/* including group 0, the whole match; 0: no match */
	struct mytap_regex_thread found;
	u64 seen[(MYTAP_RE_MOST + 63) / 64];
	u8 list[2][MYTAP_RE_MOST], stack[2 * MYTAP_RE_MOST];
	struct mytap_regex_thread threads[2][MYTAP_RE_MOST];
};
/* text: where the subject is kept for matched(). */
bool mytap_regex_match(const struct mytap_regex_program *r, const char *s, struct mytap_match_state *m, char *text,
		       size_t size);
void mytap_matched(struct mytap_ctx *c, const struct mytap_match_state *m, const char *text, char *to, size_t size,
		   s64 n, const char *where);
s64 mytap_ngroups(struct mytap_ctx *c, const struct mytap_match_state *m, const char *where);

#endif
