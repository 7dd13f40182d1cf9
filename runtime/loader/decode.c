// SPDX-License-Identifier: GPL-2.0-or-later
/* See decode.h. Lengths inside a record are checked against its size: a record may come from a file. */
#include "decode.h"

#include <stdio.h>
#include <string.h>

#include "histogram.h"
#include "say.h"

struct text {
	const char *s;
	u32 len;
};

/* u32 length, bytes */
static bool text_at(const char *p, u32 size, struct text *ret)
{
	if (size < 4)
		return false;
	memcpy(&ret->len, p, 4);
	ret->s = p + 4;
	return ret->len <= size - 4;
}

/* What a message follows must be seen before it. */
static void before_message(struct decoder *d)
{
	output_flush(d->out);
}

static bool decode_message(struct decoder *d, const char *prefix, const char *p, u32 size)
{
	struct text t;

	if (size < 8 || !text_at(p + 4, size - 4, &t))
		return false;
	before_message(d);
	say_text(prefix, t.s, t.len);
	return true;
}

/* Its last line: the probe it is about. */
static bool decode_with_probe(struct decoder *d, const char *prefix, const char *p, u32 size)
{
	char name[512], message[8192];
	struct text t;
	u32 probe;

	if (size < 8 || !text_at(p + 4, size - 4, &t))
		return false;
	memcpy(&probe, p, 4);
	if (!report_probe_name(d->report, probe, name, sizeof(name)))
		return decode_message(d, prefix, p, size);
	before_message(d);
	snprintf(message, sizeof(message), "%.*s\n  in probe %s", (int)t.len, t.s, name);
	say_text(prefix, message, strlen(message));
	return true;
}

static bool decode_error(struct decoder *d, const char *p, u32 size)
{
	bool is_good = decode_with_probe(d, "ERROR: ", p, size);

	d->report->errors += is_good;
	return is_good;
}

static bool decode_detail(struct decoder *d, const char *p, u32 size)
{
	struct text t;

	if (size < 8 || !text_at(p + 4, size - 4, &t))
		return false;
	if (say_is_verbose()) {
		before_message(d);
		say_verbose("%.*s", (int)t.len, t.s);
	}
	return true;
}

static bool decode_hist(struct decoder *d, const char *p, u32 size)
{
	const struct mytap_hist *h = (const void *)p;

	if (size < sizeof(*h) || h->nbuckets > (size - sizeof(*h)) / sizeof(u64))
		return false;
	return histogram_print(d->out, h, (const u64 *)(h + 1), h->nbuckets);
}

static bool decode_text(struct decoder *d, const char *p, u32 size)
{
	struct text t;

	if (!text_at(p, size, &t))
		return false;
	output_add(d->out, t.s, t.len);
	return true;
}

static bool decode_system(struct decoder *d, const char *p, u32 size)
{
	struct text t;

	if (!text_at(p, size, &t))
		return false;
	before_message(d);
	d->system(d->ctx, t.s, t.len);
	return true;
}

static bool decode_counters(struct decoder *d, u32 probe, const char *p, u32 size)
{
	return size >= sizeof(struct mytap_probe_counters) && report_add(d->report, probe, (const void *)p);
}

/* u64 number, and the text to add: u32 length, bytes */
static bool decode_speculation(struct decoder *d, u32 what, const char *p, u32 size)
{
	struct text t;
	u64 id;

	if (size < 8)
		return false;
	memcpy(&id, p, 8);
	switch (what) {
	case MYTAP_SPECULATION_ADD:
		if (!text_at(p + 8, size - 8, &t))
			return false;
		speculation_add(&d->speculations, id, t.s, t.len);
		return true;
	case MYTAP_SPECULATION_COMMIT:
		speculation_commit(&d->speculations, id, d->out);
		return true;
	case MYTAP_SPECULATION_DISCARD:
		speculation_discard(&d->speculations, id);
		return true;
	default:
		return false;
	}
}

static bool decode_rare(struct decoder *d, const struct mytap_record *r, const char *p, u32 size)
{
	switch (r->kind_id >> 24) {
	case MYTAP_REC_ERROR:
		return decode_error(d, p, size);
	case MYTAP_REC_WARN:
		return !say_has_warnings() || decode_message(d, "WARNING: ", p, size);
	case MYTAP_REC_WARN_PROBE:
		return !say_has_warnings() || decode_with_probe(d, "WARNING: ", p, size);
	case MYTAP_REC_DETAIL:
		return decode_detail(d, p, size);
	case MYTAP_REC_HIST:
		return decode_hist(d, p, size);
	case MYTAP_REC_SYSTEM:
		return decode_system(d, p, size);
	case MYTAP_REC_COUNTERS:
		return decode_counters(d, r->kind_id & 0xffffff, p, size);
	case MYTAP_REC_TEXT:
		return decode_text(d, p, size);
	case MYTAP_REC_SPECULATION:
		return decode_speculation(d, r->kind_id & 0xffffff, p, size);
	case MYTAP_REC_TRACE:
		return trace_record(&d->tracer, d->out, r->kind_id & 0xffffff, r->time, p, size);
	default:
		return false;
	}
}

bool decode_record(void *decoder, const struct mytap_record *r)
{
	struct decoder *d = decoder;
	const char *payload = (const char *)(r + 1);
	u32 size = r->size - sizeof(*r);
	bool is_good;

	if (__builtin_expect(r->kind_id >> 24 == MYTAP_REC_PRINT, 1))
		is_good = format_print(d->formats, d->out, r->kind_id & 0xffffff, payload, size);
	else
		is_good = decode_rare(d, r, payload, size);
	if (__builtin_expect(!is_good, 0))
		d->senseless++;
	if (!output_is_due(d->out))
		return true;
	output_flush(d->out);
	return !d->out->is_blocked;
}

void decode_finish(struct decoder *d)
{
	trace_finish(&d->tracer, d->out);
}

void decode_deinit(struct decoder *d)
{
	speculations_deinit(&d->speculations);
	trace_deinit(&d->tracer);
	if (d->formats)
		format_table_free(d->formats);
	d->formats = NULL;
}
