// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Deep copies: the walk meets each node and goes on with the children of the
 * copy that is put in its place. What later passes filled in (types, resolved
 * names) is copied as it is; names, embedded text and declarations are shared: no pass changes them.
 */
#include "ast.h"

#include <string.h>

/* Gives a copied node its own vector; the walk copies what the elements point to. */
#define vec_own(arena, vec) do {							\
	size_t bytes_ = (vec)->n * sizeof(*(vec)->v);					\
	(vec)->v = bytes_ ? arena_grow(arena, (vec)->v, bytes_, bytes_) : NULL;		\
	(vec)->cap = (vec)->n;								\
} while (0)

static bool copy_expr(struct walk *w, struct expr **e)
{
	struct arena *a = w->ctx;
	struct expr *n = arena_new_of(a, struct expr);

	*n = **e;
	*e = n;
	if (n->kind == EXPR_INDEX) {
		vec_own(a, &n->index.keys);
	} else if (n->kind == EXPR_CALL) {
		vec_own(a, &n->call.args);
		vec_own(a, &n->call.callees);
	} else if (n->kind == EXPR_IN) {
		vec_own(a, &n->in.keys);
	} else if (n->kind == EXPR_PRINT) {
		vec_own(a, &n->print.args);
	} else if (n->kind == EXPR_ACCESS) {
		vec_own(a, &n->access.steps);
	}
	return true;
}

/* inputs points to the copied operand and indices: separate copies would double at each level. */
static void copy_inputs(struct walk *w, struct expr **e)
{
	struct access *x = &(*e)->access;

	if ((*e)->kind != EXPR_ACCESS || !x->inputs.n)
		return;
	memset(&x->inputs, 0, sizeof(x->inputs));
	if (x->operand)
		vec_push(w->ctx, &x->inputs, x->operand);
	vec_each(s, &x->steps)
		if (s->kind == STEP_INDEX)
			vec_push(w->ctx, &x->inputs, s->index);
}

static bool copy_stmt(struct walk *w, struct stmt **s)
{
	struct arena *a = w->ctx;
	struct stmt *n = arena_new_of(a, struct stmt);

	*n = **s;
	*s = n;
	if (n->kind == STMT_BLOCK) {
		vec_own(a, &n->block);
	} else if (n->kind == STMT_FOREACH) {
		vec_own(a, &n->foreach.keys);
		vec_own(a, &n->foreach.slice);
	}
	return true;
}

struct expr *expr_copy(struct arena *a, const struct expr *e)
{
	struct walk w = { .pre_expr = copy_expr, .post_expr = copy_inputs, .pre_stmt = copy_stmt, .ctx = a };
	struct expr *copy = (struct expr *)e;

	walk_expr(&w, &copy);
	return copy;
}

struct stmt *stmt_copy(struct arena *a, const struct stmt *s)
{
	struct walk w = { .pre_expr = copy_expr, .post_expr = copy_inputs, .pre_stmt = copy_stmt, .ctx = a };
	struct stmt *copy = (struct stmt *)s;

	walk_stmt(&w, &copy);
	return copy;
}
