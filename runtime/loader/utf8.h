/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8 sequences. Strings from a kernel may contain any bytes. */
#ifndef MYTAP_LOADER_UTF8_H
#define MYTAP_LOADER_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#define UTF8_REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

static inline bool utf8_is_continued(const unsigned char *s, size_t len, unsigned int n)
{
	if (len <= n)
		return false;
	for (unsigned int i = 1; i <= n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/* Bytes of the sequence at s, of which len (at least 1) are present; 0: invalid. */
static inline unsigned int utf8_sequence(const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] < 0xe0)
		return utf8_is_continued(s, len, 1) ? 2 : 0;
	if (s[0] >= 0xe0 && s[0] < 0xf0) {
		if (!utf8_is_continued(s, len, 2) || (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] >= 0xa0))
			return 0;
		return 3;
	}
	if (s[0] >= 0xf0 && s[0] < 0xf5) {
		if (!utf8_is_continued(s, len, 3) || (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] >= 0x90))
			return 0;
		return 4;
	}
	return 0;
}

#endif
