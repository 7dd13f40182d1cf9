// SPDX-License-Identifier: GPL-2.0-or-later
/* Source lines of the kernel and of modules: includes the files that pass 2 found, and writes the address ranges they are valid for. */
#include <string.h>

#include "emit.h"

/* A file's name, quoted for an assembler string inside a C string. */
static const char *file_text(struct emit *e, const char *path)
{
	const char *inner = quoted(e, path, strlen(path));

	return quoted(e, inner, strlen(inner));
}

static void add_section(struct emit *e, str_vec *rows, const struct source_section *s, const char *lines)
{
	str_vec fields = { 0 };

	if (s->symbol)
		fields_add(e, &fields, ".name = %u", name_index(e, s->module, s->symbol));
	else
		e->has_addresses = true;
	fields_add(e, &fields, ".link = %#llx", (unsigned long long)s->link);
	fields_add(e, &fields, ".start = %#llx", (unsigned long long)s->start);
	fields_add(e, &fields, ".end = %#llx", (unsigned long long)s->end);
	fields_add(e, &fields, ".lines = &%s", lines);
	vec_push(e->a, rows, fields_text(e, &fields, "\t  "));
}

void source_lines_write(struct emit *e, struct strbuf *b)
{
	str_vec rows = { 0 };
	unsigned int n = 0;

	vec_each(lines, &e->p->source_lines) {
		const char *name = text(e, "lines_%u", n++);

		strbuf_printf(b, "\nMYTAP_SOURCE_LINES(%s, %s, \"%u\");\n", name, file_text(e, lines->path), lines->head);
		vec_each(s, &lines->sections)
			add_section(e, &rows, s, name);
	}
	if (rows.n)
		strbuf_putc(b, '\n');
	table_put(b, "static const struct mytap_section sections[]", &rows);
	e->nsections = rows.n;
}
