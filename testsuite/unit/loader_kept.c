// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Channels that overwrite the oldest records, without a kernel: what is kept and what is gone, exact to the record, after
 * the writer ended and while it writes; rings of any content; and the way of what is kept into the merge.
 */
#include <pthread.h>
#include <stdbool.h>

#include "runtime/loader/kept.h"
#include "runtime/loader/say.h"
#include "loader_fake.h"

enum { RING = 16384 };

static bool is_whole(const struct mytap_record *r, u64 number)
{
	const struct numbered *p = (const void *)(r + 1);
	bool is_good = r->size == sizeof(*r) + 8 + 8 * words_of(number) && p->number == number && r->time == 1000 + number;

	for (u32 i = 0; is_good && i < words_of(number); i++)
		is_good = p->words[i] == number + i;
	return is_good;
}

/* The copy: all records from number `gone` on, one behind the other. */
static void check_copy(const char *what, const struct kept_ring *k)
{
	u64 number = k->gone;

	for (u64 at = 0; at < k->n; number++) {
		const struct mytap_record *r = (const void *)(k->bytes + at);

		if (!is_whole(r, number)) {
			expect(false, "%s: what should be record %llu is none, or another", what, (unsigned long long)number);
			return;
		}
		at += r->size;
	}
	expect(number == k->gone + k->records, "%s: %llu records, but %llu are counted", what,
	       (unsigned long long)(number - k->gone), (unsigned long long)k->records);
}

static void begin(struct fake *f, struct channel *c, struct merge *m, u32 nslots, merge_take_fn *take)
{
	fake_make_with(f, nslots, 4096, RING);
	expect(channel_attach(c, f->fd) && channel_map_rings(c, m, take, NULL), "map");
}

static void end(struct fake *f, struct channel *c, struct merge *m)
{
	merge_deinit(m);
	c->fd = -1;
	channel_close(c);
	fake_free(f);
}

static bool read_slot(const struct channel *c, u32 slot, struct kept_ring *k)
{
	return kept_ring_read(k, channel_ring(c, MYTAP_CHANNEL_TRACE, slot), channel_data(c, MYTAP_CHANNEL_TRACE, slot), RING);
}

static u64 ntaken, last_time;

static bool take(void *ctx, const struct mytap_record *r)
{
	(void)ctx;
	expect(r->time >= last_time, "order");
	last_time = r->time;
	ntaken++;
	return true;
}

static void test_counts(void)
{
	static const u64 counts[] = { 0, 1, 2, 50, 200, 5000 };
	struct fake f;
	struct channel c;
	struct merge m;

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		struct kept_ring k;

		begin(&f, &c, &m, 1, take);
		for (u64 n = 0; n < counts[i]; n++)
			write_number(&f, 0, n);
		expect(read_slot(&c, 0, &k), "read");
		expect(k.records + k.gone == counts[i], "%llu written: %llu and %llu gone", (unsigned long long)counts[i],
		       (unsigned long long)k.records, (unsigned long long)k.gone);
		expect(!k.gone || k.n > RING - MYTAP_ROOM_STEP - 400, "as much as it can hold: %llu bytes",
		       (unsigned long long)k.n);
		check_copy("after the end", &k);
		kept_ring_trim(&k, 10);
		expect(k.records == (counts[i] < 10 ? counts[i] : 10) && k.records + k.gone == counts[i], "the last 10");
		check_copy("the last 10", &k);
		free(k.bytes);
		end(&f, &c, &m);
	}
}

/* ---- while it writes ---- */

static bool is_over;

static void *write_on(void *arg)
{
	u64 n = 0;

	while (!__atomic_load_n(&is_over, __ATOMIC_RELAXED))
		write_number(arg, 0, n++);
	return NULL;
}

static void test_meanwhile(void)
{
	u64 seen = 0, records = 0, moved = 0, until = now_ns() + 60 * 1000000000ULL;
	struct fake f;
	struct channel c;
	struct merge m;
	pthread_t t;

	begin(&f, &c, &m, 1, take);
	pthread_create(&t, NULL, write_on, &f);
	while (moved < 1000 && !failures && now_ns() < until) {
		struct kept_ring k;

		if (read_slot(&c, 0, &k)) {
			check_copy("meanwhile", &k);
			expect(k.gone >= seen, "what is gone comes back");
			moved += k.gone != seen;
			seen = k.gone;
			records += k.records;
		}
		free(k.bytes);
	}
	__atomic_store_n(&is_over, true, __ATOMIC_RELAXED);
	pthread_join(t, NULL);
	expect(moved == 1000, "hardly anything was seen: %llu records", (unsigned long long)records);
	printf("# meanwhile: %llu records in copies, %llu gone\n", (unsigned long long)records, (unsigned long long)seen);
	end(&f, &c, &m);
}

/* ---- any content ---- */

static u64 any(u64 near)
{
	const u64 values[] = { 0, near, near + RING, near - RING, ~0ULL, 1ULL << 63, 7, near + 8 };

	return values[random() % 8] + (random() % 4 ? 0 : random() % 16);
}

static void test_nonsense(void)
{
	struct fake f;
	struct channel c;
	struct merge m;
	struct mytap_ring *ring;
	unsigned int refused = 0;

	begin(&f, &c, &m, 1, take);
	for (u64 n = 0; n < 500; n++)
		write_number(&f, 0, n);
	ring = fake_trace_ring(&f, 0);
	const struct mytap_ring good = *ring;

	for (int i = 0; i < 20000; i++) {
		struct kept_ring k;

		*ring = good;
		if (random() % 2)
			ring->oldest = any(good.oldest);
		if (random() % 2)
			ring->head = any(good.head);
		if (random() % 4 == 0)
			ring->sequence = any(0);
		f.all[mytap_data_offset(f.shared, MYTAP_CHANNEL_TRACE, 0) + random() % RING] = random();
		refused += !read_slot(&c, 0, &k);
		kept_ring_trim(&k, 1 + random() % 5);
		free(k.bytes);
	}
	expect(refused > 1000, "what makes no sense is refused: %u", refused);
	end(&f, &c, &m);
}

/* ---- into the merge ---- */

static void test_merge(void)
{
	struct kept kept = { .most = 30 };
	struct fake f;
	struct channel c;
	struct merge m;
	u32 slot = 0;
	u64 n;

	begin(&f, &c, &m, 3, take);
	for (n = 0; n < 3000; n++)
		write_number(&f, n % 3 ? 0 : 1, n);	/* 2000 and 1000; none in slot 2 */
	expect(fake_write(&f, 2, 500, MYTAP_KIND_ID(MYTAP_REC_PRINT, 0), &n, sizeof(n)), "printed");
	merge_round(&m, 10ULL * 1000000000, false);
	expect(ntaken == 1, "what is kept waits for the end: %llu", (unsigned long long)ntaken);
	expect(kept_read(&kept, &c, &m, &slot) && kept_read(&kept, &c, &m, &slot), "once, however often it is asked for");
	merge_round(&m, 10ULL * 1000000000, true);
	expect(ntaken == 61 && !m.is_damaged, "%llu records came", (unsigned long long)ntaken);
	expect(kept.shown == 60 && kept.written == 3000, "%llu of %llu", (unsigned long long)kept.shown, (unsigned long long)kept.written);
	kept_deinit(&kept);
	fake_trace_ring(&f, 1)->oldest += 4;
	expect(!kept_read(&kept, &c, &m, &slot) && slot == 1, "a damaged ring is named: %u", slot);
	kept_deinit(&kept);
	end(&f, &c, &m);
}

int main(void)
{
	say_init(false, false);
	test_counts();
	test_meanwhile();
	test_nonsense();
	test_merge();
	return failures != 0;
}
