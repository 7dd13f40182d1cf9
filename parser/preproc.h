/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The preprocessor: script arguments, macros, %( conditionals %).
 * In: the tokens of a source. Out: the tokens the grammar sees (not yet glued).
 */
#ifndef MYTAP_PREPROC_H
#define MYTAP_PREPROC_H

#include "parse.h"
#include "token.h"

struct macro {
	const char *name;
	struct loc loc;
	VEC(const char *) params;
	bool has_parens;		/* defined with "()": calls need them, too; no parameters */
	bool is_exported;		/* of a .stpm file */
	unsigned int rank;		/* smaller hides larger */
	token_vec body;			/* as written: expanded again at each use */
};

/* The macros of .stpm files, seen by every text. A script's own are seen only by itself and come first. */
struct macro_table {
	struct map by_name;		/* name -> struct macro */
};

struct preproc;

/* macros: where @define puts the macros of a .stpm file; NULL: they stay in this text. */
struct preproc *preproc_new(struct parse_env *env, struct source *src, struct macro_table *macros);
void preproc_free(struct preproc *pp);
void preproc_next(struct preproc *pp, struct token *ret);

/* True if an error, already reported, ended the text: nothing missing at its end is reported. */
bool preproc_has_ended(const struct preproc *pp);

/* Reads a .stpm file into env->macros. A macro of a smaller rank hides one of the same name. */
void macros_load(struct parse_env *env, struct source *src, unsigned int rank);

/* A built-in operator's token kind, or 0: "count" -> T_STATOP. Names are interned. */
int at_operator(const char *name);

/* For conditional.c: the next token, macros expanded; eval of the part between %( and %?. */
void macro_next(struct preproc *pp, struct token *ret);
bool condition_eval(struct preproc *pp, struct token *then, bool *ret);

struct parse_env *preproc_env(struct preproc *pp);

#endif
