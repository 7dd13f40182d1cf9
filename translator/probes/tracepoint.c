// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel.trace("[system:]name"), kernel.tracepoint("name"), module("m").tracepoint("name"): tracepoints of the kernel
 * and of modules, with the arguments of their prototypes as $name, or as $arg1 and so on.
 */
#include <string.h>

#include "place_pattern.h"

static const char *tracepoint_text(struct point_match *m, const struct tracepoint *tp)
{
	struct arena *a = m->session->arena;
	const char *component = vec_last(&m->point->parts).name;

	if (point_has(m, "module"))
		return arena_printf(a, "module(\"%s\").%s(\"%s\")", tp->module, component, tp->name);
	if (tp->system && *tp->system)
		return arena_printf(a, "kernel.%s(\"%s:%s\")", component, tp->system, tp->name);
	return arena_printf(a, "kernel.%s(\"%s\")", component, tp->name);
}

static bool tracepoint_derive(struct point_match *m)
{
	struct debuginfo *di = target_debuginfo(m->target);
	const char *component = vec_last(&m->point->parts).name, *pattern, *module = NULL;
	struct strbuf why = { 0 };
	tracepoint_vec found = { 0 };

	if (!di)
		return false;
	point_string(m, component, &pattern);
	point_string(m, "module", &module);
	debuginfo_tracepoints(di, module, pattern, &found, &why);
	if (!found.n && !m->optional)
		diag_error(&m->session->diag, point_wrong_loc(m, component), "%s",
			   why.len ? why.s : "no tracepoint of the kernel has that name");
	vec_each(tp, &found) {
		struct dprobe *p = dprobe_add(m);

		p->detail = *tp;
		p->module = (*tp)->module;
		p->text = tracepoint_text(m, *tp);
	}
	strbuf_deinit(&why);
	return found.n > 0;
}

static void tracepoint_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	tracepoint_vars(t->arena, p->detail, ret);
}

static void tracepoint_emit(struct family_text *t, const struct dprobe *p)
{
	const struct tracepoint *tp = p->detail;

	field_string(t, "name", tp->name);
	field_string(t, "module", tp->module);
	field_number(t, "nargs", t->nargs + 1);	/* 0 if unknown */
}

static const struct runtime_family tracepoint_runtime = { .name = "tracepoint", .runs_quick = true, .emit = tracepoint_emit };

static const char *const patterns[] = { "kernel.trace(string)", "kernel.tracepoint(string)",
					"module(string).tracepoint(string)", "module(string).trace(string)", NULL };

const struct probe_family tracepoint_family = {
	.name = "tracepoint", .patterns = patterns, .derive = tracepoint_derive, .runtime = &tracepoint_runtime,
	.variables = tracepoint_variables, .variables_stay = true, .may_interrupt = true,
};
