/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parses the lines of a printed stack:
 *	 0xffffffff8134cc50 : vfs_read+0x0/0x2b0 [kernel]
 *	 0x401136 : main+0x10/0x20 at src/x.c:12 [/usr/bin/x]
 */
#ifndef MYTAP_LOADER_STACK_TEXT_H
#define MYTAP_LOADER_STACK_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/wire.h"

struct stack_frame {
	char *text;			/* a copy of the line */
	u64 address;
	const char *name, *module, *source;	/* module_len, source_len 0: not in the line */
	size_t name_len, module_len, source_len;	/* module_len, source_len 0: it says none */
	unsigned long line;		/* of the source */
	bool has_offset;
	u64 offset, size;
};

/* Innermost first. */
struct stack_frames {
	struct stack_frame *v;
	size_t n, room;
};

/* Adds a line, copied. False: it is not a line of a stack. */
bool stack_frames_add(struct stack_frames *f, const char *line, size_t len);
void stack_frames_clear(struct stack_frames *f);
void stack_frames_deinit(struct stack_frames *f);

#endif
