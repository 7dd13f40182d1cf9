// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The formats of print, println, printd and printdln, made once the types of their arguments are known: numbers as %d,
 * strings as %s. A histogram stays an argument without a format.
 */
#include <string.h>

#include "elaborate.h"

struct maker {
	struct arena *arena;
	struct format *format;
	struct strbuf text;
};

static void put_literal(struct maker *m, const char *s, struct loc loc)
{
	struct format_part p = { .conv = CONV_LITERAL, .loc = loc, .text = s, .text_len = (uint32_t)strlen(s) };

	if (!p.text_len)
		return;
	for (const char *c = s; *c; c++) {
		if (*c == '%')
			strbuf_putc(&m->text, '%');
		strbuf_putc(&m->text, *c);
	}
	vec_push(m->arena, &m->format->parts, p);
}

static void put_argument(struct maker *m, const struct expr *x)
{
	struct format_part p = { .conv = x->type == TYPE_STRING ? CONV_STRING : CONV_DECIMAL, .loc = x->loc };

	strbuf_puts(&m->text, x->type == TYPE_STRING ? "%s" : "%d");
	vec_push(m->arena, &m->format->parts, p);
}

void print_make_format(struct elab *e, struct expr *x)
{
	struct maker m = { .arena = e->arena };
	bool newline = x->print.kind == PRINT_PRINTLN || x->print.kind == PRINT_PRINTDLN;

	if (x->print.kind == PRINT_PRINTF || x->print.format)
		return;
	if (x->print.args.n && x->print.args.v[0]->kind == EXPR_HIST)
		return;
	m.format = arena_new_of(e->arena, struct format);
	for (unsigned int i = 0; i < x->print.args.n; i++) {
		if (i && x->print.delimiter)
			put_literal(&m, x->print.delimiter, x->loc);
		put_argument(&m, x->print.args.v[i]);
	}
	if (newline)
		put_literal(&m, "\n", x->loc);
	m.format->text = arena_strdup(e->arena, strbuf_str(&m.text));
	strbuf_deinit(&m.text);
	x->print.format = m.format;
}
