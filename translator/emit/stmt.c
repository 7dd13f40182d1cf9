// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Statements. A body of one line stands without braces; a loop whose condition
 * or step needs statements is written out as for (;;).
 */
#include "emit.h"

#include <string.h>

static bool is_one_line(const struct strbuf *b)
{
	return b->len && memchr(b->s, '\n', b->len) == b->s + b->len - 1;
}

static void put(struct emit *e, struct strbuf *b)
{
	strbuf_add(e->out, strbuf_str(b), b->len);
	strbuf_deinit(b);
}

/* The statements of s one step in, apart. */
static void body_apart(struct emit *e, const struct stmt *s, struct strbuf *ret)
{
	struct strbuf *before = out_begin(e, ret);

	e->fn->merged.n = 0;
	e->fn->indent++;
	emit_block(e, s);
	e->fn->indent--;
	out_end(e, before);
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

/* A label or a declaration cannot be the one line of an if. */
static bool fits_without_braces(const struct strbuf *b)
{
	return is_one_line(b) && b->s[0] == '\t';
}

static void emit_if(struct emit *e, const struct stmt *s)
{
	struct value cond = emit_expr(e, s->if_.cond);
	struct strbuf then, other = { 0 };
	bool braces;

	body_apart(e, s->if_.then, &then);
	body_apart(e, s->if_.other, &other);
	if (!then.len && !other.len) {
		strbuf_deinit(&then);
		strbuf_deinit(&other);
		return;
	}
	braces = (then.len && !fits_without_braces(&then)) || (other.len && (!then.len || !fits_without_braces(&other)));
	if (!then.len) {
		line(e, "if (%s)%s", negated_text(e, cond), fits_without_braces(&other) ? "" : " {");
		braces = !fits_without_braces(&other);
		strbuf_deinit(&then);
		put(e, &other);
	} else {
		line(e, "if (%s)%s", condition_text(e, cond), braces ? " {" : "");
		put(e, &then);
		if (other.len) {
			line(e, braces ? "} else {" : "else");
			put(e, &other);
		}
	}
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

/* The effect of x as the inside of for (;;): NULL when it takes more than one plain statement. */
static const char *inline_effect(struct emit *e, const struct expr *x, struct strbuf *ret)
{
	struct strbuf *before;
	const char *s;
	size_t n;

	*ret = (struct strbuf){ 0 };
	if (!x)
		return "";
	before = out_begin(e, ret);
	emit_effect(e, x);
	out_end(e, before);
	s = strbuf_str(ret);
	if (!*s)
		return "";
	s += strspn(s, "\t");
	n = strcspn(s, "\n");
	if (!is_one_line(ret) || s[n - 1] != ';' || !strncmp(s, "goto ", 5) || !strncmp(s, "return", 6))
		return NULL;
	return text(e, "%.*s", (int)(n - 1), s);
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
	struct strbuf init, step, cond, body, *before;
	const char *init_text = inline_effect(e, s->for_.init, &init), *step_text, *label = NULL;
	struct value v = { 0 };
	struct loop_state outer;
	const char *head;

	e->fn->indent++;
	step_text = inline_effect(e, s->for_.step, &step);
	before = out_begin(e, &cond);
	if (s->for_.cond)
		v = emit_expr(e, s->for_.cond);
	out_end(e, before);
	e->fn->indent--;
	if (v.is_number && v.n)		/* for (;1;) */
		v = (struct value){ 0 };
	if (!step_text)
		label = text(e, "again_%u", ++e->fn->nlabels);
	outer = loop_begin(e, label);
	body_apart(e, s->for_.body, &body);

	if (!init_text)
		put(e, &init);
	head = !cond.len && (v.c || v.literal) ? condition_text(e, v) : "";
	line(e, "for (%s;%s%s;%s%s) {", init_text ? init_text : "", *head ? " " : "", head,
	     step_text && *step_text ? " " : "", step_text ? step_text : "");
	if (cond.len) {
		put(e, &cond);
		line(e, "\tif (%s)", negated_text(e, v));
		line(e, "\t\tbreak;");
	}
	put_budget(e, s->for_.body, s->loc);
	put(e, &body);
	if (!step_text) {
		if (e->fn->continue_used)
			line_at_edge(e, "%s:;", label);
		put(e, &step);
	}
	line(e, "}");
	loop_end(e, outer);
}

static void emit_while(struct emit *e, const struct stmt *s)
{
	struct strbuf cond, body, *before = out_begin(e, &cond);
	struct loop_state outer;
	struct value v;

	e->fn->indent++;
	v = emit_expr(e, s->while_.cond);
	e->fn->indent--;
	out_end(e, before);
	outer = loop_begin(e, NULL);
	body_apart(e, s->while_.body, &body);
	if (!cond.len) {
		line(e, "while (%s) {", condition_text(e, v));
	} else {
		line(e, "for (;;) {");
		put(e, &cond);
		line(e, "\tif (%s)", negated_text(e, v));
		line(e, "\t\tbreak;");
	}
	put_budget(e, s->while_.body, s->loc);
	put(e, &body);
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
			line(e, "return %s;", value_text(e, v));
			return;
		}
		line(e, "ret = %s;", value_text(e, v));
	} else if (f && f->type == TYPE_STRING) {
		if (!s->ret)
			line(e, "*(u64 *)ret = 0;");
		else if (e->fn->try_depth)
			line(e, "mytap_strcpy(ret, MAXSTRINGLEN, %s);", value_text(e, emit_expr(e, s->ret)));
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
		line(e, "return 0;");
	else
		leave_now(e);
}

static void emit_try(struct emit *e, const struct stmt *s)
{
	unsigned int n = ++e->fn->ntries;
	const char *caught = text(e, "goto caught_%u;", n), *outer = e->fn->fail;
	const struct var *v = s->try_.var ? s->try_.var->symbol.var : NULL;
	struct strbuf body, *before = out_begin(e, &body);
	bool ends;

	e->fn->fail = caught;
	e->fn->try_depth++;
	emit_block(e, s->try_.body);
	e->fn->try_depth--;
	e->fn->fail = outer;
	out_end(e, before);
	if (!strstr(strbuf_str(&body), caught)) {	/* nothing in there can fail */
		put(e, &body);
		return;
	}
	ends = text_leaves(&body, e->fn->indent);
	put(e, &body);
	if (!ends)
		line(e, "goto tried_%u;", n);
	line_at_edge(e, "caught_%u:", n);
	if (v)
		line(e, "if (!mytap_catch(c, %s, MAXSTRINGLEN))", var_text(e, v));
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
			line(e, "goto %s;", e->fn->continue_label);
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

/* A step to the right; labels stay at the edge. */
static void put_in_braces(struct emit *e, const struct strbuf *b)
{
	line(e, "{");
	for (const char *p = strbuf_str(b), *end; *p; p = end) {
		end = p + strcspn(p, "\n");
		end += *end == '\n';
		if (*p == '\t')
			strbuf_putc(e->out, '\t');
		strbuf_add(e->out, p, (size_t)(end - p));
	}
	line(e, "}");
}

static void emit_scoped(struct emit *e, const struct stmt *s)
{
	uint32_t literals = e->fn->literals;
	struct strbuf b, *before = out_begin(e, &b);

	emit_one(e, s);
	out_end(e, before);
	if (e->fn->literals == literals)
		strbuf_add(e->out, strbuf_str(&b), b.len);
	else
		put_in_braces(e, &b);
	e->fn->literals = literals;
	strbuf_deinit(&b);
}

void emit_stmt(struct emit *e, const struct stmt *s)
{
	enum { DEEPEST = 40 };		/* each scope is copied once more: not for what is nested thousands deep */
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
