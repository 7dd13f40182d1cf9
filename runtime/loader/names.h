/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of code addresses, from /proc/kallsyms. */
#ifndef MYTAP_LOADER_NAMES_H
#define MYTAP_LOADER_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/wire.h"

/* All zero is the empty one: it is read when a name is asked for first, and again when an address is of none. */
struct names {
	struct name *v;			/* by address */
	size_t n, room;
	char *text;
	size_t text_len, text_room;
	u64 read_at;			/* now_ns(); 0: not yet */
	/* Who knows them otherwise (of a dump); NULL: the running kernel. */
	const char *(*other)(void *ctx, u64 address);
	void *ctx;
};

struct name {
	u64 address;
	u32 text;			/* offset in names.text: "vfs_read", or "dummy_xmit [dummy]" */
};

/* "vfs_read": the function that holds the address, without the offset in it; NULL: none. Until the next call. */
const char *names_find(struct names *n, u64 address);
/* The same from another file, for tests. False: it cannot be read, or shows no addresses. */
bool names_read(struct names *n, const char *path);
void names_deinit(struct names *n);

#endif
