// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Flags and enumerations as text, by a table that is a string: "O_RDONLY:0:3,O_WRONLY:1:3,O_CREAT:40". Each entry is
 * NAME:VALUE[:MASK] in hexadecimal digits; without a mask its own bits are it. Pure C, any context, bounded by the
 * table's length.
 */

static const char *bits_number(const char *p, u64 *ret)
{
	u64 n = 0;

	for (; (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'f'); p++)
		n = n << 4 | (*p <= '9' ? *p - '0' : *p - 'a' + 10);
	*ret = n;
	return p;
}

static size_t bits_hex(char *to, size_t size, size_t n, u64 value)
{
	int shift = 60;

	if (n + 18 >= size)
		return n;
	to[n++] = '0';
	to[n++] = 'x';
	while (shift && !(value >> shift & 15))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		to[n++] = "0123456789abcdef"[value >> shift & 15];
	return n;
}

void mytap_bits_str(char *to, size_t size, u64 value, const char *table)
{
	const char *p = table;
	size_t n = 0;

	while (*p) {
		const char *name = p;
		size_t len = 0;
		u64 want, mask;

		while (*p && *p != ':' && *p != ',') {
			p++;
			len++;
		}
		p = bits_number(*p == ':' ? p + 1 : p, &want);
		mask = want;
		if (*p == ':')
			p = bits_number(p + 1, &mask);
		if (mask && (value & mask) == want && n + len + 1 < size) {
			if (n)
				to[n++] = '|';
			memcpy(to + n, name, len);
			n += len;
			value &= ~mask;
		}
		while (*p && *p++ != ',')
			;
	}
	if (value || !n) {
		size_t had = n;

		if (n && n + 19 < size)
			to[n++] = '|';
		n = bits_hex(to, size, n, value);
		if (had && n == had + 1)	/* no room for it */
			n = had;
	}
	mytap_str_end(to, n);
}
