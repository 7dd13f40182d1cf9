/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mark as sys/sdt.h makes it: MARK("provider", "name", "semaphore, or 0", "size@operand ...", constraints of the operands). */
#ifndef MYTAP_TARGETS_MARK_H
#define MYTAP_TARGETS_MARK_H

#define MARK(provider, name, semaphore, arguments, ...)						\
	__asm__ volatile("990: nop\n"								\
			 ".pushsection .note.stapsdt,\"\",\"note\"\n.balign 4\n"		\
			 ".4byte 992f-991f, 994f-993f, 3\n991: .asciz \"stapsdt\"\n992: .balign 4\n" \
			 "993: .8byte 990b\n.8byte 0\n.8byte " semaphore "\n"			\
			 ".asciz \"" provider "\"\n.asciz \"" name "\"\n.asciz \"" arguments "\"\n" \
			 "994: .balign 4\n.popsection" :: __VA_ARGS__)

#endif
