/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reader/writer locks of globals; a caller that does not get the lock waits in a queue for a bounded time. false:
 * the hit is to be skipped, and is counted. Part of api.h.
 */
#ifndef MYTAP_API_LOCK_H
#define MYTAP_API_LOCK_H

/*
 * state: byte 0 is 1 while a writer holds the lock, byte 1 is 1 while others wait; the upper half counts readers.
 */
struct mytap_lock {
	u32 state;
	u32 last;			/* 1 + slot of the last waiter; 0: no waiters */
};

enum { MYTAP_LOCK_WRITER = 1, MYTAP_LOCK_QUEUED = 1 << 8, MYTAP_LOCK_READER = 1 << 16 };

bool mytap_lock_slow(struct mytap_ctx *c, struct mytap_lock *l, bool write);

static inline bool mytap_read_lock(struct mytap_ctx *c, struct mytap_lock *l)
{
	u32 n = READ_ONCE(l->state);

	/* Neither a writer nor a waiter. */
	if (likely(!(n & (MYTAP_LOCK_READER - 1)) &&
		   __atomic_compare_exchange_n(&l->state, &n, n + MYTAP_LOCK_READER, false,
					       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)))
		return true;
	return mytap_lock_slow(c, l, false);
}

static inline bool mytap_write_lock(struct mytap_ctx *c, struct mytap_lock *l)
{
	u32 n = 0;

	if (likely(__atomic_compare_exchange_n(&l->state, &n, MYTAP_LOCK_WRITER, false,
					       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)))
		return true;
	return mytap_lock_slow(c, l, true);
}

static inline void mytap_read_unlock(struct mytap_lock *l)
{
	__atomic_fetch_sub(&l->state, MYTAP_LOCK_READER, __ATOMIC_RELEASE);
}

static inline void mytap_write_unlock(struct mytap_lock *l)
{
	__atomic_store_n((u8 *)&l->state, 0, __ATOMIC_RELEASE);	/* a byte of its own: no locked instruction is needed */
}

/*
 * The gate of an array of aggregates that some probes only add to. A probe that adds sets the word of its own slot
 * and finds the gate open: it writes no cache line that another CPU writes. A probe that reads, or does anything
 * else, closes the gate and waits until all words are clear; probes that come in the meantime wait until the gate
 * is open again.
 */
struct mytap_gate {
	struct mytap_lock lock;		/* state not 0: closed, or being closed */
	u32 word;			/* offset of a slot's word in the per-slot variables */
} __attribute__((aligned(64)));		/* a cache line of its own */

bool mytap_gate_enter_slow(struct mytap_ctx *c, struct mytap_gate *g, u32 *word);
bool mytap_gate_close(struct mytap_ctx *c, struct mytap_gate *g);

/* word: of this slot. */
static inline bool mytap_gate_enter(struct mytap_ctx *c, struct mytap_gate *g, u32 *word)
{
	__atomic_exchange_n(word, 1, __ATOMIC_SEQ_CST);		/* ordered before the test of the gate */
	if (likely(!READ_ONCE(g->lock.state)))
		return true;
	return mytap_gate_enter_slow(c, g, word);
}

static inline void mytap_gate_leave(u32 *word)
{
	__atomic_store_n(word, 0, __ATOMIC_RELEASE);
}

static inline void mytap_gate_open(struct mytap_gate *g)
{
	mytap_write_unlock(&g->lock);
}

/* Takes several locks, in the order of the table, which ends with MYTAP_TAKES_NO_MORE. */
enum mytap_lock_kind { MYTAP_TAKES_NO_MORE, MYTAP_READS, MYTAP_WRITES, MYTAP_ENTERS, MYTAP_CLOSES };
struct mytap_lock_use {
	enum mytap_lock_kind kind;
	void *what;			/* struct mytap_lock; struct mytap_gate for the last two kinds */
};

bool mytap_lock_all(struct mytap_ctx *c, const struct mytap_lock_use *l);
void mytap_unlock_all(struct mytap_ctx *c, const struct mytap_lock_use *l);

#endif
