// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The C types that script values came with: from $x, @cast, @var, & through
 * assignments, ?:, function results and parameters, array values and keys. A value with two different types has none:
 * p->f is refused. Plain numbers do not count.
 */
#include <string.h>

#include "rounds.h"
#include "translator/builtins.h"

static struct dtype contradiction;

struct dtype *dtype_known(struct dtype *t)
{
	return t == &contradiction ? NULL : t;
}

struct dtypes { struct rounds rounds; struct elab *e; };

/* The common type of two values of the same type: members read through either count. */
static struct dtype *join(struct dtypes *d, struct dtype *a, struct dtype *b)
{
	if (dtype_space(a) == dtype_space(b) || dtype_space(a) == SPACE_EITHER)
		return a;
	return dtype_space(b) == SPACE_EITHER ? b : dtype_in(d->e->arena, a, SPACE_EITHER);
}

/* whose: the variable or function of `to`; NULL: an expression. */
static void merge_of(struct dtypes *d, const void *whose, struct dtype **to, struct dtype *from)
{
	struct dtype *now;

	if (!from || *to == from || *to == &contradiction)
		return;
	now = !*to ? from : from != &contradiction && dtype_same(*to, from) ? join(d, *to, from) : &contradiction;
	if (now == *to)
		return;
	*to = now;
	rounds_learned(&d->rounds, whose);
}

static void merge(struct dtypes *d, struct dtype **to, struct dtype *from)
{
	merge_of(d, NULL, to, from);
}

/* Resolves the name of a result's type on the first access to members. */
static void merge_named(struct dtypes *d, const void *whose, struct dtype **to, const char *name)
{
	struct strbuf why = { 0 };

	if (name && !*to && d->e->wants_dtypes)
		merge_of(d, whose, to, debuginfo_type(d->e->t->debuginfo, NULL, name, NULL, &why));
	strbuf_deinit(&why);
}

/* Embedded C declares the type that its result points to: pragma:returns:struct task_struct * */
static const char *embed_returns(struct elab *e, const struct embed *em)
{
	static const char what[] = "/* pragma:returns:";
	const char *p = memmem(em->text, em->len, what, strlen(what)), *end;

	if (!p)
		return NULL;
	p += strlen(what);
	end = memmem(p, (size_t)(em->text + em->len - p), "*/", 2);
	return end ? arena_strndup(e->arena, p, (size_t)(end - p)) : NULL;
}

static void merge_call(struct dtypes *d, struct expr *x)
{
	if (x->call.builtin)
		merge_named(d, NULL, &x->dtype, x->call.builtin->returns);
	vec_each(f, &x->call.callees) {
		for (unsigned int i = 0; i < x->call.args.n && i < (*f)->params.n; i++)
			merge_of(d, (*f)->params.v[i], &(*f)->params.v[i]->dtype, x->call.args.v[i]->dtype);
		merge(d, &x->dtype, (*f)->dtype);
	}
}

static struct dtype **key_dtype(struct dtypes *d, struct var *v, unsigned int i)
{
	if (!v->key_dtype)
		v->key_dtype = arena_alloc(d->e->arena, sizeof(v->key_type) * sizeof(*v->key_dtype));
	return &v->key_dtype[i];
}

static void merge_index(struct dtypes *d, struct expr *x)
{
	struct var *v = expr_var(x);

	if (!v)
		return;
	merge(d, &x->dtype, v->dtype);
	for (unsigned int i = 0; i < x->index.keys.n && i < sizeof(v->key_type); i++)
		if (x->index.keys.v[i] && x->index.keys.v[i]->dtype)
			merge_of(d, v, key_dtype(d, v, i), x->index.keys.v[i]->dtype);
}

static void post(struct walk *w, struct expr **ep)
{
	struct dtypes *d = w->ctx;
	struct expr *x = *ep;

	if (x->kind == EXPR_SYMBOL && x->symbol.var) {
		merge(d, &x->dtype, x->symbol.var->dtype);
	} else if (x->kind == EXPR_INDEX) {
		merge_index(d, x);
	} else if (x->kind == EXPR_CALL) {
		merge_call(d, x);
	} else if (x->kind == EXPR_EMBED) {
		merge_named(d, NULL, &x->dtype, embed_returns(d->e, x->embed));
	} else if (x->kind == EXPR_TERNARY) {
		merge(d, &x->dtype, x->ternary.then->dtype);
		merge(d, &x->dtype, x->ternary.other->dtype);
	} else if (x->kind == EXPR_ASSIGN && x->assign.op == OP_ASSIGN) {
		struct var *v = expr_var(x->assign.target);

		merge(d, &x->dtype, x->assign.value->dtype);
		if (v)
			merge_of(d, v, &v->dtype, x->assign.value->dtype);
	}
}

static void post_stmt(struct walk *w, struct stmt **sp)
{
	struct dtypes *d = w->ctx;
	struct stmt *s = *sp;
	struct var *a;

	if (s->kind == STMT_RETURN && s->ret && d->rounds.body->func)
		merge_of(d, d->rounds.body->func, &d->rounds.body->func->dtype, s->ret->dtype);
	if (s->kind != STMT_FOREACH)
		return;
	a = expr_var(s->foreach.base);
	if (!a)
		return;
	for (unsigned int i = 0; a->key_dtype && i < s->foreach.keys.n && i < sizeof(a->key_type); i++)
		if (expr_var(s->foreach.keys.v[i]))
			merge_of(d, expr_var(s->foreach.keys.v[i]), &expr_var(s->foreach.keys.v[i])->dtype, a->key_dtype[i]);
	if (s->foreach.value && expr_var(s->foreach.value))
		merge_of(d, expr_var(s->foreach.value), &expr_var(s->foreach.value)->dtype, a->dtype);
}

static void infer_body(struct rounds *r, struct body *b)
{
	struct dtypes *d = (struct dtypes *)r;
	struct walk w = { .post_expr = post, .post_stmt = post_stmt, .ctx = d };

	if (b->func && b->func->embed)
		merge_named(d, b->func, &b->func->dtype, embed_returns(d->e, b->func->embed));
	if (d->e->is_eager)
		body_resolve_targets(d->e, b);
	if (!*b->root)
		return;
	walk_stmt(&w, b->root);
	if (b->handler)
		vec_each(en, &b->handler->entries) {
			walk_expr(&w, &en->value);
			merge_of(d, en->var, &en->var->dtype, en->value->dtype);
		}
}

bool dtypes_infer(struct elab *e)
{
	struct dtypes d = { .e = e, .rounds = { .e = e, .visit = infer_body } };

	return e->t->debuginfo && rounds_run(&d.rounds);
}
