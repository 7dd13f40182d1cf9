// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe ... if (cond): one function per condition, called first in a hit, and by the runtime when a handler may have
 * changed its value.
 * Arrays, aggregates and strings are read under their locks, numbers without.
 */
#include <string.h>

#include "handler.h"

static void note_global(void *ctx, const struct expr *x)
{
	struct { struct emit *e; var_vec *to; } *k = ctx;

	if (x->kind != EXPR_SYMBOL || !x->symbol.var || x->symbol.var->scope != SCOPE_GLOBAL)
		return;
	for (unsigned int i = 0; i < k->to->n; i++)
		if (k->to->v[i] == x->symbol.var)
			return;
	vec_push(k->e->a, k->to, x->symbol.var);
}

static bool has_var(const var_vec *v, const struct var *wanted)
{
	for (unsigned int i = 0; i < v->n; i++)
		if (v->v[i] == wanted)
			return true;
	return false;
}

/* The handler used while the condition is written: its locks, in the order of the globals. */
static void lock_holder(struct emit *e, const var_vec *reads, struct handler *ret)
{
	for (unsigned int i = 0; i < e->p->globals.n; i++) {
		struct var *v = e->p->globals.v[i];

		if (has_var(reads, v) && (v->is_array || v->type != TYPE_LONG))
			vec_push(e->a, &ret->locks, ((struct lock_use){ .global = v }));
	}
}

static void write_condition(struct emit *e, const struct expr *cond, struct handler *holder, struct fn *fn,
			    struct strbuf *decls, struct strbuf *body)
{
	struct code code, *before = code_begin(e, &code);
	const struct lock_use **locks = arena_alloc(e->a, (holder->locks.n + 1) * sizeof(*locks));
	unsigned int n = held_locks(e, holder, locks);
	var_vec none = { 0 };
	struct value v;

	fn->handler = holder;
	fn->cname = "condition";
	fn_begin(e, fn);
	fn->fail = fn->leave = way_out(e, "return false;");
	if (n) {
		declare(e, "bool is_true = false;");
		take_locks(e, locks, n);
	}
	v = emit_expr(e, cond);
	line(e, n ? "is_true = %s;" : "return %s;", condition_text(e, v));
	if (n) {
		put_unlock_labels(e, locks, n);
		line(e, "return is_true;");
	}
	code_end(e, before);
	*body = *decls = (struct strbuf){ 0 };
	code_print(body, &code);
	code_deinit(&code);
	frame_declare(e, decls, &none);
}

unsigned int condition_write(struct emit *e, const struct expr *cond, condition_vec *all, struct map *known)
{
	struct fn *first = arena_new_of(e->a, struct fn), *second = arena_new_of(e->a, struct fn);
	struct { struct emit *e; var_vec *to; } noting;
	struct condition *c = arena_new_of(e->a, struct condition);
	struct handler holder = { 0 };
	struct strbuf decls, body;
	unsigned long number;
	const char *key;

	noting.e = e;
	noting.to = &c->reads;
	each_subexpr(cond, note_global, &noting);
	lock_holder(e, &c->reads, &holder);
	write_condition(e, cond, &holder, first, &decls, &body);
	strbuf_deinit(&decls);
	strbuf_deinit(&body);
	fn_carry_over(second, first);
	write_condition(e, cond, &holder, second, &decls, &body);
	e->has_own |= second->uses_own;
	if (second->frame_size > e->frame_size)
		e->frame_size = second->frame_size;

	key = text(e, "%s\n%s", strbuf_str(&decls), strbuf_str(&body));
	number = (unsigned long)map_get(known, key);
	if (!number) {
		c->name = text(e, "condition_%u", all->n);
		strbuf_printf(&e->handlers, "\n/* if (...) at %s */\nstatic bool %s(struct mytap_ctx *c)\n{\n%s%s%s}\n",
			      position(e, cond->loc), c->name, strbuf_str(&decls), decls.len ? "\n" : "", strbuf_str(&body));
		vec_push(e->a, all, c);
		number = all->n;
		map_put(known, key, (void *)number);
	}
	strbuf_deinit(&decls);
	strbuf_deinit(&body);
	return (unsigned int)number;
}

uint64_t conditions_changed_by(const struct handler *h, const condition_vec *all)
{
	uint64_t bits = 0;

	for (unsigned int i = 0; i < all->n; i++)
		for (unsigned int k = 0; k < h->sets.n; k++)
			if (has_var(&all->v[i]->reads, h->sets.v[k]))
				bits |= 1ULL << (i < 63 ? i : 63);
	return bits;
}
