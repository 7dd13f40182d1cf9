// SPDX-License-Identifier: GPL-2.0-or-later
/* See dwarf_units.h. */
#include "translator/debuginfo/dwarf_units.h"

#include <dwarf.h>

static uint8_t unit_type(Dwarf_CU *cu, Dwarf_Half *version, Dwarf_Die *other)
{
	uint8_t type;

	return dwarf_cu_info(cu, version, &type, NULL, other, NULL, NULL, NULL) ? 0 : type;
}

bool unit_die(Dwarf_Die *own, Dwarf_Die *ret)
{
	Dwarf_Die split;

	*ret = *own;
	if (unit_type(own->cu, NULL, NULL) != DW_UT_skeleton)
		return true;
	if (!unit_type(own->cu, NULL, &split) || !split.addr)
		return false;
	*ret = split;
	return true;
}

Dwarf_Die unit_own_die(Dwarf_Die *unit)
{
	/* libdw tells of a skeleton only that an attribute is from it. Each has one of these, which its .dwo has not. */
	static const unsigned int names[] = { DW_AT_GNU_addr_base, DW_AT_addr_base, DW_AT_stmt_list, DW_AT_GNU_dwo_name, DW_AT_dwo_name };
	Dwarf_Attribute at;
	Dwarf_Die skeleton;

	for (unsigned int i = 0; i < sizeof(names) / sizeof(*names) && unit_type(unit->cu, NULL, NULL) == DW_UT_split_compile; i++)
		if (dwarf_attr_integrate(unit, names[i], &at) && at.cu != unit->cu &&
		    !dwarf_cu_info(at.cu, NULL, NULL, &skeleton, NULL, NULL, NULL, NULL))
			return skeleton;
	return *unit;
}

/* The skeleton of what is in a .dwo, which has one unit besides those of types; 0: it is none. */
static uint64_t skeleton_of(Dwarf_CU *cu)
{
	Dwarf *in = dwarf_cu_getdwarf(cu);
	Dwarf_Die unit, own;
	uint8_t type;

	if (dwarf_cu_info(cu, NULL, &type, &unit, NULL, NULL, NULL, NULL))
		return 0;
	if (type != DW_UT_split_compile)
		for (cu = NULL; !dwarf_get_units(in, cu, &cu, NULL, &type, &unit, NULL) && type != DW_UT_split_compile; )
			;
	own = unit_own_die(&unit);
	return own.cu != unit.cu ? dwarf_dieoffset(&own) : 0;
}

static bool is_in_types(Dwarf_CU *cu)
{
	Dwarf_Half version;
	uint8_t type = unit_type(cu, &version, NULL);

	return version < 5 && (type == DW_UT_type || type == DW_UT_split_type);
}

uint64_t die_id(Dwarf *dw, Dwarf_Die *die)
{
	uint64_t id = dwarf_dieoffset(die) | (is_in_types(die->cu) ? DIE_IN_TYPES : 0);
	Dwarf *in = dwarf_cu_getdwarf(die->cu);

	if (in == dw)
		return id;
	return id | (in == dwarf_getalt(dw) ? DIE_IN_ALT : skeleton_of(die->cu) << 32 & DIE_IN_SPLIT);
}

static bool die_in(Dwarf *in, uint64_t id, Dwarf_Die *ret)
{
	uint64_t offset = id & ~(DIE_IN_ALT | DIE_IN_TYPES | DIE_IN_SPLIT);

	return in && (id & DIE_IN_TYPES ? dwarf_offdie_types(in, offset, ret) : dwarf_offdie(in, offset, ret));
}

bool die_at(Dwarf *dw, uint64_t id, Dwarf_Die *ret)
{
	Dwarf_Die own, unit;

	if (!(id & DIE_IN_SPLIT))
		return die_in(id & DIE_IN_ALT ? dwarf_getalt(dw) : dw, id, ret);
	return dwarf_offdie(dw, (id & DIE_IN_SPLIT) >> 32, &own) && unit_die(&own, &unit) &&
	       die_in(dwarf_cu_getdwarf(unit.cu), id, ret);
}
