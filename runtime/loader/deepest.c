// SPDX-License-Identifier: GPL-2.0-or-later
/* See deepest.h. */
#include "deepest.h"

#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "trace.h"

/*
 * Reads a frame and returns what follows: u32 depth, u32 length, text, padded to 8. NULL: it goes beyond the end.
 */
static const char *frame_read(const char *p, const char *end, struct deepest_frame *ret)
{
	u32 words[2];

	if (end - p < (ptrdiff_t)sizeof(words))
		return NULL;
	memcpy(words, p, sizeof(words));
	p += sizeof(words);
	if (words[1] > end - p)
		return NULL;
	*ret = (struct deepest_frame){ .depth = words[0], .location = { p, words[1] } };
	p += ((u64)words[1] + 7) & ~7ULL;
	return p <= end ? p : NULL;
}

/* The depths decrease from the first frame on. */
static bool frames_are_good(const struct mytap_deepest *h, const char *p, const char *end)
{
	u32 last = h->used;

	for (u32 i = 0; i < h->nframes; i++) {
		struct deepest_frame f;

		p = frame_read(p, end, &f);
		if (!p || f.depth > last)
			return false;
		last = f.depth;
	}
	return h->nframes;
}

static struct deepest_stack *stack_of(struct deepest *d, u32 cpu)
{
	size_t n = d->n ? d->n : 8;

	while (n <= cpu)
		n *= 2;
	if (n > d->n) {
		d->v = must_realloc(d->v, n * sizeof(*d->v));
		memset(d->v + d->n, 0, (n - d->n) * sizeof(*d->v));
		d->n = n;
	}
	return &d->v[cpu];
}

bool deepest_add(struct deepest *d, u64 time, const char *p, u32 size)
{
	const struct mytap_deepest *h = (const void *)p;
	struct deepest_stack *s;

	if (size < sizeof(*h) || h->head.cpu >= TRACE_CPUS_MOST || !frames_are_good(h, (const char *)(h + 1), p + size))
		return false;
	s = stack_of(d, h->head.cpu);
	if (s->head && s->head->used >= h->used)
		return true;
	s->time = time;
	s->bytes = size;
	s->head = must_realloc(s->head, size);
	memcpy(s->head, p, size);
	return true;
}

/* The record was checked when it came. */
struct deepest_frame deepest_frame(const struct deepest_stack *s, u32 i)
{
	const char *p = (const char *)(s->head + 1), *end = (const char *)s->head + s->bytes;
	struct deepest_frame f = { 0 }, next = { 0 };

	for (u32 k = 0; k <= i; k++)
		p = frame_read(p, end, &f);
	if (i + 1 < s->head->nframes)
		frame_read(p, end, &next);
	f.size = f.depth - next.depth;
	return f;
}

static bool is_before(const struct deepest *d, size_t a, size_t b)
{
	u32 x = d->v[a].head->used, y = d->v[b].head->used;

	return x != y ? x > y : a < b;
}

/* The stack with i deeper ones before it. */
const struct deepest_stack *deepest_number(const struct deepest *d, size_t i)
{
	for (size_t a = 0; a < d->n; a++) {
		size_t before = 0;

		if (!d->v[a].head)
			continue;
		for (size_t b = 0; b < d->n; b++)
			before += d->v[b].head && is_before(d, b, a);
		if (before == i)
			return &d->v[a];
	}
	return NULL;
}

static void print_stack(const struct deepest_stack *s, struct output *out)
{
	const struct mytap_deepest *h = s->head;
	u64 us = (s->time + 500) / 1000;

	output_printf(out, "#\n# CPU %u: %u of %u bytes, by %.16s-%u at %llu.%06llu\n", h->head.cpu, h->used, h->size, h->head.comm,
		      h->head.pid, (unsigned long long)us / 1000000, (unsigned long long)us % 1000000);
	output_printf(out, "        Depth    Size   Location    (%u entries%s)\n        -----    ----   --------\n", h->nframes,
		      h->is_cut ? ", and more" : "");
	for (u32 i = 0; i < h->nframes; i++) {
		struct deepest_frame f = deepest_frame(s, i);

		output_printf(out, "%3u) %8u   %5u   ", i, f.depth, f.size);
		output_add(out, f.location.s, f.location.len);
		output_add(out, "\n", 1);
	}
}

void deepest_print(const struct deepest *d, struct output *out)
{
	const struct deepest_stack *s;

	if (!d->n)
		return;
	output_printf(out, "# tracer: stack\n");
	for (size_t i = 0; (s = deepest_number(d, i)) != NULL; i++)
		print_stack(s, out);
}

void deepest_deinit(struct deepest *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->v[i].head);
	free(d->v);
	*d = (struct deepest){ 0 };
}
