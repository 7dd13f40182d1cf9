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

/*
 * The UTF-8 character that starts at s: returns its bytes, 2 to 4; 0: none starts there (ASCII, an overlong form, a
 * surrogate ...).
 */
static u32 text_utf8(const char *s, u32 *ret)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = s[0];
	u32 n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2, c = first & (0xff >> (n + 1)), i;

	if (first < 0xc0 || first > 0xf7)
		return 0;
	for (i = 1; i < n; i++) {	/* stops at the string's NUL */
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	*ret = c;
	return n;
}

enum { TEXT_ESCAPE = 10 };

/* Writes \uXXXX or \UXXXXXXXX; returns its length. */
static u32 text_unicode(char to[TEXT_ESCAPE], u32 c)
{
	u32 digits = c > 0xffff ? 8 : 4, i;

	to[0] = '\\';
	to[1] = digits == 8 ? 'U' : 'u';
	for (i = 0; i < digits; i++)
		to[2 + i] = "0123456789ABCDEF"[c >> 4 * (digits - 1 - i) & 15];
	return 2 + digits;
}

/* Writes the character at s as text; *taken: its bytes in s. */
static u32 text_escape(char to[TEXT_ESCAPE], const char *s, bool quoted, u32 *taken)
{
	u32 c;

	*taken = quoted ? text_utf8(s, &c) : 0;
	if (*taken)
		return text_unicode(to, c);
	*taken = 1;
	return mytap_escape(to, s[0], quoted ? '"' : 0);
}

/*
 * The high bit of each byte of a word that needs an escape or is zero. The lowest such bit is exact; higher ones
 * may be set wrongly.
 */
static u64 word_special(u64 v)
{
	const u64 ones = ~0ull / 255, high = ones << 7;
	u64 quote = v ^ ones * '"', slash = v ^ ones * '\\', del = v ^ ones * 127;

	return (v | (v - ones * ' ') | ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((del - ones) & ~del)) & high;
}

/*
 * Copies the leading bytes that need no escape, quoted or not: in most texts, all. Works by whole words of s; bytes
 * copied beyond the returned length do not count.
 */
static size_t text_plain(char *to, size_t most, const char *s)
{
	size_t n = 0;
	u64 v, special;

	while (n + 8 <= most && !((unsigned long)(s + n) & 7)) {
		v = *(const u64 *)(s + n);
		special = word_special(v);
		memcpy(to + n, &v, 8);
		if (special)
			return n + (__builtin_ctzll(special) >> 3);
		n += 8;
	}
	while (n < most && s[n] >= ' ' && s[n] < 127 && s[n] != '\\' && s[n] != '"') {
		to[n] = s[n];
		n++;
	}
	return n;
}

/* Writes at most `most` bytes and no partial escape; *rest: the first byte of s that was not written. */
static size_t text_escape_all(char *to, size_t most, const char *s, bool quoted, const char **rest)
{
	char one[TEXT_ESCAPE];
	size_t at = 0;
	u32 k, taken;

	for (;; s += taken) {
		k = text_plain(to + at, most - at, s);
		at += k;
		s += k;
		if (!*s)
			break;
		k = text_escape(one, s, quoted, &taken);
		if (k > most - at)
			break;
		memcpy(to + at, one, k);
		at += k;
	}
	*rest = s;
	return at;
}

/*
 * Quoted text that does not fit ends in "... : so it is written first as if it fitted, and again if it did not.
 * size is at least 16.
 */
void mytap_text_str(char *to, size_t size, const char *s, s64 length, bool quoted)
{
	enum { QUOTES = 2, DOTS = 3 };
	size_t most = length > 0 && (u64)length < size - 1 ? (size_t)length : size - 1, n;
	const char *rest;

	if (!quoted) {
		n = text_escape_all(to, most, s, false, &rest);
		word_end(to, n);
		return;
	}
	if (most < QUOTES + DOTS)
		most = QUOTES + DOTS;
	to[0] = '"';
	n = 1 + text_escape_all(to + 1, most - QUOTES, s, true, &rest);
	if (*rest)
		n = 1 + text_escape_all(to + 1, most - QUOTES - DOTS, s, true, &rest);
	to[n++] = '"';
	if (*rest) {
		memcpy(to + n, "...", DOTS);
		n += DOTS;
	}
	word_end(to, n);
}

/* Bytes of the UTF-8 character at s; 0: invalid (cut off, overlong, or half of a surrogate pair). */
static u32 utf8_length(const char *s)
{
	u8 first = s[0], second = first ? s[1] : 0;
	u32 n = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0, i;

	for (i = 1; i < n; i++)
		if (((u8)s[i] & 0xc0) != 0x80)
			return 0;
	if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) || (first == 0xf0 && second < 0x90) ||
	    (first == 0xf4 && second >= 0x90))
		return 0;
	return n;
}

/* Writes what the first character becomes, at most 6 bytes; *taken: its bytes in s. */
static u32 text_for_one(char *to, const char *s, bool json, u32 *taken)
{
	static const char digits[] = "0123456789abcdef";
	u32 n = utf8_length(s);

	*taken = n ? n : 1;
	if (!n) {
		memcpy(to, "\xef\xbf\xbd", 3);
		return 3;
	}
	if (*s == '"' || *s == '\\' || *s == '\n') {
		to[0] = '\\';
		to[1] = *s == '\n' ? 'n' : *s;
		return 2;
	}
	if (json && (u8)*s < 0x20) {
		memcpy(to, "\\u00", 4);
		to[4] = digits[(u8)*s >> 4];
		to[5] = digits[*s & 15];
		return 6;
	}
	memcpy(to, s, n);
	return n;
}

void mytap_text_for(struct mytap_ctx *c, char *to, size_t size, const char *s, bool json, const char *where)
{
	size_t at = 0;
	u32 n, taken;
	char one[8];

	for (; *s; s += taken) {
		n = text_for_one(one, s, json, &taken);
		if (at + n >= size) {
			mytap_error(c, "a text with what its quotes and such take is longer than a string (MAXSTRINGLEN)", where);
			break;
		}
		memcpy(to + at, one, n);
		at += n;
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
	*at = end + !!state[end];	/* past the delimiter: the next call may use others */
}

/* ---- regular expressions -------------------------------------------------------------------- */

bool mytap_regex_search(const struct mytap_regex *r, const char *s)
{
	u32 state = 0;

	for (; *s && state != r->accept && state != r->dead; s++)
		state = r->next[state * r->nclasses + r->classes[(unsigned char)*s]];
	return state == r->accept || (!*s && r->ends[state]);
}

/*
 * With groups: threads in order of preference, at most one per instruction. The leftmost match wins, of those the
 * longest, of those the match of the most preferred thread.
 */
struct regex_run {
	const struct mytap_regex_program *r;
	struct mytap_match_state *m;
	u32 n[2];			/* threads in each list */
	bool found;
};

static bool regex_seen(struct mytap_match_state *m, u32 i)
{
	u64 bit = 1ULL << (i & 63);
	bool was = m->seen[i >> 6] & bit;

	m->seen[i >> 6] |= bit;
	return was;
}

/*
 * Adds a thread at instruction i, and all instructions reachable from it without reading a byte, to list `to`. SAVE
 * changes the thread only for the instructions after it: alternatives are followed depth first, and an entry 255 on
 * the stack restores the old value.
 */
static void regex_add(struct regex_run *run, u32 to, u32 i, struct mytap_regex_thread *t, s32 at, bool at_end)
{
	struct mytap_match_state *m = run->m;
	s16 old[2 * MYTAP_GROUPS];	/* SAVEs nest no deeper than there are groups */
	u8 slots[2 * MYTAP_GROUPS];
	u32 n = 0, nold = 0;

	m->stack[n++] = i;
	while (n) {
		const struct mytap_regex_inst *in;

		i = m->stack[--n];
		if (i == 255) {
			t->at[slots[nold - 1]] = old[nold - 1];
			nold--;
			continue;
		}
		if (regex_seen(m, i))
			continue;
		in = &run->r->inst[i];
		switch (in->op) {
		case MYTAP_RE_SPLIT:
			m->stack[n++] = in->y;
			m->stack[n++] = in->x;
			break;
		case MYTAP_RE_JUMP:
			m->stack[n++] = in->x;
			break;
		case MYTAP_RE_SAVE:
			if (in->x < 2 * MYTAP_GROUPS && nold < 2 * MYTAP_GROUPS) {
				old[nold] = t->at[in->x];
				slots[nold++] = in->x;
				t->at[in->x] = at;
				m->stack[n++] = 255;
			}
			m->stack[n++] = i + 1;
			break;
		case MYTAP_RE_BEGIN:
			if (!at)
				m->stack[n++] = i + 1;
			break;
		case MYTAP_RE_END:
			if (at_end)
				m->stack[n++] = i + 1;
			break;
		default:
			m->list[to][run->n[to]] = i;
			m->threads[to][run->n[to]++] = *t;
		}
	}
}

static void regex_note_match(struct regex_run *run, const struct mytap_regex_thread *t, s32 at)
{
	struct mytap_regex_thread *f = &run->m->found;

	if (run->found && (t->at[0] > f->at[0] || (t->at[0] == f->at[0] && at <= f->at[1])))
		return;
	*f = *t;
	f->at[1] = at;
	run->found = true;
}

static void regex_clear_seen(struct mytap_match_state *m)
{
	memset(m->seen, 0, sizeof(m->seen));
}

/* Advances list `from` by the byte at `at` into the other list. */
static void regex_step(struct regex_run *run, u32 from, const char *s, s32 at)
{
	struct mytap_match_state *m = run->m;
	unsigned char ch = s[at];
	u32 k;

	run->n[!from] = 0;
	regex_clear_seen(m);
	for (k = 0; k < run->n[from]; k++) {
		const struct mytap_regex_inst *in = &run->r->inst[m->list[from][k]];
		struct mytap_regex_thread t = m->threads[from][k];

		if (in->op == MYTAP_RE_MATCH)
			regex_note_match(run, &t, at);
		else if (ch && run->r->sets[in->x][ch >> 6] >> (ch & 63) & 1)
			regex_add(run, !from, m->list[from][k] + 1, &t, at + 1, !s[at + 1]);
	}
}

bool mytap_regex_match(const struct mytap_regex_program *r, const char *s, struct mytap_match_state *m, char *text,
		       size_t size)
{
	struct regex_run run = { .r = r, .m = m };
	struct mytap_regex_thread fresh;
	u32 now = 0;
	s32 at;

	memset(fresh.at, 0xff, sizeof(fresh.at));
	regex_clear_seen(m);
	for (at = 0;; at++) {
		if (!run.found) {	/* a match that begins later loses to one already found */
			fresh.at[0] = at;
			regex_add(&run, now, 0, &fresh, at, !s[at]);
		}
		regex_step(&run, now, s, at);
		now = !now;
		if (!s[at] || (run.found && !run.n[now]))
			break;
	}
	m->ngroups = run.found ? r->ngroups : 0;
	if (run.found)
		mytap_strcpy(text, size, s);
	return run.found;
}

static const char no_match[] = "the last =~ of this handler did not match: there are no groups";

s64 mytap_ngroups(struct mytap_ctx *c, const struct mytap_match_state *m, const char *where)
{
	if (!m->ngroups)
		mytap_error(c, no_match, where);
	return m->ngroups;
}

void mytap_matched(struct mytap_ctx *c, const struct mytap_match_state *m, const char *text, char *to, size_t size,
		   s64 n, const char *where)
{
	if (!m->ngroups || n < 0 || n >= m->ngroups) {
		u64 args[2] = { (u64)n, (u64)m->ngroups - 1 };

		if (m->ngroups)
			mytap_errorf(c, where, "there is no group %d: the regular expression has groups 0 to %d", args);
		else
			mytap_error(c, no_match, where);
		mytap_str_end(to, 0);
		return;
	}
	if (m->found.at[2 * n] < 0 || m->found.at[2 * n + 1] < 0) {
		mytap_str_end(to, 0);
		return;
	}
	mytap_strncpy_raw(to, size, text + m->found.at[2 * n], m->found.at[2 * n + 1] - m->found.at[2 * n]);
}

#endif
