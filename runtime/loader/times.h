/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Durations by function of the graph. */
#ifndef MYTAP_LOADER_TIMES_H
#define MYTAP_LOADER_TIMES_H

#include "writer.h"

struct times_row {
	u64 function;
	u64 count, total, own, longest;	/* ns */
	u32 *buckets;
};

/* All zero: empty. */
struct times {
	struct times_row *rows;		/* a hash table by function; 0: free. Sorted: the first n */
	size_t n, room;
};

/* Any event; only returned calls count. */
void times_take(struct times *t, const struct event *e);
/* After all events: the rows, by own time, the largest first. */
void times_sort(struct times *t);
/* The smallest duration that `percent` of the calls do not exceed, to the accuracy of a bucket (at most 1/32 too high). */
u64 times_percentile(const struct times_row *row, unsigned int percent);
void times_deinit(struct times *t);

#endif
