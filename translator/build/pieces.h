/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A C text split into pieces, each a declaration up to its ';' or the end of its body, or a macro. Names lead to the pieces that
 * define them; a piece needs what it names. Read without a grammar: more may be taken for the definition of a name than is one, and
 * a form that is not known here defines nothing, so that the compiler misses a name.
 */
#ifndef MYTAP_PIECES_H
#define MYTAP_PIECES_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/arena.h"
#include "parser/base/map.h"
#include "parser/base/vec.h"

struct piece {
	const char *s;
	size_t n;
	bool is_macro, is_needed;
};

struct pieces {
	struct arena *a;
	VEC(struct piece) all;
	VEC(unsigned int) pending;	/* needed pieces whose own names are not looked up yet */
	struct map names;		/* to struct definition */
};

struct c_token {
	const char *s;
	size_t n;			/* 0: the end */
};

/* White space, comments and, behind other lines, those that begin with # are skipped. */
struct c_token c_token_next(const char *p);
bool c_token_is(const struct c_token *t, const char *text);

/* The next piece to be added defines this name. */
void pieces_define(struct pieces *p, const char *s, size_t n);
void pieces_add(struct pieces *p, const char *from, const char *to, bool is_macro);
/* The last piece is needed. */
void pieces_keep(struct pieces *p);
/*
 * Adds the declaration at `s` as a piece, and returns its end. One that has no name to be needed by (asm), or stays though nothing
 * refers to it (an attribute says so), is needed.
 */
const char *pieces_read(struct pieces *p, const char *s);
/* The macro of this name that was added before is undefined. */
void pieces_forget_macro(struct pieces *p, const char *s, size_t n);
/* Marks what defines a name that this text has. */
void pieces_need(struct pieces *p, const char *s, size_t n);
/* Marks what the marked pieces need. */
void pieces_close(struct pieces *p);

#endif
