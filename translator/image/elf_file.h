/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An ELF64 file, mapped or already in memory; sections are bounded by the file's size. */
#ifndef MYTAP_ELF_FILE_H
#define MYTAP_ELF_FILE_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf_file {
	const uint8_t *p;
	size_t size;
	bool is_mapped;
	const Elf64_Shdr *sections;
	unsigned int nsections;
	const char *names;		/* section names; NULL: none */
	size_t names_size;
	const Elf64_Phdr *segments;
	unsigned int nsegments;
};

/* Maps any file; false with errno set. */
bool file_map(const char *path, const uint8_t **p, size_t *size);
void file_unmap(const uint8_t *p, size_t size);
bool elf_file_open(struct elf_file *e, const char *path);
/* false: not an ELF64 file. p must outlive e. */
bool elf_file_over(struct elf_file *e, const uint8_t *p, size_t size);
void elf_file_close(struct elf_file *e);

const Elf64_Shdr *elf_section(const struct elf_file *e, const char *name);
/* Contents; NULL if it is not in the file. */
const void *elf_contents(const struct elf_file *e, const Elf64_Shdr *s, size_t *size);
/* Contents at a link address; NULL unless size bytes are in one section of the file. */
const void *elf_at(const struct elf_file *e, uint64_t address, size_t size);

/* The first segment of that type; NULL: it has none. */
const Elf64_Phdr *elf_segment(const struct elf_file *e, uint32_t type);
/* True for a program, linked statically or not; false for a library. */
bool elf_is_program(const struct elf_file *e);
/* True for what programs load, also if it can be run, as libc.so.6 can. */
bool elf_is_library(const struct elf_file *e);

#endif
