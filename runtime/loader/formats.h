/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats of a module, made ready once, and the text of one PRINT record by them. */
#ifndef MYTAP_LOADER_FORMATS_H
#define MYTAP_LOADER_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

#include "module_file.h"
#include "output.h"
#include "runtime/wire.h"

struct format_table;

struct format_table *format_table_new(const struct string_table *texts);
void format_table_free(struct format_table *t);

/* Text of a PRINT record's payload onto o. False: format number or payload make no sense. */
bool format_print(const struct format_table *t, struct output *o, u32 id, const char *payload, u32 size);

#endif
