// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of C types in scripts, and one spelling for each integer type. */
#include <ctype.h>
#include <string.h>

#include "translator/debuginfo/sources.h"

/* Counts the words of an integer type; false if there is another word. */
struct integer_words {
	int is_long, is_short, is_int, is_char, is_signed, is_unsigned;
};

static bool count_word(struct integer_words *w, const char *word, size_t n)
{
	const struct { const char *word; int *count; } known[] = {
		{ "long", &w->is_long }, { "short", &w->is_short }, { "int", &w->is_int }, { "char", &w->is_char },
		{ "signed", &w->is_signed }, { "unsigned", &w->is_unsigned },
	};

	for (unsigned int i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i].word) == n && !strncmp(known[i].word, word, n)) {
			++*known[i].count;
			return true;
		}
	return false;
}

const char *type_name_canonical(struct arena *a, const char *text)
{
	struct integer_words w = { 0 };
	const char *p = text;
	const char *base;

	while (*p) {
		size_t n;

		p += strspn(p, " \t");
		n = strcspn(p, " \t");
		if (n && !count_word(&w, p, n))
			return text;
		p += n;
	}
	if (w.is_char)
		return w.is_unsigned ? "unsigned char" : w.is_signed ? "signed char" : "char";
	base = w.is_short ? "short" : w.is_long > 1 ? "long long" : w.is_long ? "long" : "int";
	return w.is_unsigned ? arena_printf(a, "unsigned %s", base) : base;
}

static bool is_word_dropped(const char *word, size_t n)
{
	static const char *const dropped[] = { "const", "volatile", "restrict", "__user", "__rcu", "__percpu" };

	for (unsigned int i = 0; i < sizeof(dropped) / sizeof(*dropped); i++)
		if (strlen(dropped[i]) == n && !strncmp(dropped[i], word, n))
			return true;
	return false;
}

void type_name_parse(struct arena *a, const char *text, struct type_name *ret)
{
	static const char *const tags[] = { "struct", "union", "enum" };
	struct strbuf b = { 0 };
	const char *p = text;

	*ret = (struct type_name){ 0 };
	while (*(p += strspn(p, " \t\n"))) {
		size_t n = strcspn(p, " \t\n*");
		const char *tag = NULL;

		if (*p == '*') {
			ret->pointers++;
			p++;
			continue;
		}
		for (unsigned int i = 0; i < 3; i++)
			if (strlen(tags[i]) == n && !strncmp(tags[i], p, n))
				tag = tags[i];
		if (tag && !b.len) {
			ret->tag = tag;
		} else if (!is_word_dropped(p, n)) {
			if (b.len)
				strbuf_putc(&b, ' ');
			strbuf_add(&b, p, n);
		}
		p += n;
	}
	if (ret->tag || strcmp(strbuf_str(&b), "void"))
		ret->base = ret->tag ? arena_strdup(a, strbuf_str(&b)) :
			    type_name_canonical(a, arena_strdup(a, strbuf_str(&b)));
	else
		ret->base = "";
	strbuf_deinit(&b);
}
