// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Doubles by integer arithmetic (runtime/kernel/fp.c) beside the host's own and libc's: hundreds of thousands of values of all
 * kinds, with those between which rounding is hardest.
 */
#include <fenv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/kernel/api.h"
#include "runtime/format.h"

bool mytap_errorf(struct mytap_ctx *c, const char *where, const char *fmt, const u64 *args)
{
	(void)c;
	(void)where;
	(void)fmt;
	(void)args;
	return false;
}

#undef __always_inline
#define noinline __attribute__((noinline))
#define __always_inline inline __attribute__((always_inline))
#include "runtime/kernel/string.c"
#include "runtime/kernel/builtin_text.c"
#include "runtime/kernel/fp.c"

bool mytap_error(struct mytap_ctx *c, const char *text, const char *where)
{
	(void)c;
	(void)text;
	(void)where;
	return false;
}

static int failures;
static u64 seed = 88172645463325252ULL;

static u64 chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	return seed ^= seed << 17;
}

static double number(u64 bits)
{
	double d;

	memcpy(&d, &bits, 8);
	return d;
}

static u64 bits_of(double d)
{
	u64 bits;

	memcpy(&bits, &d, 8);
	return bits;
}

/* All bits the same, or both a NaN. */
static void same(const char *what, u64 a, u64 b, u64 got, u64 want)
{
	if (got == want || (isnan(number(got)) && isnan(number(want))))
		return;
	if (++failures < 20)
		printf("%s of %#llx (%.17g) and %#llx (%.17g): %#llx, expected %#llx\n", what, a, number(a), b, number(b), got, want);
}

/* Bits of any kind: all by chance, few bits set, near the ends of the range, near a power of two, integers. */
static u64 any(void)
{
	u64 r = chance(), sign = r & FP_SIGN, exp = (r >> 32) % 2047;

	switch (r % 10) {
	case 0:
		return chance();
	case 1:
		return sign | exp << 52 | (1ULL << chance() % 52) | (1ULL << chance() % 52);
	case 2:
		return sign | (chance() & ((1ULL << 52) - 1));				/* denormals */
	case 3:
		return sign | (exp << 52) | (chance() % 4);
	case 4:
		return sign | ((exp << 52) - 1 - chance() % 4);
	case 5:
		return bits_of((double)(s64)(chance() >> chance() % 64));
	case 6:
		return sign | (1023 - 60 + chance() % 120) << 52 | (chance() & ((1ULL << 52) - 1));
	case 7: {
		static const u64 special[] = { 0, FP_SIGN, FP_INFINITY, FP_SIGN | FP_INFINITY, FP_NO_NUMBER, FP_INFINITY | 1, 1, FP_INFINITY - 1,
					       1ULL << 52, (1ULL << 52) - 1, 0x3ff0000000000000, 0x4000000000000000 };

		return special[chance() % (sizeof(special) / sizeof(*special))];
	}
	case 8:
		return sign | (1 + chance() % 3) << 52 | (chance() & ((1ULL << 52) - 1));	/* just normal */
	default:
		return sign | (2043 + chance() % 4) << 52 | (chance() & ((1ULL << 52) - 1));
	}
}

/* glibc gives some of the zeros the other sign than IEEE does: that of x. */
static double remainder_of(double x, double y)
{
	double r = remainder(x, y);

	return r == 0 ? copysign(r, x) : r;
}

static void arithmetic(void)
{
	for (int i = 0; i < 1000000; i++) {
		u64 a = any(), b = chance() % 4 ? any() : a ^ (chance() & 1 ? FP_SIGN : 0) ^ (chance() % 3);
		double x = number(a), y = number(b);

		same("sum", a, b, mytap_fp_add(a, b), bits_of(x + y));
		same("difference", a, b, mytap_fp_sub(a, b), bits_of(x - y));
		same("product", a, b, mytap_fp_mul(a, b), bits_of(x * y));
		same("quotient", a, b, mytap_fp_div(a, b), bits_of(x / y));
		same("root", a, a, mytap_fp_sqrt(a), bits_of(sqrt(x)));
		same("==", a, b, mytap_fp_eq(a, b), x == y);
		same("<=", a, b, mytap_fp_le(a, b), x <= y);
		same("<", a, b, mytap_fp_lt(a, b), x < y);
		if (i % 20 == 0)
			same("remainder", a, b, mytap_fp_rem(a, b), bits_of(remainder_of(x, y)));
	}
}

static s64 to_long(double x, int how)
{
	static const int modes[] = { FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD };
	s64 n;

	if (!(x >= -0x1p63 && x < 0x1p63))
		return (s64)FP_SIGN;
	if (how < 4) {
		fesetround(modes[how]);
		n = llrint(x);
		fesetround(FE_TONEAREST);
		return n;
	}
	if (how == 4)
		return llround(x);
	n = (s64)trunc(x);
	if (trunc(x) != x && !(n & 1))
		n += x < 0 ? -1 : 1;
	return n;
}

static void conversions(void)
{
	for (int i = 0; i < 1000000; i++) {
		u64 a = any();
		s64 n = (s64)(chance() >> chance() % 64) * (chance() & 1 ? 1 : -1);
		u32 s = (u32)chance() & (chance() & 1 ? 0xffffffff : 0x807fffff);
		float f;

		if (i % 2)
			a = bits_of((double)n / (1 << chance() % 8) + (double)(chance() % 3) / 2);
		for (int how = 0; how <= 6; how += how == 4 ? 2 : 1)
			same("long", a, (u64)how, (u64)mytap_fp_to_long(NULL, a, how, NULL), (u64)to_long(number(a), how));
		same("from long", (u64)n, 0, mytap_fp_from_long(n), bits_of((double)n));
		memcpy(&f, &s, 4);
		same("from single", s, 0, mytap_fp_from_single(s), bits_of((double)f));
	}
}

static void same_text(u64 a, int precision, const char *got, const char *want)
{
	if (strcmp(got, want) && ++failures < 20)
		printf("text of %#llx (%.17g), %d digits: '%s', expected '%s'\n", a, number(a), precision, got, want);
}

static void to_text(void)
{
	static char got[512] MYTAP_STRING, want[2048];

	for (int i = 0; i < 100000; i++) {
		u64 a = any();
		int precision = (int)(chance() % (i % 8 ? 20 : 200));

		if (i % 3 == 0)		/* many ties */
			a = bits_of((double)(s64)(chance() % 2000000) / (double)(1 << chance() % 12));
		if (isnan(number(a)))
			continue;
		mytap_fp_to_string(got, sizeof(got), a, precision);
		snprintf(want, sizeof(want), "%.*f", precision, number(a));
		same_text(a, precision, got, want);
	}
	/* As many digits as fit, rounded; a whole part that does not fit is cut like any text. */
	mytap_fp_to_string(got, 16, bits_of(2.0 / 3), 100);
	same_text(bits_of(2.0 / 3), 100, got, "0.6666666666667");
	mytap_fp_to_string(got, 16, bits_of(999999.999999999), 100);
	same_text(bits_of(999999.999999999), 100, got, "1000000.0000000");
	mytap_fp_to_string(got, 16, bits_of(1e20), 2);
	same_text(bits_of(1e20), 2, got, "100000000000000");
	mytap_fp_to_string(got, 16, bits_of(-99999999999999.5), 0);
	same_text(bits_of(-99999999999999.5), 0, got, "-10000000000000");
	mytap_fp_to_string(got, sizeof(got), FP_NO_NUMBER, 3);
	same_text(FP_NO_NUMBER, 3, got, "nan");
}

static void from_text_is(const char *text)
{
	static char s[4096] MYTAP_STRING;
	double want = strtod(text, NULL);
	u64 got;

	mytap_strcpy_raw(s, sizeof(s), text);
	got = (u64)mytap_fp_from_string(s);
	if (got != bits_of(want) && !(isnan(number(got)) && isnan(want)) && ++failures < 20)
		printf("'%.60s': %#llx (%.17g), expected %#llx (%.17g)\n", text, got, number(got), bits_of(want), want);
}

/* The number half way to the next one, exactly; with its last digit changed; with a digit far behind it. */
static void half_way(u64 a)
{
	static char text[3000];
	long double middle = ((long double)number(a) + (long double)number(a + 1)) / 2;
	size_t n;

	snprintf(text, sizeof(text), "%.1080Lf", middle);
	from_text_is(text);
	n = strlen(text);
	strcpy(text + n, "0000000000000000000000000000000000000001");
	from_text_is(text);
	snprintf(text, sizeof(text), "%.800Le", middle);
	from_text_is(text);
}

static void from_text(void)
{
	static const char *const texts[] = {
		"", "abc", "-", ".", "+.e5", "1", "-0", "+1.", ".5", " \t7", "1e", "1e+", "1e5x", "12abc", "1..2", "inf", "-Infinity", "nan",
		"1e400", "-1e400", "1e-400", "0e999999999", "1e999999999", "1e-999999999", "0.0000001e7", "1e22", "1e23", "8.5e-324",
		"2.4703282292062327e-324", "2.4703282292062328e-324", "4.9406564584124654e-324", "1.7976931348623157e308",
		"1.7976931348623158e308", "1.7976931348623159e308", "179769313486231580793e289", "9007199254740993", "9007199254740992.5",
		"9007199254740993.00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
		"2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308", "1,5", "000000123.4500",
	};
	static char text[3000];

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		from_text_is(texts[i]);
	for (int i = 0; i < 200000; i++) {
		u64 a = any() & ~FP_SIGN;

		snprintf(text, sizeof(text), "%.*e", (int)(chance() % 30), number(a));
		from_text_is(text);
		snprintf(text, sizeof(text), "%s%llu.%llue%d", chance() & 1 ? "-" : "", chance() >> chance() % 64, chance() >> chance() % 64,
			 (int)(chance() % 700) - 350);
		from_text_is(text);
		if (i % 100 == 0 && a < FP_INFINITY - 1)
			half_way(a);
	}
	/* Zeros without end, before and behind. */
	memset(text, '0', sizeof(text));
	memcpy(text + 2990, "1e-5", 5);
	from_text_is(text);
	text[0] = '.';
	memcpy(text + 2990, "1e2990", 7);
	from_text_is(text);
	memset(text, '0', 2990);
	text[0] = '7';
	memcpy(text + 2990, "e-2900", 7);
	from_text_is(text);
}

int main(void)
{
	arithmetic();
	conversions();
	to_text();
	from_text();
	if (failures)
		printf("%d failures\n", failures);
	return failures != 0;
}
