/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes JSON to an output, value by value; commas are placed automatically. */
#ifndef MYTAP_LOADER_JSON_TEXT_H
#define MYTAP_LOADER_JSON_TEXT_H

#include "output.h"
#include "runtime/wire.h"

struct json {
	struct output *out;
	bool has_strings;		/* numbers that a double cannot represent exactly are strings */
	bool is_first;			/* of its object or array */
};

/* Begins or ends an object or array. key NULL: within an array, or the outermost. */
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);
void json_number(struct json *j, const char *key, s64 value);
void json_unsigned(struct json *j, const char *key, u64 value);
void json_bool(struct json *j, const char *key, bool value);
/* "0xffffffff81000000" */
void json_address(struct json *j, const char *key, u64 value);
/* Bytes that are not UTF-8 become U+FFFD. */
void json_bytes(struct json *j, const char *key, const char *s, size_t len);
void json_string(struct json *j, const char *key, const char *s);
/* ns as "1.234" microseconds, without a sign */
void json_us(struct json *j, const char *key, u64 ns);

#endif
