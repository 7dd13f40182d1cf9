/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -D NAME=VALUE: limits and switches of mytap by one table; any other name is a macro for the script's embedded C
 * (-g). */
#ifndef MYTAP_DEFINES_H
#define MYTAP_DEFINES_H

#include <stdbool.h>

struct session;

/* False (reported): a limit without a number. */
bool defines_are_numbers(struct session *s);
/* Reports limits out of range. */
void defines_check(struct session *s);
/* The i-th name that is no limit of mytap, without duplicates; NULL: there are no more. */
const char *define_of_script(struct session *s, unsigned int i);
/* Reports a name that nothing uses. */
void define_warn_unused(struct session *s, const char *name);

#endif
