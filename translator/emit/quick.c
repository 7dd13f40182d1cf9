// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Handlers that only count, sum and add to aggregates, in variables which every CPU has for itself and in arrays, from clocks, ids,
 * parameters in registers and saved values: `n++`, or `s[execname()] <<< gettimeofday_ns() - @entry(gettimeofday_ns())`. They charge
 * nothing to MAXACTION and print nothing, so the runtime need not prepare for that (MYTAP_QUICK). One thing can fail: an array may
 * be full. An element that is there is found in line; if it is not, the runtime prepares for what may come.
 */
#include "handler.h"
#include "translator/builtins.h"
#include "translator/probes/family.h"

/* The part of a CPU, without a lock. */
static bool is_own_scalar(struct emit *e, const struct expr *x, enum type type)
{
	return x->kind == EXPR_SYMBOL && x->symbol.var->scope == SCOPE_GLOBAL && x->symbol.var->type == type && !x->symbol.var->is_array &&
	       facts_of_global(e, x->symbol.var)->use == GLOBAL_PER_CPU;
}

static bool is_saved(const struct handler *h, const struct expr *x)
{
	for (unsigned int i = 0; i < h->entries.n; i++)
		if (h->entries.v[i].var == x->symbol.var)
			return x->type == TYPE_LONG;
	return false;
}

static bool is_quick_value(const struct handler *h, const struct expr *x)
{
	if (x->kind == EXPR_SYMBOL)
		return is_saved(h, x);
	if (x->kind == EXPR_BINARY)
		return x->type == TYPE_LONG && op_is_plain(x->binary.op) && is_quick_value(h, x->binary.a) && is_quick_value(h, x->binary.b);
	if (x->kind == EXPR_CALL && x->type == TYPE_LONG && x->call.builtin && x->call.builtin->flags & BUILTIN_EARLY)
		return true;
	return expr_is_plain(x);
}

/* The task's name is put where the key is made; it must not be cut. */
static bool is_quick_name(struct emit *e, const struct var *map, const struct expr *x)
{
	return is_execname(x) && string_kept_key(e, map).size >= COMM_BYTES;
}

static bool is_quick_element(struct emit *e, const struct handler *h, const struct expr *x, enum type type)
{
	const struct var *map = x->kind == EXPR_INDEX && x->index.base->kind == EXPR_SYMBOL ? x->index.base->symbol.var : NULL;
	unsigned int nnames = 0;

	if (!map || map->scope != SCOPE_GLOBAL || map->type != type || is_per_cpu(e, map) != (type == TYPE_STAT))
		return false;
	vec_each(key, &x->index.keys) {
		if (!*key)
			return false;
		if (is_quick_name(e, map, *key))
			nnames++;
		else if ((*key)->type != TYPE_LONG || !is_quick_value(h, *key))
			return false;
	}
	return nnames <= 1;
}

static bool is_quick_op(enum op op)
{
	return op == OP_ASSIGN || op_is_plain(op);
}

static bool is_quick_expr(struct emit *e, const struct handler *h, const struct expr *x)
{
	if (x->kind == EXPR_INCDEC)
		return is_own_scalar(e, x->incdec.target, TYPE_LONG) || is_quick_element(e, h, x->incdec.target, TYPE_LONG);
	if (x->kind != EXPR_ASSIGN || !is_quick_value(h, x->assign.value))
		return false;
	if (x->assign.op == OP_ACCUM)
		return is_own_scalar(e, x->assign.target, TYPE_STAT) || is_quick_element(e, h, x->assign.target, TYPE_STAT);
	if (is_quick_element(e, h, x->assign.target, TYPE_LONG))
		return is_quick_op(x->assign.op);
	return (x->assign.op == OP_ADD || x->assign.op == OP_SUB) && is_own_scalar(e, x->assign.target, TYPE_LONG);
}

static bool is_quick(struct emit *e, const struct handler *h, const struct stmt *s)
{
	switch (s->kind) {
	case STMT_BLOCK:
		vec_each(one, &s->block)
			if (!is_quick(e, h, *one))
				return false;
		return true;
	case STMT_EXPR:
		return is_quick_expr(e, h, s->expr);
	case STMT_IF:
		return expr_is_early(s->if_.cond) && is_quick(e, h, s->if_.then) && (!s->if_.other || is_quick(e, h, s->if_.other));
	case STMT_NULL: case STMT_NEXT:
		return true;
	case STMT_WHILE: case STMT_FOR: case STMT_FOREACH: case STMT_RETURN: case STMT_BREAK: case STMT_CONTINUE: case STMT_DELETE:
	case STMT_TRY: case STMT_EMBED:
		return false;
	}
	return false;
}

static bool families_run_quick(const struct emit *e, const struct handler *h)
{
	for (unsigned int i = e->probes_from[h->id]; i < e->probes_from[h->id + 1]; i++) {
		const struct runtime_family *f = dprobe_runtime(e->probes_by_handler[i]);

		if (!f || !f->runs_quick)
			return false;
	}
	return true;
}

bool handler_is_quick(struct emit *e, const struct handler *h)
{
	return !h->sets.n && families_run_quick(e, h) && is_quick(e, h, h->body);
}

/* ---- elements ------------------------------------------------------------------------------- */

/* A name has no value yet. */
struct map_key quick_key(struct emit *e, const struct var *map, const expr_vec *keys)
{
	struct value *v = arena_alloc(e->a, keys->n * sizeof(*v));

	for (unsigned int i = 0; i < keys->n; i++) {
		if (map->key_type[i] == TYPE_STRING)
			continue;
		v[i] = emit_expr(e, keys->v[i]);
		if (keys->n > 1 && !v[i].is_number && !v[i].is_name)	/* its text is used twice */
			v[i] = value_keep(e, v[i], TYPE_LONG);
	}
	return (struct map_key){ .values = v };
}

/* "(u64[]){ first, c->pid }" */
static const char *words_text(struct emit *e, const struct var *map, const struct map_key *key, const char *first)
{
	const char *r = "(u64[]){ ";

	for (int i = 0; i < map->arity; i++)
		r = text(e, "%s%s%s", r, i ? ", " : "", map->key_type[i] == TYPE_STRING ? first : value_text(e, key->values[i]));
	return text(e, "%s }", r);
}

/* The key in the frame, with a name of any length; returns the C pointer to its end. */
static const char *key_in_frame(struct emit *e, const struct var *map, const struct map_key *key, const char *room)
{
	const char *k = temp_new(e, "u64 *", "k");

	line(e, "\t%s = %s;", k, room);
	for (int i = 0; i < map->arity; i++)
		if (map->key_type[i] == TYPE_STRING)
			line(e, "\t%s = mytap_key_execname(%s);", k, k);
		else
			line(e, "\t*%s++ = %s;", k, value_text(e, key->values[i]));
	return k;
}

void quick_slot(struct emit *e, const struct expr *index, const char *v, const struct map_key *key)
{
	const struct var *map = index->index.base->symbol.var;
	const char *own = is_per_cpu(e, map) ? "own" : "slot", *look = is_per_cpu(e, map) ? "own_at(c, " : "at(", *room, *k, *name;

	if (!has_string_key(map) && map->arity == 1) {
		line(e, "%s = mytap_map_%s_quick_word(c, %s, %s, %s);", v, own, map->c_name, value_text(e, key->values[0]),
		     where(e, index->loc));
		return;
	}
	if (has_string_key(map)) {
		name = temp_new(e, "s64 ", "name");
		line(e, "%s = mytap_execname_word();", name);
		line(e, "%s = mytap_is_one_word(%s) ? mytap_map_%s%s, %s, %d) : NULL;", v, name, look, map->c_name,
		     words_text(e, map, key, name), map->arity);
	} else {
		line(e, "%s = mytap_map_%s%s, %s, %d);", v, look, map->c_name, words_text(e, map, key, NULL), map->arity);
	}
	room = temp_key(e, key_words(e, map));
	line(e, "if (unlikely(!%s)) {", v);
	k = key_in_frame(e, map, key, room);
	line(e, "\t%s = mytap_map_%s_quick(c, %s, %s, %s - %s, %s);", v, own, map->c_name, room, k, room, where(e, index->loc));
	line(e, "}");
}
