// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * print, println, printd, printdln, printf and their s... forms. A print is one
 * record: the number of its format and its arguments; constants among them become part of the format. A s... form is
 * made in the string's buffer, by copying if its parts are only strings.
 */
#include "emit.h"

#include <string.h>

#include "translator/builtins.h"

enum { MOST_MEMORY = 4096 };	/* bytes of %m and %M whose length is not constant */

struct item {
	enum { ITEM_LONG, ITEM_STRING, ITEM_EXECNAME, ITEM_MEMORY } kind;
	struct value v;
	struct value length;	/* MEMORY */
	bool user;
};

struct wire {			/* a print during its translation */
	struct strbuf format;
	VEC(struct item) items;
	bool is_record;		/* else the values are for sprintf() */
	const struct expr **tables;	/* by argument: the table of names by which the loader prints a number; NULL:
	 * printed as it is */
};

/* ---- formats -------------------------------------------------------------------------------- */

static void put_literal(struct strbuf *b, const char *s, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (s[i] == '%')
			strbuf_puts(b, "%%");
		else if (!s[i])
			strbuf_puts(b, "%z");
		else
			strbuf_putc(b, s[i]);
	}
}

static char conversion_letter(enum format_conv c)
{
	switch (c) {
	case CONV_DECIMAL: return 'd';
	case CONV_UNSIGNED: return 'u';
	case CONV_OCTAL: return 'o';
	case CONV_HEX: return 'x';
	case CONV_HEX_UPPER: return 'X';
	case CONV_POINTER: return 'p';
	case CONV_CHAR: return 'c';
	case CONV_STRING: return 's';
	case CONV_BINARY: return 'b';
	case CONV_MEMORY: return 'm';
	case CONV_MEMORY_HEX: return 'M';
	case CONV_LITERAL: break;
	}
	bug("no such conversion");
}

static void put_directive(struct strbuf *b, const struct format_part *p)
{
	strbuf_printf(b, "%%%s%s%s%s%s", p->minus ? "-" : "", p->plus ? "+" : "", p->space ? " " : "",
		      p->alt ? "#" : "", p->zero ? "0" : "");
	if (p->width_kind == SIZE_FIXED)
		strbuf_printf(b, "%lld", (long long)p->width);
	else if (p->width_kind == SIZE_ARG)
		strbuf_putc(b, '*');
	if (p->precision_kind == SIZE_FIXED)
		strbuf_printf(b, ".%lld", (long long)p->precision);
	else if (p->precision_kind == SIZE_ARG)
		strbuf_puts(b, ".*");
	strbuf_putc(b, conversion_letter(p->conv));
}

bool format_part_is_plain(const struct format_part *p)
{
	return !p->minus && !p->plus && !p->space && !p->alt && !p->zero && p->width_kind == SIZE_NONE &&
	       p->precision_kind == SIZE_NONE;
}

unsigned int format_number(struct emit *e, const char *wire)
{
	unsigned long n = (unsigned long)map_get(&e->format_index, wire);

	if (n)
		return (unsigned int)n - 1;
	vec_push(e->a, &e->formats, wire);
	map_put(&e->format_index, wire, (void *)(unsigned long)e->formats.n);
	return e->formats.n - 1;
}

/* print(a, b) and the like, as the format they stand for. */
static struct format *implied_format(struct emit *e, const struct expr *x)
{
	struct format *f = arena_new_of(e->a, struct format);
	enum print_kind k = x->print.kind;
	const char *delimiter = k == PRINT_PRINTD || k == PRINT_PRINTDLN ? x->print.delimiter : NULL;
	struct format_part p;

	for (unsigned int i = 0; i < x->print.args.n; i++) {
		if (i && delimiter && *delimiter) {
			p = (struct format_part){ .conv = CONV_LITERAL, .text = delimiter,
						  .text_len = (uint32_t)strlen(delimiter) };
			vec_push(e->a, &f->parts, p);
		}
		p = (struct format_part){ .conv = x->print.args.v[i]->type == TYPE_STRING ? CONV_STRING : CONV_DECIMAL };
		vec_push(e->a, &f->parts, p);
	}
	if (k == PRINT_PRINTLN || k == PRINT_PRINTDLN) {
		p = (struct format_part){ .conv = CONV_LITERAL, .text = "\n", .text_len = 1 };
		vec_push(e->a, &f->parts, p);
	}
	return f;
}

const struct format *format_of(struct emit *e, const struct expr *x)
{
	return x->print.format ? x->print.format : implied_format(e, x);
}

/* ---- arguments ------------------------------------------------------------------------------ */

static struct value clamp_length(struct emit *e, struct value n)
{
	const char *t;

	if (n.is_number)
		return value_number(e, n.n < 0 ? 0 : n.n > MOST_MEMORY ? MOST_MEMORY : n.n);
	n = value_keep(e, n, TYPE_LONG);
	t = temp_new(e, "s64 ", "t");
	line(e, "%s = %s < 0 ? 0 : %s > %d ? %d : %s;", t, n.c, n.c, MOST_MEMORY, MOST_MEMORY, n.c);
	return value_name(t, 0);
}

static void add_sizes(struct emit *e, const struct format_part *p, struct wire *w, const struct value *args,
		      unsigned int *next, struct value *length)
{
	struct item it = { .kind = ITEM_LONG };

	*length = value_number(e, p->precision_kind == SIZE_FIXED ? p->precision : 1);
	if (p->width_kind == SIZE_ARG) {
		it.v = args[(*next)++];
		vec_push(e->a, &w->items, it);
	}
	if (p->precision_kind == SIZE_ARG) {
		it.v = args[(*next)++];
		if (p->conv == CONV_MEMORY || p->conv == CONV_MEMORY_HEX)
			it.v = clamp_length(e, it.v);
		*length = it.v;
		vec_push(e->a, &w->items, it);
	}
}

/* Names of bits are sent as the number, with their table in the format: the loader makes the text. */
static const struct expr *bits_table(const struct expr *x)
{
	if (x->kind != EXPR_CALL || !x->call.builtin || !(x->call.builtin->flags & BUILTIN_BITS) ||
	    x->call.args.v[1]->kind != EXPR_STRING || strpbrk(x->call.args.v[1]->string.s, "}%"))
		return NULL;
	return x->call.args.v[1];
}

static void add_part(struct emit *e, const struct format_part *p, struct wire *w, const struct expr *x,
		     const struct value *args, unsigned int *next)
{
	struct item it = { .kind = p->conv == CONV_STRING ? ITEM_STRING : ITEM_LONG };

	if (p->conv == CONV_LITERAL) {
		put_literal(&w->format, p->text, p->text_len);
		return;
	}
	add_sizes(e, p, w, args, next, &it.length);
	if (*next >= x->print.args.n)
		bug("format with more directives than arguments");
	/* execname() is copied from the task into the record directly */
	if (p->conv == CONV_STRING && w->is_record && is_execname(x->print.args.v[*next]))
		it.kind = ITEM_EXECNAME;
	it.v = args[(*next)++];
	if (format_part_is_plain(p) && p->conv == CONV_STRING && it.v.literal) {
		uint32_t n = it.v.literal->string.len, most = (uint32_t)e->maxstringlen - 1;

		put_literal(&w->format, it.v.literal->string.s, n < most ? n : most);
		return;
	}
	if (format_part_is_plain(p) && p->conv == CONV_DECIMAL && it.v.is_number) {
		strbuf_printf(&w->format, "%lld", (long long)it.v.n);
		return;
	}
	if (w->tables[*next - 1]) {
		it.kind = ITEM_LONG;
		strbuf_printf(&w->format, "%%{%s}", w->tables[*next - 1]->string.s);
		vec_push(e->a, &w->items, it);
		return;
	}
	if (p->conv == CONV_MEMORY || p->conv == CONV_MEMORY_HEX) {
		it.kind = ITEM_MEMORY;
		it.user = p->alt;
		it.length = clamp_length(e, it.length);
	}
	put_directive(&w->format, p);
	vec_push(e->a, &w->items, it);
}

/* Finds the arguments sent as numbers with a table. */
static void tables_find(const struct format *f, const struct expr *x, struct wire *w)
{
	unsigned int next = 0;

	for (unsigned int i = 0; i < f->parts.n; i++) {
		const struct format_part *p = &f->parts.v[i];

		if (p->conv == CONV_LITERAL)
			continue;
		next += (p->width_kind == SIZE_ARG) + (p->precision_kind == SIZE_ARG);
		if (w->is_record && p->conv == CONV_STRING && format_part_is_plain(p) && next < x->print.args.n)
			w->tables[next] = bits_table(x->print.args.v[next]);
		next++;
	}
}

static void wire_make(struct emit *e, const struct expr *x, struct wire *w, bool is_record)
{
	const struct format *f = format_of(e, x);
	struct value *args = arena_alloc(e->a, (x->print.args.n + 1) * sizeof(*args));
	struct expr *none = arena_new_of(e->a, struct expr);
	unsigned int next = 0;
	expr_vec made = { 0 };

	*w = (struct wire){ .is_record = is_record };
	w->tables = arena_alloc(e->a, (x->print.args.n + 1) * sizeof(*w->tables));
	memset(w->tables, 0, (x->print.args.n + 1) * sizeof(*w->tables));
	tables_find(f, x, w);
	*none = (struct expr){ .kind = EXPR_NUMBER, .type = TYPE_LONG, .loc = x->loc };
	for (unsigned int i = 0; i < x->print.args.n; i++) {
		struct expr *a = x->print.args.v[i];

		vec_push(e->a, &made, w->tables[i] ? a->call.args.v[0] : is_record && is_execname(a) ? none : a);
	}
	emit_exprs(e, &made, args, 0);
	for (unsigned int i = 0; i < f->parts.n; i++)
		add_part(e, &f->parts.v[i], w, x, args, &next);
}

/* ---- records -------------------------------------------------------------------------------- */

static const char *record_room(struct emit *e, const struct wire *w)
{
	unsigned int words = 0, strings = 0, names = 0;
	struct strbuf b = { 0 };
	const char *r;

	for (unsigned int i = 0; i < w->items.n; i++) {
		const struct item *it = &w->items.v[i];

		words += it->kind == ITEM_LONG;
		strings += it->kind == ITEM_STRING;
		names += it->kind == ITEM_EXECNAME;
		if (it->kind == ITEM_MEMORY)
			strbuf_printf(&b, " + 16 + %s", operand(e, it->length, P_ADD));
	}
	if (names)
		strbuf_printf(&b, " + %u", 24 * names);
	if (strings == 1)
		strbuf_printf(&b, " + 8 + %s", string_room(e));
	else if (strings)
		strbuf_printf(&b, " + %u * (8 + %s)", strings, string_room(e));
	if (words)
		r = words == 1 ? text(e, "8%s", strbuf_str(&b)) : text(e, "%u * 8%s", words, strbuf_str(&b));
	else
		r = text(e, "%s", strbuf_str(&b) + 3);
	strbuf_deinit(&b);
	return r;
}

static bool has_memory(const struct wire *w)
{
	for (unsigned int i = 0; i < w->items.n; i++)
		if (w->items.v[i].kind == ITEM_MEMORY)
			return true;
	return false;
}

/* The call that appends an item at `o`. */
static const char *put_one(struct emit *e, const struct item *it, const char *o)
{
	if (it->kind == ITEM_EXECNAME)
		return text(e, "mytap_put_execname(%s)", o);
	return text(e, "mytap_put_%s(%s, %s)", it->kind == ITEM_LONG ? "long" : "str", o, value_text(e, it->v));
}

/* mytap_put_long(mytap_put_str(o, name), n): all items in one expression. */
static const char *put_chain(struct emit *e, const struct wire *w)
{
	const char *o = "o";

	vec_each(it, &w->items)
		o = put_one(e, it, o);
	return o;
}

static void put_items(struct emit *e, const struct wire *w, struct loc loc)
{
	vec_each(it, &w->items) {
		if (it->kind != ITEM_MEMORY)
			line(e, "\to = %s;", put_one(e, it, "o"));
		else
			line(e, "\to = mytap_put_memory(c, o, %s, %s, %s, %s);", value_text(e, it->v),
			     value_text(e, it->length), it->user ? "true" : "false", where(e, loc));
	}
}

/* Tells the loader which format prints a global. */
static void note_shown(struct emit *e, const struct var *v, unsigned int format)
{
	const char *row = text(e, "%u %d %s", format, v->is_array ? v->arity : 0, v->name);

	vec_each(it, &e->shown)
		if (!strcmp(*it, row))
			return;
	vec_push(e->a, &e->shown, row);
}

static void put_record(struct emit *e, const struct wire *w, const struct expr *x)
{
	unsigned int n = format_number(e, arena_strndup(e->a, strbuf_str(&w->format), w->format.len));
	enum { FEW = 3 };

	e->prints = true;
	if (x->print.shown)
		note_shown(e, x->print.shown, n);
	if (!w->items.n) {
		line(e, "mytap_print_text(c, %u);", n);
		return;
	}
	declare(e, "char *o;");
	line(e, "o = mytap_print_begin(c, %u, %s);", n, record_room(e, w));
	if (w->items.n <= FEW && !has_memory(w)) {
		line(e, "if (o)");
		line(e, "\tmytap_print_end(c, %s);", put_chain(e, w));
		return;
	}
	line(e, "if (o) {");
	put_items(e, w, x->loc);
	if (has_memory(w)) {
		e->fn->indent++;
		fail_on_error(e);
		e->fn->indent--;
	}
	line(e, "\tmytap_print_end(c, o);");
	line(e, "}");
}

/* A histogram is a separate record. */
static bool emit_with_hist(struct emit *e, const struct expr *x)
{
	if (!print_has_hist(x))
		return false;
	emit_print_hist(e, x->print.args.v[0]);
	e->prints = true;
	if (x->print.kind == PRINT_PRINTLN)
		line(e, "mytap_print_text(c, %u);", format_number(e, "\n"));
	return true;
}

void emit_print(struct emit *e, const struct expr *x)
{
	struct expr made;
	struct wire w;

	if (emit_with_hist(e, x))
		return;
	made = print_spliced(e, x);
	wire_make(e, &made, &w, true);
	if (w.format.len)
		put_record(e, &w, x);
	strbuf_deinit(&w.format);
}

/* ---- to a string ---------------------------------------------------------------------------- */

bool sprint_is_copy(const struct expr *x)
{
	unsigned int n = 0;

	if (!x->print.format) {
		for (unsigned int i = 0; i < x->print.args.n; i++)
			if (x->print.args.v[i]->type != TYPE_STRING)
				return false;
		return x->print.kind != PRINT_PRINTF && x->print.args.n <= 4;
	}
	for (unsigned int i = 0; i < x->print.format->parts.n; i++, n++) {
		const struct format_part *p = &x->print.format->parts.v[i];

		if (p->conv != CONV_LITERAL && (p->conv != CONV_STRING || !format_part_is_plain(p)))
			return false;
		if (p->conv == CONV_LITERAL && memchr(p->text, '\0', p->text_len))
			return false;
	}
	return n <= 6;
}

static void emit_copies(struct emit *e, const struct expr *x, const char *to)
{
	const struct format *f = format_of(e, x);
	struct value *args = arena_alloc(e->a, (x->print.args.n + 1) * sizeof(*args));
	unsigned int next = 0;

	emit_exprs(e, &x->print.args, args, 0);
	for (unsigned int i = 0; i < f->parts.n; i++) {
		const struct format_part *p = &f->parts.v[i];
		const char *from = p->conv == CONV_LITERAL ? string_constant(e, p->text, p->text_len)
							   : value_text(e, args[next++]);

		(i ? emit_append : emit_copy)(e, to, from);
	}
	if (!f->parts.n)
		line(e, "*(u64 *)%s = 0;", to);
}

void emit_sprint_to(struct emit *e, const struct expr *x, const char *to)
{
	struct strbuf args = { 0 };
	struct wire w;

	if (print_has_hist(x)) {
		emit_format_hist(e, x->print.args.v[0], to);
		if (x->print.kind == PRINT_PRINTLN)
			emit_append(e, to, string_constant(e, "\n", 1));
		return;
	}
	if (sprint_is_copy(x)) {
		emit_copies(e, x, to);
		return;
	}
	wire_make(e, x, &w, false);
	for (unsigned int i = 0; i < w.items.n; i++) {
		const struct item *it = &w.items.v[i];
		const char *c = value_text(e, it->v);

		strbuf_puts(&args, i ? ", " : "(u64[]){ ");
		if (it->kind == ITEM_STRING)
			strbuf_printf(&args, "(u64)(%s)", c);
		else
			strbuf_puts(&args, c);
	}
	strbuf_puts(&args, w.items.n ? " }" : "NULL");
	e->fn->literals += 8 * w.items.n;
	line(e, "mytap_format(c, %s, %s, %s, %s);", to, string_size(e), quoted(e, strbuf_str(&w.format), w.format.len),
	     strbuf_str(&args));
	if (has_memory(&w))
		fail_on_error(e);
	strbuf_deinit(&args);
	strbuf_deinit(&w.format);
}
