/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The modules of a guest's kernel: those that the port needs at boot, and those requested in the guest. */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "translator/runners/guest_files.h"

static const char *const wanted[] = { "virtio_pci", "virtio_console" };

/*
 * In the form of modules.dep, for an unpacked package where depmod has not run.
 * A module without a file is assumed to be built in.
 */
static const char usual_dependencies[] =
	"kernel/drivers/virtio/virtio_pci.ko: kernel/drivers/virtio/virtio_pci_legacy_dev.ko"
	" kernel/drivers/virtio/virtio_pci_modern_dev.ko kernel/drivers/virtio/virtio.ko"
	" kernel/drivers/virtio/virtio_ring.ko\n"
	"kernel/drivers/char/virtio_console.ko: kernel/drivers/virtio/virtio.ko"
	" kernel/drivers/virtio/virtio_ring.ko\n";

static const char *const suffixes[] = { "", ".xz", ".zst", ".gz" };

/* In names of modules - and _ are the same. */
static bool is_same_name(const char *a, const char *b, size_t n)
{
	for (; n && *a && (*a == '-' ? '_' : *a) == (*b == '-' ? '_' : *b); a++, b++)
		n--;
	return !n;
}

/* The line of modules.dep (modules.builtin) that is for module: "path/module.ko[.xz]: dependencies". */
static const char *dependency_line(const char *text, const char *module)
{
	size_t n = strlen(module);

	for (const char *line = text, *end; *line; line = *end ? end + 1 : end) {
		const char *name = line, *colon;

		end = line + strcspn(line, "\n");
		colon = memchr(line, ':', end - line);
		if (!colon)
			colon = end;
		for (const char *s = line; s < colon; s++) {
			if (*s == '/')
				name = s + 1;
		}
		if ((size_t)(colon - name) > n && is_same_name(name, module, n) && !strncmp(name + n, ".ko", 3))
			return line;
	}
	return NULL;
}

/* The module as a file, packed or not; NULL: no such file. */
static const char *module_file(struct arena *a, const char *modules, const char *path, size_t n)
{
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		const char *s = arena_printf(a, "%s/%.*s%s", modules, (int)n, path, suffixes[i]);

		if (!access(s, R_OK))
			return s;
	}
	return NULL;
}

static void module_add(struct arena *a, const struct guest_kernel *k, const char *path, size_t n, name_vec *ret)
{
	const char *s = module_file(a, k->modules, path, n);

	if (!s)
		return;
	vec_each(it, ret) {
		if (!strcmp(*it, s))
			return;
	}
	vec_push(a, ret, s);
}

/* Dependencies stand behind the colon, the one to load first at the end. */
static void modules_of_line(struct arena *a, const struct guest_kernel *k, const char *line, name_vec *ret)
{
	const char *end = line + strcspn(line, "\n"), *colon = memchr(line, ':', end - line);

	for (const char *e = end; e > colon + 1; ) {
		const char *b = e;

		while (b > colon + 1 && b[-1] != ' ')
			b--;
		if (b < e)
			module_add(a, k, b, e - b, ret);
		e = b > colon + 1 ? b - 1 : b;
	}
	module_add(a, k, line, colon - line, ret);
}

/* The modules of a line of modules.alias, "alias PATTERN MODULE", whose pattern fits. */
static void modules_of_alias(struct arena *a, const struct guest_kernel *k, const char *dep, const char *name,
			     name_vec *ret)
{
	struct strbuf text = { 0 };
	char *save, pattern[512], module[128];

	if (!strbuf_read_file(&text, arena_printf(a, "%s/modules.alias", k->modules)))
		return;
	for (char *line = strtok_r(text.s, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		const char *found;

		if (sscanf(line, "alias %511s %127s", pattern, module) != 2 || fnmatch(pattern, name, 0))
			continue;
		found = dependency_line(dep, module);
		if (found)
			modules_of_line(a, k, found, ret);
	}
	strbuf_deinit(&text);
}

static bool is_listed(struct arena *a, const struct guest_kernel *k, const char *list, const char *name)
{
	struct strbuf text = { 0 };
	bool ok = strbuf_read_file(&text, arena_printf(a, "%s/%s", k->modules, list)) &&
		  dependency_line(strbuf_str(&text), name);

	strbuf_deinit(&text);
	return ok;
}

enum guest_module guest_module_find(struct arena *a, const struct guest_kernel *k, const char *name, name_vec *ret)
{
	struct strbuf dep = { 0 };
	const char *line;
	enum guest_module found = GUEST_MODULE_NONE;

	if (!k->modules)
		return GUEST_MODULE_NONE;
	strbuf_read_file(&dep, arena_printf(a, "%s/modules.dep", k->modules));
	line = dependency_line(strbuf_str(&dep), name);
	if (line)
		modules_of_line(a, k, line, ret);
	else if (is_listed(a, k, "modules.builtin", name))
		found = GUEST_MODULE_BUILTIN;
	else
		modules_of_alias(a, k, strbuf_str(&dep), name, ret);
	if (ret->n)
		found = GUEST_MODULE_FILES;
	strbuf_deinit(&dep);
	return found;
}

void guest_modules(struct arena *a, const struct guest_kernel *k, name_vec *ret)
{
	struct strbuf dep = { 0 };

	if (!k->modules)
		return;
	if (!strbuf_read_file(&dep, arena_printf(a, "%s/modules.dep", k->modules)))
		strbuf_puts(&dep, usual_dependencies);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		const char *line = dependency_line(strbuf_str(&dep), wanted[i]);

		if (line)
			modules_of_line(a, k, line, ret);
	}
	strbuf_deinit(&dep);
}
