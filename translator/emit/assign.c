// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Assignments, ++ and --, on locals, globals (plain or one per slot), elements
 * and target variables.
 */
#include "emit.h"

#include <string.h>

struct global_facts *facts_of_global(struct emit *e, const struct var *v)
{
	uintptr_t i;

	if (!e->global_index.n)
		vec_each(it, &e->p->globals)
			ptrmap_put(e->a, &e->global_index, *it, (void *)(uintptr_t)(it - e->p->globals.v + 1));
	i = (uintptr_t)ptrmap_get(&e->global_index, v);
	if (i)
		return &e->globals[i - 1];
	bug("global '%s' is not in the program", v->name);
}

bool is_per_cpu(struct emit *e, const struct var *v)
{
	enum global_use use;

	if (v->scope != SCOPE_GLOBAL)
		return false;
	use = facts_of_global(e, v)->use;
	return use == GLOBAL_PER_CPU || use == GLOBAL_PER_CPU_LOCKED;
}

/* A place of a number: `get` reads it, `put` is the C text that writes it. */
struct lvalue {
	const char *at;			/* "n", "*v", "own->n" */
	unsigned int reads;
	bool is_sum;			/* own->n: a part per slot, only += and -= are valid */
	const struct var *var;		/* NULL: an element, "*v" */
};

static const char *op_assign_text(enum op op)
{
	switch (op) {
	case OP_ADD: return "+=";
	case OP_SUB: return "-=";
	case OP_MUL: return "*=";
	case OP_AND: return "&=";
	case OP_OR: return "|=";
	case OP_XOR: return "^=";
	case OP_ASSIGN: return "=";
	case OP_DIV: case OP_MOD: case OP_SHL: case OP_SHR: case OP_USHR: case OP_CONCAT: case OP_EQ: case OP_NE:
	case OP_LT: case OP_GT: case OP_LE: case OP_GE: case OP_LAND: case OP_LOR: case OP_PLUS: case OP_NEG:
	case OP_NOT: case OP_COMPL: case OP_ACCUM: case OP_INC: case OP_DEC:
		break;
	}
	return NULL;
}

static void write_other_op(struct emit *e, enum op op, const char *at, struct value v, struct loc loc)
{
	const char *t, *count;

	if (op == OP_DIV || op == OP_MOD) {
		if (v.is_number && v.n && v.n != -1) {
			line(e, "%s %s= %s;", at, op == OP_DIV ? "/" : "%", value_text(e, v));
			return;
		}
		t = temp_new(e, "s64 ", "t");
		line(e, "%s = mytap_%s(c, %s, %s, %s);", t, op == OP_DIV ? "div" : "mod", at, value_text(e, v),
		     where(e, loc));
		fail_on_error(e);
		line(e, "%s = %s;", at, t);
		return;
	}
	count = v.is_number ? text(e, "%lld", (long long)(v.n & 63)) : text(e, "(%s & 63)", operand(e, v, P_UNARY));
	if (op == OP_USHR)
		line(e, "%s = (s64)((u64)%s >> %s);", at, at, count);
	else
		line(e, "%s %s= %s;", at, op == OP_SHL ? "<<" : ">>", count);
}

static void write_long(struct emit *e, const struct lvalue *lv, enum op op, struct value v, struct loc loc)
{
	const char *c_op = op_assign_text(op), *t;

	if (lv->is_sum && op != OP_ADD && op != OP_SUB) {
		struct global_facts *g = facts_of_global(e, lv->var);

		g->needs_set = g->needs_total = true;
		if (op == OP_ASSIGN) {
			line(e, "%s_set(%s);", lv->var->c_name, value_text(e, v));
			return;
		}
		t = temp_new(e, "s64 ", "t");
		line(e, "%s = %s_total();", t, lv->var->c_name);
		if (c_op)
			line(e, "%s %s %s;", t, c_op, value_text(e, v));
		else
			write_other_op(e, op, t, v, loc);
		line(e, "%s_set(%s);", lv->var->c_name, t);
		return;
	}
	if (c_op)
		line(e, "%s %s %s;", lv->at, c_op, value_text(e, v));
	else
		write_other_op(e, op, lv->at, v, loc);
}

static struct lvalue symbol_lvalue(struct emit *e, const struct var *v)
{
	if (v->scope != SCOPE_GLOBAL)
		return (struct lvalue){ var_text(e, v), TOUCH_LOCALS, false, v };
	if (!is_per_cpu(e, v))
		return (struct lvalue){ v->c_name, TOUCH_GLOBALS, false, v };
	e->fn->uses_own = true;
	return (struct lvalue){ text(e, "own->%s", v->c_name), TOUCH_GLOBALS, true, v };
}

static struct value lvalue_value(struct emit *e, const struct lvalue *lv)
{
	if (!lv->is_sum)
		return lv->var ? value_name(lv->at, lv->reads) : value_new(lv->at, P_UNARY, lv->reads);
	facts_of_global(e, lv->var)->needs_total = true;
	return value_new(text(e, "%s_total()", lv->var->c_name), P_PRIMARY, lv->reads);
}

/* ---- strings -------------------------------------------------------------------------------- */

/* s . a . b with s the target itself, not used further right: a and b are appended. */
static const struct expr *appended_to(const struct expr *x, const struct var *v)
{
	const struct expr *left = x;

	if (x->kind != EXPR_BINARY || x->binary.op != OP_CONCAT)
		return NULL;
	while (left->kind == EXPR_BINARY && left->binary.op == OP_CONCAT) {
		if (expr_mentions(left->binary.b, v))
			return NULL;
		left = left->binary.a;
	}
	return left->kind == EXPR_SYMBOL && left->symbol.var == v ? left : NULL;
}

static void append_parts(struct emit *e, const struct expr *x, const char *to, struct string_kept kept)
{
	if (x->kind != EXPR_BINARY || x->binary.op != OP_CONCAT)
		return;
	append_parts(e, x->binary.a, to, kept);
	emit_append_kept(e, to, kept, value_text(e, emit_expr(e, x->binary.b)));
}

/* A part that fails half-way must leave the variable as it was; what a global keeps may be shorter. */
static bool may_write_directly(struct emit *e, const struct expr *x, const struct var *v)
{
	return v->scope != SCOPE_GLOBAL && !e->fn->try_depth && !expr_mentions(x, v);
}

static struct value assign_string(struct emit *e, const struct expr *x)
{
	const struct var *v = x->assign.target->symbol.var;
	struct string_kept kept = string_kept(e, v);
	const char *to = var_text(e, v);
	struct value from;

	if (x->assign.op == OP_CONCAT) {
		from = emit_expr(e, x->assign.value);
		if (expr_mentions(x->assign.value, v))
			from = value_keep_if(e, from, TYPE_STRING, ~0u);
		emit_append_kept(e, to, kept, value_text(e, from));
	} else if (appended_to(x->assign.value, v)) {
		append_parts(e, x->assign.value, to, kept);
	} else if (may_write_directly(e, x->assign.value, v)) {
		emit_string_to(e, x->assign.value, to);
	} else {
		from = emit_expr(e, x->assign.value);
		emit_copy_kept(e, to, kept, value_text(e, from));
	}
	return value_name(to, v->scope == SCOPE_GLOBAL ? TOUCH_GLOBALS : TOUCH_LOCALS);
}

/* ---- elements ------------------------------------------------------------------------------- */

static struct value assign_element(struct emit *e, const struct expr *x, bool wanted)
{
	const struct expr *target = x->assign.target;
	const struct var *map = target->index.base->symbol.var;
	bool is_string = map->type == TYPE_STRING, is_moved = map->wraps || expr_asks_in(x->assign.value, map);
	struct map_key k = emit_key(e, map, &target->index.keys, expr_changes(e, x->assign.value));
	struct value v = emit_expr(e, x->assign.value);
	struct lvalue lv = { .reads = TOUCH_GLOBALS };
	const char *slot;

	/* The element is created first: this may evict the element that the value reads, or create the one it tests
	 * for. */
	if (is_moved)
		v = value_keep_if(e, v, is_string ? TYPE_STRING : TYPE_LONG, TOUCH_GLOBALS);
	slot = emit_slot(e, target, is_string ? "char *" : "s64 *", 0, &k);
	if (is_string) {
		struct string_kept kept = string_kept(e, map);

		(x->assign.op == OP_CONCAT ? emit_append_kept : emit_copy_kept)(e, slot, kept, value_text(e, v));
		return value_name(slot, TOUCH_GLOBALS);
	}
	lv.at = text(e, "*%s", slot);
	write_long(e, &lv, x->assign.op, v, x->loc);
	return wanted ? value_keep(e, lvalue_value(e, &lv), TYPE_LONG) : value_number(e, 0);
}

/* ---- target variables ----------------------------------------------------------------------- */

static struct value assign_target(struct emit *e, const struct expr *x)
{
	const struct expr *target = x->assign.target;
	const expr_vec *inputs = &target->access.inputs;
	struct value *in = arena_alloc(e->a, (inputs->n + 1) * sizeof(*in)), v, old;
	struct lvalue lv = { 0 };

	emit_exprs(e, inputs, in, expr_changes(e, x->assign.value));
	for (unsigned int i = 0; i < inputs->n; i++)
		in[i] = value_keep(e, in[i], TYPE_LONG);
	v = emit_expr(e, x->assign.value);
	if (x->assign.op != OP_ASSIGN) {
		v = value_keep(e, v, TYPE_LONG);
		old = value_keep(e, emit_access(e, target), TYPE_LONG);
		lv.at = old.c;
		write_long(e, &lv, x->assign.op, v, x->loc);
		v = old;
	}
	v = value_keep(e, v, TYPE_LONG);
	emit_store(e, target, v, in);
	return v;
}

/* A string that the handler returns to the probed code (struct mytap_answer). */
static struct value assign_answer(struct emit *e, const struct expr *x, bool wanted)
{
	struct value from = emit_expr(e, x->assign.value);

	line(e, "mytap_answer_%s((struct mytap_answer *)%s, %s);", x->assign.op == OP_CONCAT ? "add" : "set",
	     given_text(e, x->assign.target->access.prog->answer_given - 1), value_text(e, from));
	return wanted ? emit_access(e, x->assign.target) : value_number(e, 0);
}

/* ---- entry points --------------------------------------------------------------------------- */

struct value emit_assign(struct emit *e, const struct expr *x, bool wanted)
{
	const struct expr *target = x->assign.target;
	struct lvalue lv;
	struct value v;

	if (x->assign.op == OP_ACCUM)
		return emit_accum(e, x, wanted);
	if (target->kind == EXPR_ACCESS)
		return target->type == TYPE_STRING ? assign_answer(e, x, wanted) : assign_target(e, x);
	if (target->kind == EXPR_INDEX)
		return assign_element(e, x, wanted);
	if (target->kind != EXPR_SYMBOL)
		bug("assignment to a node of kind %d", target->kind);
	if (target->symbol.var->type == TYPE_STRING)
		return assign_string(e, x);
	v = emit_expr(e, x->assign.value);
	lv = symbol_lvalue(e, target->symbol.var);
	write_long(e, &lv, x->assign.op, v, x->loc);
	return wanted ? lvalue_value(e, &lv) : value_number(e, 0);
}

static struct value incdec_target(struct emit *e, const struct expr *x)
{
	struct value old = value_keep(e, emit_access(e, x->incdec.target), TYPE_LONG), now;
	const expr_vec *inputs = &x->incdec.target->access.inputs;
	struct value *in = arena_alloc(e->a, (inputs->n + 1) * sizeof(*in));

	emit_exprs(e, inputs, in, 0);
	for (unsigned int i = 0; i < inputs->n; i++)
		in[i] = value_keep(e, in[i], TYPE_LONG);
	now = value_new(text(e, "%s %c 1", old.c, x->incdec.op == OP_INC ? '+' : '-'), P_ADD, TOUCH_LOCALS);
	now = value_keep(e, now, TYPE_LONG);
	emit_store(e, x->incdec.target, now, in);
	return x->incdec.prefix ? now : old;
}

struct value emit_incdec(struct emit *e, const struct expr *x, bool wanted)
{
	const struct expr *target = x->incdec.target;
	const char *op = x->incdec.op == OP_INC ? "++" : "--", *t, *at;
	struct lvalue lv = { .reads = TOUCH_GLOBALS };
	struct map_key k;

	if (target->kind == EXPR_ACCESS)
		return incdec_target(e, x);
	if (target->kind == EXPR_INDEX) {
		k = emit_key(e, target->index.base->symbol.var, &target->index.keys, 0);
		at = text(e, "*%s", emit_slot(e, target, "s64 *", 0, &k));
		lv.at = at;
		at = text(e, "(%s)", at);
	} else {
		lv = symbol_lvalue(e, target->symbol.var);
		at = lv.at;
	}
	if (!wanted || x->incdec.prefix) {
		line(e, "%s%s;", at, op);
		if (!wanted)
			return value_number(e, 0);
		return target->kind == EXPR_INDEX ? value_keep(e, lvalue_value(e, &lv), TYPE_LONG)
						  : lvalue_value(e, &lv);
	}
	t = temp_new(e, "s64 ", "t");
	if (lv.is_sum) {
		line(e, "%s = %s;", t, value_text(e, lvalue_value(e, &lv)));
		line(e, "%s%s;", at, op);
	} else {
		line(e, "%s = %s%s;", t, at, op);
	}
	return value_name(t, 0);
}
