// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The way from rings to text, without a kernel: the order of the merge, the
 * horizon, records across the end of a ring, exact loss, and the whole reader
 * loop over 100,000 records from four slots written by threads meanwhile.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>

#include "runtime/loader/decode.h"
#include "runtime/loader/reader.h"
#include "runtime/loader/say.h"
#include "loader_fake.h"

enum { SLOTS = 4, HITS = 25000, SECOND = 1000000000 };

/* ---- rounds by hand: what comes out, in which order ---- */

static struct { u64 time; u32 id; } taken[256];
static unsigned int ntaken, most = 256;

static bool take(void *ctx, const struct mytap_record *r)
{
	(void)ctx;
	taken[ntaken].time = r->time;
	taken[ntaken++].id = r->kind_id & 0xffffff;
	return ntaken < most;
}

static void put(struct fake *f, u32 slot, u64 time, u32 id)
{
	static const char payload[64];

	expect(fake_write(f, slot, time, MYTAP_KIND_ID(MYTAP_REC_PRINT, id), payload, sizeof(payload)), "ring full");
}

static void begin(struct fake *f, struct channel *c, struct merge *m, u32 nslots, u32 size)
{
	fake_make(f, nslots, size);
	expect(channel_attach(c, f->fd), "attach");
	expect(channel_map_rings(c, m, take, NULL), "map");
	ntaken = 0;
	most = 256;
}

static void end(struct fake *f, struct channel *c, struct merge *m)
{
	merge_deinit(m);
	c->fd = -1;
	channel_close(c);
	fake_free(f);
}

static void expect_ids(const char *what, const u32 *ids, unsigned int n)
{
	expect(ntaken == n, "%s: %u records instead of %u", what, ntaken, n);
	for (unsigned int i = 0; i < n && i < ntaken; i++)
		expect(taken[i].id == ids[i], "%s: place %u holds %u instead of %u", what, i, taken[i].id, ids[i]);
}
#define expect_order(what, ...) do {						\
	const u32 ids_[] = { __VA_ARGS__ };					\
	expect_ids(what, ids_, sizeof(ids_) / sizeof(*ids_));			\
} while (0)

static void test_order(void)
{
	struct fake f;
	struct channel c;
	struct merge m;

	begin(&f, &c, &m, 3, 4096);
	put(&f, 0, 500, 1);
	put(&f, 0, 500, 2);
	put(&f, 0, 900, 3);
	put(&f, 1, 400, 4);
	put(&f, 1, 500, 5);
	put(&f, 2, 450, 6);
	put(&f, 2, 899, 7);
	merge_round(&m, SECOND, false);
	expect_order("by time, then slot, then as written", 4, 6, 1, 2, 5, 7, 3);
	expect(fake_taken(&f, 0)->tail == fake_ring(&f, 0)->head, "tail is told");
	expect(!m.is_pending && !m.out_of_order, "nothing left");
	/* A clock that steps back does not turn a slot's order around. */
	ntaken = 0;
	put(&f, 0, 2000, 1);
	put(&f, 0, 1990, 2);
	put(&f, 1, 1995, 3);
	merge_round(&m, 2 * SECOND, false);
	expect_order("clock steps back", 3, 1, 2);
	end(&f, &c, &m);
}

static void test_horizon(void)
{
	struct fake f;
	struct channel c;
	struct merge m;
	u64 now = SECOND;

	begin(&f, &c, &m, 3, 65536);
	merge_round(&m, now, false);			/* all were seen idle at `now` */
	fake_busy(&f, 1, true);
	put(&f, 0, now - 200000, 1);			/* before that: complete */
	put(&f, 0, now + 1000, 2);			/* slot 1 may still bring something earlier */
	merge_round(&m, now + 10000000, false);
	expect_order("held back by a busy slot", 1);
	expect(m.is_pending, "something is left");
	put(&f, 1, now + 500, 3);			/* and so it does */
	merge_round(&m, now + 10000000, false);
	expect_order("the busy slot's own", 1, 3);	/* 2 waits: slot 1's hit goes on */
	put(&f, 1, now + 500, 4);
	fake_busy(&f, 1, false);
	merge_round(&m, now + 10000000, false);
	expect_order("free again", 1, 3, 4, 2);
	/* Younger than the margin: waits, though nobody is busy. */
	ntaken = 0;
	now += SECOND;
	put(&f, 0, now - 1000, 5);
	merge_round(&m, now, false);
	expect(ntaken == 0 && m.is_pending, "too young: %u taken", ntaken);
	merge_round(&m, now + 200000, false);
	expect_order("old enough", 5);
	/* A busy slot's own output never waits for itself (begin probes fill their ring). */
	ntaken = 0;
	fake_busy(&f, 2, true);
	put(&f, 2, now + 300000, 6);
	put(&f, 2, now + 300000, 7);
	merge_round(&m, now + SECOND, false);
	expect_order("a busy slot alone", 6, 7);
	/* DONE: all comes. */
	ntaken = 0;
	put(&f, 0, now + 2 * (u64)SECOND, 8);
	merge_round(&m, now, true);
	expect_order("all", 8);
	expect(!m.is_pending && !m.out_of_order, "nothing left");
	end(&f, &c, &m);
}

static void test_overdue(void)
{
	struct fake f;
	struct channel c;
	struct merge m;

	begin(&f, &c, &m, 2, 4096);
	merge_round(&m, SECOND, false);
	fake_busy(&f, 1, true);
	for (u32 i = 0; i < 20; i++)			/* 80 bytes each: less than half */
		put(&f, 0, SECOND + i, i);
	merge_round(&m, 2 * (u64)SECOND, false);
	expect(ntaken == 0 && m.is_pending, "a long wait alone is no reason: %u", ntaken);
	for (u32 i = 20; i < 30; i++)
		put(&f, 0, SECOND + i, i);
	merge_round(&m, SECOND + 1000, false);
	expect(ntaken == 0, "a full ring alone is no reason: %u", ntaken);
	merge_round(&m, 2 * (u64)SECOND, false);
	expect(ntaken == 30 && m.out_of_order, "overdue: %u", ntaken);
	put(&f, 0, 3 * (u64)SECOND, 31);		/* the handler on slot 1 is dead: it stays busy */
	merge_round(&m, 7 * (u64)SECOND, false);
	expect(ntaken == 30, "it may still end: %u", ntaken);
	merge_round(&m, 8 * (u64)SECOND, false);
	expect(ntaken == 31, "abandoned: %u", ntaken);
	end(&f, &c, &m);
}

static void test_room_and_damage(void)
{
	struct fake f;
	struct channel c;
	struct merge m;

	begin(&f, &c, &m, 2, 4096);
	most = 2;
	put(&f, 0, 10, 1);
	put(&f, 1, 20, 2);
	put(&f, 0, 30, 3);
	merge_round(&m, SECOND, false);
	expect_order("no more room", 1, 2);
	expect(m.is_pending, "the third is left");
	most = 256;
	merge_round(&m, SECOND, false);
	expect_order("room again", 1, 2, 3);
	put(&f, 0, 40, 4);
	((struct mytap_record *)(f.all + mytap_data_offset(f.shared, MYTAP_CHANNEL_OUTPUT, 0) + (fake_taken(&f, 0)->tail & 4095)))->size = 12;
	merge_round(&m, SECOND, false);
	expect(m.is_damaged && m.damaged_slot == 0 && ntaken == 3, "a size that is none is found");
	end(&f, &c, &m);
}

/* ---- the whole reader, with writers at work ---- */

struct ring_writer {
	struct fake *f;
	u32 slot;
	u64 written, tried;
};

/* Hits of one to three lines "slot seq line time". The last slot waits for room, the others drop. */
static void *write_hits(void *arg)
{
	struct ring_writer *w = arg;
	bool waits = w->slot == SLOTS - 1;
	unsigned int seed = w->slot + 1;

	for (u32 seq = 0; w->tried < HITS; seq++) {
		u32 lines = 1 + rand_r(&seed) % 3;
		u64 time;

		fake_busy(w->f, w->slot, true);
		time = now_ns();
		for (u32 line = 0; line < lines && w->tried < HITS; line++, w->tried++) {
			struct { s64 slot, seq, line, time; } p = { w->slot, seq, line, time };

			while (!fake_write(w->f, w->slot, time, MYTAP_KIND_ID(MYTAP_REC_PRINT, 0), &p, sizeof(p))) {
				if (!waits)
					break;
				__atomic_fetch_sub(&fake_ring(w->f, w->slot)->dropped, 1, __ATOMIC_RELAXED);
				usleep(100);
			}
		}
		fake_busy(w->f, w->slot, false);
		if (seq % 64 == 0)
			usleep(rand_r(&seed) % 300);
	}
	return NULL;
}

static void *play_module(void *arg)
{
	struct fake *f = arg;
	struct ring_writer w[SLOTS];
	pthread_t t[SLOTS];

	for (u32 i = 0; i < SLOTS; i++) {
		w[i] = (struct ring_writer){ .f = f, .slot = i };
		pthread_create(&t[i], NULL, write_hits, &w[i]);
	}
	for (u32 i = 0; i < SLOTS; i++)
		pthread_join(t[i], NULL);
	__atomic_store_n(&f->shared->state, MYTAP_DONE, __ATOMIC_RELEASE);
	return NULL;
}

static u64 check_text(const char *path, u64 *ret_swaps)
{
	FILE *in = fopen(path, "r");
	long long slot, seq, line, time, last_time = 0, last_seq[SLOTS], last_line[SLOTS];
	u64 n = 0;

	memset(last_seq, -1, sizeof(last_seq));
	memset(last_line, -1, sizeof(last_line));
	*ret_swaps = 0;
	while (in && fscanf(in, "%lld %lld %lld %lld\n", &slot, &seq, &line, &time) == 4) {
		n++;
		if (slot < 0 || slot >= SLOTS) {
			expect(false, "slot %lld", slot);
			break;
		}
		expect(seq > last_seq[slot] || (seq == last_seq[slot] && line > last_line[slot]),
		       "slot %lld: %lld.%lld after %lld.%lld", slot, seq, line, last_seq[slot], last_line[slot]);
		last_seq[slot] = seq;
		last_line[slot] = line;
		if (time < last_time)
			++*ret_swaps;
		else
			last_time = time;
	}
	if (in) {
		expect(feof(in), "the text is whole");
		fclose(in);
	}
	return n;
}

static void test_reader(u32 ring_size, bool may_drop)
{
	static const char *text = "%d %d %d %d\n";
	static size_t len = 12;
	struct string_table formats = { &text, &len, 1 }, probes = { &text, &len, 1 };
	char path[] = "loader_merge.XXXXXX";
	int fd = mkstemp(path);
	struct fake f;
	struct channel c;
	struct merge m;
	struct output out;
	struct report report;
	struct children children;
	struct decoder d = { .formats = format_table_new(&formats), .report = &report };
	struct input input = { 0 };
	struct kept kept = { 0 };
	struct reader r = { .channel = &c, .merge = &m, .kept = &kept, .out = &out, .children = &children, .input = &input, .signals = -1 };
	u64 dropped, most_dropped, lines, swaps;
	pthread_t module;

	output_init(&out, fd, path);
	writer_add(&d, &writer_text, &out);
	report_init(&report, &probes);
	children_init(&children);
	fake_make(&f, SLOTS, ring_size);
	expect(channel_attach(&c, f.fd) && channel_map_rings(&c, &m, decode_record, &d), "map");
	pthread_create(&module, NULL, play_module, &f);
	expect(reader_run(&r), "ran to the end");
	pthread_join(module, NULL);
	expect(output_finish(&out), "written");
	dropped = merge_dropped(&m, &most_dropped);
	lines = check_text(path, &swaps);
	expect(lines == m.records, "%llu lines, %llu records", (unsigned long long)lines, (unsigned long long)m.records);
	expect(lines + dropped == (u64)SLOTS * HITS, "%llu lines + %llu dropped", (unsigned long long)lines,
	       (unsigned long long)dropped);
	expect(may_drop || !dropped, "%llu dropped", (unsigned long long)dropped);
	expect(!may_drop || dropped, "the small ring was meant to overflow");
	/* A writer that the machine does not run while it is busy may be given up waiting for. */
	expect(!swaps || m.out_of_order, "%llu lines out of order", (unsigned long long)swaps);
	expect(!d.senseless && !m.is_damaged, "all records made sense");
	kept_deinit(&kept);
	printf("# %u kB rings: %llu lines, %llu lost, %llu out of order\n", ring_size >> 10, (unsigned long long)lines,
	       (unsigned long long)dropped, (unsigned long long)swaps);
	merge_deinit(&m);
	decode_deinit(&d);
	report_deinit(&report);
	c.fd = -1;
	channel_close(&c);
	fake_free(&f);
	close(fd);
	unlink(path);
}

int main(void)
{
	say_init(false, false);
	test_order();
	test_horizon();
	test_overdue();
	test_room_and_damage();
	test_reader(4 << 20, false);
	test_reader(4096, true);
	return failures != 0;
}
