// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The globals that statements touch. The sets of functions are computed first, until nothing changes (recursion); any
 * other set is one walk.
 */
#include <ctype.h>
#include <string.h>

#include "uses.h"

struct use_table {
	struct elab *e;
	struct ptrmap of_func;		/* struct func -> struct uses */
};

struct collector {
	struct use_table *t;
	struct uses *to;
	bool grew;
};

static void add(struct collector *c, struct var *v, unsigned int flags)
{
	if (!v || v->scope != SCOPE_GLOBAL || !flags)
		return;
	vec_each(u, &c->to->v) {
		if (u->global != v)
			continue;
		c->grew |= (u->flags | flags) != u->flags;
		u->flags |= flags;
		return;
	}
	vec_push(c->t->e->arena, &c->to->v, (struct use){ v, flags });
	c->grew = true;
}

bool embed_pragma(const struct embed *em, const char *what, const struct var *v)
{
	size_t n = strlen(what), m = strlen(v->name);
	const char *p = em->text, *end = p + em->len;

	while ((p = memmem(p, (size_t)(end - p), what, n))) {
		p += n;
		if ((size_t)(end - p) > m && !memcmp(p, v->name, m) && !isalnum((unsigned char)p[m]) && p[m] != '_')
			return true;
	}
	return false;
}

static void embed_uses(struct collector *c, const struct embed *em)
{
	if (!memmem(em->text, em->len, "pragma:", 7))
		return;
	map_each(g, &c->t->e->globals) {
		struct var *v = g->value;

		if (embed_pragma(em, "pragma:read:", v))
			add(c, v, USE_READ);
		if (embed_pragma(em, "pragma:write:", v))
			add(c, v, USE_READ | USE_WRITE);
	}
}

static bool pre_expr(struct walk *w, struct expr **ep);

static void walk_keys(struct walk *w, struct expr *target)
{
	if (target->kind != EXPR_INDEX)
		return;
	vec_each(k, &target->index.keys)
		if (*k)
			walk_expr(w, k);
}

/* An assignment or ++; is_statement: its value is not used. */
static void update(struct walk *w, struct expr *x, bool is_statement)
{
	struct collector *c = w->ctx;
	struct expr *target = x->kind == EXPR_INCDEC ? x->incdec.target : x->assign.target;
	enum op op = x->kind == EXPR_INCDEC ? OP_ADD : x->assign.op;
	struct var *v = expr_var(target);
	unsigned int flags = USE_WRITE;

	if (op == OP_ACCUM)
		flags = USE_ACCUM;
	else if ((op == OP_ADD || op == OP_SUB) && is_statement && target->kind == EXPR_SYMBOL)
		flags = USE_COUNT;
	else if (op != OP_ASSIGN)
		flags |= USE_READ;
	if (v && v->scope == SCOPE_GLOBAL) {
		add(c, v, flags);
		walk_keys(w, target);
	} else {
		walk_expr(w, x->kind == EXPR_INCDEC ? &x->incdec.target : &x->assign.target);
	}
	if (x->kind == EXPR_ASSIGN)
		walk_expr(w, &x->assign.value);
}

static void call(struct collector *c, const struct expr *x)
{
	for (unsigned int i = 0; i < x->call.callees.n; i++) {
		struct uses *u = ptrmap_get(&c->t->of_func, x->call.callees.v[i]);

		for (unsigned int k = 0; u && u != c->to && k < u->v.n; k++)
			add(c, u->v.v[k].global, u->v.v[k].flags);
	}
}

static bool pre_expr(struct walk *w, struct expr **ep)
{
	struct collector *c = w->ctx;
	struct expr *x = *ep;

	if (x->kind == EXPR_ASSIGN || x->kind == EXPR_INCDEC) {
		update(w, x, false);
		return false;
	}
	if (x->kind == EXPR_CALL)
		call(c, x);
	if (x->kind == EXPR_EMBED)
		embed_uses(c, x->embed);
	if (x->kind == EXPR_SYMBOL)
		add(c, x->symbol.var, USE_READ);
	return true;
}

static void effect(struct walk *w, struct expr **ep)
{
	struct expr *x = *ep;

	if (!x)
		return;
	if (x->kind == EXPR_ASSIGN || x->kind == EXPR_INCDEC)
		update(w, x, true);
	else
		walk_expr(w, ep);
}

static void foreach_uses(struct walk *w, struct stmt *s)
{
	struct collector *c = w->ctx;
	struct var *v = expr_var(s->foreach.base);

	if (v)
		add(c, v, USE_READ | (s->foreach.sort.direction || v->type == TYPE_STAT ? USE_SORT : 0));
	else
		walk_expr(w, &s->foreach.base);
	vec_each(k, &s->foreach.slice)
		if (*k)
			walk_expr(w, k);
	vec_each(k, &s->foreach.keys)
		add(c, expr_var(*k), USE_WRITE);
	if (s->foreach.value)
		add(c, expr_var(s->foreach.value), USE_WRITE);
	if (s->foreach.limit)
		walk_expr(w, &s->foreach.limit);
	walk_stmt(w, &s->foreach.body);
}

static bool pre_stmt(struct walk *w, struct stmt **sp)
{
	struct collector *c = w->ctx;
	struct stmt *s = *sp;

	switch (s->kind) {
	case STMT_EXPR:
		effect(w, &s->expr);
		return false;
	case STMT_FOR:
		effect(w, &s->for_.init);
		if (s->for_.cond)
			walk_expr(w, &s->for_.cond);
		effect(w, &s->for_.step);
		walk_stmt(w, &s->for_.body);
		return false;
	case STMT_FOREACH:
		foreach_uses(w, s);
		return false;
	case STMT_DELETE:
		add(c, expr_var(s->del), USE_WRITE);
		walk_keys(w, s->del);
		return false;
	case STMT_BLOCK: case STMT_NULL: case STMT_IF: case STMT_WHILE: case STMT_RETURN: case STMT_NEXT:
	case STMT_BREAK: case STMT_CONTINUE: case STMT_TRY: case STMT_EMBED:
		break;
	}
	return true;
}


struct use_table *use_table_new(struct elab *e)
{
	struct use_table *t = arena_new_of(e->arena, struct use_table);
	struct collector c = { .t = t };
	struct walk w = { .pre_expr = pre_expr, .pre_stmt = pre_stmt, .ctx = &c };

	t->e = e;
	vec_each(f, &e->program.funcs)
		ptrmap_put(e->arena, &t->of_func, *f, arena_new_of(e->arena, struct uses));
	do {
		c.grew = false;
		vec_each(f, &e->program.funcs) {
			c.to = ptrmap_get(&t->of_func, *f);
			if ((*f)->embed)
				embed_uses(&c, (*f)->embed);
			else if ((*f)->body)
				walk_stmt(&w, &(*f)->body);
		}
	} while (c.grew);
	return t;
}

void uses_of_stmt(struct use_table *t, struct stmt *s, struct uses *ret)
{
	struct collector c = { .t = t, .to = ret };
	struct walk w = { .pre_expr = pre_expr, .pre_stmt = pre_stmt, .ctx = &c };

	walk_stmt(&w, &s);
}

void uses_of_expr(struct use_table *t, struct expr *x, struct uses *ret)
{
	struct collector c = { .t = t, .to = ret };
	struct walk w = { .pre_expr = pre_expr, .pre_stmt = pre_stmt, .ctx = &c };

	walk_expr(&w, &x);
}

unsigned int uses_flags(const struct uses *u, const struct var *v)
{
	vec_each(it, &u->v)
		if (it->global == v)
			return it->flags;
	return 0;
}
