/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a guest: unpacking of kernels and modules, and the choice of modules. No guest is started. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/image/unpack.h"
#include "translator/runners/qemu.h"
#include "translator/runners/guest_files.h"

static unsigned int failed;

#define CHECK(x) do {								\
	if (!(x)) {								\
		printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #x);		\
		failed++;							\
	}									\
} while (0)

static char folder[] = "/tmp/mytap-guest-files.XXXXXX";

static const char *write_file(struct arena *a, const char *name, const void *p, size_t n)
{
	const char *path = arena_printf(a, "%s/%s", folder, name);
	FILE *f = fopen(path, "w");

	if (!f || fwrite(p, 1, n, f) != n || fclose(f)) {
		perror(path);
		exit(1);
	}
	return path;
}

static bool unpacks_to(struct arena *a, const void *p, size_t n, const char *want, size_t want_len)
{
	struct strbuf got = { 0 }, why = { 0 };
	bool ok = file_unpack(write_file(a, "packed", p, n), &got, &why);

	ok = ok && got.len == want_len && !memcmp(strbuf_str(&got), want, want_len);
	strbuf_deinit(&got);
	strbuf_deinit(&why);
	return ok;
}

/* Literals "abc", then 19 more bytes by a copy from 3 back that overlaps itself, then the last literal. */
static const char lz4_block[] = { 0x3f, 'a', 'b', 'c', 3, 0, 0, 0x10, 'X' };
static const char lz4_text[] = "abcabcabcabcabcabcabcaX";

static void test_lz4(struct arena *a)
{
	char file[64] = { 0x02, 0x21, 0x4c, 0x18, sizeof(lz4_block), 0, 0, 0 };
	size_t n = 8 + sizeof(lz4_block);

	memcpy(file + 8, lz4_block, sizeof(lz4_block));
	CHECK(unpacks_to(a, file, n, lz4_text, strlen(lz4_text)));
	/* The kernel puts the unpacked size behind it. */
	memcpy(file + n, "\x17\0\0\0", 4);
	CHECK(unpacks_to(a, file, n + 4, lz4_text, strlen(lz4_text)));
	/* Cut short, and a copy from before the beginning. */
	CHECK(!unpacks_to(a, file, n - 2, lz4_text, strlen(lz4_text)));
	file[12] = 4;
	CHECK(!unpacks_to(a, file, n, lz4_text, strlen(lz4_text)));
}

/* With the programs that pack kernels and modules, if they are here. */
static void test_programs(struct arena *a)
{
	static const char *const commands[] = { "gzip -c", "xz -c --check=crc32", "zstd -qc", "lz4 -lqc" };
	struct strbuf text = { 0 }, packed = { 0 };
	const char *plain, *path;

	for (int i = 0; i < 200000; i++)
		strbuf_printf(&text, "%d %x\n", i * 7919 % 1000, i);
	plain = write_file(a, "plain", text.s, text.len);
	path = arena_printf(a, "%s/out", folder);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		strbuf_reset(&packed);
		if (system(arena_printf(a, "%s < %s > %s 2> /dev/null", commands[i], plain, path)))
			continue;
		CHECK(strbuf_read_file(&packed, path) && packed.len && packed.len < text.len);
		CHECK(unpacks_to(a, packed.s, packed.len, text.s, text.len));
		CHECK(!unpacks_to(a, packed.s, packed.len / 2, text.s, text.len));
	}
	CHECK(unpacks_to(a, text.s, text.len, text.s, text.len));
	strbuf_deinit(&text);
	strbuf_deinit(&packed);
}

static const char dependencies[] =
	"kernel/drivers/virtio/my_virtio_pci.ko: kernel/nothing.ko\n"
	"kernel/drivers/virtio/virtio_pci_legacy_dev.ko:\n"
	"kernel/drivers/virtio/virtio_pci.ko.xz: kernel/virtio.ko.xz kernel/virtio_ring.ko.xz\n"
	"kernel/drivers/char/virtio_console.ko.xz: kernel/virtio.ko.xz kernel/virtio_ring.ko.xz";

static bool list_is(struct arena *a, const struct guest_kernel *k, const char *want)
{
	struct strbuf got = { 0 };
	name_vec list = { 0 };
	bool ok;

	guest_modules(a, k, &list);
	vec_each(it, &list)
		strbuf_printf(&got, "%s ", strrchr(*it, '/') + 1);
	ok = !strcmp(strbuf_str(&got), want);
	if (!ok)
		printf("modules: %s\n", strbuf_str(&got));
	strbuf_deinit(&got);
	return ok;
}

static void test_modules(struct arena *a)
{
	static const char *const files[] = { "kernel/virtio.ko.xz", "kernel/virtio_ring.ko.xz", "kernel/nothing.ko",
		"kernel/drivers/virtio/virtio_pci.ko.xz", "kernel/drivers/char/virtio_console.ko.xz" };
	struct guest_kernel k = { .release = "x", .modules = folder };

	mkdir(arena_printf(a, "%s/kernel", folder), 0755);
	mkdir(arena_printf(a, "%s/kernel/drivers", folder), 0755);
	mkdir(arena_printf(a, "%s/kernel/drivers/virtio", folder), 0755);
	mkdir(arena_printf(a, "%s/kernel/drivers/char", folder), 0755);
	/* All built in: nothing to load. */
	CHECK(list_is(a, &k, ""));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		write_file(a, files[i], "", 0);
	/* Without modules.dep the usual places are tried, packed or not. */
	CHECK(list_is(a, &k, "virtio_pci.ko.xz virtio_console.ko.xz "));
	write_file(a, "modules.dep", dependencies, sizeof(dependencies) - 1);
	/* Each once, those it needs first; other modules with a like name do not count. */
	CHECK(list_is(a, &k, "virtio_ring.ko.xz virtio.ko.xz virtio_pci.ko.xz virtio_console.ko.xz "));
	k.modules = NULL;
	CHECK(list_is(a, &k, ""));
}

/* A made-up image: setup header, release, payload. */
static void test_vmlinuz(struct arena *a)
{
	static char image[8192];
	struct strbuf got = { 0 }, why = { 0 };
	struct guest_kernel k;
	const char *path;

	image[0x1f1] = 3;				/* setup sectors: payload area starts at 4 * 512 */
	memcpy(image + 0x202, "HdrS\x0f\x02", 6);
	memcpy(image + 0x20e, "\x00\x04", 2);		/* release at 0x400 + 0x200 */
	memcpy(image + 0x248, "\x10\0\0\0", 4);
	memcpy(image + 0x24c, "\x20\0\0\0", 4);
	strcpy(image + 0x600, "9.9.9-test (someone) #1");
	path = write_file(a, "vmlinuz", image, sizeof(image));
	CHECK(guest_kernel_find(a, path, &k, &why));
	CHECK(k.release && !strcmp(k.release, "9.9.9-test"));
	CHECK(!vmlinuz_unpack(path, &got, &why) && strstr(why.s, "no vmlinux"));
	/* A payload that reaches over the end. */
	memcpy(image + 0x24c, "\xff\xff\xff\x7f", 4);
	CHECK(!vmlinuz_unpack(write_file(a, "vmlinuz", image, sizeof(image)), &got, &why));
	CHECK(!guest_kernel_find(a, "/nonexistent/vmlinuz", &k, &why));
	CHECK(!guest_kernel_find(a, "0.0.0-none", &k, &why) && strstr(why.s, "apt-get install linux-image-0.0.0-none"));
	strbuf_deinit(&got);
	strbuf_deinit(&why);
}

/*
 * What QEMU's monitor says, played: a greeting, and before each answer an event that has the words of an answer in it.
 * The first question about the saving is answered "active", with the word for done in another member.
 */
static void play_monitor(int fd, const char *last)
{
	static const char event[] = "{\"event\": \"X\", \"data\": {\"return\": 1, \"text\": \"\\\"error\\\"\"}}\r\n";
	FILE *f = fdopen(fd, "r+");
	char line[1024];
	unsigned int asked = 0;

	setvbuf(f, NULL, _IONBF, 0);
	fprintf(f, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n");
	while (fgets(line, sizeof(line), f)) {
		fputs(event, f);
		if (!strstr(line, "query-migrate"))
			fputs("{\"return\": {}}\r\n", f);
		else if (!asked++)
			fputs("{\"return\": {\"note\": \"\\\"completed\\\"\", \"was\": \"completed\", \"status\": \"active\"}}\r\n", f);
		else
			fputs(last, f);
	}
	_exit(asked == 2 ? 0 : 1);
}

static bool saves(struct arena *a, const char *last, struct strbuf *why)
{
	int ends[2], status = 0;
	struct qemu q = { 0 };
	bool ok;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return false;
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		play_monitor(ends[1], last);
	}
	close(ends[1]);
	q.monitor = ends[0];
	ok = qemu_save(&q, arena_printf(a, "%s/state", folder), why);
	close(ends[0]);
	waitpid(pid, &status, 0);
	CHECK(!status);
	return ok;
}

static void test_monitor(struct arena *a)
{
	struct strbuf why = { 0 };

	CHECK(saves(a, "{\"return\": {\"status\": \"completed\"}}\r\n", &why) && !why.len);
	CHECK(!saves(a, "{\"return\": {\"status\": \"failed\", \"text\": \"completed\"}}\r\n", &why));
	strbuf_reset(&why);
	CHECK(!saves(a, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no \\\"return\\\" of that\"}}\r\n", &why));
	CHECK(strstr(strbuf_str(&why), ": no \"return\" of that\n"));
	strbuf_deinit(&why);
}

int main(void)
{
	struct arena *a = arena_new();

	if (!mkdtemp(folder)) {
		perror(folder);
		return 1;
	}
	test_lz4(a);
	test_programs(a);
	test_vmlinuz(a);
	test_modules(a);
	test_monitor(a);
	if (system(arena_printf(a, "rm -rf %s", folder)))
		failed++;
	arena_free(a);
	return failed != 0;
}
