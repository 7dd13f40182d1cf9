// SPDX-License-Identifier: GPL-2.0-or-later
/* kernel.statement("function@file:line"), kernel.statement(ADDRESS): a place in the middle of code. */
#include "place_pattern.h"

static bool statement_derive(struct point_match *m)
{
	struct place_query q = { .want = WANT_STATEMENT, .nearest = point_has(m, "nearest") };
	const char *text;
	int64_t address;

	point_string(m, "module", &q.module);
	if (point_number(m, "statement", &address)) {
		q.loc = point_loc(m, "statement");
		q.want = WANT_ADDRESS;
		q.address = (uint64_t)address;
		if (point_has(m, "absolute") && !m->session->opt.guru) {
			diag_error(&m->session->diag, q.loc,
				   "a raw address may hit the middle of an instruction: .absolute needs -g (guru mode)");
			return false;
		}
		if (point_has(m, "absolute") && q.module) {
			diag_error(&m->session->diag, q.loc, "a module may be loaded anywhere: drop .absolute, and the address "
				   "counts from the start of the module's .text");
			return false;
		}
		return places_derive(m, &q, "statement");
	}
	point_string(m, "statement", &text);
	return place_pattern_read(m, "statement", text, &q) && places_derive(m, &q, "statement");
}

static const struct runtime_family *statement_choose(const struct dprobe *p)
{
	const struct place *pl = p->place;

	/* At a function's start ftrace is used: a kprobe there uses ftrace, too, but takes 17 ms to register. */
	return pl->is_entry && pl->is_traceable && pl->has_address ? &function_runtime : place_statement(p);
}

static const char *const patterns[] = {
	"kernel.statement(string)", "kernel.statement(string).nearest",
	"kernel.statement(number)", "kernel.statement(number).absolute",
	"module(string).statement(string)", "module(string).statement(string).nearest",
	"module(string).statement(number)", "module(string).statement(number).absolute",
	NULL
};

const struct probe_family statement_family = {
	.name = "statement", .patterns = patterns, .derive = statement_derive, .choose = statement_choose,
	.has_place_variables = true, .disarmable = true, .may_interrupt = true,
};
