/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stacks and their weights, as a tree from the outermost function on. A session has three kinds, each with its own
 * tree: calls of the function graph (weight: own time in ns), globals with a stack among their keys (their value),
 * and printed stacks (their number). A stack of the kernel and one of a program, printed by one hit in this order or
 * both in the key of a global, are one: the kernel's goes on from the program's.
 */
#ifndef MYTAP_LOADER_STACKS_H
#define MYTAP_LOADER_STACKS_H

#include "calls.h"
#include "stack_text.h"
#include "writer.h"

struct stack_node {
	char *name;
	u32 hash;			/* of the name */
	u64 own, all;			/* own: of this node alone; all: with its children, set by stacks_take() */
	u64 own_before, all_before;	/* the same for an earlier session, set by stacks_compare() */
	struct stack_node *child, *next;	/* first child; next sibling, finally sorted by name */
};

enum stacks_kind { STACKS_GRAPH, STACKS_MAP, STACKS_PRINTED, STACKS_KINDS };

/* All zero: empty. */
struct stacks {
	struct stack_node root[STACKS_KINDS];
	struct calls calls;		/* calls open at the event; events may come later than the calls did */
	struct stack_frames printed;	/* the stack being printed ... */
	u64 printed_time;		/* ... by a hit of this time */
	size_t nodes;
};

/* False: the event is invalid. */
bool stacks_event(struct stacks *s, struct writer *w, const struct event *e);
/*
 * After all events: the tree to show, of the first kind that is not empty; *ret_unit: its unit. NULL: there were no
 * stacks.
 */
struct stack_node *stacks_take(struct stacks *s, const char **ret_unit);
/*
 * Adds the weights of another session, from a file of --folded, to the tree. False: it cannot be read (reported).
 */
bool stacks_compare(struct stacks *s, struct stack_node *root, const char *path);
void stacks_deinit(struct stacks *s);
/* A flame graph that has ended shows nothing. */
bool flamegraph_is_empty(const struct writer *w);

#endif
