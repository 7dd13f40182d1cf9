// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls as they are nested:
 *
 *	 0)               |  vfs_read() {
 *	 0)   0.412 us    |    rw_verify_area();
 *	 0) + 12.034 us   |  }
 *
 * An opening line waits for what comes next on its CPU. How deep a line stands is how
 * many calls of its thread are open. A return finds its own entry by function and time
 * of entry; entries above it have lost their return. One whose entry was not seen names
 * its function.
 */
#include "trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

enum { DEPTH_MOST = 256, TASKS_MOST = 1 << 16 };

struct trace_call {
	u64 function, entered;
	u32 cpu, switches;		/* where its opening line stands: elsewhere, or behind other threads' lines, the end names it */
};

struct trace_task {
	struct trace_task *next;	/* in its chain */
	u32 pid;
	unsigned int depth;		/* may go beyond DEPTH_MOST: those calls are counted, not kept */
	struct trace_call *calls;
};

static struct trace_task **chain_of(struct tracer *t, u32 pid)
{
	return &t->tasks[pid * 0x9e3779b1u >> 8 & (t->nchains - 1)];
}

/* Threads that have no call open are forgotten when there are too many. */
static void tasks_clear(struct tracer *t, bool all)
{
	for (size_t i = 0; i < t->nchains; i++) {
		struct trace_task **p = &t->tasks[i], *k;

		while ((k = *p) != NULL) {
			if (k->depth && !all) {
				p = &k->next;
				continue;
			}
			*p = k->next;
			free(k->calls);
			free(k);
			t->ntasks--;
		}
	}
}

static struct trace_task *task_of(struct tracer *t, u32 pid)
{
	struct trace_task *k;

	if (!t->tasks) {
		t->nchains = 4096;
		t->tasks = must_alloc(t->nchains * sizeof(*t->tasks));
	}
	for (k = *chain_of(t, pid); k; k = k->next)
		if (k->pid == pid)
			return k;
	if (t->ntasks >= TASKS_MOST)
		tasks_clear(t, false);
	if (t->ntasks >= 2 * TASKS_MOST)
		tasks_clear(t, true);
	k = must_alloc(sizeof(*k));
	k->pid = pid;
	k->next = *chain_of(t, pid);
	*chain_of(t, pid) = k;
	t->ntasks++;
	return k;
}

static char duration_mark(u64 ns)
{
	static const struct { u64 ns; char mark; } marks[] = {
		{ 1000000000, '$' }, { 100000000, '@' }, { 10000000, '*' }, { 1000000, '#' }, { 100000, '!' }, { 10000, '+' },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (ns > marks[i].ns)
			return marks[i].mark;
	return ' ';
}

/* " 0) + 12.034 us   |  ", and two blanks for each call around it. */
static void line_begin(struct output *o, u32 cpu, const u64 *duration, unsigned int depth)
{
	char text[32] = "", mark = ' ';

	if (duration) {
		u64 us = *duration / 1000;
		int n = snprintf(text, sizeof(text), "%llu", (unsigned long long)us);

		/* Seven digits in all. */
		if (n < 7)
			n += snprintf(text + n, sizeof(text) - n, ".%03u", (unsigned int)(*duration % 1000));
		text[n > 8 && strchr(text, '.') ? n = 8 : n] = 0;
		memcpy(text + n, " us", 4);
		mark = duration_mark(*duration);
	}
	trace_printf(o, " %3u) %c %-12s|  %*s", cpu, mark, text, (int)(2 * (depth < DEPTH_MOST ? depth : DEPTH_MOST)), "");
}

/* "vfs_read(file=0x0 ...)", and what stands behind it */
static void call_print(struct tracer *t, struct output *o, const struct trace_pending *p, const char *behind)
{
	trace_printf(o, "%s(", trace_name(t, p->function));
	if (p->args)
		output_add(o, p->args, strlen(p->args));
	trace_printf(o, ")%s\n", behind);
}

static void pending_done(struct trace_pending *p)
{
	free(p->args);
	*p = (struct trace_pending){ 0 };
}

void trace_graph_flush(struct tracer *t, struct output *o, u32 cpu)
{
	struct trace_pending *p = &t->cpus[cpu].pending;

	if (!p->is_there)
		return;
	line_begin(o, cpu, NULL, p->depth);
	call_print(t, o, p, " {");
	pending_done(p);
}

/* Another thread has the CPU now. */
static void thread_switch(struct tracer *t, struct output *o, const struct mytap_trace_head *h)
{
	static const char rule[] = " ------------------------------------------\n";
	struct trace_cpu *c = &t->cpus[h->cpu];

	if (c->is_seen && c->pid == h->pid)
		return;
	trace_graph_flush(t, o, h->cpu);
	if (c->is_seen)
		trace_printf(o, "%s %3u) %8.16s-%-7u => %8.16s-%u\n%s\n", rule, h->cpu, c->comm, c->pid, h->comm, h->pid, rule);
	c->switches += c->is_seen;
	c->is_seen = true;
	c->pid = h->pid;
	snprintf(c->comm, sizeof(c->comm), "%.16s", h->comm);
}

static bool is_shown(const struct tracer *t, unsigned int depth)
{
	return !t->most_depth || depth < t->most_depth;
}

void trace_graph_enter(struct tracer *t, struct output *o, u64 time, const struct mytap_trace_head *h, const char *args)
{
	struct trace_task *k = task_of(t, h->pid);
	unsigned int depth = k->depth++;

	if (is_shown(t, depth)) {
		thread_switch(t, o, h);
		trace_graph_flush(t, o, h->cpu);
		t->cpus[h->cpu].pending = (struct trace_pending){ .is_there = true, .pid = h->pid, .function = h->function, .time = time,
								  .depth = depth, .args = args ? must_strndup(args, strlen(args)) : NULL };
	}
	if (depth >= DEPTH_MOST)
		return;
	if (!k->calls)
		k->calls = must_alloc(DEPTH_MOST * sizeof(*k->calls));
	k->calls[depth] = (struct trace_call){ .function = h->function, .entered = time, .cpu = h->cpu,
					       .switches = t->cpus[h->cpu].switches };
}

/* How deep the call stands that returns; ~0: its entry was not seen. Entries above it go. */
static unsigned int call_find(struct tracer *t, struct trace_task *k, const struct mytap_trace_leave *l)
{
	unsigned int i = k->depth < DEPTH_MOST ? k->depth : DEPTH_MOST;

	if (k->depth > DEPTH_MOST)
		return --k->depth;
	while (i-- > 0) {
		if (k->calls[i].function != l->head.function || k->calls[i].entered != l->entered)
			continue;
		t->unpaired += k->depth - i - 1;
		k->depth = i;
		return i;
	}
	t->unpaired++;
	return ~0u;
}

/* Does its opening line stand right above, on the same CPU with lines of no other thread between? */
static bool is_opening_near(const struct tracer *t, const struct trace_task *k, unsigned int depth, u32 cpu)
{
	return depth < DEPTH_MOST && k->calls[depth].cpu == cpu && k->calls[depth].switches == t->cpus[cpu].switches;
}

/* " = -2 (ENOENT)", "" for none: small ones are numbers, others addresses or sets of bits. */
static const char *value_text(const s64 *value, char text[48])
{
	const char *error;

	*text = 0;
	if (!value)
		return text;
	error = *value < 0 && *value >= -4095 ? strerrorname_np(-*value) : NULL;
	if (error)
		snprintf(text, 48, " = %lld (%s)", (long long)*value, error);
	else
		snprintf(text, 48, *value == (s32)*value ? " = %lld" : " = 0x%llx", (long long)*value);
	return text;
}

void trace_graph_leave(struct tracer *t, struct output *o, u64 time, const struct mytap_trace_leave *l, const s64 *value)
{
	const struct mytap_trace_head *h = &l->head;
	struct trace_pending *p = &t->cpus[h->cpu].pending;
	struct trace_task *k = task_of(t, h->pid);
	unsigned int depth = call_find(t, k, l), place = depth == ~0u ? k->depth : depth;
	char text[48], behind[64];
	u64 duration = time - l->entered;
	bool is_near;

	if (!is_shown(t, place))
		return;
	thread_switch(t, o, h);
	value_text(value, text);
	if (p->is_there && p->pid == h->pid && p->function == h->function && p->time == l->entered) {
		snprintf(behind, sizeof(behind), *text ? "; /*%s */" : ";%s", text);
		line_begin(o, h->cpu, &duration, place);
		call_print(t, o, p, behind);
		pending_done(p);
		return;
	}
	trace_graph_flush(t, o, h->cpu);
	is_near = is_opening_near(t, k, depth, h->cpu);
	line_begin(o, h->cpu, &duration, place);
	if (is_near && !*text)
		trace_printf(o, "}\n");
	else
		trace_printf(o, "} /* %s%s */\n", is_near ? "" : trace_name(t, h->function), is_near ? text + 1 : text);
}

void trace_deinit(struct tracer *t)
{
	for (size_t i = 0; i < t->ncpus; i++)
		pending_done(&t->cpus[i].pending);
	tasks_clear(t, true);
	free(t->tasks);
	free(t->cpus);
	names_deinit(&t->names);
	*t = (struct tracer){ 0 };
}
