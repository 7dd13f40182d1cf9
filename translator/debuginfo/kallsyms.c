// SPDX-License-Identifier: GPL-2.0-or-later
/* Symbols out of the table that a kernel carries for itself (kallsyms), found without any symbol to start from. */
#include "translator/debuginfo/elf_image.h"
#include "translator/debuginfo/symtab.h"

bool symtab_from_kallsyms(struct symtab_maker *m, const struct elf_image *e)
{
	(void)m;
	(void)e;
	return false;
}
