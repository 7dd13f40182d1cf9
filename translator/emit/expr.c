// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Expressions. Evaluated from left to right: a left operand is kept in a temporary if one right of it changes what it
 * reads. && || ?: become C operators if their arms need no statements, else an if.
 */
#include "emit.h"

#include <string.h>

static struct value symbol_value(struct emit *e, const struct expr *x)
{
	const struct var *v = x->symbol.var;
	struct value local = value_name(NULL, TOUCH_LOCALS);

	if (!v)
		bug("symbol '%s' without variable", x->symbol.name);
	if (v->scope != SCOPE_GLOBAL) {
		local.c = var_text(e, v);
		local.is_s64 = v->type == TYPE_LONG;
		return local;
	}
	if (is_per_cpu(e, v)) {
		facts_of_global(e, v)->needs_total = true;
		return value_new(text(e, "%s_total()", v->c_name), P_PRIMARY, TOUCH_GLOBALS);
	}
	return value_name(v->c_name, TOUCH_GLOBALS);
}

void emit_exprs(struct emit *e, const expr_vec *v, struct value *ret, unsigned int also_changes)
{
	for (unsigned int i = 0; i < v->n; i++) {
		if (!v->v[i])
			continue;
		ret[i] = emit_expr(e, v->v[i]);
		ret[i] = value_keep_if(e, ret[i], v->v[i]->type, exprs_change(e, v, i + 1) | also_changes);
	}
}

/* ---- operators ------------------------------------------------------------------------------ */

struct c_op { const char *text; enum c_prec prec; bool is_test; };

static struct c_op c_op(enum op op)
{
	switch (op) {
	case OP_ADD: return (struct c_op){ "+", P_ADD, false };
	case OP_SUB: return (struct c_op){ "-", P_ADD, false };
	case OP_MUL: return (struct c_op){ "*", P_MUL, false };
	case OP_DIV: return (struct c_op){ "/", P_MUL, false };
	case OP_MOD: return (struct c_op){ "%", P_MUL, false };
	case OP_SHL: return (struct c_op){ "<<", P_SHIFT, false };
	case OP_SHR: return (struct c_op){ ">>", P_SHIFT, false };
	case OP_USHR: return (struct c_op){ ">>", P_SHIFT, false };
	case OP_AND: return (struct c_op){ "&", P_BITAND, false };
	case OP_OR: return (struct c_op){ "|", P_BITOR, false };
	case OP_XOR: return (struct c_op){ "^", P_XOR, false };
	case OP_EQ: return (struct c_op){ "==", P_EQ, true };
	case OP_NE: return (struct c_op){ "!=", P_EQ, true };
	case OP_LT: return (struct c_op){ "<", P_REL, true };
	case OP_GT: return (struct c_op){ ">", P_REL, true };
	case OP_LE: return (struct c_op){ "<=", P_REL, true };
	case OP_GE: return (struct c_op){ ">=", P_REL, true };
	case OP_LAND: return (struct c_op){ "&&", P_LAND, true };
	case OP_LOR: return (struct c_op){ "||", P_LOR, true };
	case OP_CONCAT: case OP_PLUS: case OP_NEG: case OP_NOT: case OP_COMPL: case OP_ASSIGN: case OP_ACCUM:
	case OP_INC: case OP_DEC:
		break;
	}
	bug("operator '%s' is not binary in C", op_text(op));
}

/* True if an operand of that strength needs no parentheses, and gcc does not warn. */
static enum c_prec needed(enum c_prec op, bool is_right)
{
	switch (op) {
	case P_ADD:
		return is_right ? P_MUL : P_ADD;
	case P_MUL:
		return is_right ? P_UNARY : P_MUL;
	case P_REL: case P_EQ:
		return P_SHIFT;
	case P_LAND:
		return is_right ? P_EQ : P_LAND;
	case P_LOR:
		return is_right ? P_EQ : P_LOR;
	case P_COND: case P_BITOR: case P_XOR: case P_BITAND: case P_SHIFT: case P_UNARY: case P_PRIMARY:
		break;
	}
	return P_UNARY;
}

/* `a && b || c` reads better with parentheses, and gcc warns without. */
static const char *logical_operand(struct emit *e, struct value v, enum c_prec op, bool is_right)
{
	if (op == P_LOR && v.prec == P_LAND)
		return text(e, "(%s)", value_text(e, v));
	return operand(e, v, needed(op, is_right));
}

static struct value test_value(const char *c, enum c_prec prec, unsigned int reads)
{
	struct value v = value_new(c, prec, reads);

	v.is_int = true;
	return v;
}

static struct value string_compare(struct emit *e, enum op op, struct value a, struct value b)
{
	unsigned int reads = a.reads | b.reads;
	const char *x = value_text(e, a), *y = value_text(e, b);

	if (op == OP_EQ)
		return test_value(text(e, "mytap_streq(%s, %s)", x, y), P_PRIMARY, reads);
	if (op == OP_NE)
		return test_value(text(e, "!mytap_streq(%s, %s)", x, y), P_UNARY, reads);
	return test_value(text(e, "mytap_strcmp(%s, %s) %s 0", x, y, c_op(op).text), P_REL, reads);
}

static struct value divide(struct emit *e, enum op op, struct value a, struct value b, struct loc loc)
{
	const char *t;

	if (b.is_number && b.n != 0 && b.n != -1)
		return value_new(text(e, "%s %s %s", wide(e, a, P_MUL), c_op(op).text, operand(e, b, P_UNARY)), P_MUL,
				 a.reads);
	t = temp_new(e, "s64 ", "t");
	line(e, "%s = mytap_%s(c, %s, %s, %s);", t, op == OP_DIV ? "div" : "mod", value_text(e, a), value_text(e, b),
	     where(e, loc));
	if (!b.is_number || !b.n)
		fail_on_error(e);
	return value_name(t, 0);
}

static struct value shift(struct emit *e, enum op op, struct value a, struct value b)
{
	const char *left = wide(e, a, P_ADD), *count, *c;

	if (b.is_number)
		count = text(e, "%lld", (long long)(b.n & 63));
	else
		count = text(e, "(%s & 63)", operand(e, b, P_UNARY));
	if (op == OP_USHR) {
		c = text(e, "(s64)((u64)%s >> %s)", wide(e, a, P_UNARY), count);
		return value_new(c, P_UNARY, a.reads | b.reads);
	}
	left = op == OP_SHL && a.is_number && a.n < 0 ? text(e, "(s64)%lldULL", (long long)a.n) :
	       wide(e, a, P_UNARY);
	return value_new(text(e, "%s %s %s", left, c_op(op).text, count), P_SHIFT, a.reads | b.reads);
}

static bool folds_in_int(enum op op)
{
	return op == OP_AND || op == OP_OR || op == OP_XOR;
}

static struct value binary_values(struct emit *e, const struct expr *x, struct value a, struct value b)
{
	enum op op = x->binary.op;
	struct c_op k;
	const char *left;

	if (x->binary.a->type == TYPE_STRING)
		return string_compare(e, op, a, b);
	if (op == OP_DIV || op == OP_MOD)
		return divide(e, op, a, b, x->loc);
	if (op == OP_SHL || op == OP_SHR || op == OP_USHR)
		return shift(e, op, a, b);
	k = c_op(op);
	if (a.is_int && b.is_int && !k.is_test && !folds_in_int(op))
		left = wide(e, a, needed(k.prec, false));
	else
		left = operand(e, a, needed(k.prec, false));
	if (k.is_test)
		return test_value(text(e, "%s %s %s", left, k.text, operand(e, b, needed(k.prec, true))), k.prec,
				  a.reads | b.reads);
	return value_new(text(e, "%s %s %s", left, k.text, operand(e, b, needed(k.prec, true))), k.prec,
			 a.reads | b.reads);
}

enum { LONG_TEXT = 1500 };

/* A very long text goes into a temporary: each operator around it copies it. */
static struct value shorten(struct emit *e, struct value v)
{
	return v.c && strlen(v.c) > LONG_TEXT ? value_keep(e, v, TYPE_LONG) : v;
}

static struct value emit_binary(struct emit *e, const struct expr *x)
{
	struct value a, b;

	if (is_execname_test(x))
		return emit_execname_test(e, x);
	a = emit_expr(e, x->binary.a);
	a = value_keep_if(e, a, x->binary.a->type, expr_changes(e, x->binary.b));
	b = emit_expr(e, x->binary.b);
	return shorten(e, binary_values(e, x, a, b));
}

static struct value emit_unary(struct emit *e, const struct expr *x)
{
	struct value a = emit_expr(e, x->unary.a), v;

	if (x->unary.op == OP_PLUS)
		return a;
	if (a.is_number && x->unary.op == OP_NEG)
		return value_number(e, (int64_t)(0 - (uint64_t)a.n));
	if (a.is_number && x->unary.op == OP_COMPL)
		return value_number(e, ~a.n);
	v = value_new(text(e, "%s%s", op_text(x->unary.op), operand(e, a, P_PRIMARY)), P_UNARY, a.reads);
	v.is_int = x->unary.op == OP_NOT || a.is_int;
	return v;
}

/* ---- && || ?: ------------------------------------------------------------------------------- */

/* Writes x indented by one, into a separate text; its statements are in *ret. */
static struct value emit_apart(struct emit *e, const struct expr *x, struct code *ret)
{
	struct code *before = code_begin(e, ret);
	unsigned int merged = e->fn->merged.n;
	struct value v;

	e->fn->indent++;
	v = emit_expr(e, x);
	e->fn->indent--;
	if (e->fn->merged.n > merged)	/* merged only in this branch */
		e->fn->merged.n = merged;
	code_end(e, before);
	return v;
}

/* As 0 or 1. */
static const char *truth_text(struct emit *e, struct value v)
{
	if (v.is_int && v.prec >= P_LOR && v.prec <= P_REL && v.prec != P_BITAND && v.prec != P_BITOR && v.prec != P_XOR)
		return value_text(e, v);
	return text(e, "%s != 0", operand(e, v, P_SHIFT));
}

static struct value emit_logical(struct emit *e, const struct expr *x)
{
	bool is_and = x->binary.op == OP_LAND;
	struct value a = emit_expr(e, x->binary.a), b;
	struct c_op k = c_op(x->binary.op);
	struct code apart;
	const char *t;

	b = emit_apart(e, x->binary.b, &apart);
	if (!apart.n) {
		code_deinit(&apart);
		return shorten(e, test_value(text(e, "%s %s %s", logical_operand(e, a, k.prec, false), k.text,
						  logical_operand(e, b, k.prec, true)), k.prec, a.reads | b.reads));
	}
	t = temp_new(e, "s64 ", "t");
	line(e, "%s = %s;", t, truth_text(e, a));
	line(e, is_and ? "if (%s) {" : "if (!%s) {", t);
	code_put(e, &apart);
	line(e, "\t%s = %s;", t, truth_text(e, b));
	line(e, "}");
	return test_value(t, P_PRIMARY, 0);
}

static void put_arm(struct emit *e, struct code *apart, const char *t, struct value v)
{
	code_put(e, apart);
	line(e, "\t%s = %s;", t, value_text(e, v));
}

static struct value emit_ternary(struct emit *e, const struct expr *x)
{
	struct value cond = emit_expr(e, x->ternary.cond), a, b, v;
	bool is_string = x->type == TYPE_STRING;
	struct code apart_a, apart_b;
	const char *t;

	a = emit_apart(e, x->ternary.then, &apart_a);
	b = emit_apart(e, x->ternary.other, &apart_b);
	if (!apart_a.n && !apart_b.n) {
		code_deinit(&apart_a);
		code_deinit(&apart_b);
		v = value_new(text(e, "%s ? %s : %s", operand(e, cond, P_LOR), operand(e, a, P_LOR),
				   operand(e, b, P_LOR)), P_COND, cond.reads | a.reads | b.reads);
		v.is_int = a.is_int && b.is_int;
		return v;
	}
	t = is_string ? temp_new(e, "const char *", "text") : temp_new(e, "s64 ", "t");
	line(e, "if (%s) {", value_text(e, cond));
	put_arm(e, &apart_a, t, a);
	line(e, "} else {");
	put_arm(e, &apart_b, t, b);
	line(e, "}");
	return value_name(t, is_string ? a.reads | b.reads : 0);
}

/* ---- strings -------------------------------------------------------------------------------- */

/* The parts of a . b . c, left to right. */
static void concat_parts(struct emit *e, const struct expr *x, expr_vec *ret)
{
	if (x->kind == EXPR_BINARY && x->binary.op == OP_CONCAT) {
		concat_parts(e, x->binary.a, ret);
		concat_parts(e, x->binary.b, ret);
		return;
	}
	vec_push(e->a, ret, (struct expr *)x);
}

static void emit_concat_to(struct emit *e, const struct expr *x, const char *to)
{
	expr_vec parts = { 0 };
	struct value *v;

	concat_parts(e, x, &parts);
	v = arena_alloc(e->a, parts.n * sizeof(*v));
	emit_exprs(e, &parts, v, 0);
	for (unsigned int i = 0; i < parts.n; i++)
		(i ? emit_append : emit_copy)(e, to, value_text(e, v[i]));
}

/* True if it makes a new string, rather than point at one. */
static bool makes_string(const struct expr *x)
{
	return (x->kind == EXPR_BINARY && x->binary.op == OP_CONCAT) || x->kind == EXPR_PRINT ||
	       (x->kind == EXPR_CALL && !call_gives_text(x)) || x->kind == EXPR_EMBED || x->kind == EXPR_ATCONST;
}

void emit_string_to(struct emit *e, const struct expr *x, const char *to)
{
	if (x->kind == EXPR_BINARY && x->binary.op == OP_CONCAT)
		emit_concat_to(e, x, to);
	else if (x->kind == EXPR_PRINT)
		emit_sprint_to(e, x, to);
	else if (x->kind == EXPR_CALL)
		emit_call_to(e, x, to);
	else if (x->kind == EXPR_EMBED)
		line(e, "%s(c, %s);", embed_expr_name(e, x, NULL, true), to);
	else
		emit_copy(e, to, value_text(e, emit_expr(e, x)));
}

static struct value emit_new_string(struct emit *e, const struct expr *x)
{
	const char *t = temp_string(e);

	emit_string_to(e, x, t);
	return value_name(t, 0);
}

/* ---- all kinds ------------------------------------------------------------------------------ */

static struct value emit_perf(struct emit *e, const struct expr *x)
{
	const char *t = temp_new(e, "s64 ", "t");

	line(e, "%s = mytap_perf_read(c, %u, %s);", t, dprobe_number(e->p, x->named.probe), where(e, x->loc));
	fail_on_error(e);
	return value_name(t, 0);
}

static void emit_embedded_effect(struct emit *e, const struct expr *x)
{
	if (e->embedded_room)
		e->fn->calls_frames = true;
	line(e, "%s(c);", embed_expr_name(e, x, NULL, false));
	fail_on_error(e);
}

static struct value emit_embedded(struct emit *e, const struct expr *x, const char *c)
{
	const char *t = temp_new(e, "s64 ", "t");

	if (e->embedded_room)
		e->fn->calls_frames = true;
	line(e, "%s = %s(c);", t, embed_expr_name(e, x, c, true));
	fail_on_error(e);
	return value_name(t, 0);
}

struct value emit_expr(struct emit *e, const struct expr *x)
{
	if (x->type == TYPE_STRING && makes_string(x))
		return emit_new_string(e, x);
	switch (x->kind) {
	case EXPR_NUMBER:
		return value_number(e, x->number);
	case EXPR_STRING:
		return value_string(x);
	case EXPR_SYMBOL:
		return symbol_value(e, x);
	case EXPR_INDEX:
		return emit_index(e, x);
	case EXPR_CALL:
		return emit_call(e, x, true);
	case EXPR_UNARY:
		return emit_unary(e, x);
	case EXPR_BINARY:
		return emit_binary(e, x);
	case EXPR_LOGICAL:
		return emit_logical(e, x);
	case EXPR_TERNARY:
		return emit_ternary(e, x);
	case EXPR_ASSIGN:
		return emit_assign(e, x, true);
	case EXPR_INCDEC:
		return emit_incdec(e, x, true);
	case EXPR_IN:
		return emit_in(e, x);
	case EXPR_REGEX:
		return emit_regex(e, x);
	case EXPR_STATOP:
		return emit_statop(e, x);
	case EXPR_ACCESS:
		return emit_access(e, x);
	case EXPR_DEREF:
		return emit_deref(e, x);
	case EXPR_REGISTER:
		return emit_register(e, x);
	case EXPR_EMBED:
		return emit_embedded(e, x, NULL);
	case EXPR_ATCONST:
		return emit_embedded(e, x, x->named.name);
	case EXPR_PERF:
		return emit_perf(e, x);
	case EXPR_PRINT:
		emit_print(e, x);	/* x = printf(...): prints, and is 0 */
		return value_number(e, 0);
	case EXPR_HIST: case EXPR_DEFINED: case EXPR_ENTRY: case EXPR_ENUM: case EXPR_ENUMNAME: case EXPR_PROBEWRITE:
		break;
	}
	diag_error(&e->s->diag, x->loc, "mytap cannot translate this here: use its parts in separate statements");
	return value_number(e, 0);
}

void emit_effect(struct emit *e, const struct expr *x)
{
	switch (x->kind) {
	case EXPR_ASSIGN:
		emit_assign(e, x, false);
		return;
	case EXPR_INCDEC:
		emit_incdec(e, x, false);
		return;
	case EXPR_CALL:
		emit_call(e, x, false);
		return;
	case EXPR_PRINT:
		if (!x->print.to_string) {
			emit_print(e, x);
			return;
		}
		emit_expr(e, x);
		return;
	case EXPR_EMBED:
		if (x->type == TYPE_STRING)
			emit_expr(e, x);
		else
			emit_embedded_effect(e, x);
		return;
	case EXPR_NUMBER: case EXPR_STRING: case EXPR_SYMBOL: case EXPR_INDEX: case EXPR_UNARY: case EXPR_BINARY:
	case EXPR_LOGICAL: case EXPR_TERNARY: case EXPR_IN: case EXPR_REGEX: case EXPR_STATOP: case EXPR_HIST:
	case EXPR_ACCESS: case EXPR_DEFINED: case EXPR_ENTRY: case EXPR_PERF: case EXPR_ATCONST: case EXPR_ENUM:
	case EXPR_ENUMNAME: case EXPR_DEREF: case EXPR_REGISTER: case EXPR_PROBEWRITE:
		emit_expr(e, x);
		return;
	}
}
