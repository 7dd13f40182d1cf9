// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Script strings, word by word: 8-aligned, zero from the NUL to the end of its word
 * (api.h). Any context.
 */

/* The bytes before the first zero byte of a word that has one. */
static inline u32 word_length(u64 w)
{
	return __builtin_ctzll((w - 0x0101010101010101ULL) & ~w & 0x8080808080808080ULL) >> 3;
}

/* The first n (< 8) bytes of a word, followed by zeros. */
static inline u64 word_cut(u64 w, u32 n)
{
	return w & ((1ULL << (8 * n)) - 1);
}

/* Ends a string of n bytes whose last word was written whole: like mytap_str_end(), by one store. */
static inline void word_end(char *s, size_t n)
{
	u64 *last = (u64 *)(s + (n & ~7ul));

	*last = word_cut(*last, n & 7);
}

size_t mytap_strlen(const char *s)
{
	const u64 *w = (const u64 *)s;

	while (!mytap_has_zero(*w))
		w++;
	return (const char *)w - s + word_length(*w);
}

void mytap_strcpy(char *to, size_t size, const char *from)
{
	const u64 *f = (const u64 *)from;
	u64 *t = (u64 *)to, *last = (u64 *)(to + size) - 1;

	for (; t < last; t++, f++) {
		*t = *f;
		if (mytap_has_zero(*f))
			return;
	}
	*t = mytap_has_zero(*f) ? *f : word_cut(*f, 7);
}

void mytap_strncpy_raw(char *to, size_t size, const char *from, size_t n)
{
	size_t i;

	if (n > size - 1)
		n = size - 1;
	for (i = 0; i < n && from[i]; i++)
		to[i] = from[i];
	mytap_str_end(to, i);
}

void mytap_strcpy_raw(char *to, size_t size, const char *from)
{
	mytap_strncpy_raw(to, size, from, size - 1);
}

void mytap_strcat(char *to, size_t size, const char *from)
{
	size_t at = mytap_strlen(to), n = mytap_strlen(from);

	if (!(at & 7)) {
		mytap_strcpy(to + at, size - at, from);
		return;
	}
	if (n > size - 1 - at)
		n = size - 1 - at;
	memcpy(to + at, from, n);
	mytap_str_end(to, at + n);
}

void mytap_answer_add(struct mytap_answer *a, const char *s)
{
	size_t n = mytap_strlen(s), left = a->size - 1 - a->length;

	a->is_cut |= n > left;
	n = n > left ? left : n;
	memcpy(a->text + a->length, s, n);
	a->length += n;
	mytap_str_end(a->text, a->length);
}

void mytap_answer_set(struct mytap_answer *a, const char *s)
{
	a->length = 0;
	a->is_cut = false;
	mytap_answer_add(a, s);
}

int mytap_strcmp(const char *a, const char *b)
{
	const u64 *x = (const u64 *)a, *y = (const u64 *)b;
	u64 p, q;

	for (; *x == *y; x++, y++)
		if (mytap_has_zero(*x))
			return 0;
	p = __builtin_bswap64(*x);	/* most significant byte first; all bytes after a NUL are zero */
	q = __builtin_bswap64(*y);
	return p < q ? -1 : 1;
}

bool mytap_streq(const char *a, const char *b)
{
	const u64 *x = (const u64 *)a, *y = (const u64 *)b;

	for (; *x == *y; x++, y++)
		if (mytap_has_zero(*x))
			return true;
	return false;
}

u64 *mytap_key_str(u64 *k, const char *s)
{
	const u64 *w = (const u64 *)s;

	do
		*k++ = *w;
	while (!mytap_has_zero(*w++));
	return k;
}
