/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The layout of a session in the kernel's memory, for readers from outside: a crash dump, /proc/kcore
 * (translator/inspect/sessions.c). Section .mytap.dump of the module holds one struct mytap_dump, which
 * /sys/module/NAME/sections and struct module's sect_attrs lead to.
 *
 * A field that ends in _at is a distance in bytes within what the comment says; the other addresses are of
 * variables, most of which are pointers themselves. A version only appends: a reader takes what `size` covers.
 */
#ifndef MYTAP_DUMP_H
#define MYTAP_DUMP_H

#include "wire.h"

#define MYTAP_DUMP_MAGIC 0x504d55445041544dULL	/* "MTAPDUMP" */
enum { MYTAP_DUMP_VERSION = 4 };

struct mytap_dump {
	u64 magic;
	u32 version, size;

	const void *shared;		/* holds a struct mytap_shared * (wire.h) */
	const void *taken;		/* holds a pointer to the struct mytap_taken of each ring (wire.h) */

	const void *slots;		/* holds a pointer to the slots */
	u32 slot_size, slot_rings_at;	/* slot_rings_at: MYTAP_CHANNELS pointers, to the slot's ring in each channel; NULL: the channel has no ring */
	u32 ring_shown_at, ring_data_at;	/* pointers: to a struct mytap_ring; to the records, ring_size bytes, twice */

	/* the places of probes */
	u32 hit_size, hit_address_at, hit_probe_at;
	const void *hits;		/* holds a pointer to nplaces of them */
	const void *nplaces;		/* u32 */

	/* the script's globals: struct mytap_variable of api_script.h */
	const void *variables;		/* holds a pointer to nvariables of them */
	const void *nvariables;		/* u32 */
	u32 variable_size, variable_name_at, variable_map_at, variable_where_at, variable_own_at, variable_string_at, variable_parts_at;

	/* per-slot data */
	u32 counter_size;		/* struct mytap_probe_counters */
	const void *pcpu;		/* holds the address of slot 0's per-CPU variables */
	const void *pcpu_stride;	/* u64 */
	const void *counters;		/* holds a pointer to the counters, by slot, then by probe */

	/* an array */
	u32 map_desc_at, map_count_at, map_oldest_at, map_key_at_at, map_values_at;
	u32 desc_nkeys_at, desc_string_keys_at, desc_room_at;	/* u32, u32, a pointer: to a struct mytap_map_room (wire.h) */
	u32 node_newer_at, node_words_at, node_value_at_at, node_data_at;
	/*
	 * node: data, then key_at words further the key: words, a string as its bytes up to the word with its NUL.
	 * per_cpu: data has a bit for each slot that has a value, which is value_at words into map.values[slot]; else the
	 * value is at data.
	 */

	/* version 3: in a slot, a pointer to its context; in that, its hits (u64) */
	u32 slot_context_at, context_hits_at;

	/*
	 * version 4: in a context, a pointer to what -t measures, by probe (NULL: not measured); in that, the sum and the buckets,
	 * whose sum is the number of hits. Unit: ns in the last slot; in the others ticks, tsc_khz of them per ms (0: ns too).
	 */
	u32 context_timing_at, timing_size, timing_sum_at, timing_buckets_at, timing_nbuckets, hit_handler_at;
	const void *tsc_khz;		/* u32 */
	/* a hit with this handler is turned off; probes without a place have their hit, by probe, in probe_hits */
	const void *handler_off;
	const void *probe_hits;		/* holds a pointer to them */
};

#endif
