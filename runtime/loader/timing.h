/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -t: durations of the probes' handlers, as a table at the end of the output. */
#ifndef MYTAP_LOADER_TIMING_H
#define MYTAP_LOADER_TIMING_H

#include "output.h"
#include "report.h"

struct timing {
	struct mytap_timing *v;		/* by probe; NULL: no records */
	size_t n;
};

/* false: no such probe. */
bool timing_add(struct timing *t, const struct report *probes, u32 probe, const struct mytap_timing *of);
/* Probes that were hit, the most expensive first. */
void timing_print(const struct timing *t, const struct report *probes, struct output *out);
void timing_deinit(struct timing *t);

#endif
