// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Doubles and decimal text, both ways exact: by integers of as many words as needed. Included by fp.c.
 */

enum {
	FP_MOST_DIGITS = 800,		/* of a text: 767 digits tell a tie from its neighbours */
	FP_WORDS = 92,			/* 801 digits, or 5^1131, and a bit */
};

/* Little endian; words from n on are undefined. */
struct fp_big {
	u32 n;
	u32 w[FP_WORDS];
};

static void big_multiply_add(struct fp_big *b, u32 by, u32 add)
{
	u64 carry = add;
	u32 i;

	for (i = 0; i < b->n; i++) {
		carry += (u64)b->w[i] * by;
		b->w[i] = (u32)carry;
		carry >>= 32;
	}
	if (carry && b->n < FP_WORDS)
		b->w[b->n++] = (u32)carry;
}

static s32 big_bits(const struct fp_big *b)
{
	return b->n ? 32 * (s32)b->n - __builtin_clz(b->w[b->n - 1]) : 0;
}

static void big_shift(struct fp_big *b, u32 by)
{
	u32 words = by / 32, bits = by % 32, i;

	if (!b->n)
		return;
	for (i = b->n; i-- > 0;)
		b->w[i + words] = b->w[i];
	memset(b->w, 0, words * sizeof(*b->w));
	b->n += words;
	if (bits)
		big_multiply_add(b, 1u << bits, 0);
}

static bool big_is_less(const struct fp_big *a, const struct fp_big *b)
{
	u32 i;

	if (a->n != b->n)
		return a->n < b->n;
	for (i = a->n; i-- > 0;)
		if (a->w[i] != b->w[i])
			return a->w[i] < b->w[i];
	return false;
}

/* b <= a. */
static void big_subtract(struct fp_big *a, const struct fp_big *b)
{
	u64 borrow = 0, d;
	u32 i;

	for (i = 0; i < a->n; i++) {
		d = (u64)a->w[i] - (i < b->n ? b->w[i] : 0) - borrow;
		a->w[i] = (u32)d;
		borrow = d >> 63;
	}
	while (a->n && !a->w[a->n - 1])
		a->n--;
}

/* ---- from text ------------------------------------------------------------------------------ */

/* n / d * 2^exp; overwrites n and d. */
static u64 fp_quotient(bool minus, struct fp_big *n, struct fp_big *d, s32 exp)
{
	s32 nbits = big_bits(n), dbits = big_bits(d);
	u64 q = 0;

	exp += nbits - dbits + 63;
	if (nbits < dbits)
		big_shift(n, dbits - nbits);
	else
		big_shift(d, nbits - dbits);
	while (!(q >> 63)) {
		q <<= 1;
		if (!big_is_less(n, d)) {
			big_subtract(n, d);
			q |= 1;
		}
		big_shift(n, 1);
		exp--;
	}
	return fp_pack(minus, exp + 1, q, n->n != 0);
}

/* Reads the digits of s as a number; *ret_places: digits after the point. Returns the end of the number. */
static const char *fp_read_digits(const char *s, struct fp_big *n, s32 *ret_places, bool *ret_any)
{
	bool is_behind = false, more = false;
	u32 digits = 0;

	n->n = 0;
	*ret_places = 0;
	for (;; s++) {
		if (*s == '.' && !is_behind) {
			is_behind = true;
			continue;
		}
		if (*s < '0' || *s > '9')
			break;
		*ret_any = true;
		if (digits < FP_MOST_DIGITS) {
			digits += digits || *s != '0';
			if (digits)
				big_multiply_add(n, 10, *s - '0');
			*ret_places += is_behind;
		} else {
			more |= *s != '0';
			*ret_places -= !is_behind;
		}
	}
	if (more) {		/* digits beyond those kept are not all 0 */
		big_multiply_add(n, 10, 1);
		++*ret_places;
	}
	return s;
}

static s32 fp_read_exponent(const char *s)
{
	bool minus;
	s32 n = 0;

	if ((*s | 32) != 'e')
		return 0;
	minus = *++s == '-';
	if (*s == '-' || *s == '+')
		s++;
	for (; *s >= '0' && *s <= '9'; s++)
		if (n < 100000)
			n = 10 * n + (*s - '0');
	return minus ? -n : n;
}

static bool fp_says(const char *s, const char *word)
{
	while (*word && (*s | 32) == *word) {
		s++;
		word++;
	}
	return !*word;
}

/* The number at the beginning of the text; 0 when there is none. */
s64 mytap_fp_from_string(const char *s)
{
	struct fp_big n, d = { .n = 1, .w = { 1 } };
	bool minus = false, any = false;
	s32 places, power, i;

	while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
		s++;
	if (*s == '-' || *s == '+')
		minus = *s++ == '-';
	if (fp_says(s, "inf"))
		return (minus ? FP_SIGN : 0) | FP_INFINITY;
	if (fp_says(s, "nan"))
		return FP_INFINITY | FP_QUIET;
	s = fp_read_digits(s, &n, &places, &any);
	if (!any)
		return 0;
	power = fp_read_exponent(s) - places;
	if (!n.n)
		return minus ? FP_SIGN : 0;
	i = big_bits(&n) * 3 / 10 + power;	/* it is less than 10^(i + 1 + a tenth of its bits / 30) */
	if (i > 320)
		return (minus ? FP_SIGN : 0) | FP_INFINITY;
	if (i < -360)
		return minus ? FP_SIGN : 0;
	for (i = power; i > 0; i--)
		big_multiply_add(&n, 10, 0);
	for (i = power; i < 0; i++)
		big_multiply_add(&d, 5, 0);
	return fp_quotient(minus, &n, &d, power < 0 ? power : 0);
}

/* ---- to text -------------------------------------------------------------------------------- */

/* Writes the digits of b, highest first, at least one. Overwrites b. */
static u32 big_to_text(struct fp_big *b, char *to)
{
	u32 n = 0, i, k;

	do {
		u64 rest = 0;

		for (i = b->n; i-- > 0;) {
			rest = rest << 32 | b->w[i];
			b->w[i] = (u32)(rest / 1000000000);
			rest %= 1000000000;
		}
		while (b->n && !b->w[b->n - 1])
			b->n--;
		for (k = 0; k < 9 && (b->n || rest || !(n || k)); k++, rest /= 10)
			to[n++] = '0' + rest % 10;
	} while (b->n);
	for (i = 0; i < n / 2; i++) {
		char t = to[i];

		to[i] = to[n - 1 - i];
		to[n - 1 - i] = t;
	}
	return n;
}

/* The next decimal digit of a fraction of b->n words; the rest stays in b. */
static u32 big_next_digit(struct fp_big *b)
{
	u64 carry = 0;
	u32 i;

	for (i = 0; i < b->n; i++) {
		carry += (u64)b->w[i] * 10;
		b->w[i] = (u32)carry;
		carry >>= 32;
	}
	return (u32)carry;
}

/* Compares the fraction with a half: 1 more, 0 equal, -1 less. */
static int big_beside_half(const struct fp_big *b)
{
	u32 i;

	if (!b->n || !(b->w[b->n - 1] >> 31))
		return -1;
	if (b->w[b->n - 1] << 1)
		return 1;
	for (i = 0; i + 1 < b->n; i++)
		if (b->w[i])
			return 1;
	return 0;
}

/* The whole part, and the fraction: its n words are above the point. */
static void fp_split(struct fp_parts p, struct fp_big *whole, struct fp_big *fraction)
{
	u32 zeros = 0;		/* zero bits between the point and the first bit of p.m */
	u64 v;

	if (p.exp >= 63) {
		*whole = (struct fp_big){ .n = 2, .w = { (u32)p.m, p.m >> 32 } };
		big_shift(whole, p.exp - 63);
		return;
	}
	if (p.exp >= 0) {
		v = p.m >> (63 - p.exp);
		*whole = (struct fp_big){ .n = v >> 32 ? 2 : 1, .w = { (u32)v, v >> 32 } };
		p.m <<= p.exp + 1;
	} else {
		zeros = -(p.exp + 1);
	}
	*fraction = (struct fp_big){ .n = 2, .w = { (u32)p.m, p.m >> 32 } };
	big_shift(fraction, -zeros & 31);
	while (fraction->n < 2 + (zeros + 31) / 32)
		fraction->w[fraction->n++] = 0;
}

/* Adds one in the last place to the number that is the text from start to at. Returns its new end. */
static size_t fp_round_up(char *text, size_t size, size_t start, size_t at)
{
	size_t i;

	for (i = at; i-- > start;) {
		if (text[i] == '.')
			continue;
		if (text[i] != '9') {
			text[i]++;
			return at;
		}
		text[i] = '0';
	}
	if (at < size - 1)
		at++;
	memmove(text + start + 1, text + start, at - start - 1);
	text[start] = '1';
	return at;
}

/* precision digits after the point, or as many as fit; the last one is rounded to nearest, ties to even. */
void mytap_fp_to_string(char *to, size_t size, u64 a, s64 precision)
{
	struct fp_big whole = { 0 }, fraction = { 0 };
	size_t start = a >> 63, at, n;
	char digits[320];
	int beside;

	if (fp_is_nan(a) || fp_is_infinite(a)) {
		mytap_strcpy_raw(to, size, fp_is_nan(a) ? "nan" : start ? "-inf" : "inf");
		return;
	}
	if (!fp_is_zero(a))
		fp_split(fp_unpack(a), &whole, &fraction);
	n = big_to_text(&whole, digits);
	to[0] = '-';
	at = text_add(to, size, start, digits, n);
	if (at < start + n) {	/* the whole part does not fit */
		mytap_str_end(to, at);
		return;
	}
	if (precision > 0 && at + 2 < size) {
		to[at++] = '.';
		for (; precision > 0 && at < size - 1; precision--)
			to[at++] = '0' + big_next_digit(&fraction);
	}
	beside = big_beside_half(&fraction);
	if (beside > 0 || (!beside && (to[at - 1] - '0') & 1))
		at = fp_round_up(to, size, start, at);
	mytap_str_end(to, at);
}
