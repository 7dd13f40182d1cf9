/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the table of unwind.h from a file's .eh_frame. */
#ifndef MYTAP_LOADER_EH_FRAME_H
#define MYTAP_LOADER_EH_FRAME_H

#include "elf_bytes.h"
#include "runtime/wire.h"
#include "runtime/unwind.h"
#include "unwind_block.h"

/* A function of the file, by offsets in it. */
struct eh_function {
	uint64_t start, end;
};

struct eh_functions {
	struct eh_function *v;		/* ascending; to be freed */
	size_t n;
};

/* What a file's .eh_frame says, by offsets in the file, ascending. */
struct eh_rows {
	struct unwind_row *v;		/* to be freed */
	size_t n, room;
	bool is_over;			/* there are too many */
};

/* false: there are too many. functions may be NULL. */
bool eh_frame_rows(const struct elf_bytes *e, struct eh_rows *ret, struct eh_functions *functions);
/* NULL: the file has no .eh_frame, or the table would be too large. To be freed. functions may be NULL. */
struct mytap_unwind *eh_frame_table(const struct elf_bytes *e, struct eh_functions *functions);

#endif
