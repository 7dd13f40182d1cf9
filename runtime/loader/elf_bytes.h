/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An untrusted ELF file in memory, of a 64-bit or a 32-bit program: every offset and size is checked before use. Headers have
 * the 64-bit form in both.
 */
#ifndef MYTAP_LOADER_ELF_BYTES_H
#define MYTAP_LOADER_ELF_BYTES_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf_bytes {
	const unsigned char *p;
	size_t n;
	bool is_32;			/* for i386 */
	const unsigned char *sections, *segments;	/* the tables of headers, in the file's form */
	unsigned int nsections, nsegments;
	const char *names;		/* of sections; ends with a NUL; NULL: none */
	size_t names_size;
};

struct bytes {
	const unsigned char *p;
	size_t n;
};

/* false: neither an x86-64 nor an i386 file. Sections may be missing. */
bool elf_bytes_init(struct elf_bytes *e, const unsigned char *p, size_t n);
/* The file's head, of which at least these bytes are there. false: as above. */
bool elf_bytes_head(const unsigned char *p, size_t n, Elf64_Ehdr *ret);
/* By number, below nsegments or nsections. */
Elf64_Phdr elf_bytes_segment(const struct elf_bytes *e, unsigned int i);
Elf64_Shdr elf_bytes_section_numbered(const struct elf_bytes *e, unsigned int i);
/* By name; false: none. */
bool elf_bytes_section(const struct elf_bytes *e, const char *name, Elf64_Shdr *ret);
/* The first section of this type. */
bool elf_bytes_section_of(const struct elf_bytes *e, uint32_t type, Elf64_Shdr *ret);
/* Bytes of the table of segments. */
size_t elf_bytes_segments_size(const struct elf_bytes *e);
/* The bytes of a section; p is NULL if they are not in the file. */
struct bytes elf_bytes_contents(const struct elf_bytes *e, const Elf64_Shdr *s);
/* The file offset of a link address; false: no segment of the file contains it. */
bool elf_bytes_offset(const struct elf_bytes *e, uint64_t address, uint64_t *ret);
/* The link address of a file offset. */
bool elf_bytes_address(const struct elf_bytes *e, uint64_t offset, uint64_t *ret);
/* Build-id in hexadecimal, at most 64 digits; false: none. */
bool elf_bytes_build_id(const struct elf_bytes *e, char ret[65]);

#endif
