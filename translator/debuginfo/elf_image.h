/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An ELF64 file mapped, or one that is in memory already; sections are bounded by the file's size. */
#ifndef MYTAP_ELF_IMAGE_H
#define MYTAP_ELF_IMAGE_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf_image {
	const uint8_t *p;
	size_t size;
	bool is_mapped;
	const Elf64_Shdr *sections;
	unsigned int nsections;
	const char *names;		/* section names; NULL: none */
	size_t names_size;
};

/* Maps any file; false with errno set. */
bool file_map(const char *path, const uint8_t **p, size_t *size);
bool elf_image_open(struct elf_image *e, const char *path);
/* false: not an ELF64 file. p must outlive e. */
bool elf_image_over(struct elf_image *e, const uint8_t *p, size_t size);
void elf_image_close(struct elf_image *e);

const Elf64_Shdr *elf_section(const struct elf_image *e, const char *name);
/* Contents; NULL when it is not in the file. */
const void *elf_contents(const struct elf_image *e, const Elf64_Shdr *s, size_t *size);
/* Contents at a link address; NULL unless size bytes are in one section of the file. */
const void *elf_at(const struct elf_image *e, uint64_t address, size_t size);

#endif
