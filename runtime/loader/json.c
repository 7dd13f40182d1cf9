// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One JSON object per line, described in doc/records.md: "type" is the kind of the record; times are
 * CLOCK_MONOTONIC in ns; addresses are strings.
 */
#include <string.h>

#include "decode.h"
#include "json_text.h"
#include "runtime/histogram.h"
#include "stack_text.h"
#include "say.h"

struct json_writer {
	struct json json;
	struct output text;		/* text of a print; never written out by itself */
	struct stack_frames stack;	/* of the stack that is being printed */
	u64 stack_time;
};

static struct json *open_record(struct writer *w, const char *type)
{
	struct json_writer *own = w->own;
	struct json *j = &own->json;

	j->is_first = true;
	json_open(j, NULL, '{');
	json_string(j, "type", type);
	return j;
}

static struct json *open_at(struct writer *w, const char *type, u64 time)
{
	struct json *j = open_record(w, type);

	json_unsigned(j, "time", time);
	return j;
}

static bool close_record(struct json *j)
{
	json_close(j, '}');
	output_add(j->out, "\n", 1);
	return true;
}

/* ---- the session -------------------------------------------------------------------------------- */

/* "kernel.function("vfs_read")\tx.stp:1:7": as members of the record */
static void put_probe(struct json *j, const char *probe)
{
	const char *tab = strchr(probe, '\t');

	json_bytes(j, "probe", probe, tab ? (size_t)(tab - probe) : strlen(probe));
	if (tab)
		json_string(j, "at", tab + 1);
}

static void put_probe_number(struct writer *w, struct json *j, u32 probe)
{
	const struct string_table *probes = w->decoder->report->probes;

	if (probe < probes->n)
		put_probe(j, probes->v[probe]);
}

static void json_begin(struct writer *w)
{
	const struct string_table *probes = w->decoder->report->probes, *about = w->decoder->about;
	struct json_writer *own = w->own;
	struct json *j;

	own->json = (struct json){ .out = w->out, .has_strings = w->setting && !strcmp(w->setting, "strings") };
	own->text.fd = -1;
	j = open_record(w, "start");
	json_number(j, "version", 1);
	for (size_t i = 0; about && i < about->n; i++) {
		const char *equals = strchr(about->v[i], '=');
		char key[32];

		if (!equals || equals - about->v[i] >= (int)sizeof(key))
			continue;
		memcpy(key, about->v[i], equals - about->v[i]);
		key[equals - about->v[i]] = '\0';
		json_string(j, strcmp(key, "version") ? key : "mytap", equals + 1);
	}
	close_record(j);
	for (size_t i = 0; i < probes->n && *probes->v[i]; i++) {
		j = open_record(w, "probe");
		json_unsigned(j, "number", i);
		put_probe(j, probes->v[i]);
		close_record(j);
	}
}

static void put_lost(struct writer *w)
{
	const struct report *r = w->decoder->report;

	for (size_t i = 0; i < r->probes->n; i++) {
		const struct mytap_probe_counters *c = &r->counters[i];
		struct json *j;

		if (!report_is_noteworthy(c))
			continue;
		j = open_record(w, "lost");
		put_probe_number(w, j, i);
		json_unsigned(j, "records", c->lost_records);
		json_unsigned(j, "skipped_nested", c->skipped_nested);
		json_unsigned(j, "skipped_lock", c->skipped_lock);
		json_unsigned(j, "skipped_stack", c->skipped_stack);
		json_unsigned(j, "skipped_fault", c->skipped_fault);
		json_unsigned(j, "faults", c->faults);
		json_unsigned(j, "missed", c->missed);
		json_unsigned(j, "missed_among", c->missed_among);
		json_unsigned(j, "errors", c->errors);
		close_record(j);
	}
}

static void put_timing(struct writer *w)
{
	const struct timing *t = &w->decoder->timing;

	for (size_t i = 0; i < t->n; i++) {
		const struct mytap_timing *of = &t->v[i];
		struct json *j;

		if (!of->hits)
			continue;
		j = open_record(w, "timing");
		put_probe_number(w, j, i);
		json_unsigned(j, "hits", of->hits);
		json_unsigned(j, "total", of->total);
		json_unsigned(j, "min", of->least);
		json_unsigned(j, "p50", of->p50);
		json_unsigned(j, "p90", of->p90);
		json_unsigned(j, "p99", of->p99);
		json_unsigned(j, "max", of->most);
		close_record(j);
	}
}

/* The kernel half has printed the location. */
static void put_deepest_stack(struct json *j, const struct deepest_stack *s)
{
	const struct mytap_deepest *h = s->head;

	json_unsigned(j, "pid", h->head.pid);
	json_bytes(j, "comm", h->head.comm, strnlen(h->head.comm, sizeof(h->head.comm)));
	json_unsigned(j, "cpu", h->head.cpu);
	json_unsigned(j, "used", h->used);
	json_unsigned(j, "stack_size", h->size);
	json_bool(j, "cut", h->is_cut);
	json_open(j, "frames", '[');
	for (u32 i = 0; i < h->nframes; i++) {
		struct deepest_frame f = deepest_frame(s, i);

		json_open(j, NULL, '{');
		json_unsigned(j, "depth", f.depth);
		json_unsigned(j, "size", f.size);
		json_bytes(j, "location", f.location.s, f.location.len);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_deepest(struct writer *w)
{
	const struct deepest_stack *s;

	for (size_t i = 0; (s = deepest_number(&w->decoder->deepest, i)) != NULL; i++) {
		struct json *j = open_at(w, "deepest", s->time);

		put_deepest_stack(j, s);
		close_record(j);
	}
}

/* ---- records ------------------------------------------------------------------------------------ */

static bool put_stack(struct writer *w);

static void put_value(struct json *j, const char *key, const struct format_value *v)
{
	switch (v->kind) {
	case VALUE_NUMBER:
		json_number(j, key, v->number);
		break;
	case VALUE_UNSIGNED:
		json_unsigned(j, key, v->number);
		break;
	case VALUE_STRING:
		json_bytes(j, key, v->s, v->len);
		break;
	}
}

/* The value of a printed global; five numbers of an aggregate, or none if it is empty. */
static void put_map_value(struct json *j, struct format_values *values)
{
	static const char *const names[] = { "count", "min", "max", "sum", "avg" };
	struct format_value v[5];
	unsigned int n = 0;

	while (n < 5 && format_values_next(values, &v[n]))
		n++;
	if (n == 1) {
		put_value(j, "value", &v[0]);
		return;
	}
	json_open(j, "value", '{');
	if (!n)
		json_number(j, "count", 0);
	for (unsigned int i = 0; i < n; i++)
		json_number(j, names[i], v[i].number);
	json_close(j, '}');
}

static bool put_map(struct writer *w, const struct event *e, const struct format_map *map)
{
	struct json *j = open_at(w, "map", e->time);
	struct format_values values;
	struct format_value v;

	format_values_begin(&values, w->decoder->formats, &e->print);
	json_bytes(j, "name", map->name, strlen(map->name));
	if (map->nkeys) {
		json_open(j, "key", '[');
		for (u32 i = 0; i < map->nkeys && format_values_next(&values, &v); i++)
			put_value(j, NULL, &v);
		json_close(j, ']');
	}
	put_map_value(j, &values);
	return close_record(j);
}

static bool put_print(struct writer *w, const struct event *e)
{
	const struct format_map *map = format_map(w->decoder->formats, e->print.format);
	struct json_writer *own = w->own;
	struct format_values values;
	struct format_value v;
	struct json *j;

	own->text.start = own->text.end = 0;
	if (!format_print(w->decoder->formats, &own->text, &e->print))
		return false;
	if (map)
		return put_map(w, e, map);
	j = open_at(w, "print", e->time);
	json_bytes(j, "text", own->text.buf, own->text.end);
	json_open(j, "args", '[');
	format_values_begin(&values, w->decoder->formats, &e->print);
	while (format_values_next(&values, &v))
		put_value(j, NULL, &v);
	json_close(j, ']');
	return close_record(j);
}

static bool put_text(struct writer *w, const char *type, const char *key, const struct event *e)
{
	struct json *j = open_at(w, type, e->time);

	json_bytes(j, key, e->text.s, e->text.len);
	return close_record(j);
}

static bool put_hist(struct writer *w, const struct event *e)
{
	const struct mytap_hist *h = e->hist.head;
	const struct mytap_histogram g = { .kind = h->kind, .n = h->nbuckets, .low = h->low, .high = h->high, .width = h->width,
					   .buckets = e->hist.buckets };
	struct json *j;

	if (!mytap_histogram_is_sane(&g))
		return false;
	j = open_at(w, "hist", e->time);
	json_string(j, "scale", h->kind == MYTAP_HISTOGRAM_LOG ? "log" : h->kind == MYTAP_HISTOGRAM_LLOG ? "llog" : "linear");
	if (h->kind == MYTAP_HISTOGRAM_LLOG)
		json_number(j, "parts", 1LL << h->low);
	if (h->kind == MYTAP_HISTOGRAM_LINEAR) {
		json_number(j, "low", h->low);
		json_number(j, "high", h->high);
		json_number(j, "width", h->width);
	}
	json_open(j, "buckets", '[');
	for (u32 i = 0; i < g.n; i++) {
		char mark = mytap_bucket_mark(&g, i);

		if (!g.buckets[i])
			continue;
		json_open(j, NULL, '{');
		json_number(j, mark == '<' ? "below" : mark ? "above" : "from", mytap_bucket_bound(&g, i));
		json_unsigned(j, "count", g.buckets[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	return close_record(j);
}

static bool put_message(struct writer *w, const struct event *e)
{
	struct json *j = open_at(w, e->message.is_error ? "error" : "warning", e->time);

	json_bytes(j, "text", e->message.text.s, e->message.text.len);
	put_probe_number(w, j, e->message.probe);
	return close_record(j);
}

/* ---- traces ------------------------------------------------------------------------------------- */

static struct json *open_task(struct writer *w, const struct event *e, const char *what, const struct mytap_trace_head *h)
{
	struct json *j = open_at(w, "trace", e->time);

	json_string(j, "what", what);
	json_unsigned(j, "pid", h->pid);
	json_bytes(j, "comm", h->comm, strnlen(h->comm, sizeof(h->comm)));
	json_unsigned(j, "cpu", h->cpu);
	return j;
}

static struct json *open_trace(struct writer *w, const struct event *e, const char *what)
{
	struct json *j = open_task(w, e, what, e->call.head);

	json_string(j, "function", writer_name(w, e->call.head->function));
	json_address(j, "address", e->call.head->function);
	return j;
}

static bool put_mark(struct writer *w, const struct event *e)
{
	struct json *j = open_task(w, e, event_mark_word(e), e->mark.head);

	json_bytes(j, "name", e->mark.name.s, e->mark.name.len);
	if (event_mark_has_value(e))
		json_number(j, "value", e->mark.value);
	return close_record(j);
}

static bool put_function(struct writer *w, const struct event *e)
{
	const struct mytap_trace_head *h = e->call.head;
	struct json *j = open_trace(w, e, "function");

	if (e->call.caller)
		json_string(j, "caller", writer_name(w, e->call.caller));
	json_bool(j, "irqs_off", h->flags & MYTAP_TRACE_IRQS_OFF);
	json_bool(j, "need_resched", h->flags & MYTAP_TRACE_NEED_RESCHED);
	json_bool(j, "nmi", h->flags & MYTAP_TRACE_NMI);
	json_bool(j, "hardirq", h->flags & MYTAP_TRACE_HARDIRQ);
	json_bool(j, "softirq", h->flags & MYTAP_TRACE_SOFTIRQ);
	json_unsigned(j, "preempt_depth", h->preempt_depth);
	if (e->call.args)
		json_string(j, "args", e->call.args);
	return close_record(j);
}

static bool put_enter(struct writer *w, const struct event *e)
{
	struct json *j = open_trace(w, e, "enter");

	json_unsigned(j, "depth", e->call.depth);
	if (e->call.args)
		json_string(j, "args", e->call.args);
	return close_record(j);
}

static bool put_leave(struct writer *w, const struct event *e)
{
	struct json *j = open_trace(w, e, "leave");

	json_unsigned(j, "depth", e->call.depth);
	json_unsigned(j, "entered", e->call.entered);
	json_unsigned(j, "duration", e->time - e->call.entered);
	json_unsigned(j, "own", e->call.own);
	if (e->call.value)
		json_number(j, "value", *e->call.value);
	return close_record(j);
}

/* ---- stacks ------------------------------------------------------------------------------------- */

static bool put_stack(struct writer *w)
{
	struct json_writer *own = w->own;
	struct json *j;

	if (!own->stack.n)
		return true;
	j = open_at(w, "stack", own->stack_time);
	json_open(j, "frames", '[');
	for (size_t i = 0; i < own->stack.n; i++) {
		const struct stack_frame *f = &own->stack.v[i];

		json_open(j, NULL, '{');
		json_address(j, "address", f->address);
		json_bytes(j, "name", f->name, f->name_len);
		if (f->has_offset) {
			json_unsigned(j, "offset", f->offset);
			json_unsigned(j, "size", f->size);
		}
		if (f->module_len)
			json_bytes(j, "module", f->module, f->module_len);
		if (f->source_len) {
			json_bytes(j, "source", f->source, f->source_len);
			json_unsigned(j, "line", f->line);
		}
		json_close(j, '}');
	}
	json_close(j, ']');
	stack_frames_clear(&own->stack);
	return close_record(j);
}

static bool add_frame(struct writer *w, const struct event *e)
{
	struct json_writer *own = w->own;

	if (e->kind == EVENT_STACK)
		put_stack(w);
	if (!own->stack.n)
		own->stack_time = e->time;
	return stack_frames_add(&own->stack, e->text.s, e->text.len);
}

static bool json_event(struct writer *w, const struct event *e)
{
	if (e->kind != EVENT_FRAME && e->kind != EVENT_STACK)
		put_stack(w);
	switch (e->kind) {
	case EVENT_PRINT:
		return put_print(w, e);
	case EVENT_TEXT:
		return put_text(w, "print", "text", e);
	case EVENT_STACK:
	case EVENT_FRAME:
		return add_frame(w, e);
	case EVENT_HIST:
		return put_hist(w, e);
	case EVENT_MESSAGE:
		return put_message(w, e);
	case EVENT_COMMAND:
		return put_text(w, "system", "command", e);
	case EVENT_FUNCTION:
		return put_function(w, e);
	case EVENT_ENTER:
		return put_enter(w, e);
	case EVENT_LEAVE:
		return put_leave(w, e);
	case EVENT_SLICE_BEGIN:
	case EVENT_SLICE_END:
	case EVENT_COUNTER:
	case EVENT_FLOW_BEGIN:
	case EVENT_FLOW_END:
		return put_mark(w, e);
	}
	return false;
}

static void json_end(struct writer *w, const struct session_end *end)
{
	struct json *j;

	put_stack(w);
	put_lost(w);
	put_timing(w);
	put_deepest(w);
	j = open_record(w, "end");
	json_bool(j, "complete", end->is_complete);
	json_unsigned(j, "records", end->rings.taken);
	json_unsigned(j, "bytes", end->rings.taken_bytes);
	json_unsigned(j, "lost", end->rings.dropped + end->rings.overwritten);
	json_unsigned(j, "errors", w->decoder->report->errors);
	json_unsigned(j, "unpaired", w->decoder->tracer.calls.unpaired);
	close_record(j);
}

static void json_deinit(struct writer *w)
{
	struct json_writer *own = w->own;

	stack_frames_deinit(&own->stack);
	output_discard(&own->text);
}

const struct writer_kind writer_json = {
	.name = "json", .size = sizeof(struct json_writer), .begin = json_begin, .event = json_event, .end = json_end,
	.deinit = json_deinit,
};
