// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The files whose unwind tables the loader prepares if the script walks stacks of programs: the programs in its probe
 * points and that of -c or -x, the files of -d, and their libraries. Tables of other files are loaded when the files
 * are met.
 */
#include <string.h>

#include "emit.h"
#include "translator/image/needed.h"
#include "translator/user/program.h"

static void add_file(struct emit *e, struct map *seen, str_vec *rows, const char *path)
{
	if (!path || *path != '/' || map_get(seen, path))
		return;
	map_put(seen, path, (void *)path);
	vec_push(e->a, rows, path);
}

static void add_with_needed(struct emit *e, struct map *seen, str_vec *rows, const char *path)
{
	struct needed needed = { 0 };

	add_file(e, seen, rows, path);
	if (!needed_find(e->a, path, session_env(e->s, "LD_LIBRARY_PATH"), &needed))
		return;
	add_file(e, seen, rows, needed.interpreter);
	vec_each(l, &needed.libraries)
		add_file(e, seen, rows, l->path);
}

/* The programs of -c or -x, if the command is a single one. */
static void open_target(struct target *t)
{
	struct strbuf why = { 0 };
	image_vec programs = { 0 };

	if (t->s->opt.command || t->s->opt.target_pids.n)
		user_programs_of_target(t, &programs, &why);
	strbuf_deinit(&why);
}

void user_files_write(struct emit *e, struct strbuf *b)
{
	str_vec rows = { 0 };
	struct map seen = { 0 };

	if (!e->walks_programs)
		return;
	open_target(e->t);
	fields_add(e, &rows, "%s", e->uses_user_names ? "names" : "");
	if (e->uses_user_lines)
		fields_add(e, &rows, "lines");
	for (const struct user_program *p = e->t->programs; p; p = p->next)
		add_with_needed(e, &seen, &rows, p->image->path);
	vec_each(path, &e->s->opt.stack_files)
		add_with_needed(e, &seen, &rows, *path);
	section_put(e, b, "files", &rows, SECTION_JOINED);
	map_deinit(&seen);
}
