// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The sum of the module's allocations, by the same formulas as in the module (wire.h): arrays, a buffer for each
 * possible processor and one more, contexts.
 */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/wire.h"
#include "say.h"

/* The number after a key such as "MemAvailable:", in bytes; 0: unknown. */
static uint64_t meminfo(const char *key)
{
	FILE *f = fopen("/proc/meminfo", "re");
	unsigned long long kb = 0;
	char line[128];

	while (f && !kb && fgets(line, sizeof(line), f))
		if (!strncmp(line, key, strlen(key)))
			kb = strtoull(line + strlen(key), NULL, 10);
	if (f)
		fclose(f);
	return kb * 1024;
}

/* Like the kernel's nr_cpu_ids: 1 + the last possible CPU ("0-3", "0,2-5"), plus the process slot. */
static unsigned int slots_count(void)
{
	FILE *f = fopen("/sys/devices/system/cpu/possible", "re");
	char line[4096] = "0";
	const char *last;

	if (f) {
		if (!fgets(line, sizeof(line), f))
			strcpy(line, "0");
		fclose(f);
	}
	line[strcspn(line, "\n")] = '\0';
	last = line + strlen(line);
	while (last > line && last[-1] >= '0' && last[-1] <= '9')
		last--;
	return (unsigned int)strtoul(last, NULL, 10) + 2;
}

static uint64_t sum(uint64_t a, uint64_t b)
{
	uint64_t s;

	return __builtin_add_overflow(a, b, &s) ? UINT64_MAX : s;
}

/* Values from a file are bounded before they are multiplied. */
static bool is_room_sane(const struct mytap_map_room *r)
{
	return r->entries <= 1ULL << 32 && r->key_words <= 1 << 20 && r->value_bytes <= 1 << 24;
}

bool memory_need(const struct module_file *m, unsigned int nslots, const struct mytap_channel *channels, struct memory_need *ret)
{
	const struct mytap_need *need = (const void *)m->memory;
	const struct mytap_map_room *r = (const void *)(need + 1);
	size_t left = m->memory_size;

	*ret = (struct memory_need){ 0 };
	if (left < sizeof(*need) || (left - sizeof(*need)) % sizeof(*r) || need->context_bytes > 1 << 30 ||
	    need->own_bytes > 1 << 30 || need->nprobes > 1 << 24 || need->nplaces > 1 << 30)
		return false;
	for (left -= sizeof(*need); left; left -= sizeof(*r), r++) {
		if (!is_room_sane(r))
			return false;
		ret->arrays = sum(ret->arrays, mytap_map_bytes(r, nslots));
	}
	for (u32 id = 0; id < MYTAP_CHANNELS; id++)
		if (channels[id].goes_to == id)
			ret->buffers += nslots * mytap_ring_bytes(need, &channels[id], nslots);
	ret->base = mytap_base_bytes(need, nslots);
	return true;
}

/* "1.5 GB", "803 MB", "12 kB" */
static const char *size_text(uint64_t bytes, char *text, size_t size)
{
	if (bytes >= 10ULL << 30)
		snprintf(text, size, "%llu GB", (unsigned long long)(bytes >> 30));
	else if (bytes >= 10ULL << 20)
		snprintf(text, size, "%llu MB", (unsigned long long)(bytes >> 20));
	else
		snprintf(text, size, "%llu kB", (unsigned long long)(bytes >> 10));
	return text;
}

bool memory_is_enough(const struct module_file *m, const struct mytap_channel *channels, bool is_timed, bool take_any)
{
	char all[24], arrays[24], buffers[24], free_text[24];
	uint64_t available = meminfo("MemAvailable:"), bytes;
	unsigned int nslots = slots_count();
	struct memory_need n;

	if (!memory_need(m, nslots, channels, &n)) {
		say_verbose("the module does not say how much memory it needs");
		return true;
	}
	if (is_timed)
		n.base = sum(n.base, mytap_timing_bytes((const void *)m->memory, nslots));
	bytes = sum(n.arrays, n.buffers + n.base);
	size_text(bytes, all, sizeof(all));
	size_text(n.arrays, arrays, sizeof(arrays));
	size_text(n.buffers, buffers, sizeof(buffers));
	size_text(available, free_text, sizeof(free_text));
	say_verbose("memory: %s (arrays %s, %u buffers %s), %s are available", all, arrays, nslots, buffers, free_text);
	if (take_any || !available || bytes <= available / 2)
		return true;
	say_error("the script needs %s of memory (arrays %s, %u buffers %s), more than half of the %s that are available: use "
		  "smaller arrays (MAXMAPENTRIES, or a size where they are declared) or smaller buffers (%s), or let it have them "
		  "(--any-memory)", all, arrays, nslots, buffers, free_text, "mytap -s, mytap-run -b");
	return false;
}
