// SPDX-License-Identifier: GPL-2.0-or-later
/* Records to text: formats, histograms, messages, reports; and invalid records. */
#include <fcntl.h>
#include <stdbool.h>

#include "runtime/loader/decode.h"
#include "runtime/format.h"
#include "runtime/loader/say.h"
#include "loader_fake.h"

static char commands[256];

static void note_command(void *ctx, const char *command, size_t len)
{
	(void)ctx;
	snprintf(commands + strlen(commands), sizeof(commands) - strlen(commands), "<%.*s>", (int)len, command);
}

struct setup {
	struct decoder d;
	struct output out;
	struct report report;
	struct string_table formats, probes;
	int fd;				/* where the output goes */
};

static void table_make(struct string_table *t, const char *texts, size_t size)
{
	t->v = must_alloc(size * sizeof(*t->v));
	t->len = must_alloc(size * sizeof(*t->len));
	for (const char *p = texts; p < texts + size; p += strlen(p) + 1) {
		t->v[t->n] = p;
		t->len[t->n++] = strlen(p);
	}
}

static void setup_make(struct setup *s, const char *formats, size_t size)
{
	static const char probes[] = "kernel.function(\"vfs_read\")\tx.stp:1:7\0timer.s(1)\tx.stp:2:7\0"
		"kernel.function(\"f\").return\tx.stp:3:7";

	*s = (struct setup){ .fd = memfd_create("text", 0) };
	table_make(&s->formats, formats, size);
	table_make(&s->probes, probes, sizeof(probes));
	output_init(&s->out, s->fd, "text");
	report_init(&s->report, &s->probes);
	s->d = (struct decoder){ .formats = format_table_new(&s->formats), .report = &s->report, .system = note_command };
	writer_add(&s->d, &writer_text, &s->out);
}

static void setup_free(struct setup *s)
{
	decode_deinit(&s->d);
	report_deinit(&s->report);
	output_finish(&s->out);
	close(s->fd);
	free(s->formats.v);
	free(s->formats.len);
	free(s->probes.v);
	free(s->probes.len);
}

/* A record on the heap, just as long as it says, for the address sanitizer. */
static void decode(struct setup *s, u32 kind_id, const void *payload, u32 n)
{
	u32 size = (sizeof(struct mytap_record) + n + 7) & ~7u;
	struct mytap_record *r = must_alloc(size);

	*r = (struct mytap_record){ size, kind_id, 1 };
	memcpy(r + 1, payload, n);
	decode_record(&s->d, r);
	free(r);
}

/* What came out since the last look. */
static void expect_output(struct setup *s, const char *what, const char *want, size_t len)
{
	static char got[65536];
	ssize_t n;

	output_flush(&s->out);
	n = pread(s->fd, got, sizeof(got), 0);
	expect(n == (ssize_t)len && !memcmp(got, want, len), "%s: got \"%.*s\", want \"%.*s\"", what, (int)n, got, (int)len, want);
	if (ftruncate(s->fd, 0) || lseek(s->fd, 0, SEEK_SET))
		abort();
}
#define expect_text(s, what, want) expect_output(s, what, want, sizeof(want) - 1)

/* Puts arguments as the module does. */
struct payload {
	char b[2048];
	u32 n;
};

static void put_number(struct payload *p, s64 v)
{
	memcpy(p->b + p->n, &v, 8);
	p->n += 8;
}

static void put_string(struct payload *p, const char *s, u32 len)
{
	memcpy(p->b + p->n, &len, 4);
	memset(p->b + p->n + 4, 0, (((len + 11) & ~7u)) - 4);
	memcpy(p->b + p->n + 4, s, len);
	p->n += (len + 11) & ~7u;
}

static void test_print(void)
{
	static const char formats[] = "%s %d %x\n\0plain 100%%\n\0%5d|%-5s|%c%u\n\0%z%%\0%*.*d %M\n";
	static char longer[1500];
	struct setup s;
	struct payload p = { .n = 0 };

	setup_make(&s, formats, sizeof(formats) - 1);
	put_string(&p, "vfs_read", 8);
	put_number(&p, -42);
	put_number(&p, 0xdeadbeef);
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 0), p.b, p.n);
	expect_text(&s, "plain conversions", "vfs_read -42 deadbeef\n");
	for (u32 len = 0; len < sizeof(longer); len += len < 80 ? 1 : 97) {
		char want[1600];

		memset(longer, 'x', len);
		p.n = 0;
		put_string(&p, longer, len);
		put_number(&p, INT64_MIN);
		put_number(&p, 0);
		decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 0), p.b, p.n);
		expect_output(&s, "a string of every length", want,
			      snprintf(want, sizeof(want), "%.*s -9223372036854775808 0\n", (int)len, longer));
	}
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 1), p.b, 0);
	expect_text(&s, "no conversion", "plain 100%\n");
	p.n = 0;
	put_number(&p, 7);
	put_string(&p, "ab", 2);
	put_number(&p, '!');
	put_number(&p, -1);
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 2), p.b, p.n);
	expect_text(&s, "widths", "    7|ab   |!18446744073709551615\n");
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 3), p.b, 0);
	expect_text(&s, "a NUL", "\0%");
	p.n = 0;
	put_number(&p, 6);
	put_number(&p, 3);
	put_number(&p, 5);
	put_string(&p, "\1\2", 2);
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 4), p.b, p.n);
	expect_text(&s, "stars", "   005 0102\n");
	for (u64 v = 1, i = 0; i < 64; i++, v = v * 3 + i) {
		char want[128];

		p.n = 0;
		put_string(&p, "", 0);
		put_number(&p, v);
		put_number(&p, v);
		decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 0), p.b, p.n);
		expect_output(&s, "numbers", want, snprintf(want, sizeof(want), " %lld %llx\n", (long long)v, (long long)v));
	}
	expect(!s.d.senseless, "all made sense");
	setup_free(&s);
}

static void put_hist(struct setup *s, struct mytap_hist h, const u64 *buckets)
{
	struct payload p = { .n = sizeof(h) };

	memcpy(p.b, &h, sizeof(h));
	memcpy(p.b + p.n, buckets, h.nbuckets * 8);
	decode(s, MYTAP_KIND_ID(MYTAP_REC_HIST, 0), p.b, p.n + h.nbuckets * 8);
}

/* As the module makes them, by runtime/format.h, for many values: what is kept of one is not taken for another's. */
static void test_bits_kept(void)
{
	static const char format[] = "%{A:1,B:2,C:4,D:8,E:10,F:20,A_LONG_NAME_OF_FORTY_CHARACTERS_AS_FEW_ARE:40,ANOTHER_LONG_NAME_OF_FORTY_CHARACTERS_IT_IS:80,"
				     "AND_THE_LAST_LONG_ONE_OF_FORTY_CHARACTERS:100}\n";
	struct mytap_directive d;
	char want[512];
	struct setup s;
	struct payload p;

	setup_make(&s, format, sizeof(format) - 1);
	mytap_format_next(format, &d);
	for (u64 i = 0; i < 20000; i++) {
		u64 v = i * 0x9e3779b97f4a7c15ULL >> 32 & (i & 1 ? 0x1ff : 0x3c7000);
		u32 n = bits_add(want, sizeof(want) - 1, 0, v, d.text);

		want[n++] = '\n';
		p.n = 0;
		put_number(&p, (s64)v);
		decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 0), p.b, p.n);
		expect_output(&s, "names of bits by another way", want, n);
	}
	setup_free(&s);
}

/* Names of bits: two tables in a format, an enumeration, what has no name, all names of a table; each made, then as it was kept. */
static void test_bits(void)
{
	static const char formats[] = "%{O_RDONLY:0:3,O_WRONLY:1:3,O_RDWR:2:3,O_CREAT:40,O_TRUNC:200} %{S_A:0:ffffffffffffffff,S_B:1:ffffffffffffffff}\n"
				      "\0<%{A:1}>%d\n";
	static const struct { u64 flags, value; const char *want, *then; } rows[] = {
		{ 0, 0, "O_RDONLY S_A\n", "<0x0>-7\n" },
		{ 0x41, 1, "O_WRONLY|O_CREAT S_B\n", "<A>-7\n" },
		{ 0x242, 2, "O_RDWR|O_CREAT|O_TRUNC 0x2\n", "<0x2>-7\n" },
		{ 0x8000000000000003, ~0ULL, "0x8000000000000003 0xffffffffffffffff\n", "<A|0xfffffffffffffffe>-7\n" },
		{ 0x1040, 0, "O_RDONLY|O_CREAT|0x1000 S_A\n", "<0x0>-7\n" },
	};
	struct setup s;
	struct payload p;

	setup_make(&s, formats, sizeof(formats) - 1);
	for (size_t k = 0; k < 2 * sizeof(rows) / sizeof(*rows); k++) {
		size_t i = k / 2;

		p.n = 0;
		put_number(&p, (s64)rows[i].flags);
		put_number(&p, (s64)rows[i].value);
		decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 0), p.b, p.n);
		expect_output(&s, "names of bits", rows[i].want, strlen(rows[i].want));
		p.n = 0;
		put_number(&p, (s64)rows[i].value);
		put_number(&p, -7);
		decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 1), p.b, p.n);
		expect_output(&s, "names, then a number", rows[i].then, strlen(rows[i].then));
	}
	p.n = 0;
	put_number(&p, 1);
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_PRINT, 1), p.b, p.n);
	expect(s.d.senseless == 1, "a record that ends before the number is senseless");
	setup_free(&s);
}

static void test_histogram(void)
{
	u64 log[128] = { 0 }, linear[8] = { 0 };
	struct setup s;

	setup_make(&s, "", 1);
	log[65 + 12] = 33;		/* 4096 */
	log[65 + 13] = 16;
	log[65 + 16] = 3;
	put_hist(&s, (struct mytap_hist){ .kind = 1, .nbuckets = 128, .elision = 2 }, log);
	expect_text(&s, "log",
		" value |-------------------------------------------------- count\n"
		"  1024 |                                                    0\n"
		"  2048 |                                                    0\n"
		"  4096 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@                  33\n"
		"  8192 |@@@@@@@@@@@@@@@@                                   16\n"
		" 16384 |                                                    0\n"
		" 32768 |                                                    0\n"
		" 65536 |@@@                                                 3\n"
		"131072 |                                                    0\n"
		"262144 |                                                    0\n"
		"\n");
	memset(log, 0, sizeof(log));
	log[64] = 1;
	log[65 + 10] = 1000;
	put_hist(&s, (struct mytap_hist){ .kind = 1, .nbuckets = 128, .elision = 2 }, log);
	expect_text(&s, "scaled, elided, not below zero",
		"value |-------------------------------------------------- count\n"
		"    0 |                                                      1\n"
		"    1 |                                                      0\n"
		"    2 |                                                      0\n"
		"      ~\n"
		"  256 |                                                      0\n"
		"  512 |                                                      0\n"
		" 1024 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 1000\n"
		" 2048 |                                                      0\n"
		" 4096 |                                                      0\n"
		"\n");
	memset(log, 0, sizeof(log));
	log[63] = 2;			/* -1 */
	put_hist(&s, (struct mytap_hist){ .kind = 1, .nbuckets = 128, .elision = 0 }, log);
	expect_text(&s, "negative, every empty row elided",
		"value |-------------------------------------------------- count\n"
		"      ~\n"
		"   -1 |@@                                                 2\n"
		"\n");
	linear[0] = 5;			/* 10 to 40 by 10, below and above */
	linear[2] = 51;
	linear[6] = 1;
	put_hist(&s, (struct mytap_hist){ .kind = 2, .nbuckets = 7, .low = 10, .high = 50, .width = 10, .elision = -1 }, linear);
	expect_text(&s, "linear",
		"value |-------------------------------------------------- count\n"
		"  <10 |@@                                                  5\n"
		"   10 |                                                    0\n"
		"   20 |@@@@@@@@@@@@@@@@@@@@@@@@@                          51\n"
		"   30 |                                                    0\n"
		"   40 |                                                    0\n"
		"   50 |                                                    0\n"
		"  >50 |                                                    1\n"
		"\n");
	linear[0] = linear[6] = 0;
	linear[1] = linear[5] = 2;
	put_hist(&s, (struct mytap_hist){ .kind = 2, .nbuckets = 7, .low = 10, .high = 50, .width = 10, .elision = 2 }, linear);
	expect_text(&s, "linear, nothing outside",
		"value |-------------------------------------------------- count\n"
		"   10 |@                                                   2\n"
		"   20 |@@@@@@@@@@@@@@@@@@@@@@@@@                          51\n"
		"   30 |                                                    0\n"
		"   40 |                                                    0\n"
		"   50 |@                                                   2\n"
		"\n");
	expect(!s.d.senseless, "all made sense");
	setup_free(&s);
}

/* Runs f with stderr in a file and gives what it said. */
static char *said(void (*f)(struct setup *), struct setup *s)
{
	static char text[4096];
	int fd = memfd_create("stderr", 0), old = dup(2);
	ssize_t n;

	dup2(fd, 2);
	f(s);
	dup2(old, 2);
	close(old);
	n = pread(fd, text, sizeof(text) - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	close(fd);
	return text;
}

static void say_messages(struct setup *s)
{
	static const struct { u32 probe, len; char text[16]; } error = { 0, 13, "division by 0" }, warning = { ~0u, 5, "look!" },
							       of_probe = { 1, 4, "busy" };

	decode(s, MYTAP_KIND_ID(MYTAP_REC_ERROR, 0), &error, 8 + 13);
	decode(s, MYTAP_KIND_ID(MYTAP_REC_WARN, 0), &warning, 8 + 5);
	decode(s, MYTAP_KIND_ID(MYTAP_REC_WARN_PROBE, 0), &of_probe, 8 + 4);
}

static struct report_rings rings = { .dropped = 125, .most_dropped = 100000, .taken = 10, .taken_bytes = 400, .ring_size = 4 << 20 };

static void say_report(struct setup *s)
{
	report_say(&s->report, &rings);
}

static void say_nothing(struct setup *s)
{
	static const struct report_rings none = { .ring_size = 4096 };

	report_say(&s->report, &none);
}

static void test_messages_and_report(void)
{
	static const char want[] =
		"WARNING: Number of errors: 2, skipped probes: 17\n"
		"WARNING: kernel.function(\"vfs_read\") at x.stp:1:7: 120 output records lost (the buffer was full: try -s 8), "
		"10 hits skipped (another CPU held a global variable's lock for too long), "
		"3 hits skipped (it came while a probe ran on the same CPU), "
		"4 hits skipped (memory that it asked for could not be read or written), 1 read gave 0 (the memory could not be read)\n"
		"WARNING: timer.s(1) at x.stp:2:7: 1 hit missed (the kernel could not run the probe; for a return probe try "
		".maxactive(N))\n"
		"WARNING: kernel.function(\"f\").return at x.stp:3:7: 4 hits missed (of this and 2 other return probes: the kernel "
		"counts them together; try .maxactive(N))\n"
		"WARNING: 5 more output records lost (the buffer was full: try -s 8)\n";
	struct mytap_probe_counters read = { .lost_records = 120, .skipped_lock = 10, .skipped_nested = 3, .errors = 2, .skipped_fault = 4, .faults = 1 };
	struct mytap_probe_counters timer = { .missed = 1 }, shared = { .missed = 2, .missed_among = 2 };
	struct setup s;
	char *text;

	setup_make(&s, "", 1);
	text = said(say_nothing, &s);
	expect(!*text, "nothing lost, nothing said: %s", text);
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_COUNTERS, 0), &read, sizeof(read));
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_COUNTERS, 1), &timer, sizeof(timer));
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_COUNTERS, 2), &shared, sizeof(shared));
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_COUNTERS, 2), &shared, sizeof(shared));
	text = said(say_report, &s);
	expect(!strcmp(text, want), "report:\n%s", text);
	text = said(say_messages, &s);
	expect(!strcmp(text, "ERROR: division by 0\n  in probe kernel.function(\"vfs_read\") at x.stp:1:7\nWARNING: look!\n"
		       "WARNING: busy\n  in probe timer.s(1) at x.stp:2:7\n"), "messages: %s", text);
	expect(s.report.errors == 1, "errors are counted");
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_TEXT, 0), "\5\0\0\0hello", 9);
	expect_text(&s, "text", "hello");
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_SYSTEM, 0), "\4\0\0\0date", 8);
	expect(!strcmp(commands, "<date>"), "commands: %s", commands);
	expect(!s.d.senseless, "all made sense");
	setup_free(&s);
}

/* Nothing that a record may hold makes us read or write where we must not. */
static void speculate(struct setup *s, u32 what, u64 id, const char *text, u32 len)
{
	char *payload = must_alloc(12 + (size_t)len);

	memcpy(payload, &id, 8);
	memcpy(payload + 8, &len, 4);
	memcpy(payload + 12, text, len);
	decode(s, MYTAP_KIND_ID(MYTAP_REC_SPECULATION, what), payload, what == MYTAP_SPECULATION_ADD ? 12 + len : 8);
	free(payload);
}

/* Beside a table of texts, by chance. */
static void test_speculations(void)
{
	enum { N = 300 };
	static char texts[N][4096];
	unsigned int seed = 7;
	struct setup s;

	setup_make(&s, "", 1);
	for (int i = 0; i < 100000; i++) {
		u64 k = rand_r(&seed) % N, id = k * 0x100000000ULL + k % 3;
		u32 what = rand_r(&seed) % 8;
		char text[32];

		if (what > 2)
			what = MYTAP_SPECULATION_ADD;
		snprintf(text, sizeof(text), "<%llu %d>", (unsigned long long)id, i);
		if (what == MYTAP_SPECULATION_ADD && strlen(texts[k]) + strlen(text) >= sizeof(texts[k]))
			what = MYTAP_SPECULATION_DISCARD;
		speculate(&s, what, id, text, strlen(text));
		if (what == MYTAP_SPECULATION_ADD) {
			strcat(texts[k], text);
			continue;
		}
		expect_output(&s, "commit or discard", what == MYTAP_SPECULATION_COMMIT ? texts[k] : "",
			      what == MYTAP_SPECULATION_COMMIT ? strlen(texts[k]) : 0);
		texts[k][0] = '\0';
	}
	setup_free(&s);
}

/* 65 MB wait: the oldest go, with a warning; the others are whole. */
static void test_speculations_bounded(void)
{
	static char text[1 << 16];
	struct setup s;

	memset(text, 'x', sizeof(text));
	say_init(false, true);
	setup_make(&s, "", 1);
	for (u64 id = 1; id <= 1040; id++)
		speculate(&s, MYTAP_SPECULATION_ADD, id, text, sizeof(text) - 1);
	expect(s.d.speculations.bytes <= SPECULATIONS_MOST, "%zu bytes wait", s.d.speculations.bytes);
	expect(s.d.speculations.dropped == 16, "%llu dropped", (unsigned long long)s.d.speculations.dropped);
	speculate(&s, MYTAP_SPECULATION_COMMIT, 16, "", 0);
	expect_output(&s, "a dropped one", "", 0);
	speculate(&s, MYTAP_SPECULATION_COMMIT, 17, "", 0);
	expect_output(&s, "the oldest that is left", text, sizeof(text) - 1);
	expect(!s.d.senseless, "all made sense");
	setup_free(&s);
	say_init(false, false);
}

/* The most expensive first; probes without hits and unknown probes are not listed. */
static void test_timing(void)
{
	static const char want[] =
		"----- probe hit report: ns in each handler -----\n"
		" hits min  avg  p50  p90   p99    max  probe\n"
		"    3 900 4100 1500 9000 90000 900000  timer.s(1) at x.stp:2:7\n"
		"12000   0    1    1    1     2    700  kernel.function(\"f\").return at x.stp:3:7\n";
	struct mytap_timing timer = { 3, 12300, 900, 900000, 1500, 9000, 90000 }, f = { 12000, 12011, 0, 700, 1, 1, 2 };
	struct setup s;

	setup_make(&s, "", 1);
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_TIMING, 2), &f, sizeof(f));
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_TIMING, 1), &timer, sizeof(timer));
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_TIMING, 3), &timer, sizeof(timer));
	decode(&s, MYTAP_KIND_ID(MYTAP_REC_TIMING, 0), &timer, sizeof(timer) - 8);
	expect(s.d.senseless == 2, "%llu records made no sense", (unsigned long long)s.d.senseless);
	timing_print(&s.d.timing, &s.report, &s.out);
	expect_text(&s, "timing", want);
	setup_free(&s);
}

static void test_senseless(void)
{
	static const char formats[] = "%s %d\n\0%*s %M %c\n";
	struct setup s;
	u32 seed = 1;
	int quiet = open("/dev/null", O_WRONLY), old = dup(2);

	dup2(quiet, 2);
	setup_make(&s, formats, sizeof(formats));
	for (int i = 0; i < 200000; i++) {
		char payload[2048];
		u32 n = rand_r(&seed) % (i % 16 ? 64 : sizeof(payload));

		for (u32 k = 0; k < n; k++)
			payload[k] = rand_r(&seed) % 4 ? rand_r(&seed) % 12 : 0;
		decode(&s, MYTAP_KIND_ID(rand_r(&seed) % 14, rand_r(&seed) % 4), payload, n);
		if (i % 1000 == 0 && ftruncate(s.fd, 0))
			abort();
	}
	dup2(old, 2);
	close(old);
	close(quiet);
	expect(s.d.senseless > 1000, "%llu records made no sense", (unsigned long long)s.d.senseless);
	setup_free(&s);
}

int main(void)
{
	say_init(false, false);
	test_print();
	test_bits();
	test_bits_kept();
	test_histogram();
	test_messages_and_report();
	test_speculations();
	test_speculations_bounded();
	test_timing();
	test_senseless();
	return failures != 0;
}
