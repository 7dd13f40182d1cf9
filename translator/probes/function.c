// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel.function("pattern"), module("m").function("pattern"): entries, inlined
 * instances, returns, and named places inside a function (labels, calls).
 */
#include <string.h>

#include "place_pattern.h"

static bool suffix_numbers_are_good(const struct point_match *m)
{
	struct diag *d = &m->session->diag;
	int64_t n;

	if (point_number(m, "maxactive", &n) && (n < 1 || n > 4096)) {
		diag_error(d, point_loc(m, "maxactive"), "maxactive takes 1 to 4096, not %lld", (long long)n);
		return false;
	}
	return true;
}

static bool function_derive(struct point_match *m)
{
	struct place_query q = { .want = WANT_ENTRY };
	int64_t address;

	if (!suffix_numbers_are_good(m))
		return false;
	if (point_number(m, "function", &address)) {
		point_string(m, "module", &q.module);
		q.loc = point_loc(m, "function");
		q.want = WANT_ADDRESS;
		q.address = (uint64_t)address;
		return places_derive(m, &q, "function");
	}
	return place_function_read(m, &q) && place_suffixes_read(m, &q) && places_derive(m, &q, "function");
}

#define SUFFIXES(base)											\
	base, base ".call", base ".inline", base ".exported", base ".return",				\
	base ".return.maxactive(number)", base ".exported.return", base ".callee(string)",		\
	base ".callee(string).call", base ".callee(string).return",					\
	base ".callee(string).return.maxactive(number)",						\
	base ".callees", base ".callees(number)", base ".label(string)", base ".call.exported"

static const char *const patterns[] = {
	SUFFIXES("kernel.function(string)"),
	SUFFIXES("module(string).function(string)"),
	"kernel.function(number)", "module(string).function(number)",
	NULL
};

const struct probe_family function_family = {
	.name = "function", .patterns = patterns, .derive = function_derive, .choose = place_function,
	.has_place_variables = true, .disarmable = true, .may_interrupt = true,
};
