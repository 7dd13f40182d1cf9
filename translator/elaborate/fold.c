// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Constant folding, with the arithmetic of run time: wrapping, shift counts masked with 63, `>>>` logical. A division
 * by a constant zero is left for run time, where it is an error of that handler alone. For a constant condition
 * (mostly from @defined) the branch not taken is removed before its names are resolved.
 */
#include <string.h>

#include "elaborate.h"

static bool fold_numbers(enum op op, int64_t a, int64_t b, int64_t *ret)
{
	uint64_t ua = (uint64_t)a, ub = (uint64_t)b;

	switch (op) {
	case OP_ADD: *ret = (int64_t)(ua + ub); return true;
	case OP_SUB: *ret = (int64_t)(ua - ub); return true;
	case OP_MUL: *ret = (int64_t)(ua * ub); return true;
	case OP_DIV:
		if (b)
			*ret = b == -1 ? (int64_t)(0 - ua) : a / b;
		return b != 0;
	case OP_MOD:
		if (b)
			*ret = b == -1 || b == 1 ? 0 : a % b;
		return b != 0;
	case OP_SHL: *ret = (int64_t)(ua << (ub & 63)); return true;
	case OP_SHR: *ret = a >> (ub & 63); return true;
	case OP_USHR: *ret = (int64_t)(ua >> (ub & 63)); return true;
	case OP_AND: *ret = a & b; return true;
	case OP_OR: *ret = a | b; return true;
	case OP_XOR: *ret = a ^ b; return true;
	case OP_EQ: *ret = a == b; return true;
	case OP_NE: *ret = a != b; return true;
	case OP_LT: *ret = a < b; return true;
	case OP_GT: *ret = a > b; return true;
	case OP_LE: *ret = a <= b; return true;
	case OP_GE: *ret = a >= b; return true;
	case OP_LAND: *ret = a && b; return true;
	case OP_LOR: *ret = a || b; return true;
	case OP_CONCAT: case OP_PLUS: case OP_NEG: case OP_NOT: case OP_COMPL: case OP_ASSIGN:
	case OP_ACCUM: case OP_INC: case OP_DEC:
		break;
	}
	return false;
}

static struct expr *number_at(struct elab *e, const struct expr *from, int64_t n)
{
	struct expr *x = expr_number(e->arena, from->loc, n);

	x->type = TYPE_LONG;
	e->changed = true;
	return x;
}

/* The value of a literal at run time. */
static int string_compare(const struct expr *a, const struct expr *b)
{
	uint32_t n = a->string.len < b->string.len ? a->string.len : b->string.len;
	int c = memcmp(a->string.s, b->string.s, n);

	return c ? c : (a->string.len > b->string.len) - (a->string.len < b->string.len);
}

static void fold_binary(struct elab *e, struct expr **ep)
{
	struct expr *x = *ep, *a = x->binary.a, *b = x->binary.b;
	int64_t n;

	if (a->kind == EXPR_NUMBER && b->kind == EXPR_NUMBER) {
		if (fold_numbers(x->binary.op, a->number, b->number, &n))
			*ep = number_at(e, x, n);
		return;
	}
	if (a->kind != EXPR_STRING || b->kind != EXPR_STRING)
		return;
	if (x->binary.op == OP_CONCAT) {
		uint32_t len = a->string.len + b->string.len;
		char *s;

		if ((int64_t)len >= session_limit(e->s, "MAXSTRINGLEN", 512))
			return;
		s = arena_alloc(e->arena, len + 1);
		memcpy(s, a->string.s, a->string.len);
		memcpy(s + a->string.len, b->string.s, b->string.len);
		*ep = expr_string(e->arena, x->loc, s, len);
		(*ep)->type = TYPE_STRING;
		e->changed = true;
	} else if (x->binary.op >= OP_EQ && x->binary.op <= OP_GE) {
		if (fold_numbers(x->binary.op, string_compare(a, b), 0, &n))
			*ep = number_at(e, x, n);
	}
}

static void fold_unary(struct elab *e, struct expr **ep)
{
	struct expr *x = *ep;
	int64_t n;

	if (x->unary.a->kind != EXPR_NUMBER)
		return;
	n = x->unary.a->number;
	if (x->unary.op == OP_NEG)
		n = (int64_t)(0 - (uint64_t)n);
	else if (x->unary.op == OP_NOT)
		n = !n;
	else if (x->unary.op == OP_COMPL)
		n = ~n;
	*ep = number_at(e, x, n);
}

/*
 * Looks at a few levels only: operands without an effect are folded already, and a full search at each level of a
 * long chain would cost the square of its length.
 */
enum { TRUTH_LEVELS = 16 };

static bool truth_below(const struct expr *x, unsigned int levels, bool *ret)
{
	bool a, b, decides, a_known, b_known;

	if (!levels)
		return false;
	if (x->kind == EXPR_NUMBER) {
		*ret = x->number;
		return true;
	}
	if (x->kind == EXPR_UNARY && x->unary.op == OP_NOT && truth_below(x->unary.a, levels - 1, &a)) {
		*ret = !a;
		return true;
	}
	if (x->kind != EXPR_LOGICAL)
		return false;
	decides = x->binary.op == OP_LOR;
	a_known = truth_below(x->binary.a, levels - 1, &a);
	b_known = (!a_known || a != decides) && truth_below(x->binary.b, levels - 1, &b);
	if ((a_known && a == decides) || (b_known && b == decides)) {
		*ret = decides;
		return true;
	}
	*ret = !decides;
	return a_known && b_known;
}

/* The value of a condition that does not depend on its operands, which may have effects: f() && 0. */
bool expr_truth(const struct expr *x, bool *ret)
{
	return truth_below(x, TRUTH_LEVELS, ret);
}

/* 0 && x, 1 || x: x is never evaluated. x && 0 is 0, if x has no effect and cannot fail. */
static void fold_logical(struct elab *e, struct expr **ep)
{
	struct expr *x = *ep, *a = x->binary.a;
	bool decides = x->binary.op == OP_LOR, value;

	if (expr_truth(a, &value) && value == decides) {
		*ep = a->kind == EXPR_NUMBER ? number_at(e, x, value) : a;
		e->changed = true;
	} else if (a->kind == EXPR_NUMBER) {
		fold_binary(e, ep);
	} else if (expr_truth(x, &value) && expr_has_no_effect(e, x)) {
		*ep = number_at(e, x, value);
	}
}

/* c ? a : b with a constant condition. An effect of c is kept: c ? b : b. False: c is not constant. */
bool fold_ternary(struct elab *e, struct expr **ep)
{
	struct expr *x = *ep, *left;
	bool value;

	if (!expr_truth(x->ternary.cond, &value))
		return false;
	left = value ? x->ternary.then : x->ternary.other;
	if (expr_has_no_effect(e, x->ternary.cond)) {
		*ep = left;
		e->changed = true;
	} else if (!x->ternary.is_decided) {
		x->ternary.then = left;
		x->ternary.other = expr_copy(e->arena, left);
		x->ternary.is_decided = true;
		e->changed = true;
	}
	return true;
}

static void fold_post(struct walk *w, struct expr **ep)
{
	struct elab *e = w->ctx;
	struct expr *x = *ep;

	if (x->kind == EXPR_UNARY) {
		fold_unary(e, ep);
	} else if (x->kind == EXPR_BINARY) {
		fold_binary(e, ep);
	} else if (x->kind == EXPR_LOGICAL) {
		fold_logical(e, ep);
	} else if (x->kind == EXPR_TERNARY) {
		fold_ternary(e, ep);
	}
}

/* The effect of a condition, then the remaining statement; either may be NULL. */
static struct stmt *effect_then(struct elab *e, const struct stmt *from, struct expr *effect, struct stmt *left)
{
	struct stmt *b, *s;

	if (!effect)
		return left ? left : stmt_new(e->arena, STMT_NULL, from->loc);
	s = stmt_new(e->arena, STMT_EXPR, effect->loc);
	s->expr = effect;
	s->is_provided = from->is_provided;
	if (!left)
		return s;
	b = stmt_new(e->arena, STMT_BLOCK, from->loc);
	vec_push(e->arena, &b->block, s);
	vec_push(e->arena, &b->block, left);
	return b;
}

/* if, while, for with a constant condition: removes code that never runs. False: unchanged. */
bool fold_condition(struct elab *e, struct stmt **sp)
{
	struct stmt *s = *sp, *left = NULL;
	struct expr *cond, *effect;
	bool value;

	cond = s->kind == STMT_IF ? s->if_.cond : s->kind == STMT_WHILE ? s->while_.cond :
	       s->kind == STMT_FOR ? s->for_.cond : NULL;
	if (!cond || !expr_truth(cond, &value) || (s->kind != STMT_IF && value))
		return false;
	effect = expr_has_no_effect(e, cond) ? NULL : cond;
	if (s->kind == STMT_IF)
		left = value ? s->if_.then : s->if_.other;
	left = effect_then(e, s, effect, left);
	*sp = s->kind == STMT_FOR ? effect_then(e, s, s->for_.init, left) : left;
	e->changed = true;
	return true;
}

static void fold_post_stmt(struct walk *w, struct stmt **sp)
{
	fold_condition(w->ctx, sp);
}

bool fold_expr(struct elab *e, struct expr **x)
{
	struct walk w = { .post_expr = fold_post, .ctx = e };
	bool before = e->changed, changed;

	e->changed = false;
	walk_expr(&w, x);
	changed = e->changed;
	e->changed |= before;
	return changed;
}

bool fold_stmt(struct elab *e, struct stmt **s)
{
	struct walk w = { .post_expr = fold_post, .post_stmt = fold_post_stmt, .ctx = e };
	bool before = e->changed, changed;

	e->changed = false;
	walk_stmt(&w, s);
	changed = e->changed;
	e->changed |= before;
	return changed;
}
