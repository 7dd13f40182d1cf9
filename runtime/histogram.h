/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A histogram as text, for both sides: the module (sprint) and the loader (print). Needs only format.h.
 *
 *	value |-------------------------------------------------- count
 *	    2 |                                                    0
 *	    4 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@                   32
 *	      ~
 *
 * One row per bucket, named by its lower bound; bars scaled so that the longest fits. Up to two empty rows are
 * printed on each side of the data; but negative powers of two only when there are negative values, and the rows
 * "below" and "above" of a linear histogram only when they are not empty. A row is left out when it and its
 * `elision` neighbours on both sides are empty; ~ stands for such a run. elision < 0: no row is left out. A blank
 * line ends it.
 */
#ifndef MYTAP_HISTOGRAM_H
#define MYTAP_HISTOGRAM_H

#include "format.h"
#include "llog.h"

enum {
	MYTAP_HISTOGRAM_LOG = 1, MYTAP_HISTOGRAM_LINEAR = 2, MYTAP_HISTOGRAM_LLOG = 3,
	MYTAP_LOG_BUCKETS = 128, MYTAP_LOG_ZERO = 64,		/* the bucket of 0; behind it 1, 2, 4; before it -1, -2, -4 */
	MYTAP_BAR = 50, MYTAP_HISTOGRAM_MARGIN = 2,
	MYTAP_HISTOGRAM_ROW = 128,				/* bytes of a row are fewer */
};

struct mytap_histogram {
	u32 kind, n;			/* buckets; of a linear one: under, ..., over */
	s64 low, high, width, elision;			/* log-linear: low: bits; high: the number of the first of buckets[] */
	const u64 *buckets;
};

struct mytap_histogram_shape {
	u32 low, high;			/* buckets shown */
	u64 max, scale;
	s64 value_width, count_width;
};

/* False: the fields are invalid. Records may come from files. */
static inline int mytap_histogram_is_sane(const struct mytap_histogram *h)
{
	if (h->kind == MYTAP_HISTOGRAM_LOG)
		return h->n == MYTAP_LOG_BUCKETS;
	if (h->kind == MYTAP_HISTOGRAM_LLOG)
		return h->low >= 0 && h->low <= MYTAP_LLOG_BITS && h->high >= 0 && h->high < MYTAP_LLOG_SIGNED(h->low) &&
		       h->n && h->n <= MYTAP_LLOG_SIGNED(h->low) - h->high;
	return h->kind == MYTAP_HISTOGRAM_LINEAR && h->n >= 3 && h->n <= MYTAP_LOG_BUCKETS;
}

/* Room that is enough for its text. */
static inline unsigned long mytap_histogram_room(const struct mytap_histogram *h)
{
	return (2UL * h->n + 2) * MYTAP_HISTOGRAM_ROW;
}

/* The mark of a row of a linear histogram that is outside its bounds: '<' or '>'; else 0. */
static inline char mytap_bucket_mark(const struct mytap_histogram *h, u32 i)
{
	if (h->kind != MYTAP_HISTOGRAM_LINEAR)
		return 0;
	return !i ? '<' : i == h->n - 1 ? '>' : 0;
}

/* The number that names a row: its lower bound, or the bound that its mark refers to. */
static inline s64 mytap_bucket_bound(const struct mytap_histogram *h, u32 i)
{
	char mark = mytap_bucket_mark(h, i);

	if (h->kind == MYTAP_HISTOGRAM_LINEAR)
		return mark == '>' ? h->high : mark ? h->low : (s64)((u64)h->low + (u64)(i - 1) * (u64)h->width);
	if (h->kind == MYTAP_HISTOGRAM_LLOG)
		return mytap_llog_signed_low(i + (u32)h->high, (u32)h->low);
	if (i > MYTAP_LOG_ZERO)
		return (s64)(1ULL << (i - MYTAP_LOG_ZERO - 1));
	return i < MYTAP_LOG_ZERO ? (s64)(0 - (1ULL << (MYTAP_LOG_ZERO - 1 - i))) : 0;
}

/* The name of a row, ending at `end`; its first byte. */
static inline char *mytap_bucket_name(char *end, const struct mytap_histogram *h, u32 i)
{
	char mark = mytap_bucket_mark(h, i);
	u64 v = (u64)mytap_bucket_bound(h, i);

	end = mytap_digits(end, (s64)v < 0 ? 0 - v : v);
	if ((s64)v < 0)
		*--end = '-';
	if (mark)
		*--end = mark;
	return end;
}

/* The bucket of 0 of a logarithmic histogram; 0 when it is before all buckets. */
static inline u32 mytap_histogram_zero(const struct mytap_histogram *h)
{
	s64 zero = MYTAP_LOG_ZERO;

	if (h->kind == MYTAP_HISTOGRAM_LLOG)
		zero = (s64)MYTAP_LLOG_ZERO(h->low) - h->high;
	return zero > 0 ? (u32)zero : 0;
}

static inline void mytap_histogram_range(const struct mytap_histogram *h, struct mytap_histogram_shape *s)
{
	u32 i, first = 0, last = h->n - 1;

	s->low = h->n;
	s->high = 0;
	for (i = 0; i < h->n; i++) {
		if (!h->buckets[i])
			continue;
		if (s->low == h->n)
			s->low = i;
		s->high = i;
		if (h->buckets[i] > s->max)
			s->max = h->buckets[i];
	}
	if (!s->max)
		return;
	if (h->kind == MYTAP_HISTOGRAM_LINEAR) {
		first = !h->buckets[0];
		last -= !h->buckets[last];
	} else if (s->low >= mytap_histogram_zero(h)) {
		first = mytap_histogram_zero(h);
	}
	for (i = 0; i < MYTAP_HISTOGRAM_MARGIN; i++) {
		s->low -= s->low > first;
		s->high += s->high < last;
	}
}

static inline struct mytap_histogram_shape mytap_histogram_shape(const struct mytap_histogram *h)
{
	struct mytap_histogram_shape s = { .scale = 1, .value_width = sizeof("value") - 1 };
	char digits[24], *end = digits + sizeof(digits);
	u32 i;

	mytap_histogram_range(h, &s);
	if (s.max > MYTAP_BAR)
		s.scale = s.max / MYTAP_BAR + (s.max % MYTAP_BAR != 0);
	for (i = s.low; i <= s.high && i < h->n; i++) {
		s64 width = end - mytap_bucket_name(end, h, i);

		if (width > s.value_width)
			s.value_width = width;
	}
	s.count_width = end - mytap_digits(end, s.max);
	return s;
}

static inline int mytap_row_is_elided(const struct mytap_histogram *h, const struct mytap_histogram_shape *s, u32 i)
{
	u32 from, to;

	if (h->elision < 0)
		return 0;
	from = i - s->low > h->elision ? i - (u32)h->elision : s->low;
	to = s->high - i > h->elision ? i + (u32)h->elision : s->high;
	while (from <= to && !h->buckets[from])
		from++;
	return from > to;
}

static inline void mytap_sink_right(struct mytap_sink *o, const char *s, const char *end, s64 width)
{
	mytap_sink_fill(o, ' ', width - (end - s));
	mytap_sink_copy(o, s, (unsigned long)(end - s));
}

static inline void mytap_histogram_row(struct mytap_sink *o, const struct mytap_histogram *h,
				       const struct mytap_histogram_shape *s, u32 i)
{
	char digits[24], *end = digits + sizeof(digits);
	s64 bar = (s64)(h->buckets[i] / s->scale);

	mytap_sink_right(o, mytap_bucket_name(end, h, i), end, s->value_width);
	mytap_sink_copy(o, " |", 2);
	mytap_sink_fill(o, '@', bar);
	mytap_sink_fill(o, ' ', MYTAP_BAR + 1 - bar);
	mytap_sink_right(o, mytap_digits(end, h->buckets[i]), end, s->count_width);
	mytap_sink_put(o, '\n');
}

/* Writes at most `room` bytes, no NUL; returns the bytes written. Each bucket is read at most a few times. */
static inline unsigned long mytap_histogram_text(char *to, unsigned long room, const struct mytap_histogram *h)
{
	static const char value[] = "value", count[] = " count\n";
	struct mytap_histogram_shape s = mytap_histogram_shape(h);
	struct mytap_sink o = { to, to + room };
	int is_eliding = 0;
	u32 i;

	mytap_sink_right(&o, value, value + sizeof(value) - 1, s.value_width);
	mytap_sink_copy(&o, " |", 2);
	mytap_sink_fill(&o, '-', MYTAP_BAR);
	mytap_sink_copy(&o, count, sizeof(count) - 1);
	for (i = s.low; i <= s.high && i < h->n && o.at < o.end; i++) {
		if (mytap_row_is_elided(h, &s, i)) {
			is_eliding = 1;
			continue;
		}
		if (is_eliding) {
			mytap_sink_fill(&o, ' ', s.value_width);
			mytap_sink_copy(&o, " ~\n", 3);
		}
		is_eliding = 0;
		mytap_histogram_row(&o, h, &s, i);
	}
	mytap_sink_put(&o, '\n');
	return (unsigned long)(o.at - to);
}

#endif
