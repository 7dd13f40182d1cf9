// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables in the generated C: lists of fields and of texts, as many per line as fit. */
#include "emit.h"

#include <ctype.h>
#include <string.h>

enum { LINE_WIDTH = 120, TAB_WIDTH = 8 };

void fields_add(struct emit *e, str_vec *fields, const char *fmt, ...)
{
	struct strbuf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	strbuf_vprintf(&b, fmt, ap);
	va_end(ap);
	vec_push(e->a, fields, arena_strdup(e->a, strbuf_str(&b)));
	strbuf_deinit(&b);
}

/* The text after the last line break. */
static size_t column(const struct strbuf *b)
{
	size_t start = b->len, width = 0;

	while (start && b->s[start - 1] != '\n')
		start--;
	for (; start < b->len; start++)
		width = b->s[start] == '\t' ? (width / TAB_WIDTH + 1) * TAB_WIDTH : width + 1;
	return width;
}

bool fits_line(const struct strbuf *b, size_t n)
{
	return column(b) + n <= LINE_WIDTH;
}

void fields_put(struct strbuf *b, const str_vec *fields, const char *indent)
{
	for (unsigned int i = 0; i < fields->n; i++) {
		bool is_first = !i && b->len && b->s[b->len - 1] != '\n';

		if (i || is_first)
			strbuf_puts(b, !is_first && column(b) + strlen(fields->v[i]) + 2 > LINE_WIDTH ? ",\n" : i ? ", " : " ");
		if (b->len && b->s[b->len - 1] == '\n')
			strbuf_puts(b, indent);
		strbuf_puts(b, fields->v[i]);
	}
}

const char *fields_text(struct emit *e, const str_vec *fields, const char *indent)
{
	struct strbuf b = { 0 };
	const char *r;

	strbuf_puts(&b, "{");
	fields_put(&b, fields, indent);
	strbuf_puts(&b, " }");
	r = arena_strdup(e->a, strbuf_str(&b));
	strbuf_deinit(&b);
	return r;
}

void table_put(struct strbuf *b, const char *head, const str_vec *rows)
{
	if (!rows->n)
		return;
	strbuf_printf(b, "%s = {", head);
	if (rows->n == 1 && fits_line(b, strlen(rows->v[0]) + 4)) {
		strbuf_printf(b, " %s };\n", rows->v[0]);
		return;
	}
	for (unsigned int i = 0; i < rows->n; i++)
		strbuf_printf(b, "\n\t%s,", rows->v[i]);
	strbuf_puts(b, "\n};\n");
}

/* The text between the quotes of a literal. */
static const char *inside(struct emit *e, const char *s)
{
	const char *q = quoted(e, s, strlen(s));

	return arena_strndup(e->a, q + 1, strlen(q) - 2);
}

static void put_joined(struct emit *e, struct strbuf *b, const str_vec *texts)
{
	for (unsigned int i = 0; i < texts->n; i++) {
		bool fits = fits_line(b, strlen(texts->v[i]) + 5);

		/* a digit after \\0 would be part of it */
		strbuf_puts(b, i && fits ? isdigit((unsigned char)*texts->v[i]) ? "\" \"" : "" : i ? "\"\n\t\"" : fits ? " \"" : "\n\t\"");
		strbuf_puts(b, inside(e, texts->v[i]));
		strbuf_puts(b, "\\0");
	}
	strbuf_puts(b, "\";\n");
}

void section_put(struct emit *e, struct strbuf *b, const char *name, const str_vec *texts, enum section_layout layout)
{
	if (!texts->n)
		return;
	strbuf_printf(b, "const char mytap_%s[] MYTAP_SECTION(\"%s\") =", name, name);
	if (layout == SECTION_JOINED || (texts->n == 1 && layout != SECTION_COUNTED)) {
		put_joined(e, b, texts);
		return;
	}
	for (unsigned int i = 0; i < texts->n; i++) {
		strbuf_puts(b, "\n\t");
		if (layout == SECTION_NUMBERED)
			strbuf_printf(b, "/* %u */ ", i);
		/* the number of names matters: no empty one after the last */
		strbuf_printf(b, "\"%s%s\"", inside(e, texts->v[i]), layout == SECTION_COUNTED && i + 1 == texts->n ? "" : "\\0");
	}
	strbuf_puts(b, ";\n");
}
