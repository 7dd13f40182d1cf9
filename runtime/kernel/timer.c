// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Timers: one hrtimer for each probe, in interrupt context, one CPU at a time. Each interval is lengthened or
 * shortened by up to .randomize. A tick that finds the slot busy (an interruptible handler) is repeated at once.
 */

enum { TIMER_RETRY_NS = 20 * NSEC_PER_USEC, TIMER_LEAST_NS = 10 * NSEC_PER_USEC };

struct running_timer {
	struct hrtimer timer;
	struct mytap_hit *hit;
};

static struct running_timer *timers;
static u32 timers_n;

static ktime_t timer_interval(const struct mytap_hit *h)
{
	const struct mytap_timer_probe *p = FAMILY_DATA(timer, h);
	s64 ns = p->interval;

	if (p->randomize > 0)
		ns += (s64)(get_random_u64() % (2 * (u64)p->randomize + 1)) - p->randomize;
	return ns_to_ktime(max_t(s64, ns, TIMER_LEAST_NS));
}

/* Runs the handler with the interrupted registers; false: the slot is busy. */
static bool timer_run(const struct mytap_hit *h, struct pt_regs *regs)
{
	struct mytap_ctx *c = this_cpu_read(mytap_context);

	if (context_is_ours(h) && c->ring->busy)
		return false;
	c->user_regs = regs && user_mode(regs);
	context_run(h, regs, EXTRA_NONE, NULL);
	c->user_regs = false;
	return true;
}

static enum hrtimer_restart timer_tick(struct hrtimer *timer)
{
	struct running_timer *t = container_of(timer, struct running_timer, timer);

	if (!timer_run(t->hit, NULL)) {
		hrtimer_forward_now(timer, ns_to_ktime(TIMER_RETRY_NS));
		return HRTIMER_RESTART;
	}
	if (READ_ONCE(mytap_closed))
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, timer_interval(t->hit));
	return HRTIMER_RESTART;
}

static int timers_attach(struct probed_module *unused)
{
	u32 i, n = probes_count(MYTAP_TIMER);

	if (!n)
		return 0;
	timers = kcalloc(n, sizeof(*timers), GFP_KERNEL);
	if (!timers)
		return -ENOMEM;
	for (i = 0; i < mytap_script.nprobes; i++) {
		struct mytap_hit *h = &session.probe_hits[i];

		if (probe_of(h)->family != MYTAP_TIMER)
			continue;
		timers[timers_n].hit = h;
		compat_hrtimer_setup(&timers[timers_n++].timer, timer_tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	}
	return 0;
}

/* Called when the session is live (earlier ticks would be lost), and when conditions changed. */
static void timers_arm(struct probed_module *unused)
{
	u32 i;

	for (i = 0; i < timers_n; i++) {
		struct running_timer *t = &timers[i];

		if (hrtimer_active(&t->timer) == hit_is_wanted(t->hit))
			continue;
		if (hit_is_wanted(t->hit))
			hrtimer_start(&t->timer, timer_interval(t->hit), HRTIMER_MODE_REL);
		else
			hrtimer_cancel(&t->timer);
	}
}

static void timers_detach(struct probed_module *unused)
{
	u32 i;

	for (i = 0; i < timers_n; i++)
		hrtimer_cancel(&timers[i].timer);
	kfree(timers);
	timers = NULL;
	timers_n = 0;
}

static void timers_start(void)
{
	timers_arm(NULL);
}

static const struct mytap_family_ops timer_family = {
	.attach = timers_attach, .detach = timers_detach, .arm = timers_arm, .start = timers_start,
};
