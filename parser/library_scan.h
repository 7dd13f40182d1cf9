/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a tapset file defines, found without parsing it. */
#ifndef MYTAP_LIBRARY_SCAN_H
#define MYTAP_LIBRARY_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum definition { DEFINES_FUNCTION, DEFINES_GLOBAL, DEFINES_ALIAS };

/* name: "pid", "vfs.read"; n bytes, not NUL-terminated; an alias without the blanks around its dots. */
typedef void definition_fn(void *ctx, enum definition kind, const char *name, size_t n);

/*
 * Calls back for each definition that other files can see, also those in a dead arm of a %( %): the index may hold a
 * name too many, but never lacks one.
 * text is NUL-terminated behind len bytes.
 */
void library_scan(const char *text, size_t len, definition_fn *fn, void *ctx);

#endif
