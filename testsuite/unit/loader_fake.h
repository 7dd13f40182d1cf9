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

static inline size_t fake_size(const struct mytap_shared *sh)
{
	return mytap_data_offset(sh, MYTAP_CHANNELS, 0);
}

/* trace_size: of the rings of a channel of their own for traces, which overwrites the oldest; 0: there is none. */
static inline void fake_make_with(struct fake *f, u32 nslots, u32 ring_size, u32 trace_size)
{
	const struct mytap_shared sh = {
		.magic = MYTAP_MAGIC, .version = MYTAP_WIRE_VERSION, .size = sizeof(*f->shared),
		.state = MYTAP_RUNNING, .nslots = nslots, .nprobes = 1, .channels = {
			{ .ring_size = ring_size },
			{ .goes_to = trace_size ? MYTAP_CHANNEL_TRACE : 0, .policy = MYTAP_OVERWRITE_OLDEST, .ring_size = trace_size },
		},
	};
	size_t size = fake_size(&sh);

	f->fd = memfd_create("fake", 0);
	if (f->fd < 0 || ftruncate(f->fd, size))
		abort();
	f->all = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, f->fd, 0);
	if (f->all == MAP_FAILED)
		abort();
	f->shared = (void *)f->all;
	*f->shared = sh;
}

static inline void fake_make(struct fake *f, u32 nslots, u32 ring_size)
{
	fake_make_with(f, nslots, ring_size, 0);
}

static inline void fake_free(struct fake *f)
{
	munmap(f->all, fake_size(f->shared));
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

static inline struct mytap_ring *fake_trace_ring(struct fake *f, u32 slot)
{
	return (void *)(f->all + 4096 * (1 + MYTAP_CHANNEL_TRACE * f->shared->nslots + slot));
}

/* At the head, byte by byte: the ring is mapped once here. */
static inline void fake_put(char *data, u32 mask, struct mytap_ring *ring, u64 time, u32 kind_id, const void *payload, u32 n)
{
	u32 size = (sizeof(struct mytap_record) + n + 7) & ~7u;
	char record[4096] = { 0 };

	memcpy(record, &(struct mytap_record){ size, kind_id, time }, sizeof(struct mytap_record));
	memcpy(record + sizeof(struct mytap_record), payload, n);
	for (u32 i = 0; i < size; i++)
		__atomic_store_n(&data[(ring->head + i) & mask], record[i], __ATOMIC_RELAXED);
	__atomic_store_n(&ring->head, ring->head + size, __ATOMIC_RELEASE);
}

/* Into the trace channel: as runtime/kernel/channel.c makes room, and says so before it writes. */
static inline void fake_overwrite(struct fake *f, u32 slot, u64 time, u32 kind_id, const void *payload, u32 n)
{
	struct mytap_ring *ring = fake_trace_ring(f, slot);
	char *data = f->all + mytap_data_offset(f->shared, MYTAP_CHANNEL_TRACE, slot);
	u32 ring_size = f->shared->channels[MYTAP_CHANNEL_TRACE].ring_size, size = (sizeof(struct mytap_record) + n + 7) & ~7u;
	u64 oldest = ring->oldest, gone = ring->overwritten;

	if (ring->head + size - oldest > ring_size) {
		while (oldest != ring->head && ring->head + (size > MYTAP_ROOM_STEP ? size : MYTAP_ROOM_STEP) - oldest > ring_size) {
			oldest += *(u32 *)(data + (oldest & (ring_size - 1)));	/* 8 bytes never wrap */
			gone++;
		}
		__atomic_store_n(&ring->sequence, ring->sequence + 1, __ATOMIC_RELAXED);
		__atomic_thread_fence(__ATOMIC_RELEASE);
		__atomic_store_n(&ring->overwritten, gone, __ATOMIC_RELAXED);
		__atomic_store_n(&ring->oldest, oldest, __ATOMIC_RELAXED);
		__atomic_store_n(&ring->sequence, ring->sequence + 1, __ATOMIC_RELEASE);
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
	}
	fake_put(data, ring_size - 1, ring, time, kind_id, payload, n);
}

/* Payload of n bytes. False: no room; counted. */
static inline bool fake_write(struct fake *f, u32 slot, u64 time, u32 kind_id, const void *payload, u32 n)
{
	struct mytap_ring *ring = fake_ring(f, slot);
	char *data = f->all + mytap_data_offset(f->shared, MYTAP_CHANNEL_OUTPUT, slot);
	u32 ring_size = f->shared->channels[MYTAP_CHANNEL_OUTPUT].ring_size, size = (sizeof(struct mytap_record) + n + 7) & ~7u;

	if (ring->head + size - __atomic_load_n(&fake_taken(f, slot)->tail, __ATOMIC_ACQUIRE) > ring_size) {
		__atomic_fetch_add(&ring->dropped, 1, __ATOMIC_RELAXED);
		__atomic_fetch_add(&ring->dropped_bytes, size, __ATOMIC_RELAXED);
		return false;
	}
	fake_put(data, ring_size - 1, ring, time, kind_id, payload, n);
	return true;
}

static inline void fake_busy(struct fake *f, u32 slot, bool is_busy)
{
	__atomic_store_n(&fake_ring(f, slot)->busy, is_busy, __ATOMIC_SEQ_CST);
}

enum { WORDS_MOST = 40 };

/* A record of any size whose every word says which it is. */
struct numbered { u64 number, words[WORDS_MOST]; };

static inline u32 words_of(u64 number)
{
	return number * 2654435761u % WORDS_MOST;
}

static inline void write_number(struct fake *f, u32 slot, u64 number)
{
	struct numbered p = { .number = number };

	for (u32 i = 0; i < words_of(number); i++)
		p.words[i] = number + i;
	fake_overwrite(f, slot, 1000 + number, MYTAP_KIND_ID(MYTAP_REC_TRACE, 1), &p, 8 + 8 * words_of(number));
}

#endif
