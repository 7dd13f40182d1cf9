/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program's stack as text. */
#ifndef MYTAP_LOADER_USER_STACK_H
#define MYTAP_LOADER_USER_STACK_H

#include <stdbool.h>

#include "runtime/wire.h"

/* What is known of a frame. */
struct user_place {
	const char *path;		/* of the file; NULL: in no file */
	const char *name;		/* of the function; NULL: unknown */
	u64 address;			/* link address */
	u64 start, size;		/* of the function, link address; size 0: its start is unknown */
	const char *source;		/* the source file; NULL: unknown, or not requested */
	u32 line;
};

/* Look-up functions; all may be NULL, as for records of a dump. */
struct user_places {
	void *ctx;
	void (*find)(void *ctx, u32 pid, const struct mytap_user_frame *f, bool wants_line, struct user_place *ret);
	void (*met)(void *ctx, u32 number);	/* reports a file that the module has met */
};

/*
 * Line by line, like kernel stacks: the first line, each further one, and why the stack ends. The brief style is
 * one text. false: it is invalid, or line() returned false.
 */
bool user_stack_lines(const struct user_places *places, u32 style, const char *payload, u32 size,
		      bool (*line)(void *ctx, enum mytap_text what, const char *text, u32 n), void *ctx);

#endif
