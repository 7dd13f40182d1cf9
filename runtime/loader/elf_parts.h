/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of an untrusted ELF file only what its unwind table is made of: headers, notes, .eh_frame. */
#ifndef MYTAP_LOADER_ELF_PARTS_H
#define MYTAP_LOADER_ELF_PARTS_H

#include "elf_bytes.h"

struct elf_parts {
	struct elf_bytes e;		/* as long as the file; what was not read is zero */
	unsigned char *memory;
	size_t size;
};

/* false: it is neither an x86-64 nor an i386 file, or has no .eh_frame that section headers name. To be freed in any case. */
bool elf_parts_read(struct elf_parts *p, int fd);
void elf_parts_free(struct elf_parts *p);

#endif
