// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Opens the symbol file of a kernel, making it first when there is none, and
 * answers by name and by address.
 */
#include "translator/debuginfo/symtab.h"

#include <stdlib.h>
#include <string.h>

#include "translator/debuginfo/elf_image.h"
#include "translator/kernel.h"
#include "translator/runners/guest_files.h"

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
static bool make_from_vmlinuz(struct symtab_maker *m, const char *path, struct strbuf *image, struct elf_image *e)
{
	struct strbuf why = { 0 };
	bool ok = vmlinuz_unpack(path, image, &why) && elf_image_over(e, (const uint8_t *)image->s, image->len) &&
		  symtab_from_kallsyms(m, e);

	strbuf_deinit(&why);
	return ok;
}

static void *symtab_make(struct session *s, const char *path, bool is_map, bool is_vmlinuz, size_t *size)
{
	struct symtab_maker m = { .a = arena_new() };
	struct strbuf image = { 0 };
	struct elf_image e = { 0 };
	void *file = NULL;
	bool ok;

	(void)s;
	if (is_map)
		ok = symtab_from_map(&m, path);
	else if (is_vmlinuz)
		ok = make_from_vmlinuz(&m, path, &image, &e);
	else
		ok = elf_image_open(&e, path) && symtab_from_elf(&m, &e);
	if (ok) {
		symtab_maker_read_tables(&m, is_map ? NULL : &e);
		if (m.stext)
			file = symtab_maker_finish(&m, size);
	}
	elf_image_close(&e);
	strbuf_deinit(&image);
	strbuf_deinit(&m.strings);
	arena_free(m.a);
	return file;
}

static struct symtab *symtab_try(struct session *s, const char *path, bool is_map, bool is_vmlinuz)
{
	static const struct cache_head expected = { .magic = "mytapSYM", .version = SYMTAB_VERSION,
						    .head_size = sizeof(struct symtab_file) };
	const char *cached = cache_file_path(s, is_map ? "map" : "symbols", path);
	size_t size;
	const void *p = cache_file_map(cached, &expected, &size);
	struct symtab *t = p ? symtab_over(s->arena, p, size) : NULL;
	void *made;

	if (t)
		return t;
	made = symtab_make(s, path, is_map, is_vmlinuz, &size);
	if (!made)
		return NULL;
	cache_file_write(cached, made, size);
	/* The arena takes it over: it lives as long as the run. */
	t = symtab_over(s->arena, arena_grow(s->arena, made, size, size), size);
	free(made);
	return t;
}

/* Of the file's build-id and the kernel's; UNKNOWN: one of them has none (a System.map). */
enum build { BUILD_OTHER, BUILD_UNKNOWN, BUILD_THIS };

static enum build build_of(struct session *s, const char *path, bool is_map, bool is_vmlinuz)
{
	const struct kernel *k = &s->kernel;
	uint8_t id[32];
	uint32_t n = is_map || !k->build_id_len ? 0 : is_vmlinuz ? build_id_of_vmlinuz(s, path, id) : build_id_of_elf(path, id);

	if (!n)
		return BUILD_UNKNOWN;
	return n == k->build_id_len && !memcmp(id, k->build_id, n) ? BUILD_THIS : BUILD_OTHER;
}

struct symtab *symtab_open(struct session *s, struct strbuf *why)
{
	const struct kernel *k = &s->kernel;
	/* Sources that also tell what can be traced come first. */
	const struct { const char *path; bool is_map, is_vmlinuz; } sources[] = {
		{ k->vmlinux_dwarf, false, false },
		{ k->vmlinux_btf && strncmp(k->vmlinux_btf, "/sys/", 5) ? k->vmlinux_btf : NULL, false, false },
		{ k->vmlinuz, false, true },
		{ k->system_map, true, false },
	};

	for (unsigned int i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		struct symtab *t = NULL;
		enum build build = sources[i].path ? build_of(s, sources[i].path, sources[i].is_map, sources[i].is_vmlinuz) :
						     BUILD_OTHER;

		if (build != BUILD_OTHER)
			t = symtab_try(s, sources[i].path, sources[i].is_map, sources[i].is_vmlinuz);
		if (!t)
			continue;
		t->is_this_build = build == BUILD_THIS;
		return t;
	}
	strbuf_printf(why, "no symbols of kernel %s were found (a vmlinux, vmlinuz or System.map)", k->release);
	return NULL;
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
	/* Labels within a function may stand before it: look back a little for the one that reaches this far. */
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
