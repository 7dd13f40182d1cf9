// SPDX-License-Identifier: GPL-2.0-or-later
/* See script_options.h. */
#include "script_options.h"

#include <ctype.h>
#include <string.h>

#define BLANK " \t"

/* The text after the comment marker at the start of the line; NULL: the line is no comment. */
static const char *comment_text(const char *line, const char *end)
{
	static const char *const markers[] = { "//", "#", "/*", "*" };

	while (line < end && strchr(BLANK, *line))
		line++;
	for (size_t i = 0; i < sizeof(markers) / sizeof(*markers); i++) {
		size_t n = strlen(markers[i]);

		if ((size_t)(end - line) < n || memcmp(line, markers[i], n))
			continue;
		line += n;
		while (line < end && strchr(BLANK, *line))
			line++;
		return line;
	}
	return NULL;
}

static size_t name_length(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && (isalpha((unsigned char)s[n]) || s[n] == '_' || (n && isdigit((unsigned char)s[n]))))
		n++;
	return n;
}

/* NAME[=DEFAULT], then its purpose. A default with blanks is quoted. */
static void read_line(struct arena *a, const char *s, const char *end, script_option_vec *ret)
{
	struct script_option o = { 0 };
	size_t n = name_length(s, end);
	const char *from;

	if (!n || script_option_find(ret, s, n))
		return;
	o.name = arena_strndup(a, s, n);
	s += n;
	if (s < end && *s == '=') {
		char quote = s + 1 < end && s[1] == '"' ? '"' : 0;

		from = s += 1 + (quote != 0);
		while (s < end && (quote ? *s != quote : !strchr(BLANK, *s)))
			s++;
		o.preset = arena_strndup(a, from, (size_t)(s - from));
		s += quote && s < end;
	}
	while (s < end && strchr(BLANK, *s))
		s++;
	while (end > s && strchr(BLANK "*/", end[-1]))
		end--;
	o.text = arena_strndup(a, s, (size_t)(end - s));
	o.value = o.preset;
	vec_push(a, ret, o);
}

void script_options_read(struct arena *a, const char *text, size_t len, script_option_vec *ret)
{
	static const char word[] = "--opt";
	const char *end = text + len, *line_end;

	for (const char *line = text; line < end; line = line_end + 1) {
		const char *s;

		line_end = memchr(line, '\n', (size_t)(end - line));
		line_end = line_end ? line_end : end;
		s = comment_text(line, line_end);
		if (!s || (size_t)(line_end - s) < sizeof(word) || memcmp(s, word, sizeof(word) - 1) || !strchr(BLANK, s[sizeof(word) - 1]))
			continue;
		for (s += sizeof(word); s < line_end && strchr(BLANK, *s); s++)
			;
		read_line(a, s, line_end, ret);
	}
}

struct script_option *script_option_find(const script_option_vec *v, const char *name, size_t n)
{
	vec_each(o, v)
		if (strlen(o->name) == n && !memcmp(o->name, name, n))
			return o;
	return NULL;
}
