/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Source lines of a kernel or a kernel module, for both sides: the translator packs them (debuginfo/source_lines.c), the
 * module has them in itself and looks them up. Needs only the types of wire.h.
 *
 * A table is one block; addresses in it count from the link address `start`:
 *
 *	struct mytap_source_lines
 *	struct mytap_source_block[nblocks]	each MYTAP_SOURCE_BLOCK rows but the last: its first row, where its other rows begin
 *	bytes				rows: bytes to the row before it; the line, as difference; the file, where that changes
 *	texts				names of source files
 *
 * A row is in force up to the next one. 3.5 bytes a row in Debian's 6.1.
 */
#ifndef MYTAP_SOURCE_LINES_H
#define MYTAP_SOURCE_LINES_H

enum { MYTAP_SOURCE_BLOCK = 64 };

struct mytap_source_lines {
	u64 start, end;			/* end: of the last row, which has no line */
	u32 nrows, nblocks;
	u32 bytes, texts;		/* where they begin in the table */
};

struct mytap_source_block {
	u32 at, line, file;		/* file: where in the texts; line 0: what is there has none */
	u32 bytes;			/* of the next row, where in the bytes */
};

struct mytap_source_line {
	u32 line;			/* 0: not known */
	const char *file;
};

/* Seven bits a byte, the low ones first. */
static inline u64 mytap_source_number(const u8 **p)
{
	u64 n = 0;
	u32 shift = 0;

	do
		n |= (u64)(**p & 0x7f) << shift;
	while (*(*p)++ & 0x80 && (shift += 7) < 64);
	return n;
}

/* A difference as a number that is small when it is near 0, on either side. */
static inline u64 mytap_source_fold(s64 n)
{
	return n < 0 ? ~((u64)n << 1) : (u64)n << 1;
}

static inline s64 mytap_source_unfold(u64 n)
{
	return n & 1 ? (s64)~(n >> 1) : (s64)(n >> 1);
}

/* The last block that begins at `at` or before it; NULL: none does. */
static inline const struct mytap_source_block *mytap_source_block_of(const struct mytap_source_lines *t, u64 at)
{
	const struct mytap_source_block *v = (const void *)(t + 1);
	u32 low = 0, high = t->nblocks;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (v[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &v[low - 1] : NULL;
}

/* What is at a link address. */
static inline struct mytap_source_line mytap_source_find(const struct mytap_source_lines *t, u64 link)
{
	const struct mytap_source_block *b = link >= t->start ? mytap_source_block_of(t, link - t->start) : NULL;
	u32 first, left, file;
	const u8 *p;
	s64 line;
	u64 at;

	if (!b)
		return (struct mytap_source_line){ 0 };
	first = (u32)(b - (const struct mytap_source_block *)(t + 1)) * MYTAP_SOURCE_BLOCK;
	left = t->nrows - first < MYTAP_SOURCE_BLOCK ? t->nrows - first : MYTAP_SOURCE_BLOCK;
	p = (const u8 *)t + t->bytes + b->bytes;
	at = b->at;
	line = b->line;
	file = b->file;
	while (--left) {
		u64 change;

		at += mytap_source_number(&p);
		if (at > link - t->start)
			break;
		change = mytap_source_number(&p);
		line += mytap_source_unfold(change >> 1);
		if (change & 1)
			file = (u32)mytap_source_number(&p);
	}
	return (struct mytap_source_line){ .line = (u32)line, .file = (const char *)t + t->texts + file };
}

#endif
