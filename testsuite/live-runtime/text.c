// SPDX-License-Identifier: GPL-2.0-or-later
/* Strings, sprintf, guarded memory, tasks and clocks, soft errors and their catching: from begin alone. */
#include "script.h"

FORMATS =
	/* 0 */ "wrong: check %d\n\0"
	/* 1 */ "%d checks\n\0"
	/* 2 */ "[%5d|%-5d|%05d|%x|%#x|%o|%c|%%]\n\0"
	/* 3 */ "[%-8s|%d]\n\0"
	/* 4 */ "memory %.*m %M\n\0"
	/* 5 */ "plain\n";

PROBES = "begin\ttext.stp:1:1\0" "end\ttext.stp:2:1\0" "error\ttext.stp:3:1";

static s64 checks;

static void check(struct mytap_ctx *c, bool ok)
{
	checks++;
	if (!ok)
		say(c, 0, 1, checks, 0, 0);
}

/* text becomes a script string in one of a few buffers */
static char *string(const char *text)
{
	static char buffers[8][MAXSTRINGLEN] MYTAP_STRING;
	static u32 next;
	char *b = buffers[next++ % 8];

	mytap_strcpy_raw(b, MAXSTRINGLEN, text);
	return b;
}

static bool is_padded(const char *s)
{
	size_t n = mytap_strlen(s);

	for (; n & 7; n++)
		if (s[n])
			return false;
	return true;
}

static void test_strings(struct mytap_ctx *c)
{
	char a[32] MYTAP_STRING, b[16] MYTAP_STRING;
	const char *texts[] = { "", "a", "1234567", "12345678", "123456789", "0123456789abcde", "0123456789abcdef" };
	u32 i, j;

	for (i = 0; i < COUNT(texts); i++) {
		mytap_strcpy_raw(a, sizeof(a), texts[i]);
		check(c, mytap_streq(a, string(texts[i])) && is_padded(a));
		check(c, mytap_strlen(a) == (size_t[]){ 0, 1, 7, 8, 9, 15, 16 }[i]);
		mytap_strcpy(b, sizeof(b), a);
		check(c, mytap_strlen(b) == (size_t[]){ 0, 1, 7, 8, 9, 15, 15 }[i] && is_padded(b));
		for (j = 0; j < COUNT(texts); j++) {
			int want = i == j ? 0 : i == 0 || (j != 0 && i > 4 && (i < j || j < 5)) ||
				   (j != 0 && i <= 4 && i < j && j <= 4 && i > 1) ? -1 : 1;

			if (i != 1 && j != 1 && i)	/* "a" sorts behind all digits */
				check(c, mytap_strcmp(string(texts[i]), string(texts[j])) == want);
		}
	}
	mytap_strcpy_raw(a, sizeof(a), "abc");
	mytap_strcat(a, sizeof(a), string("defghijk"));
	check(c, mytap_streq(a, string("abcdefghijk")) && is_padded(a));
	mytap_strcat(a, sizeof(a), string("0123456789012345678901234567890"));
	check(c, mytap_strlen(a) == 31 && a[31] == 0);
	mytap_strcpy_raw(a, sizeof(a), "12345678");
	mytap_strcat(a, sizeof(a), string("ab"));
	check(c, mytap_streq(a, string("12345678ab")) && is_padded(a));
	mytap_strncpy_raw(a, sizeof(a), "abcdef", 3);
	check(c, mytap_streq(a, string("abc")) && is_padded(a));
}

static void test_format(struct mytap_ctx *c)
{
	char a[64] MYTAP_STRING, small[16] MYTAP_STRING;

	check(c, mytap_format(c, a, sizeof(a), "%d %s|%-4d|%#x", (u64[]){ -5, (u64)string("xy"), 7, 0 }) == 14);
	check(c, mytap_streq(a, string("-5 xy|7   |0x0")) && is_padded(a));
	mytap_format(c, small, sizeof(small), "%s%s", (u64[]){ (u64)string("0123456789"), (u64)string("abcdefghij") });
	check(c, mytap_streq(small, string("0123456789abcde")));
	mytap_format(c, a, sizeof(a), "%*d.%.*s", (u64[]){ 4, 42, 2, (u64)string("hello") });
	check(c, mytap_streq(a, string("  42.he")));
	mytap_format(c, a, sizeof(a), "%.4M", (u64[]){ (u64)string("ABCD") });
	check(c, mytap_streq(a, string("41424344")));
	check(c, !c->error);
	mytap_format(c, a, sizeof(a), "%.4M", (u64[]){ 4096 });
	check(c, c->error != NULL);
	c->error = NULL;
}

static void test_memory(struct mytap_ctx *c)
{
	static u64 word = 0x1122334455667788ULL;
	char a[32] MYTAP_STRING;

	check(c, mytap_read_kernel(c, (u64)&word, 8, "") == word);
	check(c, mytap_read_kernel(c, (u64)&word, 4, "") == 0x55667788);
	check(c, mytap_read_kernel(c, (u64)&word, 2, "") == 0x7788);
	check(c, mytap_read_kernel(c, (u64)&word, 1, "") == 0x88 && !c->error);
	check(c, mytap_write_kernel(c, (u64)&word + 2, 2, 0xaaaa, "") && word == 0x11223344aaaa7788ULL);
	check(c, mytap_read_kernel(c, 0, 8, "somewhere") == 0 && c->error);
	c->error = NULL;
	check(c, !mytap_write_kernel(c, 0x1000, 8, 1, "somewhere") && c->error);
	c->error = NULL;
	check(c, mytap_read_kernel(c, 0x4141414141414141ULL, 8, "") == 0 && c->error);
	c->error = NULL;
	check(c, mytap_read_kernel(c, ~0ULL - 3, 8, "") == 0 && c->error);
	c->error = NULL;
	check(c, mytap_read_kernel(c, 0xffffc8ffffff0000ULL, 8, "") == 0 && c->error);
	c->error = NULL;
	check(c, mytap_read_user(c, 0x10, 8, "") == 0 && c->error);
	c->error = NULL;
	check(c, mytap_string_kernel(a, sizeof(a), (u64)"unaligned text" + 3, 100) && mytap_streq(a, string("ligned text")));
	check(c, mytap_string_kernel(a, sizeof(a), (u64)"0123456789", 4) && mytap_streq(a, string("0123")));
	check(c, !mytap_string_kernel(a, sizeof(a), 8, 4) && mytap_streq(a, string("")));
	check(c, !mytap_string_user(a, sizeof(a), 8, 4) && mytap_streq(a, string("")));
	check(c, !c->error);
}

static void test_rest(struct mytap_ctx *c)
{
	char a[128] MYTAP_STRING;

	check(c, mytap_div(c, -7, 2, "") == -3 && mytap_div(c, 1LL << 63, -1, "") == 1LL << 63);
	check(c, mytap_mod(c, -7, 2, "") == -1 && mytap_mod(c, 1LL << 63, -1, "") == 0);
	check(c, mytap_div(c, 1, 0, "operator '/' at text.stp:1:1") == 0 && c->error);
	c->error = NULL;
	check(c, mytap_pid() > 0 && mytap_tid() > 0 && mytap_ppid() >= 0 && mytap_uid() == 0 && mytap_euid() == 0);
	check(c, mytap_gid() == 0 && mytap_egid() == 0 && mytap_pgrp() >= 0 && mytap_sid() >= 0 && mytap_cpu() >= 0);
	check(c, mytap_realtime_ns() > 0 && mytap_monotonic_ns() > 0 && mytap_cycles() > 0 && mytap_hz() > 0);
	mytap_symname(a, sizeof(a), (u64)&mytap_pid);
	check(c, mytap_streq(a, string("mytap_pid")));
	mytap_symdata(a, sizeof(a), (u64)&mytap_pid + 1);
	check(c, a[0] == 'm' && mytap_strlen(a) > 15 && a[9] == '+');
	mytap_probe_point(c, a, sizeof(a));
	check(c, mytap_streq(a, string("begin")));
	mytap_backtrace(c, a, sizeof(a));
	check(c, a[0] == '0' && a[1] == 'x');
	check(c, mytap_frame_push(c, 64, "") && c->nesting == 9);
	mytap_frame_pop(c, c->frame - 64);
	check(c, c->nesting == 10);
}

static void test_print(struct mytap_ctx *c)
{
	s64 v[7] = { 42, 42, 42, 255, 255, 8, 'x' };
	char *o = mytap_print_begin(c, 2, sizeof(v));
	u32 i;

	for (i = 0; o && i < 7; i++)
		o = mytap_put_long(o, v[i]);
	if (o)
		mytap_print_end(c, o);
	for (i = 0; i < 18; i++)
		say_string(c, 3, string("abcdefghijklmnopqrst") + 0, i);
	o = mytap_print_begin(c, 4, 8 + 16 + 16);
	if (o) {
		o = mytap_put_long(o, 5);
		o = mytap_put_memory(c, o, (u64)"hello world", 5, false, "");
		o = mytap_put_memory(c, o, (u64)"\x12\xab", 2, false, "");
		mytap_print_end(c, o);
	}
	mytap_print_text(c, 5);
	mytap_warn(c, "a warning");
	mytap_print_hist(c, 2, 0, 3, 1, (u64[]){ 0, 1, 2, 3, 0, 0 }, 6);
}

static void begin(struct mytap_ctx *c)
{
	test_strings(c);
	test_format(c);
	test_memory(c);
	test_rest(c);
	test_print(c);
	say(c, 1, 1, checks > 60, 0, 0);
	mytap_div(c, 1, 0, "operator '/' at text.stp:1:20");
}

static void end(struct mytap_ctx *c) { say(c, 1, 1, -1, 0, 0); }
static void error(struct mytap_ctx *c) { say(c, 1, 1, -2, 0, 0); }

static const struct mytap_probe probes[] = {
	{ .family = MYTAP_BEGIN, .handler = begin, .text = "begin" },
	{ .family = MYTAP_END, .handler = end, .text = "end" },
	{ .family = MYTAP_ERROR, .handler = error, .text = "error" },
};

SCRIPT();
