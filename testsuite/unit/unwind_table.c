// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A table says at each byte what the rows say that it was made of: rows of real programs, and rows made here, with what real ones
 * seldom have: more rules than have numbers, many ends of functions one after the other, a row at each byte. Tables take at most
 * 40 bytes per kB of text where the goal says so. unwind_table FILE...: bytes per kB of these files, rows before and after.
 */
#include <fcntl.h>

#include "runtime/loader/eh_frame.h"
#include "runtime/loader/elf_bytes.h"
#include "runtime/loader/say.h"
#include "runtime/loader/unwind_block.h"
#include "runtime/loader/user_names.h"
#include "loader_fake.h"

static bool is_block(const struct mytap_unwind *t)
{
	if (!mytap_unwind_is_block(t, t->size))
		return false;
	for (u32 i = 0; i < t->npages; i++)
		if (!mytap_unwind_page_is_good(t, i))
			return false;
	return true;
}

/* Each byte up to a few behind the last row. */
static void compare(const char *what, const struct mytap_unwind *t, const struct unwind_row *rows, size_t n)
{
	unsigned long wrong = 0;

	expect(is_block(t), "%s: not a table", what);
	expect(!mytap_unwind_find(t, rows[0].at - 1), "%s: a rule before the first", what);
	for (size_t i = 0; i < n; i++) {
		uint64_t end = i + 1 < n ? rows[i + 1].at : rows[i].at + 4;

		for (uint64_t at = rows[i].at; at < end; at++) {
			const struct mytap_unwind_rule *rule = mytap_unwind_find(t, at);

			/* Behind the last page there is none. */
			if (i + 1 == n && (at - t->start) / MYTAP_UNWIND_PAGE >= t->npages)
				continue;
			wrong += !rule || !unwind_rule_is_same(rule, &rows[i].rule);
		}
	}
	expect(!wrong, "%s: %lu bytes of %lu have another rule", what, wrong, (unsigned long)(rows[n - 1].at - rows[0].at));
}

/* ---- made here ------------------------------------------------------------------------------------- */

static struct unwind_row made[1 << 19];
static size_t nmade;

static struct mytap_unwind_rule frame(s32 offset)
{
	return (struct mytap_unwind_rule){ .kind = MYTAP_UNWIND_REGISTER, .reg = MYTAP_UNWIND_SP, .offset = offset };
}

static uint64_t put(uint64_t at, s32 offset, unsigned int bytes)
{
	if (!nmade || made[nmade - 1].rule.offset != offset)
		made[nmade++] = (struct unwind_row){ at, frame(offset) };
	return at + bytes;
}

static void made_compare(const char *what)
{
	struct mytap_unwind *t = unwind_block_make(made, nmade);

	expect(t, "%s: no table", what);
	if (t)
		compare(what, t, made, nmade);
	if (t)
		printf("%s: %zu rows in %u, %u runs, %u far\n", what, nmade, t->nrows, t->nruns, t->nfars);
	free(t);
	nmade = 0;
}

/* Functions that push, have ends in the middle, and of which many have a frame of their own size. */
static void test_functions(const char *what, int sizes, int ends)
{
	uint64_t at = 0x1000;

	for (int f = 0; f < 900; f++) {
		int pushes = rand() % 7, size = 64 + 8 * (rand() % sizes);

		for (int i = 0; i < pushes; i++)
			at = put(at, 8 + 8 * i, 1 + rand() % 8 / 7);
		at = put(at, size, 20 + rand() % 200);
		for (int e = rand() % ends; e >= 0; e--) {
			for (int i = pushes; i >= 0; i--)
				at = put(at, 8 + 8 * i, 1 + rand() % 8 / 7);
			if (e)
				at = put(at, size, ends > 20 ? 3 : 5 + rand() % 300);
		}
	}
	made_compare(what);
}

static void test_dense(void)
{
	for (uint64_t i = 0; i < 255; i++)		/* all bytes of a page but one */
		put(0x10001 + i, 8 + 8 * (i % 50), 1);
	put(0x10200, 8, 1);
	made_compare("dense");
	for (uint64_t i = 0; i < 256; i++)
		put(0x10000 + i, 16 + 8 * (i * 37 % 256), 1);
	put(0x10200, 8, 1);
	expect(!unwind_block_make(made, nmade), "a page has 256 rows");
	nmade = 0;
	expect(!unwind_block_make(made, 0), "no rows");
	put(0x12345, 8, 1);
	made_compare("one row");
	for (uint64_t i = 0; i < 3000; i++)		/* far apart, with more rules than fit into a row */
		put(0x20000 + 977 * i, 8 + 8 * (i * 7919 % 700), 1);
	made_compare("rules");
}

/* ---- real programs --------------------------------------------------------------------------------- */

static unsigned long text_of(const struct elf_bytes *e)
{
	unsigned long n = 0;

	for (unsigned int i = 0; i < e->nsegments; i++) {
		Elf64_Phdr p = elf_bytes_segment(e, i);

		if (p.p_type == PT_LOAD && p.p_flags & PF_X)
			n += p.p_filesz;
	}
	return n;
}

/* most: bytes per kB of text; 0: any. */
static void test_file(const char *path, double most)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct mytap_unwind *t;
	struct eh_rows rows;
	struct elf_bytes e;
	unsigned char *p;
	double per_kb;
	size_t n;

	p = fd >= 0 ? read_file(fd, &n) : NULL;
	if (!p || !elf_bytes_init(&e, p, n)) {
		printf("%s is not there\n", path);
		return;
	}
	close(fd);
	if (!eh_frame_rows(&e, &rows, NULL))
		abort();
	t = unwind_block_make(rows.v, rows.n);
	if (!t)
		abort();
	compare(path, t, rows.v, rows.n);
	per_kb = t->size * 1024.0 / text_of(&e);
	printf("%s: %.1f bytes per kB, %zu rows in %u, %u runs, %u far\n", path, per_kb, rows.n, t->nrows, t->nruns, t->nfars);
	expect(!most || per_kb <= most, "%s: %.1f bytes per kB", path, per_kb);
	free(t);
	free(rows.v);
	free(p);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		test_file(argv[i], 0);
	if (argc > 1)
		return failures != 0;
	test_functions("few sizes", 4, 2);
	test_functions("many sizes", 400, 3);
	test_functions("many ends", 8, 40);
	test_dense();
	test_file("/lib/x86_64-linux-gnu/libc.so.6", 40);
	test_file("/usr/lib/x86_64-linux-gnu/libstdc++.so.6", 40);
	test_file("/usr/bin/python3.11", 40);
	test_file("/usr/bin/gdb", 40);
	test_file("/lib32/libc.so.6", 0);
	test_file("/bin/bash", 40);
	return failures != 0;
}
