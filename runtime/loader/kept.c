// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The module publishes which bytes it is about to overwrite (`oldest`) before it does so; therefore a copy made
 * between two reads of `oldest` is valid from the second value on.
 */
#include "kept.h"

#include <stdlib.h>
#include <string.h>

#include "say.h"

enum { TRIES = 100 };

bool kept_channel_choose(const struct module_file *m, u64 n, struct mytap_channel *ret)
{
	const struct mytap_need *need = (const void *)m->memory;
	u64 bytes = m->memory_size < sizeof(*need) ? 0 : need->trace_bytes;

	if (!bytes || bytes > 1 << 20) {
		say_error("--last is for scripts that trace functions (trace_function(), trace_enter()): this one does not");
		return false;
	}
	*ret = (struct mytap_channel){
		.goes_to = MYTAP_CHANNEL_TRACE, .policy = MYTAP_OVERWRITE_OLDEST, .ring_size = mytap_ring_keeping(n, bytes),
	};
	if (!ret->ring_size)
		say_error("--last: no buffer holds %llu records of up to %llu bytes, but %llu", (unsigned long long)n,
			  (unsigned long long)bytes, (unsigned long long)((MYTAP_RING_MOST - MYTAP_ROOM_STEP) / bytes - 1));
	return ret->ring_size;
}

bool kept_oldest_read(const struct mytap_ring *shown, u64 *ret_oldest, u64 *ret_gone)
{
	for (int i = 0; i < TRIES; i++) {
		u64 before = __atomic_load_n(&shown->sequence, __ATOMIC_ACQUIRE);

		*ret_oldest = __atomic_load_n(&shown->oldest, __ATOMIC_RELAXED);
		*ret_gone = __atomic_load_n(&shown->overwritten, __ATOMIC_RELAXED);
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		if (!(before & 1) && __atomic_load_n(&shown->sequence, __ATOMIC_RELAXED) == before)
			return true;
	}
	return false;
}

/* True if the copy consists of whole records. */
static bool count_records(struct kept_ring *k)
{
	k->records = 0;
	for (u64 at = 0; at < k->n; k->records++) {
		const struct mytap_record *r = (const void *)(k->bytes + at);

		if (k->n - at < sizeof(*r) || r->size < sizeof(*r) || r->size & 7 || r->size > k->n - at)
			return false;
		at += r->size;
	}
	return true;
}

/* Removes n bytes from the front. */
static void cut(struct kept_ring *k, u64 n)
{
	k->n -= n;
	memmove(k->bytes, k->bytes + n, k->n);
}

/* One attempt; false: the ring was overwritten completely in the meantime, or its fields are invalid. */
static bool copy(struct kept_ring *k, const struct mytap_ring *shown, const char *data, u32 size)
{
	u64 from, now, head;

	if (!kept_oldest_read(shown, &from, &k->gone))
		return false;
	head = __atomic_load_n(&shown->head, __ATOMIC_ACQUIRE);
	k->n = head - from;
	if (k->n > size || (head | from) & 7)
		return false;
	memcpy(k->bytes, data + (from & (size - 1)), k->n);
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	if (!kept_oldest_read(shown, &now, &k->gone) || now - from > k->n || now & 7)
		return false;
	cut(k, now - from);
	return count_records(k);
}

bool kept_ring_read(struct kept_ring *k, const struct mytap_ring *shown, const char *data, u32 size)
{
	memset(k, 0, sizeof(*k));
	k->bytes = must_alloc(size);
	for (int i = 0; i < TRIES; i++)
		if (copy(k, shown, data, size))
			return true;
	return false;
}

void kept_ring_trim(struct kept_ring *k, u64 most)
{
	u64 at = 0;

	for (; most && k->records > most; k->records--, k->gone++)
		at += ((const struct mytap_record *)(k->bytes + at))->size;
	cut(k, at);
}

/* A power of two that holds the copy, which begins at 0, so that nothing in it wraps. */
static u32 room_for(u64 n)
{
	u32 size = 4096;

	while (size < n)
		size *= 2;
	return size;
}

static void add_source(struct merge *m, struct kept_ring *k, u32 slot)
{
	k->ring.head = k->n;
	merge_add(m, &(struct merge_source){
		.slot = slot, .ring = &k->ring, .taken = &k->taken, .data = k->bytes, .size = room_for(k->n),
	});
}

bool kept_read(struct kept *k, const struct channel *c, struct merge *m, u32 *ret_slot)
{
	if (k->rings)
		return true;
	k->rings = must_alloc(MYTAP_RINGS(c->nslots) * sizeof(*k->rings));
	for (u32 id = 0; id < MYTAP_CHANNELS; id++) {
		if (!c->rings[id].size || c->rings[id].policy != MYTAP_OVERWRITE_OLDEST || id == MYTAP_CHANNEL_OUTPUT)
			continue;
		for (u32 i = 0; i < c->nslots; i++) {
			struct kept_ring *r = &k->rings[k->nrings++];

			*ret_slot = i;
			if (!kept_ring_read(r, channel_ring(c, id, i), channel_data(c, id, i), c->rings[id].size))
				return false;
			kept_ring_trim(r, k->most);
			k->shown += r->records;
			k->written += r->records + r->gone;
			add_source(m, r, i);
		}
	}
	return true;
}

void kept_deinit(struct kept *k)
{
	for (u32 i = 0; i < k->nrings; i++)
		free(k->rings[i].bytes);
	free(k->rings);
	*k = (struct kept){ 0 };
}
