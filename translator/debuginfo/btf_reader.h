/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of struct btf, for btf.c and btf_types.c. */
#ifndef MYTAP_BTF_READER_H
#define MYTAP_BTF_READER_H

#include "translator/debuginfo/btf.h"

struct btf_table {
	uint32_t *slots;		/* type ids; 0 = free; NULL: not built yet */
	uint32_t size;
};

struct btf {
	struct arena *a;
	struct btf *base;		/* of a module: the kernel's */
	uint32_t first;			/* id of our first type */
	uint32_t n;			/* our types */
	uint32_t *offsets;
	const uint8_t *types;
	const char *strings;
	uint32_t first_string, strings_size;
	struct btf_table funcs, named;
	struct dtype **dtypes;		/* types made so far, by id - first */
	struct dtype_source source;
};

void btf_complete(const struct dtype_source *src, struct dtype *t);

#endif
