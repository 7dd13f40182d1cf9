// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The call graph: the depth of calls without recursion, which functions recurse, and the number of tree levels above
 * the deepest call (over which later passes recurse). Cycles of calls are found by Tarjan's algorithm with an explicit
 * stack, since a chain of calls may be longer than the C stack allows. The depth of a cycle is its length plus the
 * deepest call out of it.
 */
#include "elaborate.h"

struct edge {
	unsigned int to;		/* index of node */
	unsigned int level;		/* of the tree, where the call is */
	struct loc loc;
};

struct node {
	struct func *func;		/* NULL: a handler */
	VEC(struct edge) calls;
	unsigned int next;		/* call to follow next */
	unsigned int order, low;	/* Tarjan's; order 0: not seen yet */
	bool is_open;			/* its cycle is not complete */
	unsigned int depth;		/* depth of calls below */
	unsigned int own_levels;	/* tree depth of the deepest call in it */
	unsigned int levels;		/* tree depth with the functions called */
	struct loc deepest;		/* the call that set these */
};

typedef VEC(unsigned int) index_vec;

struct graph {
	struct elab *e;
	struct node *v;
	unsigned int n, order;
	struct ptrmap index;		/* struct func -> index + 1 */
	index_vec path, open;
};

/* ---- making it ------------------------------------------------------------------------------------------- */

struct edges { struct graph *g; unsigned int from, level; };

static bool enter_expr(struct walk *w, struct expr **ep)
{
	struct edges *k = w->ctx;
	struct expr *x = *ep;

	k->level++;
	if (x->kind != EXPR_CALL)
		return true;
	for (unsigned int i = 0; i < x->call.callees.n; i++) {
		uintptr_t to = (uintptr_t)ptrmap_get(&k->g->index, x->call.callees.v[i]);
		struct node *n = &k->g->v[k->from];

		if (!to)
			continue;
		vec_push(k->g->e->arena, &n->calls, (struct edge){ (unsigned int)to - 1, k->level, x->loc });
		if (k->level > n->own_levels)
			n->own_levels = k->level;
	}
	return true;
}

static void leave_expr(struct walk *w, struct expr **ep)
{
	(void)ep;
	((struct edges *)w->ctx)->level--;
}

static bool enter_stmt(struct walk *w, struct stmt **sp)
{
	(void)sp;
	((struct edges *)w->ctx)->level++;
	return true;
}

static void leave_stmt(struct walk *w, struct stmt **sp)
{
	(void)sp;
	((struct edges *)w->ctx)->level--;
}

static void node_calls(struct graph *g, unsigned int from, struct stmt **body, struct handler *h)
{
	struct edges k = { .g = g, .from = from };
	struct walk w = { .pre_expr = enter_expr, .post_expr = leave_expr, .pre_stmt = enter_stmt, .post_stmt = leave_stmt,
			  .ctx = &k };

	if (*body)
		walk_stmt(&w, body);
	if (h)
		vec_each(en, &h->entries)
			walk_expr(&w, &en->value);
}

static void graph_make(struct graph *g, struct elab *e)
{
	struct program *p = &e->program;

	*g = (struct graph){ .e = e, .n = p->funcs.n + p->handlers.n };
	g->v = arena_alloc(e->arena, (g->n + 1) * sizeof(*g->v));
	for (unsigned int i = 0; i < p->funcs.n; i++) {
		g->v[i].func = p->funcs.v[i];
		ptrmap_put(e->arena, &g->index, p->funcs.v[i], (void *)(uintptr_t)(i + 1));
	}
	for (unsigned int i = 0; i < p->funcs.n; i++)
		node_calls(g, i, &p->funcs.v[i]->body, NULL);
	for (unsigned int i = 0; i < p->handlers.n; i++)
		node_calls(g, p->funcs.n + i, &p->handlers.v[i]->body, p->handlers.v[i]);
}

/* ---- cycles, callees first -------------------------------------------------------------------------------- */

/* The nodes from `first` on in g->open are one cycle, or one node without a cycle. */
static void circle_measure(struct graph *g, unsigned int first)
{
	unsigned int size = g->open.n - first, depth = 0, levels = 0, own = 0;
	bool is_circle = size > 1;
	struct loc deepest = { 0 };

	for (unsigned int i = first; i < g->open.n; i++) {
		struct node *n = &g->v[g->open.v[i]];

		own += n->own_levels;
		vec_each(k, &n->calls) {
			const struct node *to = &g->v[k->to];

			is_circle |= to == n;
			if (to->is_open)
				continue;
			if (to->depth + 1 > depth)
				depth = to->depth + 1;
			if (k->level + to->levels > levels) {
				levels = k->level + to->levels;
				deepest = k->loc;
			}
		}
	}
	if (is_circle) {
		depth = depth + size - 1 > size ? depth + size - 1 : size;
		levels += own;
	}
	for (unsigned int i = first; i < g->open.n; i++) {
		struct node *n = &g->v[g->open.v[i]];

		n->depth = depth;
		n->levels = levels > own || is_circle ? levels : own;
		n->deepest = deepest;
		if (n->func)
			n->func->is_recursive = is_circle;
	}
	for (unsigned int i = first; i < g->open.n; i++)
		g->v[g->open.v[i]].is_open = false;
	g->open.n = first;
}

static void node_open(struct graph *g, unsigned int i)
{
	struct node *n = &g->v[i];

	n->order = n->low = ++g->order;
	n->is_open = true;
	vec_push(g->e->arena, &g->path, i);
	vec_push(g->e->arena, &g->open, i);
}

static void node_close(struct graph *g, unsigned int i)
{
	struct node *n = &g->v[i];
	unsigned int first = g->open.n;

	g->path.n--;
	if (g->path.n && n->low < g->v[vec_last(&g->path)].low)
		g->v[vec_last(&g->path)].low = n->low;
	if (n->low != n->order)
		return;
	while (g->open.v[--first] != i)
		;
	circle_measure(g, first);
}

static void graph_visit(struct graph *g, unsigned int start)
{
	if (g->v[start].order)
		return;
	node_open(g, start);
	while (g->path.n) {
		unsigned int i = vec_last(&g->path);
		struct node *n = &g->v[i], *to;

		if (n->next == n->calls.n) {
			node_close(g, i);
			continue;
		}
		to = &g->v[n->calls.v[n->next++].to];
		if (!to->order)
			node_open(g, (unsigned int)(to - g->v));
		else if (to->is_open && to->order < n->low)
			n->low = to->order;
	}
}

void calls_measure(struct elab *e)
{
	struct graph g;

	graph_make(&g, e);
	for (unsigned int i = 0; i < g.n; i++)
		graph_visit(&g, i);
	for (unsigned int i = 0; i < g.n; i++) {
		if (!g.v[i].func && g.v[i].depth > e->program.call_depth)
			e->program.call_depth = g.v[i].depth;
		elab_exceeds(e, g.v[i].deepest, g.v[i].levels, CALL_LEVELS);
	}
}
