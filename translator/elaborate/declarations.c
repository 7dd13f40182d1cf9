// SPDX-License-Identifier: GPL-2.0-or-later
/* Adds the declarations of a file to the program: its globals and functions, and a body for each block of code. */
#include <string.h>

#include "elaborate.h"
#include "parser/base/stack.h"
#include "translator/builtins.h"

static void add_global(struct elab *e, struct unit *u, struct var *v)
{
	struct var *other = map_get(&e->globals, v->name);

	if (elab_exceeds(e, v->loc, ++e->nglobals, GLOBALS))
		return;
	if (!other)
		other = map_get(&u->private_globals, v->name);
	if (other && !(v->is_private && other->file != v->file)) {
		diag_error(e->diag, v->loc, "global '%s' is declared twice", v->name);
		diag_note(e->diag, other->loc, "it was declared here before");
		return;
	}
	v->scope = SCOPE_GLOBAL;
	if (!v->is_array && !v->arity)
		v->arity = -1;
	if (v->init) {
		v->arity = 0;
		v->type = v->init->kind == EXPR_STRING ? TYPE_STRING : TYPE_LONG;
		v->type_loc = v->init->loc;
	} else if (v->is_array && v->arity == 0) {
		v->arity = -1;
	}
	map_put(v->is_private ? &u->private_globals : &e->globals, v->name, v);
}

static bool same_signature(const struct func *a, const struct func *b)
{
	if (a->params.n != b->params.n || a->has_priority != b->has_priority || a->priority != b->priority)
		return false;
	for (unsigned int i = 0; i < a->params.n; i++)
		if (a->params.v[i]->type != b->params.v[i]->type)
			return false;
	return a->loc.src == b->loc.src && a->loc.beg == b->loc.beg;
}

/* Chains are in the order in which they are tried: by priority, then as declared. */
static void add_func(struct elab *e, struct unit *u, struct func *f)
{
	struct map *m = f->is_private ? &u->private_funcs : &e->funcs;
	struct func_set *set = map_get(m, f->name);
	unsigned int i;

	if (!set) {
		set = arena_new_of(e->arena, struct func_set);
		map_put(m, f->name, set);
	}
	if (elab_exceeds(e, f->loc, set->v.n + 1, OVERLOADS))
		return;
	vec_each(g, &set->v)
		if (same_signature(*g, f))
			return;
	vec_push(e->arena, &set->v, f);
	for (i = set->v.n - 1; i > 0 && set->v.v[i - 1]->priority > f->priority; i--)
		set->v.v[i] = set->v.v[i - 1];
	set->v.v[i] = f;
	if (f->params.n > LIMIT_PARAMETERS)
		limit_error(e->diag, f->params.v[LIMIT_PARAMETERS]->loc, PARAMETERS);
	for (i = 0; i < f->params.n && i < LIMIT_PARAMETERS; i++) {
		f->params.v[i]->scope = SCOPE_PARAM;
		for (unsigned int k = 0; k < i; k++)
			if (f->params.v[i]->name == f->params.v[k]->name)
				diag_error(e->diag, f->params.v[i]->loc, "function '%s' has two parameters named '%s'",
					   f->name, f->params.v[i]->name);
	}
}

bool unit_add_names(struct elab *e, struct unit *u)
{
	struct file *f = u->file;

	vec_each(v, &f->globals)
		add_global(e, u, *v);
	vec_each(fn, &f->funcs)
		add_func(e, u, *fn);
	vec_each(a, &f->aliases)
		point_table_add_alias(e, *a);
	vec_each(em, &f->embeds) {
		vec_push(e->arena, &e->program.embeds, *em);
		e->program.uses_embedded_c = true;
	}
	return true;
}

/* ---- bodies ------------------------------------------------------------------------------------- */

struct body *body_new(struct elab *e, struct handler *h, struct func *f)
{
	struct body *b = arena_new_of(e->arena, struct body);

	b->handler = h;
	b->func = f;
	b->root = h ? &h->body : &f->body;
	b->locals = h ? &h->locals : &f->locals;
	if (f) {
		b->source = f->file ? f->file : f->loc.src;
		ptrmap_put(e->arena, &e->body_of, f, b);
	} else {
		b->source = h->body->loc.src;
		ptrmap_put(e->arena, &e->body_of, h, b);
	}
	vec_push(e->arena, &e->bodies, b);
	return b;
}

struct body *elab_body_of(struct elab *e, const void *handler_or_func)
{
	return ptrmap_get(&e->body_of, handler_or_func);
}

struct body *func_body(struct elab *e, struct func *f)
{
	struct body *b = elab_body_of(e, f);

	if (!b) {
		b = body_new(e, NULL, f);
		if (f->body)
			nodes_count(e, f->body);
		/* Follows its calls. */
		if (stack_is_used_up())
			elab_exceeds(e, f->loc, UINT32_MAX, CALL_LEVELS);
		if (!e->too_big)
			body_resolve(e, b);
	}
	return b;
}

/* ---- limits ------------------------------------------------------------------------------------- */

static bool count_expr(struct walk *w, struct expr **x)
{
	(void)x;
	++*(unsigned int *)w->ctx;
	return true;
}

static bool count_stmt(struct walk *w, struct stmt **s)
{
	(void)s;
	++*(unsigned int *)w->ctx;
	return true;
}

void nodes_count(struct elab *e, struct stmt *s)
{
	struct walk w = { .pre_expr = count_expr, .pre_stmt = count_stmt, .ctx = &e->nnodes };

	walk_stmt(&w, &s);
	elab_exceeds(e, s->loc, e->nnodes, NODES);
}

void nodes_fit(struct elab *e, struct stmt *s)
{
	unsigned int before = e->nnodes;

	nodes_count(e, s);
	e->nnodes = before;
}

bool elab_exceeds_row(struct elab *e, struct loc loc, unsigned int n, unsigned int most, enum limit_row row)
{
	if (n <= most || e->is_listing)
		return false;
	if (!e->too_big) {
		struct diag_frame *frames = e->diag->frames;

		e->diag->frames = NULL;		/* the chain of aliases here may be what is too long */
		limit_say(e->diag, loc, row);
		e->diag->frames = frames;
	}
	e->too_big = true;
	return true;
}

struct var *expr_var(const struct expr *x)
{
	if (x && x->kind == EXPR_INDEX)
		x = x->index.base;
	return x && x->kind == EXPR_SYMBOL ? x->symbol.var : NULL;
}
