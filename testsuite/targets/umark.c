/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * umark N: marks as sys/sdt.h makes them, written by hand, each form of operand once. Ends with 1 when a mark that is only
 * passed while somebody watches was passed by itself, or not passed while it is watched ("umark N watched").
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mark.h"

unsigned short watched_semaphore __attribute__((section(".probes"), used));
int table[4] __attribute__((used)) = { 10, -20, 30, -40 };
static volatile int passed;

static __attribute__((noipa)) void plain(long n, const char *text)
{
	MARK("umark", "plain", "0", "8@%0 8@%1", "r"(n), "r"(text));
}

/* The compiler makes two copies of it, with the number elsewhere in each. */
static inline __attribute__((always_inline)) void twice(long n, bool in_memory)
{
	volatile long kept = n + 100;

	if (in_memory)
		MARK("umark", "twice", "0", "-8@%0", "m"(kept));
	else
		MARK("umark", "twice", "0", "-8@%0", "r"(n));
}

static __attribute__((noipa)) void copies(long n)
{
	twice(n, true);
	twice(n, false);
}

static __attribute__((noipa)) void forms(long n, int small, unsigned char byte)
{
	struct { long before; short value; } m = { 1, -7 };

	MARK("forms", "registers", "0", "8@%0 -4@%k1 4@%k1 1@%b2 -1@%b2 2@%w1", "r"(n), "r"(small), "q"(byte));
	MARK("forms", "constants", "0", "-4@$-3 4@$7 8@$0x10 -1@$-1", "i"(0));
	MARK("forms", "memory", "0", "-2@8(%0) 8@(%0) -4@(%1,%2,4) -4@4(%1,%2,4) -4@(,%3,1)", "r"(&m), "r"(table), "r"(n),
	     "r"(&table[1]), "m"(m));
	MARK("forms", "symbols", "0", "-4@table(%%rip) -4@table+4(%%rip) -4@8+table(%%rip) -4@table+12", "i"(0));
	MARK("forms", "absent", "0", "8@%0 8f@%%xmm0 8@nowhere(%%rip) 16@%0 4@%%zr0 -4@%k0", "r"(n));
}

static __attribute__((noipa)) void watched(long n)
{
	if (*(volatile unsigned short *)&watched_semaphore) {
		passed++;
		MARK("umark", "watched", "watched_semaphore", "8@%0", "r"(n));
	}
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1;
	bool is_watched = argc > 2 && !strcmp(argv[2], "watched");

	for (long i = 1; i <= n; i++) {
		plain(i, i % 2 ? "odd" : "even");
		watched(i);
	}
	copies(5);
	forms(1, -2, 200);
	return passed != (is_watched ? n : 0);
}
