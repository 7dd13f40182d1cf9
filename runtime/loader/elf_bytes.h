/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An ELF64 file in memory, of whom ever: whatever it says is looked at before it is followed. */
#ifndef MYTAP_LOADER_ELF_BYTES_H
#define MYTAP_LOADER_ELF_BYTES_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf_bytes {
	const unsigned char *p;
	size_t n;
	const Elf64_Shdr *sections;
	const Elf64_Phdr *segments;
	unsigned int nsections, nsegments;
	const char *names;		/* of sections; ends with a NUL; NULL: none */
	size_t names_size;
};

struct bytes {
	const unsigned char *p;
	size_t n;
};

/* false: it is none of x86-64. Sections may be missing. */
bool elf_bytes_init(struct elf_bytes *e, const unsigned char *p, size_t n);
/* By its name; NULL: there is none. */
const Elf64_Shdr *elf_bytes_section(const struct elf_bytes *e, const char *name);
/* Of this type, the first. */
const Elf64_Shdr *elf_bytes_section_of(const struct elf_bytes *e, uint32_t type);
/* What it holds; p is NULL when it is not in the file. */
struct bytes elf_bytes_contents(const struct elf_bytes *e, const Elf64_Shdr *s);
/* The offset in the file of what its tables have at that address; false: it is not in a segment of the file. */
bool elf_bytes_offset(const struct elf_bytes *e, uint64_t address, uint64_t *ret);
/* ... the address of an offset. */
bool elf_bytes_address(const struct elf_bytes *e, uint64_t offset, uint64_t *ret);
/* Build-id in hexadecimal, at most 64 digits; false: none. */
bool elf_bytes_build_id(const struct elf_bytes *e, char ret[65]);

#endif
