// SPDX-License-Identifier: GPL-2.0-or-later
/* Compiles a pattern of a script to tables, or reports an error with its place inside the pattern. */
#include "parser/limits.h"
#include "regex.h"

/* Byte `at` of the pattern, in the source text of its literal. */
static struct loc loc_inside(struct loc loc, uint32_t at)
{
	const char *s;
	uint32_t i;

	if (!loc.src || loc.beg >= loc.end || loc.src->text[loc.beg] != '"')
		return loc;
	s = loc.src->text;
	for (i = loc.beg + 1; at-- && i < loc.end;)
		i += s[i] == '\\' ? 2 : 1;
	loc.beg = i;
	loc.end = i + 1;
	return loc;
}

bool regex_make(struct arena *a, struct diag *d, struct loc loc, const char *pattern, struct regex *ret)
{
	struct re_error error;
	struct re_node *n = regex_parse(a, pattern, &ret->ngroups, &error);

	if (!n) {
		diag_error(d, loc_inside(loc, error.at), "bad regular expression: %s", error.message);
		return false;
	}
	if (!regex_compile(a, n, &ret->prog) || !(ret->dfa = regex_dfa_make(a, &ret->prog))) {
		limit_error(d, loc, REGEX_STATES);
		return false;
	}
	return true;
}

bool regex_check(struct diag *d, struct loc loc, const char *pattern)
{
	struct arena *a = arena_new();
	struct regex k = { .ngroups = 0 };
	bool ok = regex_make(a, d, loc, pattern, &k);

	arena_free(a);
	return ok;
}
