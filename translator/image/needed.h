/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interpreter and the libraries that a program or library needs to run elsewhere. None of them is executed. */
#ifndef MYTAP_NEEDED_H
#define MYTAP_NEEDED_H

#include <stdbool.h>

#include "parser/base/arena.h"
#include "parser/base/vec.h"

struct needed_library {
	const char *name;		/* as named by the program or another library */
	const char *path;		/* its path on this machine */
};

struct needed {
	const char *interpreter;	/* NULL: it is static, or a library itself */
	VEC(struct needed_library) libraries;
	VEC(const char *) missing;	/* names that were not found */
};

/* library_path: LD_LIBRARY_PATH, or NULL. false: not an ELF file that can be read. */
bool needed_find(struct arena *a, const char *path, const char *library_path, struct needed *ret);

#endif
