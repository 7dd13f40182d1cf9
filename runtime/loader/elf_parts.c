// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The parts are read to where they are in the file, into memory that takes pages only where it is written: who reads
 * them needs no other view of a file than elf_bytes.h. A file that is truncated meanwhile has zeros there.
 */
#include "elf_parts.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include "file_io.h"
#include "user_names.h"

static void load(struct elf_parts *p, int fd, uint64_t at, uint64_t n)
{
	if (at < p->size)
		read_at(fd, p->memory + at, n < p->size - at ? n : p->size - at, at);
}

static bool memory_get(struct elf_parts *p, int fd)
{
	struct stat st;
	void *memory;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(Elf64_Ehdr) || st.st_size > USER_FILE_MOST)
		return false;
	memory = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		return false;
	p->memory = memory;
	p->size = (size_t)st.st_size;
	return true;
}

bool elf_parts_read(struct elf_parts *p, int fd)
{
	const Elf64_Ehdr *h;
	const Elf64_Shdr *s;

	*p = (struct elf_parts){ 0 };
	if (!memory_get(p, fd))
		return false;
	h = (const void *)p->memory;
	load(p, fd, 0, sizeof(*h));
	load(p, fd, h->e_phoff, (uint64_t)h->e_phnum * sizeof(Elf64_Phdr));
	load(p, fd, h->e_shoff, (uint64_t)h->e_shnum * sizeof(Elf64_Shdr));
	if (!elf_bytes_init(&p->e, p->memory, p->size) || h->e_shstrndx >= p->e.nsections)
		return false;
	load(p, fd, p->e.sections[h->e_shstrndx].sh_offset, p->e.sections[h->e_shstrndx].sh_size);
	elf_bytes_init(&p->e, p->memory, p->size);		/* again: now it finds the sections' names */
	for (unsigned int i = 0; i < p->e.nsegments; i++)
		if (p->e.segments[i].p_type == PT_NOTE)
			load(p, fd, p->e.segments[i].p_offset, p->e.segments[i].p_filesz);
	s = elf_bytes_section(&p->e, ".eh_frame");
	if (!elf_bytes_contents(&p->e, s).p)
		return false;
	load(p, fd, s->sh_offset, s->sh_size);
	return true;
}

void elf_parts_free(struct elf_parts *p)
{
	if (p->memory)
		munmap(p->memory, p->size);
	p->memory = NULL;
}
