// SPDX-License-Identifier: GPL-2.0-or-later
#include "translator/image/elf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/arena.h"

/* Files of sysfs cannot always be mapped: they are read. */
static bool file_slurp(int fd, size_t size, const uint8_t **p)
{
	uint8_t *b = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t n = 0;

	if (b == MAP_FAILED)
		return false;
	while (n < size) {
		ssize_t got = read(fd, b + n, size - n);

		if (got <= 0)
			break;
		n += got;
	}
	if (n < size) {
		munmap(b, size);
		return false;
	}
	*p = b;
	return true;
}

bool file_map(const char *path, const uint8_t **p, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool ok = false;

	if (fd < 0)
		return false;
	errno = 0;
	if (fstat(fd, &st) == 0 && st.st_size > 0) {
		void *m = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

		*size = st.st_size;
		if (m != MAP_FAILED)
			*p = m;
		ok = m != MAP_FAILED || file_slurp(fd, st.st_size, p);
	}
	close(fd);
	return ok;
}

void file_unmap(const uint8_t *p, size_t size)
{
	munmap((void *)p, size);
}

static void read_segments(struct elf_file *e, const Elf64_Ehdr *h)
{
	if (h->e_phentsize != sizeof(Elf64_Phdr) || h->e_phoff > e->size ||
	    h->e_phnum > (e->size - h->e_phoff) / sizeof(Elf64_Phdr))
		return;
	e->segments = (const void *)(e->p + h->e_phoff);
	e->nsegments = h->e_phnum;
}

bool elf_file_over(struct elf_file *e, const uint8_t *p, size_t size)
{
	const Elf64_Ehdr *h = (const void *)p;

	*e = (struct elf_file){ .p = p, .size = size };
	if (size < sizeof(*h) || memcmp(p, ELFMAG, SELFMAG) || p[EI_CLASS] != ELFCLASS64 ||
	    h->e_shentsize != sizeof(Elf64_Shdr) || h->e_shoff > size ||
	    h->e_shnum > (size - h->e_shoff) / sizeof(Elf64_Shdr))
		return false;
	e->sections = (const void *)(p + h->e_shoff);
	e->nsections = h->e_shnum;
	read_segments(e, h);
	if (h->e_shstrndx < e->nsections) {
		size_t n;
		const char *names = elf_contents(e, &e->sections[h->e_shstrndx], &n);

		if (names && n && !names[n - 1]) {
			e->names = names;
			e->names_size = n;
		}
	}
	return true;
}

bool elf_file_open(struct elf_file *e, const char *path)
{
	const uint8_t *p;
	size_t size;

	if (!file_map(path, &p, &size))
		return false;
	if (!elf_file_over(e, p, size)) {
		file_unmap(p, size);
		return false;
	}
	e->is_mapped = true;
	return true;
}

void elf_file_close(struct elf_file *e)
{
	if (e->is_mapped)
		file_unmap(e->p, e->size);
	*e = (struct elf_file){ 0 };
}

const Elf64_Shdr *elf_section(const struct elf_file *e, const char *name)
{
	for (unsigned int i = 1; i < e->nsections; i++)
		if (e->sections[i].sh_name < e->names_size && !strcmp(e->names + e->sections[i].sh_name, name))
			return &e->sections[i];
	return NULL;
}

const void *elf_contents(const struct elf_file *e, const Elf64_Shdr *s, size_t *size)
{
	if (!s || s->sh_type == SHT_NOBITS || s->sh_offset > e->size || s->sh_size > e->size - s->sh_offset)
		return NULL;
	*size = s->sh_size;
	return e->p + s->sh_offset;
}

const void *elf_at(const struct elf_file *e, uint64_t address, size_t size)
{
	for (unsigned int i = 1; i < e->nsections; i++) {
		const Elf64_Shdr *s = &e->sections[i];
		size_t n;
		const uint8_t *p;

		if (!(s->sh_flags & SHF_ALLOC) || address < s->sh_addr || address - s->sh_addr >= s->sh_size)
			continue;
		p = elf_contents(e, s, &n);
		if (p && size <= n - (address - s->sh_addr))
			return p + (address - s->sh_addr);
	}
	return NULL;
}

const Elf64_Phdr *elf_segment(const struct elf_file *e, uint32_t type)
{
	for (unsigned int i = 0; i < e->nsegments; i++)
		if (e->segments[i].p_type == type)
			return &e->segments[i];
	return NULL;
}

/* The first entry of that tag in .dynamic; NULL: there is none. */
static const Elf64_Dyn *dynamic_entry(const struct elf_file *e, Elf64_Sxword tag)
{
	size_t size = 0;
	const Elf64_Dyn *d = elf_contents(e, elf_section(e, ".dynamic"), &size);

	for (size_t i = 0; d && i < size / sizeof(*d); i++)
		if (d[i].d_tag == tag)
			return &d[i];
	return NULL;
}

/* Static and position-independent: no interpreter, but a flag (DF_1_PIE). */
static bool is_static_pie(const struct elf_file *e)
{
	const Elf64_Dyn *flags = dynamic_entry(e, DT_FLAGS_1);

	return flags && flags->d_un.d_val & DF_1_PIE;
}

bool elf_is_program(const struct elf_file *e)
{
	Elf64_Ehdr h;

	if (e->size < sizeof(h))
		return false;
	memcpy(&h, e->p, sizeof(h));
	return h.e_type == ET_EXEC || elf_segment(e, PT_INTERP) || is_static_pie(e);
}

bool elf_is_library(const struct elf_file *e)
{
	return !elf_is_program(e) || dynamic_entry(e, DT_SONAME);
}
