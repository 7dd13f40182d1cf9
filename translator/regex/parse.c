// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The pattern as a tree. Grammar, loose to tight: alternation, concatenation,
 * repetition (* + ? {m,n}), atoms: a byte, ., [set], (group), ^, $, \escape.
 */
#include "regex.h"

#include <ctype.h>
#include <string.h>

#include "parser/limits.h"

enum { MOST_REPEAT = 255 };

struct parser {
	struct arena *a;
	const char *start, *p;
	unsigned int groups, depth;
	struct re_error *error;
};

static struct re_node *fail(struct parser *r, const char *at, const char *message)
{
	if (!r->error->message)
		*r->error = (struct re_error){ message, (uint32_t)(at - r->start) };
	return NULL;
}

static struct re_node *node(struct parser *r, enum re_kind kind, struct re_node *a, struct re_node *b)
{
	struct re_node *n = arena_new_of(r->a, struct re_node);

	n->kind = kind;
	n->a = a;
	n->b = b;
	return n;
}

static void set_add(uint64_t *set, unsigned char c)
{
	set[c >> 6] |= 1ULL << (c & 63);
}

/* ---- [...] ---------------------------------------------------------------------------------- */

static const struct { const char *name; int (*is)(int); } classes[] = {
	{ "alpha", isalpha }, { "digit", isdigit }, { "alnum", isalnum }, { "upper", isupper }, { "lower", islower },
	{ "space", isspace }, { "blank", isblank }, { "punct", ispunct }, { "print", isprint }, { "graph", isgraph },
	{ "cntrl", iscntrl }, { "xdigit", isxdigit },
};

static bool set_class(struct parser *r, uint64_t *set)
{
	const char *name = r->p + 2, *end = strstr(name, ":]");

	for (size_t i = 0; end && i < sizeof(classes) / sizeof(*classes); i++) {
		if (strlen(classes[i].name) != (size_t)(end - name) || strncmp(classes[i].name, name, (size_t)(end - name)))
			continue;
		for (int c = 1; c < 128; c++)
			if (classes[i].is(c))
				set_add(set, (unsigned char)c);
		r->p = end + 2;
		return true;
	}
	fail(r, r->p, "no such character class: there are alpha digit alnum upper lower space blank punct print graph "
	     "cntrl xdigit");
	return false;
}

static bool set_range(struct parser *r, uint64_t *set)
{
	unsigned char low = (unsigned char)*r->p, high = low;
	const char *at = r->p++;

	if (*r->p == '-' && r->p[1] && r->p[1] != ']') {
		high = (unsigned char)r->p[1];
		r->p += 2;
	}
	if (high < low) {
		fail(r, at, "this range ends before it begins");
		return false;
	}
	for (unsigned int c = low; c <= high; c++)
		set_add(set, (unsigned char)c);
	return true;
}

static struct re_node *bracket(struct parser *r)
{
	struct re_node *n = node(r, RE_SET, NULL, NULL);
	const char *open = r->p++, *first;
	bool negated = *r->p == '^';

	r->p += negated;
	for (first = r->p; *r->p && (*r->p != ']' || r->p == first);) {
		if (r->p[0] == '[' && r->p[1] == ':') {
			if (!set_class(r, n->set))
				return NULL;
		} else if (!set_range(r, n->set)) {
			return NULL;
		}
	}
	if (!*r->p)
		return fail(r, open, "'[' without its ']'");
	r->p++;
	if (negated)
		for (int i = 0; i < 4; i++)
			n->set[i] = ~n->set[i];
	n->set[0] &= ~1ULL;	/* never the end of the string */
	return n;
}

/* ---- atoms and repetition ------------------------------------------------------------------- */

static struct re_node *alternation(struct parser *r);

static struct re_node *group(struct parser *r)
{
	struct re_node *n;
	const char *open = r->p++;
	unsigned int number = r->groups++;

	if (++r->depth > LIMIT_REGEX_NESTING)
		return fail(r, open, limit_words(REGEX_NESTING));
	n = alternation(r);
	r->depth--;
	if (!n)
		return NULL;
	if (*r->p != ')')
		return fail(r, open, "'(' without its ')'");
	r->p++;
	n = node(r, RE_GROUP, n, NULL);
	n->number = (int)number;
	return n;
}

static struct re_node *one_byte(struct parser *r, unsigned char c)
{
	struct re_node *n = node(r, RE_SET, NULL, NULL);

	set_add(n->set, c);
	return n;
}

static struct re_node *escape(struct parser *r)
{
	static const char names[] = "ntrfva", values[] = "\n\t\r\f\v\a";
	const char *at = r->p++, *known;

	if (!*r->p)
		return fail(r, at, "'\\' at the end of the pattern: write \\\\ for a backslash");
	if (*r->p >= '1' && *r->p <= '9')
		return fail(r, at, "back-references cannot be matched in one pass and are not supported");
	known = strchr(names, *r->p);
	return one_byte(r, (unsigned char)(known ? (r->p++, values[known - names]) : *r->p++));
}

static struct re_node *atom(struct parser *r)
{
	struct re_node *n;

	switch (*r->p) {
	case '(':
		return group(r);
	case '[':
		return bracket(r);
	case '\\':
		return escape(r);
	case '.':
		r->p++;
		n = node(r, RE_SET, NULL, NULL);
		memset(n->set, 0xff, sizeof(n->set));
		n->set[0] &= ~1ULL;
		return n;
	case '^':
		r->p++;
		return node(r, RE_BEGIN, NULL, NULL);
	case '$':
		r->p++;
		return node(r, RE_END, NULL, NULL);
	case '*': case '+': case '?':
		return fail(r, r->p, "nothing stands before this to be repeated: write \\\\ before it to match it itself");
	case '{':
		if (isdigit((unsigned char)r->p[1]))
			return fail(r, r->p, "nothing stands before this to be repeated");
		break;
	}
	return one_byte(r, (unsigned char)*r->p++);
}

static int number(struct parser *r)
{
	int n = 0;

	while (isdigit((unsigned char)*r->p) && n <= MOST_REPEAT)
		n = n * 10 + (*r->p++ - '0');
	return n;
}

/* {m} {m,} {m,n} */
static struct re_node *counted(struct parser *r, struct re_node *a)
{
	struct re_node *n = node(r, RE_REPEAT, a, NULL);
	const char *at = r->p++;

	n->least = n->most = number(r);
	if (*r->p == ',') {
		r->p++;
		n->most = *r->p == '}' ? -1 : number(r);
	}
	if (*r->p != '}')
		return fail(r, at, "'{' without its '}': repetitions are {m}, {m,} or {m,n}, of at most 255");
	r->p++;
	if (n->least > MOST_REPEAT || n->most > MOST_REPEAT || (n->most >= 0 && n->most < n->least))
		return fail(r, at, "repetitions are {m}, {m,} or {m,n} with m <= n <= 255");
	return n;
}

static struct re_node *repetition(struct parser *r)
{
	struct re_node *n = atom(r), *rep;

	while (n) {
		if (*r->p == '{' && isdigit((unsigned char)r->p[1])) {
			n = counted(r, n);
			continue;
		}
		if (*r->p != '*' && *r->p != '+' && *r->p != '?')
			return n;
		rep = node(r, RE_REPEAT, n, NULL);
		rep->least = *r->p == '+';
		rep->most = *r->p == '?' ? 1 : -1;
		r->p++;
		n = rep;
	}
	return NULL;
}

static struct re_node *concatenation(struct parser *r)
{
	struct re_node *n = NULL, *b;

	while (*r->p && *r->p != '|' && *r->p != ')') {
		b = repetition(r);
		if (!b)
			return NULL;
		n = n ? node(r, RE_CONCAT, n, b) : b;
	}
	return n ? n : node(r, RE_EMPTY, NULL, NULL);
}

static struct re_node *alternation(struct parser *r)
{
	struct re_node *n = concatenation(r), *b;

	while (n && *r->p == '|') {
		r->p++;
		b = concatenation(r);
		n = b ? node(r, RE_ALTERNATE, n, b) : NULL;
	}
	return n;
}

struct re_node *regex_parse(struct arena *a, const char *pattern, unsigned int *ngroups, struct re_error *error)
{
	struct parser r = { .a = a, .start = pattern, .p = pattern, .groups = 1, .error = error };
	struct re_node *n;

	*error = (struct re_error){ 0 };
	n = alternation(&r);
	if (n && *r.p == ')')
		n = fail(&r, r.p, "')' without its '('");
	*ngroups = r.groups;
	return n;
}
