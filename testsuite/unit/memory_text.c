// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Buffers and wide strings as text (runtime/kernel/memory_text.c): UTF-16 and UTF-32 against iconv, for every character
 * and for what is none; cuts at every length; memory that ends.
 */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#undef __always_inline
#define noinline __attribute__((noinline))
#define __always_inline inline __attribute__((always_inline))
#define min_t(type, a, b) ((type)(a) < (type)(b) ? (type)(a) : (type)(b))
#include "runtime/kernel/api.h"
#include "runtime/format.h"
#include "runtime/histogram.h"

/* All memory there is. */
static char memory[4096] __attribute__((aligned(64)));
static u64 memory_end = sizeof(memory);

static bool fetch_memory(char *to, u64 addr, size_t n, bool user)
{
	(void)user;
	if (addr + n > memory_end)
		return false;
	memcpy(to, memory + addr, n);
	return true;
}

static const char fault_names[][16] MYTAP_STRING = { "kernel read", "user read" };
static char error_text[256];

bool mytap_error(struct mytap_ctx *c, const char *text, const char *where)
{
	(void)c;
	(void)where;
	snprintf(error_text, sizeof(error_text), "%s", text);
	return false;
}

bool mytap_errorf(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args);

/* As in fetch.c, without --faults. */
static bool read_fault(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args)
{
	return mytap_errorf(c, where, fmt, args);
}

static bool fetch_failed(struct mytap_ctx *c, u64 addr, const char *what, const char *where)
{
	u64 args[2] = { (u64)what, addr };

	return read_fault(c, where, "%s fault at %p (addr)", args);
}

/* format.c asks it how histograms are shown; none is here. */
const struct mytap_script mytap_script;

#include "runtime/kernel/string.c"
#include "runtime/kernel/format.c"

bool mytap_errorf(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args)
{
	(void)where;
	mytap_format(c, error_text, sizeof(error_text), fmt, args);
	return false;
}

bool mytap_string_kernel(char *to, size_t size, u64 addr, size_t max)
{
	size_t n = 0;

	for (; n < max && n < size - 1; n++) {
		if (!fetch_memory(to + n, addr + n, 1, false))
			return false;
		if (!to[n])
			break;
	}
	mytap_str_end(to, n);
	return true;
}

bool mytap_string_user(char *to, size_t size, u64 addr, size_t max)
{
	return mytap_string_kernel(to, size, addr, max);
}

#include "runtime/kernel/builtin_text.c"
#include "runtime/kernel/memory_text.c"

static int failures;

static void expect(const char *what, const char *got, const char *want)
{
	if (strcmp(got, want) && ++failures < 20)
		printf("%s: '%s', expected '%s'\n", what, got, want);
}

/* The first n bytes of memory + at by iconv; false: it refuses them. */
static bool by_iconv(iconv_t from, size_t at, size_t n, char *to, size_t size)
{
	char *in = memory + at, *out = to;
	size_t room = size - 1;
	bool ok = iconv(from, &in, &n, &out, &room) != (size_t)-1 && !n;

	*out = '\0';
	iconv(from, NULL, NULL, NULL, NULL);
	return ok;
}

static void put(size_t at, u32 v, u32 unit)
{
	memcpy(memory + at, &v, unit);
}

/* Every unit, behind an ordinary letter and at an address of each kind. */
static void every_character(void)
{
	iconv_t cd[2] = { iconv_open("UTF-8", "UTF-16LE"), iconv_open("UTF-8", "UTF-32LE") };
	char got[64] MYTAP_STRING, want[64], what[64];

	for (u32 wide = 0; wide < 2; wide++) {
		u32 unit = wide ? 4 : 2, most = wide ? 0x110400 : 0x10000;

		for (u32 v = 1; v < most; v++) {
			size_t at = v % 64;
			bool ok;

			put(at, 'a', unit);
			put(at + unit, v, unit);
			put(at + 2 * unit, 0, unit);
			ok = mytap_wide_string(got, sizeof(got), at, unit, false) == MYTAP_WIDE_OK;
			snprintf(what, sizeof(what), "UTF-%u %#x", unit * 8, v);
			if (by_iconv(cd[wide], at, 2 * unit, want, sizeof(want)))
				expect(what, ok ? got : "(refused)", want);
			else
				expect(what, ok ? got : "(refused)", "(refused)");
		}
	}
	for (u32 v = 0x10000; v < 0x110000; v++) {
		u32 high = 0xd800 + ((v - 0x10000) >> 10), low = 0xdc00 + (v & 0x3ff);

		put(30, high, 2);
		put(32, low, 2);
		put(34, 0, 2);
		mytap_wide_string(got, sizeof(got), 30, 2, false);
		snprintf(what, sizeof(what), "UTF-16 pair %#x", v);
		expect(what, by_iconv(cd[0], 30, 4, want, sizeof(want)) ? got : "(refused)", want);
	}
	iconv_close(cd[0]);
	iconv_close(cd[1]);
}

/* A string longer than the buffer ends with a whole character; one that ends at the end of memory is read, one beyond is not. */
static void ends(void)
{
	static const u16 text[] = { 'a', 0xe9, 0x20ac, 0xd83d, 0xde00, 'z', 0 };
	static const char *const cuts[] = { "", "a", "a", "aé", "aé", "aé", "aé€", "aé€", "aé€", "aé€", "aé€😀", "aé€😀z", "aé€😀z" };
	char got[64] MYTAP_STRING;

	memcpy(memory + 10, text, sizeof(text));
	for (size_t n = 0; n < sizeof(cuts) / sizeof(*cuts); n++) {
		memset(got, 0x55, sizeof(got));
		mytap_wide_string(got, n + 1, 10, 2, false);
		expect("cut", got, cuts[n]);
	}
	memory_end = 10 + sizeof(text);
	/* Blocks are of 32 bytes: the memory has to end with one. */
	memmove(memory + 64 - sizeof(text), text, sizeof(text));
	memory_end = 64;
	mytap_wide_string_need(NULL, got, sizeof(got), 64 - sizeof(text), 2, true, "");
	expect("to the end of memory", got, "aé€😀z");
	memmove(memory + 64 - 12, text, 12);
	mytap_wide_string_need(NULL, got, sizeof(got), 64 - 12, 2, true, "");
	expect("beyond it", got, "");
	expect("beyond it", error_text, "user string copy fault at 0x34");
	put(40, 0xdc00, 2);
	put(42, 0xdc01, 2);
	mytap_wide_string_need(NULL, got, sizeof(got), 40, 2, false, "");
	expect("no character", error_text, "the kernel string at 0x28 is not UTF-16");
	mytap_wide_string_or(got, sizeof(got), 40, 2, false, "otherwise\0\0\0\0\0\0");
	expect("or", got, "otherwise");
	memory_end = sizeof(memory);
}

static void buffers(void)
{
	/* By how many characters there may be, from 1: fewer than 5 hold nothing. */
	static const char *const cuts[] = { "\"\"...", "\"\"...", "\"\"...", "\"\"...", "\"\"...", "\"a\"...", "\"a\"...",
					    "\"a\\n\"...", "\"a\\n\"...", "\"a\\n\"...", "\"a\\n\\000bc\"" };
	char got[64] MYTAP_STRING, room[64] MYTAP_STRING;

	memcpy(memory + 7, "a\n\0bcdefgh", 11);
	for (size_t n = 0; n < sizeof(cuts) / sizeof(*cuts); n++) {
		mytap_buffer_quoted(room, got, sizeof(got), 7, 5, (s64)n + 1, false);
		expect("buffer", got, cuts[n]);
	}
	mytap_buffer_quoted(room, got, sizeof(got), 7, 5, 0, false);
	expect("whole", got, "\"a\\n\\000bc\"");
	mytap_buffer_quoted(room, got, sizeof(got), 7, 0, 0, false);
	expect("nothing", got, "\"\"");
	memset(memory + 100, 'x', 200);
	mytap_buffer_quoted(room, got, sizeof(got), 100, -1, 0, false);
	expect("as much as fits", got, "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"...");
	mytap_buffer_quoted(room, got, sizeof(got), 100, 61, 0, false);
	expect("exactly what fits", got, "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"");
	mytap_buffer_quoted(room, got, sizeof(got), sizeof(memory) - 1, 2, 0, false);
	expect("not readable", got, "0xfff");
	mytap_string_quoted_most(room, got, sizeof(got), 7, 5, 0, true);
	expect("string", got, "\"a\\n\"");
	mytap_string_quoted_most(room, got, sizeof(got), 10, 100, 9, true);
	expect("string, all", got, "\"bcdefgh\"");
	mytap_string_quoted_most(room, got, sizeof(got), 10, 100, 8, true);
	expect("string, cut", got, "\"bcd\"...");
	mytap_string_quoted_most(room, got, sizeof(got), 10, 3, 8, true);
	expect("string, of 3", got, "\"bcd\"");
	mytap_string_quoted_most(room, got, sizeof(got), 9000, 3, 8, true);
	expect("no string", got, "0x2328");
}

int main(void)
{
	every_character();
	ends();
	buffers();
	if (failures)
		printf("%d failures\n", failures);
	return failures != 0;
}
