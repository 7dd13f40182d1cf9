// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tables of probes and places. Derived probes that differ only in their place (one point with a wildcard) are one
 * row of probes[] with many places.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "handler.h"
#include "place_row.h"
#include "translator/probes/family.h"
#include "translator/user/program.h"

struct row {
	const struct dprobe *first;
	const struct runtime_family *family;
	const char *data;		/* fields of struct mytap_FAMILY_probe, "": none */
	unsigned int condition;		/* 1 + its number; 0: none */
	const struct handler_text *handler;
	unsigned int ndprobes, index;
};

struct tables {
	struct map rows;		/* key -> struct row * */
	VEC(struct row *) order;
	VEC(unsigned int) row_of;	/* by index of e->p->probes; ~0: none */
	struct map known_conditions;
	condition_vec conditions;
};

static const char *row_key(struct emit *e, const struct row *r)
{
	const struct dprobe *p = r->first;

	/* one without a place has its own row */
	if (!p->place)
		return text(e, "%p", (const void *)p);
	return text(e, "%s %s %u %s %s %p", r->family->name, r->handler->name, r->condition, r->data,
		    p->given ? p->given : p->text, (const void *)p->source);
}

/* The family's initializers of the probe. */
static const char *row_data(struct emit *e, const struct tables *t, const struct row *r)
{
	struct family_text ft = {
		.target = e->t, .s = e->s, .row = t->order.n, .glue = &e->glue,
		/* embedded C may read any of the hit's values */
		.nargs = e->p->uses_embedded_c ? ~0u : r->handler->nargs,
	};
	struct strbuf b = { 0 };
	const char *data;

	if (!r->family->emit)
		return "";
	r->family->emit(&ft, r->first);
	e->has_addresses |= ft.has_addresses;
	vec_each(f, &ft.symbols)
		field_number(&ft, f->field, name_index(e, f->module, f->symbol));
	vec_each(f, &ft.fields)
		strbuf_printf(&b, "%s%s", b.len ? ", " : "", *f);
	data = arena_strdup(e->a, strbuf_str(&b));
	strbuf_deinit(&b);
	return data;
}

static void add_row(struct emit *e, struct tables *t, const struct dprobe *p, const struct handler_text *h)
{
	struct row row = { .first = p, .handler = h }, *known;
	const char *key;

	row.family = dprobe_runtime(p);
	if (!row.family) {
		vec_push(e->a, &t->row_of, ~0u);
		return;
	}
	if (p->condition)
		row.condition = condition_write(e, p->condition, &t->conditions, &t->known_conditions);
	row.data = row_data(e, t, &row);
	key = row_key(e, &row);
	known = map_get(&t->rows, key);
	if (!known) {
		known = arena_new_of(e->a, struct row);
		*known = row;
		known->index = t->order.n;
		map_put(&t->rows, key, known);
		vec_push(e->a, &t->order, known);
	}
	known->ndprobes++;
	vec_push(e->a, &t->row_of, known->index);
}

void handlers_emit(struct emit *e)
{
	struct handler_text *texts = arena_alloc(e->a, (e->p->probes.n + 1) * sizeof(*texts));
	struct map known = { 0 }, written = { 0 };
	struct tables *t = arena_new_of(e->a, struct tables);

	for (unsigned int i = 0; i < e->p->probes.n; i++) {
		struct dprobe *p = e->p->probes.v[i];
		bool may_sleep = p->place && p->place->image->kind == IMAGE_USER;
		const char *key = text(e, "%p %d", (void *)p->handler, may_sleep);
		struct handler_text *h = map_get(&written, key);

		if (!h) {
			h = &texts[i];
			e->may_sleep = may_sleep;
			if (dprobe_runtime(p))
				handler_write(e, p->handler, h, &known);
			map_put(&written, key, h);
			if (e->prints && !p->family->in_process)
				e->prints_in_probes = true;
			e->prints_in_probes |= p->handler->prints && !p->family->in_process;
		}
		add_row(e, t, p, h);
	}
	map_deinit(&known);
	map_deinit(&written);
	map_deinit(&t->rows);
	map_deinit(&t->known_conditions);
	e->tables = t;
}

static const char *row_text(const struct row *r)
{
	return r->ndprobes > 1 && r->first->given ? r->first->given : r->first->text;
}

void probe_section_write(struct emit *e, struct strbuf *b)
{
	str_vec texts = { 0 };

	vec_each(r, &e->tables->order)
		fields_add(e, &texts, "%s\t%s", row_text(*r), position(e, (*r)->first->loc));
	if (!texts.n)
		fields_add(e, &texts, "%s", "");
	section_put(e, b, "probes", &texts, texts.n <= 2 ? SECTION_JOINED : SECTION_LINES);
}

/* ---- probes[] ------------------------------------------------------------------------------- */

/* "MYTAP_TIMER" */
static const char *family_enum(struct emit *e, const struct runtime_family *f)
{
	char *name = arena_strdup(e->a, f->name);

	for (char *p = name; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return text(e, "MYTAP_%s", name);
}

static void put_flags(struct emit *e, struct strbuf *b, const struct row *r)
{
	const struct dprobe *p = r->first;
	bool needs_regs = (r->handler->uses_regs || p->handler->uses_regs || e->funcs_use_regs) && p->place;
	/* in process context they may run ten times the statements, MAXACTION_INTERRUPTIBLE */
	bool interruptible = p->family->in_process || (e->is_interruptible && p->family->may_interrupt);
	const char *flags[] = {
		needs_regs ? "MYTAP_NEEDS_REGS" : NULL,
		interruptible ? "MYTAP_INTERRUPTIBLE" : p->family->may_take_longer ? "MYTAP_LONGER" : NULL,
		r->handler->has_plain_entry ? "MYTAP_PLAIN_ENTRY" : NULL,
		r->handler->is_quick && r->family->runs_quick ? "MYTAP_QUICK" : NULL,
	};
	const char *before = ".flags = ";

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (!flags[i])
			continue;
		strbuf_printf(b, "%s%s", before, flags[i]);
		before = " | ";
	}
	if (*before == ' ')
		strbuf_puts(b, ", ");
}

static void put_row(struct emit *e, struct strbuf *b, const struct row *r)
{
	const struct dprobe *p = r->first;
	const char *t = row_text(r);
	uint64_t changes = conditions_changed_by(p->handler, &e->tables->conditions);

	strbuf_printf(b, "\t{ .family = %s, .handler = %s, ", family_enum(e, r->family), r->handler->name);
	if (r->handler->has_entry)
		strbuf_printf(b, ".entry = %s__entry,\n\t  .entry_size = sizeof(struct %s__entry), ", r->handler->name,
			      r->handler->name);
	if (r->handler->has_predicate && r->family->asks_first)
		strbuf_printf(b, ".predicate = %s__predicate, ", r->handler->name);
	if (r->handler->has_touch)
		strbuf_printf(b, ".touch = %s__touch, ", r->handler->name);
	if (r->handler->has_entry_touch)
		strbuf_printf(b, ".entry_touch = %s__entry_touch, ", r->handler->name);
	if (r->condition)
		strbuf_printf(b, ".condition = %u, ", r->condition);
	if (changes && !p->family->in_process)
		strbuf_printf(b, ".changes = %#llx, ", (unsigned long long)changes);
	put_flags(e, b, r);
	if (e->uses_script_point && p->named && !p->place)
		strbuf_printf(b, ".script_point = %s, ", quoted(e, p->named, strlen(p->named)));
	strbuf_printf(b, ".text = %s", quoted(e, t, strlen(t)));
	if (*r->data)
		strbuf_printf(b, ",\n\t  .data = &(const struct mytap_%s_probe){ %s }", r->family->name, r->data);
	strbuf_puts(b, " },\n");
}

/* ---- initializers of the families for the script --------------------------------------------------- */

/* Three per line. */
static void put_fields(struct strbuf *b, const str_vec *fields)
{
	for (unsigned int i = 0; i < fields->n; i++)
		strbuf_printf(b, "%s%s%s", i ? "," : "", i % 3 ? " " : "\n\t\t\t", fields->v[i]);
}

void families_write(struct emit *e, struct strbuf *b)
{
	bool any = false;

	vec_each(u, &e->p->families) {
		struct family_text ft = { .target = e->t, .s = e->s, .glue = &e->glue };

		for (unsigned int i = 0; u->symbols && u->family->symbols[i]; i++)
			field_kernel_offset(&ft, u->family->symbols[i], u->symbols[i]);
		if (u->family->emit_script)
			u->family->emit_script(&ft, u);
		e->has_addresses |= ft.has_addresses;
		if (ft.fields.n) {
			strbuf_printf(b, "%s\t\t[%s] = &(const struct mytap_%s_script){", any ? "" : "\t.family = {\n",
				      family_enum(e, u->family), u->family->name);
			put_fields(b, &ft.fields);
			strbuf_puts(b, "\n\t\t},\n");
		}
		any |= ft.fields.n != 0;
	}
	if (any)
		strbuf_puts(b, "\t},\n");
}

/* ---- places[] ------------------------------------------------------------------------------- */

unsigned int name_index(struct emit *e, const char *module, const char *symbol)
{
	const char *name = module ? text(e, "%s:%s", module, symbol) : symbol;
	unsigned long n = (unsigned long)map_get(&e->name_index, name);

	if (!n) {
		vec_push(e->a, &e->names_section, name);
		if (module)
			vec_push(e->a, &e->name_modules, module);
		n = e->names_section.n;
		map_put(&e->name_index, name, (void *)n);
	}
	return (unsigned int)n;
}

static int page_order(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Places in a program, and the pages that they are in: what each process with the program pays. */
static void program_count(struct emit *e, const struct image *image, unsigned int *ret_places, unsigned int *ret_pages)
{
	uint64_t *pages = arena_alloc(e->a, (e->p->probes.n + 1) * sizeof(*pages));
	unsigned int n = 0;

	for (unsigned int i = 0; i < e->tables->row_of.n; i++) {
		const struct place *place = e->p->probes.v[i]->place;

		if (e->tables->row_of.v[i] != ~0u && place && place->image == image)
			pages[n++] = (uint64_t)place->offset / 4096;
	}
	if (n)
		qsort(pages, n, sizeof(*pages), page_order);
	*ret_places = n;
	*ret_pages = n > 0;
	for (unsigned int i = 1; i < n; i++)
		*ret_pages += pages[i] != pages[i - 1];
}

void programs_write(struct emit *e, struct strbuf *b)
{
	str_vec rows = { 0 };

	for (unsigned int i = 1; i <= e->t->nprograms; i++) {
		const struct user_program *p = user_program_numbered(e->t, i);
		unsigned int places, pages;

		program_count(e, p->image, &places, &pages);
		fields_add(e, &rows, "%s\t%s\t%s\t%u\t%u", p->image->path, p->name, p->identity, places, pages);
	}
	section_put(e, b, "programs", &rows, SECTION_COUNTED);
}

/* The return addresses of a place's calls, as rows of calls[]. */
static void put_calls(struct emit *e, struct strbuf *calls, const struct place *pl)
{
	bool is_program = pl->image->kind == IMAGE_USER;

	/* The stack has to be walked. */
	e->walks_programs |= is_program && (pl->ncalls > 1 || (pl->ncalls && pl->is_inline));
	for (unsigned int i = 0; i < pl->ncalls; i++) {
		const struct place_call *call = &pl->calls[i];

		strbuf_printf(calls, "\t{ .offset = %#llx", (long long)call->offset);
		if (call->symbol)
			strbuf_printf(calls, ", .name = %u", name_index(e, call->module, call->symbol));
		else if (!is_program)
			e->has_addresses = true;
		strbuf_puts(calls, " },\n");
	}
}

static bool is_nop5(const struct place *pl)
{
	static const unsigned char nop5[] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };
	const void *code = pl->is_entry ? NULL : elf_at(pl->image->elf, pl->address, sizeof(nop5));

	return code && !memcmp(code, nop5, sizeof(nop5));
}

static struct place_row place_row(struct emit *e, unsigned int row, const struct dprobe *p, bool with_func, unsigned int ncalls)
{
	const struct place *pl = p->place;
	struct place_row r = { .offset = pl->offset, .probe = row, .is_plain = pl->is_plain, .has_offset = true };

	if (pl->image->kind == IMAGE_USER) {
		r.program = user_program_number(e->t, pl->image);
		r.link = pl->address;
		r.is_nop5 = is_nop5(pl);
		r.semaphore = pl->semaphore;
	} else if (pl->module || !pl->has_address) {
		r.name = name_index(e, pl->module, pl->symbol ? pl->symbol : pl->func);
		r.has_offset = !pl->has_address || !pl->is_entry;
		r.offset = r.has_offset ? pl->offset : 0;
		e->names_only = e->names_only || !pl->has_address;
	} else {
		e->has_addresses = true;
	}
	if (with_func && pl->func && *pl->func)
		r.func = quoted(e, pl->func, strlen(pl->func));
	if (e->uses_point)
		r.point = quoted(e, p->text, strlen(p->text));
	if (e->uses_script_point && p->named)
		r.script_point = quoted(e, p->named, strlen(p->named));
	if (pl->ncalls) {
		r.first_call = ncalls;
		r.ncalls = pl->ncalls;
		r.is_within = pl->is_inline;
	}
	return r;
}

enum { MANY_PLACES = 256 };

void places_write(struct emit *e, struct strbuf *b)
{
	struct tables *t = e->tables;
	struct strbuf calls = { 0 };
	place_row_vec places = { 0 };
	unsigned int n = 0, ncalls = 0, *start, *sorted;

	/* by row, each in the order of its probes: counted, then filled in */
	start = arena_alloc(e->a, (t->order.n + 1) * sizeof(*start));
	sorted = arena_alloc(e->a, (t->row_of.n + 1) * sizeof(*sorted));
	for (unsigned int i = 0; i < t->row_of.n; i++)
		if (t->row_of.v[i] != ~0u && e->p->probes.v[i]->place) {
			start[t->row_of.v[i] + 1]++;
			n++;
		}
	e->nplaces = n;
	if (!n)
		return;
	for (unsigned int i = 0; i < t->order.n; i++)
		start[i + 1] += start[i];
	for (unsigned int i = 0; i < t->row_of.n; i++)
		if (t->row_of.v[i] != ~0u && e->p->probes.v[i]->place)
			sorted[start[t->row_of.v[i]]++] = i;
	for (unsigned int i = 0; i < n; i++) {
		const struct dprobe *p = e->p->probes.v[sorted[i]];

		vec_push(e->a, &places, place_row(e, t->row_of.v[sorted[i]], p, e->uses_place || n <= MANY_PLACES, ncalls));
		put_calls(e, &calls, p->place);
		ncalls += p->place->ncalls;
	}
	e->has_calls = ncalls > 0;
	if (ncalls)
		strbuf_printf(b, "\nstatic const struct mytap_call calls[] = {\n%s};\n", strbuf_str(&calls));
	place_rows_put(e, b, &places);
	strbuf_deinit(&calls);
}

static bool is_first_of_family(struct emit *e, unsigned int i)
{
	for (unsigned int j = 0; j < i; j++)
		if (e->tables->order.v[j]->family == e->tables->order.v[i]->family)
			return false;
	return true;
}

static bool names_modules(const struct emit *e)
{
	vec_each(module, &e->name_modules)
		if (strcmp(*module, "kernel"))
			return true;
	return false;
}

/* What the linked runtime must have. Rows of one family follow each other, or nearly so: the look back is short. */
void references_write(struct emit *e, struct strbuf *b)
{
	/* MYTAP_PARTS (api_script.h); embedded C may call what the script's own text does not. */
	const struct { const char *name; bool is_needed; } parts[] = {
		{ "conditions", e->nconditions },
		{ "modules", names_modules(e) },
		{ "calls", e->has_calls },
		{ "programs", e->walks_programs || e->t->nprograms || e->p->uses_embedded_c },
	};
	const char *before = "static const char *const parts[] MYTAP_REFERENCES = { ";

	if (!e->nprobes)
		return;
	for (unsigned int i = 0; i < e->nprobes; i++) {
		if (!is_first_of_family(e, i))
			continue;
		strbuf_printf(b, "%s&mytap_has_%s", before, e->tables->order.v[i]->family->name);
		before = ", ";
	}
	for (unsigned int i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i].is_needed)
			strbuf_printf(b, ", &mytap_has_%s", parts[i].name);
	strbuf_puts(b, " };\n");
}

void probes_write(struct emit *e, struct strbuf *b)
{
	e->nprobes = e->tables->order.n;
	e->nconditions = e->tables->conditions.n;
	if (!e->nprobes)
		return;
	for (unsigned int i = 0; i < e->nconditions; i++)
		strbuf_printf(b, "%s\t%s,\n", i ? "" : "\nstatic bool (*const conditions[])(struct mytap_ctx *c) = {\n",
			      e->tables->conditions.v[i]->name);
	if (e->nconditions)
		strbuf_puts(b, "};\n");
	strbuf_puts(b, "\nstatic const struct mytap_probe probes[] = {\n");
	for (unsigned int i = 0; i < e->nprobes; i++)
		put_row(e, b, e->tables->order.v[i]);
	strbuf_puts(b, "};\n");
}
