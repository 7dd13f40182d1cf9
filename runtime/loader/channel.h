/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The proc file of a loaded module: commands down, rings up (wire.h). */
#ifndef MYTAP_LOADER_CHANNEL_H
#define MYTAP_LOADER_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "merge.h"
#include "runtime/wire.h"

struct channel {
	int fd;
	const struct mytap_shared *shared;	/* page 0 */
	struct mytap_taken *taken;	/* by ring */
	struct channel_rings {
		u32 size, policy;	/* size 0: the channel has no rings */
		const char *shown;	/* a page for each slot: struct mytap_ring */
		char *data;		/* every slot's data, twice in a row */
	} rings[MYTAP_CHANNELS];
	u32 nslots;
};

/* Opens /proc/mytap-NAME and checks the version. False: reported. */
bool channel_open(struct channel *c, const char *module);
/* The same for an open file with the layout of wire.h; for tests. */
bool channel_attach(struct channel *c, int fd);
/*
 * After START, when the rings have their size: maps them, and adds those read all the time (MYTAP_DROP_NEWEST) to
 * m.
 */
bool channel_map_rings(struct channel *c, struct merge *m, merge_take_fn *take, void *ctx);
/* The last close ends a running session. */
void channel_close(struct channel *c);

/* One command; false with errno set. */
bool channel_command(struct channel *c, enum mytap_command_kind kind, const void *payload, size_t size);

static inline const struct mytap_ring *channel_ring(const struct channel *c, u32 id, u32 slot)
{
	return (const void *)(c->rings[id].shown + (size_t)4096 * slot);
}

static inline const char *channel_data(const struct channel *c, u32 id, u32 slot)
{
	return c->rings[id].data + 2 * (size_t)c->rings[id].size * slot;
}

static inline enum mytap_state channel_state(const struct channel *c)
{
	return __atomic_load_n(&c->shared->state, __ATOMIC_ACQUIRE);
}

/* The owner of a session whose file can be opened only once: -1: unknown. */
enum channel_peek { PEEK_GONE, PEEK_IN_USE, PEEK_DEAD };
/* Looks at a loaded module of this name. PEEK_GONE: it has no such file. */
enum channel_peek channel_peek(const char *module, int *reader);

#endif
