/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Log-linear buckets, for both sides: each power of two is divided into 2^bits buckets of equal width; each value
 * below 2^bits has its own bucket. So the width of a bucket is at most 1 / 2^bits of its values, and its middle
 * differs from each of them by at most 1 / 2^(bits + 1). For magnitudes: signed values use two rows of buckets.
 * Needs only the types of wire.h.
 */
#ifndef MYTAP_LLOG_H
#define MYTAP_LLOG_H

enum { MYTAP_LLOG_BITS = 6 };		/* at most */

/* For all 64-bit values. */
#define MYTAP_LLOG_BUCKETS(bits) ((65U - (u32)(bits)) << (bits))

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

/* The number of values in a bucket. */
static inline u64 mytap_llog_width(u32 i, u32 bits)
{
	return i >> bits <= 1 ? 1 : 1ULL << ((i >> bits) - 1);
}

/* The value that represents a bucket. */
static inline u64 mytap_llog_middle(u32 i, u32 bits)
{
	return mytap_llog_low(i, bits) + (mytap_llog_width(i, bits) - 1) / 2;
}

/*
 * For signed 64-bit values: the buckets of negative values come before the others, mirrored. ZERO: the bucket of 0.
 * Every bucket has values.
 */
#define MYTAP_LLOG_ZERO(bits) ((64U - (u32)(bits)) << (bits))
#define MYTAP_LLOG_SIGNED(bits) (2 * MYTAP_LLOG_ZERO(bits))

static inline u32 mytap_llog_signed(s64 n, u32 bits)
{
	return n >= 0 ? MYTAP_LLOG_ZERO(bits) + mytap_llog_bucket((u64)n, bits) :
			MYTAP_LLOG_ZERO(bits) - mytap_llog_bucket(0 - (u64)n, bits);
}

/* The value of the bucket that is nearest to 0, which names it. */
static inline s64 mytap_llog_signed_low(u32 i, u32 bits)
{
	u32 zero = MYTAP_LLOG_ZERO(bits);

	return i >= zero ? (s64)mytap_llog_low(i - zero, bits) : (s64)(0 - mytap_llog_low(zero - i, bits));
}

static inline s64 mytap_llog_signed_middle(u32 i, u32 bits)
{
	u32 zero = MYTAP_LLOG_ZERO(bits);

	return i >= zero ? (s64)mytap_llog_middle(i - zero, bits) : (s64)(0 - mytap_llog_middle(zero - i, bits));
}

#endif
