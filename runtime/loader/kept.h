/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The last records of a channel that overwrites the oldest ones (wire.h): they are read when the session is over,
 * or as a snapshot while others are being written.
 */
#ifndef MYTAP_LOADER_KEPT_H
#define MYTAP_LOADER_KEPT_H

#include "channel.h"
#include "memory.h"

/* The records read from a channel, over all slots. */
struct kept {
	u64 most;			/* records wanted per slot; 0: all */
	u64 shown, written;		/* records: read; ever written, including overwritten ones */
	struct kept_ring *rings;	/* copies, one per slot */
	u32 nrings;
};

/* The channel settings that hold the last n records of the script's function tracers. False: reported. */
bool kept_channel_choose(const struct module_file *m, u64 n, struct mytap_channel *ret);
/* Copies such channels, except the output (follow.h), and adds them to m as complete sources. False: a ring is damaged (*ret_slot). */
bool kept_read(struct kept *k, const struct channel *c, struct merge *m, u32 *ret_slot);
void kept_deinit(struct kept *k);

/* Two words of the ring that belong together. False: they change all the time, or the module's thread died changing them. */
bool kept_oldest_read(const struct mytap_ring *shown, u64 *ret_oldest, u64 *ret_gone);

/*
 * One ring. Its copy: whole records, from the oldest one not overwritten in the meantime. False: it is invalid.
 * data: size bytes, twice in a row.
 */
struct kept_ring {
	char *bytes;
	u64 n;				/* bytes */
	u64 records, gone;		/* in the copy; lost before it */
	struct mytap_ring ring;		/* describes the copy as a source */
	struct mytap_taken taken;
};
bool kept_ring_read(struct kept_ring *k, const struct mytap_ring *shown, const char *data, u32 size);
/* Keeps the last `most` records; the others count as lost. */
void kept_ring_trim(struct kept_ring *k, u64 most);

#endif
