// SPDX-License-Identifier: GPL-2.0-or-later
/* DWARF types as struct dtype: made once per DIE; members and enumerators on demand. */
#include "translator/debuginfo/dwarf_file.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

static struct dtype **type_slot(struct dwarf *d, uint64_t offset)
{
	uint32_t h;

	if (d->ntypes * 2 >= d->types_size) {
		uint32_t size = d->types_size ? d->types_size * 2 : 1024;
		struct dtype **types = calloc(size, sizeof(*types)), **old = d->types;

		if (!types)
			bug("out of memory");
		d->types = types;
		for (uint32_t i = 0; i < d->types_size; i++)
			if (old[i]) {
				for (h = die_hash(old[i]->id) & (size - 1); types[h]; h = (h + 1) & (size - 1))
					;
				types[h] = old[i];
			}
		d->types_size = size;
		free(old);
	}
	for (h = die_hash(offset) & (d->types_size - 1); d->types[h]; h = (h + 1) & (d->types_size - 1))
		if (d->types[h]->id == offset)
			break;
	return &d->types[h];
}

static bool get_number(Dwarf_Die *die, unsigned int name, uint64_t *ret)
{
	Dwarf_Attribute at;
	Dwarf_Word v;

	if (dwarf_formudata(dwarf_attr_integrate(die, name, &at), &v))
		return false;
	*ret = v;
	return true;
}

struct dtype *dwarf_type_of(struct dwarf *d, Dwarf_Die *die)
{
	Dwarf_Attribute at;
	Dwarf_Die type;

	if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &at), &type))
		return NULL;
	return dwarf_dtype(d, &type);
}

static void base_fill(Dwarf_Die *die, struct dtype *t)
{
	uint64_t encoding = 0;

	get_number(die, DW_AT_encoding, &encoding);
	t->kind = encoding == DW_ATE_boolean ? DTYPE_BOOL :
		  encoding == DW_ATE_signed_char || encoding == DW_ATE_unsigned_char ? DTYPE_CHAR :
		  encoding == DW_ATE_float || encoding == DW_ATE_complex_float ? DTYPE_FLOAT : DTYPE_INT;
	t->is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
}

/* x[2][3] is one DIE with two subranges: an array of arrays here. */
static void array_fill(struct dwarf *d, Dwarf_Die *die, struct dtype *t)
{
	Dwarf_Die child;
	uint64_t counts[8];
	bool known[8];
	unsigned int n = 0;

	if (!dwarf_child(die, &child))
		do {
			uint64_t v;

			if (dwarf_tag(&child) != DW_TAG_subrange_type || n == 8)
				continue;
			counts[n] = 0;
			known[n] = get_number(&child, DW_AT_count, &counts[n]);
			if (!known[n] && get_number(&child, DW_AT_upper_bound, &v)) {
				counts[n] = v + 1;
				known[n] = true;
			}
			known[n] = known[n] && counts[n];
			n++;
		} while (!dwarf_siblingof(&child, &child));
	t->target = dwarf_type_of(d, die);
	for (unsigned int i = n; i-- > 1; ) {
		struct dtype *row = arena_new_of(d->a, struct dtype);

		*row = (struct dtype){ .kind = DTYPE_ARRAY, .target = t->target, .count = counts[i], .has_count = known[i],
				       .complete = true, .size = counts[i] * (t->target ? t->target->size : 1) };
		t->target = row;
	}
	t->count = n ? counts[0] : 0;
	t->has_count = n && known[0];
	t->size = t->count * (t->target ? t->target->size : 1);
}

/* Signed by its underlying type; without one, if an enumerator has a signed form. */
static bool enum_is_signed(struct dwarf *d, Dwarf_Die *die)
{
	struct dtype *under = dtype_strip(dwarf_type_of(d, die));
	Dwarf_Die child;

	if (under)
		return under->is_signed;
	if (!dwarf_child(die, &child))
		do {
			Dwarf_Attribute at;
			Dwarf_Sword v;

			if (dwarf_tag(&child) != DW_TAG_enumerator || !dwarf_attr(&child, DW_AT_const_value, &at))
				continue;
			/* Forms of a fixed size are read as unsigned. */
			if ((dwarf_whatform(&at) == DW_FORM_sdata || dwarf_whatform(&at) == DW_FORM_implicit_const) &&
			    !dwarf_formsdata(&at, &v) && v < 0)
				return true;
		} while (!dwarf_siblingof(&child, &child));
	return false;
}

static void refer(struct dwarf *d, Dwarf_Die *die, struct dtype *t, enum dtype_kind kind, const char *name)
{
	t->kind = kind;
	t->target = dwarf_type_of(d, die);
	t->size = t->target ? t->target->size : 0;
	if (name)
		t->name = name;
}

static void dtype_fill(struct dwarf *d, Dwarf_Die *die, struct dtype *t)
{
	int tag = dwarf_tag(die);

	switch (tag) {
	case DW_TAG_base_type:
		base_fill(die, t);
		break;
	case DW_TAG_pointer_type:
		refer(d, die, t, DTYPE_POINTER, NULL);
		t->size = 8;
		break;
	case DW_TAG_array_type:
		t->kind = DTYPE_ARRAY;
		array_fill(d, die, t);
		break;
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
		t->kind = dwarf_hasattr(die, DW_AT_declaration) ? DTYPE_DECLARED :
			  tag == DW_TAG_union_type ? DTYPE_UNION : DTYPE_STRUCT;
		break;
	case DW_TAG_enumeration_type:
		t->kind = DTYPE_ENUM;
		t->is_signed = enum_is_signed(d, die);
		break;
	case DW_TAG_typedef:
		refer(d, die, t, DTYPE_TYPEDEF, NULL);
		break;
	case DW_TAG_const_type:
		refer(d, die, t, DTYPE_QUALIFIER, "const");
		break;
	case DW_TAG_volatile_type:
		refer(d, die, t, DTYPE_QUALIFIER, "volatile");
		break;
	case DW_TAG_restrict_type:
		refer(d, die, t, DTYPE_QUALIFIER, "restrict");
		break;
	case DW_TAG_subroutine_type:
	case DW_TAG_subprogram:
		refer(d, die, t, DTYPE_FUNCTION, NULL);
		t->size = 0;
		break;
	default:			/* _Atomic and kinds of other languages: skipped */
		refer(d, die, t, DTYPE_QUALIFIER, "");
		break;
	}
}

struct dtype *dwarf_dtype(struct dwarf *d, Dwarf_Die *die)
{
	uint64_t offset = die_id(d->dw, die);
	struct dtype **slot = type_slot(d, offset), *t = *slot;
	uint64_t size;

	if (t)
		return t;
	t = arena_new_of(d->a, struct dtype);
	*slot = t;
	d->ntypes++;
	t->id = offset;
	t->source = &d->source;
	t->name = dwarf_diename(die);
	if (get_number(die, DW_AT_byte_size, &size))
		t->size = size;
	dtype_fill(d, die, t);
	return t;
}

/* Bits from the start of the struct. */
static uint64_t member_offset(Dwarf_Die *die, uint64_t bit_size)
{
	uint64_t at = 0, bits, size = 0;
	Dwarf_Attribute attr;
	Dwarf_Op *ops;
	size_t n;

	if (get_number(die, DW_AT_data_bit_offset, &bits))
		return bits;
	if (!get_number(die, DW_AT_data_member_location, &at) &&
	    dwarf_attr(die, DW_AT_data_member_location, &attr) && !dwarf_getlocation(&attr, &ops, &n) &&
	    n == 1 && ops[0].atom == DW_OP_plus_uconst)
		at = ops[0].number;
	at *= 8;
	/* DWARF 3: counted from the high end of the storage unit. */
	if (bit_size && get_number(die, DW_AT_bit_offset, &bits)) {
		Dwarf_Die type;

		if (!get_number(die, DW_AT_byte_size, &size) &&
		    dwarf_formref_die(dwarf_attr(die, DW_AT_type, &attr), &type))
			size = dwarf_bytesize(&type) > 0 ? dwarf_bytesize(&type) : 0;
		at += size * 8 - bits - bit_size;
	}
	return at;
}

static void complete_child(struct dwarf *d, struct dtype *t, Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	if (tag == DW_TAG_member || tag == DW_TAG_formal_parameter) {
		struct dtype_member m = { .name = dwarf_diename(die), .type = dwarf_type_of(d, die) };
		uint64_t bits = 0;

		get_number(die, DW_AT_bit_size, &bits);
		m.bit_size = bits;
		m.bit_offset = tag == DW_TAG_member ? member_offset(die, bits) : 0;
		vec_push(d->a, &t->members, m);
	} else if (tag == DW_TAG_enumerator) {
		struct dtype_enumerator e = { .name = dwarf_diename(die) };
		Dwarf_Attribute at;
		Dwarf_Sword v = 0;
		Dwarf_Word u = 0;
		bool is_signed = dwarf_attr(die, DW_AT_const_value, &at) && dwarf_whatform(&at) == DW_FORM_sdata;

		if (is_signed ? dwarf_formsdata(&at, &v) : dwarf_formudata(&at, &u))
			return;
		e.value = is_signed ? v : (int64_t)u;
		if (e.name)
			vec_push(d->a, &t->enumerators, e);
	}
}

void dwarf_complete(const struct dtype_source *src, struct dtype *t)
{
	struct dwarf *d = src->ctx;
	Dwarf_Die die, child;

	if (t->kind == DTYPE_DECLARED) {
		if (t->name && die_at(d->dw, t->id, &die))
			t->target = dwarf_named_type(d, dwarf_tag(&die) == DW_TAG_union_type ? "union" : "struct", t->name);
		return;
	}
	if (!die_at(d->dw, t->id, &die) || dwarf_child(&die, &child))
		return;
	do
		complete_child(d, t, &child);
	while (!dwarf_siblingof(&child, &child));
}
