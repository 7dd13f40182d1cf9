// SPDX-License-Identifier: GPL-2.0-or-later
/* See calls.h. A hash table by thread; threads without an open call are forgotten when there are too many. */
#include "calls.h"

#include <stdlib.h>

#include "say.h"

enum { TASKS_MOST = 1 << 16 };

struct calls_task {
	struct calls_task *next;	/* in its chain */
	u32 pid;
	unsigned int depth;		/* may exceed CALLS_DEPTH_MOST */
	struct call *open;
};

static unsigned int kept(const struct calls_task *k)
{
	return k->depth < CALLS_DEPTH_MOST ? k->depth : CALLS_DEPTH_MOST;
}

static struct calls_task **chain_of(const struct calls *c, u32 pid)
{
	return &c->tasks[pid * 0x9e3779b1u >> 8 & (c->nchains - 1)];
}

static void tasks_clear(struct calls *c, bool all)
{
	for (size_t i = 0; i < c->nchains; i++) {
		struct calls_task **p = &c->tasks[i], *k;

		while ((k = *p) != NULL) {
			if (k->depth && !all) {
				p = &k->next;
				continue;
			}
			*p = k->next;
			free(k->open);
			free(k);
			c->ntasks--;
		}
	}
}

static struct calls_task *task_of(struct calls *c, u32 pid)
{
	struct calls_task *k;

	if (!c->tasks) {
		c->nchains = 4096;
		c->tasks = must_alloc(c->nchains * sizeof(*c->tasks));
	}
	for (k = *chain_of(c, pid); k; k = k->next)
		if (k->pid == pid)
			return k;
	if (c->ntasks >= TASKS_MOST)
		tasks_clear(c, false);
	if (c->ntasks >= 2 * TASKS_MOST)
		tasks_clear(c, true);
	k = must_alloc(sizeof(*k));
	k->pid = pid;
	k->next = *chain_of(c, pid);
	*chain_of(c, pid) = k;
	c->ntasks++;
	return k;
}

unsigned int calls_enter(struct calls *c, u32 pid, u64 function, u64 time, u32 cpu)
{
	struct calls_task *k = task_of(c, pid);
	unsigned int depth = k->depth++;

	if (depth >= CALLS_DEPTH_MOST)
		return depth;
	if (!k->open)
		k->open = must_alloc(CALLS_DEPTH_MOST * sizeof(*k->open));
	k->open[depth] = (struct call){ .function = function, .entered = time, .cpu = cpu };
	return depth;
}

/* The index of the call that returns; ~0: its entry was not seen. Removes the entries above it. */
static unsigned int call_find(struct calls *c, struct calls_task *k, u64 function, u64 entered)
{
	unsigned int i = kept(k);

	if (k->depth > CALLS_DEPTH_MOST)
		return --k->depth;
	while (i-- > 0) {
		if (k->open[i].function != function || k->open[i].entered != entered)
			continue;
		c->unpaired += k->depth - i - 1;
		k->depth = i;
		return i;
	}
	c->unpaired++;
	return ~0u;
}

bool calls_leave(struct calls *c, u32 pid, u64 function, u64 entered, u64 time, struct call *ret, unsigned int *ret_depth)
{
	struct calls_task *k = task_of(c, pid);
	unsigned int depth = call_find(c, k, function, entered), around;
	bool is_kept = depth < CALLS_DEPTH_MOST;

	*ret_depth = depth == ~0u ? k->depth : depth;
	*ret = is_kept ? k->open[depth] : (struct call){ .function = function, .entered = entered };
	around = k->depth;
	if (around && around <= CALLS_DEPTH_MOST)
		k->open[around - 1].inner += time - entered;
	return is_kept;
}

const struct call *calls_open(const struct calls *c, u32 pid, unsigned int *ret_n)
{
	struct calls_task *k = c->tasks ? *chain_of(c, pid) : NULL;

	while (k && k->pid != pid)
		k = k->next;
	*ret_n = k ? kept(k) : 0;
	return k ? k->open : NULL;
}

void calls_each_open(const struct calls *c, void (*fn)(void *ctx, u32 pid, const struct call *call), void *ctx)
{
	for (size_t i = 0; i < c->nchains; i++)
		for (const struct calls_task *k = c->tasks[i]; k; k = k->next)
			for (unsigned int n = 0; n < kept(k); n++)
				fn(ctx, k->pid, &k->open[n]);
}

void calls_deinit(struct calls *c)
{
	tasks_clear(c, true);
	free(c->tasks);
	*c = (struct calls){ 0 };
}
