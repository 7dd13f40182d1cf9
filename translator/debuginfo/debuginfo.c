// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens the sources on the first query that needs them, and gives the reason if one is missing. */
#include "translator/debuginfo/debuginfo.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "translator/debuginfo/btf.h"
#include "translator/image/build_id.h"
#include "translator/image/cache_file.h"
#include "translator/image/debuginfod.h"
#include "translator/debuginfo/dwarf.h"
#include "translator/image/elf_file.h"
#include "translator/debuginfo/modules.h"
#include "translator/debuginfo/sources.h"
#include "translator/image/symtab.h"
#include "translator/kernel.h"
#include "translator/image/unpack.h"

struct symtab *debuginfo_symtab(struct debuginfo *di)
{
	return image_symtab(di->t, di->kernel);
}

/* The .BTF section of an ELF file, or the whole of a raw BTF file. Mapped until the end of the run. */
static struct btf *btf_from_file(struct debuginfo *di, const char *path)
{
	struct elf_file e;
	const uint8_t *p;
	size_t size;

	if (!file_map(path, &p, &size))
		return NULL;
	if (elf_file_over(&e, p, size)) {
		p = elf_contents(&e, elf_section(&e, ".BTF"), &size);
		if (!p)
			return NULL;
	}
	return btf_new(di->a, p, size, "kernel", NULL);
}

struct btf_file {
	struct cache_head head;
	/* the contents of .BTF */
};

/* Unpacked once: 0.7 s for 14 MB of xz. */
static struct btf *btf_from_vmlinuz(struct debuginfo *di, const char *path)
{
	static const struct cache_head expected = { .magic = "mytapBTF", .version = 1, .head_size = sizeof(struct btf_file) };
	const char *cached = cache_file_path(di->s, "btf", path);
	struct strbuf image = { 0 }, why = { 0 };
	struct elf_file e;
	size_t size;
	const uint8_t *p = cache_file_map(cached, &expected, &size);
	struct btf *btf = NULL;

	if (p)
		return btf_new(di->a, p + sizeof(struct btf_file), size - sizeof(struct btf_file), "kernel", NULL);
	if (vmlinuz_unpack(path, &image, &why) && elf_file_over(&e, (const uint8_t *)image.s, image.len) &&
	    (p = elf_contents(&e, elf_section(&e, ".BTF"), &size))) {
		struct btf_file *f = arena_alloc(di->a, sizeof(*f) + size);

		f->head = expected;
		memcpy(f + 1, p, size);
		cache_file_write(cached, f, sizeof(*f) + size);
		btf = btf_new(di->a, (const uint8_t *)(f + 1), size, "kernel", NULL);
	}
	strbuf_deinit(&image);
	strbuf_deinit(&why);
	return btf;
}

struct btf *debuginfo_btf(struct debuginfo *di)
{
	const struct kernel *k = &di->t->kernel;

	if (di->btf_tried)
		return di->btf;
	di->btf_tried = true;
	if (k->vmlinux_btf)
		di->btf = btf_from_file(di, k->vmlinux_btf);
	if (!di->btf && k->vmlinuz)
		di->btf = btf_from_vmlinuz(di, k->vmlinuz);
	if (!di->btf)
		di->btf_absent = arena_printf(di->a, "kernel %s has no type information of its own here (%s)", k->release,
					      k->vmlinux_btf ? "it is in an unknown form" :
					      "neither its BTF, its vmlinux nor its vmlinuz was found");
	return di->btf;
}

static bool is_same_build(const struct kernel *k, const char *path, struct strbuf *why)
{
	uint8_t id[32];
	uint32_t n = build_id_of_elf(path, id);

	if (!n || !k->build_id_len || (n == k->build_id_len && !memcmp(id, k->build_id, n)))
		return true;
	strbuf_printf(why, "%s belongs to another build of kernel %s (their build ids differ)", path, k->release);
	return false;
}

struct dwarf *debuginfo_dwarf(struct debuginfo *di)
{
	const struct kernel *k = &di->t->kernel;
	struct strbuf why = { 0 };

	if (di->dwarf_tried || di->s->opt.debuginfo == DEBUGINFO_BTF)
		return di->dwarf;
	di->dwarf_tried = true;
	if (k->vmlinux_dwarf && is_same_build(k, k->vmlinux_dwarf, &why))
		di->dwarf = dwarf_open(di, di->kernel, k->vmlinux_dwarf, &why);
	if (why.len) {
		di->dwarf_absent = arena_strdup(di->a, why.s);
		diag_warn(&di->s->diag, (struct loc){ 0 }, "the kernel's debuginfo is not used: %s", why.s);
	}
	strbuf_deinit(&why);
	return di->dwarf;
}

struct dwarf *debuginfo_dwarf_fetched(struct debuginfo *di)
{
	struct kernel *k = &di->t->kernel;
	struct dwarf *d = debuginfo_dwarf(di);
	struct strbuf why = { 0 };

	if (d || di->fetch_tried || k->vmlinux_dwarf || !debuginfod_is_wanted(di->s))
		return d;
	di->fetch_tried = true;
	k->vmlinux_dwarf = debuginfod_fetch(di->s, DEBUGINFOD_DEBUGINFO, arena_printf(di->a, "kernel %s", k->release), k->build_id,
					    k->build_id_len, &why);
	if (why.len)
		di->dwarf_absent = arena_strdup(di->a, why.s);
	strbuf_deinit(&why);
	di->dwarf_tried = false;
	return debuginfo_dwarf(di);
}

void debuginfo_advise_dwarf(struct debuginfo *di, struct strbuf *why)
{
	if (di->s->opt.debuginfo == DEBUGINFO_BTF) {
		strbuf_puts(why, " (--debuginfo=btf keeps the kernel's full debuginfo out of it)");
		return;
	}
	if (debuginfo_dwarf(di))
		return;
	if (di->dwarf_absent)
		strbuf_printf(why, " (%s)", di->dwarf_absent);
	else if (di->t->kernel.release)
		strbuf_printf(why, " (the kernel's debuginfo would tell: apt-get install linux-image-%s-dbg, or set "
			      "DEBUGINFOD_URLS)", di->t->kernel.release);
}

/* If a part of it is missing, none of it is used: what refers to the part would be read wrong. */
static void program_dwarf_open(struct debuginfo *di, struct image *image, const char *path, struct strbuf *why)
{
	struct strbuf says = { 0 };

	image->debug_lacks = dwarf_lacks_alt(di->a, path);
	if (!image->debug_lacks)
		image->dwarf = dwarf_open(di, image, path, &says);
	if (!image->dwarf && !image->debug_lacks)
		image->debug_lacks = dwarf_lacks(di->t, image, path);
	if (says.len && !image->debug_lacks)
		strbuf_printf(why, "%s%s", why->len ? "; " : "", says.s);
	strbuf_deinit(&says);
}

struct dwarf *image_dwarf(struct debuginfo *di, struct image *image, bool fetch, struct strbuf *why)
{
	const char *path;

	switch (image->kind) {
	case IMAGE_KERNEL:
		return fetch ? debuginfo_dwarf_fetched(di) : debuginfo_dwarf(di);
	case IMAGE_MODULE:
		return module_dwarf(di, module_of(image), fetch, why);
	case IMAGE_USER:
		break;
	}
	if (image->dwarf || (image->dwarf_tried && !fetch))
		return image->dwarf;
	image->dwarf_tried = true;
	path = image_debug_file(di->t, image, fetch);
	if (path)
		program_dwarf_open(di, image, path, why);
	return image->dwarf;
}

void image_advise_dwarf(struct debuginfo *di, struct image *image, struct strbuf *why)
{
	const char *path;

	if (image->kind != IMAGE_USER) {
		debuginfo_advise_dwarf(di, why);
		return;
	}
	path = image->debug_lacks ? NULL : image_debug_file(di->t, image, false);
	if (path)
		image->debug_lacks = dwarf_lacks(di->t, image, path);
	if (image->debug_lacks)
		strbuf_printf(why, " (%s)", image->debug_lacks);
	else if (!image->dwarf)
		strbuf_printf(why, image->debug_absent ? " (%s)" : " (its debuginfo would tell: compile it with -g, install its -dbgsym "
			      "package, or set DEBUGINFOD_URLS)", image->debug_absent);
}

static bool read_build_id(const char *text, uint8_t *id, uint32_t *n)
{
	unsigned int byte;

	for (*n = 0; *text && *n < BUILD_ID_MAX; text += 2) {
		if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]) || sscanf(text, "%2x", &byte) != 1)
			return false;
		id[(*n)++] = byte;
	}
	return *n && !*text;
}

static struct image *program_of_build(struct debuginfo *di, const char *text, const char **path, struct strbuf *why)
{
	uint8_t id[BUILD_ID_MAX];
	uint32_t n;

	if (!read_build_id(text, id, &n)) {
		strbuf_printf(why, "'%s' is not a build-id: it is 2 to %d hexadecimal digits, two for each byte", text,
			      2 * BUILD_ID_MAX);
		return NULL;
	}
	vec_each(image, &di->programs)
		if ((*image)->build_id_len == n && !memcmp((*image)->build_id, id, n))
			return *image;
	*path = image_find_build(di->t, id, n, why);
	return NULL;
}

struct image *debuginfo_program(struct debuginfo *di, const char *path, struct strbuf *why)
{
	static const char by_build[] = "build-id:";
	struct image *image = NULL;

	if (!strncmp(path, by_build, sizeof(by_build) - 1)) {
		const char *found = NULL;

		image = program_of_build(di, path + sizeof(by_build) - 1, &found, why);
		if (image || !found)
			return image;
		path = found;
	}
	vec_each(known, &di->programs)
		if (!strcmp((*known)->path, path))
			return *known;
	image = image_open_user(di->t, arena_strdup(di->a, path), why);
	if (image)
		vec_push(di->a, &di->programs, image);
	return image;
}

struct debuginfo *debuginfo_new(struct target *t)
{
	struct debuginfo *di = arena_new_of(t->arena, struct debuginfo);

	di->t = t;
	di->s = t->s;
	di->a = t->arena;
	di->kernel = image_new(t->arena, IMAGE_KERNEL, "kernel", NULL);
	return di;
}

struct debuginfo *debuginfo_open(struct target *t)
{
	struct debuginfo *di = debuginfo_new(t);
	const struct kernel *k = &t->kernel;

	/* Opens files only; their content is read on demand. */
	if (k->vmlinux_btf || k->vmlinux_dwarf || k->vmlinuz || k->system_map) {
		if (t->s->opt.debuginfo != DEBUGINFO_DWARF || debuginfo_dwarf(di))
			return di;
		diag_error(&t->s->diag, (struct loc){ 0 }, "--debuginfo=dwarf: there is no debuginfo of kernel %s: "
			   "apt-get install linux-image-%s-dbg", k->release, k->release);
		return NULL;
	}
	diag_error(&t->s->diag, (struct loc){ 0 }, "nothing is known about kernel %s: neither its BTF "
		   "(/sys/kernel/btf/vmlinux), a vmlinux, /boot/vmlinuz-%s nor a System.map was found; "
		   "apt-get install linux-image-%s", k->release, k->release, k->release);
	return NULL;
}

void debuginfo_close(struct debuginfo *di)
{
	if (!di)
		return;
	if (di->dwarf)
		dwarf_close(di->dwarf);
	vec_each(program, &di->programs)
		if ((*program)->dwarf)
			dwarf_close((*program)->dwarf);
}

uint64_t debuginfo_stext(struct debuginfo *di)
{
	struct symtab *t = debuginfo_symtab(di);

	return t ? t->stext : 0;
}

bool debuginfo_is_this_build(struct debuginfo *di)
{
	struct symtab *t = debuginfo_symtab(di);

	return t && t->is_this_build;
}

uint64_t debuginfo_symbol(struct debuginfo *di, const char *name)
{
	struct symtab *t = debuginfo_symtab(di);
	const struct symbol *sym = t ? symtab_get(t, name) : NULL;

	return sym ? sym->address : 0;
}

void debuginfo_vars(struct debuginfo *di, const struct target_context *at, target_var_vec *ret)
{
	if (at->own) {
		vec_each(v, &at->own->v)
			if (!v->text)
				vec_push(di->a, ret, (struct target_var){ .name = v->name, .type = v->type, .is_parameter = true });
		return;
	}
	if (!at->place)
		return;
	if (at->place->scope && at->place->scope->dwarf)
		dwarf_variable_names(di, at, ret);
	else
		btf_variable_names(di, at, ret);
}
