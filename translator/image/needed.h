/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a dynamically linked program or a library needs to run elsewhere: its interpreter and its libraries. Nothing of it is run. */
#ifndef MYTAP_NEEDED_H
#define MYTAP_NEEDED_H

#include <stdbool.h>

#include "parser/base/arena.h"
#include "parser/base/vec.h"

struct needed_library {
	const char *name;		/* as the program or another library asks for it */
	const char *path;		/* where it was found here */
};

struct needed {
	const char *interpreter;	/* NULL: it is static, or a library itself */
	VEC(struct needed_library) libraries;
	VEC(const char *) missing;	/* names that were not found */
};

/* library_path: LD_LIBRARY_PATH, or NULL. false: not an ELF file that can be read. */
bool needed_find(struct arena *a, const char *path, const char *library_path, struct needed *ret);

#endif
