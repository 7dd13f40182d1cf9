// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A flame graph: one self-contained SVG file. A function is drawn above its caller, as wide as its weight; a click
 * zooms, / or Ctrl-F searches. With scripts disabled it is a static picture. Compared with an earlier session (a
 * file of --folded), colours show how a function's share has changed. "#s=REGEX" and "#z=FUNCTION" after its URL
 * start with a search or a zoom.
 */
#include <stdio.h>
#include <string.h>

#include "about.h"
#include "decode.h"
#include "stacks.h"
#include "xml_text.h"

enum { WIDTH = 1200, LEFT = 10, USABLE = WIDTH - 2 * LEFT, ROW = 18, HEAD = 58, FOOT = 34 };

static const char style[] =
	"text { font: 11px ui-monospace, \"DejaVu Sans Mono\", Menlo, Consolas, monospace; fill: #1b1b1b; pointer-events: none; }\n"
	"#page { fill: #ffffff; }\n"
	"#title { font: 600 15px system-ui, sans-serif; }\n"
	".bar { font: 12px system-ui, sans-serif; fill: #444; }\n"
	".button { pointer-events: all; cursor: pointer; fill: #1a5fb4; }\n"
	"g.f { cursor: pointer; }\n"
	"g.f:hover rect, g.f:focus rect { stroke: #000; stroke-width: 1; }\n"
	"g.f:focus { outline: none; }\n"
	"g.outer rect { opacity: 0.45; }\n"
	"g.hit rect { fill: #c64ad6 !important; }\n"
	"@media (prefers-color-scheme: dark) {\n"
	"	#page { fill: #17191c; }\n"
	"	#title { fill: #e8e8e8; }\n"
	"	.bar { fill: #b5b5b5; }\n"
	"	.button { fill: #8ab8ff; }\n"
	"	g.f:hover rect, g.f:focus rect { stroke: #fff; }\n"
	"}\n";

static const char script[] =
	"(function () {\n"
	"	var svg = document.documentElement, frames = [].slice.call(document.querySelectorAll(\"g.f\"));\n"
	"	var total = +svg.getAttribute(\"data-total\"), width = 1180, zoomed = null, unit = svg.getAttribute(\"data-unit\");\n"
	"	var status = document.getElementById(\"status\"), reset = document.getElementById(\"reset\"), found = document.getElementById(\"found\");\n"
	"	function number(g, name) { return +g.getAttribute(\"data-\" + name); }\n"
	"	function fit(g, w) {\n"
	"		var t = g.querySelector(\"text\"), name = g.getAttribute(\"data-n\"), most = Math.floor((w - 6) / 6.6);\n"
	"		t.textContent = most < 3 ? \"\" : name.length <= most ? name : name.slice(0, most - 1) + \"\\u2026\";\n"
	"	}\n"
	"	function show(at, sum, depth) {\n"
	"		frames.forEach(function (g) {\n"
	"			var x = number(g, \"x\"), w = number(g, \"w\"), d = number(g, \"d\"), r = g.querySelector(\"rect\"), left, right;\n"
	"			var outer = d < depth && x <= at && x + w >= at + sum;\n"
	"			left = Math.max(x, at); right = Math.min(x + w, at + sum);\n"
	"			if (right <= left || (d < depth && !outer)) { g.style.display = \"none\"; return; }\n"
	"			g.style.display = \"\";\n"
	"			left = 10 + (left - at) / sum * width; right = 10 + (right - at) / sum * width;\n"
	"			r.setAttribute(\"x\", left.toFixed(2)); r.setAttribute(\"width\", Math.max(right - left - 0.4, 0.3).toFixed(2));\n"
	"			g.querySelector(\"text\").setAttribute(\"x\", (left + 3).toFixed(2));\n"
	"			g.classList.toggle(\"outer\", outer);\n"
	"			fit(g, right - left);\n"
	"		});\n"
	"	}\n"
	"	function zoom(g) {\n"
	"		zoomed = g;\n"
	"		if (g) show(number(g, \"x\"), number(g, \"w\"), number(g, \"d\")); else show(0, total, 0);\n"
	"		reset.style.display = g ? \"\" : \"none\";\n"
	"	}\n"
	"	function search(text) {\n"
	"		var re = null, hits = 0, ranges = [];\n"
	"		try { re = text ? new RegExp(text) : null; } catch (e) { found.textContent = \"not a regular expression\"; return; }\n"
	"		frames.forEach(function (g) {\n"
	"			var hit = re && re.test(g.getAttribute(\"data-n\"));\n"
	"			g.classList.toggle(\"hit\", !!hit);\n"
	"			if (hit) ranges.push([number(g, \"x\"), number(g, \"x\") + number(g, \"w\")]);\n"
	"		});\n"
	"		ranges.sort(function (a, b) { return a[0] - b[0]; });\n"
	"		var end = 0;\n"
	"		ranges.forEach(function (r) { if (r[1] > end) { hits += r[1] - Math.max(r[0], end); end = r[1]; } });\n"
	"		found.textContent = re ? \"matched: \" + (100 * hits / total).toFixed(1) + \" %\" : \"\";\n"
	"		svg.setAttribute(\"data-matched\", re ? hits : \"\");\n"
	"	}\n"
	"	function ask() {\n"
	"		var text = prompt(\"Search (a regular expression):\", \"\");\n"
	"		if (text !== null) search(text);\n"
	"	}\n"
	"	frames.forEach(function (g) {\n"
	"		g.addEventListener(\"click\", function () { zoom(g === zoomed ? null : g); });\n"
	"		g.addEventListener(\"keydown\", function (e) { if (e.key === \"Enter\") zoom(g === zoomed ? null : g); });\n"
	"		g.addEventListener(\"mouseover\", function () { status.textContent = g.querySelector(\"title\").textContent; });\n"
	"		g.addEventListener(\"mouseout\", function () { status.textContent = \"\"; });\n"
	"	});\n"
	"	reset.addEventListener(\"click\", function () { zoom(null); });\n"
	"	document.getElementById(\"search\").addEventListener(\"click\", ask);\n"
	"	window.addEventListener(\"keydown\", function (e) {\n"
	"		if ((e.ctrlKey || e.metaKey) && e.key === \"f\" || e.key === \"/\") { e.preventDefault(); ask(); }\n"
	"		if (e.key === \"Escape\") { search(\"\"); zoom(null); }\n"
	"	});\n"
	"	window.flame = { search: search, zoom: zoom, frames: frames };\n"
	"	if (/[#&]s=([^&]*)/.test(location.hash)) search(decodeURIComponent(RegExp.$1));\n"
	"	if (/[#&]z=([^&]*)/.test(location.hash)) {\n"
	"		var name = decodeURIComponent(RegExp.$1);\n"
	"		zoom(frames.filter(function (g) { return g.getAttribute(\"data-n\") === name; })[0] || null);\n"
	"	}\n"
	"})();\n";

struct flamegraph {
	struct stacks stacks;
	const char *unit;
	u64 total;
	unsigned int depth;		/* depth of the deepest stack */
	u64 total_before;		/* total weight of the session to compare with; 0: none */
	double most_change;		/* largest change of a share over all functions */
};

static bool flamegraph_event(struct writer *w, const struct event *e)
{
	struct flamegraph *own = w->own;

	return stacks_event(&own->stacks, w, e);
}

static unsigned int depth_of(const struct stack_node *parent)
{
	unsigned int most = 0;

	for (const struct stack_node *n = parent->child; n; n = n->next) {
		unsigned int depth = n->all ? 1 + depth_of(n) : 0;

		if (depth > most)
			most = depth;
	}
	return most;
}

/* The change of a function's share of the total. */
static double change_of(const struct flamegraph *own, const struct stack_node *n)
{
	return (double)n->all / own->total - (double)n->all_before / own->total_before;
}

static double most_change(const struct flamegraph *own, const struct stack_node *parent)
{
	double most = 0;

	for (const struct stack_node *n = parent->child; n; n = n->next) {
		double change = change_of(own, n), below = most_change(own, n);

		if (change < 0)
			change = -change;
		change = change > below ? change : below;
		most = n->all && change > most ? change : most;
	}
	return most;
}

/* Red: the share grew, blue: it shrank; full colour for the largest change. */
static void put_change_color(struct output *o, const struct flamegraph *own, const struct stack_node *n)
{
	double change = own->most_change > 0 ? change_of(own, n) / own->most_change : 0;
	int pale = 235 - (int)(165 * (change < 0 ? -change : change));

	output_printf(o, change < 0 ? "rgb(%d,%d,235)" : "rgb(235,%d,%d)", pale, pale);
}

/* Warm colours, the same for a name in every picture; functions of modules are greener. */
static void put_color(struct output *o, const struct stack_node *n)
{
	unsigned int a = n->hash % 40, b = n->hash / 41 % 60;

	if (strchr(n->name, '['))
		output_printf(o, "rgb(%u,%u,%u)", 120 + a, 185 + b / 2, 110 + a);
	else
		output_printf(o, "rgb(%u,%u,%u)", 225 + a / 2, 130 + b + a / 2, 70 + a);
}

static void put_weight(struct output *o, const struct flamegraph *own, u64 weight)
{
	if (!strcmp(own->unit, "ns"))
		output_printf(o, "%llu.%03u us", (unsigned long long)(weight / 1000), (unsigned int)(weight % 1000));
	else
		output_printf(o, "%llu%s%s", (unsigned long long)weight, *own->unit ? " " : "", own->unit);
}

/* As much of the name as fits: 6.6 pixels per letter. */
static void put_label(struct output *o, const char *name, double width)
{
	size_t most = width < 26 ? 0 : (width - 6) / 6.6, len = strlen(name);

	if (len <= most) {
		xml_put(o, name, len);
	} else if (most) {
		xml_put(o, name, most - 1);
		output_add(o, "\xe2\x80\xa6", 3);
	}
}

static void put_frame(struct writer *w, const struct stack_node *n, u64 at, unsigned int depth)
{
	const struct flamegraph *own = w->own;
	double scale = (double)USABLE / own->total, x = LEFT + at * scale, width = n->all * scale;
	int y = HEAD + (int)(own->depth - 1 - depth) * ROW;

	output_printf(w->out, "<g class=\"f\" tabindex=\"0\" data-x=\"%llu\" data-w=\"%llu\" data-d=\"%u\" data-n=\"",
		      (unsigned long long)at, (unsigned long long)n->all, depth);
	xml_put(w->out, n->name, strlen(n->name));
	output_printf(w->out, "\"><title>");
	xml_put(w->out, n->name, strlen(n->name));
	output_printf(w->out, " (");
	put_weight(w->out, own, n->all);
	output_printf(w->out, ", %.2f %%", 100.0 * n->all / own->total);
	if (own->total_before)
		output_printf(w->out, ", before %.2f %%: %+.2f", 100.0 * n->all_before / own->total_before, 100 * change_of(own, n));
	output_printf(w->out, ")</title><rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" rx=\"2\" style=\"fill:", x, y,
		      width > 0.7 ? width - 0.4 : 0.3, ROW - 1);
	if (own->total_before)
		put_change_color(w->out, own, n);
	else
		put_color(w->out, n);
	output_printf(w->out, "\"/><text x=\"%.2f\" y=\"%d\">", x + 3, y + ROW - 6);
	put_label(w->out, n->name, width);
	output_printf(w->out, "</text></g>\n");
}

static void put_children(struct writer *w, const struct stack_node *parent, u64 at, unsigned int depth)
{
	for (const struct stack_node *n = parent->child; n; n = n->next) {
		if (!n->all)		/* in the earlier session only */
			continue;
		put_frame(w, n, at, depth);
		put_children(w, n, at, depth + 1);
		at += n->all;
	}
}

static void put_head(struct writer *w, int height)
{
	const char *name = about_find(w->decoder->about, "script");
	const struct flamegraph *own = w->own;

	output_printf(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		      "viewBox=\"0 0 %d %d\" data-total=\"%llu\" data-unit=\"%s\">\n", WIDTH, height, WIDTH, height,
		      (unsigned long long)own->total, own->unit);
	output_printf(w->out, "<style>\n");
	output_add(w->out, style, sizeof(style) - 1);
	output_printf(w->out, "</style>\n<rect id=\"page\" width=\"100%%\" height=\"100%%\"/>\n<text id=\"title\" x=\"%d\" y=\"24\">", LEFT);
	xml_put(w->out, name ? name : "mytap", strlen(name ? name : "mytap"));
	output_printf(w->out, ": ");
	put_weight(w->out, own, own->total);
	if (own->total_before) {
		output_printf(w->out, ", beside ");
		xml_put(w->out, w->setting, strlen(w->setting));
		output_printf(w->out, ": red grew, blue shrank");
	}
	output_printf(w->out, "</text>\n<text id=\"reset\" class=\"bar button\" x=\"%d\" y=\"44\" style=\"display:none\">Reset zoom</text>\n"
		      "<text id=\"search\" class=\"bar button\" x=\"%d\" y=\"24\" text-anchor=\"end\">Search</text>\n"
		      "<text id=\"found\" class=\"bar\" x=\"%d\" y=\"44\" text-anchor=\"end\"></text>\n"
		      "<text id=\"status\" class=\"bar\" x=\"%d\" y=\"%d\"></text>\n", LEFT, WIDTH - LEFT, WIDTH - LEFT, LEFT, height - 12);
}

static void flamegraph_end(struct writer *w, const struct session_end *end)
{
	struct flamegraph *own = w->own;
	struct stack_node *root = stacks_take(&own->stacks, &own->unit);

	(void)end;
	if (!root) {
		output_printf(w->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"60\"><text x=\"10\" y=\"30\">"
			      "no stacks: nothing printed one, was traced as a graph, or has one as its key</text></svg>\n", WIDTH);
		return;
	}
	own->total = root->all;
	if (w->setting && stacks_compare(&own->stacks, root, w->setting)) {
		own->total_before = root->all_before;
		own->most_change = own->total_before ? most_change(own, root) : 0;
	}
	own->depth = depth_of(root);
	put_head(w, HEAD + own->depth * ROW + FOOT);
	put_children(w, root, 0, 0);
	output_printf(w->out, "<script>//<![CDATA[\n");
	output_add(w->out, script, sizeof(script) - 1);
	output_printf(w->out, "//]]></script>\n</svg>\n");
}

bool flamegraph_is_empty(const struct writer *w)
{
	const struct flamegraph *own = w->own;

	return !own->total;
}

static void flamegraph_deinit(struct writer *w)
{
	struct flamegraph *own = w->own;

	stacks_deinit(&own->stacks);
}

const struct writer_kind writer_flamegraph = {
	.name = "flamegraph", .has_file = true, .has_baseline = true, .size = sizeof(struct flamegraph), .event = flamegraph_event, .end = flamegraph_end,
	.deinit = flamegraph_deinit,
};
