// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Histograms over time, as one self-contained SVG file: one column per printed histogram, one row per bucket,
 * stronger colours for larger counts. The n-th histogram of each hit, if it has the same kind and bounds, goes into
 * the n-th picture.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "decode.h"
#include "runtime/histogram.h"
#include "say.h"
#include "xml_text.h"

enum {
	LEFT = 130, RIGHT = 20, HEAD = 50, FOOT = 40, ROW = 16, COLUMN = 22, WIDTH_LEAST = 420,
	COLUMNS_MOST = 1 << 20, NAME = 40, TIME_EVERY = 5 /* columns between two time labels */
};

static const char style[] =
	"text { font: 11px ui-monospace, \"DejaVu Sans Mono\", Menlo, Consolas, monospace; fill: #333; }\n"
	".title { font: 600 14px system-ui, sans-serif; }\n"
	"#page { fill: #ffffff; }\n"
	".cell { fill: #1a5fb4; }\n"
	".cell:hover { stroke: #000; }\n"
	"@media (prefers-color-scheme: dark) {\n"
	"	#page { fill: #17191c; }\n"
	"	text { fill: #d5d5d5; }\n"
	"	.cell { fill: #8ab8ff; }\n"
	"	.cell:hover { stroke: #fff; }\n"
	"}\n";

struct column {
	u64 time;
	u32 first, n;			/* numbers of its rows: first, first + 1, ... */
	u64 *buckets;
};

struct series {
	struct mytap_histogram shape;	/* without buckets */
	unsigned int number;		/* position of the histogram in its hit */
	struct column *v;
	u32 n, room;
	u32 low, high;			/* range of rows that are not empty */
	u64 most;
};

struct heatmap {
	struct series *v;
	unsigned int n;
	u64 time;			/* of the last hit that printed */
	unsigned int number;		/* histograms printed by that hit */
};

static struct series *series_of(struct heatmap *own, const struct mytap_histogram *h)
{
	struct series *s;

	for (unsigned int i = 0; i < own->n; i++) {
		s = &own->v[i];
		if (s->number == own->number && s->shape.kind == h->kind && s->shape.low == h->low && s->shape.width == h->width &&
		    (h->kind == MYTAP_HISTOGRAM_LLOG || (s->shape.high == h->high && s->shape.n == h->n)))
			return s;
	}
	own->v = must_realloc(own->v, (own->n + 1) * sizeof(*own->v));
	s = &own->v[own->n++];
	*s = (struct series){ .shape = *h, .number = own->number, .low = ~0u };
	s->shape.buckets = NULL;
	return s;
}

static void column_add(struct series *s, u64 time, const struct mytap_histogram *h)
{
	struct column *c;

	if (s->n == s->room) {
		s->room = s->room ? 2 * s->room : 16;
		s->v = must_realloc(s->v, s->room * sizeof(*s->v));
	}
	c = &s->v[s->n++];
	*c = (struct column){ .time = time, .first = h->kind == MYTAP_HISTOGRAM_LLOG ? h->high : 0, .n = h->n,
			      .buckets = must_alloc(h->n * sizeof(u64)) };
	memcpy(c->buckets, h->buckets, h->n * sizeof(u64));
	for (u32 i = 0; i < h->n; i++) {
		if (!h->buckets[i])
			continue;
		if (c->first + i < s->low)
			s->low = c->first + i;
		if (c->first + i > s->high)
			s->high = c->first + i;
		if (h->buckets[i] > s->most)
			s->most = h->buckets[i];
	}
}

static bool heatmap_event(struct writer *w, const struct event *e)
{
	const struct mytap_hist *head = e->hist.head;
	struct heatmap *own = w->own;
	struct mytap_histogram h;
	struct series *s;

	if (e->kind != EVENT_HIST)
		return true;
	h = (struct mytap_histogram){ .kind = head->kind, .n = head->nbuckets, .low = head->low, .high = head->high,
				      .width = head->width, .buckets = e->hist.buckets };
	if (!mytap_histogram_is_sane(&h))
		return false;
	own->number = own->n && own->time == e->time ? own->number + 1 : 0;
	own->time = e->time;
	s = series_of(own, &h);
	if (s->n < COLUMNS_MOST)
		column_add(s, e->time, &h);
	return true;
}

/* The name of a row: "<10", "4096" */
static const char *row_name(const struct series *s, u32 row, char room[NAME])
{
	struct mytap_histogram h = s->shape;
	char *end = room + NAME - 1;

	*end = '\0';
	if (h.kind == MYTAP_HISTOGRAM_LLOG) {
		h.high = row;
		row = 0;
	}
	return mytap_bucket_name(end, &h, row);
}

static void put_cell(struct output *o, const struct series *s, const struct column *c, u32 column, u32 row, u64 count, int y)
{
	char room[NAME];
	const char *name = row_name(s, row, room);
	u64 ms = (c->time - s->v[0].time) / 1000000;

	output_printf(o, "<rect class=\"cell\" x=\"%u\" y=\"%d\" width=\"%d\" height=\"%d\" fill-opacity=\"%.3f\" data-n=\"%llu\"><title>",
		      LEFT + column * COLUMN, y, COLUMN - 1, ROW - 1, 0.08 + 0.92 * count / s->most, (unsigned long long)count);
	output_printf(o, "+%llu.%03u s, ", (unsigned long long)(ms / 1000), (unsigned int)(ms % 1000));
	xml_put(o, name, strlen(name));
	output_printf(o, ": %llu</title></rect>\n", (unsigned long long)count);
}

/* Rows from the greatest bucket down. */
static void put_series(struct output *o, const struct series *s, int y)
{
	static const char *const kinds[] = { [MYTAP_HISTOGRAM_LOG] = "powers of two", [MYTAP_HISTOGRAM_LINEAR] = "linear",
					     [MYTAP_HISTOGRAM_LLOG] = "log-linear" };
	int bottom = y + HEAD + (int)(s->high - s->low + 1) * ROW;
	char room[NAME];

	output_printf(o, "<text class=\"title\" x=\"10\" y=\"%d\">%s, %u columns, at most %llu in a bucket</text>\n", y + 30, kinds[s->shape.kind],
		      s->n, (unsigned long long)s->most);
	for (u32 row = s->low; row <= s->high; row++) {
		const char *name = row_name(s, row, room);
		int at = bottom - (int)(row - s->low + 1) * ROW;

		output_printf(o, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT - 6, at + ROW - 4);
		xml_put(o, name, strlen(name));
		output_printf(o, "</text>\n");
		for (u32 i = 0; i < s->n; i++) {
			const struct column *c = &s->v[i];

			if (row >= c->first && row - c->first < c->n && c->buckets[row - c->first])
				put_cell(o, s, c, i, row, c->buckets[row - c->first], at);
		}
	}
	for (u32 i = 0; i < s->n; i += TIME_EVERY)
		output_printf(o, "<text x=\"%u\" y=\"%d\">+%.1f s</text>\n", LEFT + i * COLUMN, bottom + 16, (s->v[i].time - s->v[0].time) / 1e9);
}

static int height_of(const struct series *s)
{
	return s->most ? HEAD + (int)(s->high - s->low + 1) * ROW + FOOT : 0;
}

static void heatmap_end(struct writer *w, const struct session_end *end)
{
	const char *name = about_find(w->decoder->about, "script");
	struct heatmap *own = w->own;
	unsigned int width = WIDTH_LEAST;
	int height = HEAD, y = HEAD;

	(void)end;
	for (unsigned int i = 0; i < own->n; i++) {
		unsigned int wide = LEFT + own->v[i].n * COLUMN + RIGHT;

		height += height_of(&own->v[i]);
		width = wide > width ? wide : width;
	}
	output_printf(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%d\">\n<style>\n",
		      width, height);
	output_add(w->out, style, sizeof(style) - 1);
	output_printf(w->out, "</style>\n<rect id=\"page\" width=\"100%%\" height=\"100%%\"/>\n<text class=\"title\" x=\"10\" y=\"24\">");
	xml_put(w->out, name ? name : "mytap", strlen(name ? name : "mytap"));
	output_printf(w->out, height == HEAD ? ": no histogram was printed</text>\n" : "</text>\n");
	for (unsigned int i = 0; i < own->n; i++) {
		if (own->v[i].most)
			put_series(w->out, &own->v[i], y);
		y += height_of(&own->v[i]);
	}
	output_printf(w->out, "</svg>\n");
}

static void heatmap_deinit(struct writer *w)
{
	struct heatmap *own = w->own;

	for (unsigned int i = 0; i < own->n; i++) {
		for (u32 k = 0; k < own->v[i].n; k++)
			free(own->v[i].v[k].buckets);
		free(own->v[i].v);
	}
	free(own->v);
}

const struct writer_kind writer_heatmap = {
	.name = "heatmap", .has_file = true, .size = sizeof(struct heatmap), .event = heatmap_event, .end = heatmap_end, .deinit = heatmap_deinit,
};
