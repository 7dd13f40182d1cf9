// SPDX-License-Identifier: GPL-2.0-or-later
/* A program that testsuite/unit/image_user.c stops and reads: what it expects there stands in its table. */
#include <stdio.h>

struct point { int x, y; };

struct item {
	const char *name;
	unsigned long size;
	struct point at;
	unsigned int flags : 3, level : 5;
};

enum color { RED, GREEN = 5 };

typedef struct item item_t;

int counter = 40;
static long total;
static item_t table[2] = {
	{ .name = "first", .size = 1000, .at = { 3, -4 }, .flags = 5, .level = 19 },
	{ .name = "second", .size = 2000, .at = { 7, 9 }, .flags = 2, .level = 1 },
};

static inline __attribute__((always_inline)) int scaled(int value, int factor)
{
	int product = value * factor;

	total += product;
	__asm__ volatile("nop" : : "r"(product), "r"(value));	/* scaled: all are known */
	return product;
}

__attribute__((noinline)) long last(long a, long b, long c, long d, long e, long f, long seventh, struct point by_value)
{
	__asm__ volatile("" : "+r"(a));
	return a + b + c + d + e + f + seventh + by_value.y;
}

__attribute__((noinline)) long work(struct item *item, int count, enum color color)
{
	long sum = color;

	for (int i = 0; i < count; i++)
		sum += item[i].at.x;
	total += sum;
	__asm__ volatile("" : "+r"(sum), "+r"(item));	/* work: the sum is there */
	return last(sum, 2, 3, 4, 5, 6, 77, item->at) + count;
}

int main(int argc, char **argv)
{
	long result = work(table, 2, GREEN);

	(void)argv;
	counter += scaled(argc + 5, 7);
	printf("%ld %d %ld\n", result, counter, total);
	return 0;
}
