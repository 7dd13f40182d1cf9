// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of kinds and operators, and constructors. */
#include "ast.h"

static const char *const types[] = {
	[TYPE_UNKNOWN] = "unknown", [TYPE_LONG] = "long", [TYPE_STRING] = "string", [TYPE_STAT] = "stats",
	[TYPE_VOID] = "void",
};

static const char *const ops[] = {
	[OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*", [OP_DIV] = "/", [OP_MOD] = "%",
	[OP_SHL] = "<<", [OP_SHR] = ">>", [OP_USHR] = ">>>",
	[OP_AND] = "&", [OP_OR] = "|", [OP_XOR] = "^",
	[OP_CONCAT] = ".",
	[OP_EQ] = "==", [OP_NE] = "!=", [OP_LT] = "<", [OP_GT] = ">", [OP_LE] = "<=", [OP_GE] = ">=",
	[OP_LAND] = "&&", [OP_LOR] = "||",
	[OP_PLUS] = "+", [OP_NEG] = "-", [OP_NOT] = "!", [OP_COMPL] = "~",
	[OP_ASSIGN] = "=", [OP_ACCUM] = "<<<",
	[OP_INC] = "++", [OP_DEC] = "--",
};

const char *type_name(enum type t)
{
	return types[t];
}

const char *op_text(enum op op)
{
	return ops[op];
}

struct expr *expr_new(struct arena *a, enum expr_kind kind, struct loc loc)
{
	struct expr *e = arena_new_of(a, struct expr);

	e->kind = kind;
	e->loc = loc;
	return e;
}

struct stmt *stmt_new(struct arena *a, enum stmt_kind kind, struct loc loc)
{
	struct stmt *s = arena_new_of(a, struct stmt);

	s->kind = kind;
	s->loc = loc;
	return s;
}

struct expr *expr_number(struct arena *a, struct loc loc, int64_t n)
{
	struct expr *e = expr_new(a, EXPR_NUMBER, loc);

	e->type = TYPE_LONG;
	e->number = n;
	return e;
}

struct expr *expr_string(struct arena *a, struct loc loc, const char *s, uint32_t len)
{
	struct expr *e = expr_new(a, EXPR_STRING, loc);

	e->type = TYPE_STRING;
	e->string.s = s;
	e->string.len = len;
	return e;
}

struct expr *expr_symbol(struct arena *a, struct loc loc, const char *name)
{
	struct expr *e = expr_new(a, EXPR_SYMBOL, loc);

	e->symbol.name = name;
	return e;
}
