// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Locks of globals, and gates of arrays, when the first try failed: a wait that is
 * bounded in time (MAXTRYLOCK times TRYLOCKDELAY), then the hit is skipped and counted;
 * several at once. Any context that holds a slot.
 *
 * A waiting writer keeps new readers out (MYTAP_LOCK_WANTED), and a closed gate those
 * who add: neither can be kept waiting by those who come after it.
 *
 * Who holds one holds it for less than what MAXACTION allows. Who waits holds only what
 * comes earlier in the order of globals, so nobody waits in a circle.
 */

enum {
	LOCK_POLLS_LEAST = 100,		/* where a hypervisor stops us, time passes without a chance to look */
	PROCESS_WAIT_NS = NSEC_PER_SEC,	/* the process slot runs when no probe does: it meets a lock only for a moment */
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
 * Between two looks at what is waited for; false: it is time to give up. Under a
 * hypervisor the owner may be a CPU that is not running: the pause is where the
 * hypervisor, or QEMU's one thread, can let it.
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

static bool lock_change(struct mytap_lock *l, s32 from, s32 to)
{
	return __atomic_compare_exchange_n(&l->state, &from, to, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static bool lock_try_read(struct mytap_lock *l)
{
	s32 n = READ_ONCE(l->state);

	return n >= 0 && lock_change(l, n, n + 1);
}

static bool lock_try_write(struct mytap_lock *l)
{
	s32 n = READ_ONCE(l->state);

	if (!n || n == MYTAP_LOCK_WANTED)
		return lock_change(l, n, -1);
	if (n > 0)
		lock_change(l, n, n | MYTAP_LOCK_WANTED);
	return false;
}

/* By a writer that gives up; another one that waits says so again when it looks. */
static void lock_want_no_more(struct mytap_lock *l)
{
	s32 n;

	do
		n = READ_ONCE(l->state);
	while (n < 0 && n != -1 && !lock_change(l, n, n & ~MYTAP_LOCK_WANTED));
}

bool mytap_lock_slow(struct mytap_ctx *c, struct mytap_lock *l, bool write)
{
	struct lock_wait w = { 0 };

	while (lock_wait_on(c, &w))
		if (write ? lock_try_write(l) : lock_try_read(l))
			return true;
	if (write)
		lock_want_no_more(l);
	return lock_give_up(c);
}

/* A word that is held for some fifty instructions: 0 again when it is given back. */
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
	smp_mb();			/* against the exchange of those who enter */
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
