/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by preproc.c (frames, script arguments, conditionals) and macros.c. */
#ifndef MYTAP_PREPROC_IMPL_H
#define MYTAP_PREPROC_IMPL_H

#include "preproc.h"

struct frame {
	struct frame *below;
	struct lexer *lexer;		/* or: */
	const struct token *tok, *end;
	const struct macro *macro;	/* its parameters are replaced in these tokens */
	const token_vec *args;
	const struct loc_via *via;
	unsigned int expansion;		/* number of this expansion of a tapset macro, for its own variables; 0: none */
};

struct preproc {
	struct parse_env *env;
	struct frame *top;
	unsigned int depth;
	unsigned long expanded;
	unsigned int expansions;	/* expansions of tapset macros so far */
	bool skipping;
	bool ended;			/* a fatal error: stop */
	struct macro_table *exported;
	unsigned int rank;		/* of the folder of a .stpm file */
	struct map local;
	struct token back;		/* one token put back */
	bool has_back;
	const struct frame *from;	/* the frame the last token came from: its parameters */
	struct loc *open;		/* places of the %( we are inside of */
	unsigned int nopen, open_cap;
};

/* Pushes a frame; loc: what it replaces. False after an error, which ends the text. */
bool frame_push(struct preproc *pp, struct frame f, struct loc loc);
const struct loc_via *via_new(struct preproc *pp, struct loc loc, const char *what);
/* Two of the layers, see preproc.c; put_back() takes one token back for both. */
void raw_next(struct preproc *pp, struct token *ret);
void param_next(struct preproc *pp, struct token *ret);
void put_back(struct preproc *pp, const struct token *t);

#endif
