// SPDX-License-Identifier: GPL-2.0-or-later
/* By the System V ABI for AMD64: figure 3.36 (DWARF numbers), section 3.2.3 (arguments). */
#include "translator/image/arch/x86_64.h"

#include <stddef.h>

static const char *const registers[ARCH_INTEGER_REGISTERS] = {
	"ax", "dx", "cx", "bx", "si", "di", "bp", "sp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "ip",
};

static const int arguments[ARCH_ARGUMENTS] = { 5, 4, 1, 2, 8, 9 };	/* di si dx cx r8 r9 */

const char *arch_register_name(int dwarf_register)
{
	return dwarf_register >= 0 && dwarf_register < ARCH_INTEGER_REGISTERS ? registers[dwarf_register] : NULL;
}

int arch_argument_register(unsigned int n)
{
	return n < ARCH_ARGUMENTS ? arguments[n] : -1;
}

int arch_register_argument(int dwarf_register)
{
	for (int i = 0; i < ARCH_ARGUMENTS; i++)
		if (arguments[i] == dwarf_register)
			return i;
	return -1;
}
