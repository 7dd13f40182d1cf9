/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packs the rules of a file's code into the table of unwind.h. */
#ifndef MYTAP_LOADER_UNWIND_BLOCK_H
#define MYTAP_LOADER_UNWIND_BLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "runtime/wire.h"
#include "runtime/unwind.h"

/* A rule that applies from an offset in the file on, up to the next row's. */
struct unwind_row {
	uint64_t at;
	struct mytap_unwind_rule rule;
};

static inline bool unwind_rule_is_same(const struct mytap_unwind_rule *a, const struct mytap_unwind_rule *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* Offsets ascend. NULL: there are no rows, or the table would be too large. To be freed. */
struct mytap_unwind *unwind_block_make(const struct unwind_row *rows, size_t n);

#endif
