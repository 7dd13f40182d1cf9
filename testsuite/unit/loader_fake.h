/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A module played by threads: a memory file laid out as wire.h says, and writers
 * that keep the kernel side's rules (busy, time, whole records, drop when full).
 */
#ifndef MYTAP_TEST_LOADER_FAKE_H
#define MYTAP_TEST_LOADER_FAKE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/wire.h"

static int failures;

#define expect(cond, ...) do {							\
	if (!(cond)) {								\
		failures++;							\
		printf("%s:%d: %s: ", __FILE__, __LINE__, #cond);		\
		printf(__VA_ARGS__);						\
		printf("\n");							\
	}									\
} while (0)

struct fake {
	int fd;
	struct mytap_shared *shared;
	char *all;
};

static inline void fake_make(struct fake *f, u32 nslots, u32 ring_size)
{
	size_t size = MYTAP_DATA_OFFSET(&((struct mytap_shared){ .nslots = nslots, .ring_size = ring_size }), nslots);

	f->fd = memfd_create("fake", 0);
	if (f->fd < 0 || ftruncate(f->fd, size))
		abort();
	f->all = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, f->fd, 0);
	if (f->all == MAP_FAILED)
		abort();
	f->shared = (void *)f->all;
	*f->shared = (struct mytap_shared){
		.magic = MYTAP_MAGIC, .version = MYTAP_WIRE_VERSION, .size = sizeof(*f->shared),
		.state = MYTAP_RUNNING, .nslots = nslots, .ring_size = ring_size, .nprobes = 1,
	};
}

static inline void fake_free(struct fake *f)
{
	munmap(f->all, MYTAP_DATA_OFFSET(f->shared, f->shared->nslots));
	close(f->fd);
}

static inline struct mytap_ring *fake_ring(struct fake *f, u32 slot)
{
	return (void *)(f->all + 4096 * (1 + slot));
}

static inline struct mytap_taken *fake_taken(struct fake *f, u32 slot)
{
	return (struct mytap_taken *)(f->all + MYTAP_TAKEN_OFFSET(f->shared)) + slot;
}

/* Payload of n bytes. False: no room; counted. */
static inline bool fake_write(struct fake *f, u32 slot, u64 time, u32 kind_id, const void *payload, u32 n)
{
	struct mytap_ring *ring = fake_ring(f, slot);
	char *data = f->all + MYTAP_DATA_OFFSET(f->shared, slot);
	u32 mask = f->shared->ring_size - 1, size = (sizeof(struct mytap_record) + n + 7) & ~7u;
	char record[4096] = { 0 };

	memcpy(record, &(struct mytap_record){ size, kind_id, time }, sizeof(struct mytap_record));
	memcpy(record + sizeof(struct mytap_record), payload, n);
	if (ring->head + size - __atomic_load_n(&fake_taken(f, slot)->tail, __ATOMIC_ACQUIRE) > f->shared->ring_size) {
		__atomic_fetch_add(&ring->dropped, 1, __ATOMIC_RELAXED);
		__atomic_fetch_add(&ring->dropped_bytes, size, __ATOMIC_RELAXED);
		return false;
	}
	for (u32 i = 0; i < size; i++)
		data[(ring->head + i) & mask] = record[i];
	__atomic_store_n(&ring->head, ring->head + size, __ATOMIC_RELEASE);
	return true;
}

static inline void fake_busy(struct fake *f, u32 slot, bool is_busy)
{
	__atomic_store_n(&fake_ring(f, slot)->busy, is_busy, __ATOMIC_SEQ_CST);
}

#endif
