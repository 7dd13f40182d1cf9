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

#include "translator/runners/agent_wire.h"
#include "translator/image/unpack.h"
#include "translator/runners/guest_files.h"

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

/*
 * busybox's shell prefers its own applets to programs in PATH, and its modprobe needs a tree of modules: its entry in
 * the sorted table of names is renamed, so that the agent's modprobe is found (agent_modprobe.c). Without such a
 * table nothing is changed: /sbin/modprobe works by its path.
 */
static void hide_modprobe(struct strbuf *busybox)
{
	static const char here[] = "\0modprobe\0mo";
	const size_t n = sizeof(here) - 1;
	char *s = busybox->s, *end = busybox->s + busybox->len;

	while ((s = memmem(s, end - s, here, n))) {
		s[strlen("modprobe")] = '_';
		s += n;
	}
}

static bool cpio_add_busybox(struct strbuf *b, const char *path, struct strbuf *why)
{
	struct strbuf f = { 0 };
	bool ok = file_unpack(path, &f, why);

	if (ok) {
		hide_modprobe(&f);
		cpio_add(b, "bin/busybox", S_IFREG | 0755, f.s, f.len, 0);
	}
	strbuf_deinit(&f);
	return ok;
}

static const char *const folders[] = {
	"bin", "dev", "etc", "lib", "lib32", "lib64", "m", "proc", "root", "run", "sys", "tmp", "usr", "var", "var/tmp", "home",
};
static const struct {
	const char *name, *target;
} links[] = {
	{ "sbin", "bin" }, { "usr/bin", "../bin" }, { "usr/sbin", "../bin" }, { "usr/lib", "../lib" },
	{ "usr/lib32", "../lib32" }, { "usr/lib64", "../lib64" }, { "etc/mtab", "/proc/mounts" },
};
static const struct {
	const char *name, *text;
} texts[] = {
	{ "etc/passwd", "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/home:/bin/sh\n"
			"nobody:x:65534:65534:nobody:/:/bin/false\n" },
	{ "etc/group", "root:x:0:\nuser:x:1000:\nnogroup:x:65534:\n" },
	{ "etc/hosts", "127.0.0.1 localhost guest\n" },
};

void guest_image_describe(struct strbuf *ret)
{
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		strbuf_printf(ret, "%s ", folders[i]);
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		strbuf_printf(ret, "%s %s ", links[i].name, links[i].target);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		strbuf_printf(ret, "%s %s", texts[i].name, texts[i].text);
}

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
	ok = cpio_add_file(ret, "init", 0755, agent, why) && cpio_add_busybox(ret, busybox, why);
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
