/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rings whose oldest records are written over (wire.h), read while they are: by one reader after another, each from where the
 * one before it stopped. What was not yet read when it was written over is counted.
 */
#ifndef MYTAP_LOADER_FOLLOW_H
#define MYTAP_LOADER_FOLLOW_H

#include "channel.h"

struct followed_ring {
	const struct mytap_ring *shown;	/* the module's */
	const u32 *shown_busy;
	const char *data;		/* size bytes, twice in a row */
	struct mytap_taken *taken;	/* the module's: where the next reader goes on */
	u64 position, index;		/* what was copied: bytes up to there, and records */
	u64 lost;			/* records that were written over before they were copied */
	/* The copy, a source of the merge. */
	char *copy;			/* size bytes, twice in a row */
	struct mytap_ring ring;
	struct mytap_taken own;
	u32 busy;
	u64 gap_at;			/* in the copy: behind this nothing is missing */
};

struct followed {
	struct followed_ring *rings;
	u32 nrings, size;		/* bytes each */
	bool is_pending;		/* there was more than there was room for */
	bool is_over;			/* nothing is written any more: what cannot be read now is damaged */
};

/* Rings of one channel, slot by slot, as sources of m. False: said. */
bool follow_add(struct followed *f, struct channel *c, u32 id, struct merge *m);
/* Copies what is new. Before merge_round(), with a time that was read before this. False: a ring is damaged (*ret_slot). */
bool follow_pull(struct followed *f, u32 *ret_slot);
/* All that was merged is written: the next reader begins behind it. */
void follow_publish(struct followed *f);
u64 follow_lost(const struct followed *f);
void follow_deinit(struct followed *f);

#endif
