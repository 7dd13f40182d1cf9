// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Functions, inlined instances, statements, labels and callees (dwarf_callees.c) that match a
 * query. Names and files come from the index alone; units are read only for places inside a function.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "translator/debuginfo/cplusplus.h"
#include "translator/debuginfo/dwarf_file.h"
#include "translator/debuginfo/dwarf_finder.h"
#include "translator/debuginfo/instructions.h"
#include "translator/debuginfo/modules.h"
#include "translator/image/symtab.h"

/* The symbol at the start of the function or instance; NULL: none. */
static const struct symbol *symbol_of(struct finder *f, const struct index_record *r)
{
	struct symtab *t = image_symtab(f->d->di->t, f->d->image);
	uint64_t link = dwarf_link(f->d, index_pc(f->d->index, r));
	const struct symbol *sym = t && link ? symtab_at(t, link) : NULL;

	return sym && sym->address == link ? sym : NULL;
}

/* "foo.isra.0": a copy of foo; "foo.part.0", "foo.cold": a part of it, which scripts cannot name as a function. */
const char *clone_suffix(struct finder *f, const struct index_record *r)
{
	const struct symbol *sym = r->kind == INDEX_FUNCTION ? symbol_of(f, r) : NULL;
	const char *name = sym ? symbol_name(f->d->image->symtab, sym) : "";

	return name + symbol_base_length(name);
}

/* "_ZN3Foo3addEi"; NULL: it is no function of C++, or one without an entry of its own. */
static const char *linkage_name(struct finder *f, const struct index_record *r)
{
	Dwarf_Attribute at;
	Dwarf_Die die;

	return die_at(f->d->dw, index_die(f->d->index, r), &die) ? dwarf_formstring(dwarf_attr_integrate(&die, DW_AT_linkage_name, &at)) : NULL;
}

/* As the query has it: with scopes, or as debuginfo names it. */
static const char *function_name(struct finder *f, const struct index_record *r)
{
	const char *linkage = cplus_is_qualified(f->q->function) ? linkage_name(f, r) : NULL;
	const char *name = linkage ? cplus_name(linkage) : NULL;

	return name ? name : index_string(f->d->index, r->name);
}

struct place *place_add(struct finder *f, const struct index_record *r, uint64_t pc)
{
	struct dwarf *d = f->d;
	uint64_t link = dwarf_link(d, pc);
	struct place *p = place_at(d->di, d->image, link);

	p->func = function_name(f, r);
	p->file = index_file_name(d->index, r->file);
	p->line = r->line;
	p->is_inline = r->kind == INDEX_INLINE;
	p->is_entry = !p->is_inline && pc == index_pc(d->index, r);
	p->scope->name = p->func;
	p->scope->dwarf = d;
	p->scope->die = index_die(d->index, r);
	p->scope->pc = pc;
	p->scope->is_clone = p->is_entry && r->flags & INDEX_IN_ABSTRACT && *clone_suffix(f, r);
	if (link)
		vec_push(d->a, f->ret, p);
	return p;
}

static bool is_exported(struct finder *f, const struct index_record *r)
{
	const struct symbol *sym = symbol_of(f, r);

	return sym && sym->flags & SYMBOL_EXPORTED;
}

static void add_function(struct finder *f, const struct index_record *r)
{
	const struct place_query *q = f->q;
	bool is_inline = r->kind == INDEX_INLINE;
	const char *suffix;

	if (is_inline ? q->only_call || q->only_exported || q->want == WANT_RETURN : q->only_inline)
		return;
	if (q->only_exported && !is_exported(f, r))
		return;
	suffix = r->flags & INDEX_IN_ABSTRACT ? clone_suffix(f, r) : "";
	if (strstr(suffix, ".part.") || strstr(suffix, ".cold"))
		return;
	place_add(f, r, index_pc(f->d->index, r));
}

static bool record_matches(struct finder *f, const struct index_record *r)
{
	return (r->kind == INDEX_FUNCTION || r->kind == INDEX_INLINE) &&
	       (!f->file_matches || f->file_matches[r->file]);
}

static void match_files(struct finder *f)
{
	const struct dwarf_index *x = f->d->index;

	if (!f->q->file)
		return;
	f->file_matches = arena_alloc(f->d->a, x->nfiles * sizeof(*f->file_matches));
	for (uint32_t i = 1; i < x->nfiles; i++)
		f->file_matches[i] = glob_match_path(f->q->file, index_file_name(x, i));
}

/* Debuginfo has the last part of a name, with its template arguments. */
static bool is_last_part(const char *pattern, const char *name)
{
	size_t n = strlen(pattern);

	return glob_match(pattern, name) || (!strncmp(pattern, name, n) && (!name[n] || name[n] == '<'));
}

static void match_qualified(struct finder *f)
{
	const char *last = cplus_last_part(f->q->function);
	const struct dwarf_index *x = f->d->index;

	for (uint32_t i = 0; i < x->nrecords; i++) {
		const struct index_record *r = &x->records[i];
		const char *linkage;

		if (record_matches(f, r) && is_last_part(last, index_string(x, r->name)) && (linkage = linkage_name(f, r)) != NULL &&
		    cplus_matches(f->q->function, linkage))
			vec_push(f->d->a, &f->records, r);
	}
}

static void match_records(struct finder *f)
{
	const struct dwarf_index *x = f->d->index;
	bool is_pattern = glob_is_pattern(f->q->function);
	uint32_t name = 0;
	bool matches = false;

	if (cplus_is_qualified(f->q->function)) {
		match_qualified(f);
		return;
	}
	for (uint32_t i = is_pattern ? 0 : index_find(x, f->q->function); i < x->nrecords; i++) {
		const struct index_record *r = &x->records[i];

		if (r->name != name) {
			matches = glob_match(f->q->function, index_string(x, r->name));
			name = r->name;
			if (!matches && !is_pattern)
				break;
		}
		if (matches && record_matches(f, r))
			vec_push(f->d->a, &f->records, r);
	}
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The line of the next function in that file, which ends the text of this one. */
static int next_function_line(struct finder *f, const struct index_record *r)
{
	const struct dwarf_index *x = f->d->index;

	if (f->starts_of != r->file) {
		f->starts_of = r->file;
		f->starts.n = 0;
		for (uint32_t i = 0; i < x->nrecords; i++)
			if (x->records[i].kind <= INDEX_INLINE && x->records[i].file == r->file)
				vec_push(f->d->a, &f->starts, x->records[i].line);
		if (f->starts.n)
			qsort(f->starts.v, f->starts.n, sizeof(*f->starts.v), compare_numbers);
	}
	vec_each(line, &f->starts)
		if (*line > r->line)
			return *line;
	return 0x7fffffff;
}

/* "*@file:line": of the functions matched, the one whose text contains the line. */
static void choose_by_line(struct finder *f, int line)
{
	uint32_t best = 0, best_file = 0;
	unsigned int kept = 0;

	vec_each(r, &f->records)
		if ((*r)->line <= (uint32_t)line && (*r)->line > best) {
			best = (*r)->line;
			best_file = (*r)->file;
		}
	for (unsigned int i = 0; i < f->records.n; i++)
		if (best && f->records.v[i]->line == best && (best_file == f->records.v[i]->file || !f->q->nearest))
			f->records.v[kept++] = f->records.v[i];
	f->records.n = kept;
}

/* "*@file:from-to": the functions whose text contains one of these lines. */
static void choose_by_range(struct finder *f)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < f->records.n; i++) {
		const struct index_record *r = f->records.v[i];

		if ((int64_t)r->line <= f->q->line_end && next_function_line(f, r) > f->q->line)
			f->records.v[kept++] = r;
	}
	f->records.n = kept;
	if (!kept)
		strbuf_printf(f->why, "no function '%s' of %s has a line from %d to %d", f->q->function, f->q->file, f->q->line,
			      f->q->line_end);
}

/* The unit's file names in the form of the index. */
static struct line_files *unit_files(struct dwarf *d, Dwarf_Die *cu)
{
	Dwarf_Die own = unit_own_die(cu);
	Dwarf_Attribute at;
	Dwarf_Word offset;
	const char *dir = dwarf_formstring(dwarf_attr(&own, DW_AT_comp_dir, &at));

	if (!d->lines.line)
		line_sections_open(&d->lines, d->dw);
	if (d->last_files.cu != dwarf_dieoffset(&own)) {
		d->last_files.cu = dwarf_dieoffset(&own);
		d->last_files.files = (struct line_files){ 0 };
		if (!dwarf_formudata(dwarf_attr(&own, DW_AT_stmt_list, &at), &offset))
			line_files_read(d->a, &d->lines, offset, dir ? dir : "", &d->last_files.files);
	}
	return &d->last_files.files;
}

struct line_place { int line; uint64_t pc; };
typedef VEC(struct line_place) line_place_vec;

static int compare_lines(const void *a, const void *b)
{
	const struct line_place *x = a, *y = b;

	if (x->line != y->line)
		return x->line - y->line;
	return (x->pc > y->pc) - (x->pc < y->pc);
}

/* True if a row of the line table begins a statement in that file. */
static bool row_counts(Dwarf_Line *row, const struct line_files *names, const char *file, int *line)
{
	bool begins, ends;
	Dwarf_Files *of;
	size_t n;

	return !dwarf_lineno(row, line) && *line && !dwarf_linebeginstatement(row, &begins) && begins &&
	       !dwarf_lineendsequence(row, &ends) && !ends && !dwarf_line_file(row, &of, &n) && n < names->n &&
	       !strcmp(names->names[n], file);
}

/* The first row at or above pc: libdw keeps them by address. */
static size_t row_at(Dwarf_Lines *lines, size_t n, uint64_t pc)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		Dwarf_Addr a = 0;

		dwarf_lineaddr(dwarf_onesrcline(lines, middle), &a);
		if (a < pc)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Statement starts of one function or instance: rows of its own file, within its own addresses. */
static void read_lines(struct finder *f, const struct index_record *r, line_place_vec *ret)
{
	struct dwarf *d = f->d;
	const char *file = index_file_name(d->index, r->file);
	Dwarf_Addr base, begin, end;
	struct line_files *names;
	Dwarf_Die die, cu;
	Dwarf_Lines *lines;
	ptrdiff_t at = 0;
	size_t n;

	if (!file || !die_at(d->dw, index_die(d->index, r), &die) || !dwarf_diecu(&die, &cu, NULL, NULL) ||
	    dwarf_getsrclines(&cu, &lines, &n))
		return;
	names = unit_files(d, &cu);
	while ((at = dwarf_ranges(&die, at, &base, &begin, &end)) > 0)
		for (size_t i = row_at(lines, n, begin); i < n; i++) {
			Dwarf_Line *row = dwarf_onesrcline(lines, i);
			struct line_place p;
			Dwarf_Addr pc;

			if (dwarf_lineaddr(row, &pc) || pc >= end)
				break;
			p.pc = pc;
			if (row_counts(row, names, file, &p.line))
				vec_push(d->a, ret, p);
		}
	if (ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), compare_lines);
}

struct line_range { int from, to; };

static struct line_range wanted_lines(struct finder *f, const struct index_record *r)
{
	const struct place_query *q = f->q;

	switch (q->line_kind) {
	case LINE_EXACT:
		return (struct line_range){ q->line, q->line };
	case LINE_RELATIVE:
		return (struct line_range){ r->line + q->line, r->line + q->line };
	case LINE_RANGE:
		return (struct line_range){ q->line, q->line_end };
	case LINE_ALL:
		return (struct line_range){ r->line, next_function_line(f, r) - 1 };
	case LINE_NONE:
		break;
	}
	return (struct line_range){ 0, -1 };
}

static int distance_between(int a, int b)
{
	return a > b ? a - b : b - a;
}

/* .nearest: the line with code nearest to the one requested. */
static struct line_range nearest_line(const line_place_vec *lines, struct line_range want)
{
	int best = 0;

	for (unsigned int i = 0; i < lines->n; i++)
		if (!best || distance_between(lines->v[i].line, want.from) < distance_between(best, want.from))
			best = lines->v[i].line;
	return best ? (struct line_range){ best, best } : want;
}

static void note_near(struct finder *f, int line, struct line_range want)
{
	f->line = want.from;
	if (line < want.from && line > f->near_below)
		f->near_below = line;
	if (line > want.to && (!f->near_above || line < f->near_above))
		f->near_above = line;
}

/* One address per line and instance: the lowest, where the line's code begins. */
static void add_statements(struct finder *f, const struct index_record *r)
{
	struct line_range want = wanted_lines(f, r);
	line_place_vec lines = { 0 };
	int last = 0;

	if (f->q->line_kind == LINE_NONE) {
		place_add(f, r, index_pc(f->d->index, r));
		return;
	}
	read_lines(f, r, &lines);
	if (f->q->nearest && f->q->line_kind != LINE_ALL)
		want = nearest_line(&lines, want);
	vec_each(p, &lines) {
		if (p->line < want.from || p->line > want.to) {
			note_near(f, p->line, want);
			continue;
		}
		if (p->line == last)
			continue;
		last = p->line;
		place_add(f, r, p->pc)->line = p->line;
	}
}

static void add_labels(struct finder *f, const struct index_record *r, Dwarf_Die *parent)
{
	Dwarf_Die die;

	if (dwarf_child(parent, &die))
		return;
	do {
		const char *name;
		Dwarf_Addr pc;
		int line;

		if (dwarf_tag(&die) == DW_TAG_lexical_block)
			add_labels(f, r, &die);
		if (dwarf_tag(&die) != DW_TAG_label || !(name = dwarf_diename(&die)) || dwarf_lowpc(&die, &pc))
			continue;
		if (!glob_match(f->q->label, name)) {
			if (!glob_is_pattern(f->q->label))
				near_try(f->near, name);
			continue;
		}
		struct place *p = place_add(f, r, pc);
		Dwarf_Attribute at;
		Dwarf_Word v;

		p->label = intern(name);
		p->is_entry = false;
		line = dwarf_formudata(dwarf_attr_integrate(&die, DW_AT_decl_line, &at), &v) ? 0 : (int)v;
		if (line)
			p->line = line;
	} while (!dwarf_siblingof(&die, &die));
}

static void add_within(struct finder *f, const struct index_record *r)
{
	Dwarf_Die die;

	if (f->q->want == WANT_STATEMENT)
		add_statements(f, r);
	else if (!die_at(f->d->dw, index_die(f->d->index, r), &die))
		return;
	else if (f->q->want == WANT_LABEL)
		add_labels(f, r, &die);
	else if (r->kind == INDEX_FUNCTION)
		callees_add(f, &die);
}

static void say_why_not(struct finder *f)
{
	const struct place_query *q = f->q;
	const char *name = q->function, *file = f->records.n ? index_file_name(f->d->index, f->records.v[0]->file) : NULL;
	unsigned int inlines = 0, functions = 0;

	vec_each(r, &f->records)
		++*((*r)->kind == INDEX_INLINE ? &inlines : &functions);
	if (f->near_below || f->near_above) {
		strbuf_printf(f->why, "there is no code at line %d of %s; the nearest lines with code are", f->line,
			      file ? file : "its file");
		if (f->near_below)
			strbuf_printf(f->why, " %d", f->near_below);
		if (f->near_above)
			strbuf_printf(f->why, "%s %d", f->near_below ? " and" : "", f->near_above);
	} else if (q->want == WANT_LABEL && f->records.n) {
		strbuf_printf(f->why, "function '%s' has no label '%s'", name, q->label);
		if (f->near->best)
			strbuf_printf(f->why, " (did you mean '%s'?)", f->near->best);
	} else if (f->tail_callee) {
		strbuf_printf(f->why, "'%s' calls '%s' by a jump at its end (a tail call): %s", name, f->tail_callee,
			      q->callee_returns ? "that it returns cannot be told from other returns of it (try .callee(...) without "
			      ".return, or .return of the function itself, which returns at the same time)" :
			      "the jump cannot be probed");
	} else if (inlines && !functions && (q->want == WANT_RETURN || q->only_call || q->only_exported)) {
		strbuf_printf(f->why, "function '%s' exists only inlined into others, where it cannot be probed that way; "
			      "use .inline", name);
	} else if (functions && !inlines && q->only_inline) {
		strbuf_printf(f->why, "function '%s' is not inlined anywhere; drop .inline", name);
	}
}

/* No file matches: finds the file whose last components are most similar. */
static void find_near_file(struct finder *f)
{
	const struct dwarf_index *x = f->d->index;
	struct near near = NEAR_INIT(f->q->file);
	unsigned int parts = 1;

	for (const char *p = f->q->file; *p; p++)
		parts += *p == '/';
	for (uint32_t i = 1; i < x->nfiles && !glob_is_pattern(f->q->file); i++) {
		const char *path = index_file_name(x, i), *p = path ? path + strlen(path) : NULL;
		unsigned int left = parts;

		if (!path)
			continue;
		while (p > path && (p[-1] != '/' || --left))
			p--;
		near_try(&near, p);
	}
	strbuf_printf(f->why, "there is no source file '%s' with functions in %s", f->q->file,
		      image_text(f->d->a, f->d->image));
	if (near.best)
		strbuf_printf(f->why, " (did you mean '%s'?)", near.best);
	if (f->d->image->kind == IMAGE_USER)
		image_advise_dwarf(f->d->di, f->d->image, f->why);
}

static bool has_file(const struct finder *f)
{
	for (uint32_t i = 1; i < f->d->index->nfiles; i++)
		if (f->file_matches[i])
			return true;
	return false;
}

/* Reports a name that does not exist, or not in that file. */
static void find_near(struct finder *f)
{
	const struct dwarf_index *x = f->d->index;
	const struct index_record *elsewhere = NULL;
	uint32_t name = 0;

	if (glob_is_pattern(f->q->function)) {
		if (f->q->file && !has_file(f))
			find_near_file(f);
		return;
	}
	for (uint32_t i = 0; i < x->nrecords; i++) {
		const struct index_record *r = &x->records[i];

		if (r->kind > INDEX_INLINE)
			continue;
		if (!strcmp(index_string(x, r->name), f->q->function))
			elsewhere = r;
		else if (r->name != name && record_matches(f, r))
			near_try(f->near, index_string(x, r->name));
		name = r->name;
	}
	if (elsewhere && f->q->file)
		strbuf_printf(f->why, "function '%s' is not in '%s' but in '%s'", f->q->function, f->q->file,
			      index_file_name(x, elsewhere->file) ? index_file_name(x, elsewhere->file) : "?");
	else if (f->q->file && !has_file(f))
		find_near_file(f);
}

void dwarf_places(struct dwarf *d, const struct place_query *q, place_vec *ret, struct near *near,
		  unsigned int *nlike, struct strbuf *why)
{
	struct finder f = { .d = d, .q = q, .ret = ret, .near = near, .nlike = nlike, .why = why };
	bool is_entry = q->want == WANT_ENTRY || q->want == WANT_RETURN;

	match_files(&f);
	match_records(&f);
	if (q->want == WANT_LABEL && f.records.n)
		near->name = q->label;
	*nlike = f.records.n;
	if (!f.records.n && !q->quiet)
		find_near(&f);
	if (q->line_kind == LINE_EXACT && (is_entry || glob_is_pattern(q->function)))
		choose_by_line(&f, q->line);
	else if (q->line_kind == LINE_RANGE && is_entry && f.records.n)
		choose_by_range(&f);
	vec_each(r, &f.records) {
		if (is_entry)
			add_function(&f, *r);
		else
			add_within(&f, *r);
	}
	if (f.too_many)
		ret->n = 0;
	if (!ret->n && !why->len)
		say_why_not(&f);
}

static int compare_entries(const void *a, const void *b)
{
	const struct dwarf_entry *x = a, *y = b;

	return x->pc != y->pc ? (x->pc < y->pc ? -1 : 1) : x->record < y->record ? -1 : x->record > y->record;
}

static void entries_make(struct dwarf *d)
{
	const struct dwarf_index *x = d->index;

	d->entries = arena_alloc(d->a, (x->nrecords + 1) * sizeof(*d->entries));
	for (uint32_t i = 0; i < x->nrecords; i++)
		if (x->records[i].kind == INDEX_FUNCTION)
			d->entries[d->nentries++] = (struct dwarf_entry){ index_pc(x, &x->records[i]), &x->records[i] };
	qsort(d->entries, d->nentries, sizeof(*d->entries), compare_entries);
}

/* The function that starts at an address, under any name; NULL: none. */
static const struct index_record *function_at(struct dwarf *d, uint64_t pc)
{
	uint32_t low = 0, high;

	if (!d->entries)
		entries_make(d);
	for (high = d->nentries; low < high;) {
		uint32_t middle = low + (high - low) / 2;

		if (d->entries[middle].pc < pc)
			low = middle + 1;
		else
			high = middle;
	}
	return low < d->nentries && d->entries[low].pc == pc ? d->entries[low].record : NULL;
}

static void adopt(struct dwarf *d, struct place *p, const struct index_record *r)
{
	p->scope->dwarf = d;
	p->scope->die = index_die(d->index, r);
	p->scope->pc = index_pc(d->index, r);
}

bool dwarf_place_adopt(struct dwarf *d, struct place *p)
{
	const struct dwarf_index *x = d->index;
	const char *name = p->scope->name;

	for (uint32_t i = index_find(x, name); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++) {
		const struct index_record *r = &x->records[i];
		uint64_t pc = index_pc(x, r);

		if (r->kind != INDEX_FUNCTION || dwarf_link(d, pc) != p->address)
			continue;
		adopt(d, p, r);
		return true;
	}
	return false;
}

bool dwarf_program_adopt(struct dwarf *d, struct place *p)
{
	const struct index_record *r = function_at(d, p->address);

	if (!r)
		return false;
	adopt(d, p, r);
	p->file = index_file_name(d->index, r->file);
	p->line = r->line;
	return true;
}
