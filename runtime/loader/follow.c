// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A piece of the ring is copied, then `oldest` is read again, and bytes overwritten in the meantime are removed from the
 * front of the piece. The merge gets only the copy, which does not change, and whether the slot was busy before the copy.
 *
 * The module uses mytap_taken for one thing only: while there is a reader its process slot waits instead of overwriting
 * records that are not taken. The tail is published when the outputs have the records: if this process is killed, the
 * next reader gets those that may not have been written.
 */
#include "follow.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kept.h"
#include "say.h"

enum { TRIES = 100 };

/* ---- set-up ------------------------------------------------------------------------------------------ */

static char *map_twice(u32 size)
{
	int fd = memfd_create("ring", MFD_CLOEXEC);
	char *p = fd < 0 || ftruncate(fd, size) ? MAP_FAILED :
		  mmap(NULL, 2 * (size_t)size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	bool ok = p != MAP_FAILED;

	for (int i = 0; i < 2 && ok; i++)
		ok = mmap(p + (size_t)i * size, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) != MAP_FAILED;
	if (!ok && p != MAP_FAILED)
		munmap(p, 2 * (size_t)size);
	if (fd >= 0)
		close(fd);
	return ok ? p : NULL;
}

/* Begins where the last reader stopped, or at the oldest record if that position is invalid. */
static void ring_begin(struct followed_ring *r, u32 size)
{
	u64 tail = r->taken->tail, head = __atomic_load_n(&r->shown->head, __ATOMIC_ACQUIRE);
	u64 oldest, gone;

	r->position = tail;
	r->index = r->taken->records;
	if (kept_oldest_read(r->shown, &oldest, &gone) && (tail > head || tail & 7 || (tail >= oldest && head - tail > size) ||
							    (tail < oldest && r->index > gone))) {
		r->position = oldest;
		r->index = gone;
	}
}

bool follow_add(struct followed *f, struct channel *c, u32 id, struct merge *m)
{
	f->size = c->rings[id].size;
	f->rings = must_alloc(c->nslots * sizeof(*f->rings));
	for (u32 i = 0; i < c->nslots; i++) {
		struct followed_ring *r = &f->rings[i];

		*r = (struct followed_ring){
			.shown = channel_ring(c, id, i), .shown_busy = &channel_ring(c, MYTAP_CHANNEL_OUTPUT, i)->busy,
			.data = channel_data(c, id, i), .taken = &c->taken[id * c->nslots + i], .copy = map_twice(f->size),
		};
		f->nrings = i + 1;
		if (!r->copy) {
			say_error("no memory for copies of %u buffers of %u kB: %s", c->nslots, f->size / 1024, strerror(errno));
			return false;
		}
		ring_begin(r, f->size);
		merge_add(m, &(struct merge_source){
			.slot = i, .busy = &r->busy, .ring = &r->ring, .taken = &r->own, .data = r->copy, .size = f->size,
		});
	}
	return true;
}

void follow_deinit(struct followed *f)
{
	for (u32 i = 0; i < f->nrings; i++)
		if (f->rings[i].copy)
			munmap(f->rings[i].copy, 2 * (size_t)f->size);
	free(f->rings);
	*f = (struct followed){ 0 };
}

/* ---- copying ------------------------------------------------------------------------------------------ */

/* Records up to `oldest` were overwritten before they were read. */
static void skip_to(struct followed_ring *r, u64 oldest, u64 gone)
{
	if (oldest <= r->position)
		return;
	r->lost += gone - r->index;
	r->position = oldest;
	r->index = gone;
	r->gap_at = r->ring.head;
}

/* Counts whole records in n bytes; *ret: their bytes. False: the bytes are not records. */
static bool count_whole(const char *p, u64 n, u64 *ret, u64 *ret_records)
{
	u64 at = 0, records = 0;

	while (n - at >= sizeof(struct mytap_record)) {
		u32 size = ((const struct mytap_record *)(p + at))->size;

		if (size < sizeof(struct mytap_record) || size & 7)
			return false;
		if (size > n - at)
			break;
		at += size;
		records++;
	}
	*ret = at;
	*ret_records = records;
	return true;
}

/* Appends at most n bytes from the position to the copy. False: try again. */
static bool copy_piece(const struct followed *f, struct followed_ring *r, u64 n, u64 *ret_bytes)
{
	char *to = r->copy + (r->ring.head & (f->size - 1));
	u64 before = r->position, oldest, gone;

	memcpy(to, r->data + (before & (f->size - 1)), n);
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	if (!kept_oldest_read(r->shown, &oldest, &gone))
		return false;
	skip_to(r, oldest, gone);
	if (r->position - before >= n)
		return false;
	n -= r->position - before;
	memmove(to, to + (r->position - before), n);
	*ret_bytes = n;
	return true;
}

enum pull { PULL_DONE, PULL_AGAIN, PULL_NO_ROOM, PULL_DAMAGED };

static enum pull pull_once(const struct followed *f, struct followed_ring *r)
{
	u64 room = f->size - (r->ring.head - r->own.tail), oldest, gone, there, n, whole, records;

	if (!kept_oldest_read(r->shown, &oldest, &gone))
		return PULL_AGAIN;
	skip_to(r, oldest, gone);
	there = __atomic_load_n(&r->shown->head, __ATOMIC_ACQUIRE) - r->position;
	if (there & 7)
		return PULL_DAMAGED;
	if (there > f->size)		/* the writer went on after `oldest` was read */
		return PULL_AGAIN;
	n = there < room ? there : room;
	if (!n)
		return there ? PULL_NO_ROOM : PULL_DONE;
	if (!copy_piece(f, r, n, &n))
		return PULL_AGAIN;
	if (!count_whole(r->copy + (r->ring.head & (f->size - 1)), n, &whole, &records))
		return PULL_DAMAGED;
	r->position += whole;
	r->index += records;
	r->ring.head += whole;
	return room < there ? PULL_NO_ROOM : PULL_DONE;
}

/* Records left for the next time count as later than the slot's horizon, like those of a running hit. */
static bool ring_pull(struct followed *f, struct followed_ring *r)
{
	u32 busy = __atomic_load_n(r->shown_busy, __ATOMIC_ACQUIRE);
	enum pull end = PULL_AGAIN;

	for (int i = 0; i < TRIES && end == PULL_AGAIN; i++)
		end = pull_once(f, r);
	r->busy = busy || end != PULL_DONE;
	f->is_pending |= end == PULL_NO_ROOM || end == PULL_AGAIN;
	return end != PULL_DAMAGED && !(end == PULL_AGAIN && f->is_over);
}

bool follow_pull(struct followed *f, u32 *ret_slot)
{
	f->is_pending = false;
	for (u32 i = 0; i < f->nrings; i++) {
		*ret_slot = i;
		if (!ring_pull(f, &f->rings[i]))
			return false;
	}
	return true;
}

/* ---- what the next reader gets --------------------------------------------------------------------------- */

static void ring_publish(const struct followed *f, struct followed_ring *r)
{
	u64 left = r->ring.head - r->own.tail, whole, records;

	/* Before a gap, positions in the copy do not correspond to those in the ring; the next round is past it. */
	if (r->own.tail < r->gap_at || r->taken->tail == r->position - left)
		return;
	if (!count_whole(r->copy + (r->own.tail & (f->size - 1)), left, &whole, &records))
		return;
	r->taken->records = r->index - records;
	__atomic_store_n(&r->taken->tail, r->position - left, __ATOMIC_RELEASE);
}

void follow_publish(struct followed *f)
{
	for (u32 i = 0; i < f->nrings; i++)
		ring_publish(f, &f->rings[i]);
}

u64 follow_lost(const struct followed *f)
{
	u64 sum = 0;

	for (u32 i = 0; i < f->nrings; i++)
		sum += f->rings[i].lost;
	return sum;
}
