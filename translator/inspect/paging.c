// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Virtual addresses of a dump by the kernel's page tables: from swapper_pg_dir, 4 or
 * 5 levels, pages of 4 kB, 2 MB and 1 GB. All parameters are in VMCOREINFO; a file without it (QEMU without its
 * vmcoreinfo device) is searched for the note, which is at the start of a page of the kernel.
 *
 * libkdumpfile can do this, but not for files without a machine name (QEMU's kdump), and wrongly for files with
 * virtual addresses (QEMU's -p).
 */
#include "translator/inspect/memory.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#define KERNEL_MAP 0xffffffff80000000ULL	/* virtual address of the kernel's image, without slide */
#define FRAME_MASK 0x000ffffffffff000ULL

enum { PAGE_PRESENT = 1, PAGE_LARGE = 0x80, CACHED_PAGES = 4096 };

struct paged {
	struct memory memory;
	struct physical *p;
	uint64_t root;			/* physical address of the top table */
	int levels;
	uint64_t encrypted;		/* bits of an entry that are no address (SME) */
	struct cached { uint64_t page, frame; } cache[CACHED_PAGES];
};

/* Physical address of va; ~0: not mapped. */
static uint64_t translate(struct paged *g, uint64_t va)
{
	struct cached *c = &g->cache[(va >> 12) % CACHED_PAGES];
	uint64_t table = g->root, entry;
	int sign = g->levels == 5 ? 56 : 47;

	if ((int64_t)va >> sign != 0 && (int64_t)va >> sign != -1)
		return ~0ULL;
	if (c->page == va >> 12)
		return c->frame | (va & 4095);
	for (int level = g->levels; level > 0; level--) {
		int shift = 12 + 9 * (level - 1);
		uint64_t size = 1ULL << shift;

		if (g->p->read(g->p, table + 8 * (va >> shift & 511), &entry, sizeof(entry)) != sizeof(entry) ||
		    !(entry & PAGE_PRESENT))
			return ~0ULL;
		table = entry & FRAME_MASK & ~g->encrypted;
		if (level == 1 || (entry & PAGE_LARGE && level <= 3)) {
			table = (table & ~(size - 1)) | (va & (size - 1) & ~4095ULL);
			break;
		}
	}
	*c = (struct cached){ va >> 12, table };
	return table | (va & 4095);
}

static size_t paged_read(struct memory *m, uint64_t va, void *to, size_t n)
{
	struct paged *g = (struct paged *)m;
	size_t done = 0;

	while (done < n) {
		uint64_t at = va + done, pa;
		size_t piece = 4096 - (at & 4095), got;

		if (at < va)
			break;
		if (piece > n - done)
			piece = n - done;
		pa = translate(g, at);
		if (pa == ~0ULL)
			break;
		got = g->p->read(g->p, pa, (char *)to + done, piece);
		done += got;
		if (got < piece)
			break;
	}
	return done;
}

static void paged_forget(struct memory *m)
{
	struct paged *g = (struct paged *)m;

	memset(g->cache, 0xff, sizeof(g->cache));
}

static void paged_close(struct memory *m)
{
	struct paged *g = (struct paged *)m;

	g->p->close(g->p);
}

/* The note is at the start of a page. User memory may hold copies, but not at a page's start. */
static const char *search_vmcoreinfo(struct arena *a, struct physical *p)
{
	uint8_t page[4096];

	for (uint64_t pa = 0; (pa = p->next_page(p, pa)) != ~0ULL; pa += 4096) {
		const Elf64_Nhdr *h = (const void *)page;
		const char *text = (const char *)page + sizeof(*h) + 12;

		if (p->read(p, pa, page, sizeof(page)) != sizeof(page) || h->n_namesz != 11 ||
		    memcmp(page + sizeof(*h), "VMCOREINFO", 11) || strncmp(text, "OSRELEASE=", 10) ||
		    h->n_descsz > sizeof(page) - sizeof(*h) - 12)
			continue;
		return arena_strndup(a, text, h->n_descsz);
	}
	return NULL;
}

static bool paging_begin(struct paged *g, const char *path, struct strbuf *why)
{
	const char *text = g->memory.vmcoreinfo;
	uint64_t root = vmcoreinfo_symbol(text, "swapper_pg_dir"), base, deep = 0;

	if (!vmcoreinfo_number(text, "NUMBER(phys_base)", 10, &base) || !root) {
		strbuf_printf(why, "%s: its VMCOREINFO lacks %s: no kernel of x86_64, or one older than 4.10", path,
			      root ? "phys_base" : "swapper_pg_dir");
		return false;
	}
	vmcoreinfo_number(text, "NUMBER(pgtable_l5_enabled)", 10, &deep);
	vmcoreinfo_number(text, "NUMBER(sme_mask)", 10, &g->encrypted);
	g->root = root - KERNEL_MAP + base;
	g->levels = deep ? 5 : 4;
	paged_forget(&g->memory);
	return true;
}

struct memory *paging_open(struct arena *a, struct physical *p, const char *path, struct strbuf *why)
{
	struct paged *g = arena_new_of(a, struct paged);
	uint64_t stext;

	g->p = p;
	g->memory = (struct memory){ .read = paged_read, .close = paged_close, .forget = paged_forget, .format = p->format };
	g->memory.vmcoreinfo = p->vmcoreinfo ? p->vmcoreinfo : search_vmcoreinfo(a, p);
	if (!g->memory.vmcoreinfo) {
		strbuf_printf(why, "%s has no VMCOREINFO, neither as a note nor in its memory: it is no dump of a Linux kernel, or truncated",
			      path);
	} else if (paging_begin(g, path, why)) {
		stext = vmcoreinfo_symbol(g->memory.vmcoreinfo, "_stext");
		if (translate(g, stext) != ~0ULL)
			return &g->memory;
		strbuf_printf(why, "%s: the kernel's page tables lead nowhere (_stext is not mapped): the dump is damaged, truncated, or was made without them", path);
	}
	p->close(p);
	return NULL;
}
