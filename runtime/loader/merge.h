/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rings of all slots, read as one stream in order of time, then in the order in which the rings were added
 * (slot by slot); the order within a ring is kept.
 */
#ifndef MYTAP_LOADER_MERGE_H
#define MYTAP_LOADER_MERGE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/wire.h"

/* Takes one record, in any case; false: no more for now (the output is full). */
typedef bool merge_take_fn(void *ctx, const struct mytap_record *r);

/* A source of records: a ring of a live session, or a copy. */
struct merge_source {
	u32 slot;
	const u32 *busy;		/* the slot's; NULL: the source is complete */
	const struct mytap_ring *ring;
	struct mytap_taken *taken;
	const char *data;		/* size bytes, mapped twice in a row */
	u32 size;			/* a power of two */
};

struct merge_stream {
	struct merge_source from;
	u64 head, tail;			/* head as sampled in this round; tail: up to the last record taken */
	u64 published;			/* tail as the kernel knows it */
	u64 clear;			/* all records with time <= clear are below head */
	u64 last;			/* time of the last record taken */
};

/* The key of a stream's next record, or a lower bound of it. */
struct merge_key {
	u64 time;
	u32 stream;
};

struct merge {
	struct merge_stream *streams;
	u32 nstreams, most;
	u32 current;			/* the stream of the record that is being taken */
	struct merge_key *heap;		/* streams with records, the earliest on top */
	u32 nheap;
	merge_take_fn *take;
	void *ctx;
	bool is_pending;		/* the last round left records behind: call again soon */
	bool is_damaged;		/* a record was invalid; damaged_slot is its slot */
	u32 damaged_slot;
	u64 records, bytes;		/* taken so far */
	u64 out_of_order;		/* records delivered without waiting any longer; see merge_round() */
};

/* most: maximum number of sources. */
void merge_init(struct merge *m, u32 most, merge_take_fn *take, void *ctx);
void merge_add(struct merge *m, const struct merge_source *from);
void merge_deinit(struct merge *m);

/*
 * Takes all records whose order is known at `now` (a CLOCK_MONOTONIC time read before the call); with `all` (the
 * module is DONE) all records. Returns the number of records taken.
 */
u64 merge_round(struct merge *m, u64 now, bool all);

/* The rings' counts of records that did not fit: the sum, and the largest. */
u64 merge_dropped(const struct merge *m, u64 *ret_most);

#endif
