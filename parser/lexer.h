/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Source text -> tokens, as they stand: no macros, no conditionals, no arguments. */
#ifndef MYTAP_LEXER_H
#define MYTAP_LEXER_H

#include "token.h"

struct lexer;

/* via is put into every token's place (how we got into this text), or NULL. */
struct lexer *lexer_new(struct arena *a, struct source *src, const struct loc_via *via);
void lexer_free(struct lexer *l);

/* At the end of the text every call gives kind 0. */
void lexer_next(struct lexer *l, struct token *ret);

/*
 * Places of bytes inside a literal, for carets in formats. Moves forward only, so that all directives of a format
 * cost time linear in its length.
 */
struct text_cursor {
	const struct text *piece;
	const char *p;			/* in the source; NULL: at the start of the piece */
	uint32_t off, in_piece;		/* the byte p stands at, in the whole and in the piece */
};

void text_cursor_init(struct text_cursor *c, const struct text *t);
struct loc text_cursor_place(struct text_cursor *c, uint32_t beg, uint32_t end);

#endif
