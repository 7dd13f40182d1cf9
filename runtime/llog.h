/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Log-linear buckets, for both sides: each power of two is cut into 2^bits buckets of equal width, and what is below
 * 2^bits has a bucket of its own. So a bucket is at most a 2^bits-th of its values wide, and its middle is within a
 * 2^(bits + 1)-th of each of them. Of magnitudes: who has negative values keeps two rows of them. Needs only the types of wire.h.
 */
#ifndef MYTAP_LLOG_H
#define MYTAP_LLOG_H

/* For all of 64 bits. */
#define MYTAP_LLOG_BUCKETS(bits) ((65U - (bits)) << (bits))

static inline u32 mytap_llog_bucket(u64 n, u32 bits)
{
	u32 shift;

	if (n >> bits == 0)
		return (u32)n;
	shift = 63 - (u32)__builtin_clzll(n) - bits;
	return (shift << bits) + (u32)(n >> shift);
}

/* The least value of a bucket. */
static inline u64 mytap_llog_low(u32 i, u32 bits)
{
	if (i >> bits <= 1)
		return i;
	return (u64)((i & ((1U << bits) - 1)) | 1U << bits) << ((i >> bits) - 1);
}

/* How many values it has. */
static inline u64 mytap_llog_width(u32 i, u32 bits)
{
	return i >> bits <= 1 ? 1 : 1ULL << ((i >> bits) - 1);
}

/* What stands for all of them. */
static inline u64 mytap_llog_middle(u32 i, u32 bits)
{
	return mytap_llog_low(i, bits) + (mytap_llog_width(i, bits) - 1) / 2;
}

#endif
