// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process("path").function("name"), .statement("name@file:line"), with their suffixes: places in programs and libraries,
 * by debuginfo if available, else by symbols.
 */
#include <string.h>

#include "place_pattern.h"
#include "process.h"
#include "translator/debuginfo/sources.h"

/* Why a place must not be probed; NULL: it may. */
static const char *reason_not(const struct point_match *m, const struct place *p)
{
	const struct image *image = p->image;
	uint64_t entry = ((const Elf64_Ehdr *)image->elf->p)->e_entry;

	if (!point_has(m, "return"))
		return NULL;
	/* A return probe replaces the return address on top of the stack, which is there only at an entry. */
	if (!p->is_entry || p->is_inline)
		return "the place of the return address is known only at a function's entry";
	/* At the program's first instruction the number of arguments is there instead. */
	if (p->address == entry)
		return "it is where the program starts, and never returns";
	/* Go moves its stacks and scans them for return addresses. */
	if (elf_section(image->elf, ".gopclntab"))
		return "programs in Go do not survive return probes (probe the call that follows, or .statement)";
	return NULL;
}

static bool is_left_out(struct point_match *m, const struct place *p, struct strbuf *why)
{
	const char *reason = reason_not(m, p);

	if (reason && why)
		strbuf_printf(why, "%s%s of %s cannot be probed: %s", why->len ? "; " : "", p->func, p->image->path, reason);
	return reason;
}

/* In one program or library. */
static bool image_derive(struct point_match *m, struct place_query q, struct image *image, const char *component,
			 struct strbuf *why)
{
	struct strbuf says = { 0 };
	bool any = false;
	place_vec places = { 0 };

	q.image = image;
	if (!places_find(m, &q, &places, &says))
		strbuf_printf(why, "%s%s", why->len ? "; " : "", says.len ? says.s : "no such place in the program");
	vec_each(p, &places) {
		struct dprobe *d;

		if (is_left_out(m, *p, q.function && strpbrk(q.function, "*?[") ? NULL : why))
			continue;
		d = place_probe_add(m, &q, *p, component);
		d->detail = process_detail(m);
		any = true;
	}
	strbuf_deinit(&says);
	return any;
}

static bool images_derive(struct point_match *m, const struct place_query *q, const char *component)
{
	image_vec images = { 0 };
	struct strbuf why = { 0 };
	unsigned int found = 0;

	if (!process_programs(m, &images))
		return false;
	vec_each(image, &images)
		found += image_derive(m, *q, *image, component, &why);
	/* Of several programs or libraries some may have none. */
	if (!found)
		process_say(m, component, &why);
	strbuf_deinit(&why);
	return found;
}

static bool function_derive(struct point_match *m)
{
	const char *component = point_has(m, "function") ? "function" : "statement", *text;
	struct place_query q = { .want = *component == 's' ? WANT_STATEMENT : WANT_ENTRY, .nearest = point_has(m, "nearest") };
	int64_t address;

	if (point_has(m, "absolute") && !m->session->opt.guru) {
		diag_error(&m->session->diag, point_loc(m, component),
			   "a raw address may hit the middle of an instruction: .absolute needs -g (guru mode)");
		return false;
	}
	if (point_number(m, component, &address)) {
		q.loc = point_loc(m, component);
		q.want = WANT_ADDRESS;
		q.address = (uint64_t)address;
	} else {
		point_string(m, component, &text);
		if (!place_pattern_read(m, component, text, &q))
			return false;
	}
	if (*component == 'f' && !place_suffixes_read(m, &q))
		return false;
	return images_derive(m, &q, component);
}

static const struct runtime_family *function_choose(const struct dprobe *p)
{
	return p->is_return ? &process_return_runtime : &process_place_runtime;
}

#define SUFFIXES(base)											\
	PROCESS_PATTERNS(base), PROCESS_PATTERNS(base ".call"), PROCESS_PATTERNS(base ".inline"),	\
	PROCESS_PATTERNS(base ".exported"), PROCESS_PATTERNS(base ".return"), PROCESS_PATTERNS(base ".exported.return"), \
	PROCESS_PATTERNS(base ".call.exported"), PROCESS_PATTERNS(base ".label(string)"),		\
	PROCESS_PATTERNS(base ".callee(string)"), PROCESS_PATTERNS(base ".callee(string).call"),	\
	PROCESS_PATTERNS(base ".callee(string).return"), PROCESS_PATTERNS(base ".callees"),		\
	PROCESS_PATTERNS(base ".callees(number)")

static const char *const patterns[] = {
	SUFFIXES("function(string)"),
	PROCESS_PATTERNS("function(number)"), PROCESS_PATTERNS("function(number).call"), PROCESS_PATTERNS("function(number).return"),
	PROCESS_PATTERNS("statement(string)"), PROCESS_PATTERNS("statement(string).nearest"),
	PROCESS_PATTERNS("statement(number)"), PROCESS_PATTERNS("statement(number).absolute"),
	NULL
};

const struct probe_family process_function_family = {
	.name = "process.function", .patterns = patterns, .derive = function_derive, .choose = function_choose,
	.has_place_variables = true, .disarmable = true, .may_interrupt = true,
};
