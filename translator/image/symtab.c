// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Opens the symbol file of a kernel or program, making it first if there is none; look-up by name and by address.
 */
#include "translator/image/symtab.h"

#include <stdlib.h>
#include <string.h>

#include "translator/image/build_id.h"
#include "translator/image/elf_file.h"
#include "translator/image/image.h"
#include "translator/image/unpack.h"

static struct symtab *symtab_over(struct arena *a, const void *p, size_t size)
{
	const struct symtab_file *f = p;
	struct symtab *t = arena_new_of(a, struct symtab);
	uint64_t need = sizeof(*f) + (uint64_t)f->n * (sizeof(struct symbol) + sizeof(uint32_t)) + f->strings_size;

	if (need != size || !f->strings_size)
		return NULL;
	t->symbols = (const void *)(f + 1);
	t->by_name = (const void *)(t->symbols + f->n);
	t->strings = (const void *)(t->by_name + f->n);
	t->n = f->n;
	t->strings_size = f->strings_size;
	t->stext = f->stext;
	t->has_traceable = f->has_traceable;
	t->has_blacklist = f->has_blacklist;
	return t;
}

/* vmlinuz holds a vmlinux whose symbols are only in the kernel's own table. */
static bool make_from_vmlinuz(struct symtab_maker *m, const char *path, struct strbuf *image, struct elf_file *e)
{
	struct strbuf why = { 0 };
	bool ok = vmlinuz_unpack(path, image, &why) && elf_file_over(e, (const uint8_t *)image->s, image->len) &&
		  symtab_from_kallsyms(m, e);

	strbuf_deinit(&why);
	return ok;
}

/* A stripped program: its dynamic symbols, and the others in the small ELF file that some distributions pack into it. */
static bool make_from_dynamic(struct symtab_maker *m, const struct elf_file *e)
{
	struct strbuf unpacked = { 0 };
	struct elf_file inner;
	size_t size;
	const uint8_t *packed = elf_contents(e, elf_section(e, ".gnu_debugdata"), &size);

	symtab_from_elf(m, e, ".dynsym", NULL);
	if (packed && bytes_unpack(packed, size, &unpacked) &&
	    elf_file_over(&inner, (const uint8_t *)unpacked.s, unpacked.len))
		symtab_from_elf(m, &inner, ".symtab", NULL);
	strbuf_deinit(&unpacked);
	return m->symbols.n > 0;
}

/* Adds symbols to a maker; false: there are none. */
enum symbol_source { FROM_ELF, FROM_VMLINUZ, FROM_MAP, FROM_PROGRAM, FROM_DYNAMIC };

static bool read_symbols(struct symtab_maker *m, const char *path, enum symbol_source from, struct strbuf *unpacked,
			 struct elf_file *e)
{
	switch (from) {
	case FROM_ELF:
	case FROM_PROGRAM:
		return elf_file_open(e, path) && symtab_from_elf(m, e, ".symtab", NULL);
	case FROM_VMLINUZ:
		return make_from_vmlinuz(m, path, unpacked, e);
	case FROM_MAP:
		return symtab_from_map(m, path);
	case FROM_DYNAMIC:
		return elf_file_open(e, path) && make_from_dynamic(m, e);
	}
	return false;
}

static void *symtab_make(const char *path, enum symbol_source from, size_t *size)
{
	struct symtab_maker m = { .a = arena_new() };
	bool is_kernel = from == FROM_ELF || from == FROM_VMLINUZ || from == FROM_MAP;
	struct strbuf unpacked = { 0 };
	struct elf_file e = { 0 };
	void *file = NULL;

	if (read_symbols(&m, path, from, &unpacked, &e)) {
		if (is_kernel)
			symtab_maker_read_tables(&m, from == FROM_MAP ? NULL : &e);
		if (is_kernel ? m.stext : m.symbols.n)
			file = symtab_maker_finish(&m, size);
	}
	elf_file_close(&e);
	strbuf_deinit(&unpacked);
	strbuf_deinit(&m.strings);
	arena_free(m.a);
	return file;
}

static struct symtab *symtab_try(struct target *target, const char *path, enum symbol_source from)
{
	static const struct cache_head expected = { .magic = "mytapSYM", .version = SYMTAB_VERSION,
						    .head_size = sizeof(struct symtab_file) };
	/* A program and its debuginfo have one build-id. */
	static const char *const kinds[] = {
		[FROM_ELF] = "symbols", [FROM_VMLINUZ] = "symbols", [FROM_MAP] = "map", [FROM_PROGRAM] = "program",
		[FROM_DYNAMIC] = "dynamic",
	};
	const char *cached = cache_file_path(target->s, kinds[from], path);
	size_t size;
	const void *p = cache_file_map(cached, &expected, &size);
	struct symtab *t = p ? symtab_over(target->arena, p, size) : NULL;
	void *made;

	if (t)
		return t;
	made = symtab_make(path, from, &size);
	if (!made)
		return NULL;
	cache_file_write(cached, made, size);
	/* Owned by the arena, for the whole run. */
	t = symtab_over(target->arena, arena_grow(target->arena, made, size, size), size);
	free(made);
	return t;
}

/* Of the file's build-id and the kernel's; UNKNOWN: one of them has none (a System.map). */
enum build { BUILD_OTHER, BUILD_UNKNOWN, BUILD_THIS };

static enum build build_of(struct target *target, const char *path, enum symbol_source from)
{
	const struct kernel *k = &target->kernel;
	uint8_t id[BUILD_ID_MAX];
	uint32_t n = from == FROM_MAP || !k->build_id_len ? 0 :
		     from == FROM_VMLINUZ ? build_id_of_vmlinuz(target->s, path, id) : build_id_of_elf(path, id);

	if (!n)
		return BUILD_UNKNOWN;
	return n == k->build_id_len && !memcmp(id, k->build_id, n) ? BUILD_THIS : BUILD_OTHER;
}

struct symtab *symtab_open(struct target *target)
{
	const struct kernel *k = &target->kernel;
	/* Sources that also have the traceable functions come first. */
	const struct { const char *path; enum symbol_source from; } sources[] = {
		{ k->vmlinux_dwarf, FROM_ELF },
		{ k->vmlinux_btf && strncmp(k->vmlinux_btf, "/sys/", 5) ? k->vmlinux_btf : NULL, FROM_ELF },
		{ k->vmlinuz, FROM_VMLINUZ },
		{ k->system_map, FROM_MAP },
	};

	for (unsigned int i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		struct symtab *t = NULL;
		enum build build = sources[i].path ? build_of(target, sources[i].path, sources[i].from) : BUILD_OTHER;

		if (build != BUILD_OTHER)
			t = symtab_try(target, sources[i].path, sources[i].from);
		if (!t)
			continue;
		t->is_this_build = build == BUILD_THIS;
		return t;
	}
	return NULL;
}

struct symtab *symtab_open_user(struct target *target, struct image *image)
{
	const char *debug = elf_section(image->elf, ".symtab") ? image->path : image_debug_file(target, image, false);
	struct symtab *t = debug ? symtab_try(target, debug, FROM_PROGRAM) : NULL;

	if (!t)
		t = symtab_try(target, image->path, FROM_DYNAMIC);
	if (t)
		t->is_this_build = true;
	return t;
}

/* Not cached: a module's file is small, and a compressed one has no build-id for a key. */
struct symtab *symtab_open_module(struct target *target, struct image *image)
{
	struct symtab_maker m = { .a = arena_new() };
	struct symtab *t = NULL;
	size_t size;
	void *made;

	if (symtab_from_elf(&m, image->elf, ".symtab", image->layout) && m.symbols.n) {
		symtab_maker_read_sites(&m, image->elf, image->layout);
		made = symtab_maker_finish(&m, &size);
		t = symtab_over(target->arena, arena_grow(target->arena, made, size, size), size);
		free(made);
	}
	strbuf_deinit(&m.strings);
	arena_free(m.a);
	return t;
}

const char *symbol_name(const struct symtab *t, const struct symbol *sym)
{
	return sym->name < t->strings_size ? t->strings + sym->name : "";
}

int64_t symtab_find(const struct symtab *t, const char *name)
{
	uint32_t low = 0, high = t->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (strcmp(symbol_name(t, &t->symbols[t->by_name[middle]]), name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < t->n && !strcmp(symbol_name(t, &t->symbols[t->by_name[low]]), name))
		return low;
	return -1;
}

const struct symbol *symtab_get(const struct symtab *t, const char *name)
{
	int64_t i = symtab_find(t, name);
	const struct symbol *first = i < 0 ? NULL : &t->symbols[t->by_name[i]];

	for (; i >= 0 && i < t->n; i++) {
		const struct symbol *sym = &t->symbols[t->by_name[i]];

		if (strcmp(symbol_name(t, sym), name))
			break;
		if (sym->flags & SYMBOL_GLOBAL)
			return sym;
	}
	return first;
}

bool symtab_is_shared(const struct symtab *t, const struct symbol *sym)
{
	const char *name = symbol_name(t, sym);
	unsigned int n = 0;

	for (int64_t i = symtab_find(t, name); i >= 0 && i < t->n && !strcmp(symbol_name(t, &t->symbols[t->by_name[i]]), name); i++)
		n += (t->symbols[t->by_name[i]].flags & SYMBOL_FUNCTION) != 0;
	return n > 1;
}

const struct symbol *symtab_at(const struct symtab *t, uint64_t address)
{
	uint32_t low = 0, high = t->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (t->symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	/* Labels within the function may precede the address: look back a little for a symbol that extends this far. */
	const struct symbol *best = NULL;

	for (uint32_t i = low; i-- > 0 && low - i < 64; ) {
		const struct symbol *sym = &t->symbols[i];

		if (!(sym->flags & SYMBOL_TEXT) || address - sym->address >= sym->size)
			continue;
		/* The lowest index at one address is the preferred name. */
		if (!best || sym->address == best->address)
			best = sym;
		if (best->flags & SYMBOL_FUNCTION && sym->address != best->address)
			break;
	}
	return best;
}

size_t symbol_base_length(const char *name)
{
	static const char *const suffixes[] = { ".isra.", ".constprop.", ".part.", ".cold", ".lto_priv.", ".llvm." };
	size_t n = strlen(name);

	for (unsigned int i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		const char *found = strstr(name, suffixes[i]);

		if (found && found != name && (size_t)(found - name) < n)
			n = found - name;
	}
	return n;
}
