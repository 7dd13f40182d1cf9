// SPDX-License-Identifier: GPL-2.0-or-later
/* See trace.h. Here the function tracer; the graph is in trace_graph.c. */
#include "trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

enum { LINE = 512, CPUS_MOST = 8192 };

static const char function_header[] =
	"# tracer: function\n"
	"#\n"
	"#                              _-----=> irqs-off\n"
	"#                             / _----=> need-resched\n"
	"#                            | / _---=> hardirq/softirq\n"
	"#                            || / _--=> preempt-depth\n"
	"#                            ||| /     delay\n"
	"#           TASK-PID   CPU#  ||||    TIMESTAMP  FUNCTION\n"
	"#              | |       |   ||||       |         |\n";
static const char graph_header[] =
	"# tracer: function_graph\n"
	"#\n"
	"# CPU  DURATION                  FUNCTION CALLS\n"
	"# |     |   |                     |   |   |   |\n";

void trace_printf(struct output *o, const char *fmt, ...)
{
	char *to = output_room(o, LINE);
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(to, LINE, fmt, args);
	va_end(args);
	output_advance(o, to + (n < LINE ? n : LINE - 1));
}

/* A name, or the address. Until the next call. */
const char *trace_name(struct tracer *t, u64 address)
{
	static char number[20];
	const char *name = names_find(&t->names, address);

	if (name)
		return name;
	snprintf(number, sizeof(number), "0x%llx", (unsigned long long)address);
	return number;
}

static char interrupt_mark(unsigned int flags)
{
	bool hard = flags & MYTAP_TRACE_HARDIRQ, soft = flags & MYTAP_TRACE_SOFTIRQ;

	if (flags & MYTAP_TRACE_NMI)
		return hard || soft ? 'Z' : 'z';
	return hard && soft ? 'H' : hard ? 'h' : soft ? 's' : '.';
}

static char depth_mark(unsigned int depth)
{
	return !depth ? '.' : depth < 16 ? "0123456789abcdef"[depth] : '#';
}

static void print_function(struct tracer *t, struct output *o, u64 time, const struct mytap_trace_function *f)
{
	const struct mytap_trace_head *h = &f->head;
	u64 us = (time + 500) / 1000;

	trace_printf(o, "%16.16s-%-7u [%03u] %c%c%c%c %5llu.%06llu: %s <-", h->comm, h->pid, h->cpu,
		     h->flags & MYTAP_TRACE_IRQS_OFF ? 'd' : '.', h->flags & MYTAP_TRACE_NEED_RESCHED ? 'N' : '.',
		     interrupt_mark(h->flags), depth_mark(h->preempt_depth), (unsigned long long)us / 1000000,
		     (unsigned long long)us % 1000000, trace_name(t, h->function));
	trace_printf(o, "%s\n", f->caller ? trace_name(t, f->caller) : "?");
}

static void header_once(struct tracer *t, struct output *o, u32 what)
{
	if (t->has_header)
		return;
	t->has_header = true;
	if (what == MYTAP_TRACE_FUNCTION)
		output_add(o, function_header, sizeof(function_header) - 1);
	else
		output_add(o, graph_header, sizeof(graph_header) - 1);
}

/* The CPU's own state, made when it is first heard of. */
static bool cpu_is_known(struct tracer *t, u32 cpu)
{
	size_t n = t->ncpus ? t->ncpus : 8;

	if (cpu >= CPUS_MOST)
		return false;
	if (cpu < t->ncpus)
		return true;
	while (n <= cpu)
		n *= 2;
	t->cpus = must_realloc(t->cpus, n * sizeof(*t->cpus));
	memset(t->cpus + t->ncpus, 0, (n - t->ncpus) * sizeof(*t->cpus));
	t->ncpus = n;
	return true;
}

bool trace_record(struct tracer *t, struct output *o, u32 what, u64 time, const char *payload, u32 size)
{
	static const u32 sizes[] = {
		[MYTAP_TRACE_FUNCTION] = sizeof(struct mytap_trace_function),
		[MYTAP_TRACE_ENTER] = sizeof(struct mytap_trace_head),
		[MYTAP_TRACE_LEAVE] = sizeof(struct mytap_trace_leave),
		[MYTAP_TRACE_RETURN] = sizeof(struct mytap_trace_return),
	};
	const struct mytap_trace_head *h = (const void *)payload;
	const struct mytap_trace_return *r = (const void *)payload;
	const char *args = NULL;

	if (what >= sizeof(sizes) / sizeof(*sizes) || size < sizes[what] || !cpu_is_known(t, h->cpu))
		return false;
	if (what == MYTAP_TRACE_ENTER && size > sizeof(*h)) {
		args = payload + sizeof(*h);
		if (!memchr(args, 0, size - sizeof(*h)))
			return false;
	}
	header_once(t, o, what);
	switch (what) {
	case MYTAP_TRACE_FUNCTION:
		print_function(t, o, time, (const void *)payload);
		break;
	case MYTAP_TRACE_ENTER:
		trace_graph_enter(t, o, time, h, args);
		break;
	case MYTAP_TRACE_LEAVE:
		trace_graph_leave(t, o, time, (const void *)payload, NULL);
		break;
	case MYTAP_TRACE_RETURN:
		trace_graph_leave(t, o, time, &r->leave, &r->value);
		break;
	}
	return true;
}

void trace_finish(struct tracer *t, struct output *o)
{
	for (size_t i = 0; i < t->ncpus; i++)
		trace_graph_flush(t, o, i);
}
