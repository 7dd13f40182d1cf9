/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rings whose oldest records are overwritten (wire.h), read while they change: by one reader after another, each
 * starting where the previous one stopped. Records overwritten before they were read are counted.
 */
#ifndef MYTAP_LOADER_FOLLOW_H
#define MYTAP_LOADER_FOLLOW_H

#include "channel.h"

struct followed_ring {
	const struct mytap_ring *shown;	/* the module's */
	const u32 *shown_busy;
	const char *data;		/* size bytes, twice in a row */
	struct mytap_taken *taken;	/* the module's: where the next reader goes on */
	u64 position, index;		/* copied so far: bytes and records of the ring */
	u64 lost;			/* records overwritten before they were copied */
	/* The copy, a source of the merge. */
	char *copy;			/* size bytes, twice in a row */
	struct mytap_ring ring;
	struct mytap_taken own;
	u32 busy;
	u64 gap_at;			/* in the copy: after this position no records are missing */
};

struct followed {
	struct followed_ring *rings;
	u32 nrings, size;		/* bytes each */
	bool is_pending;		/* the copy had no room for all new records */
	bool is_over;			/* the writer has ended: bytes that cannot be read now are damaged */
};

/* Rings of one channel, slot by slot, as sources of m. False: reported. */
bool follow_add(struct followed *f, struct channel *c, u32 id, struct merge *m);
/* Copies new records. Called before merge_round(), whose time is read before this call. False: a ring is damaged (*ret_slot). */
bool follow_pull(struct followed *f, u32 *ret_slot);
/* All merged records are written out: the next reader begins after them. */
void follow_publish(struct followed *f);
u64 follow_lost(const struct followed *f);
void follow_deinit(struct followed *f);

#endif
