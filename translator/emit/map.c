// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Arrays. A key of numbers is a compound literal at the call; a single string
 * is its own key; any other mix is assembled in the frame. Reading a long or
 * string element is a value, everything else a statement.
 */
#include "emit.h"

#include <string.h>

uint32_t key_words(struct emit *e, const struct var *map)
{
	uint32_t n = 0;

	for (int i = 0; i < map->arity; i++)
		n += map->key_type[i] == TYPE_STRING ? string_kept_key(e, map).room / 8 : 1;
	return n;
}

bool has_wildcard(const expr_vec *keys)
{
	for (unsigned int i = 0; i < keys->n; i++)
		if (!keys->v[i])
			return true;
	return false;
}

bool has_string_key(const struct var *map)
{
	for (int i = 0; i < map->arity; i++)
		if (map->key_type[i] == TYPE_STRING)
			return true;
	return false;
}

/* Strings that may be longer than the array's keys become as long as these. */
static void cut_keys(struct emit *e, const struct var *map, const expr_vec *keys, struct value *v)
{
	struct string_kept kept;
	const char *t;

	if (!has_string_key(map))
		return;
	kept = string_kept_key(e, map);
	for (unsigned int i = 0; i < keys->n && kept.size < e->maxstringlen; i++) {
		if (map->key_type[i] != TYPE_STRING || !keys->v[i] || (v[i].literal && v[i].literal->string.len < kept.size))
			continue;
		t = temp_string(e);
		emit_copy_kept(e, t, kept, value_text(e, v[i]));
		v[i] = value_name(t, 0);
	}
}

static struct map_key number_key(struct emit *e, const struct value *v, unsigned int n)
{
	struct strbuf b = { 0 };
	struct map_key k = { .words = text(e, "%u", n) };

	for (unsigned int i = 0; i < n; i++) {
		strbuf_printf(&b, "%s%s", i ? ", " : "", value_text(e, v[i]));
		k.reads |= v[i].reads;
	}
	k.key = text(e, "(u64[]){ %s }", strbuf_str(&b));
	k.word = n == 1 ? arena_strdup(e->a, strbuf_str(&b)) : NULL;
	e->fn->literals += 8 * n;
	strbuf_deinit(&b);
	return k;
}

/* Its text is used twice. */
static struct map_key string_key(struct emit *e, struct value v)
{
	const char *s = value_text(e, v);

	if (!v.is_name) {
		const char *t = temp_new(e, "const char *", "text");

		line(e, "%s = %s;", t, s);
		s = t;
	}
	return (struct map_key){ text(e, "(const u64 *)%s", s), text(e, "mytap_str_words(%s)", s), v.reads, s, NULL, NULL };
}

/* The keys without calls of execname(), which are put into the key where they stand. */
static expr_vec keys_to_evaluate(struct emit *e, const struct var *map, const expr_vec *keys)
{
	expr_vec v = { 0 };

	for (unsigned int i = 0; i < keys->n; i++)
		vec_push(e->a, &v, is_execname(keys->v[i]) && string_kept_key(e, map).size >= COMM_BYTES ? NULL : keys->v[i]);
	return v;
}

/* v: of `evaluated`, where NULL is execname(). */
static struct map_key mixed_key(struct emit *e, const struct var *map, const expr_vec *evaluated, const struct value *v)
{
	const char *room = temp_key(e, key_words(e, map)), *k = temp_new(e, "u64 *", "k"), *at = NULL;

	for (unsigned int i = 0; i < evaluated->n; i++) {
		if (map->key_type[i] == TYPE_STRING) {
			const char *to = at ? at : i ? text(e, "%s + %u", room, i) : room;

			if (evaluated->v[i])
				line(e, "%s = mytap_key_str(%s, %s);", k, to, value_text(e, v[i]));
			else
				line(e, "%s = mytap_key_execname(%s);", k, to);
			at = k;
		} else if (at) {
			line(e, "*%s++ = %s;", k, value_text(e, v[i]));
		} else {
			line(e, "%s[%u] = %s;", room, i, value_text(e, v[i]));
		}
	}
	return (struct map_key){ room, text(e, "%s - %s", k, room), 0, NULL, NULL, NULL };
}

struct map_key emit_key(struct emit *e, const struct var *map, const expr_vec *keys, unsigned int also_changes)
{
	struct value *v = arena_alloc(e->a, (keys->n + 1) * sizeof(*v));
	bool is_mixed = keys->n > 1 && has_string_key(map);
	expr_vec evaluated = is_mixed ? keys_to_evaluate(e, map, keys) : *keys;

	if (e->fn->is_quick)
		return quick_key(e, map, keys);
	emit_exprs(e, &evaluated, v, also_changes);
	if (!has_string_key(map))
		return number_key(e, v, keys->n);
	cut_keys(e, map, &evaluated, v);
	return is_mixed ? mixed_key(e, map, &evaluated, v) : string_key(e, v[0]);
}

/* ---- reading -------------------------------------------------------------------------------- */

struct value emit_index(struct emit *e, const struct expr *x)
{
	const struct var *map;
	const char *element, *fn;
	struct map_key k;

	if (x->index.base->kind == EXPR_HIST)
		return emit_hist_bucket(e, x);
	map = x->index.base->symbol.var;
	element = loop_element(e, x);
	if (element)
		return map->type == TYPE_STRING ? value_name(element, 0)
						: value_new(text(e, "*%s", element), P_UNARY, 0);
	k = emit_key(e, map, &x->index.keys, 0);
	fn = map->type == TYPE_STRING ? "string" : "long";
	if (k.word && map->type == TYPE_LONG)
		return value_new(text(e, "mytap_map_long_word(c, %s, %s)", map->c_name, k.word), P_PRIMARY, k.reads | TOUCH_GLOBALS);
	return value_new(text(e, "mytap_map_%s(c, %s, %s, %s)", fn, map->c_name, k.key, k.words), P_PRIMARY,
			 k.reads | TOUCH_GLOBALS);
}

/* (struct mytap_match[]){ { .any = true }, { .number = pid } }; strings are not copied. */
const char *emit_match(struct emit *e, const struct var *map, const expr_vec *keys)
{
	struct value *v = arena_alloc(e->a, (keys->n + 1) * sizeof(*v));
	struct strbuf b = { 0 };
	const char *r;

	emit_exprs(e, keys, v, 0);
	cut_keys(e, map, keys, v);
	for (unsigned int i = 0; i < keys->n; i++) {
		strbuf_puts(&b, i ? ", " : "");
		if (!keys->v[i])
			strbuf_puts(&b, "{ .any = true }");
		else
			strbuf_printf(&b, "{ .%s = %s }", map->key_type[i] == TYPE_STRING ? "string" : "number",
				      value_text(e, v[i]));
	}
	r = text(e, "(struct mytap_match[]){ %s }", strbuf_str(&b));
	e->fn->literals += 24 * keys->n;
	strbuf_deinit(&b);
	return r;
}

struct value emit_in(struct emit *e, const struct expr *x)
{
	const struct var *map;
	struct value v;
	struct map_key k;

	if (x->in.array->kind == EXPR_HIST)
		return emit_in_hist(e, x);
	map = x->in.array->symbol.var;
	if (has_wildcard(&x->in.keys)) {
		v = value_new(text(e, "mytap_map_any(c, %s, %s, %s)", map->c_name, emit_match(e, map, &x->in.keys), where(e, x->loc)),
			      P_PRIMARY, TOUCH_GLOBALS | TOUCH_LOCALS);
		v.is_int = true;
		v = value_keep(e, v, TYPE_LONG);
		fail_on_error(e);
		return v;
	} else {
		k = emit_key(e, map, &x->in.keys, 0);
		v = value_new(k.word ? text(e, "mytap_map_find_word(c, %s, %s) != NULL", map->c_name, k.word) :
			      text(e, "mytap_map_find(c, %s, %s, %s) != NULL", map->c_name, k.key, k.words), P_EQ,
			      k.reads | TOUCH_GLOBALS);
	}
	v.is_int = true;
	return v;
}

/* ---- writing -------------------------------------------------------------------------------- */

const char *emit_slot(struct emit *e, const struct expr *index, const char *ctype, unsigned int also_changes,
		      struct map_key *key)
{
	const struct var *map = index->index.base->symbol.var;
	const char *v = temp_new(e, ctype, strcmp(ctype, "s64 *") ? strcmp(ctype, "char *") ? text(e, "%s_v", map->c_name) :
				 "vs" : "v");

	(void)also_changes;
	e->fn->merged.n = 0;
	if (key->values)
		quick_slot(e, index, v, key);
	else if (!is_per_cpu(e, map) && key->word)
		line(e, "%s = mytap_map_slot_word(c, %s, %s, %s);", v, map->c_name, key->word, where(e, index->loc));
	else if (!is_per_cpu(e, map))
		line(e, "%s = mytap_map_slot(c, %s, %s, %s, %s);", v, map->c_name, key->key, key->words, where(e, index->loc));
	else if (key->string)
		line(e, "%s = mytap_map_own_str(c, %s, %s, %s);", v, map->c_name, key->string, where(e, index->loc));
	else if (index->index.keys.n == 1 && map->key_type[0] == TYPE_LONG)
		line(e, "%s = mytap_map_own_word(c, %s, %s, %s);", v, map->c_name, key->key, where(e, index->loc));
	else
		line(e, "%s = mytap_map_own(c, %s, %s, %s, %s);", v, map->c_name, key->key, key->words, where(e, index->loc));
	fail_if(e, text(e, "!%s", v));
	return v;
}

static void delete_scalar(struct emit *e, const struct var *v)
{
	if (v->type == TYPE_STAT) {
		struct global_facts *g = facts_of_global(e, v);

		if (is_per_cpu(e, v)) {
			g->needs_set = true;
			if (g->use == GLOBAL_PER_CPU_LOCKED)
				skip_if(e, text(e, "!%s_reset(c)", v->c_name));
			else
				line(e, "%s_reset();", v->c_name);
		} else {
			line(e, "memset(&%s, 0, sizeof(%s));", v->c_name, v->c_name);
		}
	} else if (v->type == TYPE_STRING) {
		line(e, "*(u64 *)%s = 0;", var_text(e, v));
	} else if (is_per_cpu(e, v)) {
		facts_of_global(e, v)->needs_set = true;
		line(e, "%s_set(0);", v->c_name);
	} else {
		line(e, "%s = 0;", var_text(e, v));
	}
}

void emit_delete(struct emit *e, const struct expr *x)
{
	const struct var *map;
	struct map_key k;

	if (x->kind == EXPR_SYMBOL) {
		if (x->symbol.var->is_array)
			fail_if(e, text(e, "!mytap_map_clear(c, %s, %s)", x->symbol.var->c_name, where(e, x->loc)));
		else
			delete_scalar(e, x->symbol.var);
		return;
	}
	map = x->index.base->symbol.var;
	if (has_wildcard(&x->index.keys)) {
		fail_if(e, text(e, "!mytap_map_delete_matching(c, %s, %s, %s)", map->c_name, emit_match(e, map, &x->index.keys),
				where(e, x->loc)));
		return;
	}
	k = emit_key(e, map, &x->index.keys, 0);
	line(e, "mytap_map_delete(%s, %s, %s);", map->c_name, k.key, k.words);
}
