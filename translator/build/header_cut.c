/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A header is split into pieces, each a macro or a declaration up to its ';' or the end of its body. Names lead to the pieces
 * that define them; a piece needs what it names.
 */
#include "header_cut.h"

#include <ctype.h>
#include <string.h>

#include "parser/base/map.h"
#include "parser/base/vec.h"

struct piece {
	const char *s;
	size_t n;
	bool is_macro, is_needed;
};

struct definition {			/* of a name; chained: a tag and a function may be named alike */
	unsigned int piece;
	struct definition *next;
};

struct cut {
	struct arena *a;
	VEC(struct piece) pieces;
	VEC(unsigned int) pending;		/* needed pieces whose own names are not looked up yet */
	struct map names;		/* to struct definition */
};

static void define(struct cut *c, const char *s, size_t n)
{
	const char *name = intern_n(s, n);
	struct definition *d = arena_new_of(c->a, struct definition);

	d->piece = c->pieces.n;
	d->next = map_get(&c->names, name);
	map_put(&c->names, name, d);
}

static void add_piece(struct cut *c, const char *from, const char *to, bool is_macro)
{
	struct piece p = { .s = from, .n = to - from, .is_macro = is_macro };

	vec_push(c->a, &c->pieces, p);
}

/* ---- tokens ---------------------------------------------------------------------- */

struct token {
	const char *s;
	size_t n;			/* 0: the end */
};

static bool is_name(const struct token *t)
{
	return t->n && (isalpha((unsigned char)*t->s) || *t->s == '_');
}

static bool is(const struct token *t, const char *text)
{
	return t->n == strlen(text) && !memcmp(t->s, text, t->n);
}

/* Of a text; a header has no comments any more. */
static const char *skip_space(const char *p)
{
	for (;;) {
		const char *end;

		p += strspn(p, " \t\n\r\f\v");
		if (p[0] == '/' && p[1] == '/') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			end = strstr(p + 2, "*/");
			p = end ? end + 2 : p + strlen(p);
		} else {
			return p;
		}
	}
}

static struct token next_token(const char *p)
{
	struct token t;

	p = skip_space(p);
	t.s = p;
	if (isalnum((unsigned char)*p) || *p == '_') {
		while (isalnum((unsigned char)*p) || *p == '_')
			p++;
	} else if (*p == '"' || *p == '\'') {
		for (char quote = *p++; *p && *p != quote; p++)
			p += *p == '\\' && p[1];
		p += *p != '\0';
	} else if (*p) {
		p++;
	}
	t.n = p - t.s;
	return t;
}

/* ---- declarations ------------------------------------------------------------------ */

/* Words that a declaration does not declare. */
static bool is_word(const struct token *t)
{
	static const char *const words[] = {
		"__attribute__", "__asm__", "asm", "typeof", "__typeof__", "_Static_assert", "sizeof", "_Alignas",
		"static", "extern", "inline", "__inline", "__inline__", "const", "volatile", "_Noreturn",
	};

	for (unsigned int i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (is(t, words[i]))
			return true;
	return false;
}

struct reader {				/* of one declaration */
	unsigned int depth;		/* of all brackets */
	bool in_enum, is_typedef, has_name;
	bool ends_here;			/* the body that is open is the end of the declaration: a function's */
};

/* What `t` defines, by its neighbours. */
static void name_token(struct cut *c, struct reader *r, const struct token *before, const struct token *t, const struct token *after)
{
	bool is_tag = is(before, "struct") || is(before, "union") || is(before, "enum");

	if (r->in_enum && r->depth == 1 && (is(before, "{") || is(before, ","))) {
		define(c, t->s, t->n);
	} else if (r->is_typedef && r->depth == 1 && is(before, "*") && is(after, ")") && !r->has_name) {
		define(c, t->s, t->n);	/* typedef void (*name)(...) */
		r->has_name = true;
	} else if (r->depth) {
		return;
	} else if (is_tag && (is(after, "{") || is(after, ";"))) {
		define(c, t->s, t->n);
	} else if (is_tag || is_word(t)) {
		return;
	} else if (is(after, "(") && !r->has_name && !r->is_typedef) {
		define(c, t->s, t->n);
		r->has_name = true;
	} else if (is(after, ";") || is(after, ",") || is(after, "=") || is(after, "[") ||
		   (is(after, "__attribute__") && !r->has_name)) {
		define(c, t->s, t->n);
	}
}

/* Brackets; true at the end of the declaration. */
static bool bracket_token(struct reader *r, const struct token *before, const struct token *t)
{
	if (is(t, "(") || is(t, "[") || is(t, "{")) {
		if (!r->depth && is(t, "{"))
			r->ends_here = is(before, ")");
		r->depth++;
	} else if ((is(t, ")") || is(t, "]") || is(t, "}")) && r->depth) {
		r->depth--;
		if (!r->depth && is(t, "}")) {
			r->in_enum = false;
			return r->ends_here;
		}
	}
	return is(t, ";") && !r->depth;
}

/* The end of the declaration at p, whose names are defined for the piece that is added next. */
static const char *read_declaration(struct cut *c, const char *p)
{
	struct token before = { .s = p }, t = next_token(p), after;
	struct reader r = { .is_typedef = is(&t, "typedef") };
	bool was_enum = false;

	for (; t.n; before = t, t = after) {
		after = next_token(t.s + t.n);
		if (is(&t, "enum") && !r.depth)
			was_enum = true;
		if (is(&t, "{") && !r.depth)
			r.in_enum = was_enum;
		if (is_name(&t))
			name_token(c, &r, &before, &t, &after);
		else if (bracket_token(&r, &before, &t))
			return t.s + t.n;
	}
	return t.s;
}

static void read_declarations(struct cut *c, const char *p)
{
	struct token first;

	while ((first = next_token(p)).n) {
		const char *end = read_declaration(c, p);

		add_piece(c, first.s, end, false);
		if (is(&first, "asm") || is(&first, "__asm__")) {
			c->pieces.v[c->pieces.n - 1].is_needed = true;	/* it may define what has no declaration */
			vec_push(c->a, &c->pending, c->pieces.n - 1);
		}
		p = end;
	}
}

/* ---- directives ---------------------------------------------------------------------- */

static void read_directive(struct cut *c, const char *p, const char *end, bool *is_file)
{
	struct token word = next_token(p + 1), name = next_token(word.s + word.n);
	struct definition *d;

	if (isdigit((unsigned char)*word.s)) {		/* # 1 "file": or "<built-in>", "<command-line>" */
		*is_file = !(name.n > 1 && name.s[1] == '<');
	} else if (is(&word, "define") && *is_file) {
		define(c, name.s, name.n);
		add_piece(c, p, end, true);
	} else if (is(&word, "undef")) {
		for (d = map_get(&c->names, intern_n(name.s, name.n)); d; d = d->next)
			if (c->pieces.v[d->piece].is_macro)
				c->pieces.v[d->piece].n = 0;
	}
}

/* Lines that are no directives, which all are macros or tell where the others come from. */
static const char *read_lines(struct cut *c, const char *header)
{
	struct strbuf code = { 0 };
	bool is_file = true;
	const char *end;

	for (const char *p = header; *p; p = end) {
		end = p + strcspn(p, "\n");
		end += *end == '\n';
		if (*p == '#')
			read_directive(c, p, end, &is_file);
		else
			strbuf_add(&code, p, end - p);
	}
	end = arena_strndup(c->a, strbuf_str(&code), code.len);
	strbuf_deinit(&code);
	return end;
}

/* ---- what is needed ---------------------------------------------------------------------- */

static void need_names(struct cut *c, const char *s, size_t n)
{
	struct token t;

	for (const char *p = s; (t = next_token(p)).n && t.s < s + n; p = t.s + t.n) {
		if (!is_name(&t))
			continue;
		for (struct definition *d = map_get(&c->names, intern_n(t.s, t.n)); d; d = d->next) {
			if (c->pieces.v[d->piece].is_needed)
				continue;
			c->pieces.v[d->piece].is_needed = true;
			vec_push(c->a, &c->pending, d->piece);
		}
	}
}

void header_cut(struct arena *a, const char *header, const char *text, struct strbuf *ret)
{
	struct cut c = { .a = a };

	read_declarations(&c, read_lines(&c, header));
	need_names(&c, text, strlen(text));
	for (unsigned int i = 0; i < c.pending.n; i++)
		need_names(&c, c.pieces.v[c.pending.v[i]].s, c.pieces.v[c.pending.v[i]].n);
	vec_each(p, &c.pieces) {
		if (!p->is_needed || !p->n)
			continue;
		strbuf_add(ret, p->s, p->n);
		strbuf_putc(ret, '\n');
	}
	map_deinit(&c.names);
}
