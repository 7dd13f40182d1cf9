// SPDX-License-Identifier: GPL-2.0-or-later
/* BTF types as struct dtype: made once per id; members and enumerators on demand. */
#include <string.h>

#include "translator/debuginfo/btf_reader.h"

static const enum dtype_kind kinds[] = {
	[BTF_KIND_INT] = DTYPE_INT, [BTF_KIND_PTR] = DTYPE_POINTER, [BTF_KIND_ARRAY] = DTYPE_ARRAY,
	[BTF_KIND_STRUCT] = DTYPE_STRUCT, [BTF_KIND_UNION] = DTYPE_UNION, [BTF_KIND_ENUM] = DTYPE_ENUM,
	[BTF_KIND_FWD] = DTYPE_DECLARED, [BTF_KIND_TYPEDEF] = DTYPE_TYPEDEF, [BTF_KIND_VOLATILE] = DTYPE_QUALIFIER,
	[BTF_KIND_CONST] = DTYPE_QUALIFIER, [BTF_KIND_RESTRICT] = DTYPE_QUALIFIER,
	[BTF_KIND_FUNC] = DTYPE_FUNCTION, [BTF_KIND_FUNC_PROTO] = DTYPE_FUNCTION, [BTF_KIND_VAR] = DTYPE_VOID,
	[BTF_KIND_DATASEC] = DTYPE_VOID, [BTF_KIND_FLOAT] = DTYPE_FLOAT, [BTF_KIND_DECL_TAG] = DTYPE_VOID,
	[BTF_KIND_TYPE_TAG] = DTYPE_QUALIFIER, [BTF_KIND_ENUM64] = DTYPE_ENUM,
};

static const char *const qualifier_names[] = {
	[BTF_KIND_VOLATILE] = "volatile", [BTF_KIND_CONST] = "const", [BTF_KIND_RESTRICT] = "restrict",
	[BTF_KIND_TYPE_TAG] = "",
};

static void int_fill(struct dtype *d, const struct btf_type *t)
{
	uint32_t encoding = BTF_INT_ENCODING(*(const uint32_t *)(t + 1));

	d->size = t->size;
	d->is_signed = encoding & BTF_INT_SIGNED;
	if (encoding & BTF_INT_BOOL)
		d->kind = DTYPE_BOOL;
	else if (encoding & BTF_INT_CHAR || (d->size == 1 && d->name && strstr(d->name, "char")))
		d->kind = DTYPE_CHAR;
}

static bool enum_is_signed(const struct btf_type *t)
{
	if (BTF_INFO_KIND(t->info) == BTF_KIND_ENUM64)
		return BTF_INFO_KFLAG(t->info);
	for (unsigned int i = 0; i < BTF_INFO_VLEN(t->info); i++)
		if (((const struct btf_enum *)(t + 1))[i].val < 0)
			return true;
	return false;
}

/* True if the target of a pointer is tagged __user. Tags and qualifiers form a chain. */
static bool is_user_tag(struct btf *b, uint32_t id)
{
	for (int i = 0; i < 8; i++) {
		const struct btf_type *t = btf_type_at(b, id);
		unsigned int kind = t ? BTF_INFO_KIND(t->info) : BTF_KIND_UNKN;

		if (kind == BTF_KIND_TYPE_TAG && !strcmp(btf_name(b, t->name_off), "user"))
			return true;
		if (kind != BTF_KIND_TYPE_TAG && kind != BTF_KIND_CONST && kind != BTF_KIND_VOLATILE && kind != BTF_KIND_RESTRICT)
			return false;
		id = t->type;
	}
	return false;
}

static void array_fill(struct btf *b, struct dtype *d, const struct btf_type *t)
{
	const struct btf_array *array = (const void *)(t + 1);

	d->target = btf_dtype(b, array->type);
	d->count = array->nelems;
	/* BTF writes both x[] and x[0] as 0 elements. */
	d->has_count = array->nelems > 0;
	d->size = d->count * (d->target ? d->target->size : 1);
}

static void dtype_fill(struct btf *b, struct dtype *d, const struct btf_type *t)
{
	unsigned int kind = BTF_INFO_KIND(t->info);

	switch (kind) {
	case BTF_KIND_INT:
		int_fill(d, t);
		break;
	case BTF_KIND_PTR:
		d->size = 8;
		d->space = is_user_tag(b, t->type) ? SPACE_USER : SPACE_KERNEL;
		d->target = btf_dtype(b, t->type);
		break;
	case BTF_KIND_ARRAY:
		array_fill(b, d, t);
		break;
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		d->target = btf_dtype(b, t->type);
		d->size = d->target ? d->target->size : 0;
		if (kind != BTF_KIND_TYPEDEF)
			d->name = qualifier_names[kind];
		break;
	case BTF_KIND_FUNC_PROTO:
		d->target = btf_dtype(b, t->type);
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		d->is_signed = enum_is_signed(t);
		d->size = t->size;
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_FLOAT:
		d->size = t->size;
		break;
	default:
		break;
	}
}

struct dtype *btf_dtype(struct btf *b, uint32_t id)
{
	const struct btf_type *t;
	struct dtype *d;

	while (b->base && id < b->first)
		b = b->base;
	t = btf_type_at(b, id);
	if (!t || !id)
		return NULL;
	d = b->dtypes[id - b->first];
	if (d)
		return d;
	d = arena_new_of(b->a, struct dtype);
	b->dtypes[id - b->first] = d;
	d->kind = kinds[BTF_INFO_KIND(t->info)];
	d->id = id;
	d->source = &b->source;
	d->name = t->name_off ? btf_name(b, t->name_off) : NULL;
	dtype_fill(b, d, t);
	return d;
}

struct dtype *btf_func_dtype(struct btf *b, uint32_t func)
{
	return btf_dtype(b, btf_type_at(b, func)->type);
}

static void complete_struct(struct btf *b, struct dtype *d, const struct btf_type *t)
{
	bool packed = BTF_INFO_KFLAG(t->info);

	for (unsigned int i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		const struct btf_member *m = (const struct btf_member *)(t + 1) + i;
		struct dtype_member member = {
			.name = m->name_off ? btf_name(b, m->name_off) : NULL,
			.type = btf_dtype(b, m->type),
			.bit_offset = packed ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset,
			.bit_size = packed ? BTF_MEMBER_BITFIELD_SIZE(m->offset) : 0,
		};

		vec_push(b->a, &d->members, member);
	}
}

static void complete_enum(struct btf *b, struct dtype *d, const struct btf_type *t)
{
	bool wide = BTF_INFO_KIND(t->info) == BTF_KIND_ENUM64;

	for (unsigned int i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		const struct btf_enum *e = (const struct btf_enum *)(t + 1) + i;
		const struct btf_enum64 *e64 = (const struct btf_enum64 *)(t + 1) + i;
		struct dtype_enumerator one = {
			.name = btf_name(b, wide ? e64->name_off : e->name_off),
			.value = wide ? (int64_t)((uint64_t)e64->val_hi32 << 32 | e64->val_lo32) :
				 d->is_signed ? (int64_t)e->val : (int64_t)(uint32_t)e->val,
		};

		vec_push(b->a, &d->enumerators, one);
	}
}

static void complete_function(struct btf *b, struct dtype *d, const struct btf_type *t)
{
	for (unsigned int i = 0; i < BTF_INFO_VLEN(t->info); i++) {
		const struct btf_param *p = (const struct btf_param *)(t + 1) + i;
		struct dtype_member member = {
			.name = p->name_off ? btf_name(b, p->name_off) : NULL,
			.type = btf_dtype(b, p->type),
		};

		if (p->type)		/* 0 is the ... of a variadic function */
			vec_push(b->a, &d->members, member);
	}
}

void btf_complete(const struct dtype_source *src, struct dtype *d)
{
	struct btf *b = src->ctx;
	const struct btf_type *t = btf_type_at(b, d->id);
	uint32_t id;

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		complete_struct(b, d, t);
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		complete_enum(b, d, t);
		break;
	case BTF_KIND_FUNC_PROTO:
		complete_function(b, d, t);
		break;
	case BTF_KIND_FWD:
		id = d->name ? btf_find_type(b, d->name, BTF_INFO_KFLAG(t->info) ? 1u << BTF_KIND_UNION :
							 1u << BTF_KIND_STRUCT) : 0;
		d->target = id ? btf_dtype(b, id) : NULL;
		break;
	default:
		break;
	}
}
