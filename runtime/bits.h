/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flags and enumerations as text, for both sides, by a table that is a string:
 * "O_RDONLY:0:3,O_WRONLY:1:3,O_CREAT:40". Each entry is NAME:VALUE[:MASK] in hexadecimal digits; without a mask the
 * value is its own mask, so an entry with the value 0 needs one. Pure C, bounded by the table's length. Needs only
 * the types of wire.h; neither libc nor kernel.
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

struct bits_entry {
	const char *name;
	unsigned long len;
	u64 want, mask;
};

/* Parses the entry at p into *ret and returns what follows it; NULL: the table ends here, with NUL, ';' or '}'. */
static inline const char *bits_next(const char *p, struct bits_entry *ret)
{
	if (!*p || *p == ';' || *p == '}')
		return (const char *)0;
	ret->name = p;
	while (*p && *p != ':' && *p != ',')
		p++;
	ret->len = (unsigned long)(p - ret->name);
	p = bits_number(*p == ':' ? p + 1 : p, &ret->want);
	ret->mask = ret->want;
	if (*p == ':')
		p = bits_number(p + 1, &ret->mask);
	while (*p && *p != ';' && *p != '}' && *p++ != ',')
		;
	return p;
}

/* A value that is being written as text, into to[n] to to[size - 1]. */
struct bits_text {
	char *to;
	unsigned long size, n, start;
	u64 whole, value;		/* whole: the value as given; value: its bits that have no name yet */
};

/* True: every bit has its name now. */
static inline bool bits_put(struct bits_text *t, const struct bits_entry *e)
{
	/* A name for 0 is compared with the whole value, since names before it have cleared bits of `value`. */
	if (!e->mask || ((e->want ? t->value : t->whole) & e->mask) != e->want || t->n + e->len + 1 >= t->size)
		return false;
	if (t->n > t->start)
		t->to[t->n++] = '|';
	__builtin_memcpy(t->to + t->n, e->name, e->len);
	t->n += e->len;
	t->value &= ~e->mask;
	if (e->mask != ~0ULL)
		return false;
	t->value = 0;			/* an enumeration: no bits are left over */
	return true;
}

/* The new length. */
static inline unsigned long bits_end(struct bits_text *t)
{
	unsigned long n = t->n, had = n;

	if (!t->value && n > t->start)
		return n;
	if (n > t->start && n + 19 < t->size)
		t->to[n++] = '|';
	n = bits_hex(t->to, t->size, n, t->value);
	return n == had + 1 ? had : n;	/* no room for it */
}

/* Appends at to[n], not past to[size - 1]; returns the new length. */
static inline unsigned long bits_add(char *to, unsigned long size, unsigned long n, u64 value, const char *table)
{
	struct bits_text t = { to, size, n, n, value, value };
	struct bits_entry e;

	while ((table = bits_next(table, &e)) && !bits_put(&t, &e))
		;
	return bits_end(&t);
}

#endif
