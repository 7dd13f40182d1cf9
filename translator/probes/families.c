// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of probe families, from the rows of families.def. */
#include "family.h"

#define FAMILY(name) extern const struct probe_family name##_family;
#include "families.def"
#undef FAMILY

const struct probe_family *const probe_families[] = {
#define FAMILY(name) &name##_family,
#include "families.def"
	NULL
};
