/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * POSIX extended regular expressions without back-references, compiled to tables at translation time. In: the
 * pattern's bytes. Out: a DFA that tests whether a string contains a match; and for scripts that use groups, a
 * program for the matcher of the runtime (builtin_text.c).
 */
#ifndef MYTAP_REGEX_H
#define MYTAP_REGEX_H

#include <stdbool.h>
#include <stdint.h>

#include "parser/base/diag.h"
#include "parser/base/vec.h"

enum re_kind {
	RE_EMPTY, RE_SET, RE_BEGIN, RE_END, RE_CONCAT, RE_ALTERNATE,
	RE_REPEAT,			/* a, least to most times; most < 0: any */
	RE_GROUP,			/* a, number */
};

struct re_node {
	enum re_kind kind;
	struct re_node *a, *b;
	uint64_t set[4];		/* bytes */
	int least, most, number;
};

/* An error at byte `at` of the pattern. */
struct re_error { const char *message; uint32_t at; };

/* NULL: see error. *ngroups: parentheses and one. */
struct re_node *regex_parse(struct arena *a, const char *pattern, unsigned int *ngroups, struct re_error *error);

/* ---- the program: input of both the DFA and the matcher with groups ---- */

enum re_op { REI_SET, REI_SPLIT, REI_JUMP, REI_SAVE, REI_BEGIN, REI_END, REI_MATCH };

struct re_inst { uint8_t op; uint16_t x, y; };	/* SET: x index of the set; SPLIT: x before y; SAVE: x slot */

struct re_set { uint64_t bits[4]; };

struct re_prog {
	VEC(struct re_inst) inst;
	VEC(struct re_set) sets;
};

/* false: too big. */
bool regex_compile(struct arena *a, const struct re_node *n, struct re_prog *ret);

/* ---- the DFA ---- */

struct regex_dfa {
	uint8_t classes[256];
	unsigned int nclasses, nstates;
	uint16_t *next;			/* [state * nclasses + class] */
	bool *accepts_at_end;
	uint16_t accept;		/* the state after a match; nstates: none */
	uint16_t dead;			/* the state without a possible match; nstates: none */
};

/* NULL: more than LIMIT_REGEX_STATES. */
struct regex_dfa *regex_dfa_make(struct arena *a, const struct re_prog *p);

/* The result for one pattern. */
struct regex { struct re_prog prog; struct regex_dfa *dfa; unsigned int ngroups; };

/* false: reported, with the place inside the pattern. loc: of the string literal. */
bool regex_make(struct arena *a, struct diag *d, struct loc loc, const char *pattern, struct regex *ret);
/* True if the pattern is valid; otherwise reports the error with its place. loc: of the string literal. */
bool regex_check(struct diag *d, struct loc loc, const char *pattern);

#endif
