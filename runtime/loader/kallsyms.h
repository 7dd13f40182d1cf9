/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's list of symbols, /proc/kallsyms, line by line. */
#ifndef MYTAP_LOADER_KALLSYMS_H
#define MYTAP_LOADER_KALLSYMS_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/wire.h"

#define KALLSYMS "/proc/kallsyms"

/* "ffffffff81000000 T name\t[module]"; the texts are not terminated. */
struct kallsym {
	u64 address;			/* 0: hidden by the kernel */
	char type;
	const char *name, *module;	/* module: NULL for the kernel's own */
	size_t name_len, module_len;
};

enum kallsyms_end { KALLSYMS_READ, KALLSYMS_HIDDEN /* all addresses are hidden */, KALLSYMS_ERROR /* errno */ };

/* Passes each symbol of the file to take(); invalid lines are skipped. */
enum kallsyms_end kallsyms_read(const char *path, void (*take)(void *ctx, const struct kallsym *k), void *ctx);

static inline bool kallsym_is_code(const struct kallsym *k)
{
	return k->type == 't' || k->type == 'T' || k->type == 'w' || k->type == 'W';
}

#endif
