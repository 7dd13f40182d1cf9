/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whole trees of the function graph, kept back until their root returns: then they are shown or
 * dropped, by what the root returned or how long it took. A tree is what stands below an
 * outermost call of a thread; trees come out in the order in which they end.
 */
#ifndef MYTAP_LOADER_TREES_H
#define MYTAP_LOADER_TREES_H

#include "event.h"

enum { TREE_MOST = 1 << 18 };		/* calls and returns of a tree that is kept back */

struct tree;

/* All zero: nothing is asked for. */
struct trees {
	bool failed;			/* only those whose root returns an error (-4095 to -1) */
	u64 slower;			/* ns: only those that took longer; 0: any */
	struct tree *all;		/* by thread */
	u64 kept, dropped;
	u64 too_long;			/* dropped since they had more than TREE_MOST events */
};

static inline bool trees_are_asked_for(const struct trees *t)
{
	return t->failed || t->slower;
}

/*
 * An ENTER or LEAVE. Its tree is shown, oldest event first, when it is the root's return and
 * the tree is wanted. False: an event made no sense to one of those that it is shown to.
 */
bool trees_take(struct trees *t, const struct event *e, bool (*show)(void *ctx, const struct event *e), void *ctx);
void trees_deinit(struct trees *t);

#endif
