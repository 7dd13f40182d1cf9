// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Values that a return probe saves at the entry, if they are only clocks, ids and parameters in registers: this
 * cannot fail and does not use the slot, so the runtime computes them without taking one (MYTAP_PLAIN_ENTRY).
 */
#include "handler.h"
#include "translator/builtins.h"

static bool are_plain(const expr_vec *v)
{
	for (unsigned int i = 0; i < v->n; i++)
		if (!v->v[i] || !expr_is_plain(v->v[i]))
			return false;
	return true;
}

bool op_is_plain(enum op op)
{
	return op == OP_ADD || op == OP_SUB || op == OP_MUL || op == OP_AND || op == OP_OR || op == OP_XOR;
}

/* Registers and arithmetic that cannot fail. */
static bool is_plain_program(const struct locprog *p)
{
	if (!p || p->is_string)
		return false;
	for (unsigned int i = 0; i < p->ops.n; i++)
		switch (p->ops.v[i].kind) {
		case LOC_REGISTER: case LOC_RETVAL: case LOC_CONST: case LOC_INPUT: case LOC_ARG: case LOC_ADD: case LOC_SUB: case LOC_MUL:
		case LOC_AND: case LOC_OR: case LOC_XOR: case LOC_SHL: case LOC_SHR: case LOC_SAR: case LOC_NEG: case LOC_NOT:
		case LOC_DUP: case LOC_SWAP: case LOC_DROP: case LOC_SIGN_EXTEND: case LOC_ZERO_EXTEND: case LOC_BITS:
		case LOC_SIGN_BITS:
			break;
		case LOC_ADDRESS: case LOC_PERCPU: case LOC_GIVEN: case LOC_THREAD: case LOC_DIV: case LOC_MOD: case LOC_LOAD:
			return false;
		}
	return true;
}

bool expr_is_plain(const struct expr *x)
{
	switch (x->kind) {
	case EXPR_NUMBER:
		return true;
	case EXPR_BINARY:
		return x->type == TYPE_LONG && op_is_plain(x->binary.op) && expr_is_plain(x->binary.a) && expr_is_plain(x->binary.b);
	case EXPR_ACCESS:
		return x->type == TYPE_LONG && is_plain_program(x->access.prog) && are_plain(&x->access.inputs);
	case EXPR_CALL:
		return x->call.builtin && x->call.builtin->flags & BUILTIN_ALONE;
	case EXPR_SYMBOL: case EXPR_UNARY: case EXPR_STRING: case EXPR_INDEX: case EXPR_LOGICAL: case EXPR_TERNARY: case EXPR_ASSIGN:
	case EXPR_INCDEC: case EXPR_IN: case EXPR_REGEX: case EXPR_STATOP: case EXPR_HIST: case EXPR_PRINT: case EXPR_DEFINED:
	case EXPR_ENTRY: case EXPR_PERF: case EXPR_ATCONST: case EXPR_ENUM: case EXPR_ENUMNAME: case EXPR_DEREF:
	case EXPR_REGISTER: case EXPR_PROBEWRITE: case EXPR_EMBED:
		return false;
	}
	return false;
}

bool entries_are_plain(const struct handler *h)
{
	for (unsigned int i = 0; i < h->entries.n; i++)
		if (!expr_is_plain(h->entries.v[i].value))
			return false;
	return h->entries.n;
}
