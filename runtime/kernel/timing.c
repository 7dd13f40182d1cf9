// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How long handlers take, by probe (mytap -t): hits, sum, least, most, and log-linear buckets for the percentiles.
 * Enabled at START, or by MYTAP_CMD_TIMING while somebody looks at the session: then hits get handlers that read the clock before
 * and after the script's own (context.c, switch.c); otherwise it costs neither time nor memory.
 *
 * Each slot has its own numbers, so a hit writes to no cache line that another CPU uses, and no count is lost.
 * Unit: cycles of the TSC (handlers stay on their CPU, since interrupts or preemption are off); nanoseconds where
 * the TSC is unknown, and on the process slot, whose probes may sleep. A probe always uses one unit.
 *
 * Contexts: timing_add() in a context; the rest is the session's, in process context.
 */

enum {
	TIMING_BITS = 3,		/* a percentile is accurate to 1/16 */
	TIMING_BUCKETS = MYTAP_LLOG_BUCKETS(TIMING_BITS) - (23 << TIMING_BITS),	/* up to 2^41 cycles: ten minutes */
};

struct timing_probe {
	u64 sum, least, most;
	u64 buckets[TIMING_BUCKETS];
};
static_assert(sizeof(struct timing_probe) == MYTAP_TIMING_BYTES);

static struct {
	bool is_on;
	bool is_asked;			/* at START: on until the end, with a report */
	u32 watchers;
	bool by_tsc;
	u32 khz;			/* of the TSC; 0: time is in ns */
} timing;

static __always_inline u64 timing_clock(void)
{
	return likely(timing.by_tsc) ? rdtsc_ordered() : ktime_get_mono_fast_ns();
}

static __always_inline void timing_count(struct mytap_ctx *c, u64 ticks)
{
	struct timing_probe *t = &priv_of(c)->timing[c->hit->probe];

	t->sum += ticks;
	if (ticks < t->least)
		t->least = ticks;
	if (ticks > t->most)
		t->most = ticks;
	t->buckets[min_t(u32, mytap_llog_bucket(ticks, TIMING_BITS), TIMING_BUCKETS - 1)]++;
}

/* since: a value of timing_clock(); if the clock stepped back the time counts as 0. */
static __always_inline void timing_add(struct mytap_ctx *c, u64 since)
{
	s64 ticks = timing_clock() - since;

	timing_count(c, ticks < 0 ? 0 : ticks);
}

/* begin, end and error probes. */
static void timing_run_process(struct mytap_ctx *c, const struct mytap_probe *p)
{
	bool is_timed = READ_ONCE(timing.is_on);
	u64 start = is_timed ? ktime_get_mono_fast_ns() : 0;
	s64 ns;

	p->handler(c);
	if (!is_timed)
		return;
	ns = ktime_get_mono_fast_ns() - start;
	timing_count(c, max(ns, 0LL));
}

static int timing_make(void)
{
	u32 i, k;

	for (i = 0; i < mytap_nslots; i++) {
		struct mytap_priv *p = priv_of(session.slots[i].context);
		struct timing_probe *t;

		if (p->timing)
			continue;
		t = memory_make(sizeof(*t) * (size_t)mytap_script.nprobes, slot_node(i));
		if (!t)
			return -ENOMEM;	/* what was made stays allocated: for another attempt, or until timing_free() */
		for (k = 0; k < mytap_script.nprobes; k++)
			t[k].least = U64_MAX;
		p->timing = t;
	}
	timing.khz = tsc_khz;
	timing.by_tsc = timing.khz;
	return 0;
}

static void timing_free(struct mytap_priv *p)
{
	vfree(p->timing);
}

/* ---- the report ----------------------------------------------------------------------------- */

static u64 timing_ns(u32 probe, u64 ticks)
{
	return timing.by_tsc && !family_of(&session.probe_hits[probe])->in_process ? mul_u64_u64_div_u64(ticks, USEC_PER_SEC, tsc_khz) : ticks;
}

/* Adds all slots into the process slot's numbers when no handler runs any more. Returns the hits. */
static u64 timing_merge(u32 probe)
{
	struct timing_probe *to = &priv_of(process_context())->timing[probe];
	u64 hits = 0;
	u32 i, k;

	for (i = 0; i < mytap_nslots - 1; i++) {
		const struct timing_probe *from = &priv_of(session.slots[i].context)->timing[probe];

		to->sum += from->sum;
		to->least = min(to->least, from->least);
		to->most = max(to->most, from->most);
		for (k = 0; k < TIMING_BUCKETS; k++)
			to->buckets[k] += from->buckets[k];
	}
	for (k = 0; k < TIMING_BUCKETS; k++)
		hits += to->buckets[k];
	return hits;
}

/* The value at that rank (from 1), as accurate as its bucket. */
static u64 timing_at(const struct timing_probe *t, u64 rank)
{
	u32 k = 0;

	while (k < TIMING_BUCKETS - 1 && t->buckets[k] < rank)
		rank -= t->buckets[k++];
	return clamp(mytap_llog_middle(k, TIMING_BITS), t->least, t->most);
}

static u64 timing_percentile(const struct timing_probe *t, u64 hits, u32 percent)
{
	return timing_at(t, max(DIV64_U64_ROUND_UP(hits * percent, 100), 1ULL));
}

static void timing_tell(u32 probe, u64 hits, struct mytap_timing *o)
{
	const struct timing_probe *t = &priv_of(process_context())->timing[probe];

	*o = (struct mytap_timing){
		.hits = hits, .total = timing_ns(probe, t->sum), .least = timing_ns(probe, t->least), .most = timing_ns(probe, t->most),
		.p50 = timing_ns(probe, timing_percentile(t, hits, 50)), .p90 = timing_ns(probe, timing_percentile(t, hits, 90)),
		.p99 = timing_ns(probe, timing_percentile(t, hits, 99)),
	};
}

/* On the process slot, busy; after the last handler. */
static void timing_write(struct mytap_ctx *c)
{
	struct mytap_timing *o;
	u64 hits;
	u32 i;

	for (i = 0; timing.is_asked && i < mytap_script.nprobes; i++) {
		hits = timing_merge(i);
		if (!hits)
			continue;
		c->hit = &session.probe_hits[i];
		o = record_begin(c, MYTAP_REC_TIMING, i, sizeof(*o));
		if (!o)
			continue;
		timing_tell(i, hits, o);
		record_end(c, MYTAP_REC_TIMING, o + 1);
		cond_resched();
	}
}
