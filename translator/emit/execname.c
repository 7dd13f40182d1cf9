// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * execname() == "text": the task's name is compared where it is, as two words, instead of being copied first. As one of several
 * keys it is put where the key is made (map.c).
 */
#include <string.h>

#include "emit.h"
#include "translator/builtins.h"

bool is_execname(const struct expr *x)
{
	return x->kind == EXPR_CALL && x->call.builtin && x->call.builtin->flags & BUILTIN_EXECNAME;
}

bool is_execname_test(const struct expr *x)
{
	const struct expr *a = x->binary.a, *b = x->binary.b;

	return (x->binary.op == OP_EQ || x->binary.op == OP_NE) &&
	       ((is_execname(a) && b->kind == EXPR_STRING) || (a->kind == EXPR_STRING && is_execname(b)));
}

struct value emit_execname_test(struct emit *e, const struct expr *x)
{
	const struct expr *literal = x->binary.a->kind == EXPR_STRING ? x->binary.a : x->binary.b;
	bool is_ne = x->binary.op == OP_NE;
	uint64_t words[COMM_BYTES / 8] = { 0 };
	struct value v;

	if (literal->string.len >= COMM_BYTES)
		return value_number(e, is_ne);
	memcpy(words, literal->string.s, literal->string.len);
	v = value_new(text(e, "%smytap_execname_is(%#llxULL, %#llxULL)", is_ne ? "!" : "", (unsigned long long)words[0],
			   (unsigned long long)words[1]), is_ne ? P_UNARY : P_PRIMARY, 0);
	v.is_int = true;
	return v;
}
