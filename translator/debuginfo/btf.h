/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's own type information (BTF): types, functions with prototypes, per-CPU variables. */
#ifndef MYTAP_BTF_H
#define MYTAP_BTF_H

#include "translator/debuginfo/dtype.h"

#include <linux/btf.h>

struct btf;

/*
 * p..p+n: the contents of a .BTF section or of /sys/kernel/btf/NAME; must
 * outlive the result. base: the kernel's, for a module's split BTF. NULL: not
 * BTF, or damaged.
 */
struct btf *btf_new(struct arena *a, const uint8_t *p, size_t n, const char *module, struct btf *base);
uint32_t btf_count(const struct btf *b);		/* ids run from 1 to count - 1 */
uint32_t btf_first(const struct btf *b);		/* the first of its own, not of base */
const struct btf_type *btf_type_at(const struct btf *b, uint32_t id);
const char *btf_name(const struct btf *b, uint32_t offset);

/* 0: none. The first of several; next: the one after `after` of the same name. */
uint32_t btf_find_func(struct btf *b, const char *name);
uint32_t btf_find_type(struct btf *b, const char *name, uint32_t kinds);	/* kinds: 1 << BTF_KIND_x */
uint32_t btf_find_next(struct btf *b, const char *name, uint32_t kinds, uint32_t after);
/* True if functions of this name have different prototypes. */
bool btf_func_is_ambiguous(struct btf *b, uint32_t func);

struct dtype *btf_dtype(struct btf *b, uint32_t id);
/* The prototype of a FUNC as a DTYPE_FUNCTION. */
struct dtype *btf_func_dtype(struct btf *b, uint32_t func);
bool btf_enumerator(struct btf *b, const char *name, int64_t *value);

#endif
