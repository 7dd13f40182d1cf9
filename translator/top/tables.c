// SPDX-License-Identifier: GPL-2.0-or-later
/* Documents to tables. Rates are differences of two looks over the time between them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "translator/top/document.h"
#include "translator/top/tables.h"

/* ---- numbers ------------------------------------------------------------------------------------------ */

/* "1,234,567" */
static const char *grouped(struct arena *a, double n)
{
	char digits[400], *p = digits;
	size_t len;
	struct strbuf b = { 0 };
	const char *ret;

	len = snprintf(digits, sizeof(digits), "%.0f", n);
	if (*p == '-') {
		strbuf_putc(&b, *p++);
		len--;
	}
	for (; len; len--, p++) {
		strbuf_putc(&b, *p);
		if (len > 1 && len % 3 == 1)
			strbuf_putc(&b, ',');
	}
	ret = arena_strdup(a, strbuf_str(&b));
	strbuf_deinit(&b);
	return ret;
}

static struct cell number_cell(struct arena *a, double n)
{
	return (struct cell){ .text = grouped(a, n), .number = n, .is_number = true };
}

/* A number that is not known. */
static struct cell no_number(void)
{
	return (struct cell){ .text = "-", .number = -1, .is_number = true };
}

static struct cell text_cell(const char *text)
{
	return (struct cell){ .text = text };
}

/* 950ns, 12.3us, 4.56ms, 7.89s */
static struct cell time_cell(struct arena *a, double ns)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	double n = ns;
	int i = 0;

	for (; i < 3 && n >= 999.5; i++)
		n /= 1000;
	return (struct cell){ .text = arena_printf(a, "%.*f%s", !i || n >= 99.95 ? 0 : n >= 9.995 ? 1 : 2, n, units[i]), .number = ns,
			      .is_number = true };
}

/* Seconds between the last two looks; 0: there was one only. */
static double time_between(const struct state *s)
{
	return s->before ? (number_of(s->document, "time") - number_of(s->before, "time")) / 1e9 : 0;
}

void state_title(struct state *s, struct strbuf *ret)
{
	struct json_object *facts = facts_of(s);
	const char *script = text_of(facts, "script"), *slash = strrchr(script, '/');
	double seconds = time_between(s), hits = number_of(facts, "hits");
	struct arena *a = arena_new();
	char age[32];

	if (!facts) {
		strbuf_puts(ret, s->over ? s->over : s->waiting ? s->waiting : "waiting for the session");
		arena_free(a);
		return;
	}
	strbuf_printf(ret, "%s: %s", slash ? slash + 1 : script, s->over ? s->over : text_of(facts, "state"));
	if (!s->over) {
		age_text(age, sizeof(age), count_of(s->document, "age"));
		strbuf_printf(ret, " %s", age);
	}
	strbuf_printf(ret, "  hits %s", grouped(a, hits));
	if (seconds > 0)
		strbuf_printf(ret, " (%s/s)", grouped(a, (hits - number_of(member(s->before, "facts"), "hits")) / seconds));
	strbuf_printf(ret, "  lost %s%s  memory %sk  %s", grouped(a, lost_of(facts)), s->is_held ? "  PAUSED" : "",
		      grouped(a, number_of(facts, "memory") / 1024), text_of(facts, "name"));
	arena_free(a);
}

/* ---- tables ------------------------------------------------------------------------------------------- */

static struct view *view_of(struct state *s, const char *name, int column)
{
	struct view *ret;

	vec_each(v, &s->views)
		if (!strcmp((*v)->name, name))
			return *v;
	ret = arena_new_of(s->arena, struct view);
	ret->name = arena_strdup(s->arena, name);
	ret->column = column;
	vec_push(s->arena, &s->views, ret);
	return ret;
}

static void head_add(struct table *t, const char *head)
{
	if (t->columns < COLUMNS_MOST)
		t->heads[t->columns++] = head;
}

/* Hits that were lost or skipped. */
static double missed_of(struct json_object *probe)
{
	static const char *const keys[] = { "skipped_nested", "skipped_lock", "skipped_stack", "skipped_fault", "missed", "lost_records" };
	double sum = 0;

	for (unsigned int i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		sum += number_of(probe, keys[i]);
	return sum;
}

static struct row probe_row(const struct state *s, struct arena *a, struct json_object *probe, struct json_object *before, unsigned int number)
{
	struct row r = { .number = number, .key = arena_printf(a, "%u", number) };
	double seconds = time_between(s), hits = number_of(probe, "hits"), ns = number_of(probe, "time"), more;
	bool is_timed = member(probe, "hits");

	r.cells[0] = text_cell(member(probe, "off") ? "off" : "on");
	for (int i = 1; i <= 4; i++)
		r.cells[i] = no_number();
	if (is_timed)
		r.cells[1] = number_cell(a, hits);
	if (is_timed && before && seconds > 0) {
		more = hits - number_of(before, "hits");
		r.cells[2] = number_cell(a, more / seconds);
		r.cells[4].number = (ns - number_of(before, "time")) / seconds / 1e7;
		r.cells[4].text = arena_printf(a, "%.1f", r.cells[4].number);
	}
	if (is_timed && hits)
		r.cells[3] = time_cell(a, ns / hits);
	r.cells[5] = number_cell(a, missed_of(probe));
	r.cells[6] = text_cell(text_of(probe, "probe"));
	return r;
}

static struct table *probes_table(struct state *s, struct arena *a, struct view **ret_view)
{
	static const char *const heads[] = { "ON", "HITS", "HITS/S", "AVG", "CPU%", "LOST", "PROBE" };
	struct json_object *list = member(facts_of(s), "probes"), *before = member(member(s->before, "facts"), "probes");
	struct table *t = arena_new_of(a, struct table);
	bool is_timed = false;

	for (unsigned int i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		head_add(t, heads[i]);
	for (size_t i = 0; i < length_of(list); i++) {
		struct json_object *probe = json_object_array_get_idx(list, i);

		is_timed |= member(probe, "hits") != NULL;
		vec_push(a, &t->rows, probe_row(s, a, probe, i < length_of(before) ? json_object_array_get_idx(before, i) : NULL, i));
	}
	t->title = is_timed || !length_of(list) ? "Probes" : "Probes (hits of each are not counted)";
	*ret_view = view_of(s, "probes", -1);
	return t;
}

static bool is_scalar(struct json_object *global)
{
	return !member(global, "elements") && !member(global, "histogram");
}

static bool has_scalars(struct json_object *globals)
{
	for (size_t i = 0; i < length_of(globals); i++)
		if (is_scalar(json_object_array_get_idx(globals, i)))
			return true;
	return false;
}

/* Of numbers and strings one, of aggregates those they have. */
static const char *const parts[] = { "value", "count", "avg", "min", "max", "sum" };
static const char *const part_heads[] = { "VALUE", "COUNT", "AVG", "MIN", "MAX", "SUM" };
enum { NPARTS = sizeof(parts) / sizeof(*parts) };

static void part_heads_add(struct table *t, struct json_object *list, bool (*is_meant)(struct json_object *o), bool *ret_has)
{
	for (int k = 0; k < NPARTS; k++) {
		ret_has[k] = false;
		for (size_t i = 0; i < length_of(list) && !ret_has[k]; i++) {
			struct json_object *o = json_object_array_get_idx(list, i);

			ret_has[k] = is_meant(o) && member(o, parts[k]);
		}
		if (ret_has[k])
			head_add(t, part_heads[k]);
	}
}

static struct cell value_cell(struct arena *a, struct json_object *v)
{
	if (!v)
		return (struct cell){ .text = "", .number = -1e300, .is_number = true };
	if (json_object_is_type(v, json_type_string))
		return text_cell(json_object_get_string(v));
	return number_cell(a, json_object_get_double(v));
}

static void part_cells_add(struct arena *a, struct row *r, unsigned int column, struct json_object *o, const bool *has)
{
	for (int k = 0; k < NPARTS; k++)
		if (has[k] && column < COLUMNS_MOST)
			r->cells[column++] = value_cell(a, member(o, parts[k]));
}

static struct table *scalars_table(struct state *s, struct arena *a, struct view **ret_view)
{
	struct json_object *list = member(facts_of(s), "globals");
	struct table *t = arena_new_of(a, struct table);
	bool has[NPARTS];

	t->title = "Globals";
	head_add(t, "NAME");
	part_heads_add(t, list, is_scalar, has);
	for (size_t i = 0; i < length_of(list); i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		struct row r = { .number = i, .key = text_of(o, "name") };

		if (!is_scalar(o))
			continue;
		r.cells[0] = text_cell(r.key);
		part_cells_add(a, &r, 1, o, has);
		vec_push(a, &t->rows, r);
	}
	*ret_view = view_of(s, "globals", -1);
	return t;
}

static struct table *chart_table(struct arena *a, struct json_object *o, const char *title)
{
	struct json_object *list = member(o, "histogram");
	struct table *t = arena_new_of(a, struct table);

	t->title = title;
	t->is_chart = true;
	head_add(t, "value");
	head_add(t, "count");
	for (size_t i = 0; i < length_of(list); i++) {
		struct json_object *line = json_object_array_get_idx(list, i);
		struct row r = { .number = i, .key = text_of(line, "value") };

		r.cells[0] = text_cell(r.key);
		r.cells[1] = number_cell(a, number_of(line, "count"));
		vec_push(a, &t->rows, r);
	}
	return t;
}

static bool is_any(struct json_object *o)
{
	return o != NULL;
}

static const char *key_text(struct arena *a, struct json_object *key)
{
	const char *ret = "";

	for (size_t i = 0; i < length_of(key); i++)
		ret = arena_printf(a, "%s%s%s", ret, i ? "," : "", json_object_get_string(json_object_array_get_idx(key, i)));
	return ret;
}

struct json_object *element_find(struct arena *a, struct json_object *list, const char *key)
{
	for (size_t i = 0; i < length_of(list); i++) {
		struct json_object *o = json_object_array_get_idx(list, i);

		if (!strcmp(key_text(a, member(o, "key")), key))
			return o;
	}
	return NULL;
}

static struct table *array_table(struct arena *a, struct json_object *o)
{
	struct json_object *list = member(o, "elements"), *first = length_of(list) ? json_object_array_get_idx(list, 0) : NULL;
	size_t nkeys = length_of(member(first, "key"));
	struct table *t = arena_new_of(a, struct table);
	bool has[NPARTS];

	t->title = member(o, "of") ? arena_printf(a, "%s: %zu of %s elements", text_of(o, "name"), length_of(list), text_of(o, "of")) :
				     arena_printf(a, "%s: %zu element%s", text_of(o, "name"), length_of(list), length_of(list) == 1 ? "" : "s");
	for (size_t k = 0; k < nkeys; k++)
		head_add(t, nkeys == 1 ? "KEY" : arena_printf(a, "KEY%zu", k + 1));
	part_heads_add(t, list, is_any, has);
	for (size_t i = 0; i < length_of(list); i++) {
		struct json_object *e = json_object_array_get_idx(list, i), *key = member(e, "key");
		struct row r = { .number = i, .key = key_text(a, key) };

		for (size_t k = 0; k < nkeys && k < COLUMNS_MOST; k++)
			r.cells[k] = value_cell(a, k < length_of(key) ? json_object_array_get_idx(key, k) : NULL);
		part_cells_add(a, &r, nkeys, e, has);
		vec_push(a, &t->rows, r);
	}
	return t;
}

struct json_object *variable_shown(struct state *s)
{
	struct json_object *list = member(facts_of(s), "globals");
	unsigned int i = s->variable;

	if (has_scalars(list) && !i--)
		return NULL;
	for (size_t k = 0; k < length_of(list); k++) {
		struct json_object *o = json_object_array_get_idx(list, k);

		if (!is_scalar(o) && !i--)
			return o;
	}
	return NULL;
}

unsigned int variables_count(struct state *s)
{
	struct json_object *list = member(facts_of(s), "globals");
	unsigned int n = has_scalars(list);

	for (size_t k = 0; k < length_of(list); k++)
		n += !is_scalar(json_object_array_get_idx(list, k));
	return n;
}

static struct table *variable_table(struct state *s, struct arena *a, struct view **ret_view)
{
	struct json_object *o = variable_shown(s), *list = member(o, "elements"), *e;
	const char *name = text_of(o, "name");
	size_t nkeys = length_of(list) ? length_of(member(json_object_array_get_idx(list, 0), "key")) : 0;

	if (!o)
		return scalars_table(s, a, ret_view);
	*ret_view = view_of(s, arena_printf(a, "variable %s", name), -1);
	if (!list)
		return chart_table(a, o, arena_printf(a, "%s: count %s avg %s min %s max %s", name, text_of(o, "count"), text_of(o, "avg"),
						      text_of(o, "min"), text_of(o, "max")));
	/* The largest first, until the user wants it otherwise. */
	if ((*ret_view)->column == -1 && nkeys)
		(*ret_view)->column = nkeys;
	e = (*ret_view)->chart ? element_find(a, list, (*ret_view)->chart) : NULL;
	return e ? chart_table(a, e, arena_printf(a, "%s[%s]", name, (*ret_view)->chart)) : array_table(a, o);
}

/* ---- order -------------------------------------------------------------------------------------------- */

static const struct view *ordering;

/* Numbers from the largest on, texts from A on; equal ones as in the document. */
static int by_column(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	const struct cell *x = &a->cells[ordering->column], *y = &b->cells[ordering->column];
	int order = x->is_number != y->is_number ? (x->is_number ? -1 : 1) :
		    x->is_number ? (x->number > y->number ? -1 : x->number < y->number) : strcmp(x->text, y->text);

	if (ordering->is_reversed)
		order = -order;
	return order ? order : a->number < b->number ? -1 : 1;
}

static void rows_turn(struct table *t)
{
	for (unsigned int i = 0; i < t->rows.n / 2; i++) {
		struct row r = t->rows.v[i];

		t->rows.v[i] = t->rows.v[t->rows.n - 1 - i];
		t->rows.v[t->rows.n - 1 - i] = r;
	}
}

struct table *state_table(struct state *s, enum pane pane, struct arena *a, struct view **ret_view)
{
	struct table *t = NULL;

	if (!s->document || pane == PANE_OUTPUT || (pane == PANE_VALUES && !state_has_values(s)))
		return NULL;
	t = pane == PANE_PROBES ? probes_table(s, a, ret_view) : variable_table(s, a, ret_view);
	if (pane == PANE_VALUES && variables_count(s) > 1)
		t->title = arena_printf(a, "%s (%u/%u)", t->title, s->variable + 1, variables_count(s));
	if (t->is_chart)
		return t;
	ordering = *ret_view;
	if (ordering->column >= (int)t->columns)
		(*ret_view)->column = -1;
	if (ordering->column >= 0 && t->rows.n)
		qsort(t->rows.v, t->rows.n, sizeof(*t->rows.v), by_column);
	else if (ordering->is_reversed)
		rows_turn(t);
	return t;
}

unsigned int table_selected(const struct table *t, const struct view *v)
{
	for (unsigned int i = 0; v->selected && i < t->rows.n; i++)
		if (!strcmp(t->rows.v[i].key, v->selected))
			return i;
	return 0;
}
