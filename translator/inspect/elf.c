// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ELF core files: /proc/kcore, whose segments are found by virtual address, and
 * dumps (QEMU's dump-guest-memory with and without -p, /proc/vmcore, makedumpfile -E),
 * whose segments are found by physical address, since none has all virtual addresses of the kernel. Several segments
 * may have one physical address (-p).
 */
#include "translator/inspect/memory.h"

#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEGMENTS_MOST = 1 << 20, NOTES_MOST = 16 << 20 };

struct segment {
	uint64_t address, size, offset;	/* size: bytes in the file */
};

struct elf {
	union {
		struct memory memory;
		struct physical physical;
	};
	int fd;
	struct segment *segments;	/* by address */
	size_t n;
	size_t last;			/* found last */
};

static int by_address(const void *a, const void *b)
{
	const struct segment *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

/* The segment that contains address, or NULL. Segments may overlap: of those that begin before it the longest is
 * tried first. */
static const struct segment *segment_at(struct elf *e, uint64_t address)
{
	const struct segment *s = &e->segments[e->last];
	size_t low = 0, high = e->n;

	if (!e->n)
		return NULL;
	if (address >= s->address && address - s->address < s->size)
		return s;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (e->segments[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	while (low-- > 0) {
		s = &e->segments[low];
		if (address - s->address < s->size) {
			e->last = low;
			return s;
		}
	}
	return NULL;
}

static size_t read_at(struct elf *e, uint64_t address, void *to, size_t n)
{
	size_t done = 0;

	while (done < n) {
		const struct segment *s = segment_at(e, address + done);
		size_t piece = n - done;
		ssize_t got;

		if (!s)
			break;
		if (piece > s->size - (address + done - s->address))
			piece = s->size - (address + done - s->address);
		got = pread(e->fd, (char *)to + done, piece, s->offset + (address + done - s->address));
		if (got <= 0)
			break;
		done += got;
	}
	return done;
}

static size_t elf_read_virtual(struct memory *m, uint64_t va, void *to, size_t n)
{
	return read_at((struct elf *)m, va, to, n);
}

static size_t elf_read_physical(struct physical *p, uint64_t pa, void *to, size_t n)
{
	size_t page = 4096 - (pa & 4095);

	return read_at((struct elf *)p, pa, to, n < page ? n : page);
}

static uint64_t elf_next_page(struct physical *p, uint64_t pa)
{
	struct elf *e = (struct elf *)p;
	uint64_t best = ~0ULL;

	if (segment_at(e, pa))
		return pa;
	for (size_t i = 0; i < e->n && best == ~0ULL; i++)
		if (e->segments[i].address >= pa && e->segments[i].size)
			best = (e->segments[i].address + 4095) & ~4095ULL;
	return best;
}

static void elf_close(struct elf *e)
{
	close(e->fd);
	free(e->segments);
}

static void elf_close_virtual(struct memory *m)
{
	elf_close((struct elf *)m);
}

static void elf_close_physical(struct physical *p)
{
	elf_close((struct elf *)p);
}

/* ---- headers ---------------------------------------------------------------------------------- */

/* The text of the VMCOREINFO note among these notes; NULL: there is none. */
static const char *find_vmcoreinfo(struct arena *a, const uint8_t *p, size_t size)
{
	size_t at = 0;

	while (size - at >= sizeof(Elf64_Nhdr)) {
		const Elf64_Nhdr *h = (const void *)(p + at);
		uint64_t name = at + sizeof(*h), text = name + ((h->n_namesz + 3ULL) & ~3ULL);

		if (text > size || h->n_descsz > size - text)
			return NULL;
		if (h->n_namesz == 11 && !memcmp(p + name, "VMCOREINFO", 11))
			return arena_strndup(a, (const char *)p + text, h->n_descsz);
		at = text + ((h->n_descsz + 3ULL) & ~3ULL);
		if (at > size)
			return NULL;
	}
	return NULL;
}

static const char *read_notes(struct arena *a, int fd, const Elf64_Phdr *h)
{
	const char *ret = NULL;
	uint8_t *p;

	if (h->p_filesz > NOTES_MOST)
		return NULL;
	p = xmalloc(h->p_filesz + 1);
	if (pread(fd, p, h->p_filesz, h->p_offset) == (ssize_t)h->p_filesz)
		ret = find_vmcoreinfo(a, p, h->p_filesz);
	free(p);
	return ret;
}

static bool header_is_ours(const Elf64_Ehdr *h, const char *path, struct strbuf *why)
{
	if (h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB || h->e_machine != EM_X86_64)
		strbuf_printf(why, "%s is of another machine (ELF class %d, machine %d): only x86_64 is read", path,
			      h->e_ident[EI_CLASS], h->e_machine);
	else if (h->e_type != ET_CORE)
		strbuf_printf(why, "%s is an ELF file, but no dump (its type is %d, a dump's is %d)", path, h->e_type, ET_CORE);
	else if (h->e_phentsize != sizeof(Elf64_Phdr))
		strbuf_printf(why, "%s is damaged: its program headers have %d bytes each", path, h->e_phentsize);
	else
		return true;
	return false;
}

static Elf64_Phdr *read_headers(int fd, const char *path, size_t *n, struct strbuf *why)
{
	Elf64_Ehdr h;
	Elf64_Shdr first;
	Elf64_Phdr *ret;

	if (pread(fd, &h, sizeof(h), 0) != sizeof(h)) {
		strbuf_printf(why, "%s is truncated: it ends within its header", path);
		return NULL;
	}
	if (!header_is_ours(&h, path, why))
		return NULL;
	*n = h.e_phnum;
	if (h.e_phnum == PN_XNUM && pread(fd, &first, sizeof(first), h.e_shoff) == sizeof(first))
		*n = first.sh_info;
	if (!*n || *n > SEGMENTS_MOST) {
		strbuf_printf(why, "%s is damaged: it says that it has %zu program headers", path, *n);
		return NULL;
	}
	ret = xmalloc(*n * sizeof(*ret));
	if (pread(fd, ret, *n * sizeof(*ret), h.e_phoff) == (ssize_t)(*n * sizeof(*ret)))
		return ret;
	strbuf_printf(why, "%s is truncated: it ends within its program headers", path);
	free(ret);
	return NULL;
}

/* A truncated dump, for example after a full disk: memory after its end is missing. */
static uint64_t bytes_in_file(const Elf64_Phdr *h, uint64_t file_size)
{
	if (h->p_offset >= file_size)
		return 0;
	return h->p_filesz < file_size - h->p_offset ? h->p_filesz : file_size - h->p_offset;
}

static struct elf *elf_open(struct arena *a, int fd, const char *path, bool by_virtual, const char **vmcoreinfo, struct strbuf *why)
{
	Elf64_Phdr *h;
	struct elf *e;
	struct stat st;
	size_t n;

	h = read_headers(fd, path, &n, why);
	if (!h) {
		close(fd);
		return NULL;
	}
	/* The size of kcore is not meaningful. */
	if (fstat(fd, &st) < 0 || by_virtual)
		st.st_size = INT64_MAX;
	e = arena_new_of(a, struct elf);
	e->fd = fd;
	e->segments = xmalloc(n * sizeof(*e->segments));
	*vmcoreinfo = NULL;
	for (size_t i = 0; i < n; i++) {
		if (h[i].p_type == PT_NOTE && !*vmcoreinfo)
			*vmcoreinfo = read_notes(a, fd, &h[i]);
		if (h[i].p_type != PT_LOAD)
			continue;
		e->segments[e->n++] = (struct segment){
			.address = by_virtual ? h[i].p_vaddr : h[i].p_paddr,
			.size = by_virtual ? h[i].p_memsz : bytes_in_file(&h[i], st.st_size),
			.offset = h[i].p_offset,
		};
	}
	free(h);
	qsort(e->segments, e->n, sizeof(*e->segments), by_address);
	return e;
}

struct memory *elf_open_virtual(struct arena *a, int fd, const char *path, struct strbuf *why)
{
	const char *vmcoreinfo;
	struct elf *e = elf_open(a, fd, path, true, &vmcoreinfo, why);

	if (!e)
		return NULL;
	e->memory = (struct memory){ .read = elf_read_virtual, .close = elf_close_virtual, .vmcoreinfo = vmcoreinfo, .format = "ELF" };
	return &e->memory;
}

struct physical *elf_open_physical(struct arena *a, int fd, const char *path, struct strbuf *why)
{
	const char *vmcoreinfo;
	struct elf *e = elf_open(a, fd, path, false, &vmcoreinfo, why);

	if (!e)
		return NULL;
	e->physical = (struct physical){
		.read = elf_read_physical, .next_page = elf_next_page, .close = elf_close_physical,
		.vmcoreinfo = vmcoreinfo, .format = "ELF",
	};
	return &e->physical;
}
