/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The last records of a channel that overwrites the oldest ones (wire.h): they are read when all is over, or as they are
 * at the moment while others are being written.
 */
#ifndef MYTAP_LOADER_KEPT_H
#define MYTAP_LOADER_KEPT_H

#include "channel.h"
#include "memory.h"

/* What was read of a channel, in all slots. */
struct kept {
	u64 most;			/* records of each slot that are wanted; 0: all there are */
	u64 shown, written;		/* records: read, and ever written, all of those that went included */
	struct kept_ring *rings;	/* copies, a slot each */
	u32 nrings;
};

/* How a channel must be to hold the last n records of the script's function tracers. False: said. */
bool kept_channel_choose(const struct module_file *m, u64 n, struct mytap_channel *ret);
/* Copies what such channels hold, but the output (follow.h), and gives it to m as sources that are complete. False: a ring is damaged (*ret_slot). */
bool kept_read(struct kept *k, const struct channel *c, struct merge *m, u32 *ret_slot);
void kept_deinit(struct kept *k);

/* Two words of the writer's, as they belong together. False: it changes them all the time, or died when it did. */
bool kept_oldest_read(const struct mytap_ring *shown, u64 *ret_oldest, u64 *ret_gone);

/*
 * One ring. Its copy: whole records, from the oldest that was not written over meanwhile. False: it makes no sense.
 * data: size bytes, twice in a row.
 */
struct kept_ring {
	char *bytes;
	u64 n;				/* bytes */
	u64 records, gone;		/* in the copy; before it */
	struct mytap_ring ring;		/* as a source of the copy */
	struct mytap_taken taken;
};
bool kept_ring_read(struct kept_ring *k, const struct mytap_ring *shown, const char *data, u32 size);
/* Leaves the last `most` records; the others count as gone. */
void kept_ring_trim(struct kept_ring *k, u64 most);

#endif
