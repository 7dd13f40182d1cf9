// SPDX-License-Identifier: GPL-2.0-or-later
/* The call graph: how deep calls go without recursion, and which functions recurse. */
#include "elaborate.h"

struct call_walk {
	struct elab *e;
	struct ptrmap depth;		/* struct func -> depth + 1 when known */
	func_vec path;			/* being measured */
	unsigned int deepest;		/* below the node being measured */
};

static unsigned int func_depth(struct call_walk *c, struct func *f);

static bool call_pre(struct walk *w, struct expr **ep)
{
	struct call_walk *c = w->ctx;
	struct expr *x = *ep;

	if (x->kind != EXPR_CALL)
		return true;
	for (unsigned int i = 0; i < x->call.callees.n; i++) {
		unsigned int d = 1 + func_depth(c, x->call.callees.v[i]);

		if (d > c->deepest)
			c->deepest = d;
	}
	return true;
}

static unsigned int measure(struct call_walk *c, struct stmt **s)
{
	struct walk w = { .pre_expr = call_pre, .ctx = c };
	unsigned int saved = c->deepest, here;

	c->deepest = 0;
	walk_stmt(&w, s);
	here = c->deepest;
	c->deepest = saved;
	return here;
}

static unsigned int func_depth(struct call_walk *c, struct func *f)
{
	uintptr_t known = (uintptr_t)ptrmap_get(&c->depth, f);
	unsigned int d = 0;

	if (known)
		return (unsigned int)known - 1;
	for (unsigned int i = 0; i < c->path.n; i++) {
		if (c->path.v[i] != f)
			continue;
		for (unsigned int k = i; k < c->path.n; k++)
			c->path.v[k]->is_recursive = true;
		return 0;
	}
	vec_push(c->e->arena, &c->path, f);
	if (f->body)
		d = measure(c, &f->body);
	c->path.n--;
	if (!f->is_recursive || !c->path.n)
		ptrmap_put(c->e->arena, &c->depth, f, (void *)(uintptr_t)(d + 1));
	return d;
}

void calls_measure(struct elab *e)
{
	struct call_walk c = { .e = e };

	vec_each(h, &e->program.handlers) {
		struct walk w = { .pre_expr = call_pre, .ctx = &c };
		unsigned int d = measure(&c, &(*h)->body);

		c.deepest = 0;
		vec_each(en, &(*h)->entries)
			walk_expr(&w, &en->value);
		if (c.deepest > d)
			d = c.deepest;
		if (d > e->program.call_depth)
			e->program.call_depth = d;
	}
}
