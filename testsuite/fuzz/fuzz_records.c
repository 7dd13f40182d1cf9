// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rings of any content -> merge -> decoder -> text. The input is a program: what is
 * written to which ring, how its counters are set, when a round is made.
 *
 * Each record comes to the decoder in memory just as long as it says it is, and the rings'
 * data ends where the two mappings would: reading past either is found by the address
 * sanitizer, and a record longer than its ring ends it here by abort().
 */
#include <fcntl.h>
#include <unistd.h>

#include "runtime/loader/decode.h"
#include "runtime/loader/kept.h"
#include "runtime/loader/merge.h"
#include "runtime/loader/say.h"
#include "fuzz_loader.h"

enum { RING = 4096, SLOTS = 3, FORMATS = 8, PROBES = 4 };

struct world {
	struct merge merge;
	struct decoder decoder;
	struct output out;
	struct report report;
	struct string_table formats, probes;
	struct mytap_ring ring[SLOTS];
	struct mytap_taken taken[SLOTS];
	struct kept_ring kept[SLOTS];
	char *data[SLOTS];		/* 2 * RING bytes, the second half as the first */
	char text[FORMATS][64];
};

static void no_command(void *ctx, const char *command, size_t len)
{
	volatile unsigned int sum = 0;

	(void)ctx;
	while (len--)
		sum += command[len];
}

static bool take(void *ctx, const struct mytap_record *r)
{
	struct world *w = ctx;
	void *copy;
	bool has_room;

	if (r->size > RING)
		abort();
	copy = must_alloc(r->size);
	memcpy(copy, r, r->size);
	has_room = decode_record(&w->decoder, copy);
	free(copy);
	return has_room;
}

static void table_make(struct string_table *t, size_t n)
{
	t->n = n;
	t->v = must_alloc(n * sizeof(*t->v));
	t->len = must_alloc(n * sizeof(*t->len));
}

static void world_make(struct world *w, struct input *in)
{
	memset(w, 0, sizeof(*w));
	table_make(&w->formats, FORMATS);
	table_make(&w->probes, PROBES);
	for (size_t i = 0; i < PROBES; i++)
		w->probes.v[i] = i & 1 ? "timer.s(1)" : "kernel.function(\"f\")\tx.stp:1:7";
	for (size_t i = 0; i < FORMATS; i++) {
		size_t n;
		const uint8_t *p = input_bytes(in, input_number(in, 1) % (sizeof(w->text[i]) - 1), &n);

		memcpy(w->text[i], p, n);
		w->formats.v[i] = w->text[i];
		w->formats.len[i] = strlen(w->text[i]);
	}
	output_init(&w->out, open("/dev/null", O_WRONLY | O_NONBLOCK | O_CLOEXEC), "nothing");
	report_init(&w->report, &w->probes);
	w->decoder = (struct decoder){ .formats = format_table_new(&w->formats), .report = &w->report,
				       .system = no_command };
	writer_add(&w->decoder, &writer_text, &w->out);
	merge_init(&w->merge, 2 * SLOTS, take, w);
	for (u32 i = 0; i < SLOTS; i++) {
		w->data[i] = must_alloc(2 * RING);
		w->taken[i].tail = w->ring[i].head = input_number(in, 1) % 4 ? 0 : input_number(in, 8);
		merge_add(&w->merge, &(struct merge_source){ .slot = i, .busy = &w->ring[i].busy, .ring = &w->ring[i],
							     .taken = &w->taken[i], .data = w->data[i], .size = RING });
	}
}

static void world_free(struct world *w)
{
	struct report_rings lost = { .ring_size = RING, .taken = w->merge.records, .taken_bytes = w->merge.bytes };

	lost.dropped = merge_dropped(&w->merge, &lost.most_dropped);
	report_say(&w->report, &lost);
	for (u32 i = 0; i < SLOTS; i++)
		free(w->data[i]);
	merge_deinit(&w->merge);
	for (u32 i = 0; i < SLOTS; i++)
		free(w->kept[i].bytes);
	decode_finish(&w->decoder, NULL);
	decode_deinit(&w->decoder);
	report_deinit(&w->report);
	w->out.is_own = true;
	output_finish(&w->out);
	free(w->formats.v);
	free(w->formats.len);
	free(w->probes.v);
	free(w->probes.len);
}

/* At the ring's head, whatever was there; both mappings see it. */
static void put(struct world *w, u32 slot, const void *p, size_t n)
{
	const char *from = p;

	for (size_t i = 0; i < n; i++) {
		u64 at = (w->ring[slot].head + i) % RING;

		w->data[slot][at] = w->data[slot][at + RING] = from[i];
	}
	w->ring[slot].head += (n + 7) & ~7ULL;
}

/* A record as the kernel writes it, but for what the input puts into it. */
static void put_record(struct world *w, u32 slot, struct input *in)
{
	struct mytap_record r = { 0 };
	char zeros[8] = { 0 };
	size_t n;

	r.kind_id = MYTAP_KIND_ID(input_number(in, 1) % 10, input_number(in, 1) % 9);
	r.time = input_number(in, 2);
	const uint8_t *p = input_bytes(in, input_number(in, 2) % 2048, &n);

	r.size = (sizeof(r) + n + 7) & ~7U;
	if (w->ring[slot].head - w->taken[slot].tail + r.size > RING)
		return;
	put(w, slot, &r, sizeof(r));
	put(w, slot, p, n & ~7ULL);
	if (n & 7) {
		memcpy(zeros, p + (n & ~7ULL), n & 7);
		put(w, slot, zeros, 8);
	}
}

/* The ring as one that overwrites the oldest: what it holds goes into the merge once more, as kept.c gives it. */
static void keep(struct world *w, u32 slot, struct input *in)
{
	struct mytap_ring shown = w->ring[slot];
	struct kept_ring *k = &w->kept[slot];

	shown.oldest = shown.head - input_number(in, 2);
	shown.sequence = input_number(in, 1) & 3;
	if (k->bytes)
		return;
	if (!kept_ring_read(k, &shown, w->data[slot], RING))
		return;
	kept_ring_trim(k, input_number(in, 1));
	k->ring.head = k->n;
	merge_add(&w->merge, &(struct merge_source){ .slot = slot, .ring = &k->ring, .taken = &k->taken, .data = k->bytes, .size = RING });
}

static void step(struct world *w, struct input *in)
{
	unsigned int op = input_number(in, 1);
	u32 slot = (op >> 4) % SLOTS;
	struct mytap_ring *ring = &w->ring[slot];
	const uint8_t *p;
	size_t n;

	switch (op & 7) {
	case 0:
	case 1:
		put_record(w, slot, in);
		break;
	case 2:
		p = input_bytes(in, input_number(in, 1), &n);
		put(w, slot, p, n);
		break;
	case 3:
		ring->head = input_number(in, 8);
		break;
	case 4:
		ring->busy = op >> 7;
		break;
	case 5:
		ring->dropped = input_number(in, 8);
		break;
	case 6:
		keep(w, slot, in);
		break;
	default:
		merge_round(&w->merge, input_number(in, 4), op >> 7);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct world w;

	say_init(size & 1, false);
	world_make(&w, &in);
	while (in.n && !w.merge.is_damaged)
		step(&w, &in);
	if (!w.merge.is_damaged)
		merge_round(&w.merge, UINT64_MAX, true);
	world_free(&w);
	return 0;
}
