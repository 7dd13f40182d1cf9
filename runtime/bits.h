/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flags and enumerations as text, for both sides, by a table that is a string: "O_RDONLY:0:3,O_WRONLY:1:3,O_CREAT:40". Each entry
 * is NAME:VALUE[:MASK] in hexadecimal digits; without a mask its own bits are it, so that a name of 0 needs one. Pure C, bounded by
 * the table's length. Needs only the types of wire.h; neither libc nor kernel.
 */
#ifndef MYTAP_BITS_H
#define MYTAP_BITS_H

static inline const char *bits_number(const char *p, u64 *ret)
{
	u64 n = 0;

	for (; (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'f'); p++)
		n = n << 4 | (u64)(*p <= '9' ? *p - '0' : *p - 'a' + 10);
	*ret = n;
	return p;
}

static inline unsigned long bits_hex(char *to, unsigned long size, unsigned long n, u64 value)
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

/* The table of the index-th set: ';' stands between two. */
static inline const char *bits_table(const char *tables, unsigned int index)
{
	while (index && *tables)
		index -= *tables++ == ';';
	return tables;
}

/* Appends at to[n], not past to[size - 1]; returns the new length. The table ends with NUL, ';' or '}'. */
static inline unsigned long bits_add(char *to, unsigned long size, unsigned long n, u64 value, const char *table)
{
	const u64 whole = value;
	const unsigned long start = n;
	const char *p = table;

	while (*p && *p != ';' && *p != '}') {
		const char *name = p;
		unsigned long len = 0;
		u64 want, mask;

		while (*p && *p != ':' && *p != ',') {
			p++;
			len++;
		}
		p = bits_number(*p == ':' ? p + 1 : p, &want);
		mask = want;
		if (*p == ':')
			p = bits_number(p + 1, &mask);
		/* A name of 0 is asked of all bits: those of names before it are no longer in value. */
		if (mask && ((want ? value : whole) & mask) == want && n + len + 1 < size) {
			if (n > start)
				to[n++] = '|';
			__builtin_memcpy(to + n, name, len);
			n += len;
			if (!~mask)		/* an enumeration: that is all of it, also when another value of it is 0 */
				return n;
			value &= ~mask;
		}
		while (*p && *p != ';' && *p != '}' && *p++ != ',')
			;
	}
	if (value || n == start) {
		unsigned long had = n;

		if (n > start && n + 19 < size)
			to[n++] = '|';
		n = bits_hex(to, size, n, value);
		if (n == had + 1)	/* no room for it */
			n = had;
	}
	return n;
}

#endif
