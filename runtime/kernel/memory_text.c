// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Text from memory that may not be readable: buffers and strings in quotes, UTF-16 and UTF-32 strings as UTF-8.
 * Reads memory only by fetch_memory(); also compiled by the tests. Any context; bounded by the size of a string.
 */

static size_t text_address(char *to, size_t size, u64 addr)
{
	static const struct mytap_directive pointer = { .conversion = 'p', .width = -1, .precision = -1 };

	return mytap_format_number(to, size - 1, &pointer, addr);
}

/* Quotes n bytes in at most `most` (>= 5) characters; "..." follows when they do not all fit. */
static size_t text_quote(char *to, size_t most, const char *s, size_t n, bool is_cut)
{
	size_t at = 0, fits, i;		/* fits: the length at which "... still fits */
	char one[TEXT_ESCAPE];
	u32 k;

	to[at++] = '"';
	fits = at;
	for (i = 0; i < n; i++) {
		k = mytap_escape(one, s[i], '"');
		if (at + k + 1 > most) {
			is_cut = true;
			break;
		}
		memcpy(to + at, one, k);
		at += k;
		if (at + 4 <= most)
			fits = at;
	}
	if (!is_cut) {
		to[at++] = '"';
		return at;
	}
	memcpy(to + fits, "\"...", 4);
	return fits + 4;
}

/* The limit of an output in characters: outlen, or (<= 0) what a string holds. */
static size_t quoted_most(size_t size, s64 outlen)
{
	size_t most = outlen <= 0 || (u64)outlen > size - 1 ? size - 1 : (size_t)outlen;

	return most < 5 ? 5 : most;
}

/* Reads only as many bytes as can be shown. */
bool mytap_buffer_quoted(char *room, char *to, size_t size, u64 addr, s64 length, s64 outlen, bool user)
{
	size_t most = quoted_most(size, outlen), n = (u64)length > most ? most : (size_t)length;

	if (fetch_memory(room, addr, n, user)) {
		mytap_str_end(to, text_quote(to, most, room, n, (u64)length > n));
		return true;
	}
	mytap_str_end(to, text_address(to, size, addr));
	return false;
}

void mytap_string_quoted_most(char *room, char *to, size_t size, u64 addr, s64 n, s64 outlen, bool user)
{
	size_t most = n < 0 || (u64)n > size - 1 ? size - 1 : (size_t)n;

	if (user ? mytap_string_user(room, size, addr, most) : mytap_string_kernel(room, size, addr, most))
		mytap_str_end(to, text_quote(to, quoted_most(size, outlen), room, mytap_strlen(room), false));
	else
		mytap_str_end(to, text_address(to, size, addr));
}

/* ---- UTF-16 and UTF-32 ---------------------------------------------------------------------- */

/* Memory from addr, read in aligned pieces of 32 bytes: never beyond the page of the next unit. */
struct wide_source {
	u64 addr;
	bool user, has_failed;
	u32 at, have;
	u8 bytes[32];
};

static u32 wide_byte(struct wide_source *s)
{
	if (s->at == s->have) {
		s->have = sizeof(s->bytes) - (s->addr & (sizeof(s->bytes) - 1));
		s->at = 0;
		if (s->has_failed || !fetch_memory((char *)s->bytes, s->addr, s->have, s->user)) {
			s->has_failed = true;
			s->have = 0;
			return 0;
		}
		s->addr += s->have;
	}
	return s->bytes[s->at++];
}

/* One unit of 2 or 4 bytes, little endian; 0 on a fault. */
static u32 wide_unit(struct wide_source *s, u32 unit)
{
	u32 v = 0, i;

	for (i = 0; i < unit; i++)
		v |= wide_byte(s) << 8 * i;
	return s->has_failed ? 0 : v;
}

enum { NO_CHARACTER = 0xffffffff };

static u32 wide_character(struct wide_source *s, u32 unit)
{
	u32 v = wide_unit(s, unit), low;

	if (v < 0xd800 || (v >= 0xe000 && v <= 0x10ffff))
		return v;
	if (unit != 2 || v >= 0xdc00)
		return NO_CHARACTER;
	low = wide_unit(s, unit);
	return low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00) : NO_CHARACTER;
}

static u32 utf8_put(char *to, u32 v)
{
	u32 n = v < 0x80 ? 1 : v < 0x800 ? 2 : v < 0x10000 ? 3 : 4, i;

	for (i = n - 1; i > 0; i--, v >>= 6)
		to[i] = 0x80 | (v & 0x3f);
	to[0] = n == 1 ? v : (0xf00 >> n & 0xff) | v;
	return n;
}

enum mytap_wide mytap_wide_string(char *to, size_t size, u64 addr, u32 unit, bool user)
{
	struct wide_source s = { .addr = addr, .user = user };
	size_t at = 0;
	char one[4];
	u32 v, k;

	while ((v = wide_character(&s, unit)) && v != NO_CHARACTER) {
		k = utf8_put(one, v);
		if (at + k > size - 1)
			break;
		memcpy(to + at, one, k);
		at += k;
	}
	if (!s.has_failed && v != NO_CHARACTER) {
		mytap_str_end(to, at);
		return MYTAP_WIDE_OK;
	}
	mytap_str_end(to, 0);
	return s.has_failed ? MYTAP_WIDE_FAULT : MYTAP_WIDE_INVALID;
}

void mytap_wide_string_or(char *to, size_t size, u64 addr, u32 unit, bool user, const char *otherwise)
{
	if (mytap_wide_string(to, size, addr, unit, user) != MYTAP_WIDE_OK)
		mytap_strcpy(to, size, otherwise);
}

void mytap_wide_string_need(struct mytap_ctx *c, char *to, size_t size, u64 addr, u32 unit, bool user, const char *where)
{
	static const char space[2][16] MYTAP_STRING = { "kernel", "user" };
	u64 args[3] = { (u64)space[user], addr, unit * 8 };

	switch (mytap_wide_string(to, size, addr, unit, user)) {
	case MYTAP_WIDE_OK:
		break;
	case MYTAP_WIDE_FAULT:
		read_fault(c, where, "%s string copy fault at %p", args);
		break;
	case MYTAP_WIDE_INVALID:
		mytap_errorf(c, where, "the %s string at %p is not UTF-%d", args);
		break;
	}
}

void mytap_wide_string_quoted(struct mytap_ctx *c, char *room, char *to, size_t size, u64 addr, u32 unit, bool user,
			      const char *where)
{
	mytap_wide_string_need(c, room, size, addr, unit, user, where);
	mytap_text_str(to, size, room, 0, true);
}
