// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Functions, inlined instances, statements, labels and callees that match a
 * query. Names and files come from the index alone; units are read for what
 * stands inside a function.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "translator/debuginfo/dwarf_file.h"
#include "translator/debuginfo/instructions.h"
#include "translator/debuginfo/modules.h"
#include "translator/debuginfo/symtab.h"

struct finder {
	struct dwarf *d;
	const struct place_query *q;
	place_vec *ret;
	struct near *near;
	unsigned int *nlike;
	struct strbuf *why;
	unsigned int left_out;
	bool *file_matches;		/* by the index's files; NULL: any */
	VEC(const struct index_record *) records;	/* functions and instances of the name and file */
	uint16_t starts_of;		/* file whose functions' lines are in starts */
	VEC(uint32_t) starts;
	int line, near_below, near_above;	/* asked for, and those with code around it */
	bool too_many;			/* callees: said */
	const char *tail_callee;	/* called by a jump, and not to be told from other calls */
};

/* Of a module: by symbol. What is only there while it loads, or has no name to find it by, is no place. */
static bool place_by_symbol(struct finder *f, struct place *p)
{
	uint64_t delta;
	const struct module_function *at = dwarf_module_function(f->d, p->address, &delta);

	if (!at || !module_place(f->d->info, at, delta, &p->symbol, &p->offset))
		return false;
	p->is_traceable = p->is_entry && !delta && at->is_traceable;
	p->scope->module = f->d->info;
	p->scope->is_clone = at->name[symbol_base_length(at->name)] != 0;
	return true;
}

static const struct symbol *symbol_of(struct finder *f, const struct index_record *r)
{
	struct symtab *t = debuginfo_symtab(f->d->di);
	const struct symbol *sym = t && !f->d->module ? symtab_at(t, index_pc(f->d->index, r)) : NULL;

	return sym && sym->address == index_pc(f->d->index, r) ? sym : NULL;
}

static struct place *place_add(struct finder *f, const struct index_record *r, uint64_t pc)
{
	struct dwarf *d = f->d;
	struct place *p = arena_new_of(d->a, struct place);

	p->func = index_string(d->index, r->name);
	p->file = index_file_name(d->index, r->file);
	p->line = r->line;
	p->module = d->module;
	p->is_inline = r->kind == INDEX_INLINE;
	p->is_entry = !p->is_inline && pc == index_pc(d->index, r);
	p->has_address = !d->module;
	p->address = pc;
	p->offset = d->module ? 0 : pc - debuginfo_stext(d->di);
	p->scope = arena_new_of(d->a, struct scope);
	*p->scope = (struct scope){ .name = p->func, .dwarf = d, .die = r->die, .pc = pc };
	if (d->module && !place_by_symbol(f, p))
		++f->left_out;
	else
		vec_push(d->a, f->ret, p);
	return p;
}

/* "foo.isra.0": a copy of foo; "foo.part.0", "foo.cold": a part of it, which is no function to a script. */
static const char *clone_suffix(struct finder *f, const struct index_record *r)
{
	struct symtab *t = debuginfo_symtab(f->d->di);
	const struct symbol *sym = r->kind == INDEX_FUNCTION ? symbol_of(f, r) : NULL;
	const char *name = sym ? symbol_name(t, sym) : NULL;
	uint64_t delta;

	if (f->d->module && r->kind == INDEX_FUNCTION) {
		const struct module_function *at = dwarf_module_function(f->d, index_pc(f->d->index, r), &delta);

		name = at ? at->name : NULL;
	}
	return name ? name + symbol_base_length(name) : "";
}

static bool is_exported(struct finder *f, const struct index_record *r)
{
	const struct module_function *at;
	const struct symbol *sym;
	uint64_t delta;

	if (f->d->module) {
		at = dwarf_module_function(f->d, index_pc(f->d->index, r), &delta);
		return at && at->is_exported;
	}
	sym = symbol_of(f, r);
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
	place_add(f, r, index_pc(f->d->index, r))->scope->is_clone = *suffix != 0;
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

static void match_records(struct finder *f)
{
	const struct dwarf_index *x = f->d->index;
	bool is_pattern = glob_is_pattern(f->q->function);
	uint32_t name = 0;
	bool matches = false;

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

/* The line of the next function in that file: where the text of this one ends. */
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

/* "*@file:line": of all functions matched the one whose text holds the line. */
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

/* "*@file:from-to": the functions whose text has a line of these. */
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

/* The unit's file names as the index has them. */
static struct line_files *unit_files(struct dwarf *d, Dwarf_Die *cu)
{
	Dwarf_Attribute at;
	Dwarf_Word offset;
	const char *dir = dwarf_formstring(dwarf_attr(cu, DW_AT_comp_dir, &at));

	if (!d->lines.line)
		line_sections_open(&d->lines, d->dw);
	if (d->last_files.cu != dwarf_dieoffset(cu)) {
		d->last_files.cu = dwarf_dieoffset(cu);
		d->last_files.files = (struct line_files){ 0 };
		if (!dwarf_formudata(dwarf_attr(cu, DW_AT_stmt_list, &at), &offset))
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

/* A row of the line table that begins a statement in that file. */
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

	if (!file || !dwarf_offdie(d->dw, r->die, &die) || !dwarf_diecu(&die, &cu, NULL, NULL) ||
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

/* .nearest: the line with code that is least away from the one asked for. */
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

/* The calls that lead to a place, the innermost first. */
struct call_chain {
	struct place_call v[MOST_CALLS];
	unsigned int n;
};

/* false: where the call comes back to cannot be told at run time. */
static bool call_read(struct finder *f, uint64_t back, struct place_call *ret)
{
	struct dwarf *d = f->d;
	const struct module_function *in;
	uint64_t delta;

	*ret = (struct place_call){ .address = back, .module = d->module };
	if (!d->module) {
		ret->offset = (int64_t)(back - debuginfo_stext(d->di));
		return true;
	}
	/* Behind a call at a function's end stands the next function. */
	in = dwarf_module_function(d, back - 1, &delta);
	return in && module_place(d->info, in, delta + 1, &ret->symbol, &ret->offset);
}

static void chain_put(struct finder *f, struct place *p, const struct call_chain *chain)
{
	struct place_call *calls = arena_alloc(f->d->a, chain->n * sizeof(*calls));

	memcpy(calls, chain->v, chain->n * sizeof(*calls));
	p->calls = calls;
	p->ncalls = chain->n;
	p->callee = p->func;
}

/* More than anybody can read; and callees of callees are soon all of the kernel. */
enum { MOST_CALLEES = 10000 };

static bool has_too_many_callees(struct finder *f)
{
	if (f->ret->n < MOST_CALLEES)
		return false;
	if (!f->too_many)
		strbuf_printf(f->why, "'%s' has more than %d callees down to depth %d: use a smaller depth", f->q->function,
			      MOST_CALLEES, f->q->callees_depth);
	f->too_many = true;
	return true;
}

static void add_callees(struct finder *f, Dwarf_Die *parent, int depth, int level, const struct call_chain *chain);

/*
 * A call made by a jump at the function's end leaves no trace of the function behind: that jump is the place, where
 * everything is as at the entry of the callee. back: the address behind it. 0: it is no jump that is always taken.
 */
static uint64_t tail_jump(struct dwarf *d, uint64_t back)
{
	struct symtab *t = debuginfo_symtab(d->di);
	const struct module_function *in;
	const struct symbol *sym;
	struct code code;
	uint64_t delta;

	if (d->module) {
		in = dwarf_module_function(d, back - 1, &delta);
		if (!in || !code_of_module(d->di, d->info, in, &code))
			return 0;
		delta++;
	} else {
		sym = t ? symtab_at(t, back - 1) : NULL;
		if (!sym || !code_of_kernel(d->di, symbol_name(t, sym), sym->address, sym->size, &code))
			return 0;
		delta = back - sym->address;
	}
	for (unsigned int i = 0; i < 2; i++) {
		static const struct { uint8_t size, first; } jumps[] = { { 5, 0xe9 }, { 2, 0xeb } };
		struct strbuf why = { 0 };
		bool ok = delta >= jumps[i].size && delta <= code.size && code.bytes[delta - jumps[i].size] == jumps[i].first &&
			  instruction_begins(d->di, &code, delta - jumps[i].size, &why);

		strbuf_deinit(&why);
		if (ok)
			return back - jumps[i].size;
	}
	return 0;
}

/* The function that a call's origin stands for: itself, its copy, or (a declaration) the one that is known by that name. */
static const struct index_record *function_called(struct finder *f, Dwarf_Die *target, bool by_name)
{
	const struct dwarf_index *x = f->d->index;
	const char *name = dwarf_diename(target);
	const struct index_record *known = NULL;

	for (uint32_t i = index_find(x, name); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++) {
		const struct index_record *r = &x->records[i];
		Dwarf_Attribute at;
		Dwarf_Die die, origin;

		if (r->kind != INDEX_FUNCTION || strstr(clone_suffix(f, r), ".part.") || !dwarf_offdie(f->d->dw, r->die, &die))
			continue;
		if (!by_name && (r->die == dwarf_dieoffset(target) ||
				 (dwarf_formref_die(dwarf_attr(&die, DW_AT_abstract_origin, &at), &origin) &&
				  dwarf_dieoffset(&origin) == dwarf_dieoffset(target))))
			return r;
		if (dwarf_hasattr_integrate(&die, DW_AT_external))
			known = r;
	}
	return dwarf_hasattr_integrate(target, DW_AT_external) ? known : NULL;
}

/* The entry of r, a function of `of`, where `in` jumps to it. */
static void add_tail_place(struct finder *in, struct finder *of, const struct index_record *r, uint64_t jump)
{
	struct place *p = place_add(of, r, index_pc(of->d->index, r));

	p->callee = p->func;
	p->is_entry = p->is_traceable = false;
	p->module = in->d->module;
	p->has_address = !in->d->module;
	p->address = jump;
	p->offset = in->d->module ? 0 : jump - debuginfo_stext(in->d->di);
	p->symbol = NULL;
	if (in->d->module)
		place_by_symbol(in, p);
}

static void add_tail_call(struct finder *f, Dwarf_Die *target, uint64_t back)
{
	const char *name = dwarf_diename(target);
	uint64_t jump = f->q->callee_returns || !glob_match(f->q->callee, name) ? 0 : tail_jump(f->d, back);
	struct finder kernel = *f, *of = f;
	const struct index_record *r = jump ? function_called(f, target, false) : NULL;

	if (jump && !r && f->d->module) {
		kernel.d = debuginfo_dwarf(f->d->di);
		of = &kernel;
		r = kernel.d ? function_called(of, target, true) : NULL;
	}
	if (r && !has_too_many_callees(f)) {
		add_tail_place(f, of, r, jump);
		return;
	}
	f->left_out++;
	f->tail_callee = name;
}

static bool add_callee_entries_of(struct finder *f, const char *name, int level, const struct call_chain *chain)
{
	const struct dwarf_index *x = f->d->index;
	bool any = false, wanted = glob_match(f->q->callee, name);

	for (uint32_t i = index_find(x, name); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++) {
		const struct index_record *r = &x->records[i];
		Dwarf_Die die;

		if (r->kind != INDEX_FUNCTION || strstr(clone_suffix(f, r), ".part.") || has_too_many_callees(f))
			continue;
		any = true;
		if (wanted) {
			struct place *p = place_add(f, r, index_pc(x, r));

			p->scope->is_clone = *clone_suffix(f, r);
			chain_put(f, p, chain);
		}
		if (level < f->q->callees_depth && chain->n < MOST_CALLS && dwarf_offdie(f->d->dw, r->die, &die))
			add_callees(f, &die, 0, level + 1, chain);
	}
	return any;
}

/* Out-of-line functions of that name: of this file of debuginfo, or (called by a module) of the kernel. */
static void add_callee_entries(struct finder *f, const char *name, int level, const struct call_chain *chain)
{
	struct finder kernel = *f;

	if (add_callee_entries_of(f, name, level, chain) || !f->d->module)
		return;
	kernel.d = debuginfo_dwarf(f->d->di);
	if (kernel.d)
		add_callee_entries_of(&kernel, name, level, chain);
	f->too_many |= kernel.too_many;
}

static void add_call(struct finder *f, Dwarf_Die *site, int level, const struct call_chain *around)
{
	Dwarf_Attribute at;
	Dwarf_Die target;
	Dwarf_Addr back;
	const char *name;
	struct call_chain chain;
	bool is_tail = dwarf_hasattr(site, DW_AT_call_tail_call) || dwarf_hasattr(site, DW_AT_GNU_tail_call);

	if (!dwarf_formref_die(dwarf_attr(site, DW_AT_call_origin, &at), &target) &&
	    !dwarf_formref_die(dwarf_attr(site, DW_AT_abstract_origin, &at), &target))
		return;
	name = dwarf_diename(&target);
	if (!name || (level == f->q->callees_depth && !glob_match(f->q->callee, name)))
		return;
	if (is_tail && around->n) {	/* it comes back where the function itself does */
		add_callee_entries(f, name, level, around);
		return;
	}
	if (dwarf_formaddr(dwarf_attr(site, DW_AT_call_return_pc, &at), &back) && dwarf_lowpc(site, &back))
		return;
	if (is_tail) {
		add_tail_call(f, &target, back);
		return;
	}
	if (!call_read(f, back, &chain.v[0]))
		return;
	memcpy(chain.v + 1, around->v, around->n * sizeof(*chain.v));
	chain.n = around->n + 1;
	add_callee_entries(f, name, level, &chain);
}

static void add_inlined_call(struct finder *f, Dwarf_Die *die, const struct call_chain *chain)
{
	const char *name = dwarf_diename(die);
	uint64_t offset = dwarf_dieoffset(die);
	const struct dwarf_index *x = f->d->index;
	uint32_t i = name ? index_find(x, name) : x->nrecords;

	if (!name || f->q->only_call || f->q->callee_returns || !glob_match(f->q->callee, name))
		return;
	for (; i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++)
		if (x->records[i].kind == INDEX_INLINE && x->records[i].die == offset)
			chain_put(f, place_add(f, &x->records[i], index_pc(x, &x->records[i])), chain);
}

/* level: of the callees found here; chain: the calls that lead into this function. */
static void add_callees(struct finder *f, Dwarf_Die *parent, int depth, int level, const struct call_chain *chain)
{
	Dwarf_Die die;

	if (depth > 64 || dwarf_child(parent, &die))
		return;
	do {
		int tag = dwarf_tag(&die);

		if (has_too_many_callees(f))
			return;
		if (tag == DW_TAG_call_site || tag == DW_TAG_GNU_call_site)
			add_call(f, &die, level, chain);
		else if (tag == DW_TAG_inlined_subroutine)
			add_inlined_call(f, &die, chain);
		if (tag == DW_TAG_lexical_block || tag == DW_TAG_inlined_subroutine)
			add_callees(f, &die, depth + 1, level, chain);
	} while (!dwarf_siblingof(&die, &die));
}

static void add_within(struct finder *f, const struct index_record *r)
{
	Dwarf_Die die;

	if (f->q->want == WANT_STATEMENT)
		add_statements(f, r);
	else if (!dwarf_offdie(f->d->dw, r->die, &die))
		return;
	else if (f->q->want == WANT_LABEL)
		add_labels(f, r, &die);
	else if (r->kind == INDEX_FUNCTION)
		add_callees(f, &die, 0, 1, &(struct call_chain){ .n = 0 });
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
		strbuf_printf(f->why, "function '%s' is inlined nowhere; leave .inline away", name);
	}
}

/* A name that is not there at all, or not in that file. */
static void find_near(struct finder *f)
{
	const struct dwarf_index *x = f->d->index;
	const struct index_record *elsewhere = NULL;
	uint32_t name = 0;

	if (glob_is_pattern(f->q->function))
		return;
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
	if (!f.records.n)
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

bool dwarf_place_adopt(struct dwarf *d, struct place *p)
{
	const struct dwarf_index *x = d->index;
	const char *name = p->scope->name;

	for (uint32_t i = index_find(x, name); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++) {
		const struct index_record *r = &x->records[i];
		const struct module_function *at;
		uint64_t pc = index_pc(x, r), delta;

		if (r->kind != INDEX_FUNCTION)
			continue;
		at = d->module ? dwarf_module_function(d, pc, &delta) : NULL;
		if (d->module ? !at || delta || strcmp(at->name, p->symbol ? p->symbol : p->func) : pc != p->address)
			continue;
		p->scope->dwarf = d;
		p->scope->die = r->die;
		p->scope->pc = pc;
		return true;
	}
	return false;
}
