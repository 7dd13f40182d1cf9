// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Scans the text once and recognizes only comments, strings, C text, braces and the bodies of macros. Definitions are
 * outside of braces. The arms of a
 * conditional start at the same depth of braces, so a brace that both arms open is counted once.
 */
#include "library_scan.h"

#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"

enum { MAX_CONDITIONALS = 64 };

struct scan {
	const char *p, *end;
	definition_fn *fn;
	void *ctx;
	int depth;				/* of braces */
	int at[MAX_CONDITIONALS];		/* the depth at each open %( */
	unsigned int nat;
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

static void skip_past(struct scan *s, const char *what)
{
	const char *q = strstr(s->p, what);

	s->p = q && q < s->end ? q + strlen(what) : s->end;
}

static void skip_string(struct scan *s)
{
	for (s->p++; s->p < s->end && *s->p != '"' && *s->p != '\n'; s->p++)
		if (*s->p == '\\' && s->p + 1 < s->end)
			s->p++;
	if (s->p < s->end)
		s->p++;
}

/* White space and comments. */
static void skip_blanks(struct scan *s)
{
	while (s->p < s->end) {
		if (*s->p == ' ' || (*s->p >= '\t' && *s->p <= '\r'))
			s->p++;
		else if (*s->p == '#' || (*s->p == '/' && s->p[1] == '/'))
			skip_past(s, "\n");
		else if (*s->p == '/' && s->p[1] == '*')
			skip_past(s, "*/");
		else
			break;
	}
}

static size_t word_length(const struct scan *s)
{
	size_t n = 0;

	while (s->p + n < s->end && is_word(s->p[n]))
		n++;
	return n;
}

/* ---- what stands behind a keyword ---------------------------------------------------------- */

static void scan_function(struct scan *s, bool is_private)
{
	size_t n;

	skip_blanks(s);
	n = word_length(s);
	if (n && !is_private)
		s->fn(s->ctx, DEFINES_FUNCTION, s->p, n);
	s->p += n;
}

/* A dotted name followed by = or +=; anything else is no alias and is scanned as text. */
static void scan_probe(struct scan *s)
{
	const char *start = s->p;
	struct strbuf name = { 0 };

	for (;;) {
		size_t n;

		skip_blanks(s);
		n = word_length(s);
		if (!n)
			break;
		strbuf_add(&name, s->p, n);
		s->p += n;
		skip_blanks(s);
		if (*s->p != '.')
			break;
		strbuf_putc(&name, '.');
		s->p++;
	}
	if (name.len && ((*s->p == '=' && s->p[1] != '=') || (*s->p == '+' && s->p[1] == '=')))
		s->fn(s->ctx, DEFINES_ALIAS, name.s, name.len);
	else
		s->p = start;
	strbuf_deinit(&name);
}

/* a, b[10]%, c = 3, d = "x" */
static void scan_globals(struct scan *s, bool is_private)
{
	for (;;) {
		size_t n;

		skip_blanks(s);
		n = word_length(s);
		if (n && !is_private)
			s->fn(s->ctx, DEFINES_GLOBAL, s->p, n);
		s->p += n;
		for (skip_blanks(s); s->p < s->end; skip_blanks(s)) {
			if (*s->p == '[')
				skip_past(s, "]");
			else if (*s->p == '"')
				skip_string(s);
			else if ((*s->p == '%' && s->p[1] != '(' && s->p[1] != ':' && s->p[1] != ')') || *s->p == '=' ||
				 *s->p == '-' || (*s->p >= '0' && *s->p <= '9'))
				s->p++;
			else
				break;
		}
		if (*s->p != ',')
			return;
		s->p++;
	}
}

/* @define name(params) %( body %) */
static void skip_macro(struct scan *s)
{
	int depth = 0;

	skip_past(s, "%(");
	for (depth = 1; s->p < s->end && depth; s->p++) {
		if (*s->p == '"') {
			skip_string(s);
			s->p--;
		} else if (*s->p == '%' && (s->p[1] == '(' || s->p[1] == ')')) {
			depth += s->p[1] == '(' ? 1 : -1;
			s->p++;
		} else if (*s->p == '%' && s->p[1] == '{') {
			skip_past(s, "%}");
			s->p--;
		} else if (*s->p == '/' && s->p[1] == '*') {
			skip_past(s, "*/");
			s->p--;
		} else if (*s->p == '/' && s->p[1] == '/') {
			skip_past(s, "\n");
			s->p--;
		}
	}
}

static bool word_is(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(p, word, n);
}

static void scan_word(struct scan *s, bool *is_private)
{
	const char *p = s->p;
	size_t n = word_length(s);

	s->p += n;
	if (s->depth > 0)
		return;
	if (word_is(p, n, "private")) {
		*is_private = true;
		skip_blanks(s);
		n = word_length(s);
		if (!word_is(s->p, n, "function") && !word_is(s->p, n, "global"))
			scan_globals(s, true);
		return;
	}
	if (word_is(p, n, "function"))
		scan_function(s, *is_private);
	else if (word_is(p, n, "probe"))
		scan_probe(s);
	else if (word_is(p, n, "global"))
		scan_globals(s, *is_private);
	*is_private = false;
}

/* ---- the text ------------------------------------------------------------------------------ */

static void scan_percent(struct scan *s)
{
	switch (s->p[1]) {
	case '{':
		skip_past(s, "%}");
		return;
	case '(':
		if (s->nat < MAX_CONDITIONALS)
			s->at[s->nat] = s->depth;
		s->nat++;
		break;
	case ':':
		if (s->nat && s->nat <= MAX_CONDITIONALS)
			s->depth = s->at[s->nat - 1];
		break;
	case ')':
		s->nat -= s->nat > 0;
		break;
	case '?':
		break;
	default:
		s->p++;
		return;
	}
	s->p += 2;
}

/* A member or component of this name is no keyword. */
static bool is_part(const struct scan *s, const char *text)
{
	return s->p > text && (s->p[-1] == '.' || (s->p[-1] == '>' && s->p - 1 > text && s->p[-2] == '-'));
}

void library_scan(const char *text, size_t len, definition_fn *fn, void *ctx)
{
	struct scan s = { .p = text, .end = text + len, .fn = fn, .ctx = ctx };
	bool is_private = false;

	for (skip_blanks(&s); s.p < s.end; skip_blanks(&s)) {
		if (*s.p == '"') {
			skip_string(&s);
		} else if (*s.p == '%') {
			scan_percent(&s);
		} else if (*s.p == '@') {
			s.p++;
			if (word_is(s.p, word_length(&s), "define"))
				skip_macro(&s);
			else
				s.p += word_length(&s);
		} else if (is_word(*s.p)) {
			if (is_part(&s, text))
				s.p += word_length(&s);
			else
				scan_word(&s, &is_private);
		} else {
			s.depth += *s.p == '{';
			s.depth -= *s.p == '}' && s.depth > 0;
			s.p++;
		}
	}
}
