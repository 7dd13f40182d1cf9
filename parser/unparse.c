// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Statements, declarations and files back to script text (-p1, -p2, tests).
 * A file is written by kind of declaration: embedded C, globals, functions,
 * aliases, probes, each in the order of the source.
 */
#include <inttypes.h>

#include "ast.h"

static void put_indent(struct strbuf *b, int indent)
{
	while (indent-- > 0)
		strbuf_putc(b, '\t');
}

static void put_block(struct strbuf *b, const struct stmt *s, int indent)
{
	strbuf_puts(b, "{\n");
	vec_each(child, &s->block)
		unparse_stmt(b, *child, indent + 1);
	put_indent(b, indent);
	strbuf_putc(b, '}');
}

/* The body of an if or a loop: a block starts on the same line. */
static void put_body(struct strbuf *b, const struct stmt *s, int indent)
{
	if (s->kind == STMT_BLOCK) {
		strbuf_putc(b, ' ');
		put_block(b, s, indent);
		strbuf_putc(b, '\n');
	} else {
		strbuf_putc(b, '\n');
		unparse_stmt(b, s, indent + 1);
	}
}

/* True if a following `else` would belong to this statement. */
static bool ends_in_if(const struct stmt *s)
{
	switch (s->kind) {
	case STMT_IF:
		return !s->if_.other || ends_in_if(s->if_.other);
	case STMT_WHILE:
		return ends_in_if(s->while_.body);
	case STMT_FOR:
		return ends_in_if(s->for_.body);
	case STMT_FOREACH:
		return ends_in_if(s->foreach.body);
	case STMT_BLOCK:
	case STMT_EXPR:
	case STMT_NULL:
	case STMT_RETURN:
	case STMT_NEXT:
	case STMT_BREAK:
	case STMT_CONTINUE:
	case STMT_DELETE:
	case STMT_TRY:
	case STMT_EMBED:
		return false;
	}
	return false;
}

/* The first arm of an if with an else: `} else` on one line. */
static void put_then(struct strbuf *b, const struct stmt *then, int indent)
{
	if (then->kind == STMT_BLOCK) {
		strbuf_putc(b, ' ');
		put_block(b, then, indent);
		strbuf_putc(b, ' ');
	} else if (ends_in_if(then)) {		/* only in trees made by elaborate */
		strbuf_puts(b, " {\n");
		unparse_stmt(b, then, indent + 1);
		put_indent(b, indent);
		strbuf_puts(b, "} ");
	} else {
		strbuf_putc(b, '\n');
		unparse_stmt(b, then, indent + 1);
		put_indent(b, indent);
	}
}

static void put_if(struct strbuf *b, const struct stmt *s, int indent)
{
	for (;;) {
		strbuf_puts(b, "if (");
		unparse_expr(b, s->if_.cond);
		strbuf_putc(b, ')');
		if (!s->if_.other) {
			put_body(b, s->if_.then, indent);
			return;
		}
		put_then(b, s->if_.then, indent);
		strbuf_puts(b, "else");
		s = s->if_.other;
		if (s->kind != STMT_IF)
			break;
		strbuf_putc(b, ' ');
	}
	put_body(b, s, indent);
}

static void put_for(struct strbuf *b, const struct stmt *s, int indent)
{
	strbuf_puts(b, "for (");
	if (s->for_.init)
		unparse_expr(b, s->for_.init);
	strbuf_puts(b, ";");
	if (s->for_.cond) {
		strbuf_putc(b, ' ');
		unparse_expr(b, s->for_.cond);
	}
	strbuf_puts(b, ";");
	if (s->for_.step) {
		strbuf_putc(b, ' ');
		unparse_expr(b, s->for_.step);
	}
	strbuf_putc(b, ')');
	put_body(b, s->for_.body, indent);
}

static void put_sort(struct strbuf *b, const struct stmt *s, int key)
{
	if (s->foreach.sort.direction && s->foreach.sort.key == key)
		strbuf_putc(b, s->foreach.sort.direction > 0 ? '+' : '-');
}

static void put_foreach_array(struct strbuf *b, const struct stmt *s)
{
	static const char *const stats[] = {
		[STAT_COUNT] = "count", [STAT_SUM] = "sum", [STAT_MIN] = "min", [STAT_MAX] = "max",
		[STAT_AVG] = "avg", [STAT_VARIANCE] = "variance", [STAT_NONE] = "count",
	};

	unparse_expr(b, s->foreach.base);
	for (unsigned int i = 0; i < s->foreach.slice.n; i++) {
		strbuf_puts(b, i ? ", " : "[");
		if (s->foreach.slice.v[i])
			unparse_expr(b, s->foreach.slice.v[i]);
		else
			strbuf_putc(b, '*');
	}
	if (s->foreach.slice.n)
		strbuf_putc(b, ']');
	if (s->foreach.sort.direction && s->foreach.sort.key < 0 && s->foreach.sort.stat != STAT_COUNT)
		strbuf_printf(b, " @%s", stats[s->foreach.sort.stat]);
	put_sort(b, s, -1);
}

static void put_foreach(struct strbuf *b, const struct stmt *s, int indent)
{
	unsigned int n = s->foreach.keys.n;

	strbuf_puts(b, "foreach (");
	if (s->foreach.value) {
		unparse_expr(b, s->foreach.value);
		strbuf_puts(b, " = ");
	}
	if (n > 1)
		strbuf_putc(b, '[');
	for (unsigned int i = 0; i < n; i++) {
		if (i)
			strbuf_puts(b, ", ");
		unparse_expr(b, s->foreach.keys.v[i]);
		put_sort(b, s, (int)i);
	}
	if (n > 1)
		strbuf_putc(b, ']');
	strbuf_puts(b, " in ");
	put_foreach_array(b, s);
	if (s->foreach.limit) {
		strbuf_puts(b, " limit ");
		unparse_expr(b, s->foreach.limit);
	}
	strbuf_putc(b, ')');
	put_body(b, s->foreach.body, indent);
}

static void put_embed(struct strbuf *b, const struct embed *e)
{
	strbuf_puts(b, "%{");
	strbuf_add(b, e->text, e->len);
	strbuf_puts(b, "%}");
}

static void put_try(struct strbuf *b, const struct stmt *s, int indent)
{
	strbuf_puts(b, "try ");
	put_block(b, s->try_.body, indent);
	strbuf_puts(b, " catch ");
	if (s->try_.var)
		strbuf_printf(b, "(%s) ", s->try_.var->symbol.name);
	put_block(b, s->try_.handler, indent);
	strbuf_putc(b, '\n');
}

void unparse_stmt(struct strbuf *b, const struct stmt *s, int indent)
{
	put_indent(b, indent);
	switch (s->kind) {
	case STMT_BLOCK:
		put_block(b, s, indent);
		strbuf_putc(b, '\n');
		break;
	case STMT_EXPR:
		unparse_expr(b, s->expr);
		strbuf_puts(b, ";\n");
		break;
	case STMT_NULL:
		strbuf_puts(b, ";\n");
		break;
	case STMT_IF:
		put_if(b, s, indent);
		break;
	case STMT_WHILE:
		strbuf_puts(b, "while (");
		unparse_expr(b, s->while_.cond);
		strbuf_putc(b, ')');
		put_body(b, s->while_.body, indent);
		break;
	case STMT_FOR:
		put_for(b, s, indent);
		break;
	case STMT_FOREACH:
		put_foreach(b, s, indent);
		break;
	case STMT_RETURN:
		strbuf_puts(b, "return");
		if (s->ret) {
			strbuf_putc(b, ' ');
			unparse_expr(b, s->ret);
		}
		strbuf_puts(b, ";\n");
		break;
	case STMT_NEXT:
		strbuf_puts(b, "next;\n");
		break;
	case STMT_BREAK:
		strbuf_puts(b, "break;\n");
		break;
	case STMT_CONTINUE:
		strbuf_puts(b, "continue;\n");
		break;
	case STMT_DELETE:
		strbuf_puts(b, "delete ");
		unparse_expr(b, s->del);
		strbuf_puts(b, ";\n");
		break;
	case STMT_TRY:
		put_try(b, s, indent);
		break;
	case STMT_EMBED:
		put_embed(b, s->embed);
		strbuf_putc(b, '\n');
		break;
	}
}

/* ---- declarations -------------------------------------------------------------------------- */

/* Large negative numbers are addresses. */
static void put_argument(struct strbuf *b, const struct expr *e)
{
	if (e->kind == EXPR_NUMBER && e->number < -1000000)
		strbuf_printf(b, "0x%" PRIx64, (uint64_t)e->number);
	else
		unparse_expr(b, e);
}

void unparse_probe_point(struct strbuf *b, const struct probe_point *p)
{
	for (unsigned int i = 0; i < p->parts.n; i++) {
		if (i)
			strbuf_putc(b, '.');
		strbuf_puts(b, p->parts.v[i].name);
		if (p->parts.v[i].arg) {
			strbuf_putc(b, '(');
			put_argument(b, p->parts.v[i].arg);
			strbuf_putc(b, ')');
		}
	}
	if (p->optional)
		strbuf_putc(b, '?');
	if (p->sufficient)
		strbuf_putc(b, '!');
	if (p->condition) {
		strbuf_puts(b, " if (");
		unparse_expr(b, p->condition);
		strbuf_putc(b, ')');
	}
}

static void put_points(struct strbuf *b, const point_vec *v)
{
	for (unsigned int i = 0; i < v->n; i++) {
		if (i)
			strbuf_puts(b, ", ");
		unparse_probe_point(b, v->v[i]);
	}
}

static void put_global(struct strbuf *b, const struct var *v)
{
	strbuf_printf(b, "%s %s", v->is_private ? "private" : "global", v->name);
	if (v->wraps)
		strbuf_putc(b, '%');
	if (v->size)
		strbuf_printf(b, "[%" PRId64 "]", v->size);
	if (v->string_size)
		strbuf_printf(b, " : %" PRIu32, v->string_size);
	if (v->key_size)
		strbuf_printf(b, " : %" PRIu32, v->key_size);
	if (v->init) {
		strbuf_puts(b, " = ");
		unparse_expr(b, v->init);
	}
	strbuf_putc(b, '\n');
}

static void put_type(struct strbuf *b, bool declared, enum type t)
{
	if (declared)
		strbuf_printf(b, ":%s", type_name(t));
}

static void put_func(struct strbuf *b, const struct func *f)
{
	strbuf_printf(b, "%sfunction %s", f->is_private ? "private " : "", f->name);
	put_type(b, f->declared_type, f->type);
	strbuf_putc(b, '(');
	for (unsigned int i = 0; i < f->params.n; i++) {
		if (i)
			strbuf_puts(b, ", ");
		strbuf_puts(b, f->params.v[i]->name);
		put_type(b, f->params.v[i]->declared_type, f->params.v[i]->type);
	}
	strbuf_putc(b, ')');
	if (f->has_priority)
		strbuf_printf(b, ":%d", f->priority);
	strbuf_putc(b, ' ');
	if (f->embed)
		put_embed(b, f->embed);
	else
		put_block(b, f->body, 0);
	strbuf_puts(b, "\n\n");
}

static void put_alias(struct strbuf *b, const struct alias *a)
{
	strbuf_puts(b, "probe ");
	unparse_probe_point(b, a->name);
	strbuf_puts(b, a->prologue ? " = " : " += ");
	put_points(b, &a->points);
	if (a->prologue) {
		strbuf_putc(b, ' ');
		put_block(b, a->prologue, 0);
	}
	if (a->epilogue) {
		strbuf_puts(b, a->prologue ? ", " : " ");
		put_block(b, a->epilogue, 0);
	}
	strbuf_puts(b, "\n\n");
}

void unparse_file(struct strbuf *b, const struct file *f)
{
	vec_each(e, &f->embeds) {
		put_embed(b, *e);
		strbuf_puts(b, "\n\n");
	}
	vec_each(v, &f->globals)
		put_global(b, *v);
	if (f->globals.n)
		strbuf_putc(b, '\n');
	vec_each(fn, &f->funcs)
		put_func(b, *fn);
	vec_each(a, &f->aliases)
		put_alias(b, *a);
	vec_each(p, &f->probes) {
		strbuf_puts(b, "probe ");
		put_points(b, &(*p)->points);
		strbuf_putc(b, ' ');
		put_block(b, (*p)->body, 0);
		strbuf_puts(b, "\n\n");
	}
}
