// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Properties of parts of the tree, found before they are written: what they change, which variables they use, how
 * many statements a run executes.
 */
#include "emit.h"

#include "translator/builtins.h"

typedef void visit_fn(void *ctx, const struct expr *x);

static void each_of(const expr_vec *v, visit_fn *fn, void *ctx)
{
	for (unsigned int i = 0; i < v->n; i++)
		if (v->v[i])
			each_subexpr(v->v[i], fn, ctx);
}

static void each_in_access(const struct access *a, visit_fn *fn, void *ctx)
{
	if (a->inputs.n || a->prog) {
		each_of(&a->inputs, fn, ctx);
		return;
	}
	if (a->operand)
		each_subexpr(a->operand, fn, ctx);
	for (unsigned int i = 0; i < a->steps.n; i++)
		if (a->steps.v[i].kind == STEP_INDEX)
			each_subexpr(a->steps.v[i].index, fn, ctx);
}

/* x and all below it, parents first. */
void each_subexpr(const struct expr *x, visit_fn *fn, void *ctx)
{
	if (!x)
		return;
	fn(ctx, x);
	switch (x->kind) {
	case EXPR_NUMBER: case EXPR_STRING: case EXPR_SYMBOL: case EXPR_PERF: case EXPR_ATCONST: case EXPR_ENUM:
	case EXPR_EMBED:
		return;
	case EXPR_INDEX:
		each_subexpr(x->index.base, fn, ctx);
		each_of(&x->index.keys, fn, ctx);
		return;
	case EXPR_CALL:
		each_of(&x->call.args, fn, ctx);
		return;
	case EXPR_UNARY:
		each_subexpr(x->unary.a, fn, ctx);
		return;
	case EXPR_BINARY: case EXPR_LOGICAL:
		each_subexpr(x->binary.a, fn, ctx);
		each_subexpr(x->binary.b, fn, ctx);
		return;
	case EXPR_TERNARY:
		each_subexpr(x->ternary.cond, fn, ctx);
		each_subexpr(x->ternary.then, fn, ctx);
		each_subexpr(x->ternary.other, fn, ctx);
		return;
	case EXPR_ASSIGN:
		each_subexpr(x->assign.target, fn, ctx);
		each_subexpr(x->assign.value, fn, ctx);
		return;
	case EXPR_INCDEC:
		each_subexpr(x->incdec.target, fn, ctx);
		return;
	case EXPR_IN:
		each_of(&x->in.keys, fn, ctx);
		each_subexpr(x->in.array, fn, ctx);
		return;
	case EXPR_REGEX:
		each_subexpr(x->regex.subject, fn, ctx);
		return;
	case EXPR_STATOP:
		each_subexpr(x->statop.stat, fn, ctx);
		each_subexpr(x->statop.rank, fn, ctx);
		each_subexpr(x->statop.whole, fn, ctx);
		return;
	case EXPR_HIST:
		each_subexpr(x->hist.stat, fn, ctx);
		return;
	case EXPR_PRINT:
		each_of(&x->print.args, fn, ctx);
		return;
	case EXPR_ACCESS:
		each_in_access(&x->access, fn, ctx);
		return;
	case EXPR_DEFINED: case EXPR_ENTRY:
		each_subexpr(x->one.a, fn, ctx);
		return;
	case EXPR_ENUMNAME:
		each_subexpr(x->enumname.value, fn, ctx);
		return;
	case EXPR_DEREF:
		each_subexpr(x->deref.size, fn, ctx);
		each_subexpr(x->deref.address, fn, ctx);
		return;
	case EXPR_REGISTER:
		each_subexpr(x->reg.number, fn, ctx);
		return;
	case EXPR_PROBEWRITE:
		each_subexpr(x->probewrite.target, fn, ctx);
		return;
	}
}

static void each_in_foreach(const struct stmt *s, visit_fn *fn, void *ctx)
{
	each_of(&s->foreach.keys, fn, ctx);
	each_subexpr(s->foreach.value, fn, ctx);
	each_subexpr(s->foreach.base, fn, ctx);
	each_of(&s->foreach.slice, fn, ctx);
	each_subexpr(s->foreach.limit, fn, ctx);
	each_expr(s->foreach.body, fn, ctx);
}

void each_expr(const struct stmt *s, visit_fn *fn, void *ctx)
{
	if (!s)
		return;
	switch (s->kind) {
	case STMT_BLOCK:
		for (unsigned int i = 0; i < s->block.n; i++)
			each_expr(s->block.v[i], fn, ctx);
		return;
	case STMT_EXPR:
		each_subexpr(s->expr, fn, ctx);
		return;
	case STMT_IF:
		each_subexpr(s->if_.cond, fn, ctx);
		each_expr(s->if_.then, fn, ctx);
		each_expr(s->if_.other, fn, ctx);
		return;
	case STMT_WHILE:
		each_subexpr(s->while_.cond, fn, ctx);
		each_expr(s->while_.body, fn, ctx);
		return;
	case STMT_FOR:
		each_subexpr(s->for_.init, fn, ctx);
		each_subexpr(s->for_.cond, fn, ctx);
		each_subexpr(s->for_.step, fn, ctx);
		each_expr(s->for_.body, fn, ctx);
		return;
	case STMT_FOREACH:
		each_in_foreach(s, fn, ctx);
		return;
	case STMT_RETURN:
		each_subexpr(s->ret, fn, ctx);
		return;
	case STMT_DELETE:
		each_subexpr(s->del, fn, ctx);
		return;
	case STMT_TRY:
		each_expr(s->try_.body, fn, ctx);
		each_subexpr(s->try_.var, fn, ctx);
		each_expr(s->try_.handler, fn, ctx);
		return;
	case STMT_NULL: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE: case STMT_EMBED:
		return;
	}
}

/* ---- what changes --------------------------------------------------------------------------- */

struct changes { struct emit *e; unsigned int touched; };

static unsigned int target_changes(const struct expr *t)
{
	if (t->kind == EXPR_SYMBOL && t->symbol.var && t->symbol.var->scope != SCOPE_GLOBAL)
		return TOUCH_LOCALS;
	return t->kind == EXPR_ACCESS ? TOUCH_WORLD : TOUCH_GLOBALS;
}

static void note_changes(void *ctx, const struct expr *x)
{
	struct changes *ch = ctx;

	if (x->kind == EXPR_ASSIGN) {
		ch->touched |= target_changes(x->assign.target);
	} else if (x->kind == EXPR_INCDEC) {
		ch->touched |= target_changes(x->incdec.target);
	} else if (x->kind == EXPR_REGEX || x->kind == EXPR_EMBED) {
		ch->touched |= TOUCH_WORLD;
	} else if (x->kind == EXPR_CALL && x->call.builtin) {
		if (!(x->call.builtin->flags & BUILTIN_PURE))
			ch->touched |= TOUCH_WORLD;
	} else if (x->kind == EXPR_CALL) {
		for (unsigned int i = 0; i < x->call.callees.n; i++)
			ch->touched |= facts_of_func(ch->e, x->call.callees.v[i])->touched;
	}
}

unsigned int expr_changes(struct emit *e, const struct expr *x)
{
	struct changes ch = { .e = e };

	each_subexpr(x, note_changes, &ch);
	return ch.touched;
}

unsigned int exprs_change(struct emit *e, const expr_vec *v, unsigned int from)
{
	unsigned int touched = 0;

	for (; from < v->n; from++)
		if (v->v[from])
			touched |= expr_changes(e, v->v[from]);
	return touched;
}

/* ---- which variables are used --------------------------------------------------------------------------- */

struct mentions { const struct var *v; unsigned int any, assigned; };

static bool is_symbol_of(const struct expr *x, const struct var *v)
{
	return x && x->kind == EXPR_SYMBOL && x->symbol.var == v;
}

static void note_mention(void *ctx, const struct expr *x)
{
	struct mentions *m = ctx;

	m->any += is_symbol_of(x, m->v);
	m->assigned += x->kind == EXPR_ASSIGN && is_symbol_of(x->assign.target, m->v);
	m->assigned += x->kind == EXPR_INCDEC && is_symbol_of(x->incdec.target, m->v);
}

/* A call may use any global. */
struct calls_ctx { const struct var *v; bool found; };

static void note_call(void *ctx, const struct expr *x)
{
	struct calls_ctx *k = ctx;

	k->found |= x->kind == EXPR_CALL && !x->call.builtin;
}

bool expr_mentions(const struct expr *x, const struct var *v)
{
	struct mentions m = { .v = v };
	struct calls_ctx k = { .v = v };

	each_subexpr(x, note_mention, &m);
	if (v->scope == SCOPE_GLOBAL)
		each_subexpr(x, note_call, &k);
	return m.any || k.found;
}

static void note_look_up(void *ctx, const struct expr *x)
{
	struct calls_ctx *k = ctx;

	k->found |= x->kind == EXPR_IN && is_symbol_of(x->in.array, k->v);
}

bool expr_asks_in(const struct expr *x, const struct var *map)
{
	struct calls_ctx k = { .v = map };

	each_subexpr(x, note_look_up, &k);
	return k.found;
}

unsigned int count_mentions(const struct stmt *s, const struct var *v)
{
	struct mentions m = { .v = v };

	each_expr(s, note_mention, &m);
	return m.any;
}

bool stmt_mentions(const struct stmt *s, const struct var *v)
{
	return count_mentions(s, v) != 0;
}

static bool binds(const struct stmt *s, const struct var *v)
{
	if (!s)
		return false;
	switch (s->kind) {
	case STMT_BLOCK:
		for (unsigned int i = 0; i < s->block.n; i++)
			if (binds(s->block.v[i], v))
				return true;
		return false;
	case STMT_IF:
		return binds(s->if_.then, v) || binds(s->if_.other, v);
	case STMT_WHILE:
		return binds(s->while_.body, v);
	case STMT_FOR:
		return binds(s->for_.body, v);
	case STMT_FOREACH:
		for (unsigned int i = 0; i < s->foreach.keys.n; i++)
			if (is_symbol_of(s->foreach.keys.v[i], v))
				return true;
		return is_symbol_of(s->foreach.value, v) || binds(s->foreach.body, v);
	case STMT_TRY:
		return is_symbol_of(s->try_.var, v) || binds(s->try_.body, v) || binds(s->try_.handler, v);
	case STMT_EXPR: case STMT_NULL: case STMT_RETURN: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE:
	case STMT_DELETE: case STMT_EMBED:
		return false;
	}
	return false;
}

static bool deletes(const struct stmt *s, const struct var *v)
{
	if (!s)
		return false;
	if (s->kind == STMT_DELETE)
		return is_symbol_of(s->del, v);
	if (s->kind == STMT_BLOCK) {
		for (unsigned int i = 0; i < s->block.n; i++)
			if (deletes(s->block.v[i], v))
				return true;
		return false;
	}
	if (s->kind == STMT_IF)
		return deletes(s->if_.then, v) || deletes(s->if_.other, v);
	if (s->kind == STMT_WHILE)
		return deletes(s->while_.body, v);
	if (s->kind == STMT_FOR)
		return deletes(s->for_.body, v);
	if (s->kind == STMT_FOREACH)
		return deletes(s->foreach.body, v);
	return s->kind == STMT_TRY && (deletes(s->try_.body, v) || deletes(s->try_.handler, v));
}

/* True if v is written there. */
bool stmt_assigns(const struct stmt *s, const struct var *v)
{
	struct mentions m = { .v = v };

	each_expr(s, note_mention, &m);
	return m.assigned || binds(s, v) || deletes(s, v);
}

/* ---- statements of a straight run ----------------------------------------------------------- */

struct cost { struct emit *e; int64_t n; };

static void add_calls(void *ctx, const struct expr *x)
{
	struct cost *k = ctx;

	if (x->kind == EXPR_CALL)
		for (unsigned int i = 0; i < x->call.callees.n; i++)
			k->n += facts_of_func(k->e, x->call.callees.v[i])->cost;
}

static int64_t expr_cost(struct emit *e, const struct expr *x)
{
	struct cost k = { .e = e };

	each_subexpr(x, add_calls, &k);
	return k.n;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Loops count once: their iterations are counted at run time. */
int64_t stmt_cost(struct emit *e, const struct stmt *s)
{
	int64_t n = 0;

	if (!s)
		return 0;
	switch (s->kind) {
	case STMT_BLOCK:
		for (unsigned int i = 0; i < s->block.n; i++)
			n += stmt_cost(e, s->block.v[i]);
		return n;
	case STMT_IF:
		return 1 + expr_cost(e, s->if_.cond) + most(stmt_cost(e, s->if_.then), stmt_cost(e, s->if_.other));
	case STMT_TRY:
		return 1 + stmt_cost(e, s->try_.body) + stmt_cost(e, s->try_.handler);
	case STMT_EXPR:
		return 1 + expr_cost(e, s->expr);
	case STMT_RETURN:
		return 1 + expr_cost(e, s->ret);
	case STMT_FOR:
		return 1 + expr_cost(e, s->for_.init);
	case STMT_WHILE: case STMT_FOREACH: case STMT_DELETE: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE:
	case STMT_EMBED:
		return 1;
	case STMT_NULL:
		return 0;
	}
	return 1;
}
