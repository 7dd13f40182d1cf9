// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A page about the session: one self-contained HTML file. Its parts are collected while records come, and written
 * at the end: losses, globals as tables, histograms as charts, printed text, the script, the machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "decode.h"
#include "report_graph.h"
#include "runtime/histogram.h"
#include "say.h"
#include "xml_text.h"

enum { PRINTED_MOST = 4 << 20, CAPTION = 200 };	/* bytes of printed text shown */

static const char style[] =
	":root { color-scheme: light dark; --page: #fbfbfa; --card: #ffffff; --text: #1d1f21; --soft: #5f6670; --line: #e2e4e8; --bar: #3b78c4; --head: #f2f4f7; --bad: #b3261e; }\n"
	"@media (prefers-color-scheme: dark) {\n"
	"	:root { --page: #15171a; --card: #1d2024; --text: #e6e7e9; --soft: #9aa3ad; --line: #33383f; --bar: #6ea3e8; --head: #262a30; --bad: #ff8a80; }\n"
	"}\n"
	"* { box-sizing: border-box; }\n"
	"body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }\n"
	"main { max-width: 1060px; margin: 0 auto; padding: 28px 20px 60px; }\n"
	"h1 { font-size: 24px; margin: 0 0 2px; }\n"
	"h2 { font-size: 17px; margin: 34px 0 10px; }\n"
	".soft { color: var(--soft); }\n"
	".bad { color: var(--bad); }\n"
	"section > div, section > pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: auto; }\n"
	"pre { margin: 0; padding: 12px 14px; font: 13px/1.45 ui-monospace, \"DejaVu Sans Mono\", Menlo, Consolas, monospace; max-height: 480px; }\n"
	"table { border-collapse: collapse; width: 100%; font-size: 14px; }\n"
	"th, td { padding: 5px 14px; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }\n"
	"tr:last-child td { border-bottom: 0; }\n"
	"th { background: var(--head); font-weight: 600; position: sticky; top: 0; white-space: nowrap; }\n"
	"table.sortable th { cursor: pointer; }\n"
	"th[aria-sort=ascending]::after { content: \" \\25b2\"; }\n"
	"th[aria-sort=descending]::after { content: \" \\25bc\"; }\n"
	"td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }\n"
	"td.k { font-family: ui-monospace, \"DejaVu Sans Mono\", Menlo, Consolas, monospace; font-size: 13px; overflow-wrap: anywhere; white-space: pre-line; }\n"
	".tall { max-height: 520px; }\n"
	"object { display: block; width: 100%; border: 0; }\n"
	".hist { padding: 12px 14px; margin-bottom: 10px; }\n"
	".hist p { margin: 0 0 8px; }\n"
	".row { display: grid; grid-template-columns: 12em 1fr 8em; gap: 10px; align-items: center; font-size: 13px; font-variant-numeric: tabular-nums; }\n"
	".row span:first-child { text-align: right; white-space: nowrap; }\n"
	".row i { display: block; height: 13px; background: var(--bar); border-radius: 2px; min-width: 1px; }\n"
	".row i.none { background: transparent; }\n";

static const char script[] =
	"document.querySelectorAll(\"table.sortable\").forEach(function (table) {\n"
	"	table.querySelectorAll(\"th\").forEach(function (th, column) {\n"
	"		th.tabIndex = 0;\n"
	"		function sort() {\n"
	"			var numeric = th.classList.contains(\"n\");\n"
	"			var up = th.getAttribute(\"aria-sort\") ? th.getAttribute(\"aria-sort\") === \"descending\" : !numeric;\n"
	"			var body = table.tBodies[0], rows = [].slice.call(body.rows);\n"
	"			rows.sort(function (a, b) {\n"
	"				var x = a.cells[column].textContent, y = b.cells[column].textContent, order;\n"
	"				order = numeric ? (BigInt(x || 0) < BigInt(y || 0) ? -1 : BigInt(x || 0) > BigInt(y || 0) ? 1 : 0) : x.localeCompare(y);\n"
	"				return up ? order : -order;\n"
	"			});\n"
	"			table.querySelectorAll(\"th\").forEach(function (other) { other.removeAttribute(\"aria-sort\"); });\n"
	"			th.setAttribute(\"aria-sort\", up ? \"ascending\" : \"descending\");\n"
	"			rows.forEach(function (row) { body.appendChild(row); });\n"
	"		}\n"
	"		th.addEventListener(\"click\", sort);\n"
	"		th.addEventListener(\"keydown\", function (e) { if (e.key === \"Enter\") sort(); });\n"
	"	});\n"
	"});\n";

/* The rows of a global, in the order of printing. */
struct page_map {
	const char *name;
	u32 nkeys;
	bool is_aggregate;
	u64 numbers;			/* bit i: column i has numbers only */
	size_t nrows;
	struct output rows;
};

struct page {
	struct page_map *maps;
	size_t nmaps;
	struct output printed, hists, messages;
	struct report_graph graph;
	u64 not_shown;			/* printed bytes that are not shown */
	size_t line_end;		/* in the printed text: text before this offset is not a caption */
};

/* ---- what comes --------------------------------------------------------------------------------- */

static void put_text(struct writer *w, const char *s, size_t len)
{
	struct page *own = w->own;
	struct output *o = &own->printed;

	if (o->end + len > PRINTED_MOST) {
		own->not_shown += len;
		return;
	}
	output_add(o, s, len);
}

static struct page_map *map_of(struct page *own, const struct format_map *map, bool is_aggregate)
{
	for (size_t i = 0; i < own->nmaps; i++)
		if (!strcmp(own->maps[i].name, map->name))
			return &own->maps[i];
	own->maps = must_realloc(own->maps, (own->nmaps + 1) * sizeof(*own->maps));
	own->maps[own->nmaps] = (struct page_map){ .name = map->name, .nkeys = map->nkeys, .is_aggregate = is_aggregate,
						   .numbers = ~0ULL, .rows.fd = -1 };
	return &own->maps[own->nmaps++];
}

/* Addresses in the form of backtrace(), by their names, the outermost last. */
static bool put_stack(struct writer *w, struct output *o, const struct format_value *v)
{
	const char *s = v->s, *end = v->s + v->len;
	u64 address;

	while (format_next_address(&s, end, &address))
		;
	if (s != end || !v->len)
		return false;
	for (s = v->s; format_next_address(&s, end, &address); ) {
		const char *name = writer_name(w, address);

		xml_put(o, name, strlen(name));
		output_add(o, "\n", s < end);
	}
	return true;
}

static void put_cell(struct writer *w, struct page_map *m, unsigned int column, const struct format_value *v)
{
	struct output *o = &m->rows;

	if (v->kind == VALUE_STRING) {
		m->numbers &= ~(1ULL << column);
		output_printf(o, "<td class=\"k\">");
		if (!put_stack(w, o, v))
			xml_put(o, v->s, v->len);
		output_printf(o, "</td>");
	} else {
		output_printf(o, "<td class=\"n\">%lld</td>", (long long)v->number);
	}
}

static void put_map(struct writer *w, const struct event *e, const struct format_map *map)
{
	struct format_values values;
	struct format_value v[64];
	unsigned int n = 0, nvalues;
	struct page_map *m;

	format_values_begin(&values, w->decoder->formats, &e->print);
	while (n < 64 && format_values_next(&values, &v[n]))
		n++;
	if (n < map->nkeys)
		return;
	nvalues = n - map->nkeys;
	m = map_of(w->own, map, nvalues != 1);
	output_printf(&m->rows, "<tr>");
	for (unsigned int i = 0; i < n; i++)
		put_cell(w, m, i, &v[i]);
	if (!nvalues)
		output_printf(&m->rows, "<td class=\"n\">0</td><td></td><td></td><td></td><td></td>");
	output_printf(&m->rows, "</tr>\n");
	m->nrows++;
}

static bool put_print(struct writer *w, const struct event *e)
{
	const struct format_map *map = format_map(w->decoder->formats, e->print.format);
	struct output text = { .fd = -1 };
	bool is_good = format_print(w->decoder->formats, &text, &e->print);

	if (is_good && map)
		put_map(w, e, map);
	else if (is_good)
		put_text(w, text.buf, text.end);
	output_discard(&text);
	return is_good;
}

/* The text that a script printed just before a histogram is its caption. */
static void put_caption(struct page *own)
{
	const char *text = own->printed.buf;
	size_t end = own->printed.end, start;

	while (end && (text[end - 1] == '\n' || text[end - 1] == ' '))
		end--;
	for (start = end; start && text[start - 1] != '\n' && end - start < CAPTION; start--)
		;
	if (start >= own->line_end && end > start) {
		output_printf(&own->hists, "<p>");
		xml_put(&own->hists, text + start, end - start);
		output_printf(&own->hists, "</p>");
	}
	own->line_end = own->printed.end;
}

static void put_bucket(struct output *o, const struct mytap_histogram *h, const struct mytap_histogram_shape *s, u32 i)
{
	char mark = mytap_bucket_mark(h, i);

	output_printf(o, "<div class=\"row\"><span>%s%lld</span><i style=\"width:%.2f%%\"%s></i><span>%llu</span></div>\n",
		      mark == '<' ? "&lt;" : mark == '>' ? "&gt;" : "", (long long)mytap_bucket_bound(h, i),
		      s->max ? 100.0 * h->buckets[i] / s->max : 0, h->buckets[i] ? "" : " class=\"none\"", (unsigned long long)h->buckets[i]);
}

static bool put_hist(struct writer *w, const struct event *e)
{
	const struct mytap_hist *head = e->hist.head;
	const struct mytap_histogram h = { .kind = head->kind, .n = head->nbuckets, .low = head->low, .high = head->high,
					   .width = head->width, .elision = -1, .buckets = e->hist.buckets };
	struct mytap_histogram_shape s;
	struct page *own = w->own;

	if (!mytap_histogram_is_sane(&h))
		return false;
	s = mytap_histogram_shape(&h);
	output_printf(&own->hists, "<div class=\"hist\">");
	put_caption(own);
	for (u32 i = s.low; i <= s.high && i < h.n; i++)
		put_bucket(&own->hists, &h, &s, i);
	output_printf(&own->hists, "</div>\n");
	return true;
}

static void put_message(struct writer *w, const struct event *e)
{
	struct page *own = w->own;

	output_printf(&own->messages, "<tr><td class=\"%s\">%s</td><td>", e->message.is_error ? "bad" : "soft",
		      e->message.is_error ? "error" : "warning");
	xml_put(&own->messages, e->message.text.s, e->message.text.len);
	output_printf(&own->messages, "</td><td class=\"k\">");
	if (e->message.probe < w->decoder->report->probes->n)
		xml_put(&own->messages, w->decoder->report->probes->v[e->message.probe], strlen(w->decoder->report->probes->v[e->message.probe]));
	output_printf(&own->messages, "</td></tr>\n");
}

static bool page_event(struct writer *w, const struct event *e)
{
	struct page *own = w->own;

	if (!report_graph_event(&own->graph, w, e))
		return false;
	switch (e->kind) {
	case EVENT_PRINT:
		return put_print(w, e);
	case EVENT_TEXT:
	case EVENT_STACK:
	case EVENT_FRAME:
		put_text(w, e->text.s, e->text.len);
		return true;
	case EVENT_HIST:
		return put_hist(w, e);
	case EVENT_MESSAGE:
		put_message(w, e);
		return true;
	case EVENT_COMMAND:
	case EVENT_FUNCTION:
	case EVENT_ENTER:
	case EVENT_LEAVE:
	case EVENT_SLICE_BEGIN:
	case EVENT_SLICE_END:
	case EVENT_COUNTER:
	case EVENT_FLOW_BEGIN:
	case EVENT_FLOW_END:
		return true;
	}
	return false;
}

/* ---- the page ----------------------------------------------------------------------------------- */

static void put_buffer(struct output *o, const struct output *from)
{
	output_add(o, from->buf, from->end);
}

static void put_escaped(struct output *o, const char *s)
{
	xml_put(o, s, strlen(s));
}

static void put_head(struct writer *w)
{
	const struct string_table *about = w->decoder->about;
	const char *name = about_find(about, "script"), *started = about_find(about, "started");
	struct output *o = w->out;

	output_printf(o, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
		      "content=\"width=device-width, initial-scale=1\">\n<title>");
	put_escaped(o, name ? name : "mytap");
	output_printf(o, "</title>\n<style>\n");
	output_add(o, style, sizeof(style) - 1);
	output_printf(o, "</style></head>\n<body><main>\n<h1>");
	put_escaped(o, name ? name : "mytap");
	output_printf(o, "</h1>\n<div class=\"soft\">");
	put_escaped(o, started ? started : "");
	output_printf(o, "</div>\n");
}

static void section_open(struct output *o, const char *id, const char *title, const char *class)
{
	output_printf(o, "<section id=\"%s\"><h2>", id);
	put_escaped(o, title);
	output_printf(o, "</h2>\n<div class=\"%s\">", class);
}

static void section_close(struct output *o)
{
	output_printf(o, "</div></section>\n");
}

static void put_header_cell(struct output *o, const char *name, bool is_number)
{
	output_printf(o, "<th scope=\"col\"%s>", is_number ? " class=\"n\"" : "");
	put_escaped(o, name);
	output_printf(o, "</th>");
}

static void put_losses(struct writer *w, const struct session_end *end)
{
	static const char *const names[] = { "records lost", "skipped: nested", "skipped: lock", "skipped: stack", "missed", "errors" };
	const struct report *r = w->decoder->report;
	struct output *o = w->out;
	unsigned int rows = 0;

	section_open(o, "losses", "Losses", "tall");
	output_printf(o, "<table><tbody><tr><td>%llu records of %llu bytes were read; %llu did not fit into the buffers.%s</td></tr></tbody></table>",
		      (unsigned long long)end->rings.taken, (unsigned long long)end->rings.taken_bytes,
		      (unsigned long long)(end->rings.dropped + end->rings.overwritten), end->is_complete ? "" : " The session was left before its end.");
	for (size_t i = 0; i < r->probes->n; i++) {
		const struct mytap_probe_counters *c = &r->counters[i];
		const u64 values[] = { c->lost_records, c->skipped_nested, c->skipped_lock, c->skipped_stack, c->missed, c->errors };

		if (!report_is_noteworthy(c))
			continue;
		if (!rows++) {
			output_printf(o, "<table class=\"sortable\"><thead><tr>");
			put_header_cell(o, "probe", false);
			for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++)
				put_header_cell(o, names[k], true);
			output_printf(o, "</tr></thead><tbody>\n");
		}
		output_printf(o, "<tr><td class=\"k\">");
		put_escaped(o, r->probes->v[i]);
		output_printf(o, "</td>");
		for (size_t k = 0; k < sizeof(values) / sizeof(*values); k++)
			output_printf(o, "<td class=\"n\">%llu</td>", (unsigned long long)values[k]);
		output_printf(o, "</tr>\n");
	}
	if (rows)
		output_printf(o, "</tbody></table>");
	section_close(o);
}

static void put_maps(struct writer *w)
{
	static const char *const parts[] = { "count", "min", "max", "sum", "avg" };
	struct page *own = w->own;
	struct output *o = w->out;

	for (size_t i = 0; i < own->nmaps; i++) {
		struct page_map *m = &own->maps[i];
		char id[160], name[24];

		snprintf(id, sizeof(id), "map-%.120s", m->name);
		section_open(o, id, m->name, "tall");
		output_printf(o, "<table class=\"sortable\"><thead><tr>");
		for (u32 k = 0; k < m->nkeys; k++) {
			snprintf(name, sizeof(name), m->nkeys > 1 ? "key %u" : "key", k + 1);
			put_header_cell(o, name, m->numbers >> k & 1);
		}
		for (size_t k = 0; m->is_aggregate && k < sizeof(parts) / sizeof(*parts); k++)
			put_header_cell(o, parts[k], true);
		if (!m->is_aggregate)
			put_header_cell(o, "value", m->numbers >> m->nkeys & 1);
		output_printf(o, "</tr></thead><tbody>\n");
		put_buffer(o, &m->rows);
		output_printf(o, "</tbody></table>");
		section_close(o);
	}
}

static void put_printed(struct writer *w)
{
	struct page *own = w->own;
	struct output *o = w->out;

	if (!own->printed.end)
		return;
	output_printf(o, "<section id=\"printed\"><h2>Printed</h2>\n<pre>");
	xml_put(o, own->printed.buf, own->printed.end);
	output_printf(o, "</pre>");
	if (own->not_shown)
		output_printf(o, "<p class=\"bad\">%llu more bytes were printed; this page shows the first %d MB.</p>",
			      (unsigned long long)own->not_shown, PRINTED_MOST >> 20);
	output_printf(o, "</section>\n");
}

static void put_about(struct writer *w)
{
	static const char *const rows[][2] = {
		{ "host", "host" }, { "kernel", "kernel" }, { "machine", "architecture" }, { "cpus", "processors" }, { "memory_mb", "memory (MB)" },
		{ "options", "options" }, { "module", "module" }, { "build_id", "build-id of the kernel" }, { "version", "mytap" },
	};
	const char *text = about_find(w->decoder->about, "script_text");
	struct output *o = w->out;

	if (text) {
		output_printf(o, "<section id=\"script\"><h2>Script</h2>\n<pre>");
		put_escaped(o, text);
		output_printf(o, "</pre></section>\n");
	}
	section_open(o, "machine", "Machine and settings", "tall");
	output_printf(o, "<table><tbody>\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *value = about_find(w->decoder->about, rows[i][0]);

		if (!value)
			continue;
		output_printf(o, "<tr><td class=\"soft\">%s</td><td class=\"k\">", rows[i][1]);
		put_escaped(o, value);
		output_printf(o, "</td></tr>\n");
	}
	output_printf(o, "</tbody></table>");
	section_close(o);
}

static void page_end(struct writer *w, const struct session_end *end)
{
	struct page *own = w->own;
	struct output *o = w->out;

	put_head(w);
	put_losses(w, end);
	if (own->messages.end) {
		section_open(o, "messages", "Messages", "tall");
		output_printf(o, "<table><tbody>\n");
		put_buffer(o, &own->messages);
		output_printf(o, "</tbody></table>");
		section_close(o);
	}
	put_maps(w);
	if (own->hists.end) {
		output_printf(o, "<section id=\"histograms\"><h2>Histograms</h2>\n");
		put_buffer(o, &own->hists);
		output_printf(o, "</section>\n");
	}
	report_graph_put_times(&own->graph, w);
	report_graph_put_flame(&own->graph, w, end);
	put_printed(w);
	put_about(w);
	output_printf(o, "</main>\n<script>\n");
	output_add(o, script, sizeof(script) - 1);
	output_printf(o, "</script>\n</body></html>\n");
}

static void page_deinit(struct writer *w)
{
	struct page *own = w->own;

	for (size_t i = 0; i < own->nmaps; i++)
		output_discard(&own->maps[i].rows);
	free(own->maps);
	report_graph_deinit(&own->graph);
	output_discard(&own->printed);
	output_discard(&own->hists);
	output_discard(&own->messages);
}

const struct writer_kind writer_report = {
	.name = "report", .has_file = true, .size = sizeof(struct page), .event = page_event, .end = page_end, .deinit = page_deinit,
};
