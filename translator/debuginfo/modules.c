// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds modules through modules.dep, and their split BTF. */
#include "translator/debuginfo/modules.h"

#include <dirent.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/image/build_id.h"
#include "translator/image/elf_file.h"
#include "translator/image/symtab.h"
#include "translator/kernel.h"

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

/* Every module: from modules.dep; without it (a package only unpacked, depmod not run), all .ko files in the folder. */
static bool modules_list(struct debuginfo *di, struct strbuf *ret)
{
	static const char *const folders[] = { "kernel", "updates", "extra" };
	const char *dir = di->t->kernel.modules_dir;

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
		if (!strcmp((*old)->image.path, path))
			return *old;
	m = arena_new_of(di->a, struct module_info);
	m->image = (struct image){ .kind = IMAGE_MODULE, .name = name, .path = path };
	vec_push(di->a, &di->modules, m);
	return m;
}

struct module_info *module_of(struct image *image)
{
	return image->kind == IMAGE_MODULE ? (struct module_info *)((char *)image - offsetof(struct module_info, image)) : NULL;
}

/* Each file that defines trace events has a symbol with the system's name: str__NAME__trace_system_name */
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

static void note_trace_systems(struct debuginfo *di, struct module_info *m)
{
	const struct symtab *t = image_symtab(di->t, &m->image);

	for (uint32_t i = 0; t && i < t->n; i++)
		note_trace_system(di, m, symbol_name(t, &t->symbols[i]));
}

static bool module_read(struct debuginfo *di, struct module_info *m, struct strbuf *why)
{
	if (m->is_read)
		return m->image.elf;
	m->is_read = true;
	if (!image_read_module(di->t, &m->image, why))
		return false;
	note_trace_systems(di, m);
	return true;
}

static bool is_built_in(struct debuginfo *di, const char *name)
{
	struct strbuf b = { 0 };
	bool found = false;

	if (strbuf_read_file(&b, arena_printf(di->a, "%s/modules.builtin", di->t->kernel.modules_dir)))
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
			      pattern, di->t->kernel.release);
		return;
	}
	strbuf_printf(why, "no module '%s' in %s", pattern, di->t->kernel.modules_dir);
	if (near->best)
		strbuf_printf(why, " (did you mean '%s'?)", near->best);
}

void modules_find(struct debuginfo *di, const char *pattern, module_vec *ret, struct strbuf *why)
{
	const char *dir = di->t->kernel.modules_dir, *wanted = pattern;
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
		strbuf_printf(why, "kernel %s has no modules: no modules.dep in %s, and no .ko file", di->t->kernel.release,
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
	const char *dir = di->t->kernel.modules_dir;
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

	if (m->btf_tried || !base || !m->image.elf)
		return m->btf;
	m->btf_tried = true;
	p = elf_contents(m->image.elf, elf_section(m->image.elf, ".BTF"), &size);
	if (p)
		m->btf = btf_new(di->a, p, size, m->image.name, base);
	return m->btf;
}

uint32_t debuginfo_module_build_id(struct debuginfo *di, const char *name, uint8_t *ret, const char **path,
				   const char **other)
{
	uint32_t n = 0;

	vec_each(m, &di->modules) {
		const struct image *image = &(*m)->image;

		if (!image->elf || strcmp(image->name, name))
			continue;
		if (*path && (image->build_id_len != n || memcmp(image->build_id, ret, n))) {
			*other = image->path;
			continue;
		}
		n = image->build_id_len;
		memcpy(ret, image->build_id, n);
		*path = image->path;
	}
	return n;
}
