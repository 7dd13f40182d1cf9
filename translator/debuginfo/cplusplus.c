// SPDX-License-Identifier: GPL-2.0-or-later
/* See cplusplus.h. A name is a row of parts with "::" between them; in brackets of a part there may be other names. */
#include "translator/debuginfo/cplusplus.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

#include "parser/base/map.h"
#include "translator/debuginfo/sources.h"

bool cplus_is_mangled(const char *symbol)
{
	return symbol[0] == '_' && symbol[1] == 'Z';
}

/* In malloc memory; NULL: it is no mangled name. */
static char *demangled(const char *symbol, int options)
{
	return cplus_is_mangled(symbol) ? cplus_demangle_v3(symbol, options) : NULL;
}

const char *cplus_name(const char *symbol)
{
	char *text = demangled(symbol, 0);
	const char *name = text ? intern(text) : NULL;

	free(text);
	return name;
}

/* Its signs are no brackets, and a type behind it ("operator std::string") is no scope. */
static bool is_operator(const char *part)
{
	return !strncmp(part, "operator", 8) && !isalnum((unsigned char)part[8]) && part[8] != '_';
}

/* Behind the part: at "::", at the parameters, or at the end. */
static const char *part_end(const char *part)
{
	unsigned int depth = 0;
	const char *p = part;

	if (is_operator(part)) {
		p += 8;
		if (!strncmp(p, "()", 2))
			p += 2;
		return p + strcspn(p, "(");
	}
	for (; *p; p++) {
		if (!depth && ((*p == '(' && p != part) || (p[0] == ':' && p[1] == ':')))
			break;
		if (strchr("<({", *p))
			depth++;
		else if (depth && strchr(">)}", *p))
			depth--;
	}
	return p;
}

/* NULL: it is the last one. */
static const char *next_part(const char *part)
{
	const char *end = part_end(part);

	return *end == ':' ? end + 2 : NULL;
}

static const char *last_part(const char *name)
{
	const char *next;

	while ((next = next_part(name)) != NULL)
		name = next;
	return name;
}

static bool is_anchored(const char *pattern)
{
	return pattern[0] == ':' && pattern[1] == ':';
}

static const char *without_anchor(const char *pattern)
{
	return is_anchored(pattern) ? pattern + 2 : pattern;
}

static bool has_parameters(const char *pattern)
{
	return *part_end(last_part(without_anchor(pattern))) == '(';
}

bool cplus_is_qualified(const char *pattern)
{
	return is_anchored(pattern) || next_part(pattern) || has_parameters(pattern);
}

const char *cplus_last_part(const char *pattern)
{
	const char *last = last_part(without_anchor(pattern));

	return intern_n(last, part_end(last) - last);
}

const char *cplus_hint(const char *pattern)
{
	const char *last = last_part(without_anchor(pattern));
	char hint[300];
	size_t n;

	if (is_operator(last))
		return "";
	last += *last == '~';
	n = strcspn(last, "<(*?[\\ {");
	if (!n || n > 256 || (last[n] && !strchr("<(", last[n])))
		return "";
	snprintf(hint, sizeof(hint), "%zu%.*s", n, (int)n, last);
	return intern(hint);
}

/* operator[] is no pattern, though it looks like one. */
static bool matches(const char *pattern, const char *text)
{
	return !strcmp(pattern, text) || glob_match(pattern, text);
}

/* The text is from one of its parts on. */
static bool matches_from(const char *pattern, char *text)
{
	char *last = (char *)last_part(text), *arguments = strchr(last, '<');
	bool is_match = matches(pattern, text);

	if (is_match || !arguments || is_operator(last) || strchr(pattern, '<') || *part_end(last))
		return is_match;
	*arguments = '\0';
	is_match = matches(pattern, text);
	*arguments = '<';
	return is_match;
}

bool cplus_matches(const char *pattern, const char *symbol)
{
	char *text = demangled(symbol, has_parameters(pattern) ? DMGL_PARAMS | DMGL_ANSI | DMGL_RET_DROP : 0);
	bool is_match = false;

	if (!text)
		return false;
	if (is_anchored(pattern))
		is_match = matches_from(pattern + 2, text);
	else if (!next_part(pattern))
		is_match = matches_from(pattern, (char *)last_part(text));
	else
		for (char *part = text; part && !is_match; part = (char *)next_part(part))
			is_match = matches_from(pattern, part);
	free(text);
	return is_match;
}
