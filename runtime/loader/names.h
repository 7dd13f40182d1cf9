/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of code addresses, from /proc/kallsyms. */
#ifndef MYTAP_LOADER_NAMES_H
#define MYTAP_LOADER_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/wire.h"

/* All zero: empty. The list is read when the first name is looked up, and again for an unknown address. */
struct names {
	struct name *v;			/* by address */
	size_t n, room;
	char *text;
	size_t text_len, text_room;
	u64 read_at;			/* now_ns(); 0: not read yet */
	/* Another source of names (a dump); NULL: the running kernel. */
	const char *(*other)(void *ctx, u64 address);
	void *ctx;
};

struct name {
	u64 address;
	u32 text;			/* offset in names.text: "vfs_read", or "dummy_xmit [dummy]" */
};

/* "vfs_read": the function that contains the address, without an offset; NULL: none. Valid until the next call. */
const char *names_find(struct names *n, u64 address);
/* The same from another file, for tests. False: it cannot be read, or hides addresses. */
bool names_read(struct names *n, const char *path);
void names_deinit(struct names *n);

#endif
