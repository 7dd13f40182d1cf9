// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Expressions that may cause an error at run time. In the script's own statements such an expression is kept even if
 * its value is not used; in aliases and library files it is not, unlike expressions with side effects.
 */
#include "elaborate.h"
#include "translator/builtins.h"
#include "translator/debuginfo/location.h"

struct failing { struct elab *e; bool fails; };

bool op_can_fail(enum op op, const struct expr *by)
{
	return (op == OP_DIV || op == OP_MOD) && !(by->kind == EXPR_NUMBER && by->number);
}

static bool func_can_fail(struct elab *e, struct func *f);

static bool call_can_fail(struct elab *e, const struct expr *x)
{
	if (x->call.builtin)
		return x->call.builtin->flags & (BUILTIN_CAN_FAIL | BUILTIN_ENDS);
	for (unsigned int i = 0; i < x->call.callees.n; i++)
		if (func_can_fail(e, x->call.callees.v[i]))
			return true;
	return !x->call.callees.n;
}

static bool print_can_fail(const struct expr *x)
{
	if (x->print.args.n && x->print.args.v[0]->kind == EXPR_HIST)	/* of an empty aggregate */
		return true;
	for (unsigned int i = 0; x->print.format && i < x->print.format->parts.n; i++)
		if (x->print.format->parts.v[i].conv == CONV_MEMORY || x->print.format->parts.v[i].conv == CONV_MEMORY_HEX)
			return true;
	return false;
}

/* A fault; or, before its program is made, that it does not exist. */
static bool access_can_fail(const struct access *a)
{
	for (unsigned int i = 0; a->prog && i < a->prog->ops.n; i++) {
		enum loc_op_kind k = a->prog->ops.v[i].kind;

		if (k == LOC_LOAD || k == LOC_DIV || k == LOC_MOD)
			return true;
	}
	return !a->prog && !a->stays;
}

static bool fails_pre(struct walk *w, struct expr **ep)
{
	struct failing *k = w->ctx;
	const struct expr *x = *ep;

	switch (x->kind) {
	case EXPR_BINARY:
		k->fails |= op_can_fail(x->binary.op, x->binary.b);
		break;
	case EXPR_ASSIGN:		/* an array may be full */
		k->fails |= op_can_fail(x->assign.op, x->assign.value) || x->assign.target->kind != EXPR_SYMBOL;
		break;
	case EXPR_INCDEC:
		k->fails |= x->incdec.target->kind != EXPR_SYMBOL;
		break;
	case EXPR_CALL:
		k->fails |= call_can_fail(k->e, x);
		break;
	case EXPR_PRINT:
		k->fails |= print_can_fail(x);
		break;
	case EXPR_STATOP:		/* the others fail for an empty aggregate */
		k->fails |= x->statop.op != STAT_COUNT && x->statop.op != STAT_SUM;
		break;
	case EXPR_INDEX:		/* no such bucket; a missing element is 0 */
		k->fails |= x->index.base->kind == EXPR_HIST;
		break;
	case EXPR_ACCESS:
		k->fails |= access_can_fail(&x->access);
		break;
	case EXPR_DEREF: case EXPR_REGISTER: case EXPR_PERF: case EXPR_ENTRY: case EXPR_ATCONST:
	case EXPR_ENUM: case EXPR_ENUMNAME:
		k->fails = true;	/* a fault; or pass 2 cannot resolve it */
		break;
	case EXPR_NUMBER: case EXPR_STRING: case EXPR_SYMBOL: case EXPR_UNARY: case EXPR_LOGICAL: case EXPR_TERNARY:
	case EXPR_IN: case EXPR_REGEX: case EXPR_HIST: case EXPR_DEFINED: case EXPR_PROBEWRITE:
	case EXPR_EMBED:		/* "pure" allows to leave it out */
		break;
	}
	return !k->fails;
}

/* Loops may exceed MAXACTION. */
static bool fails_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct failing *k = w->ctx;

	k->fails |= (*sp)->kind == STMT_WHILE || (*sp)->kind == STMT_FOR || (*sp)->kind == STMT_FOREACH;
	return !k->fails;
}

static bool func_can_fail(struct elab *e, struct func *f)
{
	struct body *b = func_body(e, f);
	struct failing k = { .e = e };
	struct walk w = { .pre_expr = fails_pre, .pre_stmt = fails_pre_stmt, .ctx = &k };

	if (f->embed)
		return false;
	if (b->fails_busy || b->is_resolving)	/* recursion may exceed MAXNESTING */
		return true;
	b->fails_busy = true;
	walk_stmt(&w, &f->body);
	b->fails_busy = false;
	return k.fails;
}

bool expr_can_fail(struct elab *e, const struct expr *x)
{
	struct failing k = { .e = e };
	struct walk w = { .pre_expr = fails_pre, .pre_stmt = fails_pre_stmt, .ctx = &k };
	struct expr *copy = (struct expr *)x;

	walk_expr(&w, &copy);
	return k.fails;
}

bool expr_has_no_effect(struct elab *e, const struct expr *x)
{
	return expr_is_pure(e, x) && !expr_can_fail(e, x);
}
