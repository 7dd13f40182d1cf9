// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lines of C: indentation, error exits, places as text.
 *
 * fn->fail and fn->leave are the exits for an error and for next/return. Their uses are counted, so that only labels
 * with a jump are written.
 */
#include "emit.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *text(struct emit *e, const char *fmt, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, fmt);
	s = arena_vprintf(e->a, fmt, ap);
	va_end(ap);
	return s;
}

/* ---- code ----------------------------------------------------------------------------------- */

static void code_add(struct code *c, const struct code_line *lines, size_t n)
{
	if (c->n + n > c->room) {
		c->room = c->n + n > 2 * c->room ? c->n + n + 8 : 2 * c->room;
		c->v = xrealloc(c->v, c->room * sizeof(*c->v));
	}
	memcpy(c->v + c->n, lines, n * sizeof(*lines));
	c->n += n;
}

void code_deinit(struct code *c)
{
	free(c->v);
	*c = (struct code){ 0 };
}

struct code *code_begin(struct emit *e, struct code *to)
{
	struct code *before = e->out;

	*to = (struct code){ 0 };
	e->out = to;
	return before;
}

void code_end(struct emit *e, struct code *before)
{
	e->out = before;
}

void code_put(struct emit *e, struct code *c)
{
	if (c->n)
		code_add(e->out, c->v, c->n);
	code_deinit(c);
}

void code_put_in_braces(struct emit *e, struct code *c)
{
	for (size_t i = 0; i < c->n; i++)
		c->v[i].indent++;
	line(e, "{");
	code_put(e, c);
	line(e, "}");
}

void code_print(struct strbuf *b, const struct code *c)
{
	enum { DEEPEST = 40 };		/* limits the indentation of code nested thousands deep */

	for (const struct code_line *l = c->v; l < c->v + c->n; l++) {
		for (unsigned int i = 0; !l->is_label && i < l->indent && i < DEEPEST; i++)
			strbuf_putc(b, '\t');
		strbuf_puts(b, l->text);
		strbuf_putc(b, '\n');
	}
}

bool code_is_line(const struct code *c)
{
	return c->n == 1 && !c->v[0].is_label;
}

bool code_leaves(const struct code *c, unsigned int indent)
{
	return c->n && c->v[c->n - 1].leaves && c->v[c->n - 1].indent == indent;
}

/* ---- lines ---------------------------------------------------------------------------------- */

void line(struct emit *e, const char *fmt, ...)
{
	struct code_line l = { .indent = e->fn->indent };
	va_list ap;

	va_start(ap, fmt);
	l.text = arena_vprintf(e->a, fmt, ap);
	va_end(ap);
	code_add(e->out, &l, 1);
}

void line_at_edge(struct emit *e, const char *fmt, ...)
{
	struct code_line l = { .is_label = true };
	va_list ap;

	va_start(ap, fmt);
	l.text = arena_vprintf(e->a, fmt, ap);
	va_end(ap);
	code_add(e->out, &l, 1);
}

void line_leaves(struct emit *e, const char *fmt, ...)
{
	static const struct way_out by_return = { .c = "return" };
	struct code_line l = { .indent = e->fn->indent, .leaves = &by_return };
	va_list ap;

	va_start(ap, fmt);
	l.text = arena_vprintf(e->a, fmt, ap);
	va_end(ap);
	code_add(e->out, &l, 1);
}

const char *quoted(struct emit *e, const char *s, size_t n)
{
	struct strbuf b = { 0 };
	const char *r;

	strbuf_put_literal(&b, s, n);
	r = arena_strndup(e->a, b.s, b.len);
	strbuf_deinit(&b);
	return r;
}

const char *position(struct emit *e, struct loc loc)
{
	uint32_t l, c;

	if (!loc.src)
		return "<built in>";
	source_position(loc.src, loc.beg, &l, &c);
	return text(e, "%s:%u:%u", loc.src->name, l, c);
}

static bool is_keyword(const char *p, size_t n)
{
	static const char *const words[] = { "foreach", "for", "while", "if", "delete", "try", "probe", "function",
					     "return", "next", "break", "continue", "else", "catch", "in", "limit" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == n && !memcmp(words[i], p, n))
			return true;
	return false;
}

static const char *token_kind(const char *p, size_t n)
{
	if (is_keyword(p, n))
		return "keyword";
	if (isalpha((unsigned char)*p) || *p == '_' || *p == '$')
		return "identifier";
	if (*p == '@' && n > 1 && isalpha((unsigned char)p[1]))
		return "operator";
	if (isdigit((unsigned char)*p))
		return "number";
	return *p == '"' ? "string" : "operator";
}

const char *where(struct emit *e, struct loc loc)
{
	const char *p, *w;
	size_t n;

	if (!loc.src || loc.beg >= loc.src->len)
		return quoted(e, position(e, loc), strlen(position(e, loc)));
	p = loc.src->text + loc.beg;
	n = loc.end > loc.beg ? loc.end - loc.beg : 1;
	if (n > 60 || memchr(p, '\n', n))
		for (n = 0; n < 40 && (isalnum((unsigned char)p[n]) || strchr("_$@", p[n])) && p[n]; n++)
			;
	w = text(e, "%s '%.*s' at %s", token_kind(p, n), (int)n, p, position(e, loc));
	return quoted(e, w, strlen(w));
}

/* The place after the closing bracket of the one at p; end: there is none. */
static const char *bracket_end(const char *p, const char *end)
{
	int depth = 0;

	for (; p < end; p++) {
		if (*p == '"')
			for (p++; p < end && *p != '"'; p++)
				p += *p == '\\';
		else if (*p == '(' || *p == '[')
			depth++;
		else if ((*p == ')' || *p == ']') && !--depth)
			return p + 1;
	}
	return end;
}

/* A target value as written, with all its steps: its loc is that of the first token. */
const char *where_access(struct emit *e, struct loc loc)
{
	const char *p, *end;

	if (!loc.src || loc.beg >= loc.src->len)
		return where(e, loc);
	p = loc.src->text + loc.beg;
	end = loc.src->text + loc.src->len;
	if (*p != '$' && *p != '@')
		return where(e, loc);
	p++;
	while (p < end) {
		if (isalnum((unsigned char)*p) || *p == '_' || *p == '$')
			p++;
		else if (*p == '(' || *p == '[')
			p = bracket_end(p, end);
		else if (end - p > 2 && p[0] == '-' && p[1] == '>' && (isalpha((unsigned char)p[2]) || p[2] == '_'))
			p += 2;
		else
			break;
	}
	loc.end = (uint32_t)(p - loc.src->text);
	return where(e, loc);
}

struct way_out *way_out(struct emit *e, const char *c)
{
	struct way_out *w = arena_new_of(e->a, struct way_out);

	w->c = c;
	return w;
}

const char *take_way(struct way_out *w)
{
	w->taken++;
	return w->c;
}

static void leave_by(struct emit *e, struct way_out *w)
{
	struct code_line l = { .text = take_way(w), .indent = e->fn->indent, .leaves = w };

	code_add(e->out, &l, 1);
}

const char *use_fail(struct emit *e)
{
	e->fn->can_fail = true;
	return take_way(e->fn->fail);
}

void fail_if(struct emit *e, const char *cond)
{
	line(e, "if (%s)", cond);
	line(e, "\t%s", use_fail(e));
}

void absent_if(struct emit *e, const char *cond)
{
	line(e, "if (unlikely(%s))", cond);
	line(e, "\tabsent |= %#x;", e->fn->absent_mask);
}

void fail_on_error(struct emit *e)
{
	fail_if(e, "unlikely(c->error)");
}

void fail_now(struct emit *e)
{
	e->fn->can_fail = true;
	leave_by(e, e->fn->fail);
}

/* Failing to get a lock skips the whole hit: a function reports it to its callers by an error that cannot be caught. */
void skip_if(struct emit *e, const char *cond)
{
	if (!e->fn->func) {
		line(e, "if (%s)", cond);
		line(e, "\t%s", take_way(e->fn->leave));
		return;
	}
	e->fn->can_fail = true;
	line(e, "if (%s) {", cond);
	line(e, "\tmytap_skip(c);");
	line(e, "\t%s", take_way(e->fn->leave));
	line(e, "}");
}

void leave_now(struct emit *e)
{
	leave_by(e, e->fn->leave);
}