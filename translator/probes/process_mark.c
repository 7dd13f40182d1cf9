// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process("path").mark("name"), .provider("p").mark("name"): marks that a program was compiled with, with their arguments
 * as $arg1 and so on.
 */
#include <string.h>

#include "process.h"
#include "translator/debuginfo/sources.h"
#include "translator/user/mark.h"

static void say_no_mark(const struct image *image, const user_mark_vec *marks, const char *provider, const char *name,
			struct strbuf *why)
{
	struct near near = NEAR_INIT(name);

	strbuf_printf(why, "%s%s ", why->len ? "; " : "", image->path);
	if (!marks->n) {
		strbuf_puts(why, "was compiled without marks");
		return;
	}
	vec_each(m, marks)
		near_try(&near, (*m)->name);
	strbuf_printf(why, "has no mark '%s'", name);
	if (provider)
		strbuf_printf(why, " of provider '%s'", provider);
	if (near.best && strcmp(near.best, name))
		strbuf_printf(why, " (did you mean '%s'?)", near.best);
}

/* process("/bin/x").provider("p").mark("m"), or without the provider if the point has none. */
static const char *mark_text(struct point_match *m, const struct image *image, const struct user_mark *mark)
{
	struct probe_point named = *m->point;
	struct point_match as = *m;

	memset(&named.parts, 0, sizeof(named.parts));
	vec_each(c, &m->point->parts) {
		struct component part = *c;

		if (!strcmp(part.name, "provider"))
			part.arg = expr_string(m->session->arena, part.loc, mark->provider, (uint32_t)strlen(mark->provider));
		vec_push(m->session->arena, &named.parts, part);
	}
	as.point = &named;
	return process_point_text(&as, image, "mark", mark->name);
}

static void mark_add(struct point_match *m, struct image *image, const struct user_mark *mark)
{
	struct place_detail *detail = process_detail(m);
	struct dprobe *p = dprobe_add(m);

	p->place = place_at(target_debuginfo(m->target), image, mark->address);
	p->place->offset = (int64_t)mark->offset;
	p->place->has_address = true;
	p->place->func = "";
	p->place->semaphore = mark->semaphore;
	detail->mark = mark;
	p->detail = detail;
	p->text = mark_text(m, image, mark);
}

/* Returns the number of probes. */
static unsigned int image_derive(struct point_match *m, struct image *image, struct strbuf *why)
{
	const char *name, *provider = NULL;
	user_mark_vec marks = { 0 };
	unsigned int n = 0;

	point_string(m, "mark", &name);
	point_string(m, "provider", &provider);
	user_marks_read(m->session->arena, image, &marks);
	vec_each(mark, &marks) {
		if (!glob_match(name, (*mark)->name) || (provider && !glob_match(provider, (*mark)->provider)))
			continue;
		mark_add(m, image, *mark);
		n++;
	}
	if (!n)
		say_no_mark(image, &marks, provider, name, why);
	return n;
}

static bool mark_derive(struct point_match *m)
{
	return process_derive_each(m, "mark", image_derive);
}

static void mark_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	const struct user_mark *mark = ((const struct place_detail *)p->detail)->mark;
	mark_argument_vec arguments = { 0 };
	unsigned int n = 0;

	ret->owner = arena_printf(t->arena, "mark '%s'", mark->name);
	ret->by_number = true;
	user_mark_arguments(t->arena, p->place->image, mark, &arguments);
	vec_each(a, &arguments) {
		struct context_var v = {
			.name = intern(arena_printf(t->arena, "arg%u", ++n)), .type = process_long_type(t->arena), .absent = a->why,
		};

		vec_each(op, &a->ops)
			vec_push(t->arena, &v.prog.ops, *op);
		vec_push(t->arena, &ret->v, v);
	}
	context_var_text(t->arena, ret, "$name", mark->name);
	context_var_text(t->arena, ret, "$provider", mark->provider);
}

static const char *const patterns[] = {
	PROCESS_PATTERNS("mark(string)"), PROCESS_PATTERNS("provider(string).mark(string)"), NULL
};

const struct probe_family process_mark_family = {
	.name = "process.mark", .patterns = patterns, .derive = mark_derive, .runtime = &process_place_runtime,
	.variables = mark_variables, .disarmable = true, .may_interrupt = true,
};
