// SPDX-License-Identifier: GPL-2.0-or-later
/* See xml_text.h. */
#include "xml_text.h"

#include <string.h>

#include "utf8.h"

static const char *entity(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\n':
	case '\t':
		return NULL;
	default:
		return c < 0x20 || c == 0x7f ? UTF8_REPLACEMENT : NULL;
	}
}

void xml_put(struct output *o, const char *s, size_t len)
{
	const char *end = s + len;

	while (s < end) {
		unsigned int n = utf8_sequence(s, end - s);
		const char *other = n ? n == 1 ? entity(*s) : NULL : UTF8_REPLACEMENT;

		if (other)
			output_add(o, other, strlen(other));
		else
			output_add(o, s, n);
		s += n ? n : 1;
	}
}
