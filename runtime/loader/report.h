/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Losses, errors and skipped hits by probe: collected while records come, reported at the end. */
#ifndef MYTAP_LOADER_REPORT_H
#define MYTAP_LOADER_REPORT_H

#include "module_file.h"
#include "runtime/wire.h"

struct report {
	const struct string_table *probes;
	struct mytap_probe_counters *counters;	/* by probe */
	u64 errors;			/* ERROR records seen */
};

void report_init(struct report *r, const struct string_table *probes);
void report_deinit(struct report *r);
/* Both false: no such probe. The name: "kernel.function("vfs_read") at x.stp:1:7". */
bool report_probe_name(const struct report *r, u32 probe, char *to, size_t size);
bool report_add(struct report *r, u32 probe, const struct mytap_probe_counters *c);

/* Losses of the rings. */
struct report_rings {
	u64 dropped, most_dropped;	/* records: sum over all rings, and of the worst ring */
	u64 overwritten;		/* ... before they were read */
	u64 taken, taken_bytes;
	u32 ring_size;
};

/* True if any loss, skipped hit or error is counted. */
bool report_is_noteworthy(const struct mytap_probe_counters *c);
/* Prints nothing if nothing was lost. */
void report_say(const struct report *r, const struct report_rings *rings);

#endif
