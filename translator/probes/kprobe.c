// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kprobe.function("name"), kprobe.statement(ADDRESS).absolute: by the symbol
 * table alone, without types. `.post` is after the instruction. "name+0x10" is an offset in the function.
 */
#include <stdlib.h>
#include <string.h>

#include "place_pattern.h"

static bool read_symbol(struct point_match *m, struct place_query *q, const char *text)
{
	const char *plus = strchr(text, '+');
	char *end = NULL;

	q->loc = point_loc(m, "function");
	q->function = text;
	if (strchr(text, '@')) {
		diag_error(&m->session->diag, q->loc,
			   "kprobe.function knows symbols only, no files and lines: use kernel.function(\"%s\")", text);
		return false;
	}
	if (!plus)
		return true;
	q->function = arena_strndup(m->session->arena, text, (size_t)(plus - text));
	q->offset = strtoull(plus + 1, &end, 0);
	if (!plus[1] || *end) {
		diag_error(&m->session->diag, q->loc, "'%s' is not a number of bytes: \"symbol+0x10\"", plus + 1);
		return false;
	}
	return true;
}

static bool kprobe_derive(struct point_match *m)
{
	struct place_query q = { .want = WANT_SYMBOL };
	const char *text;

	point_string(m, "module", &q.module);
	point_string(m, "function", &text);
	if (!read_symbol(m, &q, text))
		return false;
	if (point_has(m, "return")) {
		if (q.offset) {
			diag_error(&m->session->diag, q.loc, "a return probe sits on the function, not on an offset in it");
			return false;
		}
		q.want = WANT_RETURN;
	}
	return places_derive(m, &q, "function");
}

static bool kprobe_statement_derive(struct point_match *m)
{
	struct place_query q = { .want = WANT_ADDRESS, .loc = point_loc(m, "statement") };
	int64_t address = 0;

	point_number(m, "statement", &address);
	q.address = (uint64_t)address;
	if (!m->session->opt.guru) {
		diag_error(&m->session->diag, q.loc,
			   "a raw address may hit the middle of an instruction: .absolute needs -g (guru mode)");
		return false;
	}
	return places_derive(m, &q, "statement");
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && !strcmp(s + n - k, end);
}

static const struct runtime_family *kprobe_choose(const struct dprobe *p)
{
	if (p->is_return)
		return &return_runtime;
	if (ends_with(p->text, ".post"))
		return &kprobe_post_runtime;
	if (p->place->is_entry && (p->place->is_traceable || !p->place->has_address) && !strchr(p->given, '+'))
		return &function_runtime;
	return &kprobe_runtime;
}

static const struct runtime_family *kprobe_statement_choose(const struct dprobe *p)
{
	return ends_with(p->text, ".post") ? &kprobe_post_runtime : &kprobe_runtime;
}

static const char *const patterns[] = {
	"kprobe.function(string)", "kprobe.function(string).call", "kprobe.function(string).return",
	"kprobe.function(string).return.maxactive(number)", "kprobe.function(string).post",
	"kprobe.module(string).function(string)", "kprobe.module(string).function(string).call",
	"kprobe.module(string).function(string).return",
	"kprobe.module(string).function(string).return.maxactive(number)",
	"kprobe.module(string).function(string).post",
	NULL
};

static const char *const statement_patterns[] = {
	"kprobe.statement(number).absolute", "kprobe.statement(number).absolute.post", NULL
};

const struct probe_family kprobe_family = {
	.name = "kprobe", .patterns = patterns, .derive = kprobe_derive, .choose = kprobe_choose,
	.disarmable = true, .may_interrupt = true,
};

const struct probe_family kprobe_statement_family = {
	.name = "kprobe.statement", .patterns = statement_patterns, .derive = kprobe_statement_derive,
	.choose = kprobe_statement_choose, .disarmable = true, .may_interrupt = true,
};
