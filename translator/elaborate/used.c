// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the used functions: those that handlers call, directly or through functions. */
#include "elaborate.h"

struct marker { struct elab *e; body_vec work; unsigned int nfuncs; };

static bool mark_pre(struct walk *w, struct expr **ep)
{
	struct marker *m = w->ctx;
	struct expr *x = *ep;

	if (x->kind != EXPR_CALL)
		return true;
	for (unsigned int i = 0; i < x->call.callees.n; i++) {
		struct body *b = func_body(m->e, x->call.callees.v[i]);

		if (b->is_used)
			continue;
		if (elab_exceeds(m->e, x->loc, ++m->nfuncs, FUNCTIONS))
			return false;
		b->is_used = b->func->is_used = true;
		vec_push(m->e->arena, &m->work, b);
	}
	return true;
}

/* `visit` is called for each body before its calls are followed, and may remove calls. */
void functions_visit_used(struct elab *e, void (*visit)(struct elab *e, struct body *b))
{
	struct marker m = { .e = e };
	struct walk w = { .pre_expr = mark_pre, .ctx = &m };

	for (unsigned int i = 0; i < e->bodies.n; i++) {
		struct body *b = e->bodies.v[i];

		b->is_used = b->handler || (e->s->opt.no_elision && b->func->is_used);
		if (b->func)
			b->func->is_used = b->is_used;
		if (b->is_used)
			vec_push(e->arena, &m.work, b);
	}
	for (unsigned int i = 0; i < m.work.n && !e->too_big; i++) {
		struct body *b = m.work.v[i];

		if (visit)
			visit(e, b);
		if (*b->root)
			walk_stmt(&w, b->root);
		if (b->handler)
			vec_each(en, &b->handler->entries)
				walk_expr(&w, &en->value);
	}
	vec_each(p, &e->program.probes)
		if ((*p)->condition)
			walk_expr(&w, &(*p)->condition);
}

void functions_mark_used(struct elab *e)
{
	functions_visit_used(e, NULL);
}
