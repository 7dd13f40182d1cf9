/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -t: how long the probes' handlers took, as a table at the end of the output. */
#ifndef MYTAP_LOADER_TIMING_H
#define MYTAP_LOADER_TIMING_H

#include "output.h"
#include "report.h"

struct timing {
	struct mytap_timing *v;		/* by probe; NULL: none came */
	size_t n;
};

/* false: there is no such probe. */
bool timing_add(struct timing *t, const struct report *probes, u32 probe, const struct mytap_timing *of);
/* Those that were hit, the dearest first. */
void timing_print(const struct timing *t, const struct report *probes, struct output *out);
void timing_deinit(struct timing *t);

#endif
