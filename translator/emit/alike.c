// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Handlers that differ in string constants only, as those of syscall.* do in the name of the call: from the ninth on each is a call
 * of one function that takes the constants. gcc needs a sixth of the time for it, and a hit some two instructions.
 */
#include "handler.h"

#include <ctype.h>
#include <string.h>

enum { WRITTEN_OUT = 8, MOST_CONSTANTS = 4 };

struct alike {			/* a text with its constants taken out */
	unsigned int n;			/* handlers that have it */
	const char *name;		/* of the function; NULL: not written yet */
};

struct constants {
	const char *names[MOST_CONSTANTS];
	unsigned int n;
};

static bool is_constant(struct emit *e, const char *name)
{
	for (unsigned int i = 0; i < e->strings.n; i++)
		if (!strcmp(e->strings.v[i].name, name))
			return true;
	return false;
}

/* 1 + its index, or 0: there are too many. */
static unsigned int constant_index(struct constants *c, const char *name)
{
	for (unsigned int i = 0; i < c->n; i++)
		if (!strcmp(c->names[i], name))
			return i + 1;
	if (c->n == MOST_CONSTANTS)
		return 0;
	c->names[c->n++] = name;
	return c->n;
}

/* Behind a literal of C that begins at s. */
static const char *literal_end(const char *s)
{
	for (s++; *s != '"'; s++)
		s += *s == '\\';
	return s + 1;
}

/* The body with its constants called text_1 ...; false: it has none, too many, or such names itself. */
static bool take_out(struct emit *e, const char *body, struct strbuf *ret, struct constants *c)
{
	for (const char *s = body, *end; *s; s = end) {
		unsigned int index;
		const char *word;

		end = s + 1;
		if (*s == '"')
			end = literal_end(s);
		if (*s == '"' || !(isalnum((unsigned char)*s) || *s == '_')) {
			strbuf_add(ret, s, (size_t)(end - s));
			continue;
		}
		while (isalnum((unsigned char)*end) || *end == '_')
			end++;
		word = arena_strndup(e->a, s, (size_t)(end - s));
		if (!strncmp(word, "text_", 5))
			return false;
		if (strncmp(word, "str_", 4) || !is_constant(e, word)) {
			strbuf_puts(ret, word);
			continue;
		}
		index = constant_index(c, word);
		if (!index)
			return false;
		strbuf_printf(ret, "text_%u", index);
	}
	return c->n > 0;
}

/* The function's text in front of the first handler that calls it. */
static const char *function_write(struct emit *e, const char *decls, const char *body, const struct constants *c)
{
	const char *name = name_global(e, "probes_alike");
	struct strbuf *b = &e->handlers;

	/* Spelled so: the kernel's headers have a macro noinline. */
	strbuf_printf(b, "\n/* what handlers have in common that differ in these */\nstatic __attribute__((__noinline__)) void %s(struct mytap_ctx *c",
		      name);
	for (unsigned int i = 0; i < c->n; i++)
		strbuf_printf(b, ", const char *text_%u", i + 1);
	strbuf_printf(b, ")\n{\n%s%s%s}\n", decls, *decls ? "\n" : "", body);
	return name;
}

const char *alike_body(struct emit *e, const char *decls, const char *body)
{
	struct strbuf shape = { 0 }, key = { 0 }, call = { 0 };
	struct constants c = { .n = 0 };
	const char *ret = NULL;
	struct alike *a;

	if (!take_out(e, body, &shape, &c))
		goto out;
	strbuf_printf(&key, "%s\n--\n%s", decls, strbuf_str(&shape));
	a = map_get(&e->alike_index, strbuf_str(&key));
	if (!a) {
		a = arena_new_of(e->a, struct alike);
		map_put(&e->alike_index, arena_strndup(e->a, strbuf_str(&key), key.len), a);
	}
	if (a->n++ < WRITTEN_OUT)
		goto out;
	if (!a->name)
		a->name = function_write(e, decls, strbuf_str(&shape), &c);
	strbuf_printf(&call, "\t%s(c", a->name);
	for (unsigned int i = 0; i < c.n; i++)
		strbuf_printf(&call, ", %s", c.names[i]);
	strbuf_puts(&call, ");\n");
	ret = arena_strndup(e->a, strbuf_str(&call), call.len);
out:
	strbuf_deinit(&shape);
	strbuf_deinit(&key);
	strbuf_deinit(&call);
	return ret;
}
