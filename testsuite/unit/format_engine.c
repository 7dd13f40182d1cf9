// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * runtime/format.h against libc where both mean the same, by chance and by a
 * table where they do not, and at every size of buffer.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/wire.h"
#include "runtime/format.h"

static int failures;

/* A value per conversion: numbers, or a string for s, m and M. */
struct argument {
	s64 number;
	const char *string;
	u32 len;
};

static size_t render(char *to, size_t size, const char *fmt, const struct argument *args)
{
	struct mytap_directive d;
	size_t n = 0;

	while ((fmt = mytap_format_next(fmt, &d)) != NULL) {
		size_t room = size - n, most;

		if (!d.conversion) {
			if (d.length <= room) {
				memcpy(to + n, d.text, d.length);
				n += d.length;
			}
			continue;
		}
		if (d.width_arg)
			mytap_directive_width(&d, args++->number);
		if (d.precision_arg)
			mytap_directive_precision(&d, args++->number);
		most = mytap_format_room(&d, args->string ? args->len : 0);
		if (room > most)
			room = most;
		if (d.conversion == 's')
			n += mytap_format_string(to + n, room, &d, args->string, args->len);
		else if (d.conversion == 'm' || d.conversion == 'M')
			n += mytap_format_memory(to + n, room, &d, args->string, args->len);
		else
			n += mytap_format_number(to + n, room, &d, args->number);
		args++;
	}
	return n;
}

static void expect(const char *fmt, const char *want, size_t want_len, const struct argument *args)
{
	char got[4096];
	size_t n = render(got, sizeof(got), fmt, args);

	if (n == want_len && !memcmp(got, want, n))
		return;
	failures++;
	printf("\"%s\" of %lld: \"%.*s\" instead of \"%.*s\"\n", fmt, (long long)args->number, (int)n, got, (int)want_len, want);
}

#define I(v) { .number = (v) }
#define N(...) (const struct argument[]){ __VA_ARGS__ }
#define STRING(text) { .string = text, .len = sizeof(text) - 1 }
#define expect_text(fmt, want, ...) expect(fmt, want, sizeof(want) - 1, N(__VA_ARGS__))

static void test_table(void)
{
	expect_text("%d", "-9223372036854775808", I(INT64_MIN));
	expect_text("%u", "18446744073709551615", I(-1));
	expect_text("%d %d", "1 2", I(1), I(2));
	expect_text("%#x", "0x0", I(0));
	expect_text("%p", "0x0", I(0));
	expect_text("%p", "0xffffffff81000000", I((s64)0xffffffff81000000));
	expect_text("%#o|%#o", "0|010", I(0), I(8));
	expect_text("%.0d", "0", I(0));
	expect_text("%i%%%i", "1%2", I(1), I(2));
	expect_text("%ld %llx %hd", "1 a 3", I(1), I(10), I(3));
	expect_text("%c%c%c", "a\0b", I('a'), I(0), I('b'));
	expect_text("%3c|%-3c|", "  x|y  |", I('x'), I('y'));
	expect_text("%#c %#c %#c", "\\n a \\001", I('\n'), I('a'), I(1));
	expect_text("%#c %#c %#c %#s", "\\' \" \\\\ '\\\"", I('\''), I('"'), I('\\'), STRING("'\""));
	expect_text("%#s", "a\\tb\\377", STRING("a\tb\377"));
	expect_text("%#8s|%-#8s|", "   a\\tb!|a\\tb    |", STRING("a\tb!"), STRING("a\tb"));
	expect_text("%.2s", "ab", STRING("abc"));
	expect_text("%*s|%-*s|", "   ab|ab   |", I(5), STRING("ab"), I(5), STRING("ab"));
	expect_text("%*d|", "7   |", I(-4), I(7));
	expect_text("%.*d|", "007|", I(3), I(7));
	expect_text("%.*d|", "7|", I(-3), I(7));
	expect_text("%4b%2b%1b", "\4\3\2\1\6\5\7", I(0x01020304), I(0x0506), I(7));
	expect_text("%b", "\1\0\0\0\0\0\0\0", I(1));
	expect_text("%m|%M", "\0x|00ff", STRING("\0x"), STRING("\0\377"));
	expect_text("%6M|%-6M|", "  0a0b|0a0b  |", STRING("\n\v"), STRING("\n\v"));
	expect_text("100%", "100%", I(0));
	expect_text("%y%", "%y%", I(0));
	expect_text("a%0b%zc", "a\1\0\0\0\0\0\0\0\0c", I(1));	/* %0b is a conversion; %z a NUL always */
	expect_text("a%0", "a\0", I(0));
	expect_text("", "", I(0));
}

/* Random flags, widths and values of the conversions that libc has in the same way. */
static void test_like_libc(void)
{
	static const char conversions[] = "duxXo";
	static const char *const flags[] = { "", "-", "0", "+", " ", "-+", "0+", "0 ", "#", "-#", "0#" };

	for (int i = 0; i < 200000; i++) {
		char fmt[32], libc_fmt[40], want[512], conv = conversions[rand() % 5];
		int width = rand() % 30 - 5, precision = rand() % 25 - 8, n;
		const char *flag = flags[rand() % (sizeof(flags) / sizeof(*flags))];
		s64 v = (s64)((u64)rand() << 33 ^ (u64)rand() << 11 ^ rand()) >> rand() % 64;
		struct argument arg = I(v);

		/* Where SystemTap's rules are others: zero with #, precision 0 of zero, # with octal and precision. */
		if ((strchr(flag, '#') && (!v || conv == 'o')) || (!v && !precision))
			continue;
		n = snprintf(fmt, sizeof(fmt), "<%%%s", flag);
		if (width > 0)
			n += snprintf(fmt + n, sizeof(fmt) - n, "%d", width);
		if (precision >= 0)
			n += snprintf(fmt + n, sizeof(fmt) - n, ".%d", precision);
		snprintf(libc_fmt, sizeof(libc_fmt), "%sll%c>", fmt, conv);
		snprintf(fmt + n, sizeof(fmt) - n, "%c>", conv);
		n = snprintf(want, sizeof(want), libc_fmt, (long long)v);
		expect(fmt, want, n, &arg);
	}
}

/* A small buffer gets the beginning of the text and nothing behind it. */
static void test_bounds(void)
{
	static const struct argument args[] = { I(12345), STRING("ab\ncd"), I(-1), STRING("\1\2") };
	static const char fmt[] = "%-8d|%#9s|%20x|%8M";
	char whole[256], part[256];
	size_t n = render(whole, sizeof(whole), fmt, args);

	for (size_t size = 0; size <= n; size++) {
		size_t got;

		memset(part, 0x55, sizeof(part));
		got = render(part, size, fmt, args);
		if (got > size || part[size] != 0x55) {
			failures++;
			printf("room for %zu: wrote %zu\n", size, got);
		}
	}
}

int main(void)
{
	test_table();
	test_like_libc();
	test_bounds();
	return failures != 0;
}
