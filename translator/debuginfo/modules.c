// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds modules through modules.dep and reads their symbols, ftrace sites and split BTF out of the .ko files. */
#include "translator/debuginfo/modules.h"

#include <dirent.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/image/build_id.h"
#include "translator/image/elf_file.h"
#include "translator/kernel.h"
#include "translator/image/unpack.h"

/* "kernel/fs/overlayfs/overlay.ko.xz" -> "overlay"; the kernel writes _ for -. */
static const char *module_name_of(const char *path, size_t n)
{
	char buffer[128];
	size_t from = n, k = 0;

	while (from && path[from - 1] != '/')
		from--;
	for (; from < n && path[from] != '.' && k < sizeof(buffer) - 1; from++)
		buffer[k++] = path[from] == '-' ? '_' : path[from];
	buffer[k] = 0;
	return intern(buffer);
}

/* "folder/x.ko.xz:\n" for each module below it. */
static void list_folder(struct debuginfo *di, const char *dir, const char *below, struct strbuf *ret)
{
	DIR *d = opendir(arena_printf(di->a, "%s/%s", dir, below));
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char *path = arena_printf(di->a, "%s/%s", below, e->d_name);

		if (e->d_name[0] == '.')
			continue;
		if (strstr(e->d_name, ".ko"))
			strbuf_printf(ret, "%s:\n", path);
		else if (!strchr(e->d_name, '.'))
			list_folder(di, dir, path, ret);
	}
	if (d)
		closedir(d);
}

/* Every module: modules.dep; without it (depmod has not run where a package was only unpacked), what lies there. */
static bool modules_list(struct debuginfo *di, struct strbuf *ret)
{
	static const char *const folders[] = { "kernel", "updates", "extra" };
	const char *dir = di->s->kernel.modules_dir;

	if (!dir)
		return false;
	if (strbuf_read_file(ret, arena_printf(di->a, "%s/modules.dep", dir)))
		return true;
	for (unsigned int i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		list_folder(di, dir, folders[i], ret);
	return ret->len;
}

static struct module_info *module_new(struct debuginfo *di, const char *name, const char *path)
{
	struct module_info *m;

	vec_each(old, &di->modules)
		if (!strcmp((*old)->path, path))
			return *old;
	m = arena_new_of(di->a, struct module_info);
	m->name = name;
	m->path = path;
	m->base = (struct image){ .kind = IMAGE_MODULE, .name = name, .path = path };
	vec_push(di->a, &di->modules, m);
	return m;
}

struct module_info *module_of(struct image *image)
{
	return image->kind == IMAGE_MODULE ? (struct module_info *)((char *)image - offsetof(struct module_info, base)) : NULL;
}

static int compare_functions(const void *a, const void *b)
{
	const struct module_function *x = a, *y = b;
	int d = strcmp(x->name, y->name);

	return d ? d : (x->value > y->value) - (x->value < y->value);
}

struct site { uint32_t section; uint64_t value; };

static int compare_sites(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

/* A relocation of __mcount_loc names each ftrace site by a symbol and an addend. */
static void read_sites(struct debuginfo *di, struct module_info *m, const Elf64_Sym *syms, size_t nsyms)
{
	struct elf_file *e = m->image;
	VEC(struct site) sites = { 0 };
	size_t size = 0;
	const Elf64_Rela *r = elf_contents(e, elf_section(e, ".rela__mcount_loc"), &size);

	for (size_t i = 0; r && i < size / sizeof(*r); i++) {
		uint32_t sym = ELF64_R_SYM(r[i].r_info);

		if (sym < nsyms)
			vec_push(di->a, &sites, (struct site){ syms[sym].st_shndx, syms[sym].st_value + r[i].r_addend });
	}
	if (!sites.n)
		return;
	qsort(sites.v, sites.n, sizeof(*sites.v), compare_sites);
	vec_each(f, &m->functions) {
		struct site at = { f->section, f->value }, behind_endbr = { f->section, f->value + 4 };

		f->is_traceable = bsearch(&at, sites.v, sites.n, sizeof(at), compare_sites) ||
				  bsearch(&behind_endbr, sites.v, sites.n, sizeof(at), compare_sites);
	}
}

static int compare_anchors(const void *a, const void *b)
{
	return strcmp(((const struct module_anchor *)a)->name, ((const struct module_anchor *)b)->name);
}

/* The system of trace events stands in the name of a symbol, in each file that makes some: str__NAME__trace_system_name */
static void note_trace_system(struct debuginfo *di, struct module_info *m, const char *symbol)
{
	static const char prefix[] = "str__", suffix[] = "__trace_system_name";
	const size_t around = sizeof(prefix) + sizeof(suffix) - 2;
	size_t n = strlen(symbol);
	const char *system;

	if (n <= around || strncmp(symbol, prefix, sizeof(prefix) - 1) || strcmp(symbol + n - sizeof(suffix) + 1, suffix))
		return;
	system = arena_strndup(di->a, symbol + sizeof(prefix) - 1, n - around);
	m->trace_system = m->trace_system && strcmp(m->trace_system, system) ? "" : system;
}

/* Names that are there once, of what stays in memory. A name that is also elsewhere is none. */
static void read_anchors(struct debuginfo *di, struct module_info *m, const Elf64_Sym *syms, size_t nsyms,
			 const char *names, size_t names_size)
{
	struct elf_file *e = m->image;
	unsigned int kept = 0, same;

	for (size_t i = 1; i < nsyms; i++) {
		const Elf64_Shdr *in = syms[i].st_shndx < e->nsections ? &e->sections[syms[i].st_shndx] : NULL;
		struct module_anchor a = { .value = syms[i].st_value };

		if (syms[i].st_shndx == SHN_UNDEF || ELF64_ST_TYPE(syms[i].st_info) == STT_SECTION ||
		    ELF64_ST_TYPE(syms[i].st_info) == STT_FILE || syms[i].st_name >= names_size || !names[syms[i].st_name])
			continue;
		a.name = names + syms[i].st_name;
		note_trace_system(di, m, a.name);
		a.section = in && in->sh_flags & SHF_ALLOC && in->sh_name < e->names_size ? e->names + in->sh_name : "";
		vec_push(di->a, &m->anchors, a);
	}
	if (m->anchors.n)
		qsort(m->anchors.v, m->anchors.n, sizeof(*m->anchors.v), compare_anchors);
	for (unsigned int i = 0; i < m->anchors.n; i += same) {
		const struct module_anchor *a = &m->anchors.v[i];

		for (same = 1; i + same < m->anchors.n && !strcmp(a->name, a[same].name); same++)
			;
		if (same == 1 && *a->section && strncmp(a->section, ".init", 5) && strncmp(a->section, ".exit", 5))
			m->anchors.v[kept++] = *a;
	}
	m->anchors.n = kept;
}

static bool has_anchor(const struct module_info *m, const char *name)
{
	struct module_anchor wanted = { .name = name };

	return m->anchors.n && bsearch(&wanted, m->anchors.v, m->anchors.n, sizeof(wanted), compare_anchors);
}

const char *module_anchor(const struct module_info *m, const char *section, uint64_t offset, int64_t *delta)
{
	const struct module_anchor *best = NULL;

	vec_each(a, &m->anchors) {
		if (strcmp(a->section, section))
			continue;
		/* The last one at or before it; if there is none, the first behind it. */
		if (!best || (a->value <= offset ? best->value > offset || a->value > best->value :
			      best->value > offset && a->value < best->value))
			best = a;
	}
	if (!best)
		return NULL;
	*delta = (int64_t)(offset - best->value);
	return best->name;
}

bool module_place(struct module_info *m, const struct module_function *f, uint64_t delta, const char **symbol,
		  int64_t *offset)
{
	if (f->is_init)
		return false;
	*symbol = f->name;
	*offset = (int64_t)delta;
	if (f->is_shared)
		*symbol = module_anchor(m, f->section_name, f->value + delta, offset);
	return *symbol != NULL;
}

static void read_functions(struct debuginfo *di, struct module_info *m)
{
	struct elf_file *e = m->image;
	const Elf64_Shdr *s = elf_section(e, ".symtab");
	size_t size, names_size;
	const Elf64_Sym *syms = s ? elf_contents(e, s, &size) : NULL;
	const char *names = syms && s->sh_link < e->nsections ? elf_contents(e, &e->sections[s->sh_link], &names_size) : NULL;

	if (!names || !names_size || names[names_size - 1])
		return;
	for (size_t i = 1; i < size / sizeof(*syms); i++) {
		const Elf64_Shdr *in = syms[i].st_shndx < e->nsections ? &e->sections[syms[i].st_shndx] : NULL;
		struct module_function f = { .value = syms[i].st_value, .size = syms[i].st_size, .section = syms[i].st_shndx };
		const char *section;

		if (ELF64_ST_TYPE(syms[i].st_info) != STT_FUNC || !in || !(in->sh_flags & SHF_EXECINSTR) ||
		    syms[i].st_name >= names_size)
			continue;
		section = in->sh_name < e->names_size ? e->names + in->sh_name : "";
		f.name = names + syms[i].st_name;
		f.section_name = section;
		f.is_init = strstr(section, ".init.text") || strstr(section, ".exit.text");
		if (strncmp(f.name, "__pfx_", 6) && strncmp(f.name, "__cfi_", 6))
			vec_push(di->a, &m->functions, f);
	}
	if (m->functions.n)
		qsort(m->functions.v, m->functions.n, sizeof(*m->functions.v), compare_functions);
	for (unsigned int i = 1; i < m->functions.n; i++)
		if (!strcmp(m->functions.v[i].name, m->functions.v[i - 1].name))
			m->functions.v[i].is_shared = m->functions.v[i - 1].is_shared = true;
	read_sites(di, m, syms, size / sizeof(*syms));
	read_anchors(di, m, syms, size / sizeof(*syms), names, names_size);
	vec_each(f, &m->functions)
		f->is_exported = has_anchor(m, arena_printf(di->a, "__ksymtab_%s", f->name));
}

static bool module_read(struct debuginfo *di, struct module_info *m, struct strbuf *why)
{
	size_t n = strlen(m->path);

	if (m->is_read)
		return m->image != NULL;
	m->is_read = true;
	m->image = arena_new_of(di->a, struct elf_file);
	if (n > 3 && !strcmp(m->path + n - 3, ".ko")) {
		if (!elf_file_open(m->image, m->path))
			m->image = NULL;
	} else if (!file_unpack(m->path, &m->unpacked, why) ||
		   !elf_file_over(m->image, (const uint8_t *)m->unpacked.s, m->unpacked.len)) {
		m->image = NULL;
	}
	if (!m->image) {
		if (!why->len)
			strbuf_printf(why, "%s cannot be read as a module", m->path);
		return false;
	}
	read_functions(di, m);
	session_depends_on(di->s, m->path);
	return true;
}

static bool is_built_in(struct debuginfo *di, const char *name)
{
	struct strbuf b = { 0 };
	bool found = false;

	if (strbuf_read_file(&b, arena_printf(di->a, "%s/modules.builtin", di->s->kernel.modules_dir)))
		for (char *p = b.s, *end; !found && (end = strchr(p, '\n')); p = end + 1)
			found = !strcmp(module_name_of(p, end - p), name);
	strbuf_deinit(&b);
	return found;
}

static void say_none(struct debuginfo *di, const char *pattern, const struct near *near, struct strbuf *why)
{
	if (why->len)
		return;
	if (is_built_in(di, pattern)) {
		strbuf_printf(why, "module '%s' is built into kernel %s: its functions are the kernel's (kernel.function)",
			      pattern, di->s->kernel.release);
		return;
	}
	strbuf_printf(why, "no module '%s' in %s", pattern, di->s->kernel.modules_dir);
	if (near->best)
		strbuf_printf(why, " (did you mean '%s'?)", near->best);
}

void modules_find(struct debuginfo *di, const char *pattern, module_vec *ret, struct strbuf *why)
{
	const char *dir = di->s->kernel.modules_dir, *wanted = pattern;
	struct near near = NEAR_INIT(pattern);
	struct strbuf b = { 0 };

	if (strchr(pattern, '/')) {
		struct module_info *m = module_new(di, module_name_of(pattern, strlen(pattern)), pattern);

		if (access(pattern, R_OK) < 0)
			strbuf_printf(why, "module file %s cannot be read", pattern);
		else if (module_read(di, m, why))
			vec_push(di->a, ret, m);
		return;
	}
	if (strchr(pattern, '-') && !glob_is_pattern(pattern))
		wanted = module_name_of(pattern, strlen(pattern));
	if (!modules_list(di, &b)) {
		strbuf_printf(why, "kernel %s has no modules: no modules.dep in %s, and no .ko file", di->s->kernel.release,
			      dir ? dir : "its folder");
		strbuf_deinit(&b);
		return;
	}
	for (char *p = b.s, *end; (end = strchr(p, '\n')); p = end + 1) {
		const char *colon = memchr(p, ':', end - p);
		const char *name = colon ? module_name_of(p, colon - p) : NULL;

		if (!name)
			continue;
		if (glob_match(wanted, name)) {
			struct module_info *m = module_new(di, name, arena_printf(di->a, "%s/%.*s", dir, (int)(colon - p), p));

			if (module_read(di, m, why))
				vec_push(di->a, ret, m);
		} else if (!glob_is_pattern(wanted)) {
			near_try(&near, name);
		}
	}
	strbuf_deinit(&b);
	if (!ret->n)
		say_none(di, wanted, &near, why);
}

bool debuginfo_has_module(struct debuginfo *di, const char *pattern)
{
	struct strbuf why = { 0 };
	module_vec found = { 0 };

	modules_find(di, pattern, &found, &why);
	strbuf_deinit(&why);
	return found.n > 0;
}

void modules_each(struct debuginfo *di, void (*each)(void *ctx, const char *name, const char *path), void *ctx)
{
	const char *dir = di->s->kernel.modules_dir;
	struct strbuf b = { 0 };

	if (!modules_list(di, &b))
		return;
	for (char *p = b.s, *end; (end = strchr(p, '\n')); p = end + 1) {
		const char *colon = memchr(p, ':', (size_t)(end - p));

		if (colon)
			each(ctx, module_name_of(p, (size_t)(colon - p)),
			     arena_printf(di->a, "%s/%.*s", dir, (int)(colon - p), p));
	}
	strbuf_deinit(&b);
}

struct btf *module_btf(struct debuginfo *di, struct module_info *m)
{
	struct btf *base = debuginfo_btf(di);
	const void *p;
	size_t size;

	if (m->btf_tried || !base || !m->image)
		return m->btf;
	m->btf_tried = true;
	p = elf_contents(m->image, elf_section(m->image, ".BTF"), &size);
	if (p)
		m->btf = btf_new(di->a, p, size, m->name, base);
	return m->btf;
}

static uint32_t build_id_of_module(const struct module_info *m, uint8_t *ret)
{
	return build_id_of_file(m->image, ret);
}

uint32_t debuginfo_module_build_id(struct debuginfo *di, const char *name, uint8_t *ret, const char **path,
				   const char **other)
{
	uint32_t n = 0, k;
	uint8_t id[32];

	vec_each(m, &di->modules) {
		if (!(*m)->image || strcmp((*m)->name, name))
			continue;
		k = build_id_of_module(*m, id);
		if (*path && (k != n || memcmp(id, ret, n))) {
			*other = (*m)->path;
			continue;
		}
		n = k;
		memcpy(ret, id, n);
		*path = (*m)->path;
	}
	return n;
}
