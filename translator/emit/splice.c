// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A string made only to be printed: printf("%s", sprintf(...)) becomes one print of the parts, without the string.
 */
#include "emit.h"

#include <string.h>

static bool is_of_library(const struct expr *x)
{
	return x->loc.src && x->loc.src->library;
}

enum { UNBOUNDED = 1 << 20, MOST_DIGITS = 24 };

/* The parser ensures that a histogram is printed alone. */
bool print_has_hist(const struct expr *x)
{
	return x->print.args.n && x->print.args.v[0]->kind == EXPR_HIST;
}

static uint32_t string_bound(struct emit *e, const struct expr *x);

/* The maximal number of bytes of a directive. A NUL would end a string, but not a print. */
static uint32_t part_bound(struct emit *e, const struct format_part *p, const struct expr *arg)
{
	int64_t n = MOST_DIGITS;

	if (p->conv == CONV_LITERAL)
		return memchr(p->text, '\0', p->text_len) ? UNBOUNDED : p->text_len;
	if (p->width_kind == SIZE_ARG || p->precision_kind == SIZE_ARG)
		return UNBOUNDED;
	switch (p->conv) {
	case CONV_DECIMAL: case CONV_UNSIGNED: case CONV_OCTAL: case CONV_HEX: case CONV_HEX_UPPER: case CONV_POINTER:
		break;
	case CONV_STRING:
		n = p->alt ? UNBOUNDED : string_bound(e, arg);	/* escapes make it longer */
		break;
	case CONV_CHAR: case CONV_BINARY: case CONV_MEMORY: case CONV_MEMORY_HEX: case CONV_LITERAL:
		return UNBOUNDED;
	}
	if (p->width_kind == SIZE_FIXED && p->width > n)
		n = p->width;
	if (p->precision_kind == SIZE_FIXED && p->conv != CONV_STRING && p->precision + 2 > n)
		n = p->precision + 2;
	return n < UNBOUNDED ? (uint32_t)n : UNBOUNDED;
}

static uint32_t string_bound(struct emit *e, const struct expr *x)
{
	unsigned int next = 0;
	const struct format *f;
	uint32_t n = 0;

	if (x->kind == EXPR_STRING && !memchr(x->string.s, '\0', x->string.len))
		return x->string.len;
	if (x->kind != EXPR_PRINT || !x->print.to_string || print_has_hist(x))
		return UNBOUNDED;
	f = format_of(e, x);
	for (unsigned int i = 0; i < f->parts.n && n < UNBOUNDED; i++) {
		const struct format_part *p = &f->parts.v[i];
		const struct expr *arg = p->conv == CONV_LITERAL ? NULL : x->print.args.v[next++];

		n += part_bound(e, p, arg);
	}
	return n;
}

/*
 * printf("%s", sprintf(...)), thus println($$parms): the string is left out if it cannot exceed MAXSTRINGLEN, or if
 * the library makes it (argstr), which is then printed without the limit.
 */
static bool is_spliced(struct emit *e, const struct format_part *p, const struct expr *arg)
{
	return p->conv == CONV_STRING && format_part_is_plain(p) && arg->kind == EXPR_PRINT && arg->print.to_string && !print_has_hist(arg) &&
	       (is_of_library(arg) || string_bound(e, arg) < (uint32_t)e->maxstringlen);
}

static void splice(struct emit *e, const struct expr *x, struct format *f, expr_vec *args)
{
	const struct format *own = format_of(e, x);
	unsigned int next = 0;

	for (unsigned int i = 0; i < own->parts.n; i++) {
		const struct format_part *p = &own->parts.v[i];
		unsigned int takes = (p->conv != CONV_LITERAL) + (p->width_kind == SIZE_ARG) + (p->precision_kind == SIZE_ARG);

		if (takes == 1 && next < x->print.args.n && is_spliced(e, p, x->print.args.v[next])) {
			splice(e, x->print.args.v[next++], f, args);
			continue;
		}
		vec_push(e->a, &f->parts, *p);
		while (takes-- && next < x->print.args.n)
			vec_push(e->a, args, x->print.args.v[next++]);
	}
}

/* The same print without such strings. */
struct expr print_spliced(struct emit *e, const struct expr *x)
{
	struct expr made = *x;

	made.print.format = arena_new_of(e->a, struct format);
	made.print.args = (expr_vec){ 0 };
	splice(e, x, made.print.format, &made.print.args);
	return made;
}
