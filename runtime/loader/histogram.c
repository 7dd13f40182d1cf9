// SPDX-License-Identifier: GPL-2.0-or-later
/*
 *	value |-------------------------------------------------- count
 *	    2 |                                                    0
 *	    4 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@                   32
 *	      ~
 * One row a bucket, named by its lower bound; bars scaled so that the longest
 * fits; up to two empty rows around the data; a row is left out when it and its
 * `elision` neighbours on both sides are empty, and ~ stands for such a run.
 * A blank line ends it.
 */
#include "histogram.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 50, MARGIN = 2, ROW = 64 };

struct shape {
	u32 low, high;			/* buckets shown */
	u64 max, scale;
	int value_width, count_width;
};

/* The name of a row; its length. */
static int bucket_name(char to[ROW], const struct mytap_hist *h, u32 nbuckets, u32 i)
{
	if (h->kind == HISTOGRAM_LINEAR) {
		if (i == 0)
			return snprintf(to, ROW, "<%lld", (long long)h->low);
		if (i == nbuckets - 1)
			return snprintf(to, ROW, ">%lld", (long long)h->high);
		return snprintf(to, ROW, "%lld", (long long)((u64)h->low + (u64)(i - 1) * (u64)h->width));
	}
	if (i > HISTOGRAM_LOG_ZERO)
		return snprintf(to, ROW, "%llu", 1ULL << (i - HISTOGRAM_LOG_ZERO - 1));
	if (i < HISTOGRAM_LOG_ZERO)
		return snprintf(to, ROW, "-%llu", 1ULL << (HISTOGRAM_LOG_ZERO - 1 - i));
	return snprintf(to, ROW, "0");
}

static int widest(int a, int b)
{
	return a > b ? a : b;
}

static struct shape shape_of(const struct mytap_hist *h, const u64 *buckets, u32 n)
{
	struct shape s = { .low = n, .scale = 1 };
	char name[ROW];

	for (u32 i = 0; i < n; i++) {
		if (!buckets[i])
			continue;
		if (s.low == n)
			s.low = i;
		s.high = i;
		if (buckets[i] > s.max)
			s.max = buckets[i];
	}
	if (s.low == n)
		return s;
	if (s.max > WIDTH)
		s.scale = s.max / WIDTH + (s.max % WIDTH != 0);
	for (int i = 0; i < MARGIN; i++) {
		/* Powers of two go below zero only for values below zero. */
		if (s.low > 0 && (h->kind != HISTOGRAM_LOG || s.low != HISTOGRAM_LOG_ZERO))
			s.low--;
		if (s.high < n - 1)
			s.high++;
	}
	s.value_width = strlen("value");
	for (u32 i = s.low; i <= s.high; i++)
		s.value_width = widest(s.value_width, bucket_name(name, h, n, i));
	s.count_width = snprintf(NULL, 0, "%llu", (unsigned long long)s.max);
	return s;
}

static bool is_elided(const struct shape *s, const u64 *buckets, u32 i, s64 elision)
{
	u32 from, to;

	if (elision < 0)
		return false;
	from = i - s->low > elision ? i - elision : s->low;
	to = s->high - i > elision ? i + elision : s->high;
	for (u32 k = from; k <= to; k++)
		if (buckets[k])
			return false;
	return true;
}

static void print_row(struct output *o, const struct shape *s, const char *name, u64 count)
{
	char row[3 * ROW], bar[WIDTH + 1];
	int n = count / s->scale;

	memset(bar, '@', n);
	bar[n] = '\0';
	n = snprintf(row, sizeof(row), "%*s |%-*s %*llu\n", s->value_width, name, WIDTH, bar,
		     s->count_width, (unsigned long long)count);
	output_add(o, row, n);
}

bool histogram_print(struct output *o, const struct mytap_hist *h, const u64 *buckets, u32 nbuckets)
{
	char line[3 * ROW], dashes[WIDTH + 1] = { 0 };
	bool is_eliding = false;
	struct shape s;
	int n;

	if (h->kind != HISTOGRAM_LOG && h->kind != HISTOGRAM_LINEAR)
		return false;
	if (h->kind == HISTOGRAM_LOG ? nbuckets != HISTOGRAM_LOG_BUCKETS : nbuckets < 3)
		return false;
	s = shape_of(h, buckets, nbuckets);
	memset(dashes, '-', WIDTH);
	n = snprintf(line, sizeof(line), "%*s |%s count\n", widest(s.value_width, 5), "value", dashes);
	output_add(o, line, n);
	for (u32 i = s.low; i < nbuckets && i <= s.high; i++) {
		char name[ROW];

		if (is_elided(&s, buckets, i, h->elision)) {
			is_eliding = true;
			continue;
		}
		if (is_eliding) {
			n = snprintf(line, sizeof(line), "%*s ~\n", s.value_width, "");
			output_add(o, line, n);
			is_eliding = false;
		}
		bucket_name(name, h, nbuckets, i);
		print_row(o, &s, name, buckets[i]);
	}
	output_add(o, "\n", 1);
	return true;
}
