// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Locals that a tapset's text sets once, to a literal, before anything else of the handler reads them: the literal stands where
 * they are read. So the name of an alias is no copy of a string at each hit, and conditions on what an alias knows of itself
 * are folded. Only assignments of the library count: what a script says is left as it says it.
 */
#include "elaborate.h"
#include "ptrmap.h"

struct fact {
	unsigned int writes;
	bool is_read;			/* where the statements are that were looked at so far */
	const struct expr *value;	/* the literal; NULL: none */
};

struct facts {
	struct elab *e;
	struct ptrmap of;		/* struct var -> struct fact */
	bool any;
};

static struct fact *fact_of(struct facts *f, const struct expr *x)
{
	struct fact *ret;

	if (x->kind != EXPR_SYMBOL || x->symbol.scope != SCOPE_LOCAL || !x->symbol.var)
		return NULL;
	ret = ptrmap_get(&f->of, x->symbol.var);
	if (!ret) {
		ret = arena_new_of(f->e->arena, struct fact);
		ptrmap_put(f->e->arena, &f->of, x->symbol.var, ret);
	}
	return ret;
}

static void write_note(struct facts *f, const struct expr *target)
{
	struct fact *fact = fact_of(f, target);

	if (fact)
		fact->writes++;
}

/* Writes and, but for the target of an assignment that a statement is, reads. */
static bool note_pre(struct walk *w, struct expr **ep)
{
	struct facts *f = w->ctx;
	struct expr *x = *ep;
	struct fact *fact = fact_of(f, x);

	if (fact)
		fact->is_read = true;
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

static bool note_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct facts *f = w->ctx;
	struct stmt *s = *sp;

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

/* The statements that run first, one behind the other. */
static void look_at(struct facts *f, struct walk *w, struct stmt *s)
{
	struct expr *x = s->kind == STMT_EXPR ? s->expr : NULL;
	struct fact *fact;

	if (s->kind == STMT_BLOCK) {
		vec_each(b, &s->block)
			look_at(f, w, *b);
		return;
	}
	if (x && x->kind == EXPR_ASSIGN && x->assign.op == OP_ASSIGN && loc_is_library(x->loc) &&
	    (x->assign.value->kind == EXPR_STRING || x->assign.value->kind == EXPR_NUMBER)) {
		fact = fact_of(f, x->assign.target);
		if (fact && !fact->is_read) {
			fact->value = x->assign.value;
			f->any = true;
		}
	}
	walk_stmt(w, &s);
}

static bool put_pre(struct walk *w, struct expr **ep)
{
	struct facts *f = w->ctx;
	struct expr *x = *ep;
	struct fact *fact = fact_of(f, x);
	struct loc loc = x->loc;

	if (fact && fact->value && fact->writes == 1) {
		*ep = expr_copy(f->e->arena, fact->value);
		(*ep)->loc = loc;
		return false;
	}
	if (x->kind != EXPR_ASSIGN || x->assign.target->kind != EXPR_SYMBOL)
		return true;
	walk_expr(w, &x->assign.value);
	return false;
}

void constants_put(struct elab *e, struct stmt *root)
{
	struct facts f = { .e = e };
	struct walk note = { .pre_expr = note_pre, .pre_stmt = note_pre_stmt, .ctx = &f };
	struct walk put = { .pre_expr = put_pre, .ctx = &f };

	if (e->s->opt.no_elision || !root)
		return;
	look_at(&f, &note, root);
	if (f.any)
		walk_stmt(&put, &root);
}
