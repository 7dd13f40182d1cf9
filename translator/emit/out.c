// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lines of C: indentation, error exits, places as text.
 *
 * fn->fail and fn->leave hold what to do on an error and on next/return, as a
 * C statement. A statement "goto out;" marks the label as used, so that only
 * labels somebody jumps to are written.
 */
#include "emit.h"

#include <ctype.h>
#include <stdarg.h>
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

static void put_indent(struct emit *e, unsigned int n)
{
	enum { DEEPEST = 40 };		/* what is nested thousands deep would be tabs and nothing else */

	if (n > DEEPEST)
		n = DEEPEST;
	while (n--)
		strbuf_putc(e->out, '\t');
}

void line(struct emit *e, const char *fmt, ...)
{
	va_list ap;

	put_indent(e, e->fn->indent);
	va_start(ap, fmt);
	strbuf_vprintf(e->out, fmt, ap);
	va_end(ap);
	strbuf_putc(e->out, '\n');
}

void line_at_edge(struct emit *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vprintf(e->out, fmt, ap);
	va_end(ap);
	strbuf_putc(e->out, '\n');
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

/* Behind the closing bracket of the open one at p; end: there is none. */
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

const char *use_label(struct emit *e, const char *jump)
{
	if (!strcmp(jump, "goto out;"))
		e->fn->uses_out = true;
	if (!strcmp(jump, "goto unlock;"))
		e->fn->uses_unlock = true;
	return jump;
}

const char *use_fail(struct emit *e)
{
	e->fn->can_fail = true;
	return use_label(e, e->fn->fail);
}

void fail_if(struct emit *e, const char *cond)
{
	line(e, "if (%s)", cond);
	line(e, "\t%s", use_fail(e));
}

void fail_on_error(struct emit *e)
{
	fail_if(e, "unlikely(c->error)");
}

void fail_now(struct emit *e)
{
	line(e, "%s", use_fail(e));
}

/* The whole hit is left out when it fails to get a lock: a function tells its callers by an error that nobody catches. */
void skip_if(struct emit *e, const char *cond)
{
	if (!e->fn->func) {
		line(e, "if (%s)", cond);
		line(e, "\t%s", use_label(e, e->fn->leave));
		return;
	}
	e->fn->can_fail = true;
	line(e, "if (%s) {", cond);
	line(e, "\tmytap_skip(c);");
	line(e, "\t%s", use_label(e, e->fn->leave));
	line(e, "}");
}

void leave_now(struct emit *e)
{
	line(e, "%s", use_label(e, e->fn->leave));
}

struct strbuf *out_begin(struct emit *e, struct strbuf *to)
{
	struct strbuf *before = e->out;

	*to = (struct strbuf){ 0 };
	e->out = to;
	return before;
}

void out_end(struct emit *e, struct strbuf *before)
{
	e->out = before;
}

/* Does control leave at the last line of b, which stands at this indentation? */
bool text_leaves(const struct strbuf *b, unsigned int indent)
{
	size_t end = b->len, start;

	if (end < 2)
		return false;
	for (start = end - 1; start && b->s[start - 1] != '\n'; start--)
		;
	if (end - start <= indent || strspn(b->s + start, "\t") != indent)
		return false;
	return !strncmp(b->s + start + indent, "goto ", 5) || !strncmp(b->s + start + indent, "return", 6);
}
