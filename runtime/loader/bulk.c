// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * -b: a raw file for each stream of records (a ring of a CPU), NAME_0 and so on, numbered as the streams are. Each is a whole
 * raw file; its RAW_PART tells which one it is, its RAW_END how many there are, so that mytap merge can put them together
 * in the order in which they were read (raw_set.c). A stream without records has no file.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "decode.h"
#include "raw.h"
#include "say.h"

struct part {
	struct writer w;		/* a raw writer */
	struct output out;
	char path[4096];
};

struct bulk {
	struct part **v;		/* by stream; NULL: nothing came */
	u32 n, used;
};

static bool never(void)
{
	return true;			/* a FIFO without a reader is not waited for */
}

static bool open_part(struct part *p, const char *name, u32 number)
{
	struct stat st;

	if (snprintf(p->path, sizeof(p->path), "%s_%u", name, number) >= (int)sizeof(p->path)) {
		say_error("the name of -o is too long for -b");
		return false;
	}
	if (!output_open(&p->out, p->path, never))
		return false;
	if (!fstat(p->out.fd, &st) && S_ISREG(st.st_mode))
		return true;
	say_error("%s is no file: -b writes a file for each CPU", p->path);
	return false;
}

static struct part *part_new(struct writer *w, u32 number)
{
	struct bulk *own = w->own;
	struct part *p = must_alloc(sizeof(*p));

	own->used++;
	p->w = (struct writer){ .kind = &writer_raw, .out = &p->out, .decoder = w->decoder, .own = must_alloc(writer_raw.size) };
	p->out.fd = -1;
	if (open_part(p, w->setting, number))
		raw_begin_part(&p->w, number);
	else
		p->out.is_broken = true;
	return p;
}

static struct part *part_of(struct writer *w, u32 number)
{
	struct bulk *own = w->own;

	if (number >= own->n) {
		own->v = must_realloc(own->v, (number + 1) * sizeof(*own->v));
		memset(own->v + own->n, 0, (number + 1 - own->n) * sizeof(*own->v));
		own->n = number + 1;
	}
	if (!own->v[number])
		own->v[number] = part_new(w, number);
	return own->v[number];
}

static void bulk_record(struct writer *w, const struct mytap_record *r)
{
	struct part *p = part_of(w, w->decoder->stream ? *w->decoder->stream : 0);

	if (!p->out.is_broken)
		p->w.kind->record(&p->w, r);
	if (!p->out.is_broken && output_is_due(&p->out))
		output_flush(&p->out);
	w->out->is_broken |= p->out.is_broken;	/* ends the session */
}

static void bulk_end(struct writer *w, const struct session_end *end)
{
	struct bulk *own = w->own;

	part_of(w, 0);			/* a session without records has a file, too */
	for (u32 i = 0; i < own->n; i++) {
		struct part *p = own->v[i];

		if (!p)
			continue;
		if (!p->out.is_broken)
			raw_end_part(&p->w, end, own->used);
		if (!output_finish(&p->out) && p->out.lost)
			say_error("%llu bytes of %s were not written", (unsigned long long)p->out.lost, p->path);
		w->out->is_broken |= p->out.is_broken;
	}
}

static bool bulk_event(struct writer *w, const struct event *e)
{
	(void)w;
	(void)e;
	return true;
}

static void bulk_deinit(struct writer *w)
{
	struct bulk *own = w->own;

	for (u32 i = 0; i < own->n; i++) {
		if (!own->v[i])
			continue;
		writer_raw.deinit(&own->v[i]->w);
		output_deinit(&own->v[i]->out);
		free(own->v[i]->w.own);
		free(own->v[i]);
	}
	free(own->v);
}

const struct writer_kind writer_bulk = {
	.name = "bulk", .size = sizeof(struct bulk), .record = bulk_record, .event = bulk_event, .end = bulk_end, .deinit = bulk_deinit,
};
