// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A long takes decimal, 0x and 0 numbers from -2^63 to 2^64-1, and is sent in decimal; a string is sent unchanged,
 * without enclosing double quotes.
 */
#include "globals.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

struct setting {
	const char *name, *value;
	size_t name_len, value_len;
	bool is_string;
	long long number;
};

/* The type of a global, "long" or "string"; NULL: no such global. */
static const char *global_type(const struct string_table *globals, const char *name, size_t len)
{
	for (size_t i = 0; i < globals->n; i++)
		if (!strncmp(globals->v[i], name, len) && globals->v[i][len] == ' ')
			return globals->v[i] + len + 1;
	return NULL;
}

static void say_unknown(const struct string_table *globals, const struct setting *s)
{
	char list[512] = "";
	size_t len = 0;

	for (size_t i = 0; i < globals->n && len < sizeof(list) - 80; i++)
		if (*globals->v[i])
			len += snprintf(list + len, sizeof(list) - len, "%s%.60s", len ? ", " : "", globals->v[i]);
	if (len)
		say_error("the script has no global variable %.*s that can be set (arrays and aggregates cannot); it has: %s", (int)s->name_len, s->name, list);
	else
		say_error("the script has no global variable %.*s: none of its variables can be set", (int)s->name_len, s->name);
}

static bool parse_number(const char *text, size_t len, long long *ret)
{
	char copy[32], *end;

	if (!len || len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	errno = 0;
	*ret = copy[0] == '-' ? strtoll(copy, &end, 0) : (long long)strtoull(copy, &end, 0);
	return !errno && end == copy + len && !strchr(" \t\n", copy[0]);
}

static bool parse(const struct string_table *globals, const char *text, struct setting *s)
{
	const char *equals = strchr(text, '='), *type;

	if (!equals || equals == text) {
		say_error("'%s' does not set a global variable: write name=value", text);
		return false;
	}
	*s = (struct setting){ .name = text, .name_len = equals - text, .value = equals + 1,
			       .value_len = strlen(equals + 1) };
	type = global_type(globals, s->name, s->name_len);
	if (!type) {
		say_unknown(globals, s);
		return false;
	}
	s->is_string = !strcmp(type, "string");
	if (s->is_string) {
		if (s->value_len >= 2 && s->value[0] == '"' && s->value[s->value_len - 1] == '"') {
			s->value++;
			s->value_len -= 2;
		}
		return true;
	}
	if (parse_number(s->value, s->value_len, &s->number))
		return true;
	say_error("global variable %.*s is a number, '%s' is not", (int)s->name_len, s->name, s->value);
	return false;
}

bool globals_check(const struct string_table *globals, char *const *settings, int n)
{
	bool is_good = true;
	struct setting s;

	for (int i = 0; i < n; i++)
		is_good &= parse(globals, settings[i], &s);
	return is_good;
}

static bool send(struct channel *c, const struct setting *s)
{
	size_t size = s->name_len + 1 + s->value_len + 32;
	char *text = must_alloc(size);
	bool is_sent;

	if (s->is_string)
		snprintf(text, size, "%.*s=%.*s", (int)s->name_len, s->name, (int)s->value_len, s->value);
	else
		snprintf(text, size, "%.*s=%lld", (int)s->name_len, s->name, s->number);
	is_sent = channel_command(c, MYTAP_CMD_SET_GLOBAL, text, strlen(text) + 1);
	if (!is_sent)
		say_error("the module does not take %s: %s", text,
			  errno == E2BIG || errno == ENAMETOOLONG ? "the value is too long for the variable" : strerror(errno));
	free(text);
	return is_sent;
}

bool globals_send(struct channel *c, const struct string_table *globals, char *const *settings, int n)
{
	struct setting s;

	for (int i = 0; i < n; i++)
		if (!parse(globals, settings[i], &s) || !send(c, &s))
			return false;
	return true;
}
