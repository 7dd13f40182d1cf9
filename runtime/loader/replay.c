// SPDX-License-Identifier: GPL-2.0-or-later
/* See replay.h. system() commands are not run again; names come from the file, not from this machine's kernel. */
#include "replay.h"

#include <poll.h>
#include <string.h>

#include "decode.h"
#include "raw.h"
#include "rotation.h"
#include "say.h"

static bool never(void)
{
	return false;
}

/* There are no other events: waits for the readers of the outputs. */
static void wait_for_readers(struct output *out)
{
	while (outputs_are_blocked(out)) {
		struct pollfd p[OUTPUTS_MOST];
		unsigned int n = outputs_poll(out, p);

		poll(p, n, -1);
		outputs_polled(out, p);
	}
}

static bool is_over(const struct output *out)
{
	for (; out; out = out->next)
		if (out->is_closed || out->is_broken)
			return true;
	return false;
}

/* The session's end as far as it is known of a truncated file. */
static struct session_end end_of(const struct raw_set *s, u64 records, u64 bytes)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].end)
			return (struct session_end){ s->v[i].end->rings, s->v[i].end->is_complete };
	return (struct session_end){ .rings = { .taken = records, .taken_bytes = bytes } };
}

static void play(struct replay *r, struct raw_set *s, struct decoder *d, struct output *out)
{
	u64 records = 0, bytes = 0;
	const struct mytap_record *record;
	const struct raw_file *cut;
	struct session_end end;

	decode_begin(d);
	while (!is_over(out) && (record = raw_set_next(s)) != NULL) {
		records++;
		bytes += record->size;
		if (!decode_record(d, record))
			wait_for_readers(out);
	}
	end = end_of(s, records, bytes);
	decode_finish(d, &end);
	outputs_flush(out);
	wait_for_readers(out);
	cut = raw_set_cut(s);
	if (cut && s->n == 1)
		say_error("%s was cut off after %llu records: what came then is missing", cut->path, (unsigned long long)records);
	else if (cut)
		say_error("%s was cut off: what came then of it is missing", cut->path);
	if (d->trees.too_long)
		say_warning("%llu trees of over %d records are not shown", (unsigned long long)d->trees.too_long, TREE_MOST);
	if (d->senseless)
		say_error("%llu records of %s could not be read", (unsigned long long)d->senseless, s->v[0].path);
	if (!r->is_silent)
		report_say(d->report, &end.rings);
}

static bool replay_to(struct replay *r, struct raw_set *s, struct output *out)
{
	struct raw_file *f = s->v;		/* all have the same tables */
	struct report report;
	struct decoder d = {
		.formats = format_table_new(&f->tables[RAW_FORMATS]), .report = &report, .about = &f->tables[RAW_ABOUT],
		.names = { .other = raw_set_symbol_name, .ctx = s }, .is_silent = r->is_silent, .tracer = { .most_depth = r->most_depth, .has_time = r->has_time, .has_process = r->has_process },
		.trees = { .failed = r->failed, .slower = r->slower },
	};

	format_table_set_maps(d.formats, &f->tables[RAW_MAPS]);
	report_init(&report, &f->tables[RAW_PROBES]);
	if (writers_open(&r->writers, out, never)) {
		writers_add(&r->writers, &d, r->has_no_main ? NULL : out);
		play(r, s, &d, out);
	}
	decode_deinit(&d);
	report_deinit(&report);
	return writers_finish(&r->writers);
}

static bool open_main(const struct replay *r, struct rotation *rotation, struct output *out)
{
	return (!r->rotation || rotation_parse(r->rotation, rotation)) && output_open_rotating(out, r->output, rotation, never);
}

bool replay_run(struct replay *r)
{
	struct raw_set s;
	struct output out;
	struct rotation rotation = { 0 };
	unsigned int before = say_errors();

	if (raw_set_open(&s, r->paths, r->npaths, r->is_merge) && open_main(r, &rotation, &out)) {
		replay_to(r, &s, &out);
		if (!output_finish(&out) && out.lost)
			say_error("%llu bytes of output were not written", (unsigned long long)out.lost);
		output_deinit(&out);
	}
	rotation_deinit(&rotation);
	raw_set_close(&s);
	return say_errors() == before;
}
