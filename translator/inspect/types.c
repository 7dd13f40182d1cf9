// SPDX-License-Identifier: GPL-2.0-or-later
/* Layouts, from the BTF in the kernel's memory. */
#include "translator/inspect/inspect.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { BTF_MOST = 64 << 20 };

bool types_read(struct inspect *in, struct strbuf *why)
{
	uint64_t begin = symbol_address(in, "__start_BTF"), end = symbol_address(in, "__stop_BTF");
	uint8_t *p;

	if (!begin || end <= begin || end - begin > BTF_MOST) {
		strbuf_puts(why, "the kernel has no BTF: it is built without CONFIG_DEBUG_INFO_BTF, so that its structures are not known");
		return false;
	}
	p = arena_alloc(in->a, end - begin);
	if (memory_read(in->mem, begin, p, end - begin))
		in->btf = btf_new(in->a, p, end - begin, "kernel", NULL);
	if (!in->btf)
		strbuf_printf(why, "the kernel's BTF (%" PRIu64 " bytes at 0x%" PRIx64 ") cannot be read: the memory is damaged, incomplete, or "
			      "its types are of a newer kind", end - begin, begin);
	return in->btf;
}

static struct dtype *struct_find(struct inspect *in, const char *name)
{
	uint32_t id = btf_find_type(in->btf, name, 1u << BTF_KIND_STRUCT | 1u << BTF_KIND_UNION);

	if (!id)
		id = btf_find_type(in->btf, name, 1u << BTF_KIND_TYPEDEF);
	return id ? dtype_strip(btf_dtype(in->btf, id)) : NULL;
}

/* Enters arrays: x.y is a member of the first element. */
static bool path_resolve(struct inspect *in, const char *path, uint64_t *ret)
{
	char *names = arena_strdup(in->a, path), *save, *name = strtok_r(names, ".", &save);
	struct dtype *t = struct_find(in, name);
	uint64_t bits = 0, one;

	while (t && (name = strtok_r(NULL, ".", &save))) {
		const struct dtype_member *m;

		while (t && t->kind == DTYPE_ARRAY)
			t = dtype_strip(t->target);
		m = t && (t->kind == DTYPE_STRUCT || t->kind == DTYPE_UNION) ? dtype_member_find(t, name, &one) : NULL;
		if (!m || m->bit_size)
			return false;
		bits += one;
		t = dtype_strip(m->type);
		if (!t)
			return !strtok_r(NULL, ".", &save) && (*ret = bits / 8, true);
	}
	*ret = bits / 8;
	return t;
}

static uintptr_t path_find(struct inspect *in, const char *path)
{
	uintptr_t known = (uintptr_t)map_get(&in->offsets, path);
	uint64_t offset;

	if (!known) {
		known = path_resolve(in, path, &offset) ? offset + 2 : 1;
		map_put(&in->offsets, intern(path), (void *)known);
	}
	return known;
}

bool type_has(struct inspect *in, const char *path)
{
	return path_find(in, path) > 1;
}

uint32_t type_offset(struct inspect *in, const char *path)
{
	uintptr_t known = path_find(in, path);

	if (known < 2)
		bug("the offset of %s is asked for, which this kernel does not have", path);
	return known - 2;
}

uint32_t type_size(struct inspect *in, const char *name)
{
	struct dtype *t = struct_find(in, name);

	return t ? t->size : 0;
}

static int by_value(const void *a, const void *b)
{
	const struct flag_word *x = a, *y = b;

	return x->value < y->value ? -1 : x->value > y->value;
}

void type_enumerators(struct inspect *in, const char *prefix, flag_vec *ret)
{
	size_t n = strlen(prefix);

	for (uint32_t id = btf_first(in->btf); id < btf_count(in->btf); id++) {
		const struct btf_type *t = btf_type_at(in->btf, id);
		const struct btf_enum *e = (const void *)(t + 1);

		if (BTF_INFO_KIND(t->info) != BTF_KIND_ENUM || !BTF_INFO_VLEN(t->info) ||
		    strncmp(btf_name(in->btf, e->name_off), prefix, n))
			continue;
		for (unsigned int i = 0; i < BTF_INFO_VLEN(t->info); i++)
			if (!strncmp(btf_name(in->btf, e[i].name_off), prefix, n))
				vec_push(in->a, ret, (struct flag_word){ btf_name(in->btf, e[i].name_off) + n, (uint32_t)e[i].val });
		break;
	}
	if (ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), by_value);
}
