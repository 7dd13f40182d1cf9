// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Durations by function of the graph: count, total, own time and percentiles; a table at the end of the text.
 *	# TIMES (us)
 *	#    COUNT        TOTAL          OWN       AVG       P50       P99       MAX  FUNCTION
 */
#include "times.h"

#include <stdlib.h>

#include "decode.h"
#include "say.h"

/*
 * Histogram of durations: exact below 64 ns, then 32 steps per power of two, so a percentile is at most 1/32 too
 * high.
 */
enum { TIMES_EXACT = 64, TIMES_STEPS = 32, TIMES_BUCKETS = TIMES_EXACT + 58 * TIMES_STEPS };

static unsigned int bucket_of(u64 ns)
{
	unsigned int power;

	if (ns < TIMES_EXACT)
		return ns;
	power = 63 - __builtin_clzll(ns);	/* at least 6 */
	return TIMES_EXACT + (power - 6) * TIMES_STEPS + (ns >> (power - 5) & (TIMES_STEPS - 1));
}

/* The highest duration of a bucket. */
static u64 bucket_top(unsigned int i)
{
	unsigned int power, step;

	if (i < TIMES_EXACT)
		return i;
	power = 6 + (i - TIMES_EXACT) / TIMES_STEPS;
	step = (i - TIMES_EXACT) % TIMES_STEPS;
	return (1ULL << power) + ((u64)(step + 1) << (power - 5)) - 1;
}

static struct times_row *place_of(struct times *t, u64 function)
{
	size_t i = function * 0x9e3779b97f4a7c15ULL >> 32 & (t->room - 1);

	while (t->rows[i].function && t->rows[i].function != function)
		i = (i + 1) & (t->room - 1);
	return &t->rows[i];
}

static struct times_row *row_of(struct times *t, u64 function)
{
	struct times_row *row;

	if (2 * t->n >= t->room) {
		struct times old = *t;

		t->room = old.room ? 2 * old.room : 256;
		t->rows = must_alloc(t->room * sizeof(*t->rows));
		for (size_t i = 0; i < old.room; i++)
			if (old.rows[i].function)
				*place_of(t, old.rows[i].function) = old.rows[i];
		free(old.rows);
	}
	row = place_of(t, function);
	if (!row->function) {
		row->function = function;
		row->buckets = must_alloc(TIMES_BUCKETS * sizeof(*row->buckets));
		t->n++;
	}
	return row;
}

void times_take(struct times *t, const struct event *e)
{
	struct times_row *row;
	u64 duration;

	if (e->kind != EVENT_LEAVE || !e->call.head->function)
		return;
	duration = e->time - e->call.entered;
	row = row_of(t, e->call.head->function);
	row->count++;
	row->total += duration;
	row->own += e->call.own;
	if (duration > row->longest)
		row->longest = duration;
	row->buckets[bucket_of(duration)]++;
}

u64 times_percentile(const struct times_row *row, unsigned int percent)
{
	u64 wanted = (row->count * percent + 99) / 100, seen = 0;

	for (unsigned int i = 0; i < TIMES_BUCKETS; i++) {
		seen += row->buckets[i];
		if (seen >= wanted)
			return bucket_top(i) < row->longest ? bucket_top(i) : row->longest;
	}
	return row->longest;
}

static int by_own(const void *a, const void *b)
{
	const struct times_row *x = a, *y = b;

	if (x->own != y->own)
		return x->own > y->own ? -1 : 1;
	return x->function < y->function ? -1 : x->function > y->function;
}

static void print_us(struct output *o, u64 ns, int width)
{
	output_printf(o, " %*llu.%03u", width, (unsigned long long)(ns / 1000), (unsigned int)(ns % 1000));
}

void times_sort(struct times *t)
{
	size_t n = 0;

	if (!t->n)
		return;
	for (size_t i = 0; i < t->room; i++)
		if (t->rows[i].function)
			t->rows[n++] = t->rows[i];
	for (size_t i = n; i < t->room; i++)
		t->rows[i] = (struct times_row){ 0 };
	qsort(t->rows, n, sizeof(*t->rows), by_own);
}

static void times_end(struct writer *w, const struct session_end *end)
{
	struct times *t = w->own;

	(void)end;
	times_sort(t);
	if (!t->n)
		return;
	output_printf(w->out, "# times in us\n#   COUNT           TOTAL             OWN          AVG          P50          P99          MAX  FUNCTION\n");
	for (size_t i = 0; i < t->n; i++) {
		const struct times_row *row = &t->rows[i];

		output_printf(w->out, "%9llu", (unsigned long long)row->count);
		print_us(w->out, row->total, 11);
		print_us(w->out, row->own, 11);
		print_us(w->out, row->total / row->count, 8);
		print_us(w->out, times_percentile(row, 50), 8);
		print_us(w->out, times_percentile(row, 99), 8);
		print_us(w->out, row->longest, 8);
		output_printf(w->out, "  %s\n", writer_name(w, row->function));
	}
}

static bool times_event(struct writer *w, const struct event *e)
{
	times_take(w->own, e);
	return true;
}

void times_deinit(struct times *t)
{
	for (size_t i = 0; i < t->room; i++)
		free(t->rows[i].buckets);
	free(t->rows);
}

static void times_writer_deinit(struct writer *w)
{
	times_deinit(w->own);
}

const struct writer_kind writer_times = {
	.name = "times", .is_behind = true, .size = sizeof(struct times), .event = times_event, .end = times_end, .deinit = times_writer_deinit,
};
