/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The open calls of each thread, from the function graph's records. */
#ifndef MYTAP_LOADER_CALLS_H
#define MYTAP_LOADER_CALLS_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/wire.h"

enum { CALLS_DEPTH_MOST = 256 };	/* open calls kept per thread; deeper ones are only counted */

struct call {
	u64 function, entered;
	u64 inner;			/* ns in calls that it made and that have returned */
	u32 cpu;			/* where it began */
};

struct calls_task;

/* All zero: nothing seen yet. */
struct calls {
	struct calls_task **tasks;	/* by thread */
	size_t nchains, ntasks;
	u64 unpaired;			/* returns without their entry, entries without their return */
};

/* Returns the number of open calls around it. */
unsigned int calls_enter(struct calls *c, u32 pid, u64 function, u64 time, u32 cpu);
/*
 * A return finds its own entry by function and time of entry; the returns of entries above it were lost. *ret is
 * the call; false: its entry was not seen or not kept, and *ret has only function and entered. *ret_depth: calls
 * open around it.
 */
bool calls_leave(struct calls *c, u32 pid, u64 function, u64 entered, u64 time, struct call *ret, unsigned int *ret_depth);
/* The open calls of a thread, outermost first; *ret_n: the number kept. Valid until the next change. */
const struct call *calls_open(const struct calls *c, u32 pid, unsigned int *ret_n);
/* Every open call of every thread. */
void calls_each_open(const struct calls *c, void (*fn)(void *ctx, u32 pid, const struct call *call), void *ctx);
void calls_deinit(struct calls *c);

#endif
