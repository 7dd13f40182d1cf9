// SPDX-License-Identifier: GPL-2.0-or-later
/* Events as text: output of the script, and lines in the format of ftrace. */
#include "text.h"

#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "histogram.h"
#include "kept.h"
#include "say.h"

static const char function_header[] =
	"#                              _-----=> irqs-off\n"
	"#                             / _----=> need-resched\n"
	"#                            | / _---=> hardirq/softirq\n"
	"#                            || / _--=> preempt-depth\n"
	"#                            ||| /     delay\n"
	"#           TASK-PID   CPU#  ||||    TIMESTAMP  FUNCTION\n"
	"#              | |       |   ||||       |         |\n";

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

static void print_head(struct writer *w, const struct mytap_trace_head *h, u64 time)
{
	u64 us = (time + 500) / 1000;

	output_printf(w->out, "%16.16s-%-7u [%03u] %c%c%c%c %5llu.%06llu: ", h->comm, h->pid, h->cpu,
		     h->flags & MYTAP_TRACE_IRQS_OFF ? 'd' : '.', h->flags & MYTAP_TRACE_NEED_RESCHED ? 'N' : '.',
		     interrupt_mark(h->flags), depth_mark(h->preempt_depth), (unsigned long long)us / 1000000,
		     (unsigned long long)us % 1000000);
}

static void print_function(struct writer *w, const struct event *e)
{
	print_head(w, e->call.head, e->time);
	output_printf(w->out, "%s", writer_name(w, e->call.head->function));
	if (e->call.args) {
		output_add(w->out, "(", 1);
		output_add(w->out, e->call.args, strlen(e->call.args));
		output_add(w->out, ")", 1);
	}
	output_add(w->out, " <-", 3);
	output_printf(w->out, "%s\n", e->call.caller ? writer_name(w, e->call.caller) : "?");
}

/* "slice_begin: request", "counter: free pages 42" */
static void print_mark(struct writer *w, const struct event *e)
{
	print_head(w, e->mark.head, e->time);
	output_printf(w->out, "%s: ", event_mark_word(e));
	output_add(w->out, e->mark.name.s, e->mark.name.len);
	if (event_mark_has_value(e))
		output_printf(w->out, " %lld", (long long)e->mark.value);
	output_add(w->out, "\n", 1);
}

static void graph_header(struct writer *w)
{
	const struct tracer *t = &w->decoder->tracer;
	const char *time = t->has_time ? "     TIME       " : "", *time_below = t->has_time ? "      |         " : "";
	const char *thread = t->has_process ? "              TASK/PID    " : "", *thread_below = t->has_process ? "                 |        " : "";

	output_printf(w->out, "#%s CPU%s  DURATION                  FUNCTION CALLS\n", time, thread);
	output_printf(w->out, "#%s |  %s   |   |                     |   |   |   |\n", time_below, thread_below);
}

static void header_once(struct writer *w, enum event_kind kind)
{
	const struct kept *kept = w->decoder->kept;
	struct text *t = w->own;

	if (t->has_header)
		return;
	t->has_header = true;
	output_printf(w->out, "# tracer: %s\n#\n", kind == EVENT_FUNCTION ? "function" : "function_graph");
	if (kept && kept->written)
		output_printf(w->out, "# entries-in-buffer/entries-written: %llu/%llu   #P:%u\n#\n", (unsigned long long)kept->shown,
			      (unsigned long long)kept->written, kept->nrings - 1);
	if (kind == EVENT_FUNCTION)
		output_add(w->out, function_header, sizeof(function_header) - 1);
	else
		graph_header(w);
}

struct text_cpu *text_cpu(struct text *t, u32 cpu)
{
	size_t n = t->ncpus ? t->ncpus : 8;

	if (cpu < t->ncpus)
		return &t->cpus[cpu];
	while (n <= cpu)
		n *= 2;
	t->cpus = must_realloc(t->cpus, n * sizeof(*t->cpus));
	memset(t->cpus + t->ncpus, 0, (n - t->ncpus) * sizeof(*t->cpus));
	t->ncpus = n;
	return &t->cpus[cpu];
}

static bool is_call(const struct event *e)
{
	return e->kind == EVENT_FUNCTION || e->kind == EVENT_ENTER || e->kind == EVENT_LEAVE;
}

static __attribute__((noinline)) bool text_rare_event(struct writer *w, const struct event *e)
{
	switch (e->kind) {
	case EVENT_PRINT:
		break;
	case EVENT_TEXT:
	case EVENT_STACK:
	case EVENT_FRAME:
		output_add(w->out, e->text.s, e->text.len);
		return true;
	case EVENT_HIST:
		return histogram_print(w->out, e->hist.head, e->hist.buckets, e->hist.head->nbuckets);
	case EVENT_MESSAGE:
	case EVENT_COMMAND:
		return true;
	case EVENT_FUNCTION:
		header_once(w, e->kind);
		print_function(w, e);
		return true;
	case EVENT_ENTER:
		header_once(w, e->kind);
		text_graph_enter(w, e);
		return true;
	case EVENT_LEAVE:
		header_once(w, e->kind);
		text_graph_leave(w, e);
		return true;
	case EVENT_SLICE_BEGIN:
	case EVENT_SLICE_END:
	case EVENT_COUNTER:
	case EVENT_FLOW_BEGIN:
	case EVENT_FLOW_END:
		print_mark(w, e);
		return true;
	}
	return false;
}

/* With a setting ("only": --times=only) all events except calls. */
static bool text_event(struct writer *w, const struct event *e)
{
	if (e->kind == EVENT_PRINT)
		return format_print(w->decoder->formats, w->out, &e->print);
	return w->setting && is_call(e) ? true : text_rare_event(w, e);
}

static void text_end(struct writer *w, const struct session_end *end)
{
	text_graph_end(w, end);
	deepest_print(&w->decoder->deepest, w->out);
	if (w->decoder->timing.v)
		timing_print(&w->decoder->timing, w->decoder->report, w->out);
}

static void text_deinit(struct writer *w)
{
	text_graph_deinit(w->own);
}

const struct writer_kind writer_text = {
	.name = "text", .size = sizeof(struct text), .event = text_event, .print = format_put, .end = text_end, .deinit = text_deinit,
};
