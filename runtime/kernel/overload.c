// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The overload guard: when handlers take more than a share of a CPU's time, the probe that costs most there is
 * disarmed, by name; when that does not help, the session ends. begin, end and error probes are not measured: they
 * delay no other process.
 *
 * Handlers are sampled, so that the cost of a hit grows only by one operand of a test that it makes anyway. A timer
 * opens a window on every CPU 50 times a second (mytap_ctx.watched). Hits in an open window take
 * context_run_slowly(), which measures them, until there have been OVERLOAD_HITS; the window then represents all
 * time since the previous one was closed. With fewer hits, windows follow each other without a gap, and every hit
 * is measured.
 *
 * Times are nanoseconds of the kernel's clock, so a virtual CPU that the hypervisor does not run for a while looks
 * like one long hit. Therefore the longest hit of a window is counted once, and only the others are extrapolated.
 * An interval over the threshold counts at once only if it has at least OVERLOAD_FEW hits and would be over the
 * threshold without its longest hit; otherwise OVERLOAD_IN_A_ROW such intervals are needed.
 *
 * Contexts: the windows are their CPU's, interrupts off, inside a context; the timer (hard interrupt, any CPU)
 * writes `opened` of a closed one only. disarm_work: process context, on the session's queue.
 */

enum {
	OVERLOAD_HITS = 32,		/* measured in a window */
	OVERLOAD_TOUCHED = 64,		/* probes that a window keeps in a list; with more, all probes are visited */
	OVERLOAD_FEW = 4,		/* fewer hits in an interval may be caused by the hypervisor ... */
	OVERLOAD_IN_A_ROW = 3,		/* ... but not in this many intervals in a row */
	OVERLOAD_PEACE = 10,		/* intervals after a disarming; an overload within them ends the session */
	OVERLOAD_TICK_US = 20000,
	OVERLOAD_DISARM_MS = 5000,	/* time limit of a disarming */
};

struct overload_cost {
	u64 measured;			/* ns in this window */
	u64 charged;			/* ns of this interval, estimated */
};

struct overload_slot {
	u64 opened, closed;		/* ns: start of this window, end of the previous one */
	u64 spent;			/* ns in this window */
	u64 longest;			/* ns of the longest hit in it, of longest_probe */
	u32 longest_probe;
	u64 inner;			/* ns of the current hit already charged to other probes, with the clock's cost */
	u64 since, charged;		/* start of the interval; ns in handlers, estimated */
	u64 interval_longest;		/* ns of the longest hit of the interval */
	u32 hits, interval_hits, in_a_row;
	bool is_measuring;		/* a hit of several probes: each one is measured */
	u32 ntouched;
	u32 touched[OVERLOAD_TOUCHED];
	struct overload_cost costs[];	/* by probe */
};

static_assert(sizeof(struct overload_slot) == MYTAP_GUARD_BYTES && sizeof(struct overload_cost) == MYTAP_COST_BYTES);

static struct {
	u64 interval, threshold;	/* ns; 0: no guard */
	u64 tick;			/* ns */
	u64 clock;			/* ns that reading the clock takes, which is not charged to the handler */
	u64 acted_at;			/* ns: when the last disarming was done; 0: none yet */
	u64 began_at;			/* when the current disarming was asked for */
	unsigned long *disarmed;	/* a bit per probe */
	atomic_t disarming;		/* 1: asked for, not done yet */
	bool any;			/* some probe is disarmed */
	struct hrtimer timer;
	struct irq_work kick;
	struct work_struct work;
} overload;

static struct overload_slot *overload_of(const struct mytap_ctx *c)
{
	return priv_of((struct mytap_ctx *)c)->overload;
}

static bool probe_is_disarmed(u32 probe)
{
	return READ_ONCE(overload.any) && test_bit(probe, overload.disarmed);
}

/* Hits are being measured, and this hit has several probes. */
static bool overload_is_measuring(const struct mytap_ctx *c)
{
	return READ_ONCE(c->watched) && overload_of(c) && overload_of(c)->is_measuring;
}

/* For the back ends of returns that share a registration (fprobe). */
static bool __maybe_unused all_are_disarmed(const unsigned long *probes)
{
	u32 i;

	if (READ_ONCE(overload.any) && bitmap_subset(probes, overload.disarmed, mytap_script.nprobes))
		return true;
	for (i = 0; READ_ONCE(hits_switched) && i < mytap_script.nplaces; i++)
		if (test_bit(session.hits[i].probe, probes) && READ_ONCE(session.hits[i].handler) != handler_off)
			return false;
	return READ_ONCE(hits_switched);
}

static bool wants_vary(void)
{
	return script_conditions() || READ_ONCE(overload.any) || READ_ONCE(hits_switched);
}

/* ---- disarming ------------------------------------------------------------------------------ */

static void handler_disarmed(struct mytap_ctx *c)
{
}

/* Takes effect at once, for hits until the probe is detached; in probe context. */
static void overload_mute(u32 probe)
{
	u32 i;

	WRITE_ONCE(session.probe_hits[probe].handler, handler_disarmed);
	for (i = 0; i < mytap_script.nplaces; i++)
		if (session.hits[i].probe == probe)
			WRITE_ONCE(session.hits[i].handler, handler_disarmed);
}

static void overload_kick(struct irq_work *work)
{
	queue_work(session.queue, &overload.work);
}

static void overload_disarm_work(struct work_struct *work)
{
	if (session.attached && !session_is_stopping()) {
		session_at(MYTAP_FOLLOWS_CONDITIONS);
		families_arm();
		session_at(MYTAP_IDLE);
	}
	WRITE_ONCE(overload.acted_at, ktime_get_mono_fast_ns());
	atomic_set_release(&overload.disarming, 0);
}

/* ---- the verdict ---------------------------------------------------------------------------- */

struct overload_finding {
	u64 now, elapsed;		/* ns: of the interval */
	u64 charged;			/* ns in handlers, at most `elapsed` */
	u32 worst;			/* the probe that costs most */
	u64 worst_charged;		/* ns in its handlers */
};

/* In percent, rounded. */
static u64 percent_of(u64 part, u64 whole)
{
	return (mul_u64_u64_div_u64(part, 200, max(whole, 1ULL)) + 1) / 2;
}

/* The finding and the action; the loader adds the probe. */
static void overload_text(const struct overload_finding *f, char *to, size_t size, const char *what)
{
	scnprintf(to, size, "probe overhead exceeded threshold: handlers took %llu %% of the last %llu ms on CPU %d, "
		  "STP_OVERLOAD_THRESHOLD allows %llu %%: %s (%llu %% of it)", percent_of(f->charged, f->elapsed),
		  f->elapsed / NSEC_PER_MSEC, smp_processor_id(), percent_of(overload.threshold, overload.interval), what,
		  percent_of(f->worst_charged, f->charged));
}

static void overload_disarm(struct mytap_ctx *c, const struct overload_finding *f)
{
	char text[384];

	if (atomic_cmpxchg(&overload.disarming, 0, 1))
		return;			/* another CPU is disarming a probe */
	WRITE_ONCE(overload.began_at, f->now);
	set_bit(f->worst, overload.disarmed);
	WRITE_ONCE(overload.any, true);
	overload_mute(f->worst);
	overload_text(f, text, sizeof(text), "disarmed the probe that costs most");
	record_message(c, MYTAP_REC_WARN_PROBE, f->worst, text);
	irq_work_queue(&overload.kick);
}

static void overload_end(struct mytap_ctx *c, const struct overload_finding *f)
{
	char text[384];

	overload_text(f, text, sizeof(text), "disarming a probe did not help; this one costs most now");
	c->hit = &session.probe_hits[f->worst];
	mytap_fatal(c, text, NULL);
	error_report(c);
}

static void overload_found(struct mytap_ctx *c, const struct overload_slot *o, const struct overload_finding *f)
{
	u64 acted = READ_ONCE(overload.acted_at);

	if (atomic_read_acquire(&overload.disarming)) {
		if (f->now - READ_ONCE(overload.began_at) > OVERLOAD_DISARM_MS * (u64)NSEC_PER_MSEC)
			overload_end(c, f);
		return;
	}
	if (o->since < acted)
		return;			/* partly from before the disarming */
	if (probe_is_disarmed(f->worst) || (acted && f->now - acted < OVERLOAD_PEACE * overload.interval))
		overload_end(c, f);
	else
		overload_disarm(c, f);
}

/* charged / elapsed > threshold / interval */
static bool overload_is_over(u64 charged, u64 elapsed)
{
	return min(charged, elapsed) > mul_u64_u64_div_u64(elapsed, overload.threshold, overload.interval);
}

/* Is the interval over the threshold, and is that certain? See the file's comment. */
static bool overload_is_certain(struct overload_slot *o, u64 elapsed)
{
	bool is_over = overload_is_over(o->charged, elapsed);

	o->in_a_row = is_over ? o->in_a_row + 1 : 0;
	return is_over && (o->in_a_row >= OVERLOAD_IN_A_ROW ||
			   (o->interval_hits >= OVERLOAD_FEW && overload_is_over(o->charged - o->interval_longest, elapsed)));
}

/* The interval is over: evaluates it, and begins the next one. */
static void overload_judge(struct mytap_ctx *c, struct overload_slot *o, u64 now)
{
	struct overload_finding f = { .now = now, .elapsed = now - o->since };
	u32 i;

	f.charged = min(o->charged, f.elapsed);
	if (overload_is_certain(o, f.elapsed)) {
		for (i = 0; i < mytap_script.nprobes; i++)
			if (o->costs[i].charged > f.worst_charged) {
				f.worst = i;
				f.worst_charged = o->costs[i].charged;
			}
		f.worst_charged = min(f.worst_charged, f.charged);
		overload_found(c, o, &f);
	}
	for (i = 0; i < mytap_script.nprobes; i++)
		o->costs[i].charged = 0;
	o->since = now;
	o->charged = o->interval_longest = 0;
	o->interval_hits = 0;
}

/* ---- windows -------------------------------------------------------------------------------- */

static void overload_charge(struct overload_slot *o, u32 probe, u64 ns)
{
	struct overload_cost *cost = &o->costs[probe];

	o->spent += ns;
	if (ns > o->longest) {
		o->longest = ns;
		o->longest_probe = probe;
	}
	if (!cost->measured && ns) {
		if (o->ntouched < OVERLOAD_TOUCHED)
			o->touched[o->ntouched] = probe;
		o->ntouched++;
	}
	cost->measured += ns;
}

/* Scales what a window measured to the time that it represents: by times / 1024. */
static void overload_count(struct overload_cost *cost, u64 times)
{
	cost->charged += cost->measured * times >> 10;
	cost->measured = 0;
}

static void overload_close(struct mytap_ctx *c, struct overload_slot *o, u64 now)
{
	u64 length = max_t(u64, now - o->opened, 1), longest = min(o->longest, length - 1), times;
	u32 i;

	/* The first window has no previous one. */
	if (!o->closed || o->closed > o->opened)
		o->closed = o->opened;
	if (!o->since)
		o->since = o->opened;
	times = ((now - o->closed - longest) << 10) / (length - longest);
	o->charged += ((min(o->spent, length) - longest) * times >> 10) + longest;
	o->costs[o->longest_probe].measured -= longest;
	o->costs[o->longest_probe].charged += longest;
	o->interval_longest = max(o->interval_longest, longest);
	if (o->ntouched <= OVERLOAD_TOUCHED)
		for (i = 0; i < o->ntouched; i++)
			overload_count(&o->costs[o->touched[i]], times);
	else
		for (i = 0; i < mytap_script.nprobes; i++)
			overload_count(&o->costs[i], times);
	o->interval_hits += o->hits;
	o->ntouched = o->hits = 0;
	o->spent = o->longest = 0;
	o->closed = now;
	if (now - o->since >= overload.interval)
		overload_judge(c, o, now);
	smp_store_release(&c->watched, 0);
}

static u64 ns_since(u64 start)
{
	s64 ns = ktime_get_mono_fast_ns() - start;

	return max(ns, 0LL);		/* the fast clock may step back by a little */
}

/* A hit, or one probe of a hit with several: charges the time of this probe alone. */
static enum context_result overload_part(struct mytap_ctx *c, const struct mytap_hit *h)
{
	struct overload_slot *o = overload_of(c);
	u64 start = ktime_get_mono_fast_ns(), before = o->inner, ns, others;
	enum context_result result = context_call(c, h);

	ns = ns_since(start);
	others = o->inner - before + overload.clock;
	overload_charge(o, h->probe, ns - min(ns, others));
	o->inner = before + ns + overload.clock;
	return result;
}

/* Called by context_run_slowly() instead of context_call(). */
static enum context_result overload_call(struct mytap_ctx *c, const struct mytap_hit *h)
{
	struct overload_slot *o = overload_of(c);
	enum context_result result;
	u64 now;

	o->inner = 0;
	o->is_measuring = true;
	result = overload_part(c, h);
	o->is_measuring = false;
	o->hits++;
	now = ktime_get_mono_fast_ns();
	if (o->hits >= OVERLOAD_HITS || now - o->opened >= overload.tick)
		overload_close(c, o, max(now, o->opened));
	return result;
}

static enum hrtimer_restart overload_tick(struct hrtimer *timer)
{
	u64 now = ktime_get_mono_fast_ns();
	u32 i;

	for (i = 0; i < mytap_nslots - 1; i++) {
		struct mytap_ctx *c = session.slots[i].context;

		if (READ_ONCE(c->watched))
			continue;
		overload_of(c)->opened = now;
		smp_store_release(&c->watched, 1);
	}
	hrtimer_forward_now(timer, ns_to_ktime(overload.tick));
	return HRTIMER_RESTART;
}

/* ---- the session's side: process context ----------------------------------------------------- */

static u64 cycles_to_ns(u64 cycles)
{
	return tsc_khz ? mul_u64_u64_div_u64(min_t(u64, cycles, 1ULL << 50), USEC_PER_SEC, tsc_khz) : cycles;
}

/* The least of several measurements. */
static u64 clock_cost(void)
{
	u64 least = NSEC_PER_USEC;
	u32 i;

	for (i = 0; i < 32; i++)
		least = min(least, ns_since(ktime_get_mono_fast_ns()));
	return least;
}

/* When the session starts. */
static void overload_start(void)
{
	overload.clock = clock_cost();
	if (overload.interval)
		hrtimer_start(&overload.timer, ns_to_ktime(overload.tick), HRTIMER_MODE_REL_HARD);
}

/* After the last hit: no window is opened from here on. */
static void overload_stop(void)
{
	if (overload.interval)
		hrtimer_cancel(&overload.timer);
}

/* At module exit: nothing of the guard runs after this. */
static void overload_exit(void)
{
	irq_work_sync(&overload.kick);
	cancel_work_sync(&overload.work);
}

static bool overload_slot_init(struct mytap_priv *p, u32 slot)
{
	if (!overload.interval)
		return true;
	p->overload = memory_make(struct_size(p->overload, costs, mytap_script.nprobes), slot_node(slot));
	return p->overload;
}

/* Before the slots are made. False: no memory. */
static bool overload_init(void)
{
	const struct mytap_limits *l = &mytap_script.limits;

	init_irq_work(&overload.kick, overload_kick);
	INIT_WORK(&overload.work, overload_disarm_work);
	compat_hrtimer_setup(&overload.timer, overload_tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	if (l->no_overload)
		return true;
	overload.interval = max_t(u64, cycles_to_ns(l->overload_interval ?: 1000000000), 1);
	overload.threshold = min(cycles_to_ns(l->overload_threshold ?: 500000000), 100 * overload.interval);
	overload.tick = clamp_t(u64, overload.interval / 16, NSEC_PER_MSEC, OVERLOAD_TICK_US * NSEC_PER_USEC);
	overload.disarmed = bitmap_zalloc(max(mytap_script.nprobes, 1u), GFP_KERNEL);
	return overload.disarmed;
}

static void overload_free(void)
{
	bitmap_free(overload.disarmed);
}
