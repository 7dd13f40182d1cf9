// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Visits every node below a place, in the order of the source. A callback may
 * replace the node it is given; the walk continues with the replacement.
 * Missing nodes (a `*` key, an absent else) are passed over.
 */
#include "ast.h"

static void walk_list(struct walk *w, expr_vec *v)
{
	vec_each(e, v)
		walk_expr(w, e);
}

static void walk_access(struct walk *w, struct access *x)
{
	walk_expr(w, &x->operand);
	vec_each(step, &x->steps)
		walk_expr(w, &step->index);
}

static void expr_children(struct walk *w, struct expr *e)
{
	switch (e->kind) {
	case EXPR_NUMBER:
	case EXPR_STRING:
	case EXPR_SYMBOL:
	case EXPR_PERF:
	case EXPR_ATCONST:
	case EXPR_ENUM:
	case EXPR_EMBED:
		break;
	case EXPR_INDEX:
		walk_expr(w, &e->index.base);
		walk_list(w, &e->index.keys);
		break;
	case EXPR_CALL:
		walk_list(w, &e->call.args);
		break;
	case EXPR_UNARY:
		walk_expr(w, &e->unary.a);
		break;
	case EXPR_BINARY:
	case EXPR_LOGICAL:
		walk_expr(w, &e->binary.a);
		walk_expr(w, &e->binary.b);
		break;
	case EXPR_TERNARY:
		walk_expr(w, &e->ternary.cond);
		walk_expr(w, &e->ternary.then);
		walk_expr(w, &e->ternary.other);
		break;
	case EXPR_ASSIGN:
		walk_expr(w, &e->assign.target);
		walk_expr(w, &e->assign.value);
		break;
	case EXPR_INCDEC:
		walk_expr(w, &e->incdec.target);
		break;
	case EXPR_IN:
		walk_list(w, &e->in.keys);
		walk_expr(w, &e->in.array);
		break;
	case EXPR_REGEX:
		walk_expr(w, &e->regex.subject);
		break;
	case EXPR_STATOP:
		walk_expr(w, &e->statop.stat);
		walk_expr(w, &e->statop.rank);
		walk_expr(w, &e->statop.whole);
		break;
	case EXPR_HIST:
		walk_expr(w, &e->hist.stat);
		break;
	case EXPR_PRINT:
		walk_list(w, &e->print.args);
		break;
	case EXPR_ACCESS:
		walk_access(w, &e->access);
		break;
	case EXPR_DEFINED:
	case EXPR_ENTRY:
		walk_expr(w, &e->one.a);
		break;
	case EXPR_ENUMNAME:
		walk_expr(w, &e->enumname.value);
		break;
	case EXPR_DEREF:
		walk_expr(w, &e->deref.size);
		walk_expr(w, &e->deref.address);
		break;
	case EXPR_REGISTER:
		walk_expr(w, &e->reg.number);
		break;
	case EXPR_PROBEWRITE:
		walk_expr(w, &e->probewrite.target);
		break;
	}
}

void walk_expr(struct walk *w, struct expr **e)
{
	if (!*e)
		return;
	if (w->pre_expr && !w->pre_expr(w, e))
		return;
	if (*e)
		expr_children(w, *e);
	if (*e && w->post_expr)
		w->post_expr(w, e);
}

static void stmt_children(struct walk *w, struct stmt *s)
{
	switch (s->kind) {
	case STMT_NULL:
	case STMT_NEXT:
	case STMT_BREAK:
	case STMT_CONTINUE:
	case STMT_EMBED:
		break;
	case STMT_BLOCK:
		vec_each(child, &s->block)
			walk_stmt(w, child);
		break;
	case STMT_EXPR:
		walk_expr(w, &s->expr);
		break;
	case STMT_IF:
		walk_expr(w, &s->if_.cond);
		walk_stmt(w, &s->if_.then);
		walk_stmt(w, &s->if_.other);
		break;
	case STMT_WHILE:
		walk_expr(w, &s->while_.cond);
		walk_stmt(w, &s->while_.body);
		break;
	case STMT_FOR:
		walk_expr(w, &s->for_.init);
		walk_expr(w, &s->for_.cond);
		walk_expr(w, &s->for_.step);
		walk_stmt(w, &s->for_.body);
		break;
	case STMT_FOREACH:
		walk_expr(w, &s->foreach.base);
		walk_list(w, &s->foreach.slice);
		walk_expr(w, &s->foreach.limit);
		walk_expr(w, &s->foreach.value);
		walk_list(w, &s->foreach.keys);
		walk_stmt(w, &s->foreach.body);
		break;
	case STMT_RETURN:
		walk_expr(w, &s->ret);
		break;
	case STMT_DELETE:
		walk_expr(w, &s->del);
		break;
	case STMT_TRY:
		walk_stmt(w, &s->try_.body);
		walk_expr(w, &s->try_.var);
		walk_stmt(w, &s->try_.handler);
		break;
	}
}

void walk_stmt(struct walk *w, struct stmt **s)
{
	if (!*s)
		return;
	if (w->pre_stmt && !w->pre_stmt(w, s))
		return;
	if (*s)
		stmt_children(w, *s);
	if (*s && w->post_stmt)
		w->post_stmt(w, s);
}
