// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The time of a record: CLOCK_MONOTONIC in ns, as straight lines over the TSC. A line holds for one period. While it does, a timer
 * looks at the kernel's clock and lays the next line, which begins where this one ends and meets the kernel's clock at its
 * own end: so the time is one function of the TSC, the same on all CPUs and never going back, and what the kernel does to its
 * rate is followed within a period. Each slot has a copy of the line that it was last on: a hit reads its own memory, multiplies
 * and adds (10 instructions; ktime_get_mono_fast_ns() takes 49).
 *
 * The kernel's clock itself is asked before the first line, where the kernel does not trust the TSC, and when no line has been
 * laid for CLOCK_LATE_MS (a suspended machine).
 *
 * Contexts: clock_now() any that holds a slot; the rest is the session's, and a timer's interrupt.
 */

enum {
	CLOCK_PERIOD_MS = 20,
	CLOCK_LATE_MS = 2000,		/* a line is extended for at most this long while the timer is late */
	CLOCK_STEP_NS = 50000,		/* more than this behind: the next line begins with a step */
	CLOCK_LOOKS = 4,
	CLOCK_WIDTH_NS = 20000,		/* both clocks are read within this time, or the timer tries again at its next turn */
	CLOCK_SHIFT = 32,
};

/* Both the last one and the one before: a CPU may have read the TSC before the last one was laid. */
struct clock_lines {
	struct clock_line is, was;
	u64 late;			/* CLOCK_LATE_MS in cycles; 0: ask the kernel's clock */
};

/* At one moment. */
struct clock_pair {
	u64 tsc, ns;
};

static struct {
	u32 turn;			/* its lowest bit says which of the copies is valid; the other one is being written */
	struct clock_lines copies[2];
	struct hrtimer timer;
	struct clock_pair last;		/* what the timer saw; the timer's own, as all that follows */
	u64 period, least;		/* a line's, and the shortest time by which a rate is measured; cycles */
	u64 rate;			/* nominal */
	bool is_on;
} clock;

static u64 clock_scale(u64 cycles, u64 rate)
{
	return mul_u64_u64_shr(cycles, rate, CLOCK_SHIFT);
}

/* The slot is not on the right line: puts it there if it can. The loop ends: the timer writes 50 times per second. */
static noinline u64 clock_look(struct clock_line *line, u64 tsc)
{
	const struct clock_line *right;
	struct clock_lines lines;
	u32 turn;

	do {
		turn = smp_load_acquire(&clock.turn);
		lines = clock.copies[turn & 1];
		smp_rmb();
	} while (READ_ONCE(clock.turn) != turn);
	right = tsc >= lines.is.from ? &lines.is : &lines.was;
	if (tsc - right->from >= lines.late)
		return ktime_get_mono_fast_ns();
	if (tsc - right->from < right->span)
		*line = *right;
	return right->ns + clock_scale(tsc - right->from, right->rate);
}

/* A line's span times its rate fits into 64 bits. */
static __always_inline u64 clock_now(struct mytap_ctx *c)
{
	struct clock_line *line = &priv_of(c)->line;
	u64 tsc = rdtsc_ordered(), since = tsc - line->from;

	if (unlikely(since >= line->span))
		return clock_look(line, tsc);
	return line->ns + (since * line->rate >> CLOCK_SHIFT);
}

/* Reads both clocks, as close to each other as it can. */
static bool clock_pair(struct clock_pair *ret)
{
	u64 width = clock_scale(~0U, clock.rate);
	u32 i;

	for (i = 0; i < CLOCK_LOOKS; i++) {
		u64 before = rdtsc_ordered(), ns = ktime_get_mono_fast_ns(), took = rdtsc_ordered() - before;

		if (took < width) {
			width = took;
			*ret = (struct clock_pair){ before + took / 2, ns };
		}
	}
	return clock_scale(width, clock.rate) < CLOCK_WIDTH_NS;
}

static void clock_publish(const struct clock_line *line)
{
	u32 turn = clock.turn + 1;
	struct clock_lines *to = &clock.copies[turn & 1];

	to->was = clock.copies[clock.turn & 1].is;
	to->is = *line;
	to->late = clock.period / CLOCK_PERIOD_MS * CLOCK_LATE_MS;
	smp_store_release(&clock.turn, turn);
	smp_wmb();
}

/* ns per cycle since the pair before; the nominal rate if that was too short before, or cannot be right. */
static u64 clock_rate(const struct clock_pair *p)
{
	u64 cycles = p->tsc - clock.last.tsc, ns = p->ns - clock.last.ns, rate;

	if (cycles < clock.least || ns > 2 * NSEC_PER_SEC)
		return clock.rate;
	rate = div64_u64(ns << CLOCK_SHIFT, cycles);
	return rate - clock.rate / 8 * 7 > clock.rate / 4 ? clock.rate : rate;
}

/*
 * From the end of the current line, or from now if that is over, to the kernel's time as it will be at its own end. A clock that
 * is far ahead goes at half the rate.
 */
static struct clock_line clock_next(const struct clock_line *is, const struct clock_pair *p)
{
	u64 from = max(is->from + is->span, p->tsc), rate = clock_rate(p);
	u64 ns = is->ns + clock_scale(from - is->from, is->rate), right = p->ns + clock_scale(from - p->tsc, rate);
	s64 aim = right + clock_scale(clock.period, rate) - ns;

	if ((s64)(right - ns) > CLOCK_STEP_NS)
		return (struct clock_line){ from, clock.period, right, rate };
	if ((s64)(ns - right) > CLOCK_STEP_NS)
		return (struct clock_line){ from, clock.period, ns, rate / 2 };
	return (struct clock_line){ from, clock.period, ns, div64_u64((u64)aim << CLOCK_SHIFT, clock.period) };
}

static enum hrtimer_restart clock_tick(struct hrtimer *timer)
{
	struct clock_pair pair;
	struct clock_line next;

	hrtimer_forward_now(timer, ms_to_ktime(CLOCK_PERIOD_MS));
	if (check_tsc_unstable()) {
		next = (struct clock_line){ 0 };
		clock.period = 0;
		clock_publish(&next);
		return HRTIMER_NORESTART;
	}
	if (clock_pair(&pair)) {
		next = clock_next(&clock.copies[clock.turn & 1].is, &pair);
		clock_publish(&next);
		clock.last = pair;
	}
	return HRTIMER_RESTART;
}

/* Why the kernel's own clock is asked for each record; NULL: it need not be. */
static const char *clock_refusal(void)
{
	if (mytap_script.limits.kernel_clock)
		return "-D MYTAP_CLOCK=kernel is set";
	if (!boot_cpu_has(X86_FEATURE_TSC) || !tsc_khz || check_tsc_unstable())
		return "this kernel does not trust the TSC";
	return NULL;
}

/* Before the first record of a probe; the timer's first turn is in the middle of the first line. Returns why there is none, or NULL. */
static const char *clock_start(void)
{
	const char *refusal = clock_refusal();
	struct clock_line first;

	if (!mytap_script.prints || refusal)
		return mytap_script.prints ? refusal : NULL;
	clock.rate = div64_u64((u64)NSEC_PER_MSEC << CLOCK_SHIFT, tsc_khz);
	clock.period = (u64)tsc_khz * CLOCK_PERIOD_MS;
	clock.least = clock.period / 8;
	clock.is_on = true;
	if (clock_pair(&clock.last)) {
		first = (struct clock_line){ clock.last.tsc, clock.period, clock.last.ns, clock.rate };
		clock_publish(&first);
	}
	compat_hrtimer_setup(&clock.timer, clock_tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	hrtimer_start(&clock.timer, ms_to_ktime(CLOCK_PERIOD_MS / 2), HRTIMER_MODE_REL_HARD);
	return NULL;
}

/* After the session's last record. */
static void clock_stop(void)
{
	if (clock.is_on)
		hrtimer_cancel(&clock.timer);
}
