// SPDX-License-Identifier: GPL-2.0-or-later
/* The loader's input before loading: the module file, kernel symbols, settings of globals, the command of -c. */
#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/wait.h>

#include "runtime/loader/children.h"
#include "runtime/loader/globals.h"
#include "runtime/loader/memory.h"
#include "runtime/loader/module_file.h"
#include "runtime/loader/say.h"
#include "runtime/loader/symbols.h"
#include "loader_fake.h"

/* What was written to stderr since hear_begin(). */
static int heard_fd = -1, real_stderr;

static void hear_begin(void)
{
	heard_fd = memfd_create("stderr", 0);
	real_stderr = dup(2);
	dup2(heard_fd, 2);
}

static const char *hear_end(void)
{
	static char text[8192];
	ssize_t n = pread(heard_fd, text, sizeof(text) - 1, 0);

	dup2(real_stderr, 2);
	close(real_stderr);
	close(heard_fd);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

static const char *write_file(const char *path, const void *bytes, size_t size)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(bytes, 1, size, f) != size || fclose(f))
		abort();
	return path;
}

/* ---- kernel symbols ---- */

static void test_symbols(void)
{
	static const char text[] =
		"ffffffff81000000 T vfs_read\n"
		"ffffffff81000100 t twice\n"
		"ffffffff81000200 t twice\n"
		"ffffffff81000300 d both\n"
		"ffffffff81000400 T both\n"
		"ffffffff81000500 T same\n"
		"ffffffff81000500 T same\n"
		"ffffffffc0000000 t vfs_read\t[evil]\n"
		"ffffffffc0000100 t only_there\t[ext4]\n"
		"ffffffffc0000200 t ext4_sync\t[ext4]\n"
		"ffffffffc0000300 t ext4_sync\t[ext4_copy]\n"
		"ffffffffc0000400 t twice\t[ext4]\n"
		"ffffffff81000600 T last";
	static const char *names[] = { "vfs_read", "twice", "both", "same", "only_there", "ext4:ext4_sync", "missing",
				       "ext4:twice", "vfs_read", "kernel:vfs_read", "nomod:vfs_read" };
	static const u64 want[] = { 0xffffffff81000000, 0, 0xffffffff81000400, 0xffffffff81000500, 0xffffffffc0000100,
				    0xffffffffc0000200, 0, 0xffffffffc0000400, 0xffffffff81000000, 0xffffffff81000000, 0 };
	enum { COUNT = sizeof(names) / sizeof(*names) };
	struct string_table t = { names, NULL, COUNT };
	u64 *got;
	const char *heard;

	write_file("kallsyms", text, sizeof(text) - 1);
	hear_begin();
	got = symbols_resolve_from(&t, "kallsyms");
	heard = hear_end();
	expect(got, "resolved");
	for (int i = 0; got && i < COUNT; i++)
		expect(got[i] == want[i], "%s: %llx instead of %llx", names[i], (unsigned long long)got[i],
		       (unsigned long long)want[i]);
	expect(strstr(heard, "2 functions named twice"), "the ambiguous one is told: %s", heard);
	free(got);
	write_file("kallsyms", "0000000000000000 T vfs_read\n", 28);
	hear_begin();
	got = symbols_resolve_from(&t, "kallsyms");
	heard = hear_end();
	expect(!got && strstr(heard, "kptr_restrict"), "hidden addresses: %s", heard);
	unlink("kallsyms");
}

/* ---- the module file ---- */

struct image {
	char b[8192];
	size_t size;
};

static void add_section(struct image *im, Elf64_Shdr *sh, u32 name, u32 type, const void *bytes, size_t size)
{
	*sh = (Elf64_Shdr){ .sh_name = name, .sh_type = type, .sh_offset = im->size, .sh_size = size };
	memcpy(im->b + im->size, bytes, size);
	im->size += (size + 7) & ~7UL;
}

static void make_module(struct image *im)
{
	static const char names[] = "\0.shstrtab\0.modinfo\0.mytap.formats\0.mytap.probes\0.mytap.globals\0.mytap.info";
	static const char modinfo[] = "license=GPL\0vermagic=6.1.0-99-test SMP mod_unload \0name=mytap_test";
	static const char formats[] = "%d\n\0\0%s\n", probes[] = "begin\tx.stp:1:1", globals[] = "n long\0who string", info[] =
		"version=0.1\0build_id=00ff";
	Elf64_Shdr sh[7] = { 0 };
	Elf64_Ehdr *h = (void *)im->b;

	memset(im, 0, sizeof(*im));
	im->size = sizeof(*h);
	add_section(im, &sh[1], 1, SHT_STRTAB, names, sizeof(names));
	add_section(im, &sh[2], 11, SHT_PROGBITS, modinfo, sizeof(modinfo));
	add_section(im, &sh[3], 20, SHT_PROGBITS, formats, sizeof(formats));
	add_section(im, &sh[4], 35, SHT_PROGBITS, probes, sizeof(probes));
	add_section(im, &sh[5], 49, SHT_PROGBITS, globals, sizeof(globals));
	add_section(im, &sh[6], 64, SHT_PROGBITS, info, sizeof(info));
	*h = (Elf64_Ehdr){
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB }, .e_type = ET_REL,
#ifdef __x86_64__
		.e_machine = EM_X86_64,
#else
		.e_machine = EM_AARCH64,
#endif
		.e_shoff = im->size, .e_shentsize = sizeof(*sh), .e_shnum = 7, .e_shstrndx = 1,
	};
	memcpy(im->b + im->size, sh, sizeof(sh));
	im->size += sizeof(sh);
}

static bool open_module(const struct image *im, size_t size, struct module_file *m)
{
	return module_file_open(m, write_file("test.ko", im->b, size));
}

static void test_module_file(void)
{
	struct image im, bad;
	struct module_file m;
	u32 seed = 7;

	make_module(&im);
	expect(open_module(&im, im.size, &m), "opens");
	expect(m.name && !strcmp(m.name, "mytap_test"), "name");
	expect(m.release_len == 13 && !memcmp(m.release, "6.1.0-99-test", 13), "release");
	expect(m.formats.n == 3 && !strcmp(m.formats.v[0], "%d\n") && !*m.formats.v[1] && !strcmp(m.formats.v[2], "%s\n"),
	       "formats: %zu", m.formats.n);
	expect(m.globals.n == 2 && m.probes.n == 1 && !m.names.n && !m.is_signed, "tables");
	expect(!strcmp(module_file_info(&m, "build_id") ?: "", "00ff") && !module_file_info(&m, "build"), "info");
	module_file_close(&m);
	memcpy(im.b + im.size, "~Module signature appended~\n", 28);
	expect(open_module(&im, im.size + 28, &m) && m.is_signed, "signature");
	module_file_close(&m);
	hear_begin();
	for (size_t size = 0; size < im.size; size += 5) {	/* cut off anywhere: the section headers are last */
		expect(!open_module(&im, size, &m), "%zu bytes of it", size);
		module_file_close(&m);
	}
	for (int i = 0; i < 5000; i++) {			/* anything else: no crash */
		bad = im;
		for (int k = 0; k < 4; k++)
			bad.b[rand_r(&seed) % (i % 2 ? im.size : sizeof(Elf64_Ehdr))] = rand_r(&seed);
		if (i % 3 == 0)
			bad.b[im.size - 7 * sizeof(Elf64_Shdr) + rand_r(&seed) % (7 * sizeof(Elf64_Shdr))] = rand_r(&seed);
		open_module(&bad, im.size, &m);
		module_file_close(&m);
	}
	bad = im;
	((Elf64_Ehdr *)bad.b)->e_machine = EM_S390;
	expect(!open_module(&bad, im.size, &m), "another machine");
	module_file_close(&m);
	expect(strstr(hear_end(), "not a kernel module"), "said");
	unlink("test.ko");
}

/* ---- settings of globals ---- */

static struct mytap_channel channels[MYTAP_CHANNELS];

static bool needs(const u64 *words, size_t n, struct memory_need *ret)
{
	struct module_file m = { .memory = (const char *)words, .memory_size = n * sizeof(*words) };

	return memory_need(&m, 5, channels, ret);
}

/* Four processors and the process slot; a page costs 4,096 bytes and 16 in tables. */
static void test_memory(void)
{
	u64 words[17] = {
		1000, 0, 1, 0, 0, 0, 0,
		1000, 1, 8, 0, 1,	/* 1024 buckets: 2 pages; nodes of 48: 12; index of 32: 8 */
		4096, 2, 1024, 1, 0,	/* 8; nodes of 56: 56; 6 times 1024 */
	};
	/* Of a slot: ring, context, guard (not the process slot's); counters of all slots; hits of the probe. */
	const u64 rings = 5 * 16, base = 5 * 2 + 4 + 1 + 1;
	struct memory_need n;

	expect(needs(words, 17, &n), "what it needs");
	expect(n.arrays == (22 + 64 + 6 * 1024) * 4112ULL, "arrays");
	expect(n.buffers == rings * 4112, "small buffers");
	expect(n.base >= base * 4096 && n.base <= base * 4112, "the rest");
	words[2] = 10000;	/* 39.1 + 0.1 pages each of the guards; 10,000 hits: 118 */
	words[0] = 5000;	/* two pages each */
	expect(needs(words, 7, &n) && n.base > (5 * 3 + 4 * 40 + 118) * 4096ULL + 50000 * sizeof(struct mytap_probe_counters) &&
	       n.base < (5 * 3 + 4 * 40 + 118 + 1) * 4112ULL + 50300 * sizeof(struct mytap_probe_counters), "of many probes");
	words[2] = 1;
	words[0] = 1000;
	words[6] = 40960;	/* ten pages of stacks */
	expect(needs(words, 7, &n) && n.base >= (base + 10) * 4096 && n.base <= (base + 10) * 4112, "with stacks by number");
	words[6] = 0;
	words[4] = 1;
	expect(needs(words, 7, &n) && !n.arrays && n.buffers == 5 * 1024 * 4112, "of one that prints");
	/* A channel of its own: rings of 8 pages, a page that is seen and one of the writer's. */
	channels[MYTAP_CHANNEL_TRACE] = (struct mytap_channel){ .goes_to = MYTAP_CHANNEL_TRACE, .ring_size = 32768 };
	expect(needs(words, 7, &n) && n.buffers == 5 * (1024 + 8 + 2) * 4112, "with a channel of its own");
	channels[MYTAP_CHANNEL_TRACE] = (struct mytap_channel){ 0 };
	expect(mytap_ring_keeping(1, 64) == MYTAP_RING_LEAST && mytap_ring_keeping(1000, 64) == 128 << 10 &&
	       mytap_ring_keeping(1 << 20, 600) == 1 << 30 && !mytap_ring_keeping(1 << 21, 600), "rings that keep");
	expect(!needs(words, 16, &n) && !needs(words, 6, &n) && !needs(words, 0, &n), "cut off");
	words[7] = ~0ULL;
	expect(!needs(words, 17, &n), "too many entries");
	words[7] = 1000;
	words[14] = 1ULL << 40;
	expect(!needs(words, 17, &n), "values too large");
}

static void test_globals(void)
{
	static const char *names[] = { "n long", "who string", "nn long" };
	struct string_table t = { names, NULL, 3 }, none = { 0 };
	static const struct { char *setting; bool is_good; } cases[] = {
		{ "n=5", true }, { "n=-9223372036854775808", true }, { "n=0xffffffffffffffff", true }, { "n=017", true },
		{ "nn=1", true }, { "who=", true }, { "who=a b", true }, { "who=\"quoted\"", true }, { "who==", true },
		{ "n=", false }, { "n=5x", false }, { "n= 5", false }, { "n=18446744073709551616", false },
		{ "n=-9223372036854775809", false }, { "who", false }, { "=5", false }, { "N=5", false }, { "wh=5", false },
	};

	hear_begin();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *setting = cases[i].setting;

		expect(globals_check(&t, &setting, 1) == cases[i].is_good, "%s", setting);
		expect(!globals_check(&none, &setting, 1), "no globals: %s", setting);
	}
	expect(strstr(hear_end(), "it has: n long, who string, nn long"), "the names there are");
}

/* ---- the command ---- */

static int run_command(const char *command, bool is_released)
{
	struct children c;
	int status = -1;

	children_init(&c);
	if (!children_start_command(&c, command))
		return -1;
	usleep(2000);
	expect(c.is_command_running && !children_reap(&c), "waits to be released");
	if (is_released)
		children_release_command(&c);
	else
		children_cancel_command(&c);
	if (waitpid(c.command, &status, 0) != c.command)
		abort();
	children_deinit(&c);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void test_command(void)
{
	expect(run_command("true", true) == 0, "a program");
	expect(run_command("test  a = a", true) == 0, "shell characters");
	expect(run_command("exit 3", true) == 3, "a built-in of the shell");
	expect(run_command("sh -c 'exit 4'", true) == 4, "quotes");
	expect(run_command("touch loader_lookup.ran", false) == 0 && access("loader_lookup.ran", F_OK), "never released");
	hear_begin();
	expect(run_command("no-such-program x", true) == -1, "a program that is not there");
	expect(run_command("  ", true) == -1, "nothing");
	expect(strstr(hear_end(), "no program no-such-program"), "said");
}

int main(void)
{
	say_init(false, false);
	test_symbols();
	test_module_file();
	test_memory();
	test_globals();
	test_command();
	return failures != 0;
}
