// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Expressions back to text that parses to the same tree. Parentheses are
 * written only where the grammar's precedences would read it another way.
 */
#include <inttypes.h>
#include <string.h>

#include "ast.h"

/* Loose to tight, as in grammar.y. */
enum prec {
	PREC_ASSIGN, PREC_TERNARY, PREC_LOR, PREC_LAND, PREC_OR, PREC_XOR, PREC_AND, PREC_IN, PREC_COMPARE,
	PREC_SHIFT, PREC_CONCAT, PREC_ADD, PREC_MUL, PREC_UNARY, PREC_INCDEC, PREC_POSTFIX,
};

static const enum prec op_prec[] = {
	[OP_ADD] = PREC_ADD, [OP_SUB] = PREC_ADD, [OP_MUL] = PREC_MUL, [OP_DIV] = PREC_MUL, [OP_MOD] = PREC_MUL,
	[OP_SHL] = PREC_SHIFT, [OP_SHR] = PREC_SHIFT, [OP_USHR] = PREC_SHIFT,
	[OP_AND] = PREC_AND, [OP_OR] = PREC_OR, [OP_XOR] = PREC_XOR, [OP_CONCAT] = PREC_CONCAT,
	[OP_EQ] = PREC_COMPARE, [OP_NE] = PREC_COMPARE, [OP_LT] = PREC_COMPARE, [OP_GT] = PREC_COMPARE,
	[OP_LE] = PREC_COMPARE, [OP_GE] = PREC_COMPARE,
	[OP_LAND] = PREC_LAND, [OP_LOR] = PREC_LOR,
};

static void put(struct strbuf *b, const struct expr *e, enum prec min);

static enum prec prec_of(const struct expr *e)
{
	switch (e->kind) {
	case EXPR_ASSIGN:
		return PREC_ASSIGN;
	case EXPR_TERNARY:
		return PREC_TERNARY;
	case EXPR_BINARY:
	case EXPR_LOGICAL:
		return op_prec[e->binary.op];
	case EXPR_IN:
		return PREC_IN;
	case EXPR_REGEX:
		return PREC_COMPARE;
	case EXPR_UNARY:
		return PREC_UNARY;
	case EXPR_NUMBER:		/* -1 */
		return e->number < 0 ? PREC_UNARY : PREC_INCDEC;
	case EXPR_STRING:		/* no postfix operator applies to these */
	case EXPR_EMBED:
		return PREC_INCDEC;
	case EXPR_ACCESS:
		return e->access.address_of ? PREC_UNARY : PREC_POSTFIX;
	case EXPR_INCDEC:
		return PREC_INCDEC;
	case EXPR_SYMBOL:
	case EXPR_INDEX:
	case EXPR_CALL:
	case EXPR_STATOP:
	case EXPR_HIST:
	case EXPR_PRINT:
	case EXPR_DEFINED:
	case EXPR_ENTRY:
	case EXPR_PERF:
	case EXPR_ATCONST:
	case EXPR_ENUM:
	case EXPR_ENUMNAME:
	case EXPR_DEREF:
	case EXPR_REGISTER:
	case EXPR_PROBEWRITE:
		return PREC_POSTFIX;
	}
	return PREC_POSTFIX;
}

static void put_quoted(struct strbuf *b, const char *s, size_t n)
{
	strbuf_putc(b, '"');
	strbuf_put_escaped(b, s, n);
	strbuf_putc(b, '"');
}

static void put_name(struct strbuf *b, const char *s)
{
	put_quoted(b, s, strlen(s));
}

static void put_list(struct strbuf *b, const expr_vec *v)
{
	for (unsigned int i = 0; i < v->n; i++) {
		if (i)
			strbuf_puts(b, ", ");
		if (v->v[i])
			unparse_expr(b, v->v[i]);
		else
			strbuf_putc(b, '*');
	}
}

static void put_optional(struct strbuf *b, const char *s)
{
	if (!s)
		return;
	strbuf_puts(b, ", ");
	put_name(b, s);
}

/* True if the operator and the first character of a would read as another operator: -- ++ !~ */
static bool is_glued(enum op op, const struct expr *a)
{
	if (a->kind == EXPR_NUMBER)		/* also: -1 is a literal, so -(1) keeps its parentheses */
		return op == OP_NEG || (op == OP_PLUS && a->number < 0);
	if (op == OP_NOT)
		return a->kind == EXPR_UNARY && a->unary.op == OP_COMPL;
	if (op != OP_NEG && op != OP_PLUS)
		return false;
	return (a->kind == EXPR_UNARY && (a->unary.op == OP_NEG || a->unary.op == OP_PLUS)) ||
		(a->kind == EXPR_INCDEC && a->incdec.prefix);
}

static void put_unary(struct strbuf *b, const struct expr *e)
{
	bool parens = is_glued(e->unary.op, e->unary.a);

	strbuf_puts(b, op_text(e->unary.op));
	if (parens)
		strbuf_putc(b, '(');
	put(b, e->unary.a, PREC_UNARY);
	if (parens)
		strbuf_putc(b, ')');
}

static void put_access(struct strbuf *b, const struct access *x)
{
	if (x->address_of)
		strbuf_putc(b, '&');
	switch (x->base) {
	case ACCESS_TARGET:
		strbuf_puts(b, x->name);
		break;
	case ACCESS_VAR:
		strbuf_puts(b, "@var(");
		put_name(b, x->name);
		put_optional(b, x->module);
		strbuf_putc(b, ')');
		break;
	case ACCESS_CAST:
		strbuf_puts(b, "@cast(");
		unparse_expr(b, x->operand);
		put_optional(b, x->type_name);
		put_optional(b, x->module);
		strbuf_putc(b, ')');
		break;
	case ACCESS_POINTER:
		/* the parentheses keep the steps of an inner access apart */
		if (x->operand->kind == EXPR_ACCESS) {
			strbuf_putc(b, '(');
			unparse_expr(b, x->operand);
			strbuf_putc(b, ')');
		} else {
			put(b, x->operand, PREC_POSTFIX);
		}
		break;
	}
	vec_each(step, &x->steps)
		switch (step->kind) {
		case STEP_FIELD:
			strbuf_puts(b, "->");
			strbuf_puts(b, step->field);
			break;
		case STEP_INDEX:
			strbuf_putc(b, '[');
			unparse_expr(b, step->index);
			strbuf_putc(b, ']');
			break;
		case STEP_PRETTY:
			strbuf_puts(b, step->depth == 1 ? "$" : "$$");
			break;
		}
}

static const char *print_name(const struct expr *e)
{
	static const char *const names[] = {
		[PRINT_PRINT] = "print", [PRINT_PRINTLN] = "println", [PRINT_PRINTD] = "printd",
		[PRINT_PRINTDLN] = "printdln", [PRINT_PRINTF] = "printf",
	};

	return names[e->print.kind];
}

static void put_print(struct strbuf *b, const struct expr *e)
{
	if (e->print.to_string)
		strbuf_putc(b, 's');
	strbuf_puts(b, print_name(e));
	strbuf_putc(b, '(');
	if (e->print.kind == PRINT_PRINTF)
		unparse_format(b, e->print.format);
	else if (e->print.delimiter)
		put_name(b, e->print.delimiter);
	if ((e->print.kind == PRINT_PRINTF || e->print.delimiter) && e->print.args.n)
		strbuf_puts(b, ", ");
	put_list(b, &e->print.args);
	strbuf_putc(b, ')');
}

static void put_hist(struct strbuf *b, const struct expr *e)
{
	strbuf_printf(b, "@%s(", hist_name(e->hist.kind));
	unparse_expr(b, e->hist.stat);
	if (e->hist.kind == HIST_LINEAR)
		strbuf_printf(b, ", %" PRId64 ", %" PRId64 ", %" PRId64, e->hist.low, e->hist.high, e->hist.width);
	if (e->hist.kind == HIST_LLOG && e->hist.width)
		strbuf_printf(b, ", %" PRId64, e->hist.width);
	strbuf_putc(b, ')');
}

static void put_statop(struct strbuf *b, const struct expr *e)
{
	static const char *const names[] = {
		[STAT_COUNT] = "count", [STAT_SUM] = "sum", [STAT_MIN] = "min", [STAT_MAX] = "max",
		[STAT_AVG] = "avg", [STAT_VARIANCE] = "variance", [STAT_PERCENTILE] = "percentile", [STAT_NONE] = "none",
	};

	strbuf_printf(b, "@%s(", names[e->statop.op]);
	unparse_expr(b, e->statop.stat);
	if (e->statop.shift)
		strbuf_printf(b, ", %d", e->statop.shift);
	for (int i = 0; i < 2; i++) {
		const struct expr *x = i ? e->statop.whole : e->statop.rank;

		if (!x)
			continue;
		strbuf_puts(b, ", ");
		unparse_expr(b, x);
	}
	strbuf_putc(b, ')');
}

static void put_call(struct strbuf *b, const char *name, const struct expr *first, const struct expr *second)
{
	strbuf_printf(b, "%s(", name);
	unparse_expr(b, first);
	if (second) {
		strbuf_puts(b, ", ");
		unparse_expr(b, second);
	}
	strbuf_putc(b, ')');
}

static void put_named(struct strbuf *b, const char *op, const char *name)
{
	strbuf_puts(b, op);
	put_name(b, name);
	strbuf_putc(b, ')');
}

static void put_in(struct strbuf *b, const struct expr *e)
{
	if (e->in.keys.n == 1 && e->in.keys.v[0]) {
		put(b, e->in.keys.v[0], PREC_IN);
	} else {
		strbuf_putc(b, '[');
		put_list(b, &e->in.keys);
		strbuf_putc(b, ']');
	}
	strbuf_puts(b, " in ");
	unparse_expr(b, e->in.array);
}

static void put_assign(struct strbuf *b, const struct expr *e)
{
	enum op op = e->assign.op;

	put(b, e->assign.target, PREC_TERNARY);
	strbuf_printf(b, " %s%s ", op_text(op), op == OP_ASSIGN || op == OP_ACCUM ? "" : "=");
	put(b, e->assign.value, PREC_ASSIGN);
}

static void put_bare(struct strbuf *b, const struct expr *e)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		strbuf_printf(b, "%" PRId64, e->number);
		break;
	case EXPR_STRING:
		put_quoted(b, e->string.s, e->string.len);
		break;
	case EXPR_SYMBOL:
		strbuf_puts(b, e->symbol.name);
		break;
	case EXPR_INDEX:
		put(b, e->index.base, PREC_POSTFIX);
		strbuf_putc(b, '[');
		put_list(b, &e->index.keys);
		strbuf_putc(b, ']');
		break;
	case EXPR_CALL:
		strbuf_printf(b, "%s(", e->call.name);
		put_list(b, &e->call.args);
		strbuf_putc(b, ')');
		break;
	case EXPR_UNARY:
		put_unary(b, e);
		break;
	case EXPR_BINARY:
	case EXPR_LOGICAL:
		put(b, e->binary.a, op_prec[e->binary.op]);
		strbuf_printf(b, " %s ", op_text(e->binary.op));
		put(b, e->binary.b, op_prec[e->binary.op] + 1);
		break;
	case EXPR_TERNARY:
		put(b, e->ternary.cond, PREC_LOR);
		strbuf_puts(b, " ? ");
		put(b, e->ternary.then, PREC_ASSIGN);
		strbuf_puts(b, " : ");
		put(b, e->ternary.other, PREC_TERNARY);
		break;
	case EXPR_ASSIGN:
		put_assign(b, e);
		break;
	case EXPR_INCDEC:
		if (e->incdec.prefix)
			strbuf_puts(b, op_text(e->incdec.op));
		put(b, e->incdec.target, PREC_POSTFIX);
		if (!e->incdec.prefix)
			strbuf_puts(b, op_text(e->incdec.op));
		break;
	case EXPR_IN:
		put_in(b, e);
		break;
	case EXPR_REGEX:
		put(b, e->regex.subject, PREC_COMPARE);
		strbuf_puts(b, e->regex.negated ? " !~ " : " =~ ");
		put_name(b, e->regex.pattern);
		break;
	case EXPR_STATOP:
		put_statop(b, e);
		break;
	case EXPR_HIST:
		put_hist(b, e);
		break;
	case EXPR_PRINT:
		put_print(b, e);
		break;
	case EXPR_ACCESS:
		put_access(b, &e->access);
		break;
	case EXPR_DEFINED:
		put_call(b, "@defined", e->one.a, NULL);
		break;
	case EXPR_ENTRY:
		put_call(b, "@entry", e->one.a, NULL);
		break;
	case EXPR_PERF:
		put_named(b, "@perf(", e->named.name);
		break;
	case EXPR_ATCONST:
		put_named(b, "@const(", e->named.name);
		break;
	case EXPR_ENUM:
		put_named(b, "@enum(", e->named.name);
		break;
	case EXPR_ENUMNAME:
		strbuf_puts(b, "@enumname(");
		unparse_expr(b, e->enumname.value);
		put_optional(b, e->enumname.type_name);
		put_optional(b, e->enumname.module);
		strbuf_putc(b, ')');
		break;
	case EXPR_DEREF:
		put_call(b, e->deref.user ? "@uderef" : "@kderef", e->deref.size, e->deref.address);
		break;
	case EXPR_REGISTER:
		put_call(b, e->reg.user ? "@uregister" : "@kregister", e->reg.number, NULL);
		break;
	case EXPR_PROBEWRITE:
		put_call(b, "@probewrite", e->probewrite.target, NULL);
		break;
	case EXPR_EMBED:
		strbuf_puts(b, "%{");
		strbuf_add(b, e->embed->text, e->embed->len);
		strbuf_puts(b, "%}");
		break;
	}
}

/* With parentheses if e binds looser than min. */
static void put(struct strbuf *b, const struct expr *e, enum prec min)
{
	bool parens = prec_of(e) < min;

	if (parens)
		strbuf_putc(b, '(');
	put_bare(b, e);
	if (parens)
		strbuf_putc(b, ')');
}

void unparse_expr(struct strbuf *b, const struct expr *e)
{
	put(b, e, PREC_ASSIGN);
}

static const char conv_char[] = {
	[CONV_DECIMAL] = 'd', [CONV_UNSIGNED] = 'u', [CONV_OCTAL] = 'o', [CONV_HEX] = 'x', [CONV_HEX_UPPER] = 'X',
	[CONV_POINTER] = 'p', [CONV_CHAR] = 'c', [CONV_STRING] = 's', [CONV_BINARY] = 'b', [CONV_MEMORY] = 'm',
	[CONV_MEMORY_HEX] = 'M',
};

static void put_literal(struct strbuf *b, const struct format_part *part)
{
	const char *p = part->text, *end = p + part->text_len;

	while (p < end) {
		const char *percent = memchr(p, '%', (size_t)(end - p));
		const char *stop = percent ? percent : end;

		strbuf_put_escaped(b, p, (size_t)(stop - p));
		if (percent)
			strbuf_puts(b, "%%");
		p = percent ? percent + 1 : end;
	}
}

static void put_directive(struct strbuf *b, const struct format_part *part)
{
	strbuf_putc(b, '%');
	if (part->minus)
		strbuf_putc(b, '-');
	if (part->plus)
		strbuf_putc(b, '+');
	if (part->space)
		strbuf_putc(b, ' ');
	if (part->alt)
		strbuf_putc(b, '#');
	if (part->zero)
		strbuf_putc(b, '0');
	if (part->width_kind == SIZE_FIXED)
		strbuf_printf(b, "%" PRId64, part->width);
	else if (part->width_kind == SIZE_ARG)
		strbuf_putc(b, '*');
	if (part->precision_kind == SIZE_FIXED)
		strbuf_printf(b, ".%" PRId64, part->precision);
	else if (part->precision_kind == SIZE_ARG)
		strbuf_puts(b, ".*");
	strbuf_putc(b, conv_char[part->conv]);
}

void unparse_format(struct strbuf *b, const struct format *f)
{
	strbuf_putc(b, '"');
	vec_each(part, &f->parts)
		if (part->conv == CONV_LITERAL)
			put_literal(b, part);
		else
			put_directive(b, part);
	strbuf_putc(b, '"');
}
