/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rings of all slots, read as one stream in order of time, then as they were added (slot by slot), each ring's own
 * order kept.
 */
#ifndef MYTAP_LOADER_MERGE_H
#define MYTAP_LOADER_MERGE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/wire.h"

/* Takes one record, always; false: no more for now (the output is full). */
typedef bool merge_take_fn(void *ctx, const struct mytap_record *r);

/* Where records come from: a ring of a live session, or what was kept of one. */
struct merge_source {
	u32 slot;
	const u32 *busy;		/* the slot's; NULL: nothing more comes */
	const struct mytap_ring *ring;
	struct mytap_taken *taken;
	const char *data;		/* size bytes, mapped twice in a row */
	u32 size;			/* a power of two */
};

struct merge_stream {
	struct merge_source from;
	u64 head, tail;			/* head as sampled this round; tail up to where we took */
	u64 published;			/* tail as the kernel knows it */
	u64 clear;			/* all with time <= clear is below head */
	u64 last;			/* time of the record taken last */
};

/* What is next in a stream, or how far it is known to hold nothing. */
struct merge_key {
	u64 time;
	u32 stream;
};

struct merge {
	struct merge_stream *streams;
	u32 nstreams, most;
	struct merge_key *heap;		/* streams with something to take, the earliest on top */
	u32 nheap;
	merge_take_fn *take;
	void *ctx;
	bool is_pending;		/* the last round left records behind: come again soon */
	bool is_damaged;		/* a record made no sense; damaged_slot says where */
	u32 damaged_slot;
	u64 records, bytes;		/* taken so far */
	u64 out_of_order;		/* records given up waiting for; see merge_round() */
};

/* most: how many sources there may be. */
void merge_init(struct merge *m, u32 most, merge_take_fn *take, void *ctx);
void merge_add(struct merge *m, const struct merge_source *from);
void merge_deinit(struct merge *m);

/*
 * Takes everything that is known to be complete at `now` (a CLOCK_MONOTONIC time
 * read before the call); with `all` (the module is DONE) simply everything.
 * Returns the number of records taken.
 */
u64 merge_round(struct merge *m, u64 now, bool all);

/* The rings' own counts of records that did not fit: of all, and of the worst. */
u64 merge_dropped(const struct merge *m, u64 *ret_most);

#endif
