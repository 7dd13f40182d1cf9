/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Aggregates. Part of api.h. */
#ifndef MYTAP_API_STAT_H
#define MYTAP_API_STAT_H

/*
 * Aggregates (aggregate.c). The sum for averages and variances has 128 bits, in two words; the sum of squares has
 * 192 bits, in three words, the lowest first: 64-bit values cannot overflow either. Any context.
 */
enum { MYTAP_SQUARES = 3 };
#define MYTAP_MOST 0x7fffffffffffffffLL

static inline void mytap_wide_merge(s64 *sum, s64 *high, s64 low2, s64 high2)
{
#ifdef __x86_64__
	asm("addq %2, %0\n\tadcq %3, %1" : "+m"(*sum), "+m"(*high) : "er"(low2), "er"(high2) : "cc");
#else
	*high += high2 + __builtin_add_overflow((u64)*sum, (u64)low2, (u64 *)sum);
#endif
}

static inline void mytap_wide_add(s64 *sum, s64 *high, s64 n)
{
	mytap_wide_merge(sum, high, n, n >> 63);
}

static inline void mytap_squares_merge(u64 *to, const u64 *from)
{
	bool carry = false;

	for (int i = 0; i < MYTAP_SQUARES; i++) {
		bool over = __builtin_add_overflow(to[i], from[i], &to[i]);

		carry = __builtin_add_overflow(to[i], (u64)carry, &to[i]) || over;
	}
}

static inline void mytap_square_add(u64 *squares, s64 n)
{
	unsigned __int128 square = (unsigned __int128)((__int128)n * n);
	u64 high = (u64)(square >> 64);		/* at most 2^62: adding a carry does not overflow */

	high += __builtin_add_overflow(squares[0], (u64)square, &squares[0]);
	squares[2] += __builtin_add_overflow(squares[1], high, &squares[1]);
}

s64 mytap_average_wide(s64 count, s64 sum, s64 high);

/* Rounded towards 0, as by `/`. */
static inline s64 mytap_average(s64 count, s64 sum, s64 high)
{
	if (likely(high == sum >> 63 && count > 0))
		return sum / count;
	return mytap_average_wide(count, sum, high);
}

/* The sample variance, rounded down; 0 with fewer than two values; -1: it does not fit in 64 bits. */
s64 mytap_variance(s64 count, s64 sum, s64 high, const u64 *squares);

/*
 * The value that `part` of `whole` (0 to whole, whole > 0) of the values do not exceed, from the buckets of
 * mytap_llog_signed(): accurate to 1 in 2^(bits + 1), and never outside least and most. count > 0.
 */
s64 mytap_percentile(const u64 *hist, u32 bits, s64 count, s64 least, s64 most, s64 part, s64 whole);

/* 64: 0; above: 1, 2, 4, 8 ...; below: -1, -2, -4 ... */
static inline u32 mytap_log_bucket(s64 n)
{
	u64 size = n < 0 ? 0 - (u64)n : (u64)n;
	int log;

	if (!n)
		return 64;
	log = 63 - __builtin_clzll(size);
	return n > 0 ? 65 + log : 63 - log;
}

/* 0: below low; the last: above high. */
static inline u32 mytap_linear_bucket(s64 n, s64 low, s64 width, u32 buckets)
{
	u64 i;

	if (n < low)
		return 0;
	i = ((u64)n - (u64)low) / (u64)width;
	return i >= buckets - 2 ? buckets - 1 : (u32)i + 1;
}

#endif
