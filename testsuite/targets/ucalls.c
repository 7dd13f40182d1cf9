/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ucalls N: functions that call each other in known ways, N times each, for probes on callees. It works out its result
 * whether it is probed or not, and ends with 1 when it is wrong.
 */
#include <stdlib.h>

#define NOT_INLINE __attribute__((noipa))

static volatile long sink;

NOT_INLINE long u_leaf(long n)
{
	sink += n;
	return n + 1;
}

static inline __attribute__((always_inline)) long u_small(long n)
{
	sink += n;
	return n ^ sink;
}

NOT_INLINE long u_middle(long n)
{
	long small = u_small(n);

	return u_leaf(n) + 10 + 0 * small;
}

NOT_INLINE long u_first(long n)
{
	return u_middle(n) + u_leaf(n + 1000);
}

NOT_INLINE long u_second(long n)
{
	return u_middle(n) + 2;
}

/* Its call is a jump. */
NOT_INLINE long u_jumps(long n)
{
	return u_leaf(n + 5000);
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 0, sum = 0;

	for (long i = 1; i <= n; i++)
		sum += u_first(i) + u_second(i) + u_jumps(i) + u_leaf(i);
	return sum != 5 * n * (n + 1) / 2 + n * (11 + 1001 + 13 + 5001 + 1);
}
