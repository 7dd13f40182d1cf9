// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Unknown types on which nothing depends: a variable, key or result that is only passed on, looked up or dropped
 * becomes a number. A value that is printed or compared is used: its unknown type is an error (types.c).
 *
 * In: all types inferred. A value is used when a path of assignments, arguments, keys and results leads from it to such a use;
 * the walk over all bodies is repeated until nothing changes.
 */
#include "types_impl.h"

struct usage {
	bool value, key[16];
};

struct settler {
	struct rounds rounds;
	struct elab *e;
	struct ptrmap of;		/* struct var, struct func -> struct usage */
};

static struct usage *usage_of(struct settler *s, const void *var_or_func)
{
	struct usage *u = ptrmap_get(&s->of, var_or_func);

	if (!u) {
		u = arena_new_of(s->e->arena, struct usage);
		ptrmap_put(s->e->arena, &s->of, var_or_func, u);
	}
	return u;
}

/* The usage flag of that variable or function. */
static void use(struct settler *s, const void *whose, bool *flag, bool used)
{
	if (!used || *flag)
		return;
	*flag = true;
	rounds_learned(&s->rounds, whose);
}

static void use_value(struct settler *s, const void *var_or_func, bool used)
{
	use(s, var_or_func, &usage_of(s, var_or_func)->value, used);
}

static void flow(struct settler *s, struct expr *x, bool used);

static void flow_keys(struct settler *s, struct var *v, expr_vec *keys)
{
	for (unsigned int i = 0; i < keys->n; i++)
		if (keys->v[i])
			flow(s, keys->v[i], v && i < 16 && usage_of(s, v)->key[i]);
}

/* The keys of a loop and of its array have the same types. */
static void flow_loop(struct settler *s, struct stmt *loop)
{
	struct var *a = expr_var(loop->foreach.base);

	if (!a)
		return;
	flow_keys(s, a, &loop->foreach.slice);
	flow_keys(s, a, &loop->foreach.keys);
	for (unsigned int i = 0; i < loop->foreach.keys.n && i < 16; i++) {
		struct var *k = expr_var(loop->foreach.keys.v[i]);

		if (k)
			use(s, a, &usage_of(s, a)->key[i], usage_of(s, k)->value);
	}
	if (loop->foreach.value && expr_var(loop->foreach.value)) {
		use_value(s, a, usage_of(s, expr_var(loop->foreach.value))->value);
		flow(s, loop->foreach.value, usage_of(s, a)->value);
	}
}

static void flow_call(struct settler *s, struct expr *x, bool used)
{
	for (unsigned int i = 0; i < x->call.args.n; i++) {
		bool arg = false;

		vec_each(f, &x->call.callees)
			if (i < (*f)->params.n)
				arg |= usage_of(s, (*f)->params.v[i])->value;
		flow(s, x->call.args.v[i], arg);
	}
	vec_each(f, &x->call.callees)
		use_value(s, *f, used);
}

/* used: the value of x is used. Operators and built-ins have operands of known type, so they are not entered. */
static void flow(struct settler *s, struct expr *x, bool used)
{
	struct var *v;

	switch (x->kind) {
	case EXPR_SYMBOL:
		if (x->symbol.var)
			use_value(s, x->symbol.var, used);
		return;
	case EXPR_INDEX:
		v = expr_var(x);
		flow_keys(s, v, &x->index.keys);
		if (v)
			use_value(s, v, used);
		return;
	case EXPR_CALL:
		flow_call(s, x, used);
		return;
	case EXPR_TERNARY:
		flow(s, x->ternary.cond, true);
		flow(s, x->ternary.then, used);
		flow(s, x->ternary.other, used);
		return;
	case EXPR_ASSIGN:
		v = expr_var(x->assign.target);
		used |= x->assign.op != OP_ASSIGN || (v && usage_of(s, v)->value);
		flow(s, x->assign.target, used);
		flow(s, x->assign.value, used);
		return;
	case EXPR_IN:
		flow_keys(s, expr_var(x->in.array), &x->in.keys);
		return;
	case EXPR_ENTRY:
		flow(s, x->one.a, used);
		return;
	case EXPR_BINARY: case EXPR_LOGICAL:
		flow(s, x->binary.a, true);
		flow(s, x->binary.b, true);
		return;
	case EXPR_PRINT:
		vec_each(a, &x->print.args)
			flow(s, *a, true);
		return;
	case EXPR_UNARY:
		flow(s, x->unary.a, true);
		return;
	case EXPR_REGEX:
		flow(s, x->regex.subject, true);
		return;
	case EXPR_ACCESS:
		if (x->access.operand)
			flow(s, x->access.operand, true);
		vec_each(step, &x->access.steps)
			if (step->index)
				flow(s, step->index, true);
		return;
	case EXPR_STATOP:
		flow(s, x->statop.stat, false);
		if (x->statop.rank)
			flow(s, x->statop.rank, true);
		if (x->statop.whole)
			flow(s, x->statop.whole, true);
		return;
	case EXPR_HIST:
		flow(s, x->hist.stat, false);
		return;
	case EXPR_NUMBER: case EXPR_STRING: case EXPR_INCDEC: case EXPR_DEFINED: case EXPR_PERF: case EXPR_ATCONST:
	case EXPR_ENUM: case EXPR_ENUMNAME: case EXPR_DEREF: case EXPR_REGISTER: case EXPR_PROBEWRITE: case EXPR_EMBED:
		return;
	}
}

static bool flow_pre(struct walk *w, struct expr **x)
{
	flow(w->ctx, *x, true);
	return false;
}

static bool flow_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct settler *s = w->ctx;
	struct stmt *stmt = *sp;

	if (stmt->kind == STMT_EXPR) {
		flow(s, stmt->expr, false);
		return false;
	}
	if (stmt->kind == STMT_RETURN && stmt->ret) {
		flow(s, stmt->ret, s->rounds.body->func && usage_of(s, s->rounds.body->func)->value);
		return false;
	}
	if (stmt->kind == STMT_DELETE) {
		if (stmt->del->kind == EXPR_INDEX)
			flow_keys(s, expr_var(stmt->del), &stmt->del->index.keys);
		return false;
	}
	if (stmt->kind == STMT_FOR) {
		if (stmt->for_.init)
			flow(s, stmt->for_.init, false);
		if (stmt->for_.cond)
			flow(s, stmt->for_.cond, true);
		if (stmt->for_.step)
			flow(s, stmt->for_.step, false);
		walk_stmt(w, &stmt->for_.body);
		return false;
	}
	if (stmt->kind == STMT_FOREACH) {
		flow_loop(s, stmt);
		if (stmt->foreach.limit)
			flow(s, stmt->foreach.limit, true);
		walk_stmt(w, &stmt->foreach.body);
		return false;
	}
	return true;
}

static void find_uses(struct rounds *r, struct body *b)
{
	struct settler *s = (struct settler *)r;
	struct walk w = { .pre_expr = flow_pre, .pre_stmt = flow_pre_stmt, .ctx = s };

	if (b->func && b->func->embed)	/* embedded C uses its arguments */
		vec_each(p, &b->func->params)
			use_value(s, *p, true);
	else if (*b->root)
		walk_stmt(&w, b->root);
	if (b->handler)
		vec_each(en, &b->handler->entries)
			flow(s, en->value, usage_of(s, en->var)->value);
}

static void settle_var(struct settler *s, struct var *v)
{
	const struct usage *u = usage_of(s, v);

	if (v->type == TYPE_UNKNOWN && !u->value)
		v->type = TYPE_LONG;
	if (v->is_array && v->arity < 0)	/* constrained only to be an array */
		v->arity = 1;
	for (int i = 0; i < v->arity && i < 16; i++)
		if (v->key_type[i] == TYPE_UNKNOWN && !u->key[i])
			v->key_type[i] = TYPE_LONG;
}

static void settle_func(struct settler *s, struct func *f)
{
	if (f->type == TYPE_UNKNOWN && (f->embed || !func_gives_value(f)) && !usage_of(s, f)->value)
		f->type = TYPE_VOID;
	else if (f->type == TYPE_UNKNOWN && !f->embed && !usage_of(s, f)->value)
		f->type = TYPE_LONG;
}

static bool var_is_unknown(const struct var *v)
{
	if (v->type == TYPE_UNKNOWN)
		return true;
	for (int i = 0; i < v->arity && i < 16; i++)
		if (v->key_type[i] == TYPE_UNKNOWN)
			return true;
	return v->is_array && v->arity < 0;
}

/* True if some type is unknown. Functions that return nothing do not count: printing their result is reported
 * elsewhere. */
static bool is_open(struct elab *e)
{
	for (unsigned int i = 0; i < e->bodies.n; i++) {
		struct body *b = e->bodies.v[i];

		if (!b->is_used)
			continue;
		vec_each(v, b->locals)
			if (var_is_unknown(*v))
				return true;
		if (!b->func)
			continue;
		vec_each(p, &b->func->params)
			if (var_is_unknown(*p))
				return true;
		if (b->func->type == TYPE_UNKNOWN && !b->func->embed && func_gives_value(b->func))
			return true;
	}
	vec_each(u, &e->units)
		vec_each(v, &(*u)->file->globals)
			if (((*v)->is_read || (*v)->is_written) && var_is_unknown(*v))
				return true;
	return false;
}

void types_settle(struct elab *e)
{
	struct settler s = { .e = e, .rounds = { .e = e, .visit = find_uses } };

	if (is_open(e))
		rounds_run(&s.rounds);
	for (unsigned int i = 0; i < e->bodies.n; i++) {
		struct body *b = e->bodies.v[i];

		if (!b->is_used)
			continue;
		vec_each(v, b->locals)
			settle_var(&s, *v);
		if (!b->func)
			continue;
		vec_each(p, &b->func->params)
			settle_var(&s, *p);
		settle_func(&s, b->func);
	}
	vec_each(u, &e->units)
		vec_each(v, &(*u)->file->globals)
			settle_var(&s, *v);
}
