// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * timer.*: at an interval, on one CPU at a time; and timer.profile: many times a second on every CPU, with the
 * interrupted registers.
 */
#include <stdint.h>

#include "family.h"

enum { DEFAULT_PROFILE_HZ = 1000, MOST_HZ = 1000000 };
static const int64_t SHORTEST_NS = 1000;

/* Nanoseconds per unit; 0: the kernel's tick, from its configuration. */
static const struct timer_unit {
	const char *name;
	int64_t ns;
} units[] = {
	{ "s", 1000000000 }, { "sec", 1000000000 },
	{ "ms", 1000000 }, { "msec", 1000000 },
	{ "us", 1000 }, { "usec", 1000 },
	{ "ns", 1 }, { "nsec", 1 },
	{ "jiffies", 0 },
};

struct timer_detail {
	int64_t interval, randomize;	/* ns */
};

/* Length of a jiffy of the traced kernel. */
static int64_t jiffy_ns(struct target *t)
{
	static const int64_t rates[] = { 100, 250, 300, 1000, 1024 };
	const char *text = kernel_config(t, "CONFIG_HZ");
	int64_t hz = 0;

	for (const char *p = text; p && *p >= '0' && *p <= '9'; p++)
		hz = hz * 10 + (*p - '0');
	for (unsigned int i = 0; i < sizeof(rates) / sizeof(*rates); i++)
		if (rates[i] == hz)
			return 1000000000 / hz;
	return 1000000000 / 250;
}

static bool interval_of(struct point_match *m, const struct timer_unit *u, int64_t n, struct loc loc, int64_t *ret)
{
	struct diag *d = &m->session->diag;
	int64_t unit = u->ns ? u->ns : jiffy_ns(m->target);

	if (n <= 0) {
		diag_error(d, loc, "a timer's interval must be at least 1, not %lld", (long long)n);
		return false;
	}
	if (n > INT64_MAX / unit) {
		diag_error(d, loc, "a timer's interval of %lld %s is longer than 292 years", (long long)n, u->name);
		return false;
	}
	*ret = n * unit;
	return true;
}

static bool timer_derive(struct point_match *m)
{
	struct diag *d = &m->session->diag;
	struct timer_detail *t = arena_new_of(m->session->arena, struct timer_detail);
	int64_t n;

	if (point_number(m, "hz", &n)) {
		if (n < 1 || n > MOST_HZ) {
			diag_error(d, point_loc(m, "hz"), "timer.hz takes 1 to %d, not %lld", MOST_HZ, (long long)n);
			return false;
		}
		t->interval = 1000000000 / n;
	}
	for (unsigned int i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!point_number(m, units[i].name, &n))
			continue;
		if (!interval_of(m, &units[i], n, point_loc(m, units[i].name), &t->interval))
			return false;
		if (point_number(m, "randomize", &n)) {
			if (n < 0 || n * (units[i].ns ? units[i].ns : jiffy_ns(m->target)) > t->interval) {
				diag_error(d, point_loc(m, "randomize"),
					   "randomize takes 0 to the timer's interval, not %lld", (long long)n);
				return false;
			}
			t->randomize = n * (units[i].ns ? units[i].ns : jiffy_ns(m->target));
		}
	}
	if (t->interval < SHORTEST_NS)
		t->interval = SHORTEST_NS;
	dprobe_add(m)->detail = t;
	return true;
}

static bool profile_derive(struct point_match *m)
{
	int64_t *hz = arena_new_of(m->session->arena, int64_t);

	*hz = DEFAULT_PROFILE_HZ;
	if (point_number(m, "hz", hz) && (*hz < 1 || *hz > MOST_HZ)) {
		diag_error(&m->session->diag, point_loc(m, "hz"), "timer.profile.freq.hz takes 1 to %d, not %lld",
			   MOST_HZ, (long long)*hz);
		return false;
	}
	if (!point_has(m, "hz"))
		*hz = 1000000000 / jiffy_ns(m->target);
	dprobe_add(m)->detail = hz;
	return true;
}

static void timer_emit(struct family_text *t, const struct dprobe *p)
{
	const struct timer_detail *d = p->detail;

	field_number(t, "interval", d->interval);
	field_number(t, "randomize", d->randomize);
}

static void profile_emit(struct family_text *t, const struct dprobe *p)
{
	field_number(t, "hz", *(const int64_t *)p->detail);
}

static const struct runtime_family timer_runtime = { .name = "timer", .emit = timer_emit };
static const struct runtime_family profile_runtime = { .name = "profile", .emit = profile_emit };

static const char *const timer_patterns[] = {
	"timer.s(number)", "timer.sec(number)", "timer.ms(number)", "timer.msec(number)",
	"timer.us(number)", "timer.usec(number)", "timer.ns(number)", "timer.nsec(number)",
	"timer.jiffies(number)", "timer.hz(number)",
	"timer.s(number).randomize(number)", "timer.sec(number).randomize(number)",
	"timer.ms(number).randomize(number)", "timer.msec(number).randomize(number)",
	"timer.us(number).randomize(number)", "timer.usec(number).randomize(number)",
	"timer.ns(number).randomize(number)", "timer.nsec(number).randomize(number)",
	"timer.jiffies(number).randomize(number)",
	NULL
};

static const char *const profile_patterns[] = {
	"timer.profile", "timer.profile.tick", "timer.profile.freq.hz(number)", NULL
};

const struct probe_family timer_family = {
	.name = "timer", .patterns = timer_patterns, .derive = timer_derive,
	.runtime = &timer_runtime, .disarmable = true, .is_rare = true, .one_at_a_time = true,
};

const struct probe_family profile_family = {
	.name = "profile", .patterns = profile_patterns, .derive = profile_derive,
	.runtime = &profile_runtime,
};
