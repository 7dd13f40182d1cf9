// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * foreach over arrays and over histogram buckets. Keys and the value are taken
 * from the iterator; those used only inside the loop are declared in the loop, and string keys are then not copied.
 */
#include "emit.h"

static bool same_symbol(const struct expr *a, const struct expr *b)
{
	return a && b && a->kind == EXPR_SYMBOL && b->kind == EXPR_SYMBOL && a->symbol.var == b->symbol.var;
}

const char *loop_element(struct emit *e, const struct expr *index)
{
	for (struct loop_frame *l = e->fn->loop; l; l = l->outer) {
		unsigned int i, n = index->index.keys.n;

		if (!l->keys_fixed || l->map != index->index.base->symbol.var || l->stmt->foreach.keys.n != n)
			continue;
		for (i = 0; i < n && same_symbol(index->index.keys.v[i], l->stmt->foreach.keys.v[i]); i++)
			;
		if (i < n)
			continue;
		l->used = true;
		return l->pointer;
	}
	return NULL;
}

static bool keys_stay(const struct stmt *s)
{
	for (unsigned int i = 0; i < s->foreach.keys.n; i++)
		if (stmt_assigns(s->foreach.body, s->foreach.keys.v[i]->symbol.var))
			return false;
	return true;
}

/* ---- the order ------------------------------------------------------------------------------ */

static const char *sort_fields(struct emit *e, const struct stmt *s, const struct var *map)
{
	const struct sort *k = &s->foreach.sort;
	enum stat_op op = k->stat == STAT_NONE ? STAT_COUNT : k->stat;

	if (!k->direction)
		return "";
	if (k->key >= 0)
		return text(e, ".direction = %d, .key = %d, ", k->direction, k->key);
	if (map->type == TYPE_STAT)
		return text(e, ".direction = %d, .key = -1, %s", k->direction, stat_sort_field(e, map, op));
	return text(e, ".direction = %d, .key = -1, %s", k->direction,
		    map->type == TYPE_STRING ? ".string_value = true, " : "");
}

enum { SORT_SIZE = 48, ITER_SIZE = 128 };	/* of struct mytap_sort, struct mytap_iter; at least */

/* Writes the set-up; returns the pointer expression. */
static const char *emit_sort(struct emit *e, const struct stmt *s, const struct var *map)
{
	const char *fields = sort_fields(e, s, map), *name, *match = NULL;
	struct value limit = { .is_number = true, .n = -1 };

	if (s->foreach.limit) {
		limit = emit_expr(e, s->foreach.limit);
		if (limit.is_number && limit.n < 0)
			limit.n = 0;
	}
	if (s->foreach.slice.n) {
		limit = value_keep_if(e, limit, TYPE_LONG, exprs_change(e, &s->foreach.slice, 0));
		match = emit_match(e, map, &s->foreach.slice);
	}
	if (limit.is_number && !match) {
		e->fn->literals += SORT_SIZE;
		return text(e, "&(const struct mytap_sort){ %s.limit = %lld }", fields, (long long)limit.n);
	}
	e->fn->nsorts++;
	name = text(e, "sort_%u", e->fn->nsorts);
	declare(e, text(e, "struct mytap_sort %s = { %s.limit = %lld };", name, fields,
			limit.is_number ? (long long)limit.n : -1LL));
	if (!limit.is_number) {
		limit = value_keep(e, limit, TYPE_LONG);
		line(e, "%s.limit = %s > 0 ? %s : 0;", name, limit.c, limit.c);
	}
	if (match) {
		const char *m = text(e, "match_%u", e->fn->nsorts);

		declare(e, text(e, "struct mytap_match %s[%u];", m, s->foreach.slice.n));
		line(e, "memcpy(%s, %s, sizeof(%s));", m, match, m);
		line(e, "%s.match = %s;", name, m);
	}
	return text(e, "&%s", name);
}

/* ---- keys and value ------------------------------------------------------------------------- */

/* True if the C written since then uses it. The tree may use it where the C does not. */
static bool is_named_since(const struct fn *fn, unsigned int mark, const struct var *v)
{
	for (unsigned int i = mark; i < fn->named.n; i++)
		if (fn->named.v[i] == v)
			return true;
	return false;
}

struct key_walk { const char *base; unsigned int offset, nrest; };

static const char *key_at(struct emit *e, const struct key_walk *w)
{
	return w->offset ? text(e, "%s + %u", w->base, w->offset) : w->base;
}

static void bind(struct emit *e, unsigned int mark, const struct var *v, const char *value, bool is_string)
{
	if (is_loop_bound(e->fn, v)) {
		if (is_named_since(e->fn, mark, v))
			line(e, "%s%s = %s;", is_string ? "const char *" : "s64 ", var_text(e, v), value);
	} else if (is_string) {
		emit_copy(e, var_text(e, v), value);
	} else {
		line(e, "%s = %s;", var_text(e, v), value);
	}
}

/* Declarations (loop-bound variables) first, then assignments to the others. */
static void bind_keys(struct emit *e, const struct stmt *s, unsigned int mark, const struct var *map, const char *it, bool declarations)
{
	struct key_walk w = { .base = text(e, "%s.key", it) };

	for (unsigned int i = 0; i < s->foreach.keys.n; i++) {
		const struct var *v = s->foreach.keys.v[i]->symbol.var;
		bool is_string = map->key_type[i] == TYPE_STRING, is_now = is_loop_bound(e->fn, v) == declarations;

		if (is_string && is_now)
			bind(e, mark, v, text(e, w.offset ? "(const char *)(%s)" : "(const char *)%s", key_at(e, &w)), true);
		else if (is_now)
			bind(e, mark, v, text(e, "%s[%u]", w.base, w.offset), false);
		if (!is_string) {
			w.offset++;
		} else if (i + 1 < s->foreach.keys.n) {
			const char *rest = w.nrest++ ? text(e, "rest%u", w.nrest) : "rest";

			if (declarations)
				line(e, "const u64 *%s = %s + mytap_str_words((const char *)(%s));", rest, key_at(e, &w),
				     key_at(e, &w));
			w.base = rest;
			w.offset = 0;
		}
	}
}

static void bind_value(struct emit *e, const struct stmt *s, unsigned int mark, const struct var *map, const char *it, bool declarations)
{
	const struct var *v = s->foreach.value ? s->foreach.value->symbol.var : NULL;

	if (!v)
		return;
	if (map->type == TYPE_STAT) {
		if (declarations && is_named_since(e->fn, mark, v))
			line(e, "const %s *%s = %s.value;", stat_struct(e, map), c_name_of_local(e, v), it);
	} else if (is_loop_bound(e->fn, v) == declarations) {
		bind(e, mark, v, text(e, map->type == TYPE_STRING ? "(const char *)%s.value" : "*(s64 *)%s.value", it),
		     map->type == TYPE_STRING);
	}
}

/* Keys after the last one used are skipped. */
static unsigned int last_needed_key(struct emit *e, const struct stmt *s, unsigned int mark)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < s->foreach.keys.n; i++) {
		const struct var *v = s->foreach.keys.v[i]->symbol.var;

		if (!is_loop_bound(e->fn, v) || is_named_since(e->fn, mark, v))
			n = i + 1;
	}
	return n;
}

static const char *element_type(struct emit *e, const struct var *map)
{
	if (map->type == TYPE_STAT)
		return text(e, "const %s *", stat_struct(e, map));
	return map->type == TYPE_STRING ? "const char *" : "const s64 *";
}

static void emit_loop_body(struct emit *e, const struct stmt *s, const struct var *map, const char *it)
{
	struct loop_frame frame = { .stmt = s, .map = map, .outer = e->fn->loop };
	unsigned int mark = e->fn->named.n;
	struct stmt shown = *s;
	struct code body, *before;
	size_t binding;

	frame.keys_fixed = keys_stay(s);
	frame.pointer = text(e, "%s_here", map->c_name);
	if (s->foreach.value && map->type == TYPE_STAT)
		vec_push(e->a, &e->fn->aliases, (struct stat_alias){ s->foreach.value->symbol.var, map });
	before = code_begin(e, &body);
	e->fn->loop = &frame;
	emit_block(e, s->foreach.body);
	e->fn->loop = frame.outer;
	code_end(e, before);

	shown.foreach.keys.n = last_needed_key(e, s, mark);
	binding = e->out->n;
	bind_keys(e, &shown, mark, map, it, true);
	bind_value(e, s, mark, map, it, true);
	if (frame.used)
		line(e, "%s%s = %s.value;", element_type(e, map), frame.pointer, it);
	if (e->out->n != binding)
		line_at_edge(e, "%s", "");
	bind_keys(e, &shown, mark, map, it, false);
	bind_value(e, s, mark, map, it, false);
	code_put(e, &body);
}

/* ---- histogram buckets ---------------------------------------------------------------------- */

/* Each bucket's number and, if used, its count at the start of the loop. */
struct bucket_loop { const struct var *number, *held; const char *i, *fields; };

static void bind_bucket(struct emit *e, const struct bucket_loop *l, unsigned int mark, bool declarations)
{
	if (is_loop_bound(e->fn, l->number) == declarations)
		bind(e, mark, l->number, l->i, false);
	if (l->held && is_loop_bound(e->fn, l->held) == declarations)
		bind(e, mark, l->held, text(e, "(s64)%shist[%s]", l->fields, l->i), false);
}

static void emit_bucket_body(struct emit *e, const struct stmt *s, const struct bucket_loop *l)
{
	const char *budget = loop_budget(e, s->foreach.body, s->loc);
	struct code body, *before = code_begin(e, &body);
	unsigned int mark = e->fn->named.n;
	size_t binding;

	emit_block(e, s->foreach.body);
	code_end(e, before);
	binding = e->out->n;
	bind_bucket(e, l, mark, true);
	if (e->out->n != binding)
		line_at_edge(e, "%s", "");
	if (budget)
		fail_if(e, budget);
	bind_bucket(e, l, mark, false);
	code_put(e, &body);
}

static void emit_bucket_loop(struct emit *e, const struct stmt *s)
{
	const struct expr *hist = s->foreach.base;
	struct value limit = value_number(e, hist_buckets(stat_var(e, hist->hist.stat)));
	struct bucket_loop l = { .number = s->foreach.keys.v[0]->symbol.var };
	const char *most = limit.c;

	if (s->foreach.sort.direction)
		diag_error(&e->s->diag, hist->loc, "the buckets of a histogram have a fixed order: leave out the + or -");
	if (s->foreach.value) {
		l.held = s->foreach.value->symbol.var;
		l.fields = emit_stat_kept(e, hist->hist.stat);
	}
	l.i = temp_new(e, "s64 ", "t");
	if (s->foreach.limit) {
		limit = value_keep(e, emit_expr(e, s->foreach.limit), TYPE_LONG);
		most = text(e, "%s && %s < %s", most, l.i, limit.c);
	}
	line(e, "for (%s = 0; %s < %s; %s++) {", l.i, l.i, most, l.i);
	e->fn->indent++;
	emit_bucket_body(e, s, &l);
	e->fn->indent--;
	line(e, "}");
}

void emit_foreach(struct emit *e, const struct stmt *s)
{
	const char *it, *sort, *budget;
	const struct var *map;
	bool is_last = e->fn->is_last;

	e->fn->is_last = false;
	if (s->foreach.base->kind == EXPR_HIST) {
		emit_bucket_loop(e, s);
		return;
	}
	map = s->foreach.base->symbol.var;
	if (s->foreach.sort.direction)
		facts_of_global(e, map)->sorted = true;
	sort = emit_sort(e, s, map);
	it = temp_struct(e, "struct mytap_iter ", "it", ITER_SIZE);
	budget = loop_budget(e, s->foreach.body, s->loc);
	line(e, "for (mytap_iter_begin(c, &%s, %s, %s, %s); mytap_iter_next(c, &%s)%s%s;) {", it, map->c_name, sort,
	     where(e, s->loc), it, budget ? " && " : "", budget ? budget + 1 : "");	/* the condition negated */
	e->fn->indent++;
	emit_loop_body(e, s, map, it);
	e->fn->indent--;
	line(e, "}");
	if (!is_last)
		fail_on_error(e);
}
