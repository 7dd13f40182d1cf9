/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tokens on their way from the lexer through the preprocessor to the grammar.
 * Kinds are those of grammar.h; the ones below never reach the grammar.
 */
#ifndef MYTAP_TOKEN_H
#define MYTAP_TOKEN_H

#include "ast.h"

enum {
	TOK_PP_OPEN = 1000,	/* %( */
	TOK_PP_THEN,		/* %? */
	TOK_PP_ELSE,		/* %: */
	TOK_PP_CLOSE,		/* %) */
	TOK_ARG,		/* $1: number */
	TOK_ARG_STRING,		/* @1: number */
	TOK_ARG_COUNT,		/* $# */
	TOK_ARG_COUNT_STRING,	/* @# */
	TOK_ARG_ALL,		/* $* */
	TOK_ARG_ALL_STRING,	/* @* */
	TOK_MACRO,		/* @name: a parameter, a macro or a built-in operator */
	TOK_DEFINE,		/* @define */
	TOK_JUNK,		/* a byte that starts no token; always has `bad` */
};

/* The bytes of a string literal. Adjacent literals are glued: then `first` lists the pieces. */
struct text {
	const char *s;		/* escapes resolved; NUL behind len bytes */
	uint32_t len;
	struct loc loc;
	struct text *first, *next;
};

struct token {
	int kind;
	bool comment;		/* a comment stands in front */
	bool space;		/* white space or a comment stands in front */
	bool newline;		/* ... with a line break in it */
	struct loc loc;
	const char *bad;	/* the error in it; reported only if the token is used */
	union {
		int64_t number;
		const char *name;	/* identifiers, keywords, @words; interned */
		struct text *text;
		struct embed *embed;
	};
};

typedef VEC(struct token) token_vec;

#endif
