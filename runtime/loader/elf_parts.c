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
	Elf64_Ehdr h;
	Elf64_Shdr s;

	*p = (struct elf_parts){ 0 };
	if (!memory_get(p, fd))
		return false;
	load(p, fd, 0, sizeof(h));
	if (!elf_bytes_head(p->memory, p->size, &h))
		return false;
	load(p, fd, h.e_phoff, (uint64_t)h.e_phnum * h.e_phentsize);
	load(p, fd, h.e_shoff, (uint64_t)h.e_shnum * h.e_shentsize);
	if (!elf_bytes_init(&p->e, p->memory, p->size) || h.e_shstrndx >= p->e.nsections)
		return false;
	s = elf_bytes_section_numbered(&p->e, h.e_shstrndx);
	load(p, fd, s.sh_offset, s.sh_size);
	elf_bytes_init(&p->e, p->memory, p->size);		/* again: now it finds the sections' names */
	for (unsigned int i = 0; i < p->e.nsegments; i++) {
		Elf64_Phdr note = elf_bytes_segment(&p->e, i);

		if (note.p_type == PT_NOTE)
			load(p, fd, note.p_offset, note.p_filesz);
	}
	if (!elf_bytes_section(&p->e, ".eh_frame", &s) || !elf_bytes_contents(&p->e, &s).p)
		return false;
	load(p, fd, s.sh_offset, s.sh_size);
	return true;
}

void elf_parts_free(struct elf_parts *p)
{
	if (p->memory)
		munmap(p->memory, p->size);
	p->memory = NULL;
}
