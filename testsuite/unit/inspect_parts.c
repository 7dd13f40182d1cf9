/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of mytap inspect that need no kernel: VMCOREINFO, flattened files, ELF dumps, page tables. */
#include <endian.h>
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/inspect/memory.h"

static int bad;
static struct arena *arena;

#define check(what) do { if (!(what)) { printf("line %d: %s\n", __LINE__, #what); bad++; } } while (0)

static void check_vmcoreinfo(void)
{
	static const char text[] = "OSRELEASE=6.1\nSYMBOL(_stext)=ffffffff81000000\nNUMBER(phys_base)=-526385152\nBAD=12x\nLAST=7";
	uint64_t n;
	size_t length;

	check(vmcoreinfo_symbol(text, "_stext") == 0xffffffff81000000ULL);
	check(vmcoreinfo_symbol(text, "stext") == 0 && vmcoreinfo_symbol(text, "_stex") == 0);
	check(vmcoreinfo_number(text, "NUMBER(phys_base)", 10, &n) && n == (uint64_t)-526385152);
	check(!vmcoreinfo_number(text, "BAD", 10, &n) && !vmcoreinfo_number(text, "NONE", 10, &n));
	check(vmcoreinfo_number(text, "LAST", 10, &n) && n == 7);
	check(vmcoreinfo_value(text, "OSRELEASE", &length) && length == 3);
}

static int file_of(const void *p, size_t n)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR, 0600);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		exit(77);
	return fd;
}

static size_t piece_add(uint8_t *p, size_t at, int64_t offset, int64_t size, const char *text)
{
	uint64_t head[2] = { htobe64(offset), htobe64(size) };

	memcpy(p + at, head, sizeof(head));
	if (size > 0)
		memcpy(p + at + sizeof(head), text, size);
	return at + sizeof(head) + (size > 0 ? size : 0);
}

/* Pieces out of order, a later one over an earlier one, and a hole of zeros. */
static void check_flattened(void)
{
	static const char want[12] = "abcXYZ\0\0\0end";
	uint8_t file[8192] = "makedumpfile";
	struct strbuf why = { 0 };
	size_t n = 4096, last;
	char got[64];
	int fd;

	n = piece_add(file, n, 9, 3, "end");
	n = piece_add(file, n, 0, 6, "abcdef");
	n = piece_add(file, n, 3, 3, "XYZ");
	last = n;
	n = piece_add(file, n, -1, -1, "");
	fd = flattened_reassemble(file_of(file, n), "x", &why);
	check(fd >= 0 && pread(fd, got, sizeof(got), 0) == sizeof(want) && !memcmp(got, want, sizeof(want)));
	for (size_t cut = 4096; cut <= last + 8; cut++)
		check(flattened_reassemble(file_of(file, cut), "x", &why) < 0);
	check(strstr(strbuf_str(&why), "the file ends"));
	piece_add(file, 4096, -5, 3, "end");
	check(flattened_reassemble(file_of(file, n), "x", &why) < 0);
	strbuf_deinit(&why);
}

/* ---- a small machine: page tables in 64 pages of memory ---------------------------------------------------- */

enum { PAGES = 64 };
static uint64_t ram[PAGES][512];

static size_t ram_read(struct physical *p, uint64_t pa, void *to, size_t n)
{
	(void)p;
	if (pa >= sizeof(ram) || n > sizeof(ram) - pa || n > 4096 - (pa & 4095))
		return 0;
	memcpy(to, (char *)ram + pa, n);
	return n;
}

static uint64_t ram_next(struct physical *p, uint64_t pa)
{
	(void)p;
	return pa < sizeof(ram) ? pa : ~0ULL;
}

static void ram_close(struct physical *p)
{
	(void)p;
}

static uint64_t entry(unsigned int page, uint64_t flags)
{
	return (uint64_t)page << 12 | flags | 1ULL << 63;
}

static unsigned int part(uint64_t va, int level)
{
	return va >> (12 + 9 * (level - 1)) & 511;
}

/* phys_base puts the top table, whose symbol is 0xffffffff80000000, at page 1. */
static void check_paging(int levels)
{
	const uint64_t stext = 0xffffffff80001000ULL, beside = stext + 4096, none = 0xffff888000000000ULL;
	struct physical p = { .read = ram_read, .next_page = ram_next, .close = ram_close, .format = "test" };
	struct strbuf why = { 0 };
	unsigned int page = 1;
	struct memory *m;
	char got[8];

	memset(ram, 0, sizeof(ram));
	for (int level = levels; level > 1; level--, page++)
		ram[page][part(stext, level)] = entry(page + 1, 1);
	ram[page][part(stext, 1)] = entry(40, 1);
	ram[page][part(beside, 1)] = entry(30, 1);	/* not beside it in memory */
	memcpy((char *)ram[40] + 4092, "over", 4);
	memcpy(ram[30], "page", 4);
	p.vmcoreinfo = arena_printf(arena, "SYMBOL(swapper_pg_dir)=ffffffff80000000\nNUMBER(phys_base)=4096\n"
				    "NUMBER(pgtable_l5_enabled)=%d\nSYMBOL(_stext)=ffffffff80001000\n", levels == 5);
	m = paging_open(arena, &p, "x", &why);
	check(m);
	if (!m)
		return;
	check(memory_read(m, beside - 4, got, 8) && !memcmp(got, "overpage", 8));
	check(memory_read_part(m, beside + 4092, got, 8) == 4);
	check(memory_read_part(m, none, got, 8) == 0 && memory_u64(m, none) == 0);
	check(memory_read_part(m, 0x123456789abcdef0ULL, got, 8) == 0);
	/* A page of 2 MB at 0: the same memory through another address. */
	ram[levels - 1][part(stext + (2 << 20), 2)] = entry(0, 0x81);
	check(memory_read(m, stext - 4096 + (2 << 20) + 30 * 4096, got, 4) && !memcmp(got, "page", 4));
	strbuf_reset(&why);
	p.vmcoreinfo = "OSRELEASE=1\n";
	check(!paging_open(arena, &p, "x", &why) && strstr(strbuf_str(&why), "swapper_pg_dir"));
	strbuf_reset(&why);
	p.vmcoreinfo = NULL;
	check(!paging_open(arena, &p, "x", &why) && strstr(strbuf_str(&why), "no VMCOREINFO"));
	strbuf_deinit(&why);
}

/* ---- ELF ------------------------------------------------------------------------------------------------------ */

static void check_elf(void)
{
	struct { Elf64_Ehdr h; Elf64_Phdr p[3]; char text[32]; } file = { .text = "0123456789abcdefghij" };
	const size_t text = sizeof(file.h) + sizeof(file.p);
	struct strbuf why = { 0 };
	struct physical *p;
	struct memory *m;
	char got[32];

	memcpy(file.h.e_ident, "\177ELF\2\1\1", 7);
	file.h.e_machine = EM_X86_64;
	file.h.e_type = ET_CORE;
	file.h.e_phnum = 3;
	file.h.e_phentsize = sizeof(Elf64_Phdr);
	file.h.e_phoff = sizeof(file.h);
	/* Two that follow each other, and one that the file was cut off in. */
	file.p[0] = (Elf64_Phdr){ PT_LOAD, 4, text + 5, 0x2000, 0x1005, 5, 5, 0 };
	file.p[1] = (Elf64_Phdr){ PT_LOAD, 4, text, 0x9000, 0x1000, 5, 5, 0 };
	file.p[2] = (Elf64_Phdr){ PT_LOAD, 4, text + 10, 0x3000, 0x5000, 4096, 4096, 0 };
	p = elf_open_physical(arena, file_of(&file, text + 20), "x", &why);
	check(p && p->read(p, 0x1003, got, 10) == 7 && !memcmp(got, "3456789", 7));
	check(p && p->read(p, 0x5000, got, 32) == 10 && !memcmp(got, "abcdefghij", 10) && !p->read(p, 0x500a, got, 1));
	check(p && !p->read(p, 0xfff, got, 1) && p->next_page(p, 0x100a) == 0x5000 && p->next_page(p, 0x500a) == ~0ULL);
	m = elf_open_virtual(arena, file_of(&file, text + 20), "x", &why);
	check(m && memory_read_part(m, 0x9000, got, 6) == 5 && !memcmp(got, "01234", 5));
	for (size_t cut = 0; cut < text; cut += 8)
		check(!elf_open_physical(arena, file_of(&file, cut), "x", &why));
	file.h.e_machine = EM_ARM;
	strbuf_reset(&why);
	check(!elf_open_physical(arena, file_of(&file, sizeof(file)), "x", &why) && strstr(strbuf_str(&why), "another machine"));
	file.h.e_machine = EM_X86_64;
	file.h.e_type = ET_EXEC;
	strbuf_reset(&why);
	check(!elf_open_physical(arena, file_of(&file, sizeof(file)), "x", &why) && strstr(strbuf_str(&why), "no dump"));
	strbuf_deinit(&why);
}

int main(void)
{
	arena = arena_new();
	check_vmcoreinfo();
	check_flattened();
	check_paging(4);
	check_paging(5);
	check_elf();
	arena_free(arena);
	return bad > 0;
}
