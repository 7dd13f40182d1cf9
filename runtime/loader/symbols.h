/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of kernel symbols to their addresses in the running kernel. */
#ifndef MYTAP_LOADER_SYMBOLS_H
#define MYTAP_LOADER_SYMBOLS_H

#include "module_file.h"
#include "runtime/wire.h"

/*
 * One address a name, "function" or "module:function", 0 for what is not there or
 * not to be told apart (warned about). NULL: the list cannot be read; said.
 */
u64 *symbols_resolve(const struct string_table *names);
/* Is there a "module:function"? */
bool symbols_name_modules(const struct string_table *names);
/* The same from another file than /proc/kallsyms. */
u64 *symbols_resolve_from(const struct string_table *names, const char *path);

#endif
