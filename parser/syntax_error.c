// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The message for a token that does not fit. The grammar gives the list of tokens that would; most are operators, so
 * the list is reduced to what was most likely left out. Known mistakes have messages of their own.
 */
#include <string.h>

#include "parser.h"
#include "parser/grammar.h"

struct expected {
	const int *kinds;
	int n;
};

static bool has(const struct expected *e, int kind)
{
	for (int i = 0; i < e->n; i++)
		if (e->kinds[i] == kind)
			return true;
	return false;
}

static bool wants_expression(const struct expected *e)
{
	return has(e, T_NUMBER) && has(e, T_IDENT) && has(e, '!');
}

static bool wants_statement(const struct expected *e)
{
	return has(e, T_WHILE);
}

static bool wants_declaration(const struct expected *e)
{
	return has(e, T_PROBE) && has(e, T_GLOBAL);
}

/* In the order they are named in a message. */
static const struct {
	int kind;
	const char *words;
} nameable[] = {
	{ T_COMPONENT, "a probe point component (a name, '*' or '{')" },
	{ '(', "'('" }, { '{', "'{'" }, { T_EMBED, "'%{'" }, { ')', "')'" }, { ']', "']'" }, { T_RBRACE, "'}'" }, { '}', "'}'" },
	{ T_IDENT, "a name" }, { T_NUMBER, "a number" }, { T_STRING, "a string literal" },
	{ T_LONG_TYPE, "'long'" }, { T_STRING_TYPE, "'string'" },
	{ T_CATCH, "'catch'" }, { T_IN, "'in'" }, { T_LIMIT, "'limit'" }, { T_GLOBAL, "'global'" }, { T_FUNCTION, "'function'" },
	{ '.', "'.'" }, { ',', "','" }, { ':', "':'" }, { ';', "';'" }, { '=', "'='" }, { '+', "'+'" }, { '-', "'-'" },
};

static bool is_closer(int kind)
{
	return kind == ')' || kind == ']' || kind == T_RBRACE || kind == ',' || kind == ';' || kind == ':';
}

/* "')' or ','": the tokens that would fit, or "" if the list does not help. */
static void list_expected(struct strbuf *b, const struct expected *e)
{
	bool operators = has(e, T_EQ), closers_only = operators;
	const char *names[8];
	unsigned int n = 0;

	for (size_t i = 0; i < sizeof(nameable) / sizeof(*nameable) && n < 6; i++) {
		if (!has(e, nameable[i].kind) || (closers_only && !is_closer(nameable[i].kind)))
			continue;
		if ((nameable[i].kind == '{' && has(e, T_COMPONENT)) || (nameable[i].kind == '-' && has(e, T_NUMBER)))
			continue;
		names[n++] = nameable[i].words;
	}
	if (operators)
		names[n++] = "an operator";
	for (unsigned int i = 0; i < n; i++)
		strbuf_printf(b, "%s%s", i == 0 ? "" : i + 1 == n ? " or " : ", ", names[i]);
}

static bool say(struct parser *p, struct loc loc, const char *what)
{
	diag_error(p->diag, loc, "%s", what);
	return true;
}

static bool is_word(const struct token *t, const char *word)
{
	return t->kind == T_IDENT && !strcmp(t->name, word);
}

/* First words of a probe in other tracers. */
static bool is_probe_type(const char *name)
{
	static const char *const names[] = {
		"kprobe", "kretprobe", "uprobe", "uretprobe", "tracepoint", "kfunc", "kretfunc", "fentry", "fexit",
		"usdt", "interval", "profile", "syscall", "fbt", "tick",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* A token outside of every declaration. */
static bool declaration_hint(struct parser *p, struct loc loc)
{
	static const char *const words[] = { "probe", "function", "global", "private" };
	const struct token *t = &p->tok;
	struct near near;

	if (t->kind == '}')
		return say(p, loc, "this '}' closes nothing: there is no open '{'");
	if (t->kind == T_IDENT && is_probe_type(t->name))
		return say(p, loc, "a probe starts with 'probe', and the parts of its point are joined by '.': "
			   "probe kprobe.function(\"name\") { ... }");
	if (is_word(t, "BEGIN") || is_word(t, "END"))
		return say(p, loc, t->name[0] == 'B' ? "to run something at the start write 'probe begin { ... }'" :
			   "to run something at the end write 'probe end { ... }'");
	if (is_word(t, "func") || is_word(t, "def") || is_word(t, "sub"))
		return say(p, loc, "a function starts with 'function'");
	if (is_word(t, "private"))
		return say(p, loc, "'private' came with SystemTap 3.0, but --compatible asks for an older language");
	if (t->kind == T_IDENT) {
		near = (struct near)NEAR_INIT(t->name);
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			near_try(&near, words[i]);
		if (near.best) {
			diag_error(p->diag, loc, "expected a declaration, found '%s' (did you mean '%s'?)", t->name, near.best);
			return true;
		}
	}
	if (starts_statement(t->kind))
		return say(p, loc, "a statement cannot stand alone: put it into 'probe begin { ... }' or a function");
	diag_error(p->diag, loc, "expected 'probe', 'function', 'global', 'private' or '%%{', found%s", token_words(t));
	return true;
}

static bool keyword_hint(struct parser *p, const struct expected *e, struct loc loc)
{
	const struct token *t = &p->tok, *before = &p->before;

	if (is_keyword(t->kind) && has(e, T_IDENT) && !wants_statement(e) && !is_declaration(t->kind)) {
		diag_error(p->diag, loc, "'%s' is a keyword and cannot name anything; choose another name", t->name);
		return true;
	}
	if ((t->kind == T_IN || t->kind == T_LIMIT || t->kind == T_STRING_TYPE || t->kind == T_LONG_TYPE) &&
	    (wants_expression(e) || wants_statement(e))) {
		diag_error(p->diag, loc, "'%s' is a keyword and cannot name anything; choose another name", t->name);
		return true;
	}
	if (is_keyword(before->kind) && !is_declaration(before->kind) && (t->kind == '=' || t->kind == T_ACCUM || t->kind == '[')) {
		diag_error(p->diag, before->loc, "'%s' is a keyword and cannot name a variable; choose another name",
			   before->name);
		return true;
	}
	return false;
}

static bool statement_hint(struct parser *p, const struct expected *e, struct loc loc)
{
	const struct token *t = &p->tok, *before = &p->before;

	if (t->kind == T_ELSE && wants_statement(e))
		return say(p, loc, "this 'else' has no 'if' in front: one statement goes between them, several need { }");
	if (t->kind == T_CATCH && wants_statement(e))
		return say(p, loc, "this 'catch' has no 'try' in front");
	if ((t->kind == ')' || t->kind == ']') && wants_statement(e))
		return say(p, loc, t->kind == ')' ? "this ')' closes nothing: there is no open '('" :
			   "this ']' closes nothing: there is no open '['");
	if (before->kind == '=' && t->kind == '>' && !t->space)
		return say(p, before->loc, "there is no operator '=>': to compare write '>='");
	if (before->kind == '=' && t->kind == '<' && !t->space)
		return say(p, before->loc, "there is no operator '=<': to compare write '<='");
	if (before->kind == T_EQ && t->kind == '=')
		return say(p, before->loc, "there is no operator '===': to compare write '=='");
	if ((before->kind == T_MATCH || before->kind == T_NMATCH) && t->kind != T_STRING)
		return say(p, loc, "the right side of '=~' and '!~' must be a string literal");
	return false;
}

static bool list_hint(struct parser *p, const struct expected *e, struct loc loc)
{
	const struct token *t = &p->tok;

	if (t->kind == ',' && has(e, T_IN) && has(e, '=') && !has(e, T_EQ))
		return say(p, loc, "several keys need brackets: foreach ([k1, k2] in array)");
	if (p->point_braces && p->braces_alone && t->kind != ',' && t->kind != '.' && t->kind)
		return say(p, loc, "this is read as a list of probe points: expected a probe point between 'probe' and '{'");
	if (t->kind == T_PROBE && p->before.kind == T_PRIVATE)
		return say(p, loc, "only functions and variables can be private");
	if (t->kind == T_PRINT && has(e, T_IDENT) && !has(e, T_PRINT))
		return say(p, loc, "this is the name of a built-in function; choose another name");
	if (p->before.kind == T_PRINT && t->kind != '(')
		return say(p, p->before.loc, "a built-in function takes its values in parentheses: expected '('");
	if (has(e, T_LONG_TYPE))
		return say(p, loc, "expected a type: 'long' or 'string'");
	if (t->kind == '=' && p->in_function && has(e, ',') && has(e, ':') && !has(e, T_EQ))
		return say(p, loc, "a parameter has no default value");
	return false;
}

/* True if the number of quotes from here to the end of the line is odd. */
static bool has_odd_quotes(struct loc from)
{
	bool odd = false;

	for (uint32_t i = from.beg; i < from.src->len && from.src->text[i] != '\n'; i++) {
		if (from.src->text[i] == '\\' && i + 1 < from.src->len)
			i++;
		else if (from.src->text[i] == '"')
			odd = !odd;
	}
	return odd;
}

/* `println("abc); println("x")`: code is read as a string, and the error is in the text of a later string. */
static bool string_hint(struct parser *p)
{
	const struct token *t = &p->tok, *before = &p->before;

	if (before->kind != T_STRING || t->space || !t->loc.src || t->loc.src != before->loc.src || !has_odd_quotes(t->loc))
		return false;
	p->swallowed = true;
	return say(p, before->loc, "a '\"' is missing in this line: this string ends where the next one should begin");
}

/* A string without an end: brackets inside it are not reported missing. */
static void say_broken(struct parser *p, const struct token *t)
{
	diag_error(p->diag, t->loc, "%s", t->bad);
	if (t->loc.src && memchr(t->loc.src->text + t->loc.beg, '}', t->loc.end - t->loc.beg))
		p->swallowed = true;
}

/* Behind a global and ':', where a size may stand. */
static bool global_hint(struct parser *p, struct loc loc)
{
	const struct token *t = &p->tok;

	if (p->before.kind != ':' || p->in_function || (t->kind != T_IDENT && t->kind != T_LONG_TYPE && t->kind != T_STRING_TYPE))
		return false;
	return say(p, loc, "a variable has no declared type: it follows from what is assigned to it (a number behind ':' is the size of its "
		   "strings)");
}

void syntax_error(struct parser *p, struct loc loc, const int *kinds, int n)
{
	struct expected e = { kinds, n };
	const struct token *t = &p->tok;
	struct strbuf list = { 0 };

	if (t->kind == T_BROKEN && !p->muted) {
		say_broken(p, t);
	} else if (!p->muted) {
		if (wants_declaration(&e)) {
			declaration_hint(p, loc);
		} else if (!string_hint(p) && !keyword_hint(p, &e, loc) && !statement_hint(p, &e, loc) && !list_hint(p, &e, loc) &&
			   !global_hint(p, loc)) {
			if (wants_statement(&e))
				strbuf_puts(&list, has(&e, T_EQ) ? "an operator, ';' or a statement" : "a statement");
			else if (wants_expression(&e))
				strbuf_puts(&list, "an expression");
			else if (has(&e, T_TARGET))
				strbuf_puts(&list, "a variable");
			else
				list_expected(&list, &e);
			diag_error(p->diag, loc, "expected %s, found%s", strbuf_str(&list), token_words(t));
			if (!t->kind && p->braces.n)
				diag_note(p->diag, vec_last(&p->braces), "this '{' is not closed");
			strbuf_deinit(&list);
		}
	}
	tokens_resync(p);
}
