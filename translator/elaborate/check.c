// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checks made once, on the finished program: misplaced statements, arrays changed by a foreach over them, conditions,
 * what needs -g, regular expressions, locals that are never set, limits.
 */
#include <string.h>

#include "translator/builtins.h"
#include "translator/defines.h"
#include "translator/regex/regex.h"
#include "uses.h"

struct checker {
	struct elab *e;
	struct use_table *table;
	struct body *b;
	unsigned int loops;
};

/* ---- foreach ----------------------------------------------------------------------------------- */

/* The place in the body that changes the array: the statement, or the call that leads to it. */
struct finder { struct checker *c; struct var *array; struct loc loc; bool found, by_call; const char *callee; };

static void found(struct finder *f, struct loc loc)
{
	if (!f->found)
		f->loc = loc;
	f->found = true;
}

static bool find_pre(struct walk *w, struct expr **ep)
{
	struct finder *f = w->ctx;
	struct expr *x = *ep;

	if (x->kind == EXPR_ASSIGN && expr_var(x->assign.target) == f->array)
		found(f, x->assign.target->loc);
	else if (x->kind == EXPR_INCDEC && expr_var(x->incdec.target) == f->array)
		found(f, x->incdec.target->loc);
	else if (x->kind == EXPR_CALL) {
		struct uses u = { 0 };

		uses_of_expr(f->c->table, x, &u);
		if (!f->found && x->call.callees.n &&
		    (uses_flags(&u, f->array) & (USE_WRITE | USE_ACCUM | USE_COUNT))) {
			unsigned int before = f->found;

			vec_each(a, &x->call.args)
				walk_expr(w, a);
			if (!before && !f->found) {
				found(f, x->loc);
				f->by_call = true;
				f->callee = x->call.name;
			}
			return false;
		}
	}
	return !f->found;
}

static bool find_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct finder *f = w->ctx;

	if ((*sp)->kind == STMT_DELETE && expr_var((*sp)->del) == f->array)
		found(f, (*sp)->del->loc);
	return !f->found;
}

static void check_foreach(struct checker *c, struct stmt *s)
{
	struct finder f = { .c = c, .array = expr_var(s->foreach.base) };
	struct walk w = { .pre_expr = find_pre, .pre_stmt = find_pre_stmt, .ctx = &f };
	struct uses u = { 0 };

	if (!f.array)
		return;
	uses_of_stmt(c->table, s->foreach.body, &u);
	if (!(uses_flags(&u, f.array) & (USE_WRITE | USE_ACCUM | USE_COUNT)))
		return;
	walk_stmt(&w, &s->foreach.body);
	if (!f.found)
		return;
	if (f.by_call)
		diag_error(c->e->diag, f.loc, "'%s' changes the array '%s' while foreach walks it: collect the keys first",
			   f.callee, f.array->name);
	else
		diag_error(c->e->diag, f.loc, "the array '%s' cannot be changed while foreach walks it: collect the keys first",
			   f.array->name);
	diag_note(c->e->diag, s->loc, "the loop is here");
}

/* ---- statements in their places ------------------------------------------------------------------- */

static void place_stmt(struct checker *c, struct stmt *s)
{
	if (!s)
		return;
	switch (s->kind) {
	case STMT_BLOCK:
		vec_each(it, &s->block)
			place_stmt(c, *it);
		break;
	case STMT_IF:
		place_stmt(c, s->if_.then);
		place_stmt(c, s->if_.other);
		break;
	case STMT_WHILE: case STMT_FOR: case STMT_FOREACH:
		c->loops++;
		place_stmt(c, s->kind == STMT_WHILE ? s->while_.body :
			   s->kind == STMT_FOR ? s->for_.body : s->foreach.body);
		c->loops--;
		break;
	case STMT_BREAK: case STMT_CONTINUE:
		if (!c->loops)
			diag_error(c->e->diag, s->loc, "'%s' outside of any loop",
				   s->kind == STMT_BREAK ? "break" : "continue");
		break;
	case STMT_RETURN:
		if (!c->b->func)
			diag_error(c->e->diag, s->loc,
				   "'return' outside of any function: 'next' leaves a probe");
		break;
	case STMT_TRY:
		place_stmt(c, s->try_.body);
		place_stmt(c, s->try_.handler);
		break;
	case STMT_EXPR: case STMT_NULL: case STMT_NEXT: case STMT_DELETE: case STMT_EMBED:
		break;
	}
}

/* Before pruning: code that never runs is checked, too. */
void body_check_placement(struct elab *e, struct body *b)
{
	struct checker c = { .e = e, .b = b };

	place_stmt(&c, *b->root);
}

static bool check_pre_stmt(struct walk *w, struct stmt **sp)
{
	if ((*sp)->kind == STMT_FOREACH)
		check_foreach(w->ctx, *sp);
	return true;
}

/* ---- expressions ------------------------------------------------------------------------------------ */

static bool has_rights(struct checker *c, struct loc loc)
{
	return c->e->s->opt.guru || loc_is_library(loc);
}

static void need_guru(struct checker *c, struct loc loc, const char *what)
{
	if (!has_rights(c, loc))
		diag_error(c->e->diag, loc, "%s can do harm: it needs -g (guru mode)", what);
}

/* Whether the language version has the functions of a call. */
static void check_call(struct checker *c, const struct expr *x)
{
	if (x->call.builtin && x->call.builtin->flags & BUILTIN_GURU)
		need_guru(c, x->loc, arena_printf(c->e->s->arena, "%s()", x->call.name));
	if (x->call.builtin && !strcmp(x->call.name, "abort"))
		compatible_need(c->e->s, COMPATIBLE_ABORT, x->loc);
	for (unsigned int i = 0; i < x->call.callees.n; i++)
		if (elab_body_of(c->e, x->call.callees.v[i])->owner)
			compatible_need(c->e->s, COMPATIBLE_FUNCTION_CONTEXT, x->loc);
}

/* A member was resolved by the first type found; later another type was found. */
static void check_one_type(struct checker *c, const struct access *a)
{
	struct strbuf b = { 0 };

	if (a->base != ACCESS_POINTER || !a->prog || !a->operand->dtype || dtype_known(a->operand->dtype))
		return;
	unparse_expr(&b, a->operand);
	diag_error(c->e->diag, a->operand->loc, "'%s' came with two different C types: say which with @cast(%s, \"type\")",
		   strbuf_str(&b), strbuf_str(&b));
	strbuf_deinit(&b);
}

static bool check_pre(struct walk *w, struct expr **ep)
{
	struct checker *c = w->ctx;
	struct expr *x = *ep;

	if (x->kind == EXPR_ACCESS)
		check_one_type(c, &x->access);
	else if (x->kind == EXPR_PRINT)
		print_make_format(c->e, x);
	else if (x->kind == EXPR_CALL)
		check_call(c, x);
	else if (x->kind == EXPR_REGEX)
		regex_check(c->e->diag, x->regex.pattern_loc, x->regex.pattern);
	if (x->kind == EXPR_PRINT && !x->print.to_string && c->b && c->b->handler)
		c->b->handler->prints = true;
	if (x->kind == EXPR_DEREF && x->deref.size->kind == EXPR_NUMBER && x->deref.size->number != 1 &&
	    x->deref.size->number != 2 && x->deref.size->number != 4 && x->deref.size->number != 8)
		diag_error(c->e->diag, x->deref.size->loc, "a size of 1, 2, 4 or 8 bytes is needed");
	return true;
}

/* ---- locals that nothing sets -------------------------------------------------------------------------- */

static void set_of(struct expr *x)
{
	if (x && x->kind == EXPR_SYMBOL && x->symbol.var)
		x->symbol.var->is_written = true;
}

static bool written_pre(struct walk *w, struct expr **ep)
{
	(void)w;
	if ((*ep)->kind == EXPR_ASSIGN)
		set_of((*ep)->assign.target);
	else if ((*ep)->kind == EXPR_INCDEC)
		set_of((*ep)->incdec.target);
	return true;
}

static bool written_pre_stmt(struct walk *w, struct stmt **sp)
{
	struct stmt *s = *sp;

	(void)w;
	if (s->kind == STMT_FOREACH) {
		vec_each(k, &s->foreach.keys)
			set_of(*k);
		set_of(s->foreach.value);
	} else if (s->kind == STMT_TRY) {
		set_of(s->try_.var);
	} else if (s->kind == STMT_DELETE) {
		set_of(s->del);
	}
	return true;
}

static void check_never_set(struct checker *c, struct body *b)
{
	struct walk w = { .pre_expr = written_pre, .pre_stmt = written_pre_stmt };

	vec_each(v, b->locals)
		(*v)->is_written = false;
	walk_stmt(&w, b->root);
	vec_each(v, b->locals) {
		struct near near = NEAR_INIT((*v)->name);

		if ((*v)->is_written || loc_is_library((*v)->loc) || c->e->diag->errors)
			continue;
		map_each(g, &c->e->globals)
			near_try(&near, g->key);
		vec_each(o, b->locals)
			if (*o != *v)
				near_try(&near, (*o)->name);
		if (near.best)
			diag_warn(c->e->diag, (*v)->loc, "never-assigned local variable '%s' (did you mean '%s'?)",
				  (*v)->name, near.best);
		else
			diag_warn(c->e->diag, (*v)->loc, "never-assigned local variable '%s'", (*v)->name);
	}
}

/* ---- conditions ------------------------------------------------------------------------------------------ */

static bool condition_pre(struct walk *w, struct expr **ep)
{
	struct checker *c = w->ctx;
	struct expr *x = *ep;
	const char *what = NULL;

	if (x->kind == EXPR_CALL)
		what = "calls a function";
	else if (x->kind == EXPR_ASSIGN || x->kind == EXPR_INCDEC)
		what = "changes a variable";
	else if (x->kind == EXPR_PRINT && !x->print.to_string)
		what = "prints";
	else if (x->kind == EXPR_ACCESS || x->kind == EXPR_ENTRY || x->kind == EXPR_DEREF || x->kind == EXPR_REGISTER)
		what = "looks at the probed context";
	else if (x->kind == EXPR_SYMBOL && x->symbol.scope != SCOPE_GLOBAL)
		what = "reads a name that is no global";
	else if (x->kind == EXPR_EMBED)
		what = "has C in it";
	if (!what)
		return true;
	diag_error(c->e->diag, x->loc,
		   "the condition of a probe may only read globals, but it %s: test that with 'if' in the body", what);
	return false;
}

static void check_conditions(struct checker *c)
{
	struct walk w = { .pre_expr = condition_pre, .ctx = c };
	struct expr *last = NULL;

	vec_each(p, &c->e->program.probes) {
		if ((*p)->condition && (*p)->condition != last)
			walk_expr(&w, &(*p)->condition);
		last = (*p)->condition;
	}
}

/* ---- embedded C ------------------------------------------------------------------------------------------ */

/* A kept value is the same for all calls in a run, so the function cannot take arguments. */
static void check_stable(struct elab *e)
{
	vec_each(f, &e->program.funcs)
		if ((*f)->embed && (*f)->params.n &&
		    memmem((*f)->embed->text, (*f)->embed->len, "/* stable */", strlen("/* stable */")))
			diag_error(e->diag, (*f)->params.v[0]->loc, "'%s' is marked stable: its value is kept for a whole run "
				   "of a handler, so it can take no arguments; mark it pure instead", (*f)->name);
}

static bool has_string_key(const struct var *v)
{
	for (int i = 0; i < v->arity; i++)
		if (v->key_type[i] == TYPE_STRING)
			return true;
	return false;
}

/* A single size is that of the value or, where that is no string, of the keys. */
static void check_string_sizes(struct elab *e)
{
	vec_each(it, &e->program.globals) {
		struct var *v = *it;

		if (v->string_size && v->is_array && v->type != TYPE_STRING && !v->key_size) {
			v->key_size = v->string_size;
			v->string_size = 0;
		}
		if (v->string_size && v->type != TYPE_STRING)
			diag_error(e->diag, v->string_loc, "the values of '%s' are no strings: the size of its keys stands alone", v->name);
		else if (v->key_size && !has_string_key(v))
			diag_error(e->diag, v->string_loc, v->type == TYPE_STRING ? "the keys of '%s' are no strings: they have no size" :
				   "'%s' has no strings: they have no size", v->name);
	}
}

void program_check(struct elab *e)
{
	struct checker c = { .e = e, .table = use_table_new(e) };
	struct walk w = { .pre_expr = check_pre, .pre_stmt = check_pre_stmt, .ctx = &c };

	for (unsigned int i = 0; i < e->bodies.n; i++) {
		struct body *b = e->bodies.v[i];

		if (!b->is_used || !*b->root)
			continue;
		c.b = b;
		walk_stmt(&w, b->root);
		check_never_set(&c, b);
		if (b->handler)
			vec_each(en, &b->handler->entries)
				walk_expr(&w, &en->value);
	}
	c.b = NULL;
	check_conditions(&c);
	check_stable(e);
	check_string_sizes(e);
	defines_check(e->s);
}
