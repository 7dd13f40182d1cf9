/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pieces.h"

#include <ctype.h>
#include <string.h>

struct definition {			/* of a name; chained: a tag and a function may be named alike */
	unsigned int piece;
	struct definition *next;
};

void pieces_define(struct pieces *p, const char *s, size_t n)
{
	const char *name = intern_n(s, n);
	struct definition *d = arena_new_of(p->a, struct definition);

	d->piece = p->all.n;
	d->next = map_get(&p->names, name);
	map_put(&p->names, name, d);
}

void pieces_add(struct pieces *p, const char *from, const char *to, bool is_macro)
{
	struct piece piece = { .s = from, .n = to - from, .is_macro = is_macro };

	vec_push(p->a, &p->all, piece);
}

void pieces_forget_macro(struct pieces *p, const char *s, size_t n)
{
	for (struct definition *d = map_get(&p->names, intern_n(s, n)); d; d = d->next)
		if (p->all.v[d->piece].is_macro)
			p->all.v[d->piece].n = 0;
}

static void need(struct pieces *p, unsigned int piece)
{
	if (p->all.v[piece].is_needed)
		return;
	p->all.v[piece].is_needed = true;
	vec_push(p->a, &p->pending, piece);
}

void pieces_keep(struct pieces *p)
{
	need(p, p->all.n - 1);
}

/* ---- tokens ---------------------------------------------------------------------- */

static bool is_name(const struct c_token *t)
{
	return t->n && (isalpha((unsigned char)*t->s) || *t->s == '_');
}

bool c_token_is(const struct c_token *t, const char *text)
{
	return t->n && *t->s == *text && t->n == strlen(text) && !memcmp(t->s, text, t->n);
}

static const char *skip_space(const char *p)
{
	for (;;) {
		const char *end, *from = p;

		p += strspn(p, " \t\n\r\f\v");
		if ((p[0] == '#' && p > from && p[-1] == '\n') || (p[0] == '/' && p[1] == '/')) {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			end = strstr(p + 2, "*/");
			p = end ? end + 2 : p + strlen(p);
		} else {
			return p;
		}
	}
}

/* The end of a string or a character at p. */
static const char *skip_quoted(const char *p)
{
	for (char quote = *p++; *p && *p != quote; p++)
		p += *p == '\\' && p[1];
	return p + (*p != '\0');
}

struct c_token c_token_next(const char *p)
{
	struct c_token t;

	p = skip_space(p);
	t.s = p;
	if (isalnum((unsigned char)*p) || *p == '_') {
		while (isalnum((unsigned char)*p) || *p == '_')
			p++;
	} else if (*p == '"' || *p == '\'') {
		p = skip_quoted(p);
	} else if (*p) {
		p++;
	}
	t.n = p - t.s;
	return t;
}

static struct c_token token_after(const struct c_token *t)
{
	return c_token_next(t->s + t->n);
}

/* ---- declarations ------------------------------------------------------------------ */

static bool is_one_of(const struct c_token *t, const char *const *words)
{
	for (; *words; words++)
		if (**words == *t->s && c_token_is(t, *words))
			return true;
	return false;
}

/* Words that a declaration does not declare. */
static bool is_word(const struct c_token *t)
{
	static const char *const words[] = {
		"__attribute__", "__attribute", "__asm__", "__asm", "asm", "typeof", "__typeof__", "__typeof", "_Static_assert", "sizeof",
		"_Alignas", "static", "extern", "inline", "__inline", "__inline__", "const", "volatile", "register", "__extension__",
		"_Noreturn", "void", "char", "short", "int", "long", "signed", "unsigned", "_Bool", "float", "double", NULL
	};

	return is_one_of(t, words);
}

/* What keeps a function or an object to which nothing refers. */
static bool is_lasting(const struct c_token *t)
{
	static const char *const words[] = {
		"used", "__used__", "retain", "__retain__", "externally_visible", "__externally_visible__", "constructor",
		"__constructor__", "destructor", "__destructor__", NULL
	};

	return is_one_of(t, words);
}

/* What may follow the name that is declared. */
static bool ends_declarator(const struct c_token *t)
{
	static const char *const words[] = { ";", ",", "=", "[", "__asm__", "__asm", "asm", NULL };

	return is_one_of(t, words);
}

struct reader {				/* of one declaration */
	unsigned int depth;		/* of all brackets */
	unsigned int enum_depth;	/* of the body of an enum that is open, or 0 */
	bool was_enum;			/* the next body is one */
	bool is_typedef, has_name, is_lasting;
	bool ends_here;			/* the body that is open is the end of the declaration: a function's */
};

/* What `t` defines, by its neighbours. */
static void name_token(struct pieces *p, struct reader *r, const struct c_token *before, const struct c_token *t, const struct c_token *after)
{
	bool is_tag = c_token_is(before, "struct") || c_token_is(before, "union") || c_token_is(before, "enum");
	bool is_own = false;

	if (is_tag && (c_token_is(after, "{") || (!r->depth && c_token_is(after, ";")))) {
		is_own = true;
	} else if (r->enum_depth && r->depth == r->enum_depth) {
		is_own = c_token_is(before, "{") || c_token_is(before, ",");
	} else if (r->depth == 1 && !r->has_name) {	/* (*name)(...), (*name[N])(...), of a typedef (name)(...), too */
		is_own = (c_token_is(before, "*") && (c_token_is(after, ")") || c_token_is(after, "["))) ||
			 (r->is_typedef && c_token_is(before, "(") && c_token_is(after, ")"));
		r->has_name = is_own && !r->is_typedef;
	} else if (r->depth || is_tag || is_word(t)) {
		return;
	} else if (c_token_is(after, "(")) {
		struct c_token inside = token_after(after);

		is_own = !r->has_name && !c_token_is(&inside, "*");
		r->has_name = r->has_name || (is_own && !r->is_typedef);
	} else {
		is_own = ends_declarator(after) || (c_token_is(after, "__attribute__") && !r->has_name);
	}
	if (is_own)
		pieces_define(p, t->s, t->n);
}

/* Brackets; true at the end of the declaration. */
static bool bracket_token(struct reader *r, const struct c_token *before, const struct c_token *t)
{
	switch (*t->s) {
	case '{':
		if (!r->depth)
			r->ends_here = r->has_name && c_token_is(before, ")");
		if (r->was_enum)
			r->enum_depth = r->depth + 1;
		r->was_enum = false;
		r->depth++;
		return false;
	case '(': case '[':
		r->depth++;
		return false;
	case ')': case ']': case '}':
		if (r->enum_depth == r->depth)
			r->enum_depth = 0;
		r->depth -= r->depth > 0;
		r->was_enum = false;
		return *t->s == '}' && !r->depth && r->ends_here;
	case ';':
		r->was_enum = false;
		return !r->depth;
	default:
		return false;
	}
}

/* The end of the function's body that begins behind p. */
static const char *skip_body(const char *p)
{
	unsigned int depth = 1;

	while (*p && depth) {
		p += strcspn(p, "{}\"'");
		if (*p == '"' || *p == '\'') {
			p = skip_quoted(p);
		} else if (*p) {
			depth += *p == '{' ? 1 : -1;
			p++;
		}
	}
	return p;
}

static const char *read_declaration(struct pieces *p, struct reader *r, const char *s)
{
	struct c_token before = { .s = s }, t = c_token_next(s), after;

	r->is_typedef = c_token_is(&t, "typedef");
	for (; t.n; before = t, t = after) {
		after = token_after(&t);
		if (c_token_is(&t, "enum")) {
			r->was_enum = true;
		} else if (is_name(&t)) {
			r->is_lasting = r->is_lasting || (r->depth && is_lasting(&t));
			name_token(p, r, &before, &t, &after);
		} else if (bracket_token(r, &before, &t)) {
			return t.s + t.n;
		}
		if (r->ends_here)
			return skip_body(t.s + t.n);
	}
	return t.s;
}

const char *pieces_read(struct pieces *p, const char *s)
{
	struct c_token first = c_token_next(s);
	struct reader r = { 0 };
	const char *end = read_declaration(p, &r, first.s);

	pieces_add(p, first.s, end, false);
	if (r.is_lasting || c_token_is(&first, "asm") || c_token_is(&first, "__asm__"))
		pieces_keep(p);
	return end;
}

/* ---- what is needed ---------------------------------------------------------------------- */

static void need_name(struct pieces *p, const char *s, size_t n)
{
	for (struct definition *d = map_get(&p->names, intern_n(s, n)); d; d = d->next)
		need(p, d->piece);
}

void pieces_need(struct pieces *p, const char *s, size_t n)
{
	struct c_token t;
	bool is_alias = false;		/* alias("name") */

	for (const char *at = s; (t = c_token_next(at)).n && t.s < s + n; at = t.s + t.n) {
		if (is_name(&t))
			need_name(p, t.s, t.n);
		else if (is_alias && *t.s == '"' && t.n > 2)
			need_name(p, t.s + 1, t.n - 2);
		is_alias = c_token_is(&t, "alias") || c_token_is(&t, "__alias__") || (is_alias && c_token_is(&t, "("));
	}
}

void pieces_close(struct pieces *p)
{
	for (unsigned int i = 0; i < p->pending.n; i++)
		pieces_need(p, p->all.v[p->pending.v[i]].s, p->all.v[p->pending.v[i]].n);
}
