// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * IEEE double-precision numbers by integer arithmetic: a script holds them as 64 bits. Every result is the exact
 * one rounded to nearest, ties to even; operations without a result give a NaN. Pure C: no kernel, no libc but
 * memset and memmove; also compiled by the tests. Any context; the longest (fp_rem of extremes, texts of hundreds
 * of digits) take some 20,000 instructions.
 */

typedef unsigned __int128 u128;

#define FP_SIGN		(1ULL << 63)
#define FP_INFINITY	(0x7ffULL << 52)
#define FP_QUIET	(1ULL << 51)
#define FP_NO_NUMBER		(FP_SIGN | FP_INFINITY | FP_QUIET)	/* the NaN that x86 produces */

/* A finite number that is not 0: m * 2^(exp - 63), bit 63 of m set. */
struct fp_parts {
	bool minus;
	s32 exp;
	u64 m;
};

static bool fp_is_nan(u64 a)
{
	return (a & ~FP_SIGN) > FP_INFINITY;
}

static bool fp_is_infinite(u64 a)
{
	return (a & ~FP_SIGN) == FP_INFINITY;
}

static bool fp_is_zero(u64 a)
{
	return !(a & ~FP_SIGN);
}

static u64 fp_nan_of(u64 a, u64 b)
{
	return (fp_is_nan(a) ? a : b) | FP_QUIET;
}

static struct fp_parts fp_unpack(u64 a)
{
	struct fp_parts p = { .minus = a >> 63 };
	s32 biased = a >> 52 & 0x7ff;
	u64 frac = a & (FP_INFINITY ^ (FP_SIGN - 1));
	s32 zeros;

	if (biased)
		frac |= 1ULL << 52;
	else
		biased = 1;
	zeros = __builtin_clzll(frac);
	p.m = frac << zeros;
	p.exp = biased - 1023 + 11 - zeros;
	return p;
}

/* m * 2^(exp - 63), rounded; more: nonzero bits below m's last bit were lost. */
static u64 fp_pack(bool minus, s32 exp, u64 m, bool more)
{
	u64 sign = minus ? FP_SIGN : 0, rest, frac;
	s32 biased = exp + 1023, shift;

	if (biased >= 0x7ff)
		return sign | FP_INFINITY;
	if (biased <= 0) {
		shift = 1 - biased;
		more |= shift > 63 ? m != 0 : (m & ((1ULL << shift) - 1)) != 0;
		m = shift > 63 ? 0 : m >> shift;
		biased = 1;	/* a value without bit 52 is then a denormal */
	}
	frac = m >> 11;
	rest = m & 0x7ff;
	if (rest > 0x400 || (rest == 0x400 && (more || frac & 1)))
		frac++;
	return sign | (((u64)(biased - 1) << 52) + frac);	/* a carry goes into the exponent */
}

/* v * 2^(exp - 126), v not 0. */
static u64 fp_pack_wide(bool minus, s32 exp, u128 v, bool more)
{
	u64 high = v >> 64;
	s32 zeros = high ? __builtin_clzll(high) : 64 + __builtin_clzll((u64)v);

	v <<= zeros;
	return fp_pack(minus, exp + 1 - zeros, v >> 64, more || (u64)v);
}

static u64 fp_add_finite(struct fp_parts a, struct fp_parts b)
{
	u128 x, y;
	bool more = false;
	s32 shift;

	if (a.exp < b.exp || (a.exp == b.exp && a.m < b.m)) {
		struct fp_parts t = a;

		a = b;
		b = t;
	}
	x = (u128)a.m << 63;
	y = (u128)b.m << 63;
	shift = a.exp - b.exp;
	if (shift > 127) {
		more = true;
		y = 0;
	} else if (shift) {
		more = (y & (((u128)1 << shift) - 1)) != 0;
		y >>= shift;
	}
	if (a.minus == b.minus)
		return fp_pack_wide(a.minus, a.exp, x + y, more);
	if (x == y && !more)
		return 0;
	return fp_pack_wide(a.minus, a.exp, x - y - more, more);
}

s64 mytap_fp_add(u64 a, u64 b)
{
	if (fp_is_nan(a) || fp_is_nan(b))
		return fp_nan_of(a, b);
	if (fp_is_infinite(a))
		return fp_is_infinite(b) && a != b ? FP_NO_NUMBER : a;
	if (fp_is_infinite(b))
		return b;
	if (fp_is_zero(a))
		return fp_is_zero(b) ? a & b : b;
	return fp_is_zero(b) ? a : fp_add_finite(fp_unpack(a), fp_unpack(b));
}

s64 mytap_fp_sub(u64 a, u64 b)
{
	return mytap_fp_add(a, fp_is_nan(b) ? b : b ^ FP_SIGN);
}

s64 mytap_fp_mul(u64 a, u64 b)
{
	u64 sign = (a ^ b) & FP_SIGN;
	struct fp_parts p, q;

	if (fp_is_nan(a) || fp_is_nan(b))
		return fp_nan_of(a, b);
	if (fp_is_infinite(a) || fp_is_infinite(b))
		return fp_is_zero(a) || fp_is_zero(b) ? FP_NO_NUMBER : sign | FP_INFINITY;
	if (fp_is_zero(a) || fp_is_zero(b))
		return sign;
	p = fp_unpack(a);
	q = fp_unpack(b);
	return fp_pack_wide(sign, p.exp + q.exp, (u128)p.m * q.m, false);
}

s64 mytap_fp_div(u64 a, u64 b)
{
	u64 sign = (a ^ b) & FP_SIGN, quotient = 0;
	struct fp_parts p, q;
	u128 rest;
	u32 i;

	if (fp_is_nan(a) || fp_is_nan(b))
		return fp_nan_of(a, b);
	if (fp_is_infinite(a))
		return fp_is_infinite(b) ? FP_NO_NUMBER : sign | FP_INFINITY;
	if (fp_is_zero(a))
		return fp_is_zero(b) ? FP_NO_NUMBER : sign;
	if (fp_is_infinite(b))
		return sign;
	if (fp_is_zero(b))
		return sign | FP_INFINITY;
	p = fp_unpack(a);
	q = fp_unpack(b);
	rest = p.m;
	if (p.m < q.m) {
		rest <<= 1;
		p.exp--;
	}
	for (i = 0; i < 64; i++) {
		quotient <<= 1;
		if (rest >= q.m) {
			rest -= q.m;
			quotient |= 1;
		}
		rest <<= 1;
	}
	return fp_pack(sign, p.exp - q.exp, quotient, rest != 0);
}

s64 mytap_fp_sqrt(u64 a)
{
	struct fp_parts p;
	u64 root = 0, bit;
	u128 x;

	if (fp_is_nan(a))
		return a | FP_QUIET;
	if (fp_is_zero(a) || a == FP_INFINITY)
		return a;
	if (a & FP_SIGN)
		return FP_NO_NUMBER;
	p = fp_unpack(a);
	x = (u128)p.m << (p.exp & 1 ? 64 : 63);	/* times an even power of 2 */
	for (bit = 1ULL << 63; bit; bit >>= 1)
		if ((u128)(root | bit) * (root | bit) <= x)
			root |= bit;
	return fp_pack(false, (p.exp - (p.exp & 1)) / 2, root, (u128)root * root != x);
}

/* a - n * b, n being a / b to the nearest integer, ties to even. */
s64 mytap_fp_rem(u64 a, u64 b)
{
	struct fp_parts p, q;
	u128 rest, divisor;
	bool is_odd = false;
	s32 i;

	if (fp_is_nan(a) || fp_is_nan(b))
		return fp_nan_of(a, b);
	if (fp_is_infinite(a) || fp_is_zero(b))
		return FP_NO_NUMBER;
	if (fp_is_zero(a) || fp_is_infinite(b))
		return a;
	p = fp_unpack(a);
	q = fp_unpack(b);
	if (p.exp < q.exp - 1)
		return a;
	rest = p.m;
	divisor = q.m;
	if (p.exp < q.exp) {
		divisor <<= 1;
		q.exp--;
	} else {
		for (i = p.exp - q.exp;; i--) {
			is_odd = rest >= divisor;
			if (is_odd)
				rest -= divisor;
			if (!i)
				break;
			rest <<= 1;
		}
	}
	if (rest << 1 > divisor || (rest << 1 == divisor && is_odd)) {
		rest = divisor - rest;
		p.minus = !p.minus;
	}
	if (!rest)
		return a & FP_SIGN;
	return fp_pack_wide(p.minus, q.exp + 63, rest, false);
}

/* ---- comparisons: 0 when one is a NaN ------------------------------------------------------- */

/* Maps doubles to integers with the same order. */
static s64 fp_rank(u64 a)
{
	return a & FP_SIGN ? -(s64)(a & ~FP_SIGN) : (s64)a;
}

s64 mytap_fp_eq(u64 a, u64 b)
{
	return !fp_is_nan(a) && !fp_is_nan(b) && fp_rank(a) == fp_rank(b);
}

s64 mytap_fp_le(u64 a, u64 b)
{
	return !fp_is_nan(a) && !fp_is_nan(b) && fp_rank(a) <= fp_rank(b);
}

s64 mytap_fp_lt(u64 a, u64 b)
{
	return !fp_is_nan(a) && !fp_is_nan(b) && fp_rank(a) < fp_rank(b);
}

/* ---- conversions ---------------------------------------------------------------------------- */

s64 mytap_fp_from_long(s64 n)
{
	u64 size = n < 0 ? 0 - (u64)n : (u64)n;
	s32 zeros;

	if (!n)
		return 0;
	zeros = __builtin_clzll(size);
	return fp_pack(n < 0, 63 - zeros, size << zeros, false);
}

s64 mytap_fp_from_single(u64 a)
{
	u64 sign = (a & 0x80000000) << 32, frac = a & 0x7fffff;
	s32 biased = a >> 23 & 0xff, zeros;

	if (biased == 0xff)
		return sign | FP_INFINITY | frac << 29 | (frac ? FP_QUIET : 0);
	if (biased)
		return sign | (u64)(biased - 127 + 1023) << 52 | frac << 29;
	if (!frac)
		return sign;
	zeros = __builtin_clzll(frac);
	return fp_pack(sign, -149 + 63 - zeros, frac << zeros, false);
}

/* The rounding modes of scripts, by number; 5 is invalid. */
enum fp_rounding { FP_NEAR_EVEN, FP_TO_ZERO, FP_DOWN, FP_UP, FP_NEAR_AWAY, FP_TO_ODD = 6 };

static bool fp_rounds_up(enum fp_rounding how, bool minus, u64 whole, u64 half, bool more)
{
	switch (how) {
	case FP_NEAR_EVEN:
		return half && (more || whole & 1);
	case FP_NEAR_AWAY:
		return half;
	case FP_DOWN:
		return minus && (half || more);
	case FP_UP:
		return !minus && (half || more);
	case FP_TO_ODD:
		return !(whole & 1) && (half || more);
	case FP_TO_ZERO:
		return false;
	}
	return false;
}

/* A value that does not fit gives the least long, as on x86. */
s64 mytap_fp_to_long(struct mytap_ctx *c, u64 a, s64 how, const char *where)
{
	const s64 none = (s64)FP_SIGN;
	struct fp_parts p;
	u64 whole, half;
	bool more;

	if (how < 0 || how > FP_TO_ODD || how == 5) {
		u64 args[1] = { (u64)how };

		mytap_errorf(c, where, "there is no rounding mode %d: 0 is to nearest, ties to even, 1 to zero, 2 down, 3 up, "
			     "4 to nearest, ties away from zero, 6 to odd", args);
		return 0;
	}
	if (fp_is_zero(a))
		return 0;
	if (fp_is_nan(a) || fp_is_infinite(a))
		return none;
	p = fp_unpack(a);
	if (p.exp > 63)
		return none;
	whole = p.exp < 0 ? 0 : p.m >> (63 - p.exp);
	half = p.exp == 63 || p.exp < -1 ? 0 : p.m >> (62 - p.exp) & 1;
	more = p.exp < -1 || (p.exp < 62 && (p.m & ((1ULL << (62 - p.exp)) - 1)) != 0);
	whole += fp_rounds_up(how, p.minus, whole, half, more);
	if (whole > (u64)none - !p.minus)
		return none;
	return p.minus ? (s64)(0 - whole) : (s64)whole;
}

#include "fp_text.c"
