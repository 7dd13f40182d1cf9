/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Source lines of a program's file, from its DWARF (.debug_line). */
#ifndef MYTAP_LOADER_DEBUG_LINE_H
#define MYTAP_LOADER_DEBUG_LINE_H

#include "elf_bytes.h"
#include "runtime/wire.h"
#include "runtime/unwind.h"

/* Valid up to the next one. */
struct user_line {
	u64 at;				/* offset in the file */
	u32 text, line;			/* text: the source file, offset in the texts; line 0: unknown */
	u32 order, is_end;		/* while the list is made: order of insertion; end of a sequence */
};

struct user_lines {
	struct user_line *v;		/* ascending, each offset once */
	size_t n;
	char *texts;
	size_t texts_n;
};

/*
 * Adds the lines of e, which is `of` or its debuginfo, by offsets in `of`, the file that runs. false: it has no
 * lines.
 */
bool user_lines_read(struct user_lines *lines, const struct elf_bytes *e, const struct elf_bytes *of);
/* NULL: unknown. */
const struct user_line *user_lines_find(const struct user_lines *lines, u64 at);
void user_lines_free(struct user_lines *lines);
/* The block for the module (unwind.h); to be freed. NULL: it would be too large. */
struct mytap_file_lines *user_lines_block(const struct user_lines *lines);

#endif
