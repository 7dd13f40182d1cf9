// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The exact losses, by probe:
 *	WARNING: Number of errors: 2, skipped probes: 13
 *	WARNING: kernel.function("vfs_read") at x.stp:1:7: 120 output records lost (the buffer was full: try -s 32)
 */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

void report_init(struct report *r, const struct string_table *probes)
{
	*r = (struct report){ .probes = probes, .counters = must_alloc(probes->n * sizeof(*r->counters)) };
}

void report_deinit(struct report *r)
{
	free(r->counters);
}

bool report_add(struct report *r, u32 probe, const struct mytap_probe_counters *c)
{
	struct mytap_probe_counters *sum;

	if (probe >= r->probes->n)
		return false;
	sum = &r->counters[probe];
	sum->skipped_nested += c->skipped_nested;
	sum->skipped_lock += c->skipped_lock;
	sum->skipped_stack += c->skipped_stack;
	sum->skipped_fault += c->skipped_fault;
	sum->faults += c->faults;
	sum->missed += c->missed;
	if (c->missed_among > sum->missed_among)
		sum->missed_among = c->missed_among;
	sum->lost_records += c->lost_records;
	sum->errors += c->errors;
	return true;
}

static u64 skipped(const struct mytap_probe_counters *c)
{
	return c->skipped_nested + c->skipped_lock + c->skipped_stack + c->skipped_fault;
}

bool report_is_noteworthy(const struct mytap_probe_counters *c)
{
	return skipped(c) || c->missed || c->lost_records || c->errors || c->faults;
}

/* "kernel.function("vfs_read") at x.stp:1:7" */
static void probe_name(char *to, size_t size, const char *probe)
{
	const char *tab = strchr(probe, '\t');

	if (tab)
		snprintf(to, size, "%.*s at %s", (int)(tab - probe), probe, tab + 1);
	else
		snprintf(to, size, "%s", probe);
}

bool report_probe_name(const struct report *r, u32 probe, char *to, size_t size)
{
	if (probe >= r->probes->n)
		return false;
	probe_name(to, size, r->probes->v[probe]);
	return true;
}

/* The size in MB that the fullest ring would have needed, as a power of two: the value for -s. */
static u64 wanted_mb(const struct report_rings *rings)
{
	u64 size = rings->taken ? rings->taken_bytes / rings->taken : 64;
	u64 need = rings->ring_size + rings->most_dropped * size, mb = 1;

	while (mb << 20 < need && mb < 1024)
		mb *= 2;
	return mb;
}

struct reason {
	u64 n;
	const char *one, *many, *why;
};

static void say_reasons(const char *name, const struct reason *reasons, size_t n)
{
	char line[1024];
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		const struct reason *r = &reasons[i];

		if (!r->n)
			continue;
		len += snprintf(line + len, sizeof(line) - len, "%s%llu %s (%s)", len ? ", " : "",
				(unsigned long long)r->n, r->n == 1 ? r->one : r->many, r->why);
	}
	if (len)
		say_warning("%s: %s", name, line);
}

static bool is_of_program(const char *name)
{
	return !strncmp(name, "process(", 8) || !strncmp(name, "process.", 8);
}

static void say_probe(const struct mytap_probe_counters *c, const char *probe, const struct report_rings *rings)
{
	char name[512], full[64], missed[160];
	const struct reason reasons[] = {
		{ c->lost_records, "output record lost", "output records lost", full },
		{ c->skipped_lock, "hit skipped", "hits skipped", "another CPU held a global variable's lock for too long" },
		{ c->skipped_stack, "hit skipped", "hits skipped", "too little kernel stack was left" },
		{ c->skipped_nested, "hit skipped", "hits skipped", "it came while a probe ran on the same CPU" },
		{ c->skipped_fault, "hit skipped", "hits skipped", "memory that it asked for could not be read or written" },
		{ c->faults, "read gave 0", "reads gave 0", "the memory could not be read" },
		{ c->missed, "hit missed", "hits missed", missed },
	};

	probe_name(name, sizeof(name), probe);
	snprintf(full, sizeof(full), "the buffer was full: try -s %llu", (unsigned long long)wanted_mb(rings));
	if (c->missed_among)
		snprintf(missed, sizeof(missed), "of this and %llu other return probe%s: the kernel counts them together; try .maxactive(N)",
			 (unsigned long long)c->missed_among, c->missed_among == 1 ? "" : "s");
	else if (is_of_program(name))
		snprintf(missed, sizeof(missed), "the kernel awaits 64 returns of a thread at a time; for many threads try "
			 "-D KRETACTIVE=N");
	else
		snprintf(missed, sizeof(missed), "the kernel could not run the probe; for a return probe try .maxactive(N)");
	say_reasons(name, reasons, sizeof(reasons) / sizeof(*reasons));
}

void report_say(const struct report *r, const struct report_rings *rings)
{
	u64 errors = 0, skips = 0, lost = 0;

	for (size_t i = 0; i < r->probes->n; i++) {
		errors += r->counters[i].errors;
		skips += skipped(&r->counters[i]);
		lost += r->counters[i].lost_records;
	}
	if (errors < r->errors)
		errors = r->errors;
	if (errors || skips)
		say_warning("Number of errors: %llu, skipped probes: %llu",
			    (unsigned long long)errors, (unsigned long long)skips);
	for (size_t i = 0; i < r->probes->n; i++)
		say_probe(&r->counters[i], r->probes->v[i], rings);
	if (rings->overwritten)
		say_warning("%llu output records were written over before they were read (the buffer keeps the newest: try a larger -F)",
			    (unsigned long long)rings->overwritten);
	if (rings->dropped > lost)
		say_warning("%llu %soutput records lost (the buffer was full: try -s %llu)",
			    (unsigned long long)(rings->dropped - lost), lost ? "more " : "",
			    (unsigned long long)wanted_mb(rings));
}
