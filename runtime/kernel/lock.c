// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Locks of globals: when the first try failed, a bounded spin, then the hit is
 * skipped and counted; several at once. Any context that holds a slot.
 */

static bool lock_try(struct mytap_lock *l, bool write)
{
	s32 n = READ_ONCE(l->state);

	if (write)
		return !n && __atomic_compare_exchange_n(&l->state, &n, -1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
	return n >= 0 && __atomic_compare_exchange_n(&l->state, &n, n + 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

bool mytap_lock_slow(struct mytap_ctx *c, struct mytap_lock *l, bool write)
{
	u32 tries = mytap_script.limits.maxtrylock, delay = mytap_script.limits.trylock_delay_us;

	/* The process slot runs when no probe does: it meets another's lock only for a moment. */
	if (c->in_process)
		tries = max(tries, 100000u);
	if (priv_of(c)->looking)
		tries = min(tries, 2u);
	while (tries--) {
		if (lock_try(l, write))
			return true;
		/*
		 * Under a hypervisor the owner may be a CPU that is not running:
		 * this is where the hypervisor, or QEMU's one thread, can let it.
		 */
		cpu_relax();
		if (delay)
			udelay(delay);
	}
	if (priv_of(c)->looking) {
		priv_of(c)->looking = MYTAP_LOOK_FAILED;
		return false;
	}
	priv_of(c)->counters[c->hit->probe].skipped_lock++;
	if (atomic_inc_return(&session.skipped) > mytap_script.limits.maxskipped && !session.suppress_errors)
		session_fail(MYTAP_FAIL_SKIPPED);
	return false;
}

static void unlock_use(const struct mytap_lock_use *l)
{
	if (l->write)
		mytap_write_unlock(l->lock);
	else
		mytap_read_unlock(l->lock);
}

bool mytap_lock_all(struct mytap_ctx *c, const struct mytap_lock_use *l)
{
	const struct mytap_lock_use *first = l;

	for (; l->lock; l++)
		if (!(l->write ? mytap_write_lock(c, l->lock) : mytap_read_lock(c, l->lock)))
			goto undo;
	return true;
undo:
	while (l != first)
		unlock_use(--l);
	return false;
}

void mytap_unlock_all(const struct mytap_lock_use *l)
{
	for (; l->lock; l++)
		unlock_use(l);
}

static struct mytap_lock *slot_lock(struct mytap_lock *l, u32 slot)
{
	return (struct mytap_lock *)((char *)l + 64 * slot);
}

bool mytap_slots_lock(struct mytap_ctx *c, struct mytap_lock *l)
{
	u32 i;

	for (i = 0; i < mytap_nslots; i++)
		if (!mytap_write_lock(c, slot_lock(l, i)))
			goto undo;
	return true;
undo:
	while (i--)
		mytap_write_unlock(slot_lock(l, i));
	return false;
}

void mytap_slots_unlock(struct mytap_lock *l)
{
	u32 i;

	for (i = 0; i < mytap_nslots; i++)
		mytap_write_unlock(slot_lock(l, i));
}
