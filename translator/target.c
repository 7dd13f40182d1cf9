/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets: creation, end, and queries for all passes. */
#include "translator/target.h"

#include <string.h>

#include "translator/debuginfo/debuginfo.h"

struct target *target_new(struct session *s)
{
	struct target *t = arena_new_of(s->arena, struct target);

	t->s = s;
	t->arena = s->arena;
	return t;
}

void target_deinit(struct target *t)
{
	if (!t)
		return;
	strbuf_deinit(&t->script_c);
	strbuf_deinit(&t->embed_c);
	map_deinit(&t->kernel.config);
}

struct debuginfo *target_debuginfo(struct target *t)
{
	if (!t->debuginfo)
		t->debuginfo = debuginfo_open(t);
	return t->debuginfo;
}

void target_depends_on(struct target *t, const char *path)
{
	for (unsigned int i = 0; i < t->depends.n; i++)
		if (!strcmp(t->depends.v[i], path))
			return;
	vec_push(t->arena, &t->depends, arena_strdup(t->arena, path));
}
