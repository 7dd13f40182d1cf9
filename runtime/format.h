/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The printf directives, for both sides: the module (sprintf) and the loader
 * (print records). Needs only the types of wire.h; neither libc nor kernel.
 *
 * A format is walked piece by piece:
 *
 *	struct mytap_directive d;
 *	while ((fmt = mytap_format_next(fmt, &d))) {
 *		if (!d.conversion)	// literal text d.text, d.length
 *		...
 *		if (d.width_arg)	// the next argument is the width
 *			mytap_directive_width(&d, argument);
 *		if (d.precision_arg)	// then the precision
 *			mytap_directive_precision(&d, argument);
 *		// then the value
 *	}
 *
 * Conversions that come out of the parser: d u o x X p c s b m M F ("i" becomes "d").
 *   d u o x X p c b	one number (mytap_format_number)
 *   s			a string (mytap_format_string)
 *   F			one number, as names: "%{TABLE}", a table of bits.h
 *   m M		memory: raw, hexadecimal (mytap_format_memory): the bytes
 *			were fetched already, `#` (user memory) has no meaning left
 * "%%" comes out as literal text; so does anything that is not a directive. A NUL
 * is written "%z" (always), or "%0" where no directive can be read from it.
 *
 * The three functions write at most `room` bytes, no NUL, and return the bytes
 * written. mytap_format_room() tells the room that is enough.
 *
 * As in SystemTap, and unlike C: %#x of 0 is "0x0", %p is %#x, %.0d of 0 is "0",
 * %#s and %#c escape what does not print, %b writes the low 1, 2, 4 or 8 bytes.
 */
#ifndef MYTAP_FORMAT_H
#define MYTAP_FORMAT_H

#include "bits.h"

enum mytap_directive_flags {
	MYTAP_LEFT = 1, MYTAP_PLUS = 2, MYTAP_SPACE = 4, MYTAP_SPECIAL = 8, MYTAP_ZERO = 16,
};

struct mytap_directive {
	const char *text;		/* literal, or the table */
	u32 length;
	u8 conversion;			/* 0: literal text */
	u8 flags;
	u8 width_arg, precision_arg;	/* given by `*` */
	int width, precision;		/* -1: not given */
};

enum { MYTAP_MOST_WIDTH = 1 << 16 };	/* larger widths and precisions are cut */

static inline u8 mytap_directive_flag(char c)
{
	return c == '-' ? MYTAP_LEFT : c == '+' ? MYTAP_PLUS : c == ' ' ? MYTAP_SPACE :
	       c == '#' ? MYTAP_SPECIAL : c == '0' ? MYTAP_ZERO : 0;
}

static inline u8 mytap_directive_conversion(char c)
{
	switch (c) {
	case 'i':
		return 'd';
	case 'd': case 'u': case 'o': case 'x': case 'X': case 'p':
	case 'c': case 's': case 'b': case 'm': case 'M':
		return (u8)c;
	}
	return 0;
}

/* Digits or `*`; the end of them. */
static inline const char *mytap_directive_amount(const char *f, int *n, u8 *is_arg)
{
	if (*f == '*') {
		*is_arg = 1;
		return f + 1;
	}
	for (; *f >= '0' && *f <= '9'; f++) {
		*n = (*n < 0 ? 0 : *n) * 10 + (*f - '0');
		if (*n > MYTAP_MOST_WIDTH)
			*n = MYTAP_MOST_WIDTH;
	}
	return f;
}

/* A directive behind '%', or NULL when there is none. */
static inline const char *mytap_directive_parse(const char *f, struct mytap_directive *d)
{
	u8 flag;

	while ((flag = mytap_directive_flag(*f))) {
		d->flags |= flag;
		f++;
	}
	f = mytap_directive_amount(f, &d->width, &d->width_arg);
	if (*f == '.') {
		d->precision = 0;
		f = mytap_directive_amount(f + 1, &d->precision, &d->precision_arg);
	}
	while (*f == 'l' || *f == 'h')		/* C habits: every number is 64 bits */
		f++;
	d->conversion = mytap_directive_conversion(*f);
	return d->conversion ? f + 1 : (const char *)0;
}

/* "%{TABLE}", behind the brace; NULL when it has no end. */
static inline const char *mytap_directive_table(const char *f, struct mytap_directive *d)
{
	d->text = f;
	while (*f && *f != '}')
		f++;
	d->length = (u32)(f - d->text);
	d->conversion = *f ? 'F' : 0;
	return *f ? f + 1 : (const char *)0;
}

/* The next piece; NULL at the end of the format. */
static inline const char *mytap_format_next(const char *f, struct mytap_directive *d)
{
	const char *end, *start = f;

	*d = (struct mytap_directive){ .width = -1, .precision = -1 };
	if (!*f)
		return (const char *)0;
	d->text = f;
	if (*f != '%') {
		while (*f && *f != '%')
			f++;
		d->length = (u32)(f - start);
		return f;
	}
	d->length = 1;
	if (f[1] == '%')
		return f + 2;
	if (f[1] == 'z') {
		d->text = "";
		return f + 2;
	}
	end = f[1] == '{' ? mytap_directive_table(f + 2, d) : mytap_directive_parse(f + 1, d);
	if (end)
		return end;
	*d = (struct mytap_directive){ .text = start, .length = 1, .width = -1, .precision = -1 };
	if (f[1] == '0') {
		d->text = "";
		return f + 2;
	}
	return f + 1;
}

static inline void mytap_directive_width(struct mytap_directive *d, s64 n)
{
	if (n < 0) {
		d->flags |= MYTAP_LEFT;
		n = n < -MYTAP_MOST_WIDTH ? MYTAP_MOST_WIDTH : -n;
	}
	d->width = n > MYTAP_MOST_WIDTH ? MYTAP_MOST_WIDTH : (int)n;
}

static inline void mytap_directive_precision(struct mytap_directive *d, s64 n)
{
	d->precision = n < 0 ? -1 : n > MYTAP_MOST_WIDTH ? MYTAP_MOST_WIDTH : (int)n;
}

/* Room that is enough for one value; length: of the string or memory, else 0. */
static inline unsigned long mytap_format_room(const struct mytap_directive *d, unsigned long length)
{
	unsigned long most = 32 + 4 * length;

	if (d->conversion == 'F')
		most += d->length;
	if (d->width > 0)
		most += (unsigned long)d->width;
	if (d->precision > 0 && d->conversion != 's')
		most += (unsigned long)d->precision;
	return most;
}

/* A bounded place to write to. */
struct mytap_sink { char *at, *end; };

static inline void mytap_sink_put(struct mytap_sink *o, char c)
{
	if (o->at < o->end)
		*o->at++ = c;
}

static inline void mytap_sink_fill(struct mytap_sink *o, char c, s64 n)
{
	while (n-- > 0 && o->at < o->end)
		*o->at++ = c;
}

static inline void mytap_sink_copy(struct mytap_sink *o, const char *s, unsigned long n)
{
	if (n > (unsigned long)(o->end - o->at))
		n = (unsigned long)(o->end - o->at);
	__builtin_memcpy(o->at, s, n);
	o->at += n;
}

/* Decimal digits of v, ending at `end`; the first of them. */
static inline char *mytap_digits(char *end, u64 v)
{
	static const char pairs[] =
		"00010203040506070809101112131415161718192021222324252627282930313233343536373839"
		"40414243444546474849505152535455565758596061626364656667686970717273747576777879"
		"8081828384858687888990919293949596979899";

	while (v >= 100) {
		u64 rest = v / 100;
		const char *p = pairs + 2 * (v - rest * 100);

		*--end = p[1];
		*--end = p[0];
		v = rest;
	}
	if (v >= 10) {
		*--end = pairs[2 * v + 1];
		*--end = pairs[2 * v];
	} else {
		*--end = (char)('0' + v);
	}
	return end;
}

static inline char *mytap_digits_base(char *end, u64 v, u32 shift, const char *digit)
{
	do {
		*--end = digit[v & ((1u << shift) - 1)];
		v >>= shift;
	} while (v);
	return end;
}

/*
 * Writes one byte as C does within this quote character (0: none): `%#c` uses single quotes, `%#s` double quotes.
 * Returns the length, at most 4.
 */
static inline u32 mytap_escape(char to[4], u8 c, char quote)
{
	static const char letters[] = "abtnvfr";	/* of 7 to 13 */

	if (c >= ' ' && c < 127 && c != '\\' && c != (u8)quote) {
		to[0] = (char)c;
		return 1;
	}
	to[0] = '\\';
	if (c >= ' ' && c < 127) {
		to[1] = (char)c;
		return 2;
	}
	if (c >= '\a' && c <= '\r') {
		to[1] = letters[c - '\a'];
		return 2;
	}
	to[1] = (char)('0' + (c >> 6));
	to[2] = (char)('0' + (c >> 3 & 7));
	to[3] = (char)('0' + (c & 7));
	return 4;
}

/* Text of n bytes in a field of the directive's width. */
static inline void mytap_sink_field(struct mytap_sink *o, const struct mytap_directive *d, const char *s,
				    unsigned long n)
{
	s64 pad = (s64)d->width - (s64)n;

	if (!(d->flags & MYTAP_LEFT))
		mytap_sink_fill(o, ' ', pad);
	mytap_sink_copy(o, s, n);
	if (d->flags & MYTAP_LEFT)
		mytap_sink_fill(o, ' ', pad);
}

/* %c and %b: bytes of the value itself. */
static inline unsigned long mytap_format_bytes(char *to, unsigned long room, const struct mytap_directive *d, u64 value)
{
	struct mytap_sink o = { to, to + room };
	char b[8];

	if (d->conversion == 'c') {
		b[0] = (char)value;
		mytap_sink_field(&o, d, b, d->flags & MYTAP_SPECIAL ? mytap_escape(b, (u8)value, '\'') : 1);
	} else {
		u32 n = d->width == 1 || d->width == 2 || d->width == 4 ? (u32)d->width : 8;

		__builtin_memcpy(b, &value, 8);		/* little-endian hosts: the low bytes first */
		mytap_sink_copy(&o, b, n);
	}
	return (unsigned long)(o.at - to);
}

static inline unsigned long mytap_format_number(char *to, unsigned long room, const struct mytap_directive *d, u64 value)
{
	struct mytap_sink o = { to, to + room };
	char digits[24], *end = digits + sizeof(digits), *s, prefix[3];
	u32 nprefix = 0;
	s64 ndigits, zeros, pad;

	switch (d->conversion) {
	case 'c': case 'b':
		return mytap_format_bytes(to, room, d, value);
	case 'F':
		return bits_add(to, room, 0, value, d->text);
	case 'd':
		if ((s64)value < 0) {
			prefix[nprefix++] = '-';
			value = 0 - value;
		} else if (d->flags & (MYTAP_PLUS | MYTAP_SPACE)) {
			prefix[nprefix++] = d->flags & MYTAP_PLUS ? '+' : ' ';
		}
		s = mytap_digits(end, value);
		break;
	case 'o':
		if (d->flags & MYTAP_SPECIAL && value)
			prefix[nprefix++] = '0';
		s = mytap_digits_base(end, value, 3, "01234567");
		break;
	case 'x': case 'X': case 'p':
		if (d->flags & MYTAP_SPECIAL || d->conversion == 'p') {
			prefix[nprefix++] = '0';
			prefix[nprefix++] = d->conversion == 'X' ? 'X' : 'x';
		}
		s = mytap_digits_base(end, value, 4, d->conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef");
		break;
	default:
		s = mytap_digits(end, value);
		break;
	}
	ndigits = end - s;
	zeros = (s64)d->precision - ndigits;
	if (zeros < 0)
		zeros = 0;
	pad = (s64)d->width - (s64)nprefix - zeros - ndigits;
	if (pad > 0 && d->flags & MYTAP_ZERO && !(d->flags & MYTAP_LEFT) && d->precision < 0) {
		zeros += pad;
		pad = 0;
	}
	if (!(d->flags & MYTAP_LEFT))
		mytap_sink_fill(&o, ' ', pad);
	mytap_sink_copy(&o, prefix, nprefix);
	mytap_sink_fill(&o, '0', zeros);
	mytap_sink_copy(&o, s, (unsigned long)ndigits);
	if (d->flags & MYTAP_LEFT)
		mytap_sink_fill(&o, ' ', pad);
	return (unsigned long)(o.at - to);
}

/* A string of n bytes; the precision cuts it (before escaping, as SystemTap does). */
static inline unsigned long mytap_format_string(char *to, unsigned long room, const struct mytap_directive *d,
						const char *s, unsigned long n)
{
	struct mytap_sink o = { to, to + room };
	unsigned long i, shown = 0;
	char e[4];

	if (d->precision >= 0 && (unsigned long)d->precision < n)
		n = (unsigned long)d->precision;
	if (!(d->flags & MYTAP_SPECIAL)) {
		mytap_sink_field(&o, d, s, n);
		return (unsigned long)(o.at - to);
	}
	for (i = 0; i < n; i++)
		shown += mytap_escape(e, (u8)s[i], '"');
	if (!(d->flags & MYTAP_LEFT))
		mytap_sink_fill(&o, ' ', (s64)d->width - (s64)shown);
	for (i = 0; i < n; i++)
		mytap_sink_copy(&o, e, mytap_escape(e, (u8)s[i], '"'));
	if (d->flags & MYTAP_LEFT)
		mytap_sink_fill(&o, ' ', (s64)d->width - (s64)shown);
	return (unsigned long)(o.at - to);
}

/* %m and %M: n bytes of memory. The caller that fetched them has applied the precision (default 1). */
static inline unsigned long mytap_format_memory(char *to, unsigned long room, const struct mytap_directive *d,
						const char *bytes, unsigned long n)
{
	static const char digit[] = "0123456789abcdef";
	struct mytap_sink o = { to, to + room };
	unsigned long i;

	if (d->conversion == 'm') {
		mytap_sink_field(&o, d, bytes, n);
		return (unsigned long)(o.at - to);
	}
	if (!(d->flags & MYTAP_LEFT))
		mytap_sink_fill(&o, ' ', (s64)d->width - 2 * (s64)n);
	for (i = 0; i < n; i++) {
		mytap_sink_put(&o, digit[(u8)bytes[i] >> 4]);
		mytap_sink_put(&o, digit[bytes[i] & 15]);
	}
	if (d->flags & MYTAP_LEFT)
		mytap_sink_fill(&o, ' ', (s64)d->width - 2 * (s64)n);
	return (unsigned long)(o.at - to);
}

#endif
