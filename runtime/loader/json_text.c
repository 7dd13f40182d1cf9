// SPDX-License-Identifier: GPL-2.0-or-later
/* See json_text.h. */
#include "json_text.h"

#include <stdio.h>
#include <string.h>

#include "runtime/format.h"
#include "utf8.h"

#define EXACT_MOST (1LL << 53)		/* a double represents all integers up to this value */

static void put(struct json *j, char c)
{
	char *to = output_room(j->out, 1);

	*to = c;
	output_advance(j->out, to + 1);
}

static char *put_escaped(char *to, unsigned char c)
{
	static const char from[] = "\"\\\n\t\r\b\f", letters[] = "\"\\ntrbf";
	const char *p = c ? strchr(from, c) : NULL;

	if (p) {
		*to++ = '\\';
		*to++ = letters[p - from];
		return to;
	}
	return to + sprintf(to, "\\u%04x", c);
}

static void put_bytes(struct json *j, const char *text, size_t len)
{
	const char *s = text, *end = s + len;
	char *to = output_room(j->out, 6 * len + 8);

	*to++ = '"';
	while (s < end) {
		unsigned int n = utf8_sequence(s, end - s);

		if (n == 1 && ((unsigned char)*s < 0x20 || *s == '"' || *s == '\\' || *s == 0x7f)) {
			to = put_escaped(to, *s++);
			continue;
		}
		if (!n) {
			memcpy(to, UTF8_REPLACEMENT, 3);
			to += 3;
			s++;
			continue;
		}
		while (n--)
			*to++ = *s++;
	}
	*to++ = '"';
	output_advance(j->out, to);
}

static void begin(struct json *j, const char *key)
{
	if (!j->is_first)
		put(j, ',');
	j->is_first = false;
	if (!key)
		return;
	put_bytes(j, key, strlen(key));
	put(j, ':');
}

void json_open(struct json *j, const char *key, char bracket)
{
	begin(j, key);
	put(j, bracket);
	j->is_first = true;
}

void json_close(struct json *j, char bracket)
{
	put(j, bracket);
	j->is_first = false;
}

static void put_number(struct json *j, u64 value, bool is_negative)
{
	bool is_string = j->has_strings && value > EXACT_MOST;
	char digits[32], *end = digits + sizeof(digits), *s;

	if (is_string)
		*--end = '"';
	s = mytap_digits(end, value);
	if (is_negative)
		*--s = '-';
	if (is_string)
		*--s = '"';
	output_add(j->out, s, digits + sizeof(digits) - s);
}

void json_number(struct json *j, const char *key, s64 value)
{
	begin(j, key);
	put_number(j, value < 0 ? -(u64)value : (u64)value, value < 0);
}

void json_unsigned(struct json *j, const char *key, u64 value)
{
	begin(j, key);
	put_number(j, value, false);
}

void json_bool(struct json *j, const char *key, bool value)
{
	begin(j, key);
	output_add(j->out, value ? "true" : "false", value ? 4 : 5);
}

void json_address(struct json *j, const char *key, u64 value)
{
	begin(j, key);
	output_printf(j->out, "\"0x%llx\"", (unsigned long long)value);
}

void json_bytes(struct json *j, const char *key, const char *s, size_t len)
{
	begin(j, key);
	put_bytes(j, s, len);
}

void json_string(struct json *j, const char *key, const char *s)
{
	json_bytes(j, key, s, strlen(s));
}

void json_us(struct json *j, const char *key, u64 ns)
{
	begin(j, key);
	output_printf(j->out, "%llu.%03u", (unsigned long long)(ns / 1000), (unsigned int)(ns % 1000));
}
