/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stacks and what they weigh, as a tree from the outermost function on. Of a session there are
 * three kinds, each of which is a tree of its own: calls of the function graph (their own time,
 * ns), globals with a stack among their keys (their value), and printed stacks (how often).
 */
#ifndef MYTAP_LOADER_STACKS_H
#define MYTAP_LOADER_STACKS_H

#include "calls.h"
#include "stack_text.h"
#include "writer.h"

struct stack_node {
	char *name;
	u32 hash;			/* of the name */
	u64 own, all;			/* of it alone; with those below it, once stacks_take() is through */
	u64 own_before, all_before;	/* the same of an earlier session, by stacks_compare() */
	struct stack_node *child, *next;	/* the first one below; the next beside it, sorted by name then */
};

enum stacks_kind { STACKS_GRAPH, STACKS_MAP, STACKS_PRINTED, STACKS_KINDS };

/* All zero is the empty one. */
struct stacks {
	struct stack_node root[STACKS_KINDS];
	struct calls calls;		/* open as the events come, which may be later than they were */
	struct stack_frames printed;	/* the stack that is being printed */
	size_t nodes;
};

/* False: the event makes no sense. */
bool stacks_event(struct stacks *s, struct writer *w, const struct event *e);
/*
 * When all events were: the tree to show, the first kind in their order that has anything; *ret_unit says of what.
 * NULL: there were no stacks at all.
 */
struct stack_node *stacks_take(struct stacks *s, const char **ret_unit);
/* Lays beside the tree that was taken what --folded wrote of another session. False: it cannot be read (said). */
bool stacks_compare(struct stacks *s, struct stack_node *root, const char *path);
void stacks_deinit(struct stacks *s);

#endif
