// SPDX-License-Identifier: GPL-2.0-or-later
/* See rounds.h. */
#include "rounds.h"

enum { WHOLE_ROUNDS = 4 };		/* most programs need no more */

void rounds_visit_all(struct rounds *r)
{
	for (unsigned int i = 0; i < r->e->bodies.n; i++) {
		r->body = r->e->bodies.v[i];
		if (r->body->is_used)
			r->visit(r, r->body);
	}
	r->body = NULL;
	if (r->visit_rest)
		r->visit_rest(r);
}

/* ---- which bodies use what --------------------------------------------------------------------------- */

static void note(struct rounds *r, const void *what)
{
	body_vec *v = ptrmap_get(&r->named_by, what);

	if (!v) {
		v = arena_new_of(r->e->arena, body_vec);
		ptrmap_put(r->e->arena, &r->named_by, what, v);
	}
	if (!v->n || v->v[v->n - 1] != r->body)
		vec_push(r->e->arena, v, r->body);
}

/* A function and its parameters: information flows between them and the callers, both ways. */
static void note_func(struct rounds *r, const struct func *f)
{
	note(r, f);
	vec_each(p, &f->params)
		note(r, *p);
}

static bool note_pre(struct walk *w, struct expr **ep)
{
	struct rounds *r = w->ctx;
	struct expr *x = *ep;

	if (x->kind == EXPR_SYMBOL && x->symbol.var && x->symbol.var->scope != SCOPE_LOCAL)
		note(r, x->symbol.var);
	if (x->kind == EXPR_CALL)
		vec_each(f, &x->call.callees)
			note_func(r, *f);
	return true;
}

static void index_body(struct rounds *r, struct body *b)
{
	struct walk w = { .pre_expr = note_pre, .ctx = r };

	r->body = b;
	if (b->func)
		note_func(r, b->func);
	if (*b->root)
		walk_stmt(&w, b->root);
	vec_each(s, &b->left_out)
		walk_stmt(&w, s);
	if (b->handler)
		vec_each(en, &b->handler->entries)
			walk_expr(&w, &en->value);
}

static void index_all(struct rounds *r)
{
	for (unsigned int i = 0; i < r->e->bodies.n; i++)
		if (r->e->bodies.v[i]->is_used)
			index_body(r, r->e->bodies.v[i]);
	r->body = NULL;
	r->is_indexed = true;
}

/* ---- the queue ------------------------------------------------------------------------------------ */

static void enqueue(struct rounds *r, struct body *b)
{
	if (b->is_queued)
		return;
	b->is_queued = true;
	vec_push(r->e->arena, &r->queue, b);
}

void rounds_learned(struct rounds *r, const void *var_or_func)
{
	const body_vec *v;

	r->changed = true;
	if (!r->is_indexed)
		return;
	if (r->body)
		enqueue(r, r->body);
	v = var_or_func ? ptrmap_get(&r->named_by, var_or_func) : NULL;
	for (unsigned int i = 0; v && i < v->n; i++)
		enqueue(r, v->v[i]);
}

static void visit_queued(struct rounds *r)
{
	for (unsigned int i = 0; i < r->queue.n; i++) {
		r->body = r->queue.v[i];
		r->body->is_queued = false;
		r->visit(r, r->body);
	}
	r->body = NULL;
	r->queue.n = 0;
}

bool rounds_run(struct rounds *r)
{
	bool any = false;

	for (unsigned int n = 0;; n++) {
		if (n == WHOLE_ROUNDS)
			index_all(r);
		r->changed = false;
		rounds_visit_all(r);
		visit_queued(r);
		any |= r->changed;
		if (!r->changed)
			return any;
	}
}
