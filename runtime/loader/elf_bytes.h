/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An untrusted ELF64 file in memory: every offset and size is checked before use. */
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

/* false: not an x86-64 file. Sections may be missing. */
bool elf_bytes_init(struct elf_bytes *e, const unsigned char *p, size_t n);
/* By name; NULL: none. */
const Elf64_Shdr *elf_bytes_section(const struct elf_bytes *e, const char *name);
/* The first section of this type. */
const Elf64_Shdr *elf_bytes_section_of(const struct elf_bytes *e, uint32_t type);
/* The bytes of a section; p is NULL if they are not in the file. */
struct bytes elf_bytes_contents(const struct elf_bytes *e, const Elf64_Shdr *s);
/* The file offset of a link address; false: no segment of the file contains it. */
bool elf_bytes_offset(const struct elf_bytes *e, uint64_t address, uint64_t *ret);
/* The link address of a file offset. */
bool elf_bytes_address(const struct elf_bytes *e, uint64_t offset, uint64_t *ret);
/* Build-id in hexadecimal, at most 64 digits; false: none. */
bool elf_bytes_build_id(const struct elf_bytes *e, char ret[65]);

#endif
