/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of unwind.h, made of a file's .eh_frame. */
#ifndef MYTAP_LOADER_EH_FRAME_H
#define MYTAP_LOADER_EH_FRAME_H

#include "elf_bytes.h"
#include "runtime/wire.h"
#include "runtime/unwind.h"

/* Where the file has a function, by offsets in it. */
struct eh_function {
	uint64_t start, end;
};

struct eh_functions {
	struct eh_function *v;		/* ascending; free() */
	size_t n;
};

/* NULL: the file has none, or one that would be too large. free(). Functions may be NULL. */
struct mytap_unwind *eh_frame_table(const struct elf_bytes *e, struct eh_functions *functions);

#endif
