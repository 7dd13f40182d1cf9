// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The slow path of locks of globals and gates of arrays: a wait of at most MAXTRYLOCK times TRYLOCKDELAY, then the
 * hit is skipped and counted; and taking several locks. Any context that holds a slot.
 *
 * Waiters form a queue in order of arrival. The queue is a list of slots: the lock points to the last one, each
 * slot to its successor. Only the head polls the lock's word; when it has the lock (or gives up) its successor
 * becomes the head. While there is a head, QUEUED in the word sends newcomers to the queue, readers too, so that
 * neither writers nor readers starve. A closed gate keeps out probes that add.
 *
 * A waiter that gives up in the middle of the queue cannot unlink itself: it marks its entry abandoned, and the
 * head that reaches the entry removes it. Until then the slot has no second entry: if it waits for the same lock
 * again it takes its old entry back; for another lock it polls without an entry.
 *
 * A lock is held for at most one handler, which MAXACTION bounds. A waiter holds only locks that come earlier in
 * the order of globals, so there is no deadlock.
 */

enum {
	LOCK_POLLS_LEAST = 100,		/* under a hypervisor time passes while this CPU does not run: at least this many polls */
	PROCESS_WAIT_NS = NSEC_PER_SEC,	/* the process slot runs when no probe does: it meets a held lock only briefly */
};

struct lock_wait {
	u64 end;			/* ns; 0: not waited yet */
	u32 polls;
};

static u64 lock_wait_limit(const struct mytap_ctx *c)
{
	const struct mytap_limits *l = &mytap_script.limits;
	u64 ns = (u64)l->maxtrylock * max(l->trylock_delay_us, 1u) * NSEC_PER_USEC;

	return c->in_process ? max_t(u64, ns, PROCESS_WAIT_NS) : ns;
}

/*
 * Between two polls; false: the time is over. Under a hypervisor the owner may be a virtual CPU that does not run:
 * the pause lets the hypervisor (or QEMU's one thread) run it.
 */
static bool lock_wait_on(struct mytap_ctx *c, struct lock_wait *w)
{
	u64 now;

	w->polls++;
	if (priv_of(c)->looking)
		return w->polls < 2;
	cpu_relax();
	now = ktime_get_mono_fast_ns();
	if (!w->end)
		w->end = now + lock_wait_limit(c);
	return now < w->end || w->polls < LOCK_POLLS_LEAST;
}

/* The hit is skipped. Always returns false. */
static bool lock_give_up(struct mytap_ctx *c)
{
	if (priv_of(c)->looking) {
		priv_of(c)->looking = MYTAP_LOOK_FAILED;
		return false;
	}
	priv_of(c)->counters[c->hit->probe].skipped_lock++;
	if (atomic_inc_return(&session.skipped) > mytap_script.limits.maxskipped && !session.suppress_errors)
		session_fail(MYTAP_FAIL_SKIPPED);
	return false;
}

/* ---- the queue -------------------------------------------------------------------------------- */

enum wait_state { WAIT_FREE, WAIT_IN_QUEUE, WAIT_IS_HEAD, WAIT_ABANDONED, WAIT_TAKEN_OUT };

/* Takes the lock even while others are queued: for the head and for waiters without an entry. */
static bool lock_try(struct mytap_lock *l, bool write)
{
	u32 n = READ_ONCE(l->state), taken = write ? ~(u32)MYTAP_LOCK_QUEUED : MYTAP_LOCK_WRITER;

	return !(n & taken) &&
	       __atomic_compare_exchange_n(&l->state, &n, n + (write ? MYTAP_LOCK_WRITER : MYTAP_LOCK_READER), false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static struct mytap_wait *wait_of(u32 slot)
{
	return &priv_of(session.slots[slot].context)->wait;
}

static bool wait_change(struct mytap_wait *w, enum wait_state from, enum wait_state to)
{
	return cmpxchg(&w->state, (u32)from, (u32)to) == (u32)from;
}

/*
 * The successor of slot; 0: there is none, the queue is empty now. A waiter that is just entering has interrupts
 * off and is waited for.
 */
static u32 queue_next(struct mytap_lock *l, u32 slot)
{
	struct mytap_wait *w = wait_of(slot);
	u32 next = READ_ONCE(w->next);

	if (next)
		return next;
	if (cmpxchg(&l->last, slot + 1, 0) == slot + 1) {
		/* A new head may exist by now: it sets the bit again. */
		__atomic_fetch_and(&l->state, ~MYTAP_LOCK_QUEUED, __ATOMIC_RELAXED);
		return 0;
	}
	while (!(next = READ_ONCE(w->next)))
		cpu_relax();
	return next;
}

/* The head leaves; the first successor that still waits becomes the head. */
static void queue_leave(struct mytap_lock *l, u32 slot)
{
	for (;;) {
		struct mytap_wait *w = wait_of(slot);
		u32 next = queue_next(l, slot);

		smp_store_release(&w->state, WAIT_FREE);
		if (!next)
			return;
		slot = next - 1;
		w = wait_of(slot);
		/* It may give up, and come back, between the two steps. */
		while (!wait_change(w, WAIT_ABANDONED, WAIT_TAKEN_OUT))
			if (wait_change(w, WAIT_IN_QUEUE, WAIT_IS_HEAD))
				return;
	}
}

/* false: the slot's entry is in use, see the file's comment. */
static bool queue_enter(struct mytap_lock *l, u32 slot)
{
	struct mytap_wait *w = wait_of(slot);
	u32 last;

	if (smp_load_acquire(&w->state) != WAIT_FREE)
		return w->lock == l && wait_change(w, WAIT_ABANDONED, WAIT_IN_QUEUE);
	w->lock = l;
	w->next = 0;
	WRITE_ONCE(w->state, WAIT_IN_QUEUE);
	last = xchg(&l->last, slot + 1);
	if (last)
		smp_store_release(&wait_of(last - 1)->next, slot + 1);
	else
		WRITE_ONCE(w->state, WAIT_IS_HEAD);
	return true;
}

/* Waits in the queue for the lock. A condition that is evaluated outside of a hit does not wait. */
static bool lock_queue(struct mytap_ctx *c, struct mytap_lock *l, bool write)
{
	struct mytap_wait *place = wait_of(c->slot);
	struct lock_wait w = { 0 };
	bool is_queued = !priv_of(c)->looking && queue_enter(l, c->slot), ok = false;

	while (!ok && lock_wait_on(c, &w)) {
		if (is_queued && smp_load_acquire(&place->state) != WAIT_IS_HEAD)
			continue;
		if (is_queued && !(READ_ONCE(l->state) & MYTAP_LOCK_QUEUED))
			__atomic_fetch_or(&l->state, MYTAP_LOCK_QUEUED, __ATOMIC_RELAXED);
		ok = lock_try(l, write);
	}
	if (is_queued && !wait_change(place, WAIT_IN_QUEUE, WAIT_ABANDONED))
		queue_leave(l, c->slot);
	return ok;
}

bool mytap_lock_slow(struct mytap_ctx *c, struct mytap_lock *l, bool write)
{
	return lock_queue(c, l, write) || lock_give_up(c);
}

/* Takes a word that is held for about fifty instructions; the owner sets it to 0 again. */
static bool lock_once(struct mytap_ctx *c, u32 *word)
{
	struct lock_wait w = { 0 };

	while (xchg(word, 1))
		if (!lock_wait_on(c, &w))
			return lock_give_up(c);
	return true;
}

/* ---- gates ---------------------------------------------------------------------------------- */

static u32 *gate_word(const struct mytap_gate *g, u32 slot)
{
	return (u32 *)((char *)mytap_pcpu(slot) + g->word);
}

bool mytap_gate_enter_slow(struct mytap_ctx *c, struct mytap_gate *g, u32 *word)
{
	struct lock_wait w = { 0 };

	do {
		mytap_gate_leave(word);
		while (READ_ONCE(g->lock.state))
			if (!lock_wait_on(c, &w))
				return lock_give_up(c);
		xchg(word, 1);
	} while (READ_ONCE(g->lock.state));
	return true;
}

bool mytap_gate_close(struct mytap_ctx *c, struct mytap_gate *g)
{
	struct lock_wait w = { 0 };
	u32 i;

	if (!mytap_write_lock(c, &g->lock))
		return false;
	smp_mb();			/* pairs with the exchange of probes that enter */
	for (i = 0; i < mytap_nslots; i++)
		while (smp_load_acquire(gate_word(g, i)))
			if (!lock_wait_on(c, &w)) {
				mytap_gate_open(g);
				return lock_give_up(c);
			}
	return true;
}

/* ---- several at once ------------------------------------------------------------------------- */

static bool lock_take(struct mytap_ctx *c, const struct mytap_lock_use *l)
{
	struct mytap_gate *g = l->what;

	switch (l->kind) {
	case MYTAP_READS: return mytap_read_lock(c, l->what);
	case MYTAP_WRITES: return mytap_write_lock(c, l->what);
	case MYTAP_ENTERS: return mytap_gate_enter(c, g, gate_word(g, c->slot));
	case MYTAP_CLOSES: return mytap_gate_close(c, g);
	case MYTAP_TAKES_NO_MORE: break;
	}
	return false;
}

static void lock_give(struct mytap_ctx *c, const struct mytap_lock_use *l)
{
	switch (l->kind) {
	case MYTAP_READS: mytap_read_unlock(l->what); break;
	case MYTAP_WRITES: mytap_write_unlock(l->what); break;
	case MYTAP_ENTERS: mytap_gate_leave(gate_word(l->what, c->slot)); break;
	case MYTAP_CLOSES: mytap_gate_open(l->what); break;
	case MYTAP_TAKES_NO_MORE: break;
	}
}

bool mytap_lock_all(struct mytap_ctx *c, const struct mytap_lock_use *l)
{
	const struct mytap_lock_use *first = l;

	for (; l->kind; l++)
		if (!lock_take(c, l))
			goto undo;
	return true;
undo:
	while (l != first)
		lock_give(c, --l);
	return false;
}

void mytap_unlock_all(struct mytap_ctx *c, const struct mytap_lock_use *l)
{
	for (; l->kind; l++)
		lock_give(c, l);
}
