// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Clocks, each safe in any context. The kernel's time is worked out here, from what its timekeeper hands to those who ask to
 * be told of each update (the chain of KVM): the same figures as ktime_get_real_fast_ns() works with, so the same result, in half
 * of its instructions. There are two copies, of which one is not being written, so that an NMI in the middle of an
 * update finds one, too. The kernel itself is asked where it goes by another clock than the TSC, and when the last update was
 * so long ago that the product would not fit (a suspended machine).
 */

struct time_base {
	u64 from;			/* the TSC at the update */
	u64 usable;			/* for that many cycles; 0: ask the kernel */
	u64 part;			/* ns shifted left, to be added to the product */
	u32 mult, shift;
	u64 mono, real;			/* ns */
} __aligned(64);

enum { TIME_TURN = sizeof(struct time_base) };

static struct {
	char copies[2 * TIME_TURN] __aligned(TIME_TURN);
	u64 turn;			/* a multiple of TIME_TURN; the lowest bit of that many says where the valid copy begins */
	bool is_told;
} times;

static __always_inline struct time_base *time_copy(u64 turn)
{
	return (struct time_base *)(times.copies + (turn & TIME_TURN));
}

/* False: ask the kernel. The loop ends: an update comes once a tick. */
static __always_inline bool time_look(bool real, s64 *ret)
{
	const struct time_base *b;
	u64 since, turn;

	do {
		turn = smp_load_acquire(&times.turn);
		b = time_copy(turn);
		since = rdtsc_ordered() - b->from;
		if (unlikely(since >= b->usable))
			return false;
		*ret = ((since * b->mult + b->part) >> b->shift) + (real ? b->real : b->mono);
		smp_rmb();
	} while (unlikely(READ_ONCE(times.turn) != turn));
	return true;
}

s64 mytap_realtime_ns(void)
{
	s64 ns;

	return likely(time_look(true, &ns)) ? ns : ktime_get_real_fast_ns();
}

s64 mytap_monotonic_ns(void)
{
	s64 ns;

	return likely(time_look(false, &ns)) ? ns : ktime_get_mono_fast_ns();
}

static struct time_base time_base_of(const struct timekeeper *tk)
{
	const struct tk_read_base *r = &tk->tkr_mono;

	if (r->clock->vdso_clock_mode != VDSO_CLOCKMODE_TSC)
		return (struct time_base){ 0 };
	return (struct time_base){ .from = r->cycle_last, .usable = r->clock->max_cycles, .part = r->xtime_nsec, .mult = r->mult,
				   .shift = r->shift, .mono = ktime_to_ns(r->base),
				   .real = ktime_to_ns(r->base) + ktime_to_ns(tk->offs_real) };
}

/* The timekeeper's lock is held. First the copy that nobody is sent to, then the other one. */
static int time_update(struct notifier_block *unused, unsigned long was_set, void *timekeeper)
{
	const struct time_base base = time_base_of(timekeeper);

	*time_copy(times.turn + TIME_TURN) = base;
	smp_store_release(&times.turn, times.turn + TIME_TURN);
	smp_wmb();
	return NOTIFY_OK;
}

static struct notifier_block time_notifier = { .notifier_call = time_update };

static void time_start(void)
{
	times.is_told = !mytap_script.limits.kernel_clock && !pvclock_gtod_register_notifier(&time_notifier);
}

static void time_stop(void)
{
	if (times.is_told)
		pvclock_gtod_unregister_notifier(&time_notifier);
}

s64 mytap_cycles(void)
{
	return get_cycles();
}

s64 mytap_jiffies(void)
{
	return jiffies;
}

s64 mytap_hz(void)
{
	return HZ;
}
