// SPDX-License-Identifier: GPL-2.0-or-later
/* See elf_bytes.h. */
#include "elf_bytes.h"

#include <stdio.h>
#include <string.h>

static bool is_within(const struct elf_bytes *e, uint64_t at, uint64_t n)
{
	return at <= e->n && n <= e->n - at;
}

static void sections_init(struct elf_bytes *e, const Elf64_Ehdr *h)
{
	struct bytes names;

	if (h->e_shentsize != sizeof(Elf64_Shdr) || h->e_shoff % 8 || !h->e_shoff ||
	    !is_within(e, h->e_shoff, (uint64_t)h->e_shnum * sizeof(Elf64_Shdr)))
		return;
	e->sections = (const void *)(e->p + h->e_shoff);
	e->nsections = h->e_shnum;
	if (h->e_shstrndx >= e->nsections)
		return;
	names = elf_bytes_contents(e, &e->sections[h->e_shstrndx]);
	if (!names.p || !names.n || names.p[names.n - 1])
		return;
	e->names = (const char *)names.p;
	e->names_size = names.n;
}

bool elf_bytes_init(struct elf_bytes *e, const unsigned char *p, size_t n)
{
	const Elf64_Ehdr *h = (const void *)p;

	*e = (struct elf_bytes){ .p = p, .n = n };
	if (n < sizeof(*h) || memcmp(h->e_ident, ELFMAG, SELFMAG) || h->e_ident[EI_CLASS] != ELFCLASS64 ||
	    h->e_machine != EM_X86_64)
		return false;
	if (h->e_phentsize == sizeof(Elf64_Phdr) && !(h->e_phoff % 8) &&
	    is_within(e, h->e_phoff, (uint64_t)h->e_phnum * sizeof(Elf64_Phdr))) {
		e->segments = (const void *)(p + h->e_phoff);
		e->nsegments = h->e_phnum;
	}
	sections_init(e, h);
	return true;
}

const Elf64_Shdr *elf_bytes_section(const struct elf_bytes *e, const char *name)
{
	for (unsigned int i = 0; e->names && i < e->nsections; i++)
		if (e->sections[i].sh_name < e->names_size && !strcmp(e->names + e->sections[i].sh_name, name))
			return &e->sections[i];
	return NULL;
}

const Elf64_Shdr *elf_bytes_section_of(const struct elf_bytes *e, uint32_t type)
{
	for (unsigned int i = 0; i < e->nsections; i++)
		if (e->sections[i].sh_type == type)
			return &e->sections[i];
	return NULL;
}

struct bytes elf_bytes_contents(const struct elf_bytes *e, const Elf64_Shdr *s)
{
	if (!s || s->sh_type == SHT_NOBITS || !is_within(e, s->sh_offset, s->sh_size))
		return (struct bytes){ 0 };
	return (struct bytes){ e->p + s->sh_offset, s->sh_size };
}

bool elf_bytes_offset(const struct elf_bytes *e, uint64_t address, uint64_t *ret)
{
	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr *p = &e->segments[i];

		if (p->p_type != PT_LOAD || address < p->p_vaddr || address - p->p_vaddr >= p->p_filesz)
			continue;
		*ret = address - p->p_vaddr + p->p_offset;
		return true;
	}
	return false;
}

bool elf_bytes_address(const struct elf_bytes *e, uint64_t offset, uint64_t *ret)
{
	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr *p = &e->segments[i];

		if (p->p_type != PT_LOAD || offset < p->p_offset || offset - p->p_offset >= p->p_filesz)
			continue;
		*ret = offset - p->p_offset + p->p_vaddr;
		return true;
	}
	return false;
}

static bool note_build_id(struct bytes notes, char ret[65])
{
	while (notes.n >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr h;
		uint64_t name, all;

		memcpy(&h, notes.p, sizeof(h));
		name = (h.n_namesz + 3ull) & ~3ull;
		all = sizeof(h) + name + ((h.n_descsz + 3ull) & ~3ull);
		if (all > notes.n)
			return false;
		if (h.n_type == NT_GNU_BUILD_ID && h.n_namesz == 4 && !memcmp(notes.p + sizeof(h), "GNU", 4) && h.n_descsz <= 32) {
			for (size_t i = 0; i < h.n_descsz; i++)
				sprintf(ret + 2 * i, "%02x", notes.p[sizeof(h) + name + i]);
			return h.n_descsz;
		}
		notes.p += all;
		notes.n -= all;
	}
	return false;
}

bool elf_bytes_build_id(const struct elf_bytes *e, char ret[65])
{
	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr *p = &e->segments[i];

		if (p->p_type == PT_NOTE && is_within(e, p->p_offset, p->p_filesz) &&
		    note_build_id((struct bytes){ e->p + p->p_offset, p->p_filesz }, ret))
			return true;
	}
	return false;
}
