// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A printf format -> its parts. %[flags][width][.precision]conversion, where
 * width and precision are numbers or *. An `l` or `ll` in front of a conversion
 * is accepted and means nothing: every number has 64 bits.
 */
#include <string.h>

#include "lexer.h"
#include "parser.h"

enum { MAX_WIDTH = 1000000 };

struct scan {
	struct arena *arena;
	struct diag *diag;
	struct format *format;
	const char *text, *p, *end;
	struct text_cursor cursor;
	bool failed;
};

static const struct {
	char c;
	enum format_conv conv;
} conversions[] = {
	{ 'd', CONV_DECIMAL }, { 'i', CONV_DECIMAL }, { 'u', CONV_UNSIGNED }, { 'o', CONV_OCTAL },
	{ 'x', CONV_HEX }, { 'X', CONV_HEX_UPPER }, { 'p', CONV_POINTER }, { 'c', CONV_CHAR },
	{ 's', CONV_STRING }, { 'b', CONV_BINARY }, { 'm', CONV_MEMORY }, { 'M', CONV_MEMORY_HEX },
};

static struct loc place(struct scan *s, const char *beg, const char *end)
{
	return text_cursor_place(&s->cursor, (uint32_t)(beg - s->text), (uint32_t)(end - s->text));
}

static void fail(struct scan *s, const char *beg, const char *what)
{
	diag_error(s->diag, place(s, beg, s->p < s->end ? s->p + 1 : s->end), "%s", what);
	s->failed = true;
}

static void scan_flags(struct scan *s, struct format_part *part)
{
	for (; s->p < s->end; s->p++)
		switch (*s->p) {
		case '-':	part->minus = true; break;
		case '+':	part->plus = true; break;
		case ' ':	part->space = true; break;
		case '#':	part->alt = true; break;
		case '0':	part->zero = true; break;
		default:	return;
		}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number (0 if there is none) or *. */
static int64_t scan_size(struct scan *s, const char *beg, bool *is_arg)
{
	int64_t n = 0;

	*is_arg = false;
	if (s->p < s->end && *s->p == '*') {
		s->p++;
		*is_arg = true;
		return 0;
	}
	for (; s->p < s->end && is_digit(*s->p); s->p++)
		if (n <= MAX_WIDTH)
			n = n * 10 + (*s->p - '0');
	if (n > MAX_WIDTH) {
		s->p--;
		fail(s, beg, "a width or precision is at most 1000000");
		s->p++;
	}
	return n;
}

static void scan_width(struct scan *s, const char *beg, struct format_part *part)
{
	bool is_arg, is_given = s->p < s->end && (is_digit(*s->p) || *s->p == '*');

	if (is_given) {
		part->width = scan_size(s, beg, &is_arg);
		part->width_kind = is_arg ? SIZE_ARG : SIZE_FIXED;
	}
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		part->precision = scan_size(s, beg, &is_arg);
		part->precision_kind = is_arg ? SIZE_ARG : SIZE_FIXED;
	}
	for (int i = 0; i < 2 && s->p < s->end && *s->p == 'l'; i++)
		s->p++;
}

static void check_part(struct scan *s, const char *beg, const struct format_part *part)
{
	if (part->conv == CONV_BINARY && part->width_kind == SIZE_FIXED && part->width != 1 && part->width != 2 &&
	    part->width != 4 && part->width != 8)
		fail(s, beg, "'%b' writes 1, 2, 4 or 8 bytes: expected that as its width");
}

/* At a %. */
static void scan_directive(struct scan *s)
{
	struct format_part part = { 0 };
	const char *beg = s->p++;
	size_t i;

	scan_flags(s, &part);
	scan_width(s, beg, &part);
	if (s->p == s->end) {
		fail(s, beg, "the format ends inside this directive; for a percent sign write '%%'");
		return;
	}
	for (i = 0; i < sizeof(conversions) / sizeof(*conversions) && conversions[i].c != *s->p; i++)
		;
	if (i == sizeof(conversions) / sizeof(*conversions)) {
		fail(s, beg, "unknown directive in the format: expected %d %i %u %o %x %X %p %c %s %b %m %M or %%");
		s->p++;
		return;
	}
	part.conv = conversions[i].conv;
	check_part(s, beg, &part);
	s->p++;
	part.loc = place(s, beg, s->p);
	vec_push(s->arena, &s->format->parts, part);
}

/* Up to the next directive; %% is text. */
static void scan_literal(struct scan *s)
{
	const char *beg = s->p;
	char *out, *o;
	const char *q = beg;
	size_t n = 0;

	while (q < s->end && (*q != '%' || (q + 1 < s->end && q[1] == '%'))) {
		q += *q == '%' ? 2 : 1;
		n++;
	}
	out = arena_alloc(s->arena, n + 1);
	for (o = out; s->p < q; s->p += *s->p == '%' ? 2 : 1)
		*o++ = *s->p;
	vec_push(s->arena, &s->format->parts,
		 (struct format_part){ .conv = CONV_LITERAL, .loc = place(s, beg, q), .text = out, .text_len = (uint32_t)n });
}

struct format *format_parse(struct arena *a, struct diag *d, const struct text *t)
{
	struct scan s = { .arena = a, .diag = d, .text = t->s, .p = t->s, .end = t->s + t->len };

	s.format = arena_new_of(a, struct format);
	s.format->text = t->s;
	text_cursor_init(&s.cursor, t);
	while (s.p < s.end) {
		if (*s.p == '%' && !(s.p + 1 < s.end && s.p[1] == '%'))
			scan_directive(&s);
		else
			scan_literal(&s);
	}
	return s.failed ? NULL : s.format;
}
