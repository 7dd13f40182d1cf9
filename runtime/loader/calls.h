/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls that each thread has open, from the function graph's records. */
#ifndef MYTAP_LOADER_CALLS_H
#define MYTAP_LOADER_CALLS_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/wire.h"

enum { CALLS_DEPTH_MOST = 256 };	/* open calls of a thread that are kept; those above are counted */

struct call {
	u64 function, entered;
	u64 inner;			/* ns of the calls that it made and that returned */
	u32 cpu;			/* where it began */
};

struct calls_task;

/* All zero is the one that has seen nothing. */
struct calls {
	struct calls_task **tasks;	/* by thread */
	size_t nchains, ntasks;
	u64 unpaired;			/* returns without their entry, entries without their return */
};

/* How many calls are open around it. */
unsigned int calls_enter(struct calls *c, u32 pid, u64 function, u64 time, u32 cpu);
/*
 * A return finds its own entry by function and time of entry; entries above it have
 * lost their return. *ret is the call as it was, false: its entry was not seen (or not
 * kept), then *ret has function and entered only. *ret_depth: calls open around it.
 */
bool calls_leave(struct calls *c, u32 pid, u64 function, u64 entered, u64 time, struct call *ret, unsigned int *ret_depth);
/* The open calls of a thread, outermost first; *ret_n: how many of them are kept. Until the next change. */
const struct call *calls_open(const struct calls *c, u32 pid, unsigned int *ret_n);
/* Every open call of every thread. */
void calls_each_open(const struct calls *c, void (*fn)(void *ctx, u32 pid, const struct call *call), void *ctx);
void calls_deinit(struct calls *c);

#endif
