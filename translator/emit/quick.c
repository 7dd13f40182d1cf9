// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Handlers that only count, sum and add to aggregates which every CPU has for itself, from clocks, ids, parameters in registers and
 * saved values: `n++`, or `s <<< gettimeofday_ns() - @entry(gettimeofday_ns())`. They cannot fail, charge nothing to MAXACTION
 * and print nothing, so the runtime need not prepare for that (MYTAP_QUICK).
 */
#include "handler.h"

/* The part of a CPU, without a lock. */
static bool is_own_scalar(struct emit *e, const struct expr *x, enum type type)
{
	return x->kind == EXPR_SYMBOL && x->symbol.var->scope == SCOPE_GLOBAL && x->symbol.var->type == type && !x->symbol.var->is_array &&
	       facts_of_global(e, x->symbol.var)->use == GLOBAL_PER_CPU;
}

static bool is_saved(const struct handler *h, const struct expr *x)
{
	for (unsigned int i = 0; i < h->entries.n; i++)
		if (h->entries.v[i].var == x->symbol.var)
			return x->type == TYPE_LONG;
	return false;
}

static bool is_quick_value(const struct handler *h, const struct expr *x)
{
	if (x->kind == EXPR_SYMBOL)
		return is_saved(h, x);
	if (x->kind == EXPR_BINARY)
		return x->type == TYPE_LONG && op_is_plain(x->binary.op) && is_quick_value(h, x->binary.a) && is_quick_value(h, x->binary.b);
	return expr_is_plain(x);
}

static bool is_quick_expr(struct emit *e, const struct handler *h, const struct expr *x)
{
	if (x->kind == EXPR_INCDEC)
		return is_own_scalar(e, x->incdec.target, TYPE_LONG);
	if (x->kind != EXPR_ASSIGN || !is_quick_value(h, x->assign.value))
		return false;
	if (x->assign.op == OP_ACCUM)
		return is_own_scalar(e, x->assign.target, TYPE_STAT);
	return (x->assign.op == OP_ADD || x->assign.op == OP_SUB) && is_own_scalar(e, x->assign.target, TYPE_LONG);
}

static bool is_quick(struct emit *e, const struct handler *h, const struct stmt *s)
{
	switch (s->kind) {
	case STMT_BLOCK:
		vec_each(one, &s->block)
			if (!is_quick(e, h, *one))
				return false;
		return true;
	case STMT_EXPR:
		return is_quick_expr(e, h, s->expr);
	case STMT_IF:
		return expr_is_early(s->if_.cond) && is_quick(e, h, s->if_.then) && (!s->if_.other || is_quick(e, h, s->if_.other));
	case STMT_NULL: case STMT_NEXT:
		return true;
	case STMT_WHILE: case STMT_FOR: case STMT_FOREACH: case STMT_RETURN: case STMT_BREAK: case STMT_CONTINUE: case STMT_DELETE:
	case STMT_TRY: case STMT_EMBED:
		return false;
	}
	return false;
}

bool handler_is_quick(struct emit *e, const struct handler *h)
{
	return is_quick(e, h, h->body);
}
