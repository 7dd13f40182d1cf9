/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unwind tables (unwind.h) kept in a folder, by build-id: "unwind-BUILDID". */
#ifndef MYTAP_LOADER_UNWIND_CACHE_H
#define MYTAP_LOADER_UNWIND_CACHE_H

#include "elf_bytes.h"
#include "runtime/wire.h"
#include "runtime/unwind.h"

/* What a table was made of: it is used only for the same. */
struct unwind_source {
	char build_id[65];
	u32 sum;			/* of the segments and of .eh_frame */
	u64 size;			/* of .eh_frame */
};

/* false: the file has no build-id, or nothing to make a table of. */
bool unwind_source_of(const struct elf_bytes *e, struct unwind_source *ret);
/* To be freed. NULL: the folder has none for it, or one that is damaged, of another version or of another user. */
struct mytap_unwind *unwind_cache_read(const char *folder, const struct unwind_source *source);
/* A failure is not reported: the next session makes the table again. */
void unwind_cache_write(const char *folder, const struct unwind_source *source, const struct mytap_unwind *table);

#endif
