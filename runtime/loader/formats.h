/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The compiled formats of a module, and the text of a PRINT record. */
#ifndef MYTAP_LOADER_FORMATS_H
#define MYTAP_LOADER_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

#include "event.h"
#include "module_file.h"
#include "output.h"

struct format_table;

/* A format that prints a global: its keys, then its value; for an aggregate count, min, max, sum and avg. */
struct format_map {
	u32 nkeys;
	const char *name;
};

/* texts must live longer than the table. */
struct format_table *format_table_new(const struct string_table *texts);
/* Which formats print globals: section .mytap.maps. */
void format_table_set_maps(struct format_table *t, const struct string_table *maps);
void format_table_free(struct format_table *t);

/* Appends the text of a PRINT record's payload to o. False: format number or payload is invalid. */
bool format_put(const struct format_table *t, struct output *o, u32 format, const char *args, u32 size);

static inline bool format_print(const struct format_table *t, struct output *o, const struct event_print *print)
{
	return format_put(t, o, print->format, print->args, print->size);
}


/* NULL: the format prints no global. */
const struct format_map *format_map(const struct format_table *t, u32 id);
const struct string_table *format_texts(const struct format_table *t);
const struct string_table *format_maps(const struct format_table *t);

/* The arguments of a PRINT record, one after the other, without widths and precisions. */
struct format_value {
	enum { VALUE_NUMBER, VALUE_UNSIGNED, VALUE_STRING } kind;
	s64 number;
	const char *s;
	u32 len;
};

struct format_values {
	const struct step *step;
	const char *p, *end;
};

void format_values_begin(struct format_values *values, const struct format_table *t, const struct event_print *print);
/* False: no more arguments, or the payload is invalid. */
bool format_values_next(struct format_values *values, struct format_value *ret);

/* The next of "0xffffffff8134cc50 0xffff...", as backtrace() writes them: advances *s. False: no more. */
bool format_next_address(const char **s, const char *end, u64 *ret);

#endif
