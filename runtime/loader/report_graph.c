// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Parts of the page about calls and stacks: the times by function, and the flame graph. The picture is that of
 * --flamegraph, made by its writer and embedded as data, where it can be searched and zoomed as by itself.
 */
#include "report_graph.h"

#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "stacks.h"
#include "xml_text.h"

bool report_graph_event(struct report_graph *g, struct writer *page, const struct event *e)
{
	if (!g->flame.kind) {
		g->flame = (struct writer){ .kind = &writer_flamegraph, .out = &g->svg, .decoder = page->decoder,
					    .own = must_alloc(writer_flamegraph.size) };
		g->svg.fd = -1;
	}
	times_take(&g->times, e);
	return g->flame.kind->event(&g->flame, e);
}

static void put_base64(struct output *o, const char *s, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		u32 left = n - i < 3 ? n - i : 3, bits = 0;
		char text[4];

		for (u32 k = 0; k < 3; k++)
			bits = bits << 8 | (k < left ? (unsigned char)s[i + k] : 0);
		for (u32 k = 0; k < 4; k++)
			text[k] = k <= left ? digits[bits >> (18 - 6 * k) & 63] : '=';
		output_add(o, text, sizeof(text));
	}
}

void report_graph_put_times(struct report_graph *g, struct writer *page)
{
	struct output *o = page->out;

	times_sort(&g->times);
	if (!g->times.n)
		return;
	output_printf(o, "<section id=\"times\"><h2>Times of functions (ns)</h2>\n<div class=\"tall\"><table class=\"sortable\"><thead><tr>"
		      "<th scope=\"col\">function</th>");
	output_printf(o, "<th scope=\"col\" class=\"n\">count</th><th scope=\"col\" class=\"n\">total</th><th scope=\"col\" class=\"n\">own</th>"
		      "<th scope=\"col\" class=\"n\">average</th><th scope=\"col\" class=\"n\">p50</th>");
	output_printf(o, "<th scope=\"col\" class=\"n\">p99</th><th scope=\"col\" class=\"n\">max</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < g->times.n; i++) {
		const struct times_row *r = &g->times.rows[i];
		const u64 values[] = { r->count, r->total, r->own, r->total / r->count, times_percentile(r, 50), times_percentile(r, 99), r->longest };
		const char *name = writer_name(page, r->function);

		output_printf(o, "<tr><td class=\"k\">");
		xml_put(o, name, strlen(name));
		output_printf(o, "</td>");
		for (size_t k = 0; k < sizeof(values) / sizeof(*values); k++)
			output_printf(o, "<td class=\"n\">%llu</td>", (unsigned long long)values[k]);
		output_printf(o, "</tr>\n");
	}
	output_printf(o, "</tbody></table></div></section>\n");
}

void report_graph_put_flame(struct report_graph *g, struct writer *page, const struct session_end *end)
{
	struct output *o = page->out;

	if (!g->flame.kind)
		return;
	g->flame.kind->end(&g->flame, end);
	if (flamegraph_is_empty(&g->flame))
		return;
	output_printf(o, "<section id=\"flames\"><h2>Flame graph</h2>\n<div><object type=\"image/svg+xml\" aria-label=\"flame graph\" "
		      "data=\"data:image/svg+xml;base64,");
	put_base64(o, g->svg.buf + g->svg.start, g->svg.end - g->svg.start);
	output_printf(o, "\"></object></div></section>\n");
}

void report_graph_deinit(struct report_graph *g)
{
	times_deinit(&g->times);
	if (!g->flame.kind)
		return;
	g->flame.kind->deinit(&g->flame);
	free(g->flame.own);
	output_discard(&g->svg);
}
