// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * perf.type(T).config(C): the kernel's performance events, by the numbers of perf_event_open(2). A handler runs
 * every N events (.sample(N); 1,000,000 by default) or N times a second (.hz(N)); with .counter("name")
 * alone no handler runs: the counter is only read, by @perf("name"). tapsets/linux/perf.stp has the names.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "family.h"
#include "translator/user/program.h"

/* An event of perf_event_open(2), and its use. */
struct perf_event {
	uint32_t type;
	int64_t config;
	int64_t period, hz;		/* events per hit, hits per second; both 0: no hits, it only counts */
	const char *process;		/* hits while this program runs only; or NULL */
	bool of_target;			/* hits while the target runs only (-c, -x) */
	const char *counter;		/* @perf("counter") reads it; or NULL */
	bool optional;			/* ?: ignored if the machine has no such event */
};

enum { DEFAULT_PERIOD = 1000000, MOST_HZ = 1000000, MOST_COUNTERS = 16 };

static bool take_numbers(struct point_match *m, struct perf_event *ev)
{
	struct diag *d = &m->session->diag;
	int64_t type;

	point_number(m, "type", &type);
	point_number(m, "config", &ev->config);
	if (type < 0 || type > UINT32_MAX) {
		diag_error(d, point_loc(m, "type"), "a type of performance events is a number of 32 bits, not %lld",
			   (long long)type);
		return false;
	}
	ev->type = (uint32_t)type;
	if (point_number(m, "sample", &ev->period) && ev->period <= 0) {
		diag_error(d, point_loc(m, "sample"), "sample takes the number of events per hit, at least 1, not %lld",
			   (long long)ev->period);
		return false;
	}
	if (point_number(m, "hz", &ev->hz) && (ev->hz < 1 || ev->hz > MOST_HZ)) {
		diag_error(d, point_loc(m, "hz"), "hz takes 1 to %d, not %lld", MOST_HZ, (long long)ev->hz);
		return false;
	}
	return true;
}

static bool take_process(struct point_match *m, struct perf_event *ev)
{
	const char *name;

	if (!point_has(m, "process"))
		return true;
	if (ev->counter) {
		diag_error(&m->session->diag, point_loc(m, "process"),
			   "a counter of one process is not supported yet: leave out .process, and test execname() or pid() where @perf(\"%s\") is read",
			   ev->counter);
		return false;
	}
	if (!point_string(m, "process", &name)) {
		ev->of_target = true;
		return true;
	}
	ev->process = *name == '/' ? name : strchr(name, '/') ? NULL : program_in_path(m->target, name);
	if (ev->process)
		return true;
	diag_error(&m->session->diag, point_loc(m, "process"), "there is no program '%s' in $PATH: give its whole path", name);
	return false;
}

static const char *perf_counter(const struct dprobe *p)
{
	return ((const struct perf_event *)p->detail)->counter;
}

static bool take_counter(struct point_match *m, struct perf_event *ev)
{
	const struct program *prog = m->target->program;
	struct diag *d = &m->session->diag;
	unsigned int n = 0;

	if (!point_string(m, "counter", &ev->counter))
		return true;
	for (unsigned int i = 0; i < prog->probes.n; i++) {
		const struct dprobe *p = prog->probes.v[i];
		const char *other = p->family == m->family ? perf_counter(p) : NULL;

		if (!other)
			continue;
		n++;
		if (strcmp(other, ev->counter))
			continue;
		diag_error(d, point_loc(m, "counter"), "there is a counter \"%s\" already", ev->counter);
		diag_note(d, p->loc, "it is of this probe");
		return false;
	}
	if (n < MOST_COUNTERS)
		return true;
	diag_error(d, point_loc(m, "counter"), "a script can have %d counters, and \"%s\" would be one more", MOST_COUNTERS,
		   ev->counter);
	return false;
}

static bool is_empty(const struct stmt *s)
{
	if (!s || s->kind == STMT_NULL)
		return true;
	if (s->kind != STMT_BLOCK)
		return false;
	for (unsigned int i = 0; i < s->block.n; i++)
		if (!is_empty(s->block.v[i]))
			return false;
	return true;
}

static bool perf_derive(struct point_match *m)
{
	struct perf_event *ev = arena_new_of(m->session->arena, struct perf_event);
	struct dprobe *p;
	bool good = take_numbers(m, ev);

	good &= take_counter(m, ev);
	if (!good || !take_process(m, ev))
		return false;
	ev->optional = m->optional;
	if (!ev->period && !ev->hz && !ev->counter)
		ev->period = DEFAULT_PERIOD;
	p = dprobe_add(m);
	p->detail = ev;
	if (!ev->period && !ev->hz && !is_empty(p->handler->body))
		diag_warn(&m->session->diag, point_loc(m, "counter"),
			  "this probe only counts, for @perf(\"%s\"): its handler never runs without .sample(N) or .hz(N)", ev->counter);
	return true;
}

static void perf_emit(struct family_text *t, const struct dprobe *p)
{
	const struct perf_event *ev = p->detail;

	field_number(t, "type", ev->type);
	field_unsigned(t, "config", (uint64_t)ev->config);
	field_number(t, "period", ev->period);
	field_number(t, "hz", ev->hz);
	field_string(t, "process", ev->process);
	field_true(t, "of_target", ev->of_target);
	field_true(t, "optional", ev->optional);
}

static const struct runtime_family perf_runtime = { .name = "perf", .emit = perf_emit };

#define EVENT "perf.type(number).config(number)"
#define OF(what) EVENT what, EVENT what ".process", EVENT what ".process(string)"
#define COUNTED(what) EVENT what ".counter(string)", EVENT what ".process(string).counter(string)", \
	EVENT what ".process.counter(string)"

static const char *const patterns[] = {
	OF(""), OF(".sample(number)"), OF(".hz(number)"),
	COUNTED(""), COUNTED(".sample(number)"), COUNTED(".hz(number)"),
	NULL
};

const struct probe_family perf_family = {
	.name = "perf", .patterns = patterns, .derive = perf_derive, .runtime = &perf_runtime, .counter = perf_counter,
};
