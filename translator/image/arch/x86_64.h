/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of x86-64 and the calling convention, defined only here. */
#ifndef MYTAP_ARCH_X86_64_H
#define MYTAP_ARCH_X86_64_H

enum {
	ARCH_ARGUMENTS = 6,		/* integer arguments in registers */
	ARCH_INTEGER_REGISTERS = 17,	/* DWARF numbers below this: general registers, then the instruction pointer */
	ARCH_FRAME_POINTER = 6, ARCH_STACK_POINTER = 7,		/* DWARF numbers */
	ARCH_RETURN_SIZE = 8,		/* at a function's first instruction the return address is on top of the stack */
};

/* Its member of struct pt_regs; NULL: not a general register. */
const char *arch_register_name(int dwarf_register);
/* DWARF register number of integer argument n; -1: it is on the stack. */
int arch_argument_register(unsigned int n);
/* The integer argument that a register holds at a function's entry; -1: none. */
int arch_register_argument(int dwarf_register);

#endif
