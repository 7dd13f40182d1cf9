// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Statements. A body of one line has no braces; a loop whose condition or step needs statements is written as for
 * (;;).
 */
#include "emit.h"

#include <string.h>

/* Writes the statements of s, indented by one, into a separate text. */
static void body_apart(struct emit *e, const struct stmt *s, struct code *ret)
{
	struct code *before = code_begin(e, ret);

	e->fn->merged.n = 0;
	e->fn->indent++;
	emit_block(e, s);
	e->fn->indent--;
	code_end(e, before);
}

void emit_block(struct emit *e, const struct stmt *s)
{
	if (!s)
		return;
	if (s->kind != STMT_BLOCK) {
		emit_stmt(e, s);
		return;
	}
	for (unsigned int i = 0; i < s->block.n; i++)
		emit_stmt(e, s->block.v[i]);
}

bool stmt_ends(const struct stmt *s)
{
	if (!s)
		return false;
	switch (s->kind) {
	case STMT_RETURN: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE:
		return true;
	case STMT_BLOCK:
		return s->block.n && stmt_ends(s->block.v[s->block.n - 1]);
	case STMT_IF:
		return stmt_ends(s->if_.then) && stmt_ends(s->if_.other);
	case STMT_EXPR: case STMT_NULL: case STMT_WHILE: case STMT_FOR: case STMT_FOREACH: case STMT_DELETE:
	case STMT_TRY: case STMT_EMBED:
		return false;
	}
	return false;
}

/* ---- if ------------------------------------------------------------------------------------- */

static void emit_if(struct emit *e, const struct stmt *s)
{
	struct value cond = emit_expr(e, s->if_.cond);
	struct code then, other;
	bool braces;

	body_apart(e, s->if_.then, &then);
	body_apart(e, s->if_.other, &other);
	if (!then.n && !other.n) {
		code_deinit(&then);
		code_deinit(&other);
		return;
	}
	/* A label cannot be the only line of an if. */
	braces = (then.n && !code_is_line(&then)) || (other.n && !code_is_line(&other));
	line(e, "if (%s)%s", then.n ? condition_text(e, cond) : negated_text(e, cond), braces ? " {" : "");
	if (then.n && other.n) {
		code_put(e, &then);
		line(e, braces ? "} else {" : "else");
	}
	code_put(e, then.n ? &then : &other);
	if (braces)
		line(e, "}");
}

/* ---- loops ---------------------------------------------------------------------------------- */

const char *loop_budget(struct emit *e, const struct stmt *body, struct loc loc)
{
	int64_t n = stmt_cost(e, body);

	if (e->s->opt.suppress_time_limits)
		return NULL;
	return text(e, "!mytap_actions(c, %lld, %s)", (long long)(n > 0 ? n : 1), where(e, loc));
}

static void put_budget(struct emit *e, const struct stmt *body, struct loc loc)
{
	const char *cond = loop_budget(e, body, loc);

	e->fn->indent++;
	if (cond)
		fail_if(e, cond);
	e->fn->indent--;
}

/* The effect of x as an expression inside for (;;); NULL if it takes more than one plain statement. */
static const char *inline_effect(struct emit *e, const struct expr *x, struct code *ret)
{
	struct code *before;
	const char *s;

	*ret = (struct code){ 0 };
	if (!x)
		return "";
	before = code_begin(e, ret);
	emit_effect(e, x);
	code_end(e, before);
	if (!ret->n)
		return "";
	if (!code_is_line(ret) || ret->v[0].leaves)
		return NULL;
	s = ret->v[0].text;
	return text(e, "%.*s", (int)strlen(s) - 1, s);	/* without its semicolon */
}

struct loop_state { const char *continue_label; bool continue_used; };

static struct loop_state loop_begin(struct emit *e, const char *continue_label)
{
	struct loop_state before = { e->fn->continue_label, e->fn->continue_used };

	e->fn->continue_label = continue_label;
	e->fn->continue_used = false;
	return before;
}

static void loop_end(struct emit *e, struct loop_state before)
{
	e->fn->continue_label = before.continue_label;
	e->fn->continue_used = before.continue_used;
}

static void emit_for(struct emit *e, const struct stmt *s)
{
	struct code init, step, cond, body, *before;
	const char *init_text = inline_effect(e, s->for_.init, &init), *step_text, *label = NULL;
	struct value v = { 0 };
	struct loop_state outer;
	const char *head;

	e->fn->indent++;
	step_text = inline_effect(e, s->for_.step, &step);
	before = code_begin(e, &cond);
	if (s->for_.cond)
		v = emit_expr(e, s->for_.cond);
	code_end(e, before);
	e->fn->indent--;
	if (v.is_number && v.n)		/* for (;1;) */
		v = (struct value){ 0 };
	if (!step_text)
		label = text(e, "again_%u", ++e->fn->nlabels);
	outer = loop_begin(e, label);
	body_apart(e, s->for_.body, &body);

	if (!init_text)
		code_put(e, &init);
	head = !cond.n && (v.c || v.literal) ? condition_text(e, v) : "";
	line(e, "for (%s;%s%s;%s%s) {", init_text ? init_text : "", *head ? " " : "", head,
	     step_text && *step_text ? " " : "", step_text ? step_text : "");
	if (cond.n) {
		code_put(e, &cond);
		line(e, "\tif (%s)", negated_text(e, v));
		line(e, "\t\tbreak;");
	}
	put_budget(e, s->for_.body, s->loc);
	code_put(e, &body);
	if (!step_text) {
		if (e->fn->continue_used)
			line_at_edge(e, "%s:;", label);
		code_put(e, &step);
	}
	line(e, "}");
	code_deinit(&init);
	code_deinit(&step);
	loop_end(e, outer);
}

static void emit_while(struct emit *e, const struct stmt *s)
{
	struct code cond, body, *before = code_begin(e, &cond);
	struct loop_state outer;
	struct value v;

	e->fn->indent++;
	v = emit_expr(e, s->while_.cond);
	e->fn->indent--;
	code_end(e, before);
	outer = loop_begin(e, NULL);
	body_apart(e, s->while_.body, &body);
	if (!cond.n) {
		line(e, "while (%s) {", condition_text(e, v));
	} else {
		line(e, "for (;;) {");
		code_put(e, &cond);
		line(e, "\tif (%s)", negated_text(e, v));
		line(e, "\t\tbreak;");
	}
	put_budget(e, s->while_.body, s->loc);
	code_put(e, &body);
	line(e, "}");
	loop_end(e, outer);
}

/* ---- the rest ------------------------------------------------------------------------------- */

static void emit_return(struct emit *e, const struct stmt *s)
{
	const struct func *f = e->fn->func;
	struct value v;

	if (f && f->type == TYPE_LONG) {
		v = s->ret ? emit_expr(e, s->ret) : value_number(e, 0);
		if (!e->fn->has_frame) {
			line_leaves(e, "return %s;", value_text(e, v));
			return;
		}
		line(e, "ret = %s;", value_text(e, v));
	} else if (f && f->type == TYPE_STRING) {
		if (!s->ret)
			line(e, "*(u64 *)ret = 0;");
		else if (e->fn->try_depth)
			emit_copy(e, "ret", value_text(e, emit_expr(e, s->ret)));
		else
			emit_string_to(e, s->ret, "ret");
	} else if (s->ret) {
		emit_effect(e, s->ret);
	}
	leave_now(e);
}

static void emit_next(struct emit *e)
{
	const struct func *f = e->fn->func;

	if (f)
		line(e, "*next = true;");
	if (f && f->type == TYPE_LONG && !e->fn->has_frame)
		line_leaves(e, "return 0;");
	else
		leave_now(e);
}

static void emit_try(struct emit *e, const struct stmt *s)
{
	unsigned int n = ++e->fn->ntries;
	struct way_out *caught = way_out(e, text(e, "goto caught_%u;", n)), *outer = e->fn->fail;
	const struct var *v = s->try_.var ? s->try_.var->symbol.var : NULL;
	struct code body, *before = code_begin(e, &body);
	bool ends;

	e->fn->fail = caught;
	e->fn->try_depth++;
	emit_block(e, s->try_.body);
	e->fn->try_depth--;
	e->fn->fail = outer;
	code_end(e, before);
	ends = code_leaves(&body, e->fn->indent);
	code_put(e, &body);
	if (!caught->taken)			/* nothing in there can fail */
		return;
	if (!ends)
		line(e, "goto tried_%u;", n);
	line_at_edge(e, "caught_%u:", n);
	if (v)
		line(e, "if (!mytap_catch(c, %s, %s))", var_text(e, v), kept_size(e, string_kept(e, v)));
	else
		line(e, "if (!mytap_catch(c, NULL, 0))");
	line(e, "\t%s", use_fail(e));
	emit_block(e, s->try_.handler);
	if (!ends)
		line_at_edge(e, "tried_%u:;", n);
}

static void emit_one(struct emit *e, const struct stmt *s)
{
	switch (s->kind) {
	case STMT_BLOCK:
		emit_block(e, s);
		return;
	case STMT_EXPR:
		emit_effect(e, s->expr);
		return;
	case STMT_NULL:
		return;
	case STMT_IF:
		emit_if(e, s);
		return;
	case STMT_WHILE:
		emit_while(e, s);
		return;
	case STMT_FOR:
		emit_for(e, s);
		return;
	case STMT_FOREACH: {
		struct loop_state outer = loop_begin(e, NULL);

		emit_foreach(e, s);
		loop_end(e, outer);
		return;
	}
	case STMT_RETURN:
		emit_return(e, s);
		return;
	case STMT_NEXT:
		emit_next(e);
		return;
	case STMT_BREAK:
		line(e, "break;");
		return;
	case STMT_CONTINUE:
		if (e->fn->continue_label) {
			e->fn->continue_used = true;
			line_leaves(e, "goto %s;", e->fn->continue_label);
		} else {
			line(e, "continue;");
		}
		return;
	case STMT_DELETE:
		emit_delete(e, s->del);
		return;
	case STMT_TRY:
		emit_try(e, s);
		return;
	case STMT_EMBED:
		diag_error(&e->s->diag, s->loc, "embedded C is a function's body or an expression, not a statement: "
			   "put it into a function");
		return;
	}
}

static void emit_scoped(struct emit *e, const struct stmt *s)
{
	uint32_t literals = e->fn->literals;
	struct code code, *before = code_begin(e, &code);

	emit_one(e, s);
	code_end(e, before);
	if (e->fn->literals == literals)
		code_put(e, &code);
	else
		code_put_in_braces(e, &code);
	e->fn->literals = literals;
}

void emit_stmt(struct emit *e, const struct stmt *s)
{
	enum { DEEPEST = 40 };		/* each scope is copied once more: avoided for code nested thousands deep */
	struct temps_mark mark;

	temps_mark(e, &mark);
	e->fn->merged.n = 0;
	if (e->fn->own_scopes && s->kind != STMT_BLOCK && e->fn->indent < DEEPEST)
		emit_scoped(e, s);
	else
		emit_one(e, s);
	e->fn->merged.n = 0;
	temps_release(e, &mark);
}
