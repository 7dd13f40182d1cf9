// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads BTF in place: one pass for the offset of each type; a hash of the names is built on the first query by name.
 * Every offset is checked against the section: the file is not trusted.
 */
#include "translator/debuginfo/btf.h"

#include <stdlib.h>
#include <string.h>

#include "translator/debuginfo/btf_reader.h"

/* Bytes behind struct btf_type: fixed, and per element of vlen. */
static const struct { uint8_t fixed, each; } kind_sizes[] = {
	[BTF_KIND_INT] = { 4, 0 },
	[BTF_KIND_ARRAY] = { 12, 0 },
	[BTF_KIND_STRUCT] = { 0, 12 },
	[BTF_KIND_UNION] = { 0, 12 },
	[BTF_KIND_ENUM] = { 0, 8 },
	[BTF_KIND_FUNC_PROTO] = { 0, 8 },
	[BTF_KIND_VAR] = { 4, 0 },
	[BTF_KIND_DATASEC] = { 0, 12 },
	[BTF_KIND_DECL_TAG] = { 4, 0 },
	[BTF_KIND_ENUM64] = { 0, 12 },
};

/* linux/btf.h of Debian 12 knows all kinds up to ENUM64; the size of later kinds is unknown. */
enum { LAST_KIND = BTF_KIND_ENUM64 };

static size_t type_size(const struct btf_type *t)
{
	unsigned int kind = BTF_INFO_KIND(t->info), n = BTF_INFO_VLEN(t->info);

	if (kind >= sizeof(kind_sizes) / sizeof(*kind_sizes))
		return sizeof(*t);
	return sizeof(*t) + kind_sizes[kind].fixed + (size_t)kind_sizes[kind].each * n;
}

static bool read_types(struct btf *b, const uint8_t *types, size_t len)
{
	size_t at = 0;

	while (at < len) {
		const struct btf_type *t = (const void *)(types + at);

		if (len - at < sizeof(*t) || BTF_INFO_KIND(t->info) == 0 || BTF_INFO_KIND(t->info) > LAST_KIND ||
		    type_size(t) > len - at)
			return false;
		b->offsets[b->n++] = at;
		at += type_size(t);
	}
	return true;
}

struct btf *btf_new(struct arena *a, const uint8_t *p, size_t n, const char *module, struct btf *base)
{
	const struct btf_header *h = (const void *)p;
	struct btf *b;
	uint64_t body;

	if (n < sizeof(*h) || h->magic != BTF_MAGIC || h->hdr_len < sizeof(*h) || h->hdr_len > n)
		return NULL;
	body = n - h->hdr_len;
	if (h->type_off > body || h->type_len > body - h->type_off || h->str_off > body ||
	    h->str_len > body - h->str_off || !h->str_len || p[h->hdr_len + h->str_off + h->str_len - 1] ||
	    (h->type_off & 3) || (h->hdr_len & 3))
		return NULL;
	b = arena_new_of(a, struct btf);
	b->a = a;
	b->base = base;
	b->first = base ? base->first + base->n : 1;
	b->first_string = base ? base->first_string + base->strings_size : 0;
	b->types = p + h->hdr_len + h->type_off;
	b->strings = (const char *)p + h->hdr_len + h->str_off;
	b->strings_size = h->str_len;
	b->offsets = arena_alloc(a, (h->type_len / sizeof(struct btf_type) + 1) * sizeof(*b->offsets));
	b->source = (struct dtype_source){ .name = "BTF", .module = module, .complete = btf_complete, .ctx = b };
	if (!read_types(b, b->types, h->type_len))
		return NULL;
	b->dtypes = arena_alloc(a, (b->n + 1) * sizeof(*b->dtypes));
	return b;
}

uint32_t btf_count(const struct btf *b)
{
	return b->first + b->n;
}

uint32_t btf_first(const struct btf *b)
{
	return b->first;
}

const struct btf_type *btf_type_at(const struct btf *b, uint32_t id)
{
	while (b && id < b->first)
		b = b->base;
	if (!b || id - b->first >= b->n)
		return NULL;
	return (const void *)(b->types + b->offsets[id - b->first]);
}

const char *btf_name(const struct btf *b, uint32_t offset)
{
	while (b->base && offset < b->first_string)
		b = b->base;
	offset -= b->first_string;
	return offset < b->strings_size ? b->strings + offset : "";
}

static uint32_t hash_of(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h ^ h >> 15;
}

static bool is_func(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info) == BTF_KIND_FUNC;
}

/* Two tables, since most runs query only functions or only types. */
static void table_build(struct btf *b, struct btf_table *table, bool funcs)
{
	table->size = 1024;
	while (table->size < 2 * b->n)
		table->size *= 2;
	table->slots = arena_alloc(b->a, table->size * sizeof(*table->slots));
	for (uint32_t i = 0; i < b->n; i++) {
		const struct btf_type *t = (const void *)(b->types + b->offsets[i]);
		uint32_t h;

		if (!t->name_off || is_func(t) != funcs)
			continue;
		h = hash_of(btf_name(b, t->name_off)) & (table->size - 1);
		while (table->slots[h])
			h = (h + 1) & (table->size - 1);
		table->slots[h] = b->first + i;
	}
}

/* Equal names are in the order of their ids from their hash value on. */
static uint32_t table_find(struct btf *b, struct btf_table *table, const char *name, uint32_t kinds, uint32_t after)
{
	if (!table->slots)
		table_build(b, table, table == &b->funcs);
	for (uint32_t h = hash_of(name) & (table->size - 1); table->slots[h]; h = (h + 1) & (table->size - 1)) {
		uint32_t id = table->slots[h];
		const struct btf_type *t = btf_type_at(b, id);

		if (id > after && kinds >> BTF_INFO_KIND(t->info) & 1 && !strcmp(btf_name(b, t->name_off), name))
			return id;
	}
	return 0;
}

uint32_t btf_find_next(struct btf *b, const char *name, uint32_t kinds, uint32_t after)
{
	struct btf_table *table = kinds == 1u << BTF_KIND_FUNC ? &b->funcs : &b->named;
	uint32_t id = table_find(b, table, name, kinds, after);

	return id || !b->base ? id : btf_find_next(b->base, name, kinds, after);
}

uint32_t btf_find_func(struct btf *b, const char *name)
{
	return btf_find_next(b, name, 1u << BTF_KIND_FUNC, 0);
}

uint32_t btf_find_type(struct btf *b, const char *name, uint32_t kinds)
{
	return btf_find_next(b, name, kinds, 0);
}

bool btf_func_is_ambiguous(struct btf *b, uint32_t func)
{
	const struct btf_type *t = btf_type_at(b, func);
	const char *name = btf_name(b, t->name_off);

	for (uint32_t id = btf_find_func(b, name); id; id = btf_find_next(b, name, 1u << BTF_KIND_FUNC, id))
		if (btf_type_at(b, id)->type != t->type)
			return true;
	return false;
}

bool btf_enumerator(struct btf *b, const char *name, int64_t *value)
{
	for (uint32_t i = 0; i < b->n; i++) {
		const struct btf_type *t = (const void *)(b->types + b->offsets[i]);
		unsigned int kind = BTF_INFO_KIND(t->info), n = BTF_INFO_VLEN(t->info);

		for (unsigned int k = 0; kind == BTF_KIND_ENUM && k < n; k++) {
			const struct btf_enum *e = (const struct btf_enum *)(t + 1) + k;

			if (!strcmp(btf_name(b, e->name_off), name)) {
				*value = BTF_INFO_KFLAG(t->info) ? (int64_t)e->val : (int64_t)(uint32_t)e->val;
				return true;
			}
		}
		for (unsigned int k = 0; kind == BTF_KIND_ENUM64 && k < n; k++) {
			const struct btf_enum64 *e = (const struct btf_enum64 *)(t + 1) + k;

			if (!strcmp(btf_name(b, e->name_off), name)) {
				*value = (int64_t)((uint64_t)e->val_hi32 << 32 | e->val_lo32);
				return true;
			}
		}
	}
	return b->base && btf_enumerator(b->base, name, value);
}
