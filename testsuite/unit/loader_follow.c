// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rings that are written over while one reader after another follows them, without a kernel: each record is whole and comes
 * once, in order, or is counted as lost; who is killed leaves what he has not delivered to the next one.
 */
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

#include "runtime/loader/follow.h"
#include "runtime/loader/say.h"
#include "loader_fake.h"

enum { RING = 16384, WRITTEN = 300000 };

static u64 ntaken, next_number;
static bool is_full;

static bool take(void *ctx, const struct mytap_record *r)
{
	const struct numbered *p = (const void *)(r + 1);
	bool is_good = r->size == sizeof(*r) + 8 + 8 * words_of(p->number) && r->time == 1000 + p->number;

	(void)ctx;
	for (u32 i = 0; is_good && i < words_of(p->number); i++)
		is_good = p->words[i] == p->number + i;
	expect(is_good, "record %llu is none, or another", (unsigned long long)p->number);
	expect(p->number >= next_number, "record %llu behind %llu", (unsigned long long)p->number, (unsigned long long)next_number - 1);
	next_number = p->number + 1;
	ntaken++;
	return !is_full;
}

/* A reader of its own, of one ring. */
struct reading {
	struct channel c;
	struct merge m;
	struct followed f;
};

static void reading_begin(struct reading *r, struct fake *f)
{
	*r = (struct reading){ 0 };
	expect(channel_attach(&r->c, f->fd) && channel_map_rings(&r->c, &r->m, take, NULL) &&
	       follow_add(&r->f, &r->c, MYTAP_CHANNEL_TRACE, &r->m), "map");
}

static void reading_end(struct reading *r, u64 *lost)
{
	*lost += follow_lost(&r->f);
	merge_deinit(&r->m);
	follow_deinit(&r->f);
	r->c.fd = -1;
	channel_close(&r->c);
}

static void pull(struct reading *r)
{
	u32 slot;

	expect(follow_pull(&r->f, &slot), "a ring is damaged");
	merge_round(&r->m, now_ns(), true);
	expect(!r->m.is_damaged, "the copy is damaged");
}

static void begin(struct fake *f)
{
	fake_make_with(f, 1, 4096, RING);
	ntaken = next_number = 0;
}

/* ---- one after another --------------------------------------------------------------------------------- */

static void test_turns(void)
{
	static const u64 counts[] = { 0, 1, 50, 0, 3, 200, 5000, 10 };
	u64 written = 0, lost = 0;
	struct fake f;

	begin(&f);
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		u64 before = lost, to = written + counts[i];
		struct reading r;

		for (; written < to; written++)
			write_number(&f, 0, written);
		reading_begin(&r, &f);
		pull(&r);
		follow_publish(&r.f);
		reading_end(&r, &lost);
		expect(ntaken + lost == written && next_number == written, "%llu written: %llu came, %llu lost",
		       (unsigned long long)written, (unsigned long long)ntaken, (unsigned long long)lost);
		expect((lost > before) == (counts[i] > 150), "lost of %llu: %llu", (unsigned long long)counts[i],
		       (unsigned long long)(lost - before));
	}
	fake_free(&f);
}

/* The outputs have not got it: it comes again. Those before it do not. */
static void test_killed(void)
{
	struct reading r;
	struct fake f;
	u64 lost = 0;

	begin(&f);
	for (u64 n = 0; n < 60; n++)
		write_number(&f, 0, n);
	reading_begin(&r, &f);
	is_full = true;			/* one record a round */
	for (int i = 0; i < 10; i++)
		pull(&r);
	follow_publish(&r.f);
	expect(ntaken == 10, "%llu of a full output", (unsigned long long)ntaken);
	is_full = false;
	pull(&r);
	expect(ntaken == 60, "all: %llu", (unsigned long long)ntaken);
	reading_end(&r, &lost);
	next_number = 10;
	reading_begin(&r, &f);
	pull(&r);
	expect(ntaken == 110 && next_number == 60, "the next one got %llu", (unsigned long long)ntaken - 60);
	reading_end(&r, &lost);
	expect(!lost, "nothing was lost");
	fake_free(&f);
}

/* What was delivered before it, and what was lost behind it, is known exactly. */
static void test_killed_behind_a_gap(void)
{
	struct reading r;
	struct fake f;
	u64 lost = 0, n;

	begin(&f);
	for (n = 0; n < 60; n++)
		write_number(&f, 0, n);
	reading_begin(&r, &f);
	is_full = true;
	for (int i = 0; i < 15; i++) {
		if (i == 10)
			for (follow_publish(&r.f); n < 5060; n++)
				write_number(&f, 0, n);
		pull(&r);
	}
	follow_publish(&r.f);
	is_full = false;
	reading_end(&r, &lost);
	expect(ntaken == 15 && lost, "%llu came, %llu lost", (unsigned long long)ntaken, (unsigned long long)lost);
	lost = ntaken = 0;
	reading_begin(&r, &f);
	pull(&r);
	reading_end(&r, &lost);
	expect(ntaken + lost == 5050 && next_number == 5060, "the next one got %llu, %llu lost", (unsigned long long)ntaken, (unsigned long long)lost);
	fake_free(&f);
}

/* ---- while it writes ------------------------------------------------------------------------------------- */

static bool is_over;

static void *write_on(void *arg)
{
	for (u64 n = 0; n < WRITTEN; n++) {
		write_number(arg, 0, n);
		if (n % 512 == 0)
			sched_yield();
	}
	__atomic_store_n(&is_over, true, __ATOMIC_RELEASE);
	return NULL;
}

static void test_meanwhile(void)
{
	u64 lost = 0, readers = 0;
	bool was_over = false;
	struct fake f;
	pthread_t t;

	begin(&f);
	pthread_create(&t, NULL, write_on, &f);
	while (!was_over && !failures) {
		struct reading r;

		reading_begin(&r, &f);
		for (int i = 0; i < 200 && !was_over; i++) {
			was_over = __atomic_load_n(&is_over, __ATOMIC_ACQUIRE);
			pull(&r);
			was_over &= !r.f.is_pending;
		}
		/* What lies before a gap in the copy is merged: this is where the next one begins. */
		follow_publish(&r.f);
		reading_end(&r, &lost);
		readers++;
	}
	pthread_join(t, NULL);
	expect(ntaken + lost == WRITTEN && next_number == WRITTEN, "%llu came, %llu lost, the last is %llu", (unsigned long long)ntaken,
	       (unsigned long long)lost, (unsigned long long)next_number - 1);
	printf("# meanwhile: %llu readers, %llu records, %llu lost\n", (unsigned long long)readers, (unsigned long long)ntaken,
	       (unsigned long long)lost);
	fake_free(&f);
}

/* ---- any content ----------------------------------------------------------------------------------------- */

static bool take_any(void *ctx, const struct mytap_record *r)
{
	(void)ctx;
	(void)r;
	return true;
}

static u64 any(u64 near)
{
	const u64 values[] = { 0, near, near + RING, near - RING, ~0ULL, 1ULL << 63, 7, near + 8 };

	return values[random() % 8] + (random() % 4 ? 0 : random() % 16);
}

static void test_nonsense(void)
{
	struct mytap_taken *taken;
	struct mytap_ring *ring, good;
	unsigned int refused = 0;
	struct fake f;
	u64 lost = 0;

	begin(&f);
	for (u64 n = 0; n < 500; n++)
		write_number(&f, 0, n);
	ring = fake_trace_ring(&f, 0);
	taken = fake_taken(&f, MYTAP_CHANNEL_TRACE);
	good = *ring;
	for (int i = 0; i < 3000; i++) {
		struct reading r;
		u32 slot;

		*ring = good;
		*taken = (struct mytap_taken){ .tail = random() % 2 ? any(good.oldest) : 0, .records = random() % 2 ? any(good.overwritten) : 0 };
		if (random() % 2)
			ring->oldest = any(good.oldest);
		if (random() % 2)
			ring->head = any(good.head);
		if (random() % 4 == 0)
			ring->sequence = any(0);
		f.all[mytap_data_offset(f.shared, MYTAP_CHANNEL_TRACE, 0) + random() % RING] = random();
		reading_begin(&r, &f);
		r.m.take = take_any;
		r.f.is_over = true;
		refused += !follow_pull(&r.f, &slot);
		merge_round(&r.m, now_ns(), true);
		follow_publish(&r.f);
		reading_end(&r, &lost);
	}
	expect(refused > 300, "what makes no sense is refused: %u", refused);
	fake_free(&f);
}

int main(void)
{
	say_init(false, false);
	test_turns();
	test_killed();
	test_killed_behind_a_gap();
	test_meanwhile();
	test_nonsense();
	return failures != 0;
}
