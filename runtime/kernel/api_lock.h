/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks of globals: readers/writer; who comes late waits in a queue, for a bounded time. false: the hit is to be skipped, and
 * is counted. Part of api.h. */
#ifndef MYTAP_API_LOCK_H
#define MYTAP_API_LOCK_H

/* state: a byte that is 1 while a writer has it, a byte that is 1 while others wait, and readers in the upper half. */
struct mytap_lock {
	u32 state;
	u32 last;			/* 1 + slot of the last of those who wait; 0: none */
};

enum { MYTAP_LOCK_WRITER = 1, MYTAP_LOCK_QUEUED = 1 << 8, MYTAP_LOCK_READER = 1 << 16 };

bool mytap_lock_slow(struct mytap_ctx *c, struct mytap_lock *l, bool write);

static inline bool mytap_read_lock(struct mytap_ctx *c, struct mytap_lock *l)
{
	u32 n = READ_ONCE(l->state);

	/* Neither a writer nor one who waits for his turn. */
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
	__atomic_store_n((u8 *)&l->state, 0, __ATOMIC_RELEASE);	/* its own byte: no locked instruction */
}

/*
 * The gate of an array of aggregates that some probes only add to. Who adds raises the
 * word of its own slot and finds the gate open: nothing that another processor writes
 * is written. Who reads, or does anything else, closes the gate and waits until all
 * words are down; those who come meanwhile wait until it is open again.
 */
struct mytap_gate {
	struct mytap_lock lock;		/* its state not 0: closed, or about to be */
	u32 word;			/* where a slot's word is in the per-slot variables */
} __attribute__((aligned(64)));		/* no neighbour is written either */

bool mytap_gate_enter_slow(struct mytap_ctx *c, struct mytap_gate *g, u32 *word);
bool mytap_gate_close(struct mytap_ctx *c, struct mytap_gate *g);

/* word: this slot's. */
static inline bool mytap_gate_enter(struct mytap_ctx *c, struct mytap_gate *g, u32 *word)
{
	__atomic_exchange_n(word, 1, __ATOMIC_SEQ_CST);		/* before the gate is looked at */
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

/* Several at once, for who takes many: in the order of the table, which ends with MYTAP_TAKES_NO_MORE. */
enum mytap_lock_kind { MYTAP_TAKES_NO_MORE, MYTAP_READS, MYTAP_WRITES, MYTAP_ENTERS, MYTAP_CLOSES };
struct mytap_lock_use {
	enum mytap_lock_kind kind;
	void *what;			/* struct mytap_lock, or struct mytap_gate of the last two */
};

bool mytap_lock_all(struct mytap_ctx *c, const struct mytap_lock_use *l);
void mytap_unlock_all(struct mytap_ctx *c, const struct mytap_lock_use *l);

#endif
