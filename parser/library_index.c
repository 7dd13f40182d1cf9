// SPDX-License-Identifier: GPL-2.0-or-later
#include "library_index.h"

#include <stdio.h>
#include <string.h>

enum { HASH_DIGITS = 16 };

uint64_t index_hash(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t word;

	for (; n >= sizeof(word); p += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		h = (h ^ word) * 0x9e3779b97f4a7c15ULL;
		h ^= h >> 29;
	}
	while (n-- > 0)
		h = (h ^ *p++) * 0x100000001b3ULL;
	return h ^ h >> 32;
}

static void hash_text(const struct strbuf *text, char ret[HASH_DIGITS + 1])
{
	snprintf(ret, HASH_DIGITS + 1, "%016llx", (unsigned long long)index_hash(0, text->s + HASH_DIGITS, text->len - HASH_DIGITS));
}

void index_text_begin(struct strbuf *text)
{
	strbuf_puts(text, "no hash as yet:\n");
}

void index_text_add(struct strbuf *text, enum definition kind, const char *name, size_t n)
{
	strbuf_putc(text, (char)('0' + kind));
	strbuf_add(text, name, n);
	strbuf_putc(text, '\n');
}

void index_text_end_file(struct strbuf *text)
{
	strbuf_putc(text, '\n');
}

void index_text_end(struct strbuf *text)
{
	char hash[HASH_DIGITS + 1];

	hash_text(text, hash);
	memcpy(text->s, hash, HASH_DIGITS);
}

bool index_text_is_whole(const struct strbuf *text, unsigned int nfiles)
{
	char hash[HASH_DIGITS + 1];
	unsigned int nends = 0;
	const char *p, *next;

	if (text->len < HASH_DIGITS || strlen(text->s) != text->len)
		return false;
	hash_text(text, hash);
	if (memcmp(hash, text->s, HASH_DIGITS) != 0)
		return false;
	for (p = index_text_start(text); *p; p = next + 1) {
		next = strchr(p, '\n');
		if (!next || (*p != '\n' && (*p < '0' + DEFINES_FUNCTION || *p > '0' + DEFINES_ALIAS)))
			return false;
		nends += *p == '\n';
	}
	return nends == nfiles && (!nfiles || (text->s[text->len - 1] == '\n' && p[-1] == '\n'));
}

const char *index_text_start(const struct strbuf *text)
{
	return text->s + HASH_DIGITS;
}

const char *index_text_file(const char *p, definition_fn *fn, void *ctx)
{
	for (; *p != '\n'; p++) {
		size_t n = strcspn(p, "\n");

		fn(ctx, (enum definition)(*p - '0'), p + 1, n - 1);
		p += n;
	}
	return p + 1;
}
