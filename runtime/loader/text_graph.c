// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls, nested:
 *
 *	 0)               |  vfs_read() {
 *	 0)   0.412 us    |    rw_verify_area();
 *	 0) + 12.034 us   |  }
 *
 * An opening line waits for the next event on its CPU. The indentation of a line is the number of open calls of its
 * thread. A return names its function if its entry was not seen or is printed elsewhere.
 */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "decode.h"
#include "say.h"

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

/* Whose line it is. */
struct line {
	u32 cpu, pid;
	u64 time;
	const char *comm;		/* up to 16 bytes */
};

/* "   12.345678 |" and, behind the CPU, "   sh-1234    |", as they are asked for */
static void columns_print(struct writer *w, const struct line *l)
{
	const struct tracer *t = &w->decoder->tracer;
	u64 us = (l->time + 500) / 1000;
	char thread[40];

	if (t->has_time)
		output_printf(w->out, "%5llu.%06llu |  ", (unsigned long long)us / 1000000, (unsigned long long)us % 1000000);
	output_printf(w->out, " %3u) ", l->cpu);
	if (!t->has_process)
		return;
	snprintf(thread, sizeof(thread), "%.16s-%u", l->comm, l->pid);
	output_printf(w->out, "%23s  | ", thread);
}

/* " 0) + 12.034 us   |  ", and two blanks per call around it. */
static void line_begin(struct writer *w, const struct line *l, const u64 *duration, unsigned int depth)
{
	char text[32] = "", mark = ' ';

	if (duration) {
		u64 us = *duration / 1000;
		int n = snprintf(text, sizeof(text), "%llu", (unsigned long long)us);

		/* Seven digits in total. */
		if (n < 7)
			n += snprintf(text + n, sizeof(text) - n, ".%03u", (unsigned int)(*duration % 1000));
		text[n > 8 && strchr(text, '.') ? n = 8 : n] = 0;
		memcpy(text + n, " us", 4);
		mark = duration_mark(*duration);
	}
	columns_print(w, l);
	output_printf(w->out, "%c %-12s|  %*s", mark, text, (int)(2 * (depth < CALLS_DEPTH_MOST ? depth : CALLS_DEPTH_MOST)), "");
}

/* "vfs_read(file=0x0 ...)", followed by `end` */
static void call_print(struct writer *w, const struct text_pending *p, const char *behind)
{
	output_printf(w->out, "%s(", writer_name(w, p->function));
	if (p->args)
		output_add(w->out, p->args, strlen(p->args));
	output_printf(w->out, ")%s\n", behind);
}

static void pending_done(struct text_pending *p)
{
	free(p->args);
	*p = (struct text_pending){ 0 };
}

static void pending_flush(struct writer *w, struct text_cpu *c, u32 cpu)
{
	if (!c->pending.is_there)
		return;
	line_begin(w, &(struct line){ cpu, c->pending.pid, c->pending.time, c->pending.comm }, NULL, c->pending.depth);
	call_print(w, &c->pending, " {");
	pending_done(&c->pending);
}

/* The CPU of the event; prints a line if it has switched to another thread. */
static struct text_cpu *cpu_take(struct writer *w, const struct event *e)
{
	static const char rule[] = " ------------------------------------------\n";
	const struct mytap_trace_head *h = e->call.head;
	struct text_cpu *c = text_cpu(w->own, h->cpu);

	if (c->is_seen && c->pid == h->pid)
		return c;
	pending_flush(w, c, h->cpu);
	if (c->is_seen)
		output_printf(w->out, "%s %3u) %8.16s-%-7u => %8.16s-%u\n%s\n", rule, h->cpu, c->comm, c->pid, h->comm, h->pid, rule);
	c->since = c->is_seen ? e->time : 0;
	c->is_seen = true;
	c->pid = h->pid;
	snprintf(c->comm, sizeof(c->comm), "%.16s", h->comm);
	return c;
}

void text_graph_enter(struct writer *w, const struct event *e)
{
	const struct mytap_trace_head *h = e->call.head;
	struct text_cpu *c = cpu_take(w, e);
	const char *args = e->call.args;

	pending_flush(w, c, h->cpu);
	c->pending = (struct text_pending){ .is_there = true, .pid = h->pid, .function = h->function, .time = e->time,
					    .depth = e->call.depth, .args = args ? must_strndup(args, strlen(args)) : NULL };
	memcpy(c->pending.comm, h->comm, sizeof(h->comm));
}

/* True if its opening line is on the same CPU with no lines of other threads in between. */
static bool is_opening_near(const struct event *e, const struct text_cpu *c)
{
	return e->call.has_entry && e->call.entry_cpu == e->call.head->cpu && e->call.entered >= c->since;
}

/* " = -2 (ENOENT)", "" for none: small values are numbers, others addresses or bit sets. */
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

void text_graph_leave(struct writer *w, const struct event *e)
{
	const struct mytap_trace_head *h = e->call.head;
	struct text_cpu *c = cpu_take(w, e);
	struct text_pending *p = &c->pending;
	u64 duration = e->time - e->call.entered;
	const struct line line = { h->cpu, h->pid, e->time, h->comm };
	char text[48], behind[64];
	bool is_near;

	value_text(e->call.value, text);
	if (p->is_there && p->pid == h->pid && p->function == h->function && p->time == e->call.entered) {
		snprintf(behind, sizeof(behind), *text ? "; /*%s */" : ";%s", text);
		line_begin(w, &(struct line){ h->cpu, h->pid, p->time, h->comm }, &duration, e->call.depth);
		call_print(w, p, behind);
		pending_done(p);
		return;
	}
	pending_flush(w, c, h->cpu);
	is_near = is_opening_near(e, c);
	line_begin(w, &line, &duration, e->call.depth);
	if (is_near && !*text)
		output_printf(w->out, "}\n");
	else
		output_printf(w->out, "} /* %s%s */\n", is_near ? "" : writer_name(w, h->function), is_near ? text + 1 : text);
}

void text_graph_end(struct writer *w, const struct session_end *end)
{
	struct text *t = w->own;

	(void)end;
	for (size_t i = 0; i < t->ncpus; i++)
		pending_flush(w, &t->cpus[i], i);
}

void text_graph_deinit(struct text *t)
{
	for (size_t i = 0; i < t->ncpus; i++)
		pending_done(&t->cpus[i].pending);
	free(t->cpus);
}
