/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first file system of a guest: our agent as /init, busybox, and the modules
 * that the virtio-serial port needs in this kernel. An uncompressed cpio archive
 * ("newc"), since unpacking costs more in an emulated machine than it saves.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "parser/base/map.h"
#include "translator/runners/agent_wire.h"
#include "translator/runners/guest_files.h"

/* Modules */

static const char *const wanted[] = { "virtio_pci", "virtio_console" };

/*
 * In the form of modules.dep, for an unpacked package where depmod has not run.
 * What is not there as a file is taken to be built in.
 */
static const char usual_dependencies[] =
	"kernel/drivers/virtio/virtio_pci.ko: kernel/drivers/virtio/virtio_pci_legacy_dev.ko"
	" kernel/drivers/virtio/virtio_pci_modern_dev.ko kernel/drivers/virtio/virtio.ko"
	" kernel/drivers/virtio/virtio_ring.ko\n"
	"kernel/drivers/char/virtio_console.ko: kernel/drivers/virtio/virtio.ko"
	" kernel/drivers/virtio/virtio_ring.ko\n";

static const char *const suffixes[] = { "", ".xz", ".zst", ".gz" };

/* The line of modules.dep that is for module: "path/module.ko[.xz]: dependencies". */
static const char *dependency_line(const char *text, const char *module)
{
	size_t n = strlen(module);

	for (const char *line = text, *end; *line; line = *end ? end + 1 : end) {
		const char *name = line, *colon;

		end = line + strcspn(line, "\n");
		colon = memchr(line, ':', end - line);
		if (!colon)
			continue;
		for (const char *s = line; s < colon; s++) {
			if (*s == '/')
				name = s + 1;
		}
		if ((size_t)(colon - name) > n && !strncmp(name, module, n) && !strncmp(name + n, ".ko", 3))
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

/* The archive */

static void cpio_pad(struct strbuf *b)
{
	while (b->len % 4)
		strbuf_putc(b, 0);
}

static void cpio_add(struct strbuf *b, const char *name, unsigned int mode, const void *p, size_t n, dev_t dev)
{
	static unsigned int inode;

	strbuf_printf(b, "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x",
		      ++inode, mode, 0, 0, 1, 0, n, 0, 0, major(dev), minor(dev), strlen(name) + 1, 0);
	strbuf_add(b, name, strlen(name) + 1);
	cpio_pad(b);
	if (n)
		strbuf_add(b, p, n);
	cpio_pad(b);
}

static bool cpio_add_file(struct strbuf *b, const char *name, unsigned int mode, const char *path, struct strbuf *why)
{
	struct strbuf f = { 0 };
	bool ok = file_unpack(path, &f, why);

	if (ok)
		cpio_add(b, name, S_IFREG | mode, f.s, f.len, 0);
	strbuf_deinit(&f);
	return ok;
}

static const char *const folders[] = {
	"bin", "dev", "etc", "lib", "m", "proc", "root", "run", "sys", "tmp", "usr", "var", "var/tmp", "home",
};
static const struct {
	const char *name, *target;
} links[] = {
	{ "sbin", "bin" }, { "usr/bin", "../bin" }, { "usr/sbin", "../bin" }, { "etc/mtab", "/proc/mounts" },
};
static const struct {
	const char *name, *text;
} texts[] = {
	{ "etc/passwd", "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/home:/bin/sh\n"
			"nobody:x:65534:65534:nobody:/:/bin/false\n" },
	{ "etc/group", "root:x:0:\nuser:x:1000:\nnogroup:x:65534:\n" },
	{ "etc/hosts", "127.0.0.1 localhost guest\n" },
};

bool guest_image_make(name_vec *modules, const char *agent,
		      const char *busybox, struct strbuf *ret, struct strbuf *why)
{
	struct strbuf list = { 0 };
	bool ok;
	char name[256];

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		cpio_add(ret, folders[i], S_IFDIR | 0755, NULL, 0, 0);
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		cpio_add(ret, links[i].name, S_IFLNK | 0777, links[i].target, strlen(links[i].target), 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		cpio_add(ret, texts[i].name, S_IFREG | 0644, texts[i].text, strlen(texts[i].text), 0);
	/* So that the agent's messages are seen before /dev is mounted. */
	cpio_add(ret, "dev/console", S_IFCHR | 0600, NULL, 0, makedev(5, 1));
	ok = cpio_add_file(ret, "init", 0755, agent, why) && cpio_add_file(ret, "bin/busybox", 0755, busybox, why);
	vec_each(it, modules) {
		snprintf(name, sizeof(name), "m/%s", strrchr(*it, '/') + 1);
		strstr(name, ".ko")[3] = '\0';	/* unpacked here */
		ok = ok && cpio_add_file(ret, name, 0644, *it, why);
		strbuf_printf(&list, "/%s\n", name);
	}
	cpio_add(ret, AGENT_MODULES + 1, S_IFREG | 0644, list.s, list.len, 0);
	cpio_add(ret, "TRAILER!!!", 0, NULL, 0, 0);
	while (ret->len % 512)
		strbuf_putc(ret, 0);
	strbuf_deinit(&list);
	return ok;
}
