// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A line per stack, outermost function first, with its weight:
 *	do_syscall_64;ksys_read;vfs_read 2
 * A semicolon in a name becomes a comma.
 */
#include <string.h>

#include "stacks.h"

enum { PATH_MOST = 64 << 10 };

struct folded {
	struct stacks stacks;
	char path[PATH_MOST];
};

static bool folded_event(struct writer *w, const struct event *e)
{
	struct folded *own = w->own;

	return stacks_event(&own->stacks, w, e);
}

/* The stacks below n, whose path has n bytes. */
static void put_children(struct writer *w, const struct stack_node *parent, size_t len)
{
	struct folded *own = w->own;

	for (const struct stack_node *n = parent->child; n; n = n->next) {
		size_t name = strlen(n->name), end = len + (len > 0) + name;

		if (end >= PATH_MOST)
			continue;
		if (len)
			own->path[len] = ';';
		memcpy(own->path + end - name, n->name, name);
		for (size_t i = end - name; i < end; i++)
			if (own->path[i] == ';' || own->path[i] == '\n')
				own->path[i] = ',';
		if (n->own) {
			output_add(w->out, own->path, end);
			output_printf(w->out, " %llu\n", (unsigned long long)n->own);
		}
		put_children(w, n, end);
	}
}

static void folded_end(struct writer *w, const struct session_end *end)
{
	struct folded *own = w->own;
	const char *unit;
	struct stack_node *root = stacks_take(&own->stacks, &unit);

	(void)end;
	if (root)
		put_children(w, root, 0);
}

static void folded_deinit(struct writer *w)
{
	struct folded *own = w->own;

	stacks_deinit(&own->stacks);
}

const struct writer_kind writer_folded = {
	.name = "folded", .has_file = true, .size = sizeof(struct folded), .event = folded_event, .end = folded_end, .deinit = folded_deinit,
};
