// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The places that match a query: from the debuginfo if there is one, else from the symbols, else from the names of
 * functions alone. Then places that cannot be probed are removed, and the rest is sorted.
 */
#include <stdlib.h>
#include <string.h>

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/cplusplus.h"
#include "translator/debuginfo/instructions.h"
#include "translator/debuginfo/modules.h"
#include "translator/debuginfo/search.h"

static bool needs_dwarf(const struct place_query *q)
{
	return q->file || q->line_kind != LINE_NONE || q->label || q->callee || q->callees_depth || q->only_inline ||
	       q->want == WANT_STATEMENT || q->want == WANT_LABEL || q->want == WANT_CALLEE;
}

/* take_out() sets the symbol and offset from which the running address is computed, for places that are kept. */
struct place *place_at(struct debuginfo *di, struct image *image, uint64_t link)
{
	struct place *p = arena_new_of(di->a, struct place);

	p->image = image;
	p->module = image->kind == IMAGE_MODULE ? image->name : NULL;
	p->has_address = image->kind != IMAGE_MODULE;
	p->address = link;
	p->scope = arena_new_of(di->a, struct scope);
	p->scope->image = image;
	p->scope->module = module_of(image);
	p->scope->pc = link;
	return p;
}

static struct place *place_new(struct search *s, const char *func, uint64_t address, bool is_clone)
{
	struct place *p = place_at(s->di, s->image, address);

	p->func = func;
	p->is_entry = true;
	p->scope->name = func;
	p->scope->is_clone = is_clone;
	vec_push(s->di->a, &s->found, p);
	return p;
}

/* A place of which only the name is known. */
static struct place *place_named(struct search *s, const char *func)
{
	struct place *p = arena_new_of(s->di->a, struct place);

	p->image = s->image;
	p->func = func;
	p->is_entry = true;
	p->scope = arena_new_of(s->di->a, struct scope);
	p->scope->image = s->image;
	p->scope->name = func;
	vec_push(s->di->a, &s->found, p);
	return p;
}

/* name.part.0 and name.cold are no functions: they match only patterns with a dot. */
static bool is_fragment(const char *suffix)
{
	return strstr(suffix, ".part.") || strstr(suffix, ".cold");
}

static bool symbol_matches(const struct search *s, const char *name, size_t base, bool whole_names)
{
	char buffer[256];

	if (whole_names || !name[base])
		return glob_match(s->q->function, name);
	if (is_fragment(name + base) || base >= sizeof(buffer))
		return false;
	memcpy(buffer, name, base);
	buffer[base] = 0;
	return glob_match(s->q->function, buffer);
}

struct dwarf *dwarf_of(const struct search *s)
{
	return s->image->kind == IMAGE_KERNEL ? s->di->dwarf : s->image->dwarf;
}

static bool is_function(const struct symbol *sym)
{
	return sym->flags & SYMBOL_FUNCTION && sym->flags & SYMBOL_TEXT;
}

/* As people name it. */
static const char *source_name(const struct search *s, const char *symbol)
{
	const char *name = s->image->kind == IMAGE_USER ? cplus_name(symbol) : NULL;

	return name ? name : symbol;
}

static void try_symbol(struct search *s, const struct symbol *sym, bool whole_names)
{
	const char *name = symbol_name(s->symtab, sym);
	struct dwarf *d = dwarf_of(s);
	struct place *p;
	size_t base;

	if (!is_function(sym))
		return;
	base = symbol_base_length(name);
	if (!symbol_matches(s, name, base, whole_names))
		return;
	if (s->q->only_exported && !(sym->flags & SYMBOL_EXPORTED)) {
		s->nlike++;
		return;
	}
	p = place_new(s, source_name(s, whole_names ? name : intern_n(name, base)), sym->address, name[base] != 0);
	/* The debuginfo of a clone or part is found under its function's name. */
	if (whole_names && name[base] && d)
		dwarf_scope_at(d, intern_n(name, base), sym->address, p->scope);
}

/* Functions of C++ whose mangled names are not what the script says. */
static void search_cplus(struct search *s)
{
	const char *pattern = s->q->function, *hint = cplus_hint(pattern);
	const struct symtab *t = s->symtab;

	for (uint32_t i = 0; i < t->n; i++) {
		const char *name = symbol_name(t, &t->symbols[i]);

		if (!cplus_is_mangled(name) || !is_function(&t->symbols[i]) || !strstr(name, hint) || glob_match(pattern, name) ||
		    !cplus_matches(pattern, name))
			continue;
		if (s->q->only_exported && !(t->symbols[i].flags & SYMBOL_EXPORTED))
			s->nlike++;
		else
			place_new(s, source_name(s, name), t->symbols[i].address, false);
	}
}

static void search_symbols(struct search *s)
{
	const struct symtab *t = s->symtab;
	bool whole_names = strchr(s->q->function, '.');
	size_t n = strlen(s->q->function);

	if (glob_is_pattern(s->q->function)) {
		for (uint32_t i = 0; i < t->n; i++)
			try_symbol(s, &t->symbols[i], whole_names);
		return;
	}
	/* Sorted by name, the clones directly follow their name, which may be missing. */
	uint32_t low = 0, high = t->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (strncmp(symbol_name(t, &t->symbols[t->by_name[middle]]), s->q->function, n) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < t->n; low++) {
		const struct symbol *sym = &t->symbols[t->by_name[low]];
		const char *name = symbol_name(t, sym);

		if (strncmp(name, s->q->function, n) || (name[n] && name[n] > '.'))
			break;
		try_symbol(s, sym, whole_names);
	}
}

/* Without any addresses: the names in BTF. A name that several functions share cannot be resolved later. */
static void search_names(struct search *s, struct btf *btf)
{
	bool is_pattern = glob_is_pattern(s->q->function);

	for (uint32_t id = is_pattern ? btf_first(btf) : btf_find_func(btf, s->q->function); id && id < btf_count(btf); ) {
		const struct btf_type *t = btf_type_at(btf, id);
		const char *name = btf_name(btf, t->name_off);

		if (BTF_INFO_KIND(t->info) == BTF_KIND_FUNC && glob_match(s->q->function, name)) {
			if (btf_find_next(btf, name, 1u << BTF_KIND_FUNC, btf_find_func(btf, name))) {
				++*s->left_out;
				if (!is_pattern)
					strbuf_printf(s->why, "several functions are named '%s', and without the kernel's "
						      "symbols they cannot be told apart", name);
			} else {
				place_named(s, name);
			}
		}
		id = is_pattern ? id + 1 : 0;
	}
}

static void search_without_dwarf(struct search *s)
{
	struct btf *btf;

	if (s->symtab) {
		search_symbols(s);
		if (s->image->kind == IMAGE_USER)
			search_cplus(s);
	} else if (s->image->kind != IMAGE_KERNEL)
		strbuf_printf(s->why, "no functions of %s are known: it has no symbols", image_text(s->di->a, s->image));
	else if ((btf = debuginfo_btf(s->di)))
		search_names(s, btf);
	else
		strbuf_printf(s->why, "no functions are known: neither symbols nor type information of kernel %s can be read",
			      s->di->t->kernel.release);
}

/* False if the place is known to be in the middle of an instruction: it is left out, and why names one such place. */
static bool is_instruction(struct search *s, const struct symbol *sym, uint64_t address)
{
	const char *name = symbol_name(s->symtab, sym);
	struct code code;

	if (address == sym->address || !(sym->flags & SYMBOL_FUNCTION) ||
	    !code_of_symbol(s->di, s->image, name, sym->address, sym->size, &code))
		return true;
	if (instruction_begins(s->di, &code, address - sym->address, s->why->len ? &s->unsaid : s->why))
		return true;
	++*s->left_out;
	return false;
}

/* kprobe.function: any symbol in the text, plus an offset. */
static void search_symbol(struct search *s)
{
	const struct symtab *t = s->symtab;

	if (!t && !glob_is_pattern(s->q->function)) {
		struct place *p = place_named(s, s->q->function);

		p->offset = s->q->offset;
		p->is_entry = !s->q->offset;
		return;
	}
	for (uint32_t i = 0; t && i < t->n; i++) {
		const struct symbol *sym = &t->symbols[i];
		const char *name = symbol_name(t, sym);
		struct place *p;

		if (!(sym->flags & SYMBOL_TEXT) || !glob_match(s->q->function, name))
			continue;
		/* Patterns do not match labels of assembler code, which would only repeat their functions. */
		if (!(sym->flags & SYMBOL_FUNCTION) && glob_is_pattern(s->q->function))
			continue;
		if (!is_instruction(s, sym, sym->address + s->q->offset))
			continue;
		p = place_new(s, name, sym->address + s->q->offset, name[symbol_base_length(name)] != 0);
		p->is_entry = !s->q->offset;
	}
}

/* A link address; module("m").statement(N): N bytes into its .text. */
static void search_address(struct search *s)
{
	const struct symtab *t = s->symtab;
	uint64_t link = s->image->kind == IMAGE_MODULE ? image_section_link(s->image, ".text", s->q->address) : s->q->address;
	const struct symbol *sym = t ? symtab_at(t, link) : NULL;
	struct place *p;

	if (!t) {
		strbuf_printf(s->why, "without the symbols of %s an address cannot be checked", image_text(s->di->a, s->image));
		return;
	}
	if (!sym || (s->image->kind == IMAGE_MODULE && strcmp(image_section_of(s->image, link), ".text"))) {
		say_no_code(s);
		return;
	}
	if (!is_instruction(s, sym, link))
		return;
	p = place_new(s, symbol_name(t, sym), link, false);
	p->is_entry = link == sym->address;
	p->scope->is_clone = p->func[symbol_base_length(p->func)] != 0;
}

/* The kernel's blacklist also covers the clones of a function: NAME.isra.0 and such. */
static bool is_blacklisted(const struct symtab *t, const struct symbol *sym)
{
	const char *name = symbol_name(t, sym);
	size_t n = strcspn(name, ".");
	const struct symbol *of;
	char base[512];				/* longer than any name in kallsyms */

	if (sym->flags & SYMBOL_BLACKLISTED)
		return true;
	if (!name[n] || n >= sizeof(base))
		return false;
	memcpy(base, name, n);
	base[n] = '\0';
	of = symtab_get(t, base);
	return of && of->flags & SYMBOL_BLACKLISTED;
}

static const char *reason_left_out(const struct search *s, const struct place *p, const struct symbol *sym)
{
	if (!sym)
		return p->module ? "it is in no function of the module" : "it is not in the kernel's code";
	if (sym->flags & SYMBOL_INIT)
		return p->module ? "its code is freed after the module was loaded" :
				   "its code is freed after the kernel has started";
	if (is_blacklisted(p->image->symtab, sym))
		return "the kernel forbids probes there, because probes themselves run through it";
	/* A function named exactly is probed anyway, by a costlier kind of probe; a pattern matches only functions
	 * that can be traced. */
	if (p->is_entry && !p->is_inline && p->image->symtab->has_traceable && !(sym->flags & SYMBOL_TRACEABLE) &&
	    s->q->want != WANT_SYMBOL && s->q->want != WANT_ADDRESS && glob_is_pattern(s->q->function))
		return "the kernel marks it as not traceable";
	return NULL;
}

static const char *place_symbol(const struct place *p)
{
	return p->symbol ? p->symbol : p->func;
}

static int compare_calls(const struct place *x, const struct place *y)
{
	if (x->ncalls != y->ncalls)
		return x->ncalls < y->ncalls ? -1 : 1;
	for (unsigned int i = 0; i < x->ncalls; i++)
		if (x->calls[i].address != y->calls[i].address)
			return x->calls[i].address < y->calls[i].address ? -1 : 1;
	return 0;
}

static int compare_places(const void *a, const void *b)
{
	const struct place *x = *(struct place *const *)a, *y = *(struct place *const *)b;

	if (x->has_address && y->has_address && x->address != y->address)
		return x->address < y->address ? -1 : 1;
	/* At one address the outermost comes first, and places with debuginfo before bare symbols. */
	if (x->is_inline != y->is_inline)
		return x->is_inline - y->is_inline;
	if (!x->has_address && !y->has_address) {
		int d = strcmp(place_symbol(x), place_symbol(y));

		if (d || x->offset != y->offset)
			return d ? d : x->offset < y->offset ? -1 : 1;
	}
	if (!x->scope->dwarf != !y->scope->dwarf)
		return x->scope->dwarf ? -1 : 1;
	if (compare_calls(x, y))
		return compare_calls(x, y);
	/* The name with its scopes tells more. */
	if (!strstr(x->func, "::") != !strstr(y->func, "::"))
		return strstr(x->func, "::") ? -1 : 1;
	return strcmp(x->func, y->func);
}

static bool is_same_place(const struct place *x, const struct place *y)
{
	if (!x->has_address || !y->has_address)
		return !x->has_address && !y->has_address && !strcmp(place_symbol(x), place_symbol(y)) &&
		       x->offset == y->offset && x->module == y->module && x->is_inline == y->is_inline &&
		       (!x->is_inline || x->func == y->func) && x->label == y->label && x->callee == y->callee &&
		       !compare_calls(x, y);
	if (x->address != y->address)
		return false;
	/* An inlined instance at its function's start is a separate place; so is each caller of a callee. */
	return x->is_inline == y->is_inline && (!x->is_inline || x->func == y->func) && x->label == y->label &&
	       x->callee == y->callee && !compare_calls(x, y);
}

/* Sets symbol and offset by the image's rule; false: ambiguous, and why names one such place. */
static bool place_tell(struct search *s, struct place *p)
{
	if ((p->has_address || p->module) && !image_tell(s->di->t, p->image, p->address, &p->symbol, &p->offset)) {
		++*s->left_out;
		if (!glob_is_pattern(s->q->function) && !s->why->len)
			strbuf_printf(s->why, "several functions of %s are named '%s', and no other symbol is near to count from",
				      image_text(s->di->a, p->image), p->func);
		return false;
	}
	return true;
}

/* Why a place cannot be probed, or NULL; its symbol tells whether ftrace can trace it. A program's code can be probed
 * anywhere. */
static const char *place_check(struct search *s, struct place *p)
{
	const struct symtab *t = image_symtab(s->di->t, p->image);
	const struct symbol *sym = t && p->address ? symtab_at(t, p->address) : NULL;

	if (!t || !p->address || p->image->kind == IMAGE_USER)
		return NULL;
	p->is_traceable = sym && p->is_entry && !p->is_inline && sym->address == p->address && sym->flags & SYMBOL_TRACEABLE;
	return reason_left_out(s, p, sym);
}

static void take_out(struct search *s, place_vec *ret)
{
	struct place *last = NULL;
	unsigned int told = 0;

	for (unsigned int i = 0; i < s->found.n; i++)
		if (place_tell(s, s->found.v[i]))
			s->found.v[told++] = s->found.v[i];
	s->found.n = told;
	if (s->found.n)
		qsort(s->found.v, s->found.n, sizeof(*s->found.v), compare_places);
	vec_each(p, &s->found) {
		const char *reason;

		if (last && is_same_place(last, *p))
			continue;
		last = *p;
		reason = place_check(s, *p);
		if (!reason) {
			vec_push(s->di->a, ret, *p);
			continue;
		}
		++*s->left_out;
		s->reason = reason;
		if (!glob_is_pattern(s->q->function) && !s->why->len)
			strbuf_printf(s->why, "'%s'%s cannot be probed: %s", (*p)->func, (*p)->module ?
				      arena_printf(s->di->a, " of module '%s'", (*p)->module) : "", reason);
	}
	/* The reason is used only if no place is left. */
	if (ret->n)
		strbuf_reset(s->why);
}

/*
 * A library may export a function under another name than in the source (malloc is __libc_malloc): functions at the
 * same address are the same.
 */
static void adopt_by_address(struct search *s, struct dwarf *d)
{
	vec_each(p, &s->found)
		if (!(*p)->scope->dwarf && (*p)->image == s->image)
			dwarf_program_adopt(d, *p);
}

static void search_dwarf(struct search *s, struct dwarf *d)
{
	s->near.name = s->q->function;
	dwarf_places(d, s->q, &s->found, &s->near, &s->nlike, s->why);
	/* Assembler functions have only symbols, and so have copies that the compiler merged with others. */
	if (!needs_dwarf(s->q))
		search_without_dwarf(s);
	if (s->image->kind == IMAGE_USER)
		adopt_by_address(s, d);
}

static void search_image(struct search *s, struct image *image)
{
	const struct place_query *q = s->q;
	unsigned int before = s->found.n;
	struct dwarf *d;

	s->image = image;
	s->symtab = image_symtab(s->di->t, image);
	if (q->want == WANT_SYMBOL) {
		search_symbol(s);
	} else if (q->want == WANT_ADDRESS) {
		search_address(s);
	} else if ((d = image_dwarf(s->di, image, needs_dwarf(q), s->why))) {
		search_dwarf(s, d);
		s->has_asked_dwarf = needs_dwarf(q);
	} else if (needs_dwarf(q)) {
		say_needs_dwarf(s);
	} else {
		search_without_dwarf(s);
		/* The function may be inlined everywhere. */
		if (s->found.n == before && !s->why->len && !glob_is_pattern(q->function) &&
		    (d = image_dwarf(s->di, image, true, s->why)))
			search_dwarf(s, d);
	}
}

static void search_modules(struct search *s)
{
	module_vec modules = { 0 };

	modules_find(s->di, s->q->module, &modules, s->why);
	if (modules.n > 1 && s->q->want == WANT_ADDRESS) {
		strbuf_printf(s->why, "an address is of one module: '%s' stands for %u", s->q->module, modules.n);
		return;
	}
	vec_each(m, &modules)
		search_image(s, &(*m)->image);
}

/* "vfs_*", "*@fs/read_write.c", "dummy:*" */
static bool is_meant(const char *pattern, const struct place *p)
{
	const char *colon = strchr(pattern, ':'), *at = strchr(pattern, '@');
	char name[256], module[64];

	if (colon && at && at < colon)
		colon = NULL;
	if (colon) {
		snprintf(module, sizeof(module), "%.*s", (int)(colon - pattern), pattern);
		pattern = colon + 1;
	}
	snprintf(name, sizeof(name), "%.*s", (int)(at ? at - pattern : (ptrdiff_t)strlen(pattern)), pattern);
	if (colon && (!p->module || !glob_match(module, p->module)))
		return false;
	return glob_match(name, p->func) && (!at || (p->file && glob_match_path(at + 1, p->file)));
}

/* Takes those out that the query is to be without. True: none is left. */
static bool without(const struct place_query *q, place_vec *ret)
{
	unsigned int n = 0;

	if (!q->without || !glob_is_pattern(q->function))
		return false;
	vec_each(it, ret) {
		bool is_out = false;

		vec_each(pattern, q->without)
			is_out |= is_meant(*pattern, *it);
		if (!is_out)
			ret->v[n++] = *it;
	}
	ret->n = n;
	return !n;
}

void debuginfo_places(struct debuginfo *di, const struct place_query *q, place_vec *ret,
		      unsigned int *left_out, struct strbuf *why)
{
	struct search s = { .di = di, .q = q, .left_out = left_out, .why = why, .image = di->kernel };

	*left_out = 0;
	s.near.name = q->function;
	if (q->module && strcmp(q->module, "kernel"))
		search_modules(&s);
	else
		search_image(&s, q->image ? q->image : di->kernel);
	take_out(&s, ret);
	if (ret->n && without(q, ret))
		strbuf_puts(why, "all that it stands for is left out (-n)");
	else if (!ret->n && !q->quiet)
		say_nothing_found(&s, s.has_asked_dwarf);
	strbuf_deinit(&s.unsaid);
}
