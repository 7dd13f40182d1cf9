/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whole trees of the function graph, kept back until their root returns: then they are shown or dropped, by the
 * root's return value or duration. A tree is an outermost call of a thread with all calls inside it; trees are
 * shown in the order in which they end.
 */
#ifndef MYTAP_LOADER_TREES_H
#define MYTAP_LOADER_TREES_H

#include "event.h"

enum { TREE_MOST = 1 << 18 };		/* calls and returns in one tree at most */

struct tree;

/* All zero: all trees are shown at once. */
struct trees {
	bool failed;			/* only those whose root returns an error (-4095 to -1) */
	u64 slower;			/* ns: only those that took longer; 0: any */
	struct tree *all;		/* by thread */
	u64 kept, dropped;
	u64 too_long;			/* trees dropped because they had more than TREE_MOST events */
};

static inline bool trees_are_asked_for(const struct trees *t)
{
	return t->failed || t->slower;
}

/*
 * An ENTER or LEAVE. If it is the root's return and the tree is wanted, show() is called for its events, oldest
 * first. False: a call of show() failed.
 */
bool trees_take(struct trees *t, const struct event *e, bool (*show)(void *ctx, const struct event *e), void *ctx);
void trees_deinit(struct trees *t);

#endif
