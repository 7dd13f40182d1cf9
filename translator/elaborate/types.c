// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Type inference. One walk finds for every expression its type and the type that its place needs; it only fills in
 * unknown types, and is repeated until a round changes nothing. The same walk, with `report` set, then reports
 * contradictions, with both places, and types still unknown.
 *
 * Invariant: a type once known never changes, so the rounds end.
 */
#include "types_impl.h"

static void infer_stmt(struct types *t, struct stmt *s);

/* ---- statements ------------------------------------------------------------------------------------ */

static void infer_foreach(struct types *t, struct stmt *s)
{
	struct var *v = expr_var(s->foreach.base);

	if (s->foreach.base->kind == EXPR_HIST) {
		infer(t, s->foreach.base, want_nothing);
		vec_each(k, &s->foreach.keys)
			infer(t, *k, want_long("a bucket has a number"));
		if (s->foreach.value)
			infer(t, s->foreach.value, want_long("a bucket holds a number"));
	} else {
		keys_unify(t, v, &s->foreach.slice);
		keys_unify(t, v, &s->foreach.keys);
		if (v)
			s->foreach.base->type = v->type;
		if (s->foreach.value && v) {
			struct expr *val = s->foreach.value;

			infer(t, val, (struct want){ .type = v->type, .loc = v->loc, .why = "the array's values are" });
			if (v->type == TYPE_UNKNOWN && val->type != TYPE_UNKNOWN)
				var_unify(t, v, val->loc, (struct want){ .type = val->type });
		}
		if (t->report && v && s->foreach.sort.stat != STAT_NONE && s->foreach.sort.direction &&
		    s->foreach.sort.key < 0 && s->foreach.sort.stat != STAT_COUNT && v->type != TYPE_STAT)
			diag_error(t->e->diag, s->foreach.base->loc,
				   "sorting by a statistic needs an array of aggregates; an element of '%s' is %s",
				   v->name, type_words(v->type));
	}
	if (s->foreach.limit)
		infer(t, s->foreach.limit, want_long("a limit is a number"));
	infer_stmt(t, s->foreach.body);
}

static void infer_return(struct types *t, struct stmt *s)
{
	struct func *f = t->rounds.body->func;

	if (!s->ret)
		return;
	if (!f) {
		infer(t, s->ret, want_nothing);
		return;
	}
	infer(t, s->ret, (struct want){ .type = f->type == TYPE_VOID ? TYPE_UNKNOWN : f->type, .loc = f->type_loc,
					.why = "the function returns that elsewhere" });
	if (f->type == TYPE_UNKNOWN && (s->ret->type == TYPE_LONG || s->ret->type == TYPE_STRING)) {
		f->type = s->ret->type;
		f->type_loc = s->ret->loc;
		rounds_learned(&t->rounds, f);
	}
	if (t->report && s->ret->type == TYPE_STAT)
		diag_error(t->e->diag, s->ret->loc, "an aggregate cannot be returned");
}

static void infer_stmt(struct types *t, struct stmt *s)
{
	if (!s)
		return;
	switch (s->kind) {
	case STMT_BLOCK:
		vec_each(it, &s->block)
			infer_stmt(t, *it);
		break;
	case STMT_EXPR:
		infer(t, s->expr, want_nothing);
		break;
	case STMT_IF:
		infer(t, s->if_.cond, want_long("a condition is a number"));
		infer_stmt(t, s->if_.then);
		infer_stmt(t, s->if_.other);
		break;
	case STMT_WHILE:
		infer(t, s->while_.cond, want_long("a condition is a number"));
		infer_stmt(t, s->while_.body);
		break;
	case STMT_FOR:
		if (s->for_.init)
			infer(t, s->for_.init, want_nothing);
		if (s->for_.cond)
			infer(t, s->for_.cond, want_long("a condition is a number"));
		if (s->for_.step)
			infer(t, s->for_.step, want_nothing);
		infer_stmt(t, s->for_.body);
		break;
	case STMT_FOREACH:
		infer_foreach(t, s);
		break;
	case STMT_RETURN:
		infer_return(t, s);
		break;
	case STMT_DELETE:
		if (s->del->kind == EXPR_INDEX)
			keys_unify(t, expr_var(s->del), &s->del->index.keys);
		if (expr_var(s->del))
			s->del->type = expr_var(s->del)->type;
		break;
	case STMT_TRY:
		infer_stmt(t, s->try_.body);
		if (s->try_.var)
			infer(t, s->try_.var, want_of(TYPE_STRING, "'catch' puts the error's text there"));
		infer_stmt(t, s->try_.handler);
		break;
	case STMT_NULL: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE: case STMT_EMBED:
		break;
	}
}

/* ---- a round ----------------------------------------------------------------------------------------- */

static bool returns_pre(struct walk *w, struct stmt **s)
{
	if ((*s)->kind == STMT_RETURN && (*s)->ret)
		*(bool *)w->ctx = true;
	return true;
}

/* True if there is a `return e`. Without one, and in embedded C that sets no result, a call gives 0 or "", as needed. */
bool func_gives_value(const struct func *f)
{
	bool returns = false;
	struct walk w = { .pre_stmt = returns_pre, .ctx = &returns };
	struct stmt *body = f->body;

	if (body)
		walk_stmt(&w, &body);
	return returns;
}

static void infer_body(struct rounds *r, struct body *b)
{
	struct types *t = (struct types *)r;

	if (*b->root)
		infer_stmt(t, *b->root);
	vec_each(s, &b->left_out)
		infer_stmt(t, *s);
	if (b->handler) {
		vec_each(en, &b->handler->entries) {
			infer(t, en->value, (struct want){ .type = en->var->type });
			if (en->var->type == TYPE_UNKNOWN && en->value->type != TYPE_UNKNOWN)
				var_unify(t, en->var, en->value->loc, (struct want){ .type = en->value->type });
		}
	}
}

static void infer_conditions(struct rounds *r)
{
	struct types *t = (struct types *)r;
	struct expr *last = NULL;

	vec_each(p, &t->e->program.probes) {
		if ((*p)->condition && (*p)->condition != last)
			infer(t, (*p)->condition, want_long("a condition is a number"));
		last = (*p)->condition;
	}
}

static struct types types_of(struct elab *e)
{
	return (struct types){
		.e = e, .rounds = { .e = e, .visit = infer_body, .visit_rest = infer_conditions },
	};
}

bool types_infer(struct elab *e)
{
	struct types t = types_of(e);

	return rounds_run(&t.rounds);
}

/* ---- what is still unknown ------------------------------------------------------------------------------ */

static void unresolved(struct elab *e, const struct var *v, const char *what)
{
	diag_error(e->diag, v->loc, "unresolved type: nothing shows whether %s '%s' is a number or a string", what, v->name);
}

/* In a handler of .args it is probably meant as an argument, which another function of the pattern has. */
static void unresolved_local(struct elab *e, const struct body *b, const struct var *v)
{
	const struct dprobe *p = b->handler ? b->probe : NULL;

	if (!p || !p->family->has_arguments)
		unresolved(e, v, "the variable");
	else
		diag_error(e->diag, v->loc, "unresolved type: '%s' is not an argument of each function here (mytap -L '%s' lists them), and "
			   "nothing else shows whether it is a number or a string", v->name, p->given ? p->given : p->text);
}

static void report_unknown(struct elab *e, struct body *b)
{
	vec_each(v, b->locals)
		if ((*v)->type == TYPE_UNKNOWN)
			unresolved_local(e, b, *v);
		else if ((*v)->type == TYPE_STAT)
			diag_error(e->diag, (*v)->loc, "'%s' must be global to be an aggregate: add 'global %s' to the script",
				   (*v)->name, (*v)->name);
	if (!b->func)
		return;
	vec_each(p, &b->func->params)
		if ((*p)->type == TYPE_UNKNOWN)
			unresolved(e, *p, "the parameter");
	if (b->func->type == TYPE_UNKNOWN)
		diag_error(e->diag, b->func->loc, "unresolved type: nothing shows whether function '%s' returns a number or a string",
			   b->func->name);
}

static void report_unknown_global(struct elab *e, struct var *v)
{
	if (!v->is_read && !v->is_written)
		return;
	if (v->type == TYPE_UNKNOWN)
		unresolved(e, v, "the global");
	for (int i = 0; i < v->arity; i++) {
		if (v->key_type[i] != TYPE_UNKNOWN)
			continue;
		diag_error(e->diag, v->loc, "unresolved type: nothing shows whether key %d of '%s' is a number or a string",
			   i + 1, v->name);
	}
	if (v->wraps && !v->is_array)
		diag_error(e->diag, v->loc, "'%%' is for arrays that drop their oldest element when full: '%s' is used as a scalar",
			   v->name);
	if (v->is_array && v->arity < 0)
		diag_error(e->diag, v->loc, "nothing shows how many keys the array '%s' has", v->name);
}

void types_report(struct elab *e)
{
	struct types t = types_of(e);

	t.report = true;
	rounds_visit_all(&t.rounds);
	map_deinit(&t.told);
	if (e->diag->errors)
		return;			/* further unknown types follow from these errors */
	for (unsigned int i = 0; i < e->bodies.n; i++)
		if (e->bodies.v[i]->is_used)
			report_unknown(e, e->bodies.v[i]);
	vec_each(u, &e->units)
		vec_each(v, &(*u)->file->globals)
			report_unknown_global(e, *v);
}
