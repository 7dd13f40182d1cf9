// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The horizon rule of wire.h, slot by slot. A slot seen not busy at time now has published all its records with
 * time <= now - MARGIN (its `clear`); a busy slot can still write records of its current hit, whose time is above
 * its last `clear` and not below its last record. So the earliest possible time of an exhausted slot's next record
 * is known, and records up to that time can be delivered.
 *
 * A slot that stays busy for long (a handler that loops to its limit, a virtual CPU that is not run) must not make
 * the others overflow: a record that has waited GIVE_UP ns while its ring is half full is delivered at once, and
 * one that has waited ABANDON ns in any case: the handler that it waits for is dead. Then the order may be wrong,
 * which is counted, but no record is lost.
 */
#include "merge.h"

#include <stdlib.h>

#include "say.h"

enum {
	MARGIN = 100 * 1000,		/* ns: store buffers */
	GIVE_UP = 50 * 1000 * 1000,	/* ns */
	ABANDON_SECONDS = 5,
	PUBLISH = 32 * 1024,		/* bytes taken before the tail is published */
};

void merge_init(struct merge *m, u32 most, merge_take_fn *take, void *ctx)
{
	*m = (struct merge){ .most = most, .take = take, .ctx = ctx };
	m->streams = must_alloc(most * sizeof(*m->streams));
	m->heap = must_alloc(most * sizeof(*m->heap));
}

void merge_add(struct merge *m, const struct merge_source *from)
{
	if (m->nstreams < m->most)
		m->streams[m->nstreams++] = (struct merge_stream){ .from = *from, .tail = from->taken->tail, .published = from->taken->tail };
}

void merge_deinit(struct merge *m)
{
	free(m->streams);
	free(m->heap);
}

static inline bool is_before(struct merge_key a, struct merge_key b)
{
	return a.time < b.time || (a.time == b.time && a.stream < b.stream);
}

static inline const struct mytap_record *next_record(const struct merge_stream *s)
{
	return (const void *)(s->from.data + (s->tail & (s->from.size - 1)));
}

/* Time never goes backwards within a slot, even if the clock did. */
static inline u64 next_time(const struct merge_stream *s, const struct mytap_record *r)
{
	return r->time > s->last ? r->time : s->last;
}

/*
 * The ring's head is consistent: at most its size beyond tail, in whole words. Then no record that is_sane() goes
 * beyond the two mappings of the data.
 */
static inline bool is_filled_right(const struct merge_stream *s)
{
	u64 filled = s->head - s->tail;

	return filled <= s->from.size && !((filled | s->tail) & 7);
}

static inline bool is_sane(const struct merge_stream *s, const struct mytap_record *r)
{
	return r->size >= sizeof(*r) && !(r->size & 7) && r->size <= s->head - s->tail;
}

static void publish(struct merge_stream *s)
{
	__atomic_store_n(&s->from.taken->tail, s->tail, __ATOMIC_RELEASE);
	s->published = s->tail;
}

static void sift_down(struct merge_key *heap, u32 n, u32 i)
{
	struct merge_key k = heap[i];

	for (;;) {
		u32 child = 2 * i + 1;

		if (child >= n)
			break;
		if (child + 1 < n && is_before(heap[child + 1], heap[child]))
			child++;
		if (!is_before(heap[child], k))
			break;
		heap[i] = heap[child];
		i = child;
	}
	heap[i] = k;
}

/* The key at which the top stream has to stop: that of the next best one. */
static struct merge_key heap_second(const struct merge *m, struct merge_key stop)
{
	if (m->nheap > 1 && is_before(m->heap[1], stop))
		stop = m->heap[1];
	if (m->nheap > 2 && is_before(m->heap[2], stop))
		stop = m->heap[2];
	return stop;
}

/* The earliest key that an exhausted stream can still produce. */
static struct merge_key stream_bound(const struct merge *m, u32 stream)
{
	const struct merge_stream *s = &m->streams[stream];

	return (struct merge_key){ s->clear >= s->last ? s->clear + 1 : s->last, stream };
}

static void damaged(struct merge *m, u32 stream)
{
	m->is_damaged = true;
	m->damaged_slot = m->streams[stream].from.slot;
}

/* Samples every stream and fills the heap; returns the key to stop at. */
static struct merge_key sample(struct merge *m, u64 now, bool all)
{
	struct merge_key stop = { UINT64_MAX, UINT32_MAX };

	m->nheap = 0;
	for (u32 i = 0; i < m->nstreams; i++) {
		struct merge_stream *s = &m->streams[i];
		bool is_busy = s->from.busy && __atomic_load_n(s->from.busy, __ATOMIC_ACQUIRE);

		s->head = __atomic_load_n(&s->from.ring->head, __ATOMIC_ACQUIRE);
		if (!is_busy && now > MARGIN && now - MARGIN > s->clear)
			s->clear = now - MARGIN;
		if (s->head != s->tail) {
			const struct mytap_record *r = next_record(s);

			if (!is_filled_right(s) || !is_sane(s, r)) {
				damaged(m, i);
				continue;
			}
			m->heap[m->nheap++] = (struct merge_key){ next_time(s, r), i };
		} else if (!all) {
			struct merge_key bound = stream_bound(m, i);

			if (is_before(bound, stop))
				stop = bound;
		}
	}
	for (u32 i = m->nheap / 2; i-- > 0;)
		sift_down(m->heap, m->nheap, i);
	return stop;
}

enum run_end { RUN_OTHER_STREAM, RUN_EXHAUSTED, RUN_NO_ROOM, RUN_DAMAGED };

/* Takes records of the top stream up to limit. */
static enum run_end take_run(struct merge *m, struct merge_stream *s, struct merge_key limit)
{
	struct merge_key key = m->heap[0];
	const struct mytap_record *r = next_record(s);
	enum run_end end = RUN_OTHER_STREAM;

	m->current = key.stream;
	do {
		bool has_room = m->take(m->ctx, r);

		s->last = key.time;
		s->tail += r->size;
		m->records++;
		m->bytes += r->size;
		if (s->tail - s->published >= PUBLISH)
			publish(s);
		if (s->tail == s->head) {
			end = has_room ? RUN_EXHAUSTED : RUN_NO_ROOM;
			break;
		}
		r = next_record(s);
		if (!is_sane(s, r)) {
			end = RUN_DAMAGED;
			break;
		}
		key.time = next_time(s, r);
		if (!has_room) {
			end = RUN_NO_ROOM;
			break;
		}
	} while (is_before(key, limit));
	m->heap[0] = key;
	return end;
}

static void heap_pop(struct merge *m)
{
	m->heap[0] = m->heap[--m->nheap];
	if (m->nheap)
		sift_down(m->heap, m->nheap, 0);
}

/*
 * True: a half-full ring has waited too long for a busy slot, or that slot is busy forever: deliver without
 * waiting.
 */
static bool is_overdue(const struct merge *m, u64 now)
{
	if (m->heap[0].time + GIVE_UP > now)
		return false;
	if (m->heap[0].time + ABANDON_SECONDS * 1000000000ULL <= now)
		return true;
	for (u32 i = 0; i < m->nheap; i++) {
		const struct merge_stream *s = &m->streams[m->heap[i].stream];

		if (s->head - s->tail > s->from.size / 2)
			return true;
	}
	return false;
}

u64 merge_round(struct merge *m, u64 now, bool all)
{
	const struct merge_key never = { UINT64_MAX, UINT32_MAX };
	u64 before = m->records;
	struct merge_key stop = sample(m, now, all);

	m->is_pending = false;
	while (m->nheap) {
		u32 top = m->heap[0].stream;
		struct merge_stream *s = &m->streams[top];
		struct merge_key limit = stop;
		enum run_end end;

		if (!is_before(m->heap[0], stop)) {
			if (!is_overdue(m, now)) {
				m->is_pending = true;
				break;
			}
			m->out_of_order++;
			limit = never;
		}
		end = take_run(m, s, heap_second(m, limit));
		publish(s);
		if (end == RUN_NO_ROOM) {
			m->is_pending = true;
			break;
		}
		if (end == RUN_OTHER_STREAM) {
			sift_down(m->heap, m->nheap, 0);
			continue;
		}
		if (end == RUN_DAMAGED) {
			damaged(m, top);
		} else if (!all) {
			struct merge_key bound = stream_bound(m, top);

			if (is_before(bound, stop))
				stop = bound;
		}
		heap_pop(m);
	}
	return m->records - before;
}

u64 merge_dropped(const struct merge *m, u64 *ret_most)
{
	u64 sum = 0;

	*ret_most = 0;
	for (u32 i = 0; i < m->nstreams; i++) {
		u64 dropped = __atomic_load_n(&m->streams[i].from.ring->dropped, __ATOMIC_RELAXED);

		sum += dropped;
		if (dropped > *ret_most)
			*ret_most = dropped;
	}
	return sum;
}
