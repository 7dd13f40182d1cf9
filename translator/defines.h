/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -D NAME=VALUE: limits and switches of ours by one table; any other name is a macro of the script's own C (-g). */
#ifndef MYTAP_DEFINES_H
#define MYTAP_DEFINES_H

#include <stdbool.h>

struct session;

/* False, said: a limit without a number. */
bool defines_are_numbers(struct session *s);
/* Says which limits are none that the runtime can keep. */
void defines_check(struct session *s);
/* The i-th of the names that are not ours, once each; NULL: there are no more. */
const char *define_of_script(struct session *s, unsigned int i);
/* Says that nothing goes by this one. */
void define_warn_unused(struct session *s, const char *name);

#endif
