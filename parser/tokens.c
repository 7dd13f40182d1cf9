// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The last step before the grammar: adjacent strings are glued, the pieces of
 * a probe point's component are glued (there `sys_*64` and `return` are
 * names), keywords behind -> become names, and after a syntax error the
 * tokens up to a place to go on are dropped.
 *
 * A `probe` or `function` inside braces can only mean that a } is missing: this is reported here, once, and the
 * braces are closed.
 */
#include <string.h>

#include "lexer.h"
#include "parse.h"
#include "parser.h"
#include "parser/grammar.h"

static const struct {
	int kind;
	const char *words;
} kinds[] = {
	{ T_IDENT, " a name" }, { T_TARGET, " a target variable" },
	{ T_NUMBER, " a number" }, { T_STRING, " a string" }, { T_EMBED, " embedded C" },
	{ T_COMPONENT, " a probe point component" }, { T_PRINT, " a built-in function" },
	{ TOK_MACRO, " a macro" },
};

/* For "expected ..., found%s": the message continues with the token itself. */
const char *token_words(const struct token *t)
{
	if (is_keyword(t->kind))
		return " a keyword";
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].kind == t->kind)
			return kinds[i].words;
	return "";
}

bool is_keyword(int kind)
{
	return kind >= T_PROBE && kind <= T_CATCH;
}

bool is_script_name(struct arena *a, const char *name)
{
	struct lexer *l = lexer_new(a, source_new(a, "<name>", name, strlen(name), true), NULL);
	struct token t, end;

	lexer_next(l, &t);
	lexer_next(l, &end);
	lexer_free(l);
	return t.kind == T_IDENT && !end.kind;
}

bool is_declaration(int kind)
{
	return kind == T_PROBE || kind == T_GLOBAL || kind == T_FUNCTION || kind == T_PRIVATE;
}

bool starts_statement(int kind)
{
	return kind == T_IF || kind == T_FOR || kind == T_FOREACH || kind == T_WHILE || kind == T_RETURN ||
		kind == T_DELETE || kind == T_NEXT || kind == T_BREAK || kind == T_CONTINUE || kind == T_TRY;
}

void give_up(struct parser *p, struct loc loc)
{
	if (!p->gave_up)
		limit_error(p->diag, loc, NESTING);
	p->gave_up = p->muted = true;
}

/* ---- one token from below ------------------------------------------------------------------ */

const char *const print_names[] = {
	"print", "println", "printd", "printdln", "printf", "sprint", "sprintln", "sprintd", "sprintdln", "sprintf", NULL
};

static bool is_print(const char *name)
{
	if (name[0] != 'p' && name[0] != 's')
		return false;
	for (const char *const *n = print_names; *n; n++)
		if (!strcmp(*n, name))
			return true;
	return false;
}

/* A keyword newer than --compatible is an ordinary name; the library always uses the newest language. */
static void age(const struct parser *p, struct token *t)
{
	static const struct { int kind; const char *since; } keywords[] = {
		{ T_PRIVATE, "3.0" }, { T_TRY, "1.2" }, { T_CATCH, "1.2" },
	};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (t->kind == keywords[i].kind && !p->is_library && parse_before(p->env, keywords[i].since))
			t->kind = T_IDENT;
}

static void take(struct parser *p, struct token *t)
{
	if (p->has_ahead) {
		*t = p->ahead;
		p->has_ahead = false;
	} else {
		preproc_next(p->pp, t);
	}
	if (!t->kind && preproc_has_ended(p->pp))
		p->gave_up = p->muted = true;
	age(p, t);
}

static struct token *peek(struct parser *p)
{
	if (!p->has_ahead) {
		preproc_next(p->pp, &p->ahead);
		age(p, &p->ahead);
		p->has_ahead = true;
	}
	return &p->ahead;
}

static void say_bad(struct parser *p, const struct token *t)
{
	if (t->bad && t->kind != T_BROKEN && !p->skip_top && !p->skip_stmt)
		diag_error(p->diag, t->loc, "%s", t->bad);
}

/* Before 2.0 a comment between two strings kept them apart. */
static bool glues(struct parser *p, const struct token *t)
{
	return t->kind == T_STRING && !(t->comment && parse_before(p->env, "2.0"));
}

static void glue_strings(struct parser *p, struct token *t)
{
	struct text *all, **end, *piece;
	uint64_t len = t->text->len;
	char *s;

	if (!glues(p, peek(p)))
		return;
	all = arena_new_of(p->arena, struct text);
	*all = *t->text;
	all->first = arena_new_of(p->arena, struct text);
	*all->first = *t->text;
	end = &all->first->next;
	while (glues(p, peek(p))) {
		struct token more;

		take(p, &more);
		say_bad(p, &more);
		piece = arena_new_of(p->arena, struct text);
		*piece = *more.text;
		piece->first = piece->next = NULL;
		*end = piece;
		end = &piece->next;
		len += piece->len;
		t->loc = loc_join(t->loc, more.loc);
	}
	all->s = s = arena_alloc(p->arena, len + 1);
	all->len = (uint32_t)len;
	for (piece = all->first; piece; piece = piece->next) {
		memcpy(s, piece->s, piece->len);
		s += piece->len;
	}
	t->text = all;
}

static bool is_name_piece(const struct token *t)
{
	return t->kind == T_IDENT || is_keyword(t->kind) || t->kind == '*' || t->kind == T_NUMBER;
}

static void add_piece(struct strbuf *b, const struct token *t)
{
	if (t->kind == '*')
		strbuf_putc(b, '*');
	else if (t->kind == T_NUMBER)
		strbuf_add(b, t->loc.src->text + t->loc.beg, t->loc.end - t->loc.beg);
	else
		strbuf_puts(b, t->name);
}

static void glue_component(struct parser *p, struct token *t)
{
	if (t->kind == T_IDENT)
		say_bad(p, t);			/* @name; a number may go on with letters here */
	if (!is_name_piece(peek(p)) || peek(p)->space) {
		if (t->kind == '*')
			t->name = intern("*");
	} else {
		struct strbuf b = { 0 };

		add_piece(&b, t);
		while (is_name_piece(peek(p)) && !peek(p)->space) {
			struct token more;

			take(p, &more);
			if (more.kind == T_IDENT)
				say_bad(p, &more);
			add_piece(&b, &more);
			t->loc = loc_join(t->loc, more.loc);
		}
		t->name = intern(b.s);
		strbuf_deinit(&b);
	}
	t->kind = T_COMPONENT;
	t->bad = NULL;
}

/* ---- probe points -------------------------------------------------------------------------- */

/* At the start of a component: a name, or the braces around several. */
static void point_start(struct parser *p, struct token *t)
{
	if (!p->point_braces && is_declaration(t->kind) && p->last != '.') {
		p->point = POINT_NONE;		/* `probe begin, probe end`: a new declaration */
	} else if (is_name_piece(t) && t->kind != T_NUMBER) {
		glue_component(p, t);
		p->point = POINT_AFTER;
	} else if (t->kind == '{') {
		t->kind = T_LBRACE;
		if (!p->point_braces++)
			p->braces_alone = p->last == T_PROBE;
	} else {
		p->point = POINT_AFTER;		/* an error, reported by the grammar */
	}
}

static void point_after(struct parser *p, struct token *t)
{
	switch (t->kind) {
	case '(':
		p->point_parens++;
		break;
	case '.':
	case ',':
	case '=':
	case T_ADD_EQ:
		p->point = POINT_START;
		break;
	case '}':
		if (p->point_braces) {
			t->kind = T_RBRACE;
			p->point_braces--;
		}
		break;
	case '{':
		p->point = POINT_NONE;
		p->point_braces = 0;
		break;
	}
}

static void point_token(struct parser *p, struct token *t)
{
	if (p->point_parens) {
		if (t->kind == '(')
			p->point_parens++;
		else if (t->kind == ')')
			p->point_parens--;
		return;
	}
	if (p->point == POINT_START)
		point_start(p, t);
	else
		point_after(p, t);
}

static void point_leave(struct parser *p)
{
	p->point = POINT_NONE;
	p->point_parens = p->point_braces = 0;
}

/* ---- braces -------------------------------------------------------------------------------- */

static void missing_brace(struct parser *p, const struct token *t)
{
	if (!p->muted && !p->swallowed) {
		if (t->kind)
			diag_error(p->diag, t->loc, "'}' is missing in front of this declaration");
		else
			diag_error(p->diag, t->loc, "'}' is missing");
		diag_note(p->diag, vec_last(&p->braces), "this '{' is not closed");
	}
	p->muted = true;
	p->closing = p->braces.n;
	p->replay = *t;
	p->has_replay = true;
}

static void count_braces(struct parser *p, const struct token *t)
{
	if (t->kind == '{')
		vec_push(p->arena, &p->braces, t->loc);
	else if (t->kind == '}' && p->braces.n)
		p->braces.n--;
}

/* True: *t was set to a synthesized token. */
static bool made_up(struct parser *p, struct token *t)
{
	if (p->semicolon) {
		p->semicolon = false;
		*t = (struct token){ .kind = ';', .loc = p->replay.loc };
		return true;
	}
	if (p->closing) {
		p->closing--;
		p->tok_depth = p->braces.n;
		*t = (struct token){ .kind = '}', .loc = p->replay.loc };
		t->loc.end = t->loc.beg;
		count_braces(p, t);
		return true;
	}
	if (p->has_replay) {
		*t = p->replay;
		p->has_replay = false;
		if (t->kind && is_declaration(t->kind))
			p->muted = p->gave_up;
		if (t->kind == T_PROBE)
			p->point = POINT_START;
		return true;
	}
	return false;
}

/* ---- continuing after an error --------------------------------------------------------------- */

/*
 * Called with the token that did not fit in p->tok. Bison drops it unless the rule with `error` can continue with it.
 * Sets what else to drop.
 */
void tokens_resync(struct parser *p)
{
	int kind = p->tok.kind;

	point_leave(p);
	if (kind == T_PROBE)		/* the grammar restarts with it */
		p->point = POINT_START;
	if (p->closing || p->has_replay || is_declaration(kind))
		return;
	if (!p->tok_depth) {
		p->skip_top = true;
		return;
	}
	if (kind == ';' || kind == '}')
		return;
	if (p->tok.newline && starts_statement(kind)) {
		p->replay = p->tok;
		p->has_replay = p->semicolon = true;
		return;
	}
	p->skip_stmt = true;
	p->skip_depth = p->tok_depth;
}

/* Drops tokens up to the next declaration, or past the block of the one that failed. */
static void drop_to_declaration(struct parser *p, struct token *t)
{
	int before = 0;
	bool after_block = false;

	while (t->kind && (!is_declaration(t->kind) || before == T_ARROW || before == '.')) {
		if (after_block && t->kind != ',')
			break;
		count_braces(p, t);
		after_block = t->kind == '}' && !p->braces.n && before;
		before = t->kind;
		take(p, t);
	}
	p->braces.n = 0;
	p->skip_top = false;
}

/*
 * Drops the rest of a statement: to its ; or past its block, or up to the } of
 * the block it is in, or a statement on a new line. Gives a ; in its place.
 */
static void drop_statement(struct parser *p, struct token *t)
{
	for (;;) {
		bool at_level = p->braces.n == p->skip_depth;

		if (!t->kind || is_declaration(t->kind))
			break;		/* missing_brace() is next */
		if (at_level && (t->kind == '}' || (t->newline && starts_statement(t->kind))))
			break;
		count_braces(p, t);
		if (at_level && t->kind == ';') {
			p->skip_stmt = false;
			return;
		}
		if (t->kind == '}' && p->braces.n == p->skip_depth && peek(p)->kind != T_ELSE && peek(p)->kind != T_CATCH) {
			t->kind = ';';
			p->skip_stmt = false;
			return;
		}
		take(p, t);
	}
	p->skip_stmt = false;
	p->ahead = *t;
	p->has_ahead = true;
	*t = (struct token){ .kind = ';', .loc = t->loc };
}

/* ---- the token stream ---------------------------------------------------------------------- */

static bool is_junk(struct parser *p, const struct token *t)
{
	if (t->kind != TOK_JUNK)
		return false;
	say_bad(p, t);
	return true;
}

/* `thread x` at the top level: two names in a row stand nowhere else there. */
static bool declares_threads(struct parser *p, const struct token *t)
{
	static const int others[] = { T_GLOBAL, T_FUNCTION, T_PRIVATE, ',', '(', ':', '=' };

	if (t->kind != T_IDENT || p->braces.n || p->point != POINT_NONE || strcmp(t->name, "thread"))
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (p->last == others[i])
			return false;
	return peek(p)->kind == T_IDENT;
}

static void classify(struct parser *p, struct token *t)
{
	if (p->last == T_ARROW && is_keyword(t->kind))
		t->kind = T_IDENT;
	if (p->point != POINT_NONE)
		point_token(p, t);
	if (t->kind == T_PROBE)
		p->point = POINT_START;
	if (t->kind == T_STRING)
		glue_strings(p, t);
	else if (t->kind == T_IDENT && is_print(t->name) && p->last != T_ARROW)
		t->kind = T_PRINT;
	else if (declares_threads(p, t))
		t->kind = T_THREAD;
	say_bad(p, t);
	rights_check(p, t);
}

static void next(struct parser *p, struct token *t)
{
	if (made_up(p, t))
		return;
	do
		take(p, t);
	while (is_junk(p, t));
	if (p->skip_top)
		drop_to_declaration(p, t);
	else if (p->skip_stmt) {
		drop_statement(p, t);
		return;
	}
	if (p->braces.n && (!t->kind || (is_declaration(t->kind) && p->last != T_ARROW && p->point == POINT_NONE))) {
		missing_brace(p, t);
		made_up(p, t);
		return;
	}
	if (is_declaration(t->kind) && p->point == POINT_NONE)
		p->muted = p->gave_up;
	classify(p, t);
	p->tok_depth = p->braces.n;
	count_braces(p, t);
}

int token_next(struct parser *p, struct token *ret)
{
	if (p->gave_up) {
		*ret = (struct token){ .loc = p->tok.loc };
		return 0;
	}
	if (++p->ntokens > LIMIT_TOKENS) {
		limit_error(p->diag, p->tok.loc, TOKENS);
		p->gave_up = p->muted = true;
	}
	next(p, ret);
	p->last = ret->kind;
	p->before = p->tok;
	p->tok = *ret;
	return ret->kind;
}
