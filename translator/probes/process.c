// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Shared by the families of programs: process, process("path"), process(PID), each with .library("pattern"),
 * to files.
 */
#include <string.h>

#include "process.h"

bool process_say(const struct point_match *m, const char *component, const struct strbuf *why)
{
	struct user_mistake *last = m->target->program_mistakes;

	if (m->optional)
		return false;
	/* A missing file named by several points is reported once. */
	for (; last; last = last->next)
		if (!strcmp(last->text, why->len ? why->s : "")) {
			m->session->diag.errors++;
			return false;
		}
	diag_error(&m->session->diag, point_loc(m, component), "%s", why->len ? why->s : "nothing was found");
	if (diag_is_silent(&m->session->diag))
		return false;
	last = arena_new_of(m->session->arena, struct user_mistake);
	*last = (struct user_mistake){ arena_strdup(m->session->arena, why->len ? why->s : ""), m->target->program_mistakes };
	m->target->program_mistakes = last;
	return false;
}

bool process_named(struct point_match *m, image_vec *ret, struct strbuf *why)
{
	struct target *t = m->target;
	struct image *image;
	const char *path;
	int64_t pid;

	if (point_string(m, "process", &path) && strpbrk(path, "*?["))
		return user_programs_matching(t, path, ret, why);
	if (point_string(m, "process", &path))
		image = user_program_open(t, path, why);
	else if (point_number(m, "process", &pid))
		image = user_program_of_process(t, pid, why);
	else
		return user_programs_of_target(t, ret, why);
	if (image)
		vec_push(t->arena, ret, image);
	return image;
}

bool process_programs(struct point_match *m, image_vec *ret)
{
	image_vec programs = { 0 };
	struct strbuf why = { 0 };
	const char *pattern;
	bool ok = process_named(m, &programs, &why);

	if (!ok)
		process_say(m, "process", &why);
	if (ok && point_string(m, "library", &pattern)) {
		for (unsigned int i = 0; i < programs.n && ok; i++)
			ok = user_program_libraries(m->target, programs.v[i], pattern, ret, &why);
		if (!ok)
			process_say(m, "library", &why);
	} else if (ok) {
		*ret = programs;
	}
	strbuf_deinit(&why);
	return ok;
}

bool process_derive_each(struct point_match *m, const char *component,
			 unsigned int (*derive)(struct point_match *m, struct image *image, struct strbuf *why))
{
	image_vec images = { 0 };
	struct strbuf why = { 0 };
	unsigned int n = 0;

	if (!process_programs(m, &images))
		return false;
	vec_each(image, &images)
		n += derive(m, *image, &why);
	if (!n)
		process_say(m, component, &why);
	strbuf_deinit(&why);
	return n;
}

int64_t process_pid(const struct point_match *m)
{
	int64_t pid = 0;

	point_number(m, "process", &pid);
	return pid;
}

static struct expr *text_expr(const struct point_match *m, const struct component *c, const char *s)
{
	return expr_string(m->session->arena, c->loc, s, (uint32_t)strlen(s));
}

const char *process_point_text(const struct point_match *m, const struct image *image, const char *component, const char *found)
{
	struct probe_point pp = { 0 };
	struct strbuf b = { 0 };
	const char *text;

	for (unsigned int i = 0; i < m->point->parts.n; i++) {
		struct component c = m->point->parts.v[i];
		bool is_process = !strcmp(c.name, "process") && !point_has(m, "library");

		if (image && (!strcmp(c.name, "library") || (is_process && (!c.arg || c.arg->kind == EXPR_STRING))))
			c.arg = text_expr(m, &c, image->path);
		else if (component && found && !strcmp(c.name, component) && (!c.arg || c.arg->kind == EXPR_STRING))
			c.arg = text_expr(m, &c, found);
		vec_push(m->session->arena, &pp.parts, c);
	}
	point_print(&b, &pp);
	text = intern(strbuf_str(&b));
	strbuf_deinit(&b);
	return text;
}

struct place_detail *process_detail(const struct point_match *m)
{
	struct place_detail *d = arena_new_of(m->session->arena, struct place_detail);

	d->pid = process_pid(m);
	return d;
}

static void place_emit(struct family_text *t, const struct dprobe *p)
{
	const struct place_detail *d = p->detail;

	field_number(t, "pid", d->pid);
}

const struct runtime_family process_place_runtime = { .name = "uprobe", .runs_quick = true, .emit = place_emit };
const struct runtime_family process_return_runtime = { .name = "ureturn", .runs_quick = true, .emit = place_emit };

struct dtype *process_long_type(struct arena *a)
{
	struct dtype *t = arena_new_of(a, struct dtype);

	*t = (struct dtype){ .kind = DTYPE_INT, .name = "long", .size = 8, .is_signed = true, .complete = true };
	return t;
}
