// SPDX-License-Identifier: GPL-2.0-or-later
/* See elf_bytes.h. */
#include "elf_bytes.h"

#include <stdio.h>
#include <string.h>

static bool is_within(const struct elf_bytes *e, uint64_t at, uint64_t n)
{
	return at <= e->n && n <= e->n - at;
}

/* ---- headers, in the form of the file -------------------------------------------------------------- */

static bool head_is_32(const unsigned char *p)
{
	return p[EI_CLASS] == ELFCLASS32;
}

bool elf_bytes_head(const unsigned char *p, size_t n, Elf64_Ehdr *ret)
{
	Elf32_Ehdr h;

	if (n < sizeof(*ret) || memcmp(p, ELFMAG, SELFMAG))
		return false;
	memcpy(ret, p, sizeof(*ret));
	if (!head_is_32(p))
		return p[EI_CLASS] == ELFCLASS64 && ret->e_machine == EM_X86_64;
	memcpy(&h, p, sizeof(h));
	*ret = (Elf64_Ehdr){
		.e_type = h.e_type, .e_machine = h.e_machine, .e_phoff = h.e_phoff, .e_shoff = h.e_shoff, .e_phentsize = h.e_phentsize,
		.e_phnum = h.e_phnum, .e_shentsize = h.e_shentsize, .e_shnum = h.e_shnum, .e_shstrndx = h.e_shstrndx,
	};
	return h.e_machine == EM_386;
}

Elf64_Phdr elf_bytes_segment(const struct elf_bytes *e, unsigned int i)
{
	Elf64_Phdr ret;
	Elf32_Phdr h;

	if (!e->is_32) {
		memcpy(&ret, e->segments + i * sizeof(ret), sizeof(ret));
		return ret;
	}
	memcpy(&h, e->segments + i * sizeof(h), sizeof(h));
	return (Elf64_Phdr){ .p_type = h.p_type, .p_flags = h.p_flags, .p_offset = h.p_offset, .p_vaddr = h.p_vaddr,
			     .p_filesz = h.p_filesz, .p_memsz = h.p_memsz };
}

Elf64_Shdr elf_bytes_section_numbered(const struct elf_bytes *e, unsigned int i)
{
	Elf64_Shdr ret;
	Elf32_Shdr h;

	if (!e->is_32) {
		memcpy(&ret, e->sections + i * sizeof(ret), sizeof(ret));
		return ret;
	}
	memcpy(&h, e->sections + i * sizeof(h), sizeof(h));
	return (Elf64_Shdr){ .sh_name = h.sh_name, .sh_type = h.sh_type, .sh_flags = h.sh_flags, .sh_addr = h.sh_addr,
			     .sh_offset = h.sh_offset, .sh_size = h.sh_size, .sh_link = h.sh_link };
}

static size_t segment_size(const struct elf_bytes *e)
{
	return e->is_32 ? sizeof(Elf32_Phdr) : sizeof(Elf64_Phdr);
}

static size_t section_size(const struct elf_bytes *e)
{
	return e->is_32 ? sizeof(Elf32_Shdr) : sizeof(Elf64_Shdr);
}

size_t elf_bytes_segments_size(const struct elf_bytes *e)
{
	return e->nsegments * segment_size(e);
}

/* ---- the file ---------------------------------------------------------------------------------------- */

static void sections_init(struct elf_bytes *e, const Elf64_Ehdr *h)
{
	struct bytes names;
	Elf64_Shdr s;

	if (h->e_shentsize != section_size(e) || !h->e_shoff || !is_within(e, h->e_shoff, (uint64_t)h->e_shnum * section_size(e)))
		return;
	e->sections = e->p + h->e_shoff;
	e->nsections = h->e_shnum;
	if (h->e_shstrndx >= e->nsections)
		return;
	s = elf_bytes_section_numbered(e, h->e_shstrndx);
	names = elf_bytes_contents(e, &s);
	if (!names.p || !names.n || names.p[names.n - 1])
		return;
	e->names = (const char *)names.p;
	e->names_size = names.n;
}

bool elf_bytes_init(struct elf_bytes *e, const unsigned char *p, size_t n)
{
	Elf64_Ehdr h;

	*e = (struct elf_bytes){ .p = p, .n = n };
	if (!elf_bytes_head(p, n, &h))
		return false;
	e->is_32 = head_is_32(p);
	if (h.e_phentsize == segment_size(e) && is_within(e, h.e_phoff, (uint64_t)h.e_phnum * segment_size(e))) {
		e->segments = p + h.e_phoff;
		e->nsegments = h.e_phnum;
	}
	sections_init(e, &h);
	return true;
}

bool elf_bytes_section(const struct elf_bytes *e, const char *name, Elf64_Shdr *ret)
{
	for (unsigned int i = 0; e->names && i < e->nsections; i++) {
		*ret = elf_bytes_section_numbered(e, i);
		if (ret->sh_name < e->names_size && !strcmp(e->names + ret->sh_name, name))
			return true;
	}
	return false;
}

bool elf_bytes_section_of(const struct elf_bytes *e, uint32_t type, Elf64_Shdr *ret)
{
	for (unsigned int i = 0; i < e->nsections; i++) {
		*ret = elf_bytes_section_numbered(e, i);
		if (ret->sh_type == type)
			return true;
	}
	return false;
}

struct bytes elf_bytes_contents(const struct elf_bytes *e, const Elf64_Shdr *s)
{
	if (s->sh_type == SHT_NOBITS || !is_within(e, s->sh_offset, s->sh_size))
		return (struct bytes){ 0 };
	return (struct bytes){ e->p + s->sh_offset, s->sh_size };
}

bool elf_bytes_offset(const struct elf_bytes *e, uint64_t address, uint64_t *ret)
{
	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr p = elf_bytes_segment(e, i);

		if (p.p_type != PT_LOAD || address < p.p_vaddr || address - p.p_vaddr >= p.p_filesz)
			continue;
		*ret = address - p.p_vaddr + p.p_offset;
		return true;
	}
	return false;
}

bool elf_bytes_address(const struct elf_bytes *e, uint64_t offset, uint64_t *ret)
{
	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr p = elf_bytes_segment(e, i);

		if (p.p_type != PT_LOAD || offset < p.p_offset || offset - p.p_offset >= p.p_filesz)
			continue;
		*ret = offset - p.p_offset + p.p_vaddr;
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
		const Elf64_Phdr p = elf_bytes_segment(e, i);

		if (p.p_type == PT_NOTE && is_within(e, p.p_offset, p.p_filesz) &&
		    note_build_id((struct bytes){ e->p + p.p_offset, p.p_filesz }, ret))
			return true;
	}
	return false;
}
