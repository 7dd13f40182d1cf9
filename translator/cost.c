/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times by getrusage() and the monotonic clock, memory by /proc/self/statm. */
#include "translator/cost.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static int64_t microseconds(struct timeval t)
{
	return t.tv_sec * INT64_C(1000000) + t.tv_usec;
}

struct cost cost_now(void)
{
	struct rusage self, children;
	struct timespec t;

	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (struct cost) {
		.usr = microseconds(self.ru_utime) + microseconds(children.ru_utime),
		.sys = microseconds(self.ru_stime) + microseconds(children.ru_stime),
		.real = t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000,
	};
}

void cost_print_time(struct strbuf *b, struct cost since)
{
	struct cost now = cost_now();

	strbuf_printf(b, " in %" PRId64 "usr/%" PRId64 "sys/%" PRId64 "real ms.",
		      (now.usr - since.usr + 500) / 1000, (now.sys - since.sys + 500) / 1000,
		      (now.real - since.real + 500) / 1000);
}

void cost_print_memory(struct strbuf *b)
{
	unsigned long virt, res, shr, text, lib, data;
	unsigned long kb = sysconf(_SC_PAGESIZE) / 1024;
	FILE *f = fopen("/proc/self/statm", "re");

	if (!f)
		return;
	if (fscanf(f, "%lu %lu %lu %lu %lu %lu", &virt, &res, &shr, &text, &lib, &data) == 6)
		strbuf_printf(b, " using %luvirt/%lures/%lushr/%ludata kb,",
			      virt * kb, res * kb, shr * kb, data * kb);
	fclose(f);
}
