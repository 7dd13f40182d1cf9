// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Locals that a tapset's text sets once, before any read in the handler. A literal replaces its reads: the name of an
 * alias is not copied at each hit, and conditions on constants of an alias are folded. A value without side effects
 * that is constant during a hit and read once is computed where it is read: it costs nothing if the script does not
 * get there, and a text that is only printed is sent to the loader in parts. Only assignments of the library are
 * moved, never those of the script.
 */
#include "elaborate.h"
#include "parser/base/stack.h"
#include "translator/builtins.h"

struct fact {
	unsigned int writes, reads;
	bool is_read_first;		/* read before it was assigned */
	bool is_in_loop;		/* read in @entry, or elsewhere before the handler runs */
	struct stmt *stmt;		/* the assignment, if every hit executes it; NULL: none */
};

struct facts {
	struct elab *e;
	bool variables_stay;		/* $x, of the probe's family */
	unsigned int loops;		/* nesting around the current node */
	bool any;
};

static struct fact *fact_of(struct facts *f, const struct expr *x)
{
	struct var *v = x->kind == EXPR_SYMBOL && x->symbol.scope == SCOPE_LOCAL ? x->symbol.var : NULL;

	if (v && !v->fact)
		v->fact = arena_new_of(f->e->arena, struct fact);
	return v ? v->fact : NULL;
}

static void write_note(struct facts *f, const struct expr *target)
{
	struct fact *fact = fact_of(f, target);

	if (fact)
		fact->writes++;
}

static void read_note(struct facts *f, struct fact *fact)
{
	fact->reads++;
	fact->is_read_first |= !fact->stmt;
	fact->is_in_loop |= f->loops > 0;
}

/* Counts writes and reads; the target of an assignment statement is not read. */
static bool note_pre(struct walk *w, struct expr **ep)
{
	struct facts *f = w->ctx;
	struct expr *x = *ep;
	struct fact *fact = fact_of(f, x);

	f->loops += x->kind == EXPR_ENTRY;
	if (fact)
		read_note(f, fact);
	if (x->kind == EXPR_INCDEC)
		write_note(f, x->incdec.target);
	if (x->kind != EXPR_ASSIGN)
		return true;
	write_note(f, x->assign.target);
	if (x->assign.op != OP_ASSIGN || x->assign.target->kind != EXPR_SYMBOL)
		return true;
	walk_expr(w, &x->assign.value);
	return false;
}

static void note_post(struct walk *w, struct expr **ep)
{
	((struct facts *)w->ctx)->loops -= (*ep)->kind == EXPR_ENTRY;
}

static bool is_loop(const struct stmt *s)
{
	return s->kind == STMT_FOREACH || s->kind == STMT_FOR || s->kind == STMT_WHILE;
}

static bool note_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct facts *f = w->ctx;
	struct stmt *s = *sp;

	f->loops += is_loop(s);
	if (s->kind == STMT_FOREACH) {
		vec_each(k, &s->foreach.keys)
			write_note(f, *k);
		if (s->foreach.value)
			write_note(f, s->foreach.value);
	}
	if (s->kind == STMT_TRY && s->try_.var)
		write_note(f, s->try_.var);
	return true;
}

static void note_post_stmt(struct walk *w, struct stmt **sp)
{
	((struct facts *)w->ctx)->loops -= is_loop(*sp);
}

/* The statements that run first, in order. */
static void look_at(struct facts *f, struct walk *w, struct stmt *s)
{
	struct expr *x = s->kind == STMT_EXPR ? s->expr : NULL;
	struct fact *fact;

	if (s->kind == STMT_BLOCK) {
		vec_each(b, &s->block)
			look_at(f, w, *b);
		return;
	}
	walk_stmt(w, &s);
	if (x && x->kind == EXPR_ASSIGN && x->assign.op == OP_ASSIGN && loc_is_library(x->loc)) {
		fact = fact_of(f, x->assign.target);
		if (fact) {
			fact->stmt = s;
			f->any = true;
		}
	}
}

/* ---- what may be computed later in the hit --------------------------------------------------- */

struct later {
	struct facts *f;		/* NULL: in a function, which has its own locals */
	struct elab *e;
	bool is_not;
};

static bool later_pre(struct walk *w, struct expr **ep);

/* A function of the library that reads no global; its effects were checked. */
static bool later_call(struct later *l, const struct expr *x)
{
	struct later inside = { .e = l->e };
	struct walk w = { .pre_expr = later_pre, .ctx = &inside };

	if (x->call.builtin)
		return x->call.builtin->flags & BUILTIN_STABLE ||
		       (x->call.builtin->type == TYPE_STRING && !(x->call.builtin->flags & BUILTIN_CONTEXT));
	if (stack_is_used_up())
		return false;
	for (unsigned int i = 0; i < x->call.callees.n && !inside.is_not; i++) {
		struct func *callee = x->call.callees.v[i];

		inside.is_not |= callee->embed || !loc_is_library(callee->loc);
		if (!inside.is_not)
			walk_stmt(&w, &callee->body);
	}
	return !inside.is_not;
}

/* A local that was set before, once. */
static bool later_symbol(struct later *l, const struct expr *x)
{
	struct fact *fact;

	if (x->symbol.scope == SCOPE_GLOBAL)
		return false;
	if (!l->f)
		return true;
	fact = fact_of(l->f, x);
	return fact && fact->writes == 1 && fact->stmt && !fact->is_read_first;
}

/* $x without steps: the memory it points to may change. */
static bool later_variable(const struct later *l, const struct access *a)
{
	return l->f && l->f->variables_stay && a->base == ACCESS_TARGET && !a->steps.n && !a->address_of && a->name[1] != '$';
}

static bool later_pre(struct walk *w, struct expr **ep)
{
	struct later *l = w->ctx;
	const struct expr *x = *ep;

	switch (x->kind) {
	case EXPR_NUMBER: case EXPR_STRING: case EXPR_UNARY: case EXPR_BINARY: case EXPR_LOGICAL: case EXPR_TERNARY: case EXPR_PRINT:
		break;
	case EXPR_SYMBOL:
		l->is_not |= !later_symbol(l, x);
		break;
	case EXPR_CALL:
		l->is_not |= !later_call(l, x);
		break;
	case EXPR_ACCESS:
		(*ep)->access.stays = later_variable(l, &x->access);
		l->is_not |= !x->access.stays;
		break;
	case EXPR_ASSIGN: case EXPR_INCDEC:	/* of a function's local */
		break;
	case EXPR_INDEX: case EXPR_IN: case EXPR_REGEX: case EXPR_STATOP: case EXPR_HIST: case EXPR_DEFINED:
	case EXPR_ENTRY: case EXPR_PERF: case EXPR_ATCONST: case EXPR_ENUM: case EXPR_ENUMNAME: case EXPR_DEREF:
	case EXPR_REGISTER: case EXPR_PROBEWRITE: case EXPR_EMBED:
		l->is_not = true;
	}
	return !l->is_not;
}

/* In guru mode a script may change the sources of a string. */
static bool is_later(struct facts *f, const struct expr *x)
{
	struct later l = { .f = f, .e = f->e };
	struct walk w = { .pre_expr = later_pre, .ctx = &l };
	struct expr *copy = (struct expr *)x;

	if (f->e->s->opt.guru)
		return false;
	walk_expr(&w, &copy);
	return !l.is_not && expr_has_no_effect(f->e, x);
}

static bool is_literal(const struct expr *x)
{
	return x->kind == EXPR_STRING || x->kind == EXPR_NUMBER;
}

/* The current value: locals in it may have been replaced by theirs. */
static struct expr *value_of(const struct fact *fact)
{
	return fact->stmt->expr->assign.value;
}

static bool is_put(struct facts *f, const struct fact *fact)
{
	if (!fact->stmt || fact->writes != 1 || fact->is_read_first)
		return false;
	return is_literal(value_of(fact)) || (fact->reads == 1 && !fact->is_in_loop && is_later(f, value_of(fact)));
}

/* A value that is no literal moves: its statement, visited before this one, becomes empty. */
static bool put_pre(struct walk *w, struct expr **ep)
{
	struct facts *f = w->ctx;
	struct expr *x = *ep;
	struct fact *fact = fact_of(f, x);

	if (fact && is_put(f, fact)) {
		if (is_literal(value_of(fact))) {
			*ep = expr_copy(f->e->arena, value_of(fact));
			(*ep)->loc = x->loc;
		} else {
			*ep = value_of(fact);
			fact->stmt->kind = STMT_NULL;
		}
		return false;
	}
	if (x->kind != EXPR_ASSIGN || x->assign.target->kind != EXPR_SYMBOL)
		return true;
	walk_expr(w, &x->assign.value);
	return false;
}

void constants_put(struct elab *e, struct stmt *root, const struct probe_family *family)
{
	struct facts f = { .e = e, .variables_stay = family->variables_stay };
	struct walk note = { .pre_expr = note_pre, .post_expr = note_post, .pre_stmt = note_pre_stmt, .post_stmt = note_post_stmt,
			     .ctx = &f };
	struct walk put = { .pre_expr = put_pre, .ctx = &f };

	if (e->s->opt.no_elision || !root)
		return;
	look_at(&f, &note, root);
	if (f.any)
		walk_stmt(&put, &root);
}
