/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program's stack as text. */
#ifndef MYTAP_LOADER_USER_STACK_H
#define MYTAP_LOADER_USER_STACK_H

#include <stdbool.h>

#include "runtime/wire.h"

/* What is known of a frame. */
struct user_place {
	const char *path;		/* of the file; NULL: it is in none */
	const char *name;		/* of the function; NULL: not known */
	u64 address;			/* as the file's own tables have it */
	u64 start, size;		/* of the function, likewise; size 0: not even where it is */
	const char *source;		/* the source file; NULL: not known, or not asked for */
	u32 line;
};

/* Who knows; all may be NULL, as for records of a dump. */
struct user_places {
	void *ctx;
	void (*find)(void *ctx, u32 pid, const struct mytap_user_frame *f, bool wants_line, struct user_place *ret);
	void (*met)(void *ctx, u32 number);	/* a file that the module has met */
};

/*
 * Line by line, as the kernel's stacks are: the first, each other one, and in words why there are no more. In brief it is one text.
 * false: it makes no sense, or line() said so.
 */
bool user_stack_lines(const struct user_places *places, u32 style, const char *payload, u32 size,
		      bool (*line)(void *ctx, enum mytap_text what, const char *text, u32 n), void *ctx);

#endif
