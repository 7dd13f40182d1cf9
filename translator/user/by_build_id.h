/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs and libraries by their build-id. */
#ifndef MYTAP_BY_BUILD_ID_H
#define MYTAP_BY_BUILD_ID_H

#include <stdbool.h>

#include "parser/base/arena.h"

/* True if the text is a possible build-id in hexadecimal. */
bool is_build_id(const char *name);
/* The path of a file of that build; NULL: not found. folders: of programs, as in $PATH. */
const char *find_by_build_id(struct arena *a, const char *name, const char *folders);

#endif
