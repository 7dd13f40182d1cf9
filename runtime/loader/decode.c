// SPDX-License-Identifier: GPL-2.0-or-later
/* See decode.h. Lengths inside a record are checked against its size: a record may come from a file. */
#include "decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

static inline u32 id_of(const struct mytap_record *r)
{
	return r->kind_id & 0xffffff;
}

/* u32 length, bytes */
static bool text_at(const char *p, u32 size, struct event_text *ret)
{
	if (size < 4)
		return false;
	memcpy(&ret->len, p, 4);
	ret->s = p + 4;
	return ret->len <= size - 4;
}

/* To every writer. False: one of them found the event invalid. */
static inline bool tell(struct decoder *d, const struct event *e)
{
	bool is_good = true;

	for (struct writer *w = d->writers; w; w = w->next)
		is_good &= w->kind->event(w, e);
	return is_good;
}

/* Writes out what must be seen before a message. */
static void before_message(struct decoder *d)
{
	for (struct writer *w = d->writers; w; w = w->next)
		output_flush(w->out);
}

/* The message, with its probe as the last line if it has one. */
static void say_message(struct decoder *d, const struct event_message *m)
{
	const char *prefix = m->is_error ? "ERROR: " : "WARNING: ";
	char name[512], message[8192];

	if (d->is_silent)
		return;
	before_message(d);
	if (!report_probe_name(d->report, m->probe, name, sizeof(name))) {
		say_text(prefix, m->text.s, m->text.len);
		return;
	}
	snprintf(message, sizeof(message), "%.*s\n  in probe %s", (int)m->text.len, m->text.s, name);
	say_text(prefix, message, strlen(message));
}

/* u32 probe, u32 length, text */
static bool decode_message(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	enum mytap_record_kind kind = r->kind_id >> 24;
	struct event e = { .kind = EVENT_MESSAGE, .time = r->time, .message = { .is_error = kind == MYTAP_REC_ERROR, .probe = ~0u } };

	if (size < 8 || !text_at(p + 4, size - 4, &e.message.text))
		return false;
	if (kind != MYTAP_REC_WARN)
		memcpy(&e.message.probe, p, 4);
	if (e.message.is_error)
		d->report->errors++;
	else if (!say_has_warnings() && !d->is_silent)
		return true;
	say_message(d, &e.message);
	return tell(d, &e);
}

static bool decode_detail(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	struct event_text t;

	(void)r;
	if (size < 8 || !text_at(p + 4, size - 4, &t))
		return false;
	if (say_is_verbose() && !d->is_silent) {
		before_message(d);
		say_verbose("%.*s", (int)t.len, t.s);
	}
	return true;
}

static bool decode_hist(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	const struct mytap_hist *h = (const void *)p;
	struct event e = { .kind = EVENT_HIST, .time = r->time, .hist = { h, (const u64 *)(h + 1) } };

	if (size < sizeof(*h) || h->nbuckets > (size - sizeof(*h)) / sizeof(u64))
		return false;
	return tell(d, &e);
}

static const enum event_kind kind_of_text[] = {
	[MYTAP_TEXT] = EVENT_TEXT, [MYTAP_TEXT_STACK] = EVENT_STACK, [MYTAP_TEXT_FRAME] = EVENT_FRAME,
};

static bool decode_text(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	struct event e = { .time = r->time };
	u32 what = id_of(r);

	if (what >= sizeof(kind_of_text) / sizeof(*kind_of_text))
		return false;
	e.kind = kind_of_text[what];

	return text_at(p, size, &e.text) && tell(d, &e);
}

static bool decode_system(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	struct event e = { .kind = EVENT_COMMAND, .time = r->time };

	if (!text_at(p, size, &e.text) || !tell(d, &e))
		return false;
	if (!d->system)
		return true;
	before_message(d);
	d->system(d->ctx, e.text.s, e.text.len);
	return true;
}

static bool decode_counters(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	return size >= sizeof(struct mytap_probe_counters) && report_add(d->report, id_of(r), (const void *)p);
}

static bool decode_timing(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	return size >= sizeof(struct mytap_timing) && timing_add(&d->timing, d->report, id_of(r), (const void *)p);
}

/* u64 number, and the text to add: u32 length, bytes */
static bool decode_speculation(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	struct event e = { .kind = EVENT_TEXT, .time = r->time };
	struct event_text t;
	u64 id;

	if (size < 8)
		return false;
	memcpy(&id, p, 8);
	switch (id_of(r)) {
	case MYTAP_SPECULATION_ADD:
		if (!text_at(p + 8, size - 8, &t))
			return false;
		speculation_add(&d->speculations, id, t.s, t.len);
		return true;
	case MYTAP_SPECULATION_COMMIT:
		e.text.s = speculation_text(&d->speculations, id, &e.text.len);
		if (e.text.s && e.text.len)
			tell(d, &e);
		speculation_discard(&d->speculations, id);
		return true;
	case MYTAP_SPECULATION_DISCARD:
		speculation_discard(&d->speculations, id);
		return true;
	default:
		return false;
	}
}

static bool tell_decoder(void *d, const struct event *e)
{
	return tell(d, e);
}

static bool decode_trace(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	bool is_shown;
	struct event e;

	if (!trace_record(&d->tracer, id_of(r), r->time, p, size, &e, &is_shown))
		return false;
	if (!is_shown)
		return true;
	if (trees_are_asked_for(&d->trees) && (e.kind == EVENT_ENTER || e.kind == EVENT_LEAVE))
		return trees_take(&d->trees, &e, tell_decoder, d);
	return tell(d, &e);
}

struct telling {
	struct decoder *d;
	struct event e;
};

static bool tell_line(void *ctx, enum mytap_text what, const char *text, u32 n)
{
	struct telling *t = ctx;

	t->e.kind = kind_of_text[what];
	t->e.text.s = text;
	t->e.text.len = n;
	return tell(t->d, &t->e);
}

static bool decode_user_stack(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	struct telling t = { .d = d, .e.time = r->time };

	return user_stack_lines(&d->places, id_of(r), p, size, tell_line, &t);
}

static bool decode_user_file(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	(void)p;
	(void)size;
	if (d->places.met)
		d->places.met(d->places.ctx, id_of(r));
	return true;
}

static bool decode_deepest(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	return deepest_add(&d->deepest, r->time, p, size);
}

/* Not cleared: other kinds of events are longer. */
static inline void print_event(struct event *e, const struct mytap_record *r, const char *p, u32 size)
{
	e->kind = EVENT_PRINT;
	e->time = r->time;
	e->print = (struct event_print){ .format = id_of(r), .args = p, .size = size };
}

static bool decode_switch_file(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	(void)r;
	(void)p;
	(void)size;
	if (d->main)
		output_switch(d->main);
	return true;
}

static bool decode_print(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	struct event e;

	print_event(&e, r, p, size);
	return tell(d, &e);
}

static bool (*const decoders[])(struct decoder *d, const struct mytap_record *r, const char *p, u32 size) = {
#define ROW(NAME, decoder, CHANNEL) [MYTAP_REC_##NAME] = decode_##decoder,
	MYTAP_RECORDS(ROW)
#undef ROW
};

static bool decode_any(struct decoder *d, const struct mytap_record *r)
{
	u32 kind = r->kind_id >> 24;

	return kind < sizeof(decoders) / sizeof(*decoders) && decoders[kind] &&
	       decoders[kind](d, r, (const char *)(r + 1), r->size - sizeof(*r));
}

/* False: the output takes no more now. */
static inline bool write_if_due(struct output *o)
{
	if (__builtin_expect(!output_is_due(o), 1))
		return true;
	output_flush(o);
	return !o->is_blocked;
}

/* Writes what is due. False: one of the outputs takes no more now. */
static bool write_due(struct decoder *d)
{
	bool has_room = true;

	for (struct writer *w = d->writers; w; w = w->next)
		has_room &= write_if_due(w->out);
	return has_room;
}

static void tell_record(struct decoder *d, const struct mytap_record *r)
{
	for (struct writer *w = d->writers; w; w = w->next)
		if (w->kind->record)
			w->kind->record(w, r);
}

void decode_begin(struct decoder *d)
{
	for (struct writer *w = d->writers; w; w = w->next)
		if (w->kind->begin)
			w->kind->begin(w);
}

static __attribute__((noinline)) bool take_record(struct decoder *d, const struct mytap_record *r)
{
	if (d->wants_records)
		tell_record(d, r);
	if (!decode_any(d, r))
		d->senseless++;
	return write_due(d);
}

/* A PRINT record for a single writer of text, the most frequent case, has its own path: a third fewer instructions. */
bool decode_record(void *decoder, const struct mytap_record *r)
{
	struct decoder *d = decoder;
	struct writer *w = d->only;

	if (__builtin_expect(!w || r->kind_id >> 24 != MYTAP_REC_PRINT, 0))
		return take_record(d, r);
	if (__builtin_expect(!w->kind->print(d->formats, w->out, id_of(r), (const char *)(r + 1), r->size - sizeof(*r)), 0))
		d->senseless++;
	return write_if_due(w->out);
}

void decode_finish(struct decoder *d, const struct session_end *end)
{
	for (struct writer *w = d->writers; w; w = w->next)
		if (w->kind->end)
			w->kind->end(w, end);
}

static void writers_free(struct decoder *d)
{
	struct writer *w;

	while ((w = d->writers) != NULL) {
		d->writers = w->next;
		if (w->kind->deinit)
			w->kind->deinit(w);
		free(w->own);
		free(w);
	}
}

void decode_deinit(struct decoder *d)
{
	writers_free(d);
	speculations_deinit(&d->speculations);
	trace_deinit(&d->tracer);
	trees_deinit(&d->trees);
	names_deinit(&d->names);
	timing_deinit(&d->timing);
	deepest_deinit(&d->deepest);
	if (d->formats)
		format_table_free(d->formats);
	d->formats = NULL;
}
