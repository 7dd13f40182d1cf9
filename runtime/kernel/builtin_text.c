// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * String functions of scripts. Pure C: no kernel, no libc but memcpy; also
 * compiled on the host by the tests. Any context; bounded by the strings' size.
 */
#ifndef MYTAP_BUILTIN_TEXT
#define MYTAP_BUILTIN_TEXT

static u64 text_byte(const char *s, size_t i)
{
	return (unsigned char)s[i];
}

void mytap_substr(char *to, size_t size, const char *s, s64 start, s64 length)
{
	s64 n = mytap_strlen(s);

	if (start < 0 || start >= n || length <= 0) {
		mytap_str_end(to, 0);
		return;
	}
	if (length > n - start)
		length = n - start;
	mytap_strncpy_raw(to, size, s + start, length);
}

s64 mytap_stringat(struct mytap_ctx *c, const char *s, s64 at, const char *where)
{
	if (at < 0) {
		u64 args[1] = { (u64)at };

		mytap_errorf(c, where, "stringat: no position %d in a string", args);
		return 0;
	}
	return at < (s64)mytap_strlen(s) ? (s64)text_byte(s, at) : 0;
}

static bool text_begins(const char *s, const char *part, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] != part[i])
			return false;
	return true;
}

static s64 text_find(const char *s, size_t ns, size_t from, const char *part, size_t n)
{
	for (; from + n <= ns; from++)
		if (s[from] == *part && text_begins(s + from, part, n))
			return from;
	return -1;
}

s64 mytap_strpos(const char *s, const char *part)
{
	size_t n = mytap_strlen(part);

	return n ? text_find(s, mytap_strlen(s), 0, part, n) : 0;
}

static size_t text_add(char *to, size_t size, size_t at, const char *from, size_t n)
{
	if (n > size - 1 - at)
		n = size - 1 - at;
	memcpy(to + at, from, n);
	return at + n;
}

void mytap_str_replace(char *to, size_t size, const char *s, const char *search, const char *by)
{
	size_t ns = mytap_strlen(s), n = mytap_strlen(search), nby = mytap_strlen(by), at = 0, from = 0;

	while (n && at < size - 1) {
		s64 hit = text_find(s, ns, from, search, n);

		if (hit < 0)
			break;
		at = text_add(to, size, at, s + from, hit - from);
		at = text_add(to, size, at, by, nby);
		from = hit + n;
	}
	at = text_add(to, size, at, s + from, ns - from);
	mytap_str_end(to, at);
}

static int text_digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (ch >= 'a' && ch <= 'z')
		return ch - 'a' + 10;
	return ch >= 'A' && ch <= 'Z' ? ch - 'A' + 10 : 99;
}

s64 mytap_strtol(const char *s, s64 base)
{
	bool minus = false;
	u64 n = 0;

	while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
		s++;
	if (*s == '-' || *s == '+')
		minus = *s++ == '-';
	if ((base == 0 || base == 16) && s[0] == '0' && (s[1] | 32) == 'x' && text_digit(s[2]) < 16) {
		s += 2;
		base = 16;
	} else if (base == 0) {
		base = *s == '0' ? 8 : 10;
	}
	if (base < 2 || base > 36)
		return 0;
	for (; text_digit(*s) < base; s++)
		n = n * base + text_digit(*s);
	return minus ? (s64)(0 - n) : (s64)n;
}

/* One byte as text; how long it is. */
static u32 text_escape(char *to, unsigned char ch, bool quoted)
{
	static const char plain[] = "abtnvfr";

	if (ch == '\\' || (quoted && ch == '"')) {
		to[0] = '\\';
		to[1] = ch;
		return 2;
	}
	if (ch >= 0x20 && ch < 0x7f) {
		to[0] = ch;
		return 1;
	}
	to[0] = '\\';
	if (ch >= '\a' && ch <= '\r') {
		to[1] = plain[ch - '\a'];
		return 2;
	}
	to[1] = '0' + (ch >> 6);
	to[2] = '0' + (ch >> 3 & 7);
	to[3] = '0' + (ch & 7);
	return 4;
}

void mytap_text_str(char *to, size_t size, const char *s, s64 length, bool quoted)
{
	size_t n = mytap_strlen(s), at = 0, i, most = size - 1 - (quoted ? 5 : 0);	/* room for "... */
	char one[4];
	u32 k;

	if (length > 0 && (size_t)length < n)
		n = length;
	if (quoted)
		to[at++] = '"';
	for (i = 0; i < n; i++) {
		k = text_escape(one, s[i], quoted);
		if (at + k > most)
			break;
		memcpy(to + at, one, k);
		at += k;
	}
	if (quoted) {
		to[at++] = '"';
		if (s[i]) {
			memcpy(to + at, "...", 3);
			at += 3;
		}
	}
	mytap_str_end(to, at);
}

static bool text_has(const char *set, char ch)
{
	for (; *set; set++)
		if (*set == ch)
			return true;
	return false;
}

void mytap_tokenize(char *state, s64 *at, char *to, size_t size, const char *s, const char *delim)
{
	size_t start, end;

	if (*s) {
		mytap_strcpy(state, size, s);
		*at = 0;
	}
	for (start = *at; state[start] && text_has(delim, state[start]); start++)
		;
	for (end = start; state[end] && !text_has(delim, state[end]); end++)
		;
	mytap_strncpy_raw(to, size, state + start, end - start);
	*at = end;
}

void mytap_matched(const struct mytap_match_state *m, char *to, size_t size, s64 n)
{
	if (n < 0 || n >= m->ngroups || m->start[n] < 0) {
		mytap_str_end(to, 0);
		return;
	}
	mytap_strncpy_raw(to, size, m->subject + m->start[n], m->end[n] - m->start[n]);
}

#endif
