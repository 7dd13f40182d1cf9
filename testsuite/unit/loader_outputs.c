// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A session of known records through the raw file. With a path: only writes it there, for cli/outputs; with a second one
 * (not "-") also as the parts of -b (cli/bulk); a third word names another session. Without: each damage to it is refused
 * or told, and nothing is read past an end.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "runtime/loader/decode.h"
#include "runtime/loader/raw.h"
#include "runtime/loader/replay.h"
#include "runtime/loader/say.h"
#include "loader_fake.h"

enum { SECOND = 1000000000 };

static const char *format_strings[] = { "%s %d\n", "reads[\"%#s\",%d]=%d\n", "sizes @count=%#x @min=%#x @max=%#x @sum=%#x @avg=%#x\n",
	"stacks[\"%#s\"]=%d\n", "both[\"%#s\",\"%#s\",\"%#s\"]=%d\n" };
static const char *map_strings[] = { "1 2 reads", "2 0 sizes", "3 1 stacks", "4 3 both" };
static const char *probe_strings[] = { "kernel.function(\"vfs_read\")\tx.stp:1:7", "timer.s(1)\tx.stp:2:7" };
static const char *about_strings[] = { "version=0", "script=x.stp", "script_text=probe begin { a < \"b\" && c }\n", "kernel=6.1", "cpus=2",
	"started=2026-01-01T00:00:00+0000", "options=-v" };

struct symbol { u64 address; const char *text; };
static const struct symbol names[] = {
	{ 0xffffffff81000000, "vfs_read" }, { 0xffffffff81001000, "rw_verify_area" }, { 0xffffffff81002000, "ksys_read" },
	{ 0xffffffff81003000, "do_syscall_64" },
};

static const char *name_of(void *ctx, u64 address)
{
	(void)ctx;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (address >= names[i].address && address < names[i].address + 0x1000)
			return names[i].text;
	return NULL;
}

static struct string_table table(const char **v, size_t n)
{
	struct string_table t = { .v = v, .len = must_alloc(n * sizeof(size_t)), .n = n };

	for (size_t i = 0; i < n; i++)
		t.len[i] = strlen(v[i]);
	return t;
}
#define TABLE(v) table(v, sizeof(v) / sizeof(*v))

struct session {
	struct decoder d;
	struct report report;
	struct output out;
	struct string_table formats, maps, probes, about;
	u64 now, latest, records, bytes;
	u32 stream;
};

static void put(struct session *s, u32 kind, u32 id, const void *payload, u32 n)
{
	u32 size = (sizeof(struct mytap_record) + n + 7) & ~7u;
	struct mytap_record *r = must_alloc(size);

	*r = (struct mytap_record){ size, MYTAP_KIND_ID(kind, id), s->now };
	memcpy(r + 1, payload, n);
	/* Those of one time, and what comes out of order, are of one stream; sorted by name 0, 5 and 10 are not in order. */
	s->latest = s->now > s->latest ? s->now : s->latest;
	s->stream = s->latest / 1000 % 3 * 5;
	decode_record(&s->d, r);
	s->records++;
	s->bytes += size;
	free(r);
}

/* Numbers and strings in order: 'd' s64, 's' const char * */
static void print(struct session *s, u32 format, const char *kinds, ...)
{
	char payload[1024] = "";
	u32 n = 0;
	va_list args;

	va_start(args, kinds);
	for (; *kinds; kinds++) {
		if (*kinds == 'd') {
			s64 v = va_arg(args, s64);

			memcpy(payload + n, &v, 8);
			n += 8;
		} else {
			const char *text = va_arg(args, const char *);
			u32 len = strlen(text);

			memcpy(payload + n, &len, 4);
			memcpy(payload + n + 4, text, len);
			n += (4 + len + 7) & ~7u;
		}
	}
	va_end(args);
	put(s, MYTAP_REC_PRINT, format, payload, n);
}

static void text(struct session *s, u32 what, const char *t)
{
	char payload[256];
	u32 len = strlen(t);

	memcpy(payload, &len, 4);
	memcpy(payload + 4, t, len);
	put(s, MYTAP_REC_TEXT, what, payload, 4 + len);
}

static struct mytap_trace_head head(const struct symbol *f, u32 pid, u32 cpu)
{
	struct mytap_trace_head h = { .function = f ? f->address : 0, .pid = pid, .cpu = cpu };

	snprintf(h.comm, sizeof(h.comm), "task%u", pid);
	return h;
}

static u64 enter(struct session *s, const struct symbol *f, u32 pid, u32 cpu)
{
	struct mytap_trace_head h = head(f, pid, cpu);

	put(s, MYTAP_REC_TRACE, MYTAP_TRACE_ENTER, &h, sizeof(h));
	return s->now;
}

static void leave(struct session *s, const struct symbol *f, u32 pid, u32 cpu, u64 entered, s64 value)
{
	struct mytap_trace_return r = { .leave = { head(f, pid, cpu), entered }, .value = value };

	put(s, MYTAP_REC_TRACE, MYTAP_TRACE_RETURN, &r, sizeof(r));
}

/*
 * ksys_read 1000 us { vfs_read 600 us { rw_verify_area 100 us; rw_verify_area 50 us } }, twice, by thread 100 and, 10 us
 * later, by thread 200 on the other CPU, which fails.
 */
static void put_calls(struct session *s)
{
	u64 outer[2], middle[2], inner[2];
	static const struct { u32 pid, cpu; s64 value; } tasks[2] = { { 100, 0, 4096 }, { 200, 1, -2 } };

	s->now = 10ULL * SECOND;
	for (int i = 0; i < 2; i++, s->now += 10000)
		outer[i] = enter(s, &names[2], tasks[i].pid, tasks[i].cpu);
	s->now = 10ULL * SECOND + 100000;
	for (int i = 0; i < 2; i++, s->now += 10000)
		middle[i] = enter(s, &names[0], tasks[i].pid, tasks[i].cpu);
	for (u64 at = 200000, k = 0; k < 2; at += 200000, k++) {
		s->now = 10ULL * SECOND + at;
		for (int i = 0; i < 2; i++, s->now += 10000)
			inner[i] = enter(s, &names[1], tasks[i].pid, tasks[i].cpu);
		s->now = 10ULL * SECOND + at + (k ? 50000 : 100000);
		for (int i = 0; i < 2; i++, s->now += 10000)
			leave(s, &names[1], tasks[i].pid, tasks[i].cpu, inner[i], 0);
	}
	s->now = 10ULL * SECOND + 700000;
	for (int i = 0; i < 2; i++, s->now += 10000)
		leave(s, &names[0], tasks[i].pid, tasks[i].cpu, middle[i], tasks[i].value);
	s->now = 10ULL * SECOND + 1000000;
	for (int i = 0; i < 2; i++, s->now += 10000)
		leave(s, &names[2], tasks[i].pid, tasks[i].cpu, outer[i], tasks[i].value);
}

static void mark(struct session *s, enum mytap_trace what, u32 pid, const char *name, s64 value)
{
	struct { struct mytap_trace_mark mark; char name[32]; } m = { { head(NULL, pid, 0), value }, "" };

	snprintf(m.name, sizeof(m.name), "%s", name);
	put(s, MYTAP_REC_TRACE, what, &m, sizeof(m.mark) + strlen(name) + 1);
}

/* request 300 us { parse 100 us }, an end without a beginning, a beginning without an end; a counter. */
static void put_marks(struct session *s)
{
	s->now = 8ULL * SECOND;
	mark(s, MYTAP_TRACE_SLICE_END, 300, "nothing", 0);
	mark(s, MYTAP_TRACE_SLICE_BEGIN, 300, "request", 0);
	mark(s, MYTAP_TRACE_COUNTER, 300, "queue", 3);
	s->now += 100000;
	mark(s, MYTAP_TRACE_SLICE_BEGIN, 300, "parse", 0);
	s->now += 100000;
	mark(s, MYTAP_TRACE_SLICE_END, 300, "parse", 0);
	mark(s, MYTAP_TRACE_COUNTER, 300, "queue", -1);
	s->now += 100000;
	mark(s, MYTAP_TRACE_SLICE_END, 300, "request", 0);
	mark(s, MYTAP_TRACE_SLICE_BEGIN, 300, "never ended", 0);
	mark(s, MYTAP_TRACE_FLOW_BEGIN, 300, "wake", 1234567);
	s->now += 100000;
	mark(s, MYTAP_TRACE_FLOW_END, 400, "wake", 1234567);
	mark(s, MYTAP_TRACE_FLOW_BEGIN, 400, "never came", -2);
}

static void put_stacks(struct session *s)
{
	for (int i = 0; i < 3; i++) {
		text(s, MYTAP_TEXT_STACK, i == 2 ? " 0xffffffff81001010 : rw_verify_area+0x10/0x80 [kernel]\n" :
						   " 0xffffffff81000000 : vfs_read+0x0/0x2b0 [kernel]\n");
		text(s, MYTAP_TEXT_FRAME, " 0xffffffff81002040 : ksys_read+0x40/0xc0 [kernel]\n");
		text(s, MYTAP_TEXT_FRAME, " 0xffffffff81003040 : do_syscall_64+0x40/0xc0 [kernel]\n");
	}
	print(s, 3, "sd", "0xffffffff81000000 0xffffffff81002040", (s64)7);
}

/* Of CPU 0: 1232 bytes in two frames, after a smaller one; of CPU 3: 4096 in one. */
static void put_deepest(struct session *s)
{
	struct { struct mytap_deepest deepest; struct { u32 depth, len; char text[24]; } frames[2]; } d = {
		{ .head = head(&names[0], 100, 0), .size = 16384 },
		{ { 0, 18, "vfs_read+0x0/0x2b0" }, { 176, 19, "ksys_read+0x40/0xc0" } },
	};

	for (int i = 0; i < 3; i++) {
		d.deepest.nframes = i + 1 < 3 ? i + 1 : 1;
		d.deepest.used = d.frames[0].depth = i == 2 ? 4096 : 1000 + 232 * i;
		d.deepest.head.cpu = i == 2 ? 3 : 0;
		put(s, MYTAP_REC_DEEPEST, 0, &d, sizeof(d.deepest) + 32 * d.deepest.nframes);
	}
}

/* Files of programs are known when the raw file is written only: their names must be in it. */
static void find_user(void *ctx, u32 pid, const struct mytap_user_frame *f, bool wants_line, struct user_place *ret)
{
	(void)ctx;
	*ret = (struct user_place){ .path = "/usr/bin/prog", .address = f->offset };
	if (pid != 77 || f->file != 1)
		return;
	ret->name = "inner";
	ret->start = f->offset - 0x10;
	ret->size = 0x20;
	if (wants_line) {
		ret->source = "src/x.c";
		ret->line = 12;
	}
}

static void put_user_stacks(struct session *s)
{
	struct {
		struct mytap_user_stack head;
		struct mytap_user_frame v[2];
	} stack = { { .pid = 77, .n = 2, .end = MYTAP_USTACK_NO_RULE },
		    { { 0x555500001010, 0x1010, 1, 0 }, { 0x555500002020, 0x2020, 2, MYTAP_UFRAME_IS_CALL } } };

	put(s, MYTAP_REC_USER_STACK, MYTAP_USTACK_LINES, &stack, sizeof(stack));
	put(s, MYTAP_REC_USER_STACK, MYTAP_USTACK_BRIEF, &stack, sizeof(stack));
}

/* More of the first histogram of put_all(): 4 s later, and 1.5 s after that, of which the second is empty. */
static void put_later(struct session *s)
{
	struct { struct mytap_hist head; u64 buckets[128]; } log = { { 1, 128, 0, 0, 0, 2 }, { 0 } };

	s->now = 9ULL * SECOND;
	log.buckets[65 + 12] = 11;
	log.buckets[65 + 14] = 66;
	put(s, MYTAP_REC_HIST, 0, &log, sizeof(log));
	s->now += 1500000000;
	memset(log.buckets, 0, sizeof(log.buckets));
	put(s, MYTAP_REC_HIST, 0, &log, sizeof(log));
}

static void put_all(struct session *s)
{
	static const struct { u32 probe, len; char text[16]; } error = { 0, 13, "division by 0" };
	struct { struct mytap_hist head; u64 buckets[7]; } linear = { { 2, 7, 10, 50, 10, 2 }, { 5, 0, 51, 0, 0, 0, 1 } };
	struct mytap_probe_counters counters = { .lost_records = 120, .skipped_lock = 10 };
	struct mytap_trace_function f = { head(&names[0], 100, 1), names[2].address };
	struct { struct mytap_hist head; u64 buckets[128]; } log = { { 1, 128, 0, 0, 0, 2 }, { 0 } };

	s->now = 5ULL * SECOND;
	print(s, 0, "sd", "a \"quoted\"\\ \xc3\xa9 \xff <b>", (s64)INT64_MIN);
	log.buckets[65 + 12] = 33;
	log.buckets[64] = 2;
	log.buckets[62] = 1;
	text(s, MYTAP_TEXT, "sizes:\n");
	put(s, MYTAP_REC_HIST, 0, &log, sizeof(log));
	put(s, MYTAP_REC_HIST, 0, &linear, sizeof(linear));
	f.head.flags = MYTAP_TRACE_IRQS_OFF | MYTAP_TRACE_SOFTIRQ;
	put(s, MYTAP_REC_TRACE, MYTAP_TRACE_FUNCTION, &f, sizeof(f));
	put_marks(s);
	put_later(s);
	put_calls(s);
	put_stacks(s);
	put_deepest(s);
	put_user_stacks(s);
	put(s, MYTAP_REC_ERROR, 0, &error, 8 + error.len);
	s->now = 12ULL * SECOND;
	print(s, 1, "sdd", "cat", (s64)-3, (s64)9007199254740993);
	print(s, 1, "sdd", "dd", (s64)1, (s64)17);
	print(s, 2, "ddddd", (s64)4, (s64)-5, (s64)100, (s64)200, (s64)50);
	put(s, MYTAP_REC_COUNTERS, 0, &counters, sizeof(counters));
}

static void put_kernel_stack(struct session *s)
{
	text(s, MYTAP_TEXT_STACK, " 0xffffffff81000000 : vfs_read+0x0/0x2b0 [kernel]\n");
	text(s, MYTAP_TEXT_FRAME, " 0xffffffff81002040 : ksys_read+0x40/0xc0 [kernel]\n");
}

/* Two hits print both stacks, one the kernel's and one the program's. */
static void put_joined(struct session *s)
{
	for (int i = 0; i < 3; i++) {
		s->now += 1000;
		put_kernel_stack(s);
		if (i < 2)
			put_user_stacks(s);
	}
	s->now += 1000;
	put_user_stacks(s);
}

/* Both stacks, and the name of the process, are keys of a global. */
static void put_joined_keys(struct session *s)
{
	print(s, 4, "sssd", "0xffffffff81000000 0xffffffff81002040", "cat", "0x555500001010 0x555500002020", (s64)5);
	print(s, 4, "sssd", "0xffffffff81001000 0xffffffff81002040", "cat", "0x555500001010 0x555500002020", (s64)2);
}

static const struct { const char *name; void (*put)(struct session *s); } sessions[] = {
	{ "all", put_all }, { "joined", put_joined }, { "joined_keys", put_joined_keys },
};

/* The session's raw file. */
static void write_raw(const char *path, const char *parts, const char *name)
{
	struct session s = { .formats = TABLE(format_strings), .maps = TABLE(map_strings), .probes = TABLE(probe_strings),
			     .about = TABLE(about_strings) };
	struct session_end end = { .is_complete = true, .rings = { .ring_size = 1 << 20 } };

	if (!output_open(&s.out, path, NULL))
		abort();
	report_init(&s.report, &s.probes);
	s.d = (struct decoder){ .formats = format_table_new(&s.formats), .report = &s.report, .about = &s.about, .names.other = name_of,
				.is_silent = true, .places.find = find_user, .stream = &s.stream };
	format_table_set_maps(s.d.formats, &s.maps);
	writer_add(&s.d, &writer_raw, &s.out);
	if (parts)
		writer_add(&s.d, &writer_bulk, &s.out)->setting = parts;
	decode_begin(&s.d);
	for (size_t i = 0; i < sizeof(sessions) / sizeof(*sessions); i++)
		if (!strcmp(sessions[i].name, name))
			sessions[i].put(&s);
	expect(!s.d.senseless, "%llu made no sense", (unsigned long long)s.d.senseless);
	end.rings.taken = s.records;
	end.rings.taken_bytes = s.bytes;
	end.rings.dropped = 120;
	decode_finish(&s.d, &end);
	expect(output_finish(&s.out), "written");
	decode_deinit(&s.d);
	report_deinit(&s.report);
	free(s.formats.len);
	free(s.maps.len);
	free(s.probes.len);
	free(s.about.len);
}

static char *read_file(const char *path, size_t *ret_size)
{
	FILE *f = fopen(path, "r");
	char *bytes = must_alloc(1 << 20);

	*ret_size = fread(bytes, 1, 1 << 20, f);
	fclose(f);
	return bytes;
}

static void write_file(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "w");

	expect(fwrite(bytes, 1, n, f) == n, "write");
	fclose(f);
}

static bool play(const char *path, const char *to)
{
	struct replay r = { .paths = &path, .npaths = 1, .output = to, .is_silent = true };

	return replay_run(&r);
}

/* Cut off anywhere: what is shown is the beginning of all, and it is an error. */
static void test_cut(const char *bytes, size_t n, const char *text, size_t text_n)
{
	for (size_t i = 0; i < n; i += 1 + i / 64) {
		size_t got_n;
		char *got;

		unlink("cut.txt");
		write_file("cut.raw", bytes, i);
		expect(!play("cut.raw", "cut.txt"), "%zu of %zu bytes are no whole file", i, n);
		if (access("cut.txt", R_OK))
			continue;
		got = read_file("cut.txt", &got_n);
		expect(got_n <= text_n && !memcmp(got, text, got_n), "the beginning, of %zu bytes", i);
		free(got);
	}
}

/* No byte can be another one: it is refused, and nothing is shown. */
static void test_flip(char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bytes[i] ^= 1 << i % 8;
		unlink("flip.txt");
		write_file("flip.raw", bytes, n);
		expect(!play("flip.raw", "flip.txt"), "byte %zu", i);
		expect(access("flip.txt", R_OK), "shown in spite of byte %zu", i);
		bytes[i] ^= 1 << i % 8;
	}
}

static void test_damage(void)
{
	static const char *const files[] = { "whole.raw", "whole.txt", "cut.raw", "cut.txt", "flip.raw", "flip.txt" };
	int quiet = open("/dev/null", O_WRONLY), old = dup(2);
	size_t n, text_n;
	char *bytes, *text;

	write_raw("whole.raw", NULL, "all");
	expect(play("whole.raw", "whole.txt"), "whole");
	bytes = read_file("whole.raw", &n);
	text = read_file("whole.txt", &text_n);
	expect(n > 2000 && text_n > 500 && strstr(text, "vfs_read() {"), "%zu bytes, text of %zu", n, text_n);
	dup2(quiet, 2);
	test_cut(bytes, n, text, text_n);
	test_flip(bytes, n);
	dup2(old, 2);
	free(bytes);
	free(text);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlink(files[i]);
}

int main(int argc, char **argv)
{
	say_init(false, true);
	if (argc > 1)
		write_raw(argv[1], argc > 2 && strcmp(argv[2], "-") ? argv[2] : NULL, argc > 3 ? argv[3] : "all");
	else
		test_damage();
	return failures != 0;
}
