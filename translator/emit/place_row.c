// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of places. Many are written as words for the assembler, which gcc only passes on: initializers take it ten times
 * as long (60,936 rows: 0.6 s of CPU, and 0.05 s as words).
 */
#include "place_row.h"

enum { MANY_ROWS = 1024 };

static const char *initializer(struct emit *e, const struct place_row *r)
{
	str_vec fields = { 0 };

	if (r->program)
		fields_add(e, &fields, ".program = %u", r->program);
	if (r->name)
		fields_add(e, &fields, ".name = %u", r->name);
	if (r->has_offset)
		fields_add(e, &fields, ".offset = %#llx", r->offset);
	if (r->program)
		fields_add(e, &fields, ".link = %#llx", r->link);
	if (r->is_nop5)
		fields_add(e, &fields, ".is_nop5 = true");
	if (r->semaphore)
		fields_add(e, &fields, ".semaphore = %#llx", r->semaphore);
	if (r->is_plain)
		fields_add(e, &fields, ".is_plain = true");
	if (r->probe)
		fields_add(e, &fields, ".probe = %u", r->probe);
	if (r->func)
		fields_add(e, &fields, ".func = %s", r->func);
	if (r->point)
		fields_add(e, &fields, ".point = %s", r->point);
	if (r->script_point)
		fields_add(e, &fields, ".script_point = %s", r->script_point);
	if (r->ncalls)
		fields_add(e, &fields, ".calls = calls + %u, .ncalls = %u%s", r->first_call, r->ncalls, r->is_within ? ", .is_within = true" : "");
	return fields_text(e, &fields, "\t  ");
}

/* What has no address of this module in it can be words. */
static bool are_words(const place_row_vec *rows)
{
	if (rows->n < MANY_ROWS)
		return false;
	for (unsigned int i = 0; i < rows->n; i++) {
		const struct place_row *r = &rows->v[i];

		if (r->func || r->point || r->script_point || r->ncalls)
			return false;
	}
	return true;
}

/* In the order of struct mytap_place, which MYTAP_PLACES_AS_WORDS asserts. */
static void put_words(struct strbuf *b, const place_row_vec *rows)
{
	strbuf_puts(b, "\nMYTAP_PLACES_AS_WORDS(places,\n");
	for (unsigned int i = 0; i < rows->n; i++) {
		const struct place_row *r = &rows->v[i];

		strbuf_printf(b, "\t\".quad %#llx,%#llx,0,0,0,0,%#llx,%#llx,%#llx,%#llx\\n\"\n", (unsigned long long)r->offset,
			      (unsigned long long)r->name << 32 | r->probe, (unsigned long long)r->is_plain << 32,
			      (unsigned long long)r->is_nop5 << 32 | r->program, r->link, r->semaphore);
	}
	strbuf_puts(b, ");\n");
}

void place_rows_put(struct emit *e, struct strbuf *b, const place_row_vec *rows)
{
	str_vec texts = { 0 };

	if (are_words(rows)) {
		put_words(b, rows);
		return;
	}
	for (unsigned int i = 0; i < rows->n; i++)
		vec_push(e->a, &texts, initializer(e, &rows->v[i]));
	table_put(b, "static const struct mytap_place places[]", &texts);
}
