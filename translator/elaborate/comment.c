// SPDX-License-Identifier: GPL-2.0-or-later
/* The documentation comment of a function or an alias of the library: it ends on the line before. */
#include "elaborate.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

void comment_above(struct strbuf *b, struct loc loc)
{
	const char *text = loc.src->text, *at = text + loc.beg, *end;

	while (at > text && at[-1] != '\n')
		at--;
	if (at - text < 5 || memcmp(at - 3, "*/\n", 3))
		return;
	end = at - 3;
	for (at = end; at > text && memcmp(at, "/*", 2); at--)
		;
	for (at += 2 + is_blank(at[2]); at < end; at++) {
		const char *line = at;

		while (at < end && is_blank(*at))
			at++;
		if (line < at && *at == '*')	/* the margin of a comment of several lines */
			at++;
		else if (line < at && at < end)
			strbuf_putc(b, ' ');
		if (at < end)
			strbuf_putc(b, *at);
	}
}
