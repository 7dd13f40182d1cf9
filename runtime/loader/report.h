/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was lost, and where: collected while records come, said at the end. */
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
/* Both false: there is no such probe. The name: "kernel.function("vfs_read") at x.stp:1:7". */
bool report_probe_name(const struct report *r, u32 probe, char *to, size_t size);
bool report_add(struct report *r, u32 probe, const struct mytap_probe_counters *c);

/* The rings' side of the story. */
struct report_rings {
	u64 dropped, most_dropped;	/* records: of all rings, of the worst */
	u64 overwritten;		/* ... before they were read */
	u64 taken, taken_bytes;
	u32 ring_size;
};

/* Is any loss, skipped hit or error counted? */
bool report_is_noteworthy(const struct mytap_probe_counters *c);
/* Silent when nothing was lost. */
void report_say(const struct report *r, const struct report_rings *rings);

#endif
