// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * .callee("p"), .callees(N): the entries of the functions that a function calls, each with the return addresses that
 * identify its calls; calls by a jump; inlined callees.
 */
#include <dwarf.h>
#include <string.h>

#include "translator/debuginfo/dwarf_finder.h"
#include "translator/debuginfo/instructions.h"
#include "translator/debuginfo/modules.h"
#include "translator/image/symtab.h"

/* The chain of calls to a place, the innermost first. */
struct call_chain {
	struct place_call v[MOST_CALLS];
	unsigned int n;
};

/* false: the return address is not known at run time. */
static bool call_read(struct finder *f, uint64_t back, struct place_call *ret)
{
	struct dwarf *d = f->d;
	/* The address after a call at a function's end is in the next function. */
	uint64_t call = dwarf_link(d, back - 1);

	*ret = (struct place_call){ .address = back, .module = d->module };
	if (!call || !image_tell(d->di->t, d->image, call, &ret->symbol, &ret->offset))
		return false;
	ret->offset++;
	return true;
}

static void chain_put(struct finder *f, struct place *p, const struct call_chain *chain)
{
	struct place_call *calls = arena_alloc(f->d->a, chain->n * sizeof(*calls));

	memcpy(calls, chain->v, chain->n * sizeof(*calls));
	p->calls = calls;
	p->ncalls = chain->n;
	p->callee = p->func;
}

/* Bounds the output and the search: callees of callees soon include most of the kernel. */
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
 * A call by a jump at the function's end leaves no return address in the function: the jump itself is probed, where
 * the state is that of the callee's entry. back: the address after it. 0: it is no unconditional jump.
 */
static uint64_t tail_jump(struct dwarf *d, uint64_t back)
{
	struct symtab *t = image_symtab(d->di->t, d->image);
	uint64_t call = dwarf_link(d, back - 1), delta;
	const struct symbol *sym = t && call ? symtab_at(t, call) : NULL;
	struct code code;

	if (!sym || !code_of_symbol(d->di, d->image, symbol_name(t, sym), sym->address, sym->size, &code))
		return 0;
	delta = call + 1 - sym->address;
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

/* The function of a call's origin: itself, its copy, or (for a declaration) the function of that name. */
static const struct index_record *function_called(struct finder *f, Dwarf_Die *target, bool by_name)
{
	const struct dwarf_index *x = f->d->index;
	const char *name = dwarf_diename(target);
	const struct index_record *known = NULL;

	for (uint32_t i = index_find(x, name); i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++) {
		const struct index_record *r = &x->records[i];
		Dwarf_Attribute at;
		Dwarf_Die die, origin;

		if (r->kind != INDEX_FUNCTION || strstr(clone_suffix(f, r), ".part.") || !die_at(f->d->dw, index_die(x, r), &die))
			continue;
		if (!by_name && (index_die(x, r) == die_id(f->d->dw, target) ||
				 (dwarf_formref_die(dwarf_attr(&die, DW_AT_abstract_origin, &at), &origin) &&
				  die_id(f->d->dw, &origin) == die_id(f->d->dw, target))))
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
	p->image = in->d->image;
	p->module = in->d->module;
	p->has_address = !in->d->module;
	p->address = dwarf_link(in->d, jump);
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

			chain_put(f, p, chain);
		}
		if (level < f->q->callees_depth && chain->n < MOST_CALLS && die_at(f->d->dw, index_die(x, r), &die))
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
	if (is_tail && around->n) {	/* returns to the caller of the function itself */
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
	uint64_t id = die_id(f->d->dw, die);
	const struct dwarf_index *x = f->d->index;
	uint32_t i = name ? index_find(x, name) : x->nrecords;

	if (!name || f->q->only_call || f->q->callee_returns || !glob_match(f->q->callee, name))
		return;
	for (; i < x->nrecords && !strcmp(index_string(x, x->records[i].name), name); i++)
		if (x->records[i].kind == INDEX_INLINE && index_die(x, &x->records[i]) == id)
			chain_put(f, place_add(f, &x->records[i], index_pc(x, &x->records[i])), chain);
}

/* level: of the callees found here; chain: the calls that lead to this function. */
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

void callees_add(struct finder *f, Dwarf_Die *function)
{
	add_callees(f, function, 0, 1, &(struct call_chain){ .n = 0 });
}
