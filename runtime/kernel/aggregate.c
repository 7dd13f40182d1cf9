// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Averages, variances and percentiles from the wide sums of aggregates. Pure C, and also compiled on the host by
 * the tests. Any context; bounded: no loop depends on the values, and whatever the words hold, nothing divides by 0
 * or overflows a quotient. The kernel exports no 128-bit division.
 */

/* high:low / by, where high < by, so that the quotient is one word. */
static u64 divide_step(u64 high, u64 low, u64 by, u64 *rest)
{
#if defined(__x86_64__) && !defined(MYTAP_NO_DIVQ)
	u64 q;

	asm("divq %4" : "=a"(q), "=d"(*rest) : "a"(low), "d"(high), "r"(by) : "cc");
	return q;
#else
	u64 q = 0;
	int i;

	for (i = 63; i >= 0; i--) {
		bool carry = high >> 63;

		high = high << 1 | (low >> i & 1);
		if (carry || high >= by) {
			high -= by;
			q |= 1ULL << i;
		}
	}
	*rest = high;
	return q;
#endif
}

/* n words, the lowest first, divided in place; by is not 0. */
static void divide_words(u64 *words, int n, u64 by)
{
	u64 rest = 0;

	while (n--)
		words[n] = divide_step(rest, words[n], by, &rest);
}

/* to += a * b, b one word; to has a word more than a. */
static void multiply_add(u64 *to, const u64 *a, int n, u64 b)
{
	unsigned __int128 carry = 0;
	int i;

	for (i = 0; i < n; i++) {
		carry += (unsigned __int128)a[i] * b + to[i];
		to[i] = (u64)carry;
		carry >>= 64;
	}
	to[n] += (u64)carry;
}

static void subtract_words(u64 *from, const u64 *a, int n)
{
	u64 borrow = 0;
	int i;

	for (i = 0; i < n; i++) {
		unsigned __int128 d = (unsigned __int128)from[i] - a[i] - borrow;

		from[i] = (u64)d;
		borrow = d >> 64 != 0;
	}
}

/* The size of a signed number of two words. */
static void wide_size(u64 size[2], s64 low, s64 high)
{
	unsigned __int128 n = (unsigned __int128)(u64)high << 64 | (u64)low;

	if (high < 0)
		n = 0 - n;
	size[0] = (u64)n;
	size[1] = (u64)(n >> 64);
}

s64 mytap_average_wide(s64 count, s64 sum, s64 high)
{
	u64 size[2];

	if (!count)
		return 0;
	wide_size(size, sum, high);
	divide_words(size, 2, (u64)count);
	return high < 0 ? (s64)(0 - size[0]) : (s64)size[0];
}

/* (count * squares - sum^2) / count / (count - 1): rounding down twice is rounding down once. */
s64 mytap_variance(s64 count, s64 sum, s64 high, const u64 *squares)
{
	u64 size[2], square[4] = { 0 }, spread[4] = { 0 }, n = (u64)count;

	if (n < 2)
		return 0;
	wide_size(size, sum, high);
	multiply_add(square, size, 2, size[0]);
	multiply_add(square + 1, size, 2, size[1]);
	multiply_add(spread, squares, MYTAP_SQUARES, n);
	subtract_words(spread, square, 4);
	divide_words(spread, 4, n);
	divide_words(spread, 4, n - 1);
	return spread[1] | spread[2] | spread[3] || spread[0] > MYTAP_MOST ? -1 : (s64)spread[0];
}

/* The rank of a percentile, from 1: count * part / whole, rounded up. */
static u64 percentile_rank(u64 count, u64 part, u64 whole)
{
	unsigned __int128 product = (unsigned __int128)count * part + (whole - 1);
	u64 words[2] = { (u64)product, (u64)(product >> 64) };

	divide_words(words, 2, whole);
	return words[0] ? words[0] : 1;
}

s64 mytap_percentile(const u64 *hist, u32 bits, s64 count, s64 least, s64 most, s64 part, s64 whole)
{
	u64 rank = percentile_rank((u64)count, (u64)part, (u64)whole);
	u32 i = 0;
	s64 n;

	if (!part)
		return least;
	if (part == whole)
		return most;
	while (i < MYTAP_LLOG_SIGNED(bits) - 1 && hist[i] < rank)
		rank -= hist[i++];
	n = mytap_llog_signed_middle(i, bits);
	return n < least ? least : n > most ? most : n;
}
