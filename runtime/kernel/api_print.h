/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings, and output: one record per print statement. Part of api.h. */
#ifndef MYTAP_API_PRINT_H
#define MYTAP_API_PRINT_H

static inline bool mytap_has_zero(u64 w)
{
	return (w - 0x0101010101010101ULL) & ~w & 0x8080808080808080ULL;
}

size_t mytap_strlen(const char *s);
/* "" as a script string: a whole word. */
#define MYTAP_EMPTY ((const char *)(const u64[]){ 0 })
void mytap_strcpy(char *to, size_t size, const char *from);		/* from: a script string */
void mytap_strcpy_raw(char *to, size_t size, const char *from);		/* from: any NUL-terminated text */
void mytap_strncpy_raw(char *to, size_t size, const char *from, size_t n);	/* at most n bytes of it */
void mytap_strcat(char *to, size_t size, const char *from);
int mytap_strcmp(const char *a, const char *b);				/* bytewise: <0, 0, >0 */
bool mytap_streq(const char *a, const char *b);
/*
 * A text that a handler makes for a reader, in a buffer with a size of its own. What does not fit is left out and
 * sets is_cut.
 */
struct mytap_answer {
	char *text;			/* a script string; its buffer is 8-aligned, size rounded up to 8 */
	u32 size, length;
	bool is_cut;
};
void mytap_answer_set(struct mytap_answer *a, const char *s);
void mytap_answer_add(struct mytap_answer *a, const char *s);
/* Ends a string whose n bytes were written by other means: NUL and zeros. n < size. */
static inline void mytap_str_end(char *s, size_t n)
{
	do
		s[n] = '\0';
	while (++n & 7);
}

/*
 * sprintf: the same directives as in .mytap.formats; args: one u64 each, strings as
 * pointers, %m/%M as precision (if `*`), address. Returns the length.
 */
size_t mytap_format(struct mytap_ctx *c, char *to, size_t size, const char *fmt, const u64 *args);
/* The text of a histogram; its parameters are those of mytap_print_hist(). */
void mytap_format_hist(char *to, size_t size, int kind, s64 low, s64 high, s64 width, const u64 *buckets, u32 n);

/*
 * Room for a record of at most `most` payload bytes (8 a number; 8 + MAXSTRINGLEN a
 * string); NULL when the ring is full (counted). Then put the arguments, then end.
 *	char *o = mytap_print_begin(c, 3, 24);
 *	if (o) { o = mytap_put_long(o, pid); o = mytap_put_str(o, s); mytap_print_end(c, o); }
 */
char *mytap_print_begin(struct mytap_ctx *c, u32 format, u32 most);
void mytap_print_end(struct mytap_ctx *c, char *end);
/* A format without arguments. */
void mytap_print_text(struct mytap_ctx *c, u32 format);

static inline char *mytap_put_long(char *o, s64 v)
{
	*(s64 *)o = v;
	return o + 8;
}

char *mytap_put_str(char *o, const char *s);				/* s: a script string */
char *mytap_put_execname(char *o);
char *mytap_put_memory(struct mytap_ctx *c, char *o, u64 addr, s64 n, bool user, const char *where);	/* %m %M */
void mytap_print_hist(struct mytap_ctx *c, int kind, s64 low, s64 high, s64 width, const u64 *buckets, u32 n);
void mytap_warn(struct mytap_ctx *c, const char *text);
void mytap_system(struct mytap_ctx *c, const char *command);
void mytap_switch_file(struct mytap_ctx *c);
/* Output that waits for a commit: the loader keeps at most 64 MB of it. */
s64 mytap_speculation(void);
void mytap_speculate(struct mytap_ctx *c, s64 id, const char *text);
void mytap_commit(struct mytap_ctx *c, s64 id);
void mytap_discard(struct mytap_ctx *c, s64 id);

#endif
