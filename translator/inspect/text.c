// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts as text, by the rows of their table. Only facts without a row are left out. */
#include <inttypes.h>
#include <string.h>

#include "translator/inspect/inspect.h"

enum { LABEL_WIDTH = 14, TEXT_LINES = 20 };

/* The start of the last TEXT_LINES lines; *before: the number of lines before it. */
static const char *last_lines(const char *text, unsigned int *before)
{
	unsigned int n = 0;

	for (const char *p = text; *p; p++)
		n += *p == '\n' && p[1];
	*before = n + 1 > TEXT_LINES ? n + 1 - TEXT_LINES : 0;
	for (n = *before; n; n--)
		text = strchr(text, '\n') + 1;
	return text;
}

/* "vfs_read+0x4 [mod]", "trampoline of x+0x10", or the bare address. */
static void put_place(struct strbuf *b, struct json_object *o)
{
	struct json_object *name, *offset, *module, *address;
	bool is_trampoline = json_object_object_get_ex(o, "trampoline_of", &name);
	uint64_t n;

	if (!is_trampoline && !json_object_object_get_ex(o, "symbol", &name)) {
		json_object_object_get_ex(o, "address", &address);
		strbuf_puts(b, json_object_get_string(address));
	} else {
		json_object_object_get_ex(o, "offset", &offset);
		n = json_object_get_uint64(offset);
		strbuf_printf(b, "%s%s", is_trampoline ? "trampoline of " : "", json_object_get_string(name));
		if (n)
			strbuf_printf(b, "+0x%" PRIx64, n);
	}
	if (json_object_object_get_ex(o, "module", &module))
		strbuf_printf(b, " [%s]", json_object_get_string(module));
}

static void put_value(struct strbuf *b, struct json_object *v, bool is_verbose)
{
	size_t n, shown;

	switch (json_object_get_type(v)) {
	case json_type_array:
		n = json_object_array_length(v);
		shown = !is_verbose && n > TEXT_NAMES ? TEXT_NAMES : n;
		for (size_t i = 0; i < shown; i++) {
			strbuf_puts(b, i ? ", " : "");
			put_value(b, json_object_array_get_idx(v, i), is_verbose);
		}
		if (shown < n)
			strbuf_printf(b, " and %zu more (-v lists all)", n - shown);
		break;
	case json_type_object:
		put_place(b, v);
		break;
	case json_type_boolean:
		strbuf_puts(b, json_object_get_boolean(v) ? "yes" : "no");
		break;
	case json_type_null:
	case json_type_double:
	case json_type_int:
	case json_type_string:
		strbuf_puts(b, json_object_get_string(v));
		break;
	}
}

static void print_item(FILE *out, struct json_object *item, const struct text_row *rows, int indent, bool is_verbose);

static void print_items(FILE *out, struct json_object *list, const struct text_row *rows, int indent, bool is_verbose)
{
	for (size_t i = 0; i < json_object_array_length(list); i++)
		print_item(out, json_object_array_get_idx(list, i), rows, indent, is_verbose);
}

static void print_row(FILE *out, const struct text_row *row, struct json_object *v, int indent, bool is_verbose)
{
	struct strbuf b = { 0 };
	const char *line, *end;
	unsigned int before = 0;

	if (row->items) {
		fprintf(out, "%*s%s\n", indent + 4, "", row->label);
		print_items(out, v, row->items, indent + 8, is_verbose);
		return;
	}
	put_value(&b, v, is_verbose);
	fprintf(out, "%*s%-*s ", indent + 4, "", LABEL_WIDTH, row->label);
	/* Output of a script has many lines, and the last ones are the nearest to a crash. */
	line = is_verbose ? strbuf_str(&b) : last_lines(strbuf_str(&b), &before);
	if (before)
		fprintf(out, "(%u lines before these: -v prints all)\n%*s", before, indent + 4 + LABEL_WIDTH + 1, "");
	for (; (end = strchr(line, '\n')) && end[1]; line = end + 1)
		fprintf(out, "%.*s\n%*s", (int)(end - line), line, indent + 4 + LABEL_WIDTH + 1, "");
	fprintf(out, "%.*s\n", (int)strcspn(line, "\n"), line);
	strbuf_deinit(&b);
}

static void print_item(FILE *out, struct json_object *item, const struct text_row *rows, int indent, bool is_verbose)
{
	struct strbuf b = { 0 };
	struct json_object *v, *address;

	for (const struct text_row *r = rows; r->key; r++) {
		if (r->label || !json_object_object_get_ex(item, r->key, &v))
			continue;
		strbuf_puts(&b, b.len ? "  " : "");
		put_value(&b, v, true);
		/* The subject of an item is shown with its address. */
		if (r == rows && json_object_is_type(v, json_type_object) && json_object_object_get_ex(v, "symbol", NULL) &&
		    json_object_object_get_ex(v, "address", &address))
			strbuf_printf(&b, "  %s", json_object_get_string(address) + 2);
	}
	fprintf(out, "%*s%s\n", indent, "", strbuf_str(&b));
	strbuf_deinit(&b);
	for (const struct text_row *r = rows; r->key; r++)
		if (r->label && json_object_object_get_ex(item, r->key, &v))
			print_row(out, r, v, indent, is_verbose);
}

/* For `inspect text`: the number of bytes that each table of patches explains. */
static const struct text_row explained_rows[] = { { "table", NULL, NULL }, { "bytes", NULL, NULL }, { 0 } };

void text_print_table(FILE *out, const char *title, struct json_object *table, const struct text_row *rows, bool is_verbose)
{
	struct json_object *entries, *why;
	bool has_entries = json_object_object_get_ex(table, "entries", &entries);
	struct strbuf b = { 0 };

	fprintf(out, "%s", title);
	if (has_entries)
		fprintf(out, ": %zu", json_object_array_length(entries));
	fputc('\n', out);
	if (json_object_object_get_ex(table, "unreadable", &why))
		fprintf(out, "  not readable: %s\n", json_object_get_string(why));
	json_object_object_foreach(table, key, value) {
		if (!strcmp(key, "entries") || !strcmp(key, "unreadable") || json_object_is_type(value, json_type_array))
			continue;
		put_value(&b, value, is_verbose);
		fprintf(out, "  %s: %s\n", key, strbuf_str(&b));
		strbuf_reset(&b);
	}
	strbuf_deinit(&b);
	if (json_object_object_get_ex(table, "explained_by", &why))
		print_items(out, why, explained_rows, 2, is_verbose);
	if (has_entries)
		print_items(out, entries, rows, 2, is_verbose);
	fputc('\n', out);
}

void text_print_findings(FILE *out, struct json_object *findings)
{
	static const struct text_row rows[] = { { "finding", NULL, NULL }, { "place", "at", NULL }, { 0 } };

	if (!json_object_array_length(findings))
		return;
	fprintf(out, "Findings: %zu\n", json_object_array_length(findings));
	print_items(out, findings, rows, 2, true);
}
