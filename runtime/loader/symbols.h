/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of kernel symbols to their addresses in the running kernel. */
#ifndef MYTAP_LOADER_SYMBOLS_H
#define MYTAP_LOADER_SYMBOLS_H

#include "module_file.h"
#include "runtime/wire.h"

/*
 * One address per name, "function" or "module:function"; 0 for a missing or ambiguous name (with a warning). NULL:
 * the list cannot be read; reported.
 */
u64 *symbols_resolve(const struct string_table *names);
/* True if some name is a "module:function". */
bool symbols_name_modules(const struct string_table *names);
/* The same from a file other than /proc/kallsyms. */
u64 *symbols_resolve_from(const struct string_table *names, const char *path);

#endif
