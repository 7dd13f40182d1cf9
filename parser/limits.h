/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The limits of the compiler (limits.def): LIMIT_NESTING and so on are the numbers. */
#ifndef MYTAP_LIMITS_H
#define MYTAP_LIMITS_H

#include "parser/base/diag.h"

#define LIMIT(name, number, message) LIMIT_##name = number,
enum {
#include "parser/limits.def"
};
#undef LIMIT

#define LIMIT(name, number, message) LIMIT_ROW_##name,
enum limit_row {
#include "parser/limits.def"
};
#undef LIMIT

/* The one message of a limit: limit_error(diag, loc, NESTING). */
#define limit_error(diag, loc, name) limit_say(diag, loc, LIMIT_ROW_##name)
void limit_say(struct diag *d, struct loc loc, enum limit_row row);
/* The text of that message, for callers that print it themselves; in static storage. */
#define limit_words(name) limit_text(LIMIT_ROW_##name)
const char *limit_text(enum limit_row row);

#endif
