// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Removes code without effect: assignments to locals never read, expressions without effect, unused functions and
 * globals. Alias bodies depend on it: their variables cost nothing unless the probe uses them, so it runs before
 * debuginfo is queried for $x in them. Empty probes are kept: an empty body tests whether a probe attaches.
 * -u keeps everything.
 */
#include <string.h>

#include "elaborate.h"
#include "parser/base/stack.h"
#include "translator/builtins.h"
#include "uses.h"

/* ---- purity ------------------------------------------------------------------------------------- */

struct purity { struct elab *e; bool impure; };

static bool embed_says(const struct embed *em, const char *marker)
{
	return em && memmem(em->text, em->len, marker, strlen(marker)) != NULL;
}

static bool func_is_pure(struct elab *e, struct func *f);

static bool call_is_pure(struct elab *e, const struct expr *x)
{
	if (x->call.builtin)
		return x->call.builtin->flags & BUILTIN_PURE;
	if (!x->call.callees.n)
		return false;			/* not resolved yet, or an error to be reported */
	for (unsigned int i = 0; i < x->call.callees.n; i++)
		if (!func_is_pure(e, x->call.callees.v[i]))
			return false;
	return true;
}

static bool is_local_target(const struct expr *target)
{
	return target->kind == EXPR_SYMBOL && target->symbol.scope != SCOPE_GLOBAL;
}

/* Inside a function writing a local is no effect; in a separate expression it is. */
static bool purity_pre(struct walk *w, struct expr **ep)
{
	struct purity *p = w->ctx;
	const struct expr *x = *ep;

	switch (x->kind) {
	case EXPR_ASSIGN:
		if (!is_local_target(x->assign.target))
			p->impure = true;
		break;
	case EXPR_INCDEC:
		if (!is_local_target(x->incdec.target))
			p->impure = true;
		break;
	case EXPR_CALL:
		if (!call_is_pure(p->e, x))
			p->impure = true;
		break;
	case EXPR_PRINT:
		if (!x->print.to_string)
			p->impure = true;
		break;
	case EXPR_EMBED:
		if (!embed_says(x->embed, "/* pure */"))
			p->impure = true;
		break;
	case EXPR_REGEX:		/* matched() reads the last match */
		p->impure = true;
		break;
	case EXPR_NUMBER: case EXPR_STRING: case EXPR_SYMBOL: case EXPR_INDEX: case EXPR_UNARY:
	case EXPR_BINARY: case EXPR_LOGICAL: case EXPR_TERNARY: case EXPR_IN: case EXPR_STATOP:
	case EXPR_HIST: case EXPR_ACCESS: case EXPR_DEFINED: case EXPR_ENTRY: case EXPR_PERF:
	case EXPR_ATCONST: case EXPR_ENUM: case EXPR_ENUMNAME: case EXPR_DEREF: case EXPR_REGISTER:
	case EXPR_PROBEWRITE:
		break;
	}
	return !p->impure;
}

static bool purity_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct purity *p = w->ctx;

	if ((*sp)->kind == STMT_DELETE || (*sp)->kind == STMT_NEXT)
		p->impure = true;
	return !p->impure;
}

static bool func_is_pure(struct elab *e, struct func *f)
{
	struct body *b = func_body(e, f);
	struct purity p = { .e = e };
	struct walk w = { .pre_expr = purity_pre, .pre_stmt = purity_pre_stmt, .ctx = &p };

	if (b->purity_known)
		return !b->is_impure;
	if (b->purity_busy || b->is_resolving)
		return false;
	if (stack_is_used_up()) {
		elab_exceeds(e, f->loc, UINT32_MAX, CALL_LEVELS);
		return false;
	}
	b->purity_busy = true;
	if (f->embed)
		p.impure = !embed_says(f->embed, "/* pure */") && !embed_says(f->embed, "/* stable */");
	else
		walk_stmt(&w, &f->body);
	b->purity_busy = false;
	b->purity_known = true;
	b->is_impure = p.impure;
	return !p.impure;
}

static bool writes_local_pre(struct walk *w, struct expr **ep)
{
	if ((*ep)->kind == EXPR_ASSIGN || (*ep)->kind == EXPR_INCDEC)
		*(bool *)w->ctx = true;
	return true;
}

bool expr_is_pure(struct elab *e, const struct expr *x)
{
	struct purity p = { .e = e };
	struct walk w = { .pre_expr = purity_pre, .ctx = &p };
	bool writes = false;
	struct walk ww = { .pre_expr = writes_local_pre, .ctx = &writes };
	struct expr *copy = (struct expr *)x;

	walk_expr(&w, &copy);
	if (p.impure)
		return false;
	walk_expr(&ww, &copy);
	return !writes;
}

/* ---- reads of locals ------------------------------------------------------------------------------ */

static bool read_pre(struct walk *w, struct expr **ep);
static bool read_pre_stmt(struct walk *w, struct stmt **sp);

/* An expression whose value is not used: `x = f()`, `x++`. */
static void read_effect(struct walk *w, struct expr **ep)
{
	struct expr *x = *ep;

	if (!x)
		return;
	if (x->kind == EXPR_ASSIGN && is_local_target(x->assign.target))
		walk_expr(w, &x->assign.value);
	else if (x->kind == EXPR_INCDEC && is_local_target(x->incdec.target))
		;
	else
		walk_expr(w, ep);
}

static bool read_pre(struct walk *w, struct expr **ep)
{
	struct expr *x = *ep;

	if (x->kind == EXPR_SYMBOL && x->symbol.var) {
		x->symbol.var->is_read = true;
		return false;
	}
	if (x->kind == EXPR_ASSIGN && x->assign.op == OP_ASSIGN && is_local_target(x->assign.target)) {
		/* the value is the one assigned: the variable is not read */
		x->assign.target->symbol.var->is_written = true;
		walk_expr(w, &x->assign.value);
		return false;
	}
	return true;
}

/* A loop's parts: those evaluated for their effects only, and the rest. */
static void walk_for(struct walk *w, struct stmt *s, void (*effect)(struct walk *, struct expr **))
{
	effect(w, &s->for_.init);
	walk_expr(w, &s->for_.cond);
	effect(w, &s->for_.step);
	walk_stmt(w, &s->for_.body);
}

/* All parts but the variables that the loop sets. */
static void walk_foreach_reads(struct walk *w, struct stmt *s)
{
	walk_expr(w, &s->foreach.base);
	vec_each(k, &s->foreach.slice)
		walk_expr(w, k);
	walk_expr(w, &s->foreach.limit);
	walk_stmt(w, &s->foreach.body);
}

static bool read_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct stmt *s = *sp;

	switch (s->kind) {
	case STMT_EXPR:
		read_effect(w, &s->expr);
		return false;
	case STMT_FOR:
		walk_for(w, s, read_effect);
		return false;
	case STMT_FOREACH:
		walk_foreach_reads(w, s);
		return false;
	case STMT_TRY:
		walk_stmt(w, &s->try_.body);
		walk_stmt(w, &s->try_.handler);
		return false;
	case STMT_BLOCK: case STMT_NULL: case STMT_IF: case STMT_WHILE: case STMT_RETURN: case STMT_NEXT:
	case STMT_BREAK: case STMT_CONTINUE: case STMT_DELETE: case STMT_EMBED:
		break;
	}
	return true;
}

static void mark_reads(struct body *b)
{
	struct walk w = { .pre_expr = read_pre, .pre_stmt = read_pre_stmt };

	vec_each(v, b->locals)
		(*v)->is_read = false;
	walk_stmt(&w, b->root);
	if (b->handler)
		vec_each(en, &b->handler->entries)
			walk_expr(&w, &en->value);
}

/* ---- removal --------------------------------------------------------------------------------------- */

struct pruner {
	struct elab *e;
	struct body *b;
	bool changed;
	bool is_own;			/* the statement is the script's, not a library's or an alias's: its errors
	 * are kept */
};

/* True if it can be removed. */
static bool is_idle(const struct pruner *p, const struct expr *x)
{
	return expr_is_pure(p->e, x) && !(p->is_own && expr_can_fail(p->e, x));
}

static bool is_dead_local(const struct expr *target)
{
	return target->kind == EXPR_SYMBOL && target->symbol.scope == SCOPE_LOCAL && target->symbol.var &&
	       !target->symbol.var->is_read;
}

static bool is_idle_global(struct pruner *p, const struct expr *target)
{
	const struct var *v = expr_var(target);

	if (!v || !v->is_idle)
		return false;
	if (target->kind == EXPR_INDEX)
		vec_each(k, &target->index.keys)
			if (*k && !is_idle(p, *k))
				return false;
	return true;
}

static bool is_dead(struct pruner *p, const struct expr *target)
{
	return is_dead_local(target) || is_idle_global(p, target);
}

static struct stmt *stmt_nothing(struct stmt *s)
{
	s->kind = STMT_NULL;
	return s;
}

/* The rest of an expression whose value is not used; NULL: nothing. */
static struct expr *effect_of(struct pruner *p, struct expr *x)
{
	if (x->kind == EXPR_ASSIGN && is_dead(p, x->assign.target)) {
		if (p->is_own && op_can_fail(x->assign.op, x->assign.value))
			return x;
		return effect_of(p, x->assign.value);
	}
	if (x->kind == EXPR_INCDEC && is_dead(p, x->incdec.target))
		return NULL;
	return is_idle(p, x) ? NULL : x;
}

static bool is_empty(const struct stmt *s)
{
	return !s || s->kind == STMT_NULL || (s->kind == STMT_BLOCK && !s->block.n);
}

/* Kept for types.c, which checks it anyway, and for the warning. */
static void keep_for_types(struct pruner *p, const struct stmt *s)
{
	struct stmt *kept = arena_new_of(p->e->arena, struct stmt);

	*kept = *s;
	vec_push(p->e->arena, &p->b->left_out, kept);
}

static void leave_out(struct pruner *p, struct expr *x)
{
	struct stmt s = { .kind = STMT_EXPR, .loc = x->loc, .expr = x };

	p->changed = true;
	if (p->is_own)
		keep_for_types(p, &s);
}

static void prune_expr_stmt(struct pruner *p, struct stmt *s)
{
	struct expr *left = effect_of(p, s->expr);

	if (left == s->expr)
		return;
	leave_out(p, s->expr);
	if (left)
		s->expr = left;
	else
		stmt_nothing(s);
}

static void prune_block(struct pruner *p, struct stmt *s)
{
	unsigned int k = 0;

	for (unsigned int i = 0; i < s->block.n; i++)
		if (s->block.v[i]->kind != STMT_NULL)
			s->block.v[k++] = s->block.v[i];
	p->changed |= k != s->block.n;
	s->block.n = k;
}

static void prune_stmt(struct walk *w, struct stmt **sp)
{
	struct pruner *p = w->ctx;
	struct stmt *s = *sp;

	p->is_own = !s->is_provided && !loc_is_library(s->loc);
	switch (s->kind) {
	case STMT_EXPR:
		prune_expr_stmt(p, s);
		break;
	case STMT_BLOCK:
		prune_block(p, s);
		break;
	case STMT_IF:
		if (is_empty(s->if_.then) && is_empty(s->if_.other) && is_idle(p, s->if_.cond)) {
			keep_for_types(p, s);
			stmt_nothing(s);
			p->changed = true;
		} else if (s->if_.other && is_empty(s->if_.other)) {
			s->if_.other = NULL;
			p->changed = true;
		}
		break;
	case STMT_FOREACH:
		if (s->foreach.value && is_dead_local(s->foreach.value)) {
			s->foreach.value = NULL;
			p->changed = true;
		}
		break;
	case STMT_TRY:
		if (s->try_.var && is_dead_local(s->try_.var)) {
			s->try_.var = NULL;
			p->changed = true;
		}
		break;
	case STMT_FOR:
		if (s->for_.init && !effect_of(p, s->for_.init)) {
			leave_out(p, s->for_.init);
			s->for_.init = NULL;
		}
		if (s->for_.step && !effect_of(p, s->for_.step)) {
			leave_out(p, s->for_.step);
			s->for_.step = NULL;
		}
		break;
	case STMT_NULL: case STMT_WHILE: case STMT_RETURN: case STMT_NEXT: case STMT_BREAK:
	case STMT_CONTINUE: case STMT_DELETE: case STMT_EMBED:
		break;
	}
}

/* Removes locals that no statement uses any more. */
static bool mention_pre(struct walk *w, struct expr **ep)
{
	(void)w;
	if ((*ep)->kind == EXPR_SYMBOL && (*ep)->symbol.var)
		(*ep)->symbol.var->is_written = true;
	return true;
}

static void drop_locals(struct body *b)
{
	struct walk w = { .pre_expr = mention_pre };
	unsigned int k = 0;

	vec_each(v, b->locals)
		(*v)->is_written = false;
	walk_stmt(&w, b->root);
	if (b->handler)
		vec_each(en, &b->handler->entries)
			walk_expr(&w, &en->value);
	for (unsigned int i = 0; i < b->locals->n; i++)
		if (b->locals->v[i]->is_written)
			b->locals->v[k++] = b->locals->v[i];
	b->locals->n = k;
}

bool body_prune(struct elab *e, struct body *b)
{
	struct pruner p = { .e = e, .b = b };
	struct walk w = { .post_stmt = prune_stmt, .ctx = &p };
	bool any = false;

	if (e->s->opt.no_elision || !*b->root)
		return false;
	do {
		p.changed = false;
		mark_reads(b);
		walk_stmt(&w, b->root);
		any |= p.changed;
	} while (p.changed);
	drop_locals(b);
	return any;
}

/* ---- the program -------------------------------------------------------------------------------------- */

/* Reads and writes of globals in one tree; an update whose value is not used is no read. */
static bool global_pre(struct walk *w, struct expr **ep);
static void embed_mark(struct elab *e, const struct embed *em);

static void global_effect(struct walk *w, struct expr **ep)
{
	struct expr *x = *ep, *target = NULL;
	struct var *v;

	if (x && x->kind == EXPR_INCDEC)
		target = x->incdec.target;
	else if (x && x->kind == EXPR_ASSIGN)
		target = x->assign.target;
	if (!target) {
		if (x)
			walk_expr(w, ep);
		return;
	}
	v = expr_var(target);
	if (!v || v->scope != SCOPE_GLOBAL) {
		if (target->kind != EXPR_SYMBOL)
			walk_expr(w, &target);
		if (x->kind == EXPR_ASSIGN)
			walk_expr(w, &x->assign.value);
		return;
	}
	v->is_written = true;
	if (target->kind == EXPR_INDEX)
		vec_each(k, &target->index.keys)
			if (*k)
				walk_expr(w, k);
	if (x->kind == EXPR_ASSIGN)
		walk_expr(w, &x->assign.value);
}

static bool global_pre(struct walk *w, struct expr **ep)
{
	struct expr *x = *ep;
	struct var *v;

	if (x->kind == EXPR_SYMBOL && x->symbol.var) {
		x->symbol.var->is_read = true;
		return false;
	}
	if (x->kind == EXPR_EMBED)
		embed_mark(w->ctx, x->embed);
	if (x->kind == EXPR_INCDEC) {
		v = expr_var(x->incdec.target);
		if (v)
			v->is_written = true;
		return true;
	}
	if (x->kind == EXPR_ASSIGN) {
		v = expr_var(x->assign.target);
		if (v)
			v->is_written = true;
		if (x->assign.op == OP_ACCUM || x->assign.op == OP_ASSIGN) {
			global_effect(w, ep);
			return false;
		}
	}
	return true;
}

static bool global_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct stmt *s = *sp;

	switch (s->kind) {
	case STMT_EXPR:
		global_effect(w, &s->expr);
		return false;
	case STMT_FOR:
		walk_for(w, s, global_effect);
		return false;
	case STMT_DELETE:
		if (expr_var(s->del))
			expr_var(s->del)->is_written = true;
		if (s->del->kind == EXPR_INDEX)
			vec_each(k, &s->del->index.keys)
				walk_expr(w, k);
		return false;
	case STMT_FOREACH:
		vec_each(k, &s->foreach.keys)
			if (expr_var(*k))
				expr_var(*k)->is_written = true;
		walk_foreach_reads(w, s);
		return false;
	case STMT_BLOCK: case STMT_NULL: case STMT_IF: case STMT_WHILE: case STMT_RETURN: case STMT_NEXT:
	case STMT_BREAK: case STMT_CONTINUE: case STMT_TRY: case STMT_EMBED:
		break;
	}
	return true;
}

static struct walk globals_walk(struct elab *e)
{
	return (struct walk){ .pre_expr = global_pre, .pre_stmt = global_pre_stmt, .ctx = e };
}

/* Embedded C declares the globals it uses: pragma:read:v, pragma:write:v. */
static void embed_mark(struct elab *e, const struct embed *em)
{
	if (!embed_says(em, "pragma:"))
		return;
	map_each(g, &e->globals) {
		struct var *v = g->value;

		v->is_read |= embed_pragma(em, "pragma:read:", v);
		v->is_written |= embed_pragma(em, "pragma:write:", v);
	}
}

void globals_mark(struct elab *e)
{
	struct walk w = globals_walk(e);
	struct expr *last = NULL;

	vec_each(u, &e->units)
		vec_each(v, &(*u)->file->globals)
			(*v)->is_read = (*v)->is_written = false;
	functions_mark_used(e);
	for (unsigned int i = 0; i < e->bodies.n; i++) {
		struct body *b = e->bodies.v[i];

		if (!b->is_used)
			continue;
		if (b->func && b->func->embed)
			embed_mark(e, b->func->embed);
		if (*b->root)
			walk_stmt(&w, b->root);
		if (b->handler)
			vec_each(en, &b->handler->entries)
				walk_expr(&w, &en->value);
	}
	vec_each(p, &e->program.probes) {
		if ((*p)->condition && (*p)->condition != last)
			walk_expr(&w, &(*p)->condition);
		last = (*p)->condition;
	}
}

void prune_program(struct elab *e)
{
	functions_mark_used(e);
	for (unsigned int i = 0; i < e->bodies.n; i++)
		if (e->bodies.v[i]->is_used)
			e->changed |= body_prune(e, e->bodies.v[i]);
}

/*
 * Runs when no more reads can be added: drops globals that tapsets write and nothing reads. (Such a global of the
 * user is printed at the end instead.)
 */
void prune_library_globals(struct elab *e)
{
	globals_mark(e);
	vec_each(u, &e->units)
		vec_each(v, &(*u)->file->globals)
			(*v)->is_idle = (*u)->file->is_library && !(*v)->is_read;
	prune_program(e);
}

bool body_is_empty(const struct stmt *root)
{
	return is_empty(root);
}

static void warn_left_out(struct elab *e, const struct stmt *s)
{
	const struct expr *x = s->expr, *target;

	if (s->kind != STMT_EXPR || x->kind == EXPR_NUMBER)
		return;
	target = x->kind == EXPR_ASSIGN ? x->assign.target : x->kind == EXPR_INCDEC ? x->incdec.target : NULL;
	if (!target)
		diag_warn(e->diag, x->loc, "an expression without effect is left out");
	else if (is_local_target(target))
		diag_warn(e->diag, x->loc, "nothing reads '%s': the assignment is left out", target->symbol.name);
}

/* Warnings, once, at the end, about the user's text only. */
void prune_warn(struct elab *e)
{
	if (e->s->opt.no_elision)
		return;
	vec_each(b, &e->bodies)
		vec_each(s, &(*b)->left_out)
			warn_left_out(e, *s);
	vec_each(u, &e->units) {
		if ((*u)->file->is_library)
			continue;
		vec_each(v, &(*u)->file->globals)
			if (!(*v)->is_read && !(*v)->is_written)
				diag_warn(e->diag, (*v)->loc, "global variable '%s' is not used and left out", (*v)->name);
		vec_each(f, &(*u)->file->funcs) {
			struct body *b = elab_body_of(e, *f);
			bool cloned = b && b->has_context;

			if (!(*f)->is_used && !cloned)
				diag_warn(e->diag, (*f)->loc, "function '%s' is not used and left out", (*f)->name);
		}
	}
}
