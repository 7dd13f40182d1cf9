// SPDX-License-Identifier: GPL-2.0-or-later
/* What the screen knows, and what keys change of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "translator/top/document.h"
#include "translator/top/tables.h"

void state_init(struct state *s)
{
	*s = (struct state){ .arena = arena_new() };
}

void state_deinit(struct state *s)
{
	json_object_put(s->document);
	json_object_put(s->before);
	for (unsigned int i = 0; i < LINES_KEPT; i++)
		free(s->lines[i]);
	vec_each(v, &s->views) {
		free((*v)->selected);
		free((*v)->chart);
	}
	free(s->over);
	free(s->waiting);
	strbuf_deinit(&s->line);
	arena_free(s->arena);
}

/* ---- documents ---------------------------------------------------------------------------------------- */

static void line_add(struct state *s)
{
	char **to = &s->lines[s->nlines++ % LINES_KEPT];

	free(*to);
	*to = xstrdup(strbuf_str(&s->line));
	strbuf_reset(&s->line);
	/* Who looks back stays at his lines. */
	if (s->back && s->back < state_lines(s))
		s->back++;
}

static void output_take(struct state *s, const char *text)
{
	for (const char *end; *text; text = end + 1) {
		end = strchrnul(text, '\n');
		strbuf_add(&s->line, text, end - text);
		if (!*end)
			break;
		line_add(s);
	}
}

static void text_keep(char **to, struct json_object *o, const char *key)
{
	if (!member(o, key))
		return;
	free(*to);
	*to = xstrdup(text_of(o, key));
}

bool state_take(struct state *s, const char *line, size_t n)
{
	struct json_tokener *t = json_tokener_new();
	struct json_object *o = json_tokener_parse_ex(t, line, n), *facts = member(o, "facts");

	json_tokener_free(t);
	output_take(s, text_of(o, "output"));
	output_take(s, text_of(facts, "text"));
	if (member(facts, "missed"))
		output_take(s, "\n(some output was overwritten before it was seen here)\n");
	text_keep(&s->over, o, "over");
	text_keep(&s->waiting, o, "waiting");
	if (!facts || s->is_held) {
		json_object_put(o);
		return !facts;
	}
	json_object_put(s->before);
	s->before = s->document;
	s->document = o;
	return true;
}

unsigned int state_lines(const struct state *s)
{
	return (s->nlines < LINES_KEPT ? s->nlines : LINES_KEPT) + (s->line.len != 0);
}

const char *state_line(const struct state *s, unsigned int i, unsigned int n)
{
	unsigned int all = state_lines(s), at;

	if (all < n || i >= n)
		return NULL;
	at = all - n + i;
	if (s->line.len && at == all - 1)
		return s->line.s;
	return s->lines[(s->nlines - (all - (s->line.len != 0)) + at) % LINES_KEPT];
}

bool state_has_values(const struct state *s)
{
	return length_of(member(facts_of(s), "globals"));
}

/* ---- keys --------------------------------------------------------------------------------------------- */

void state_next_pane(struct state *s)
{
	s->focus = (s->focus + 1) % PANES;
	if (s->focus == PANE_VALUES && !state_has_values(s))
		s->focus = PANE_OUTPUT;
}

void state_next_variable(struct state *s, int by)
{
	unsigned int n = variables_count(s);

	if (n)
		s->variable = (s->variable + n + by) % n;
}

/* On the focused table; NULL: it has none. */
static struct table *focused(struct state *s, struct arena *a, struct view **ret)
{
	return state_table(s, s->focus, a, ret);
}

void state_next_column(struct state *s)
{
	struct arena *a = arena_new();
	struct view *v;
	struct table *t = focused(s, a, &v);

	/* -1 stands for the document's order, which an array does not offer: it is that of insertion. */
	if (t && !t->is_chart) {
		v->column = v->column + 1 < (int)t->columns ? v->column + 1 : s->focus == PANE_VALUES && variable_shown(s) ? 0 : -1;
		v->is_reversed = false;
	}
	arena_free(a);
}

void state_reverse(struct state *s)
{
	struct arena *a = arena_new();
	struct view *v;
	struct table *t = focused(s, a, &v);

	if (t && !t->is_chart)
		v->is_reversed = !v->is_reversed;
	arena_free(a);
}

static long bounded(long n, long most)
{
	return n > most ? most : n < 0 ? 0 : n;
}

void state_move(struct state *s, long by)
{
	struct arena *a = arena_new();
	struct view *v;
	struct table *t = focused(s, a, &v);

	if (s->focus == PANE_OUTPUT) {
		s->back = bounded((long)s->back - by, state_lines(s));
	} else if (t && t->is_chart) {
		v->top = bounded((long)v->top + by, t->rows.n ? t->rows.n - 1 : 0);
	} else if (t && t->rows.n) {
		const char *key = t->rows.v[bounded((long)table_selected(t, v) + by, t->rows.n - 1)].key;

		free(v->selected);
		v->selected = xstrdup(key);
	}
	arena_free(a);
}

void state_chart(struct state *s)
{
	struct arena *a = arena_new();
	struct view *v = NULL;
	struct table *t = s->focus == PANE_VALUES ? focused(s, a, &v) : NULL;
	struct json_object *o = t ? variable_shown(s) : NULL, *e;

	if (t && v->chart) {
		free(v->chart);
		v->chart = NULL;
		v->top = 0;
	} else if (t && !t->is_chart && t->rows.n) {
		e = element_find(a, member(o, "elements"), t->rows.v[table_selected(t, v)].key);
		if (member(e, "histogram")) {
			v->chart = xstrdup(t->rows.v[table_selected(t, v)].key);
			v->top = 0;
		}
	}
	arena_free(a);
}

bool state_toggle(struct state *s, struct strbuf *ret)
{
	struct arena *a = arena_new();
	struct view *v;
	struct table *t = s->focus == PANE_PROBES ? focused(s, a, &v) : NULL;
	bool is_able = t && t->rows.n && !s->over;

	if (is_able) {
		const struct row *r = &t->rows.v[table_selected(t, v)];

		strbuf_printf(ret, "probe %u %s\n", r->number, !strcmp(r->cells[0].text, "on") ? "off" : "on");
	}
	arena_free(a);
	return is_able;
}
