// SPDX-License-Identifier: GPL-2.0-or-later
/* See trees.h. */
#include "trees.h"

#include <stdlib.h>
#include <string.h>

#include "say.h"

/* An event with copies of what it points to. */
struct tree_event {
	struct event e;
	struct mytap_trace_head head;
	s64 value;
	char *args;
};

struct tree {
	struct tree *next;
	u32 pid;
	bool is_too_long;
	struct tree_event *v;
	size_t n, room;
};

/* Trees in use are at the front of the list. */
static struct tree *tree_of(struct trees *t, u32 pid)
{
	struct tree **p, *tree;

	for (p = &t->all; (tree = *p) != NULL; p = &tree->next)
		if (tree->pid == pid)
			break;
	if (tree) {
		*p = tree->next;
	} else {
		tree = must_alloc(sizeof(*tree));
		tree->pid = pid;
	}
	tree->next = t->all;
	t->all = tree;
	return tree;
}

static void tree_clear(struct tree *tree)
{
	for (size_t i = 0; i < tree->n; i++)
		free(tree->v[i].args);
	tree->n = 0;
	tree->is_too_long = false;
}

static void tree_add(struct tree *tree, const struct event *e)
{
	struct tree_event *k;

	if (tree->n == TREE_MOST) {
		tree_clear(tree);
		tree->is_too_long = true;
	}
	if (tree->is_too_long)
		return;
	if (tree->n == tree->room) {
		tree->room = tree->room ? 2 * tree->room : 64;
		tree->v = must_realloc(tree->v, tree->room * sizeof(*tree->v));
	}
	k = &tree->v[tree->n++];
	*k = (struct tree_event){ .e = *e, .head = *e->call.head, .value = e->call.value ? *e->call.value : 0 };
	if (e->call.args)
		k->args = must_strndup(e->call.args, strlen(e->call.args));
}

/* The buffer moves while a tree grows: pointers are made when it is shown. */
static bool tree_show(struct tree *tree, bool (*show)(void *ctx, const struct event *e), void *ctx)
{
	bool is_good = true;

	for (size_t i = 0; i < tree->n; i++) {
		struct tree_event *k = &tree->v[i];

		k->e.call.head = &k->head;
		k->e.call.args = k->args;
		if (k->e.call.value)
			k->e.call.value = &k->value;
		is_good &= show(ctx, &k->e);
	}
	return is_good;
}

static bool is_wanted(const struct trees *t, const struct event *root)
{
	const s64 *value = root->call.value;

	if (t->failed && (!value || *value >= 0 || *value < -4095))
		return false;
	return !t->slower || root->time - root->call.entered > t->slower;
}

bool trees_take(struct trees *t, const struct event *e, bool (*show)(void *ctx, const struct event *e), void *ctx)
{
	struct tree *tree = tree_of(t, e->call.head->pid);
	bool is_root = e->call.depth == 0, is_good = true;

	/* The rest of a tree whose root's return was lost. */
	if (is_root && e->kind == EVENT_ENTER)
		tree_clear(tree);
	tree_add(tree, e);
	if (!is_root || e->kind == EVENT_ENTER)
		return true;
	if (tree->is_too_long) {
		t->too_long++;
	} else if (is_wanted(t, e)) {
		t->kept++;
		is_good = tree_show(tree, show, ctx);
	} else {
		t->dropped++;
	}
	tree_clear(tree);
	return is_good;
}

void trees_deinit(struct trees *t)
{
	struct tree *tree;

	while ((tree = t->all) != NULL) {
		t->all = tree->next;
		tree_clear(tree);
		free(tree->v);
		free(tree);
	}
}
