/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DWARF numbers from untrusted bytes: reading beyond the end gives zeros and sets is_over. */
#ifndef MYTAP_LOADER_BYTE_READER_H
#define MYTAP_LOADER_BYTE_READER_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct reader {
	const unsigned char *at, *end;
	bool is_over;			/* a read went beyond the end */
};

static inline const unsigned char *take(struct reader *r, uint64_t n)
{
	const unsigned char *p = r->at;

	if (n > (uint64_t)(r->end - r->at)) {
		r->is_over = true;
		r->at = r->end;
		return NULL;
	}
	r->at += n;
	return p;
}

static inline uint64_t read_number(struct reader *r, unsigned int size, bool is_signed)
{
	const unsigned char *p = take(r, size);
	uint64_t v = 0;

	if (!p)
		return 0;
	memcpy(&v, p, size);
	if (is_signed && size < 8 && v >> (8 * size - 1))
		v |= ~0ull << 8 * size;
	return v;
}

static inline uint64_t read_leb(struct reader *r, bool is_signed)
{
	uint64_t v = 0;
	unsigned int shift = 0;

	while (true) {
		const unsigned char *p = take(r, 1);

		if (!p)
			return 0;
		if (shift < 64)
			v |= (uint64_t)(*p & 127) << shift;
		shift += 7;
		if (*p & 128)
			continue;
		if (is_signed && shift < 64 && *p & 64)
			v |= ~0ull << shift;
		return v;
	}
}

#endif
