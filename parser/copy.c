// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Deep copies. What later passes filled in (types, resolved names) is copied as
 * it is; names, embedded text and declarations are shared, for nobody changes them.
 */
#include "ast.h"

static void copy_list(struct arena *a, expr_vec *v)
{
	expr_vec from = *v;

	*v = (expr_vec){ 0 };
	vec_each(e, &from)
		vec_push(a, v, expr_copy(a, *e));
}

static void copy_access(struct arena *a, struct access *x)
{
	struct access from = *x;

	x->operand = expr_copy(a, from.operand);
	x->steps.v = NULL;
	x->steps.n = x->steps.cap = 0;
	vec_each(step, &from.steps) {
		vec_push(a, &x->steps, *step);
		vec_last(&x->steps).index = expr_copy(a, step->index);
	}
	copy_list(a, &x->inputs);
}

struct expr *expr_copy(struct arena *a, const struct expr *e)
{
	struct expr *n;

	if (!e)
		return NULL;
	n = arena_new_of(a, struct expr);
	*n = *e;
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
		n->index.base = expr_copy(a, e->index.base);
		copy_list(a, &n->index.keys);
		break;
	case EXPR_CALL:
		copy_list(a, &n->call.args);
		n->call.callees.v = arena_grow(a, e->call.callees.v, e->call.callees.n * sizeof(*e->call.callees.v),
					       e->call.callees.n * sizeof(*e->call.callees.v));
		n->call.callees.cap = e->call.callees.n;
		break;
	case EXPR_UNARY:
		n->unary.a = expr_copy(a, e->unary.a);
		break;
	case EXPR_BINARY:
	case EXPR_LOGICAL:
		n->binary.a = expr_copy(a, e->binary.a);
		n->binary.b = expr_copy(a, e->binary.b);
		break;
	case EXPR_TERNARY:
		n->ternary.cond = expr_copy(a, e->ternary.cond);
		n->ternary.then = expr_copy(a, e->ternary.then);
		n->ternary.other = expr_copy(a, e->ternary.other);
		break;
	case EXPR_ASSIGN:
		n->assign.target = expr_copy(a, e->assign.target);
		n->assign.value = expr_copy(a, e->assign.value);
		break;
	case EXPR_INCDEC:
		n->incdec.target = expr_copy(a, e->incdec.target);
		break;
	case EXPR_IN:
		copy_list(a, &n->in.keys);
		n->in.array = expr_copy(a, e->in.array);
		break;
	case EXPR_REGEX:
		n->regex.subject = expr_copy(a, e->regex.subject);
		break;
	case EXPR_STATOP:
		n->statop.stat = expr_copy(a, e->statop.stat);
		break;
	case EXPR_HIST:
		n->hist.stat = expr_copy(a, e->hist.stat);
		break;
	case EXPR_PRINT:
		copy_list(a, &n->print.args);
		break;
	case EXPR_ACCESS:
		copy_access(a, &n->access);
		break;
	case EXPR_DEFINED:
	case EXPR_ENTRY:
		n->one.a = expr_copy(a, e->one.a);
		break;
	case EXPR_ENUMNAME:
		n->enumname.value = expr_copy(a, e->enumname.value);
		break;
	case EXPR_DEREF:
		n->deref.size = expr_copy(a, e->deref.size);
		n->deref.address = expr_copy(a, e->deref.address);
		break;
	case EXPR_REGISTER:
		n->reg.number = expr_copy(a, e->reg.number);
		break;
	case EXPR_PROBEWRITE:
		n->probewrite.target = expr_copy(a, e->probewrite.target);
		break;
	}
	return n;
}

struct stmt *stmt_copy(struct arena *a, const struct stmt *s)
{
	struct stmt *n;

	if (!s)
		return NULL;
	n = arena_new_of(a, struct stmt);
	*n = *s;
	switch (s->kind) {
	case STMT_NULL:
	case STMT_NEXT:
	case STMT_BREAK:
	case STMT_CONTINUE:
	case STMT_EMBED:
		break;
	case STMT_BLOCK:
		n->block = (stmt_vec){ 0 };
		vec_each(child, &s->block)
			vec_push(a, &n->block, stmt_copy(a, *child));
		break;
	case STMT_EXPR:
		n->expr = expr_copy(a, s->expr);
		break;
	case STMT_IF:
		n->if_.cond = expr_copy(a, s->if_.cond);
		n->if_.then = stmt_copy(a, s->if_.then);
		n->if_.other = stmt_copy(a, s->if_.other);
		break;
	case STMT_WHILE:
		n->while_.cond = expr_copy(a, s->while_.cond);
		n->while_.body = stmt_copy(a, s->while_.body);
		break;
	case STMT_FOR:
		n->for_.init = expr_copy(a, s->for_.init);
		n->for_.cond = expr_copy(a, s->for_.cond);
		n->for_.step = expr_copy(a, s->for_.step);
		n->for_.body = stmt_copy(a, s->for_.body);
		break;
	case STMT_FOREACH:
		copy_list(a, &n->foreach.keys);
		n->foreach.value = expr_copy(a, s->foreach.value);
		n->foreach.base = expr_copy(a, s->foreach.base);
		copy_list(a, &n->foreach.slice);
		n->foreach.limit = expr_copy(a, s->foreach.limit);
		n->foreach.body = stmt_copy(a, s->foreach.body);
		break;
	case STMT_RETURN:
		n->ret = expr_copy(a, s->ret);
		break;
	case STMT_DELETE:
		n->del = expr_copy(a, s->del);
		break;
	case STMT_TRY:
		n->try_.body = stmt_copy(a, s->try_.body);
		n->try_.handler = stmt_copy(a, s->try_.handler);
		n->try_.var = expr_copy(a, s->try_.var);
		break;
	}
	return n;
}
