/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instruction boundaries, from the bytes of the kernel or a module. */
#ifndef MYTAP_INSTRUCTIONS_H
#define MYTAP_INSTRUCTIONS_H

#include "translator/debuginfo/sources.h"

/* A function to decode: its bytes in the file, and its name for messages. */
struct code {
	const char *name;		/* "vfs_read" */
	const uint8_t *bytes;
	uint64_t size;
};

/* false: its bytes are not available (reported with -v): the kernel checks when the probe is attached. */
bool code_of_symbol(struct debuginfo *di, struct image *image, const char *name, uint64_t link, uint64_t size,
		    struct code *ret);
/* false: no instruction begins at offset; why names the nearest. */
bool instruction_begins(struct debuginfo *di, const struct code *c, uint64_t offset, struct strbuf *why);

#endif
