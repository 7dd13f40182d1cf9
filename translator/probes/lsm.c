// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel.lsm("file_open"), .return: a query of the kernel to its security modules. Probed as a function:
 * security_file_open() calls all modules, and has the hook's parameters and its result. Hooks are the members of
 * union security_list_options; other functions such as security_add_hooks() are no points here.
 */
#include <string.h>

#include "place_pattern.h"

static const char prefix[] = "security_";
enum { PREFIX = sizeof(prefix) - 1 };

/* The union whose members are the hooks; NULL: this kernel has no security modules, or its types are unknown. */
static struct dtype *hooks_of(struct target *t)
{
	struct debuginfo *di = target_debuginfo(t);
	struct strbuf why = { 0 };
	struct dtype *hooks = di ? dtype_strip(debuginfo_type(di, NULL, "union security_list_options", NULL, &why)) : NULL;

	strbuf_deinit(&why);
	if (hooks)
		dtype_complete(hooks);
	return hooks;
}

static bool is_hook(struct dtype *hooks, const char *func)
{
	uint64_t offset;

	return func && !strncmp(func, prefix, PREFIX) && dtype_member_find(hooks, func + PREFIX, &offset);
}

/* The point as text: kernel.lsm("file_open").return */
static const char *hook_text(const struct point_match *m, const char *hook)
{
	struct arena *a = m->session->arena;
	struct probe_point pp = { 0 };
	struct strbuf b = { 0 };
	const char *text;

	vec_each(part, &m->point->parts) {
		struct component c = *part;

		if (!strcmp(c.name, "lsm"))
			c.arg = expr_string(a, c.loc, hook, (uint32_t)strlen(hook));
		vec_push(a, &pp.parts, c);
	}
	point_print(&b, &pp);
	text = intern(strbuf_str(&b));
	strbuf_deinit(&b);
	return text;
}

static void complain(const struct point_match *m, struct dtype *hooks, const char *pattern)
{
	struct diag *d = &m->session->diag;
	struct near near = NEAR_INIT(pattern);
	struct loc loc = point_loc(m, "lsm");

	if (!hooks) {
		diag_error(d, loc, "this kernel has no hooks of security modules, or its types are not known (CONFIG_SECURITY)");
		return;
	}
	vec_each(member, &hooks->members)
		if (member->name)
			near_try(&near, member->name);
	if (near.best)
		diag_error(d, loc, "no hook of security modules is '%s' in this kernel (did you mean '%s'?)", pattern, near.best);
	else
		diag_error(d, loc, "no hook of security modules is '%s' in this kernel; kernel.lsm(\"*\") is all of them", pattern);
}

static bool lsm_derive(struct point_match *m)
{
	struct arena *a = m->session->arena;
	struct place_detail *detail = arena_new_of(a, struct place_detail);
	struct place_query q = { .want = WANT_ENTRY, .only_call = true, .loc = point_loc(m, "lsm") };
	struct dtype *hooks = hooks_of(m->target);
	struct strbuf why = { 0 };
	const char *pattern = "";
	place_vec places = { 0 };
	bool any = false;

	point_string(m, "lsm", &pattern);
	if (point_has(m, "return"))
		q.want = WANT_RETURN;
	q.function = arena_printf(a, "%s%s", prefix, pattern);
	if (hooks)
		places_find(m, &q, &places, &why);
	vec_each(pl, &places) {
		struct dprobe *p;

		if (!is_hook(hooks, (*pl)->func))
			continue;
		p = place_probe_add(m, &q, *pl, "lsm");
		p->detail = detail;
		p->text = hook_text(m, (*pl)->func + PREFIX);
		any = true;
	}
	if (!any && !m->optional)
		complain(m, hooks, pattern);
	strbuf_deinit(&why);
	return any;
}

static const char *const patterns[] = { "kernel.lsm(string)", "kernel.lsm(string).return", NULL };

const struct probe_family lsm_family = {
	.name = "lsm", .patterns = patterns, .derive = lsm_derive, .choose = place_function,
	.has_place_variables = true, .disarmable = true, .may_interrupt = true,
};
