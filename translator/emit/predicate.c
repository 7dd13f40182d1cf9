// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The test that a handler begins with, if it is of ids, of the process's name, of parameters in registers and of numbers only:
 * `if (pid() == 1) n++`, or `if (execname() != "cat") next`. It has no effect and cannot fail, so the runtime asks it before it takes the hit's context; the
 * handler tests once more.
 */
#include "handler.h"
#include "translator/builtins.h"

static bool is_compared(enum op op)
{
	return op == OP_EQ || op == OP_NE || op == OP_LT || op == OP_LE || op == OP_GT || op == OP_GE;
}

bool expr_is_early(const struct expr *x)
{
	switch (x->kind) {
	case EXPR_LOGICAL:
		return expr_is_early(x->binary.a) && expr_is_early(x->binary.b);
	case EXPR_UNARY:
		return x->type == TYPE_LONG && expr_is_early(x->unary.a);
	case EXPR_BINARY:
		if (is_execname_test(x))
			return true;
		return x->binary.a->type == TYPE_LONG && (is_compared(x->binary.op) || op_is_plain(x->binary.op)) &&
		       expr_is_early(x->binary.a) && expr_is_early(x->binary.b);
	case EXPR_CALL:
		return x->call.builtin && x->call.builtin->flags & BUILTIN_EARLY;
	case EXPR_NUMBER: case EXPR_ACCESS:
		return expr_is_plain(x);
	case EXPR_SYMBOL: case EXPR_STRING: case EXPR_INDEX: case EXPR_TERNARY: case EXPR_ASSIGN: case EXPR_INCDEC: case EXPR_IN:
	case EXPR_REGEX: case EXPR_STATOP: case EXPR_HIST: case EXPR_PRINT: case EXPR_DEFINED: case EXPR_ENTRY: case EXPR_PERF:
	case EXPR_ATCONST: case EXPR_ENUM: case EXPR_ENUMNAME: case EXPR_DEREF: case EXPR_REGISTER: case EXPR_PROBEWRITE: case EXPR_EMBED:
		return false;
	}
	return false;
}

/* The first statement's condition, and what it has to be for the handler to go on; NULL: there is none. */
static const struct expr *first_test(const struct handler *h, bool *wanted)
{
	const stmt_vec *all = &h->body->block;
	const struct stmt *s = all->n ? all->v[0] : NULL;

	if (!s || s->kind != STMT_IF || s->if_.other || !expr_is_early(s->if_.cond))
		return NULL;
	*wanted = s->if_.then->kind != STMT_NEXT;
	return !*wanted || all->n == 1 ? s->if_.cond : NULL;
}

bool predicate_write(struct emit *e, const struct handler *h, const char *name)
{
	struct fn *fn = arena_new_of(e->a, struct fn);
	struct handler holder = { 0 };
	struct code code, *before;
	bool wanted, is_one;
	const struct expr *cond = first_test(h, &wanted);
	const char *test;

	if (!cond)
		return false;
	before = code_begin(e, &code);
	fn->handler = &holder;
	fn->cname = "predicate";
	fn_begin(e, fn);
	test = condition_text(e, emit_expr(e, cond));
	is_one = !code.n;		/* a long one takes statements */
	code_end(e, before);
	code_deinit(&code);
	if (is_one)
		strbuf_printf(&e->handlers, wanted ? "\nMYTAP_PREDICATE(%s, %s)\n" : "\nMYTAP_PREDICATE(%s, !(%s))\n", name, test);
	return is_one;
}
