// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The Chrome trace event format, as ui.perfetto.dev and speedscope read it. Process 1 has the threads: calls are
 * complete events ("X"), written when they return, so that none stays open; slice_begin() and slice_end() are "B"
 * and "E", balanced here; flow_begin() and flow_end() are "s" and "f". Process 2 has one row per CPU: the threads whose records came from it. Process 3 has the
 * printed lines.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "decode.h"
#include "json_text.h"
#include "say.h"

enum { THREADS = 1, CPUS, OUTPUT };

struct perfetto_thread {
	u32 pid;
	bool is_used;
	unsigned int open;		/* slices that began */
	char comm[17];
};

/* Consecutive records of one thread on a CPU. */
struct perfetto_cpu {
	bool is_used;
	u32 pid;
	u64 from, to;
	char comm[17];
};

struct perfetto {
	struct json json;
	bool is_second;			/* not the first event: a comma is needed */
	struct perfetto_thread *threads;	/* a hash table by pid */
	size_t nthreads, room;
	struct perfetto_cpu *cpus;
	size_t ncpus;
	u64 last;			/* the latest time */
	u64 unopened, unclosed;		/* slice_end() without a begin; slice_begin() without an end */
};

/* ---- events ------------------------------------------------------------------------------------- */

static struct json *event_open(struct writer *w, const char *phase, const char *name, unsigned int process, u64 thread)
{
	struct perfetto *own = w->own;
	struct json *j = &own->json;

	if (own->is_second)
		output_add(w->out, ",\n", 2);
	own->is_second = true;
	j->is_first = true;
	json_open(j, NULL, '{');
	json_string(j, "ph", phase);
	json_string(j, "name", name);
	json_unsigned(j, "pid", process);
	json_unsigned(j, "tid", thread);
	return j;
}

static struct json *event_at(struct writer *w, const char *phase, const char *name, unsigned int process, u64 thread, u64 time)
{
	struct json *j = event_open(w, phase, name, process, thread);

	json_us(j, "ts", time);
	return j;
}

static void name_track(struct writer *w, const char *what, unsigned int process, u64 thread, const char *name)
{
	struct json *j = event_open(w, "M", what, process, thread);

	json_open(j, "args", '{');
	json_string(j, "name", name);
	json_close(j, '}');
	json_close(j, '}');
}

static void sort_track(struct writer *w, unsigned int process)
{
	struct json *j = event_open(w, "M", "process_sort_index", process, 0);

	json_open(j, "args", '{');
	json_unsigned(j, "sort_index", process);
	json_close(j, '}');
	json_close(j, '}');
}

/* ---- threads and CPUs --------------------------------------------------------------------------- */

static struct perfetto_thread *thread_place(struct perfetto *own, u32 pid)
{
	size_t i = pid * 0x9e3779b1u & (own->room - 1);

	while (own->threads[i].is_used && own->threads[i].pid != pid)
		i = (i + 1) & (own->room - 1);
	return &own->threads[i];
}

static void threads_grow(struct perfetto *own)
{
	struct perfetto_thread *old = own->threads;
	size_t n = own->room;

	own->room = n ? 2 * n : 256;
	own->threads = must_alloc(own->room * sizeof(*own->threads));
	for (size_t i = 0; i < n; i++)
		if (old[i].is_used)
			*thread_place(own, old[i].pid) = old[i];
	free(old);
}

/* The track has the thread's latest name. */
static struct perfetto_thread *thread_of(struct writer *w, const struct mytap_trace_head *h)
{
	struct perfetto *own = w->own;
	struct perfetto_thread *t;
	char name[40];

	if (2 * own->nthreads >= own->room)
		threads_grow(own);
	t = thread_place(own, h->pid);
	if (t->is_used && !strncmp(t->comm, h->comm, sizeof(h->comm)))
		return t;
	own->nthreads += !t->is_used;
	t->is_used = true;
	t->pid = h->pid;
	snprintf(t->comm, sizeof(t->comm), "%.16s", h->comm);
	snprintf(name, sizeof(name), "%s %u", t->comm, t->pid);
	name_track(w, "thread_name", THREADS, h->pid, name);
	return t;
}

static void cpu_close(struct writer *w, u32 cpu)
{
	struct perfetto *own = w->own;
	struct perfetto_cpu *c = &own->cpus[cpu];
	char name[40];
	struct json *j;

	if (!c->is_used)
		return;
	snprintf(name, sizeof(name), "%s %u", c->comm, c->pid);
	j = event_at(w, "X", name, CPUS, cpu, c->from);
	json_us(j, "dur", c->to - c->from);
	json_close(j, '}');
	c->is_used = false;
}

static void cpu_grow(struct writer *w, u32 cpu)
{
	struct perfetto *own = w->own;
	char name[20];

	own->cpus = must_realloc(own->cpus, (cpu + 1) * sizeof(*own->cpus));
	for (; own->ncpus <= cpu; own->ncpus++) {
		own->cpus[own->ncpus] = (struct perfetto_cpu){ 0 };
		snprintf(name, sizeof(name), "CPU %zu", own->ncpus);
		name_track(w, "thread_name", CPUS, own->ncpus, name);
	}
}

static void cpu_seen(struct writer *w, const struct mytap_trace_head *h, u64 time)
{
	struct perfetto *own = w->own;
	struct perfetto_cpu *c;

	if (h->cpu >= own->ncpus)
		cpu_grow(w, h->cpu);
	c = &own->cpus[h->cpu];
	if (c->is_used && c->pid == h->pid && time >= c->to) {
		c->to = time;
		return;
	}
	/* Late events, from trees that were held back, do not start a new row. */
	if (c->is_used && time < c->to)
		return;
	cpu_close(w, h->cpu);
	*c = (struct perfetto_cpu){ .is_used = true, .pid = h->pid, .from = time, .to = time };
	snprintf(c->comm, sizeof(c->comm), "%.16s", h->comm);
}

/* ---- what comes --------------------------------------------------------------------------------- */

static void put_leave(struct writer *w, const struct event *e)
{
	const struct mytap_trace_head *h = e->call.head;
	struct json *j = event_at(w, "X", writer_name(w, h->function), THREADS, h->pid, e->call.entered);

	json_us(j, "dur", e->time - e->call.entered);
	json_open(j, "args", '{');
	json_unsigned(j, "cpu", h->cpu);
	json_us(j, "own_us", e->call.own);
	if (e->call.value)
		json_number(j, "value", *e->call.value);
	json_close(j, '}');
	json_close(j, '}');
}

static void put_function(struct writer *w, const struct event *e)
{
	const struct mytap_trace_head *h = e->call.head;
	struct json *j = event_at(w, "i", writer_name(w, h->function), THREADS, h->pid, e->time);

	json_string(j, "s", "t");
	json_open(j, "args", '{');
	json_unsigned(j, "cpu", h->cpu);
	if (e->call.caller)
		json_string(j, "caller", writer_name(w, e->call.caller));
	json_close(j, '}');
	json_close(j, '}');
}

static void put_text(struct writer *w, u64 time, const char *s, size_t len)
{
	struct json *j;
	char name[160];

	while (len && (s[len - 1] == '\n' || s[len - 1] == ' '))
		len--;
	if (!len)
		return;
	snprintf(name, sizeof(name), "%.*s", len < sizeof(name) ? (int)len : (int)sizeof(name) - 1, s);
	j = event_at(w, "i", name, OUTPUT, 1, time);
	json_string(j, "s", "t");
	if (len >= sizeof(name)) {
		json_open(j, "args", '{');
		json_bytes(j, "text", s, len);
		json_close(j, '}');
	}
	json_close(j, '}');
}

static bool put_print(struct writer *w, const struct event *e)
{
	struct output text = { .fd = -1 };
	bool is_good = format_print(w->decoder->formats, &text, &e->print);

	if (is_good)
		put_text(w, e->time, text.buf, text.end);
	output_discard(&text);
	return is_good;
}

static struct json *mark_open(struct writer *w, const struct event *e, const char *phase, u64 thread)
{
	char name[512];

	snprintf(name, sizeof(name), "%.*s", (int)e->mark.name.len, e->mark.name.s);
	cpu_seen(w, e->mark.head, e->time);
	return event_at(w, phase, name, THREADS, thread, e->time);
}

static void put_slice_begin(struct writer *w, const struct event *e)
{
	thread_of(w, e->mark.head)->open++;
	json_close(mark_open(w, e, "B", e->mark.head->pid), '}');
}

static void put_slice_end(struct writer *w, const struct event *e)
{
	struct perfetto_thread *t = thread_of(w, e->mark.head);
	struct perfetto *own = w->own;

	if (!t->open) {
		own->unopened++;
		return;
	}
	t->open--;
	json_close(mark_open(w, e, "E", e->mark.head->pid), '}');
}

static void put_counter(struct writer *w, const struct event *e)
{
	struct json *j = mark_open(w, e, "C", 0);

	json_open(j, "args", '{');
	json_number(j, "value", e->mark.value);
	json_close(j, '}');
	json_close(j, '}');
}

/*
 * Arrows are drawn between slices, so each end of one gets a slice of duration 0.
 */
static void put_flow(struct writer *w, const struct event *e)
{
	bool is_begin = e->kind == EVENT_FLOW_BEGIN;
	struct json *j;

	thread_of(w, e->mark.head);
	j = mark_open(w, e, "X", e->mark.head->pid);
	json_us(j, "dur", 0);
	json_open(j, "args", '{');
	json_unsigned(j, "cpu", e->mark.head->cpu);
	json_close(j, '}');
	json_close(j, '}');
	j = mark_open(w, e, is_begin ? "s" : "f", e->mark.head->pid);
	json_string(j, "cat", "flow");
	json_number(j, "id", e->mark.value);
	if (!is_begin)
		json_string(j, "bp", "e");	/* to the slice around it, not to the next one */
	json_close(j, '}');
}

static void take_call(struct writer *w, const struct event *e)
{
	thread_of(w, e->call.head);
	cpu_seen(w, e->call.head, e->time);
	if (e->kind == EVENT_LEAVE)
		put_leave(w, e);
	else if (e->kind == EVENT_FUNCTION)
		put_function(w, e);
}

static bool perfetto_event(struct writer *w, const struct event *e)
{
	struct perfetto *own = w->own;

	if (e->time > own->last)
		own->last = e->time;
	switch (e->kind) {
	case EVENT_PRINT:
		return put_print(w, e);
	case EVENT_TEXT:
		put_text(w, e->time, e->text.s, e->text.len);
		return true;
	case EVENT_MESSAGE:
		put_text(w, e->time, e->message.text.s, e->message.text.len);
		return true;
	case EVENT_STACK:
	case EVENT_FRAME:
	case EVENT_HIST:
	case EVENT_COMMAND:
		return true;
	case EVENT_FUNCTION:
	case EVENT_ENTER:
	case EVENT_LEAVE:
		take_call(w, e);
		return true;
	case EVENT_SLICE_BEGIN:
		put_slice_begin(w, e);
		return true;
	case EVENT_SLICE_END:
		put_slice_end(w, e);
		return true;
	case EVENT_COUNTER:
		put_counter(w, e);
		return true;
	case EVENT_FLOW_BEGIN:
	case EVENT_FLOW_END:
		put_flow(w, e);
		return true;
	}
	return false;
}

/* ---- beginning and end -------------------------------------------------------------------------- */

static void perfetto_begin(struct writer *w)
{
	static const char head[] = "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n";
	static const char *const processes[] = { [THREADS] = "Threads", [CPUS] = "CPUs", [OUTPUT] = "Output" };
	struct perfetto *own = w->own;

	own->json.out = w->out;
	output_add(w->out, head, sizeof(head) - 1);
	for (unsigned int i = THREADS; i <= OUTPUT; i++) {
		name_track(w, "process_name", i, 0, processes[i]);
		sort_track(w, i);
	}
	name_track(w, "thread_name", OUTPUT, 1, "Printed");
}

/* A call that does not return ends at the end of the session. */
static void put_open_call(void *ctx, u32 pid, const struct call *call)
{
	struct writer *w = ctx;
	const struct perfetto *own = w->own;
	struct json *j = event_at(w, "X", writer_name(w, call->function), THREADS, pid, call->entered);

	json_us(j, "dur", own->last - call->entered);
	json_open(j, "args", '{');
	json_bool(j, "unfinished", true);
	json_close(j, '}');
	json_close(j, '}');
}

static void close_slices(struct writer *w)
{
	struct perfetto *own = w->own;

	for (size_t i = 0; i < own->room; i++) {
		struct perfetto_thread *t = &own->threads[i];

		for (; t->is_used && t->open; t->open--, own->unclosed++)
			json_close(event_at(w, "E", "", THREADS, t->pid, own->last), '}');
	}
}

static void perfetto_end(struct writer *w, const struct session_end *end)
{
	const struct string_table *about = w->decoder->about;
	struct perfetto *own = w->own;
	struct json *j = &own->json;

	close_slices(w);
	if (!trees_are_asked_for(&w->decoder->trees))
		calls_each_open(&w->decoder->tracer.calls, put_open_call, w);
	for (size_t i = 0; i < own->ncpus; i++)
		cpu_close(w, i);
	output_add(w->out, "\n],", 3);
	j->is_first = true;
	json_open(j, "otherData", '{');
	for (size_t i = 0; about && i < about->n; i++) {
		const char *equals = strchr(about->v[i], '=');
		char key[32];

		if (!equals || equals - about->v[i] >= (int)sizeof(key))
			continue;
		snprintf(key, sizeof(key), "%.*s", (int)(equals - about->v[i]), about->v[i]);
		json_string(j, key, equals + 1);
	}
	json_unsigned(j, "lost_records", end->rings.dropped + end->rings.overwritten);
	json_unsigned(j, "unpaired_calls", w->decoder->tracer.calls.unpaired);
	json_unsigned(j, "slices_without_begin", own->unopened);
	json_unsigned(j, "slices_without_end", own->unclosed);
	json_close(j, '}');
	output_add(w->out, "}\n", 2);
}

static void perfetto_deinit(struct writer *w)
{
	struct perfetto *own = w->own;

	free(own->threads);
	free(own->cpus);
}

const struct writer_kind writer_perfetto = {
	.name = "perfetto", .has_file = true, .size = sizeof(struct perfetto), .begin = perfetto_begin, .event = perfetto_event,
	.end = perfetto_end, .deinit = perfetto_deinit,
};
