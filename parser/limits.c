/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See limits.h. */
#include "parser/limits.h"

#define LIMIT(name, number, message) { #name, number, message },
static const struct {
	const char *name;
	unsigned int number;
	const char *message;
} rows[] = {
#include "parser/limits.def"
};
#undef LIMIT

const char *limit_text(enum limit_row row)
{
	static char text[256];
	struct strbuf format = { 0 };

	/* The only conversion of a message is its number. */
	strbuf_printf(&format, "%s (limit %s)", rows[row].message, rows[row].name);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof(text), strbuf_str(&format), rows[row].number);
#pragma GCC diagnostic pop
	strbuf_deinit(&format);
	return text;
}

void limit_say(struct diag *d, struct loc loc, enum limit_row row)
{
	diag_error(d, loc, "%s", limit_text(row));
}
