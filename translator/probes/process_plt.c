// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process("path").plt, .plt("function"), with .return: calls of functions of libraries, where the program makes them.
 * The arguments are as at the function's own entry: int_arg(1) and so on; returnval() at the return.
 */
#include <string.h>

#include "process.h"
#include "translator/debuginfo/sources.h"
#include "translator/user/plt.h"

static void say_no_stub(const struct image *image, const user_plt_vec *stubs, const char *name, struct strbuf *why)
{
	struct near near = NEAR_INIT(name);

	strbuf_printf(why, "%s%s ", why->len ? "; " : "", image->path);
	if (!stubs->n) {
		strbuf_puts(why, "calls no function of a library by a stub (it is static, or was made with -fno-plt)");
		return;
	}
	vec_each(s, stubs)
		near_try(&near, (*s)->name);
	strbuf_printf(why, "has no stub for '%s'", name);
	if (near.best && strcmp(near.best, name))
		strbuf_printf(why, " (did you mean '%s'?)", near.best);
}

static void plt_add(struct point_match *m, struct image *image, const struct user_plt *stub)
{
	struct dprobe *p = dprobe_add(m);

	p->place = place_at(target_debuginfo(m->target), image, stub->address);
	p->place->offset = (int64_t)stub->offset;
	p->place->has_address = true;
	p->place->is_entry = true;
	p->place->func = stub->name;
	p->is_return = point_has(m, "return");
	p->detail = process_detail(m);
	p->text = process_point_text(m, image, "plt", stub->name);
}

/* Returns the number of probes. */
static unsigned int image_derive(struct point_match *m, struct image *image, struct strbuf *why)
{
	const char *name = "*";
	user_plt_vec stubs = { 0 };
	unsigned int n = 0;

	point_string(m, "plt", &name);
	user_plt_read(m->session->arena, image, &stubs);
	vec_each(s, &stubs) {
		if (!glob_match(name, (*s)->name))
			continue;
		plt_add(m, image, *s);
		n++;
	}
	if (!n)
		say_no_stub(image, &stubs, name, why);
	return n;
}

static bool plt_derive(struct point_match *m)
{
	return process_derive_each(m, "plt", image_derive);
}

static const struct runtime_family *plt_choose(const struct dprobe *p)
{
	return p->is_return ? &process_return_runtime : &process_place_runtime;
}

static void plt_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	ret->owner = arena_printf(t->arena, "the stub of '%s'", p->place->func);
	context_var_text(t->arena, ret, "$name", p->place->func);
}

static const char *const patterns[] = {
	PROCESS_PATTERNS("plt"), PROCESS_PATTERNS("plt(string)"), PROCESS_PATTERNS("plt.return"), PROCESS_PATTERNS("plt(string).return"),
	NULL
};

const struct probe_family process_plt_family = {
	.name = "process.plt", .patterns = patterns, .derive = plt_derive, .choose = plt_choose, .variables = plt_variables,
	.disarmable = true, .may_interrupt = true,
};
