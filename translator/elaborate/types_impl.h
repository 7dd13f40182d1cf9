/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Type inference: what types.c (statements, rounds, reports) and types_expr.c (expressions) have in common. */
#ifndef MYTAP_TYPES_IMPL_H
#define MYTAP_TYPES_IMPL_H

#include "rounds.h"

struct types {
	struct rounds rounds;
	struct elab *e;
	bool report;
	struct map told;		/* places whose type was contradicted in a report: once is enough */
};

/* A wish, and whose it is. */
struct want {
	enum type type;
	struct loc loc;			/* where that type came from; src NULL: nothing to show */
	const char *why;		/* "this operator takes numbers" */
	unsigned int part;		/* of what stands at loc: key number + 1 of an array, else 0 */
};

static const struct want want_nothing = { .type = TYPE_UNKNOWN };

static inline struct want want_of(enum type type, const char *why)
{
	return (struct want){ .type = type, .why = why };
}

static inline struct want want_long(const char *why)
{
	return want_of(TYPE_LONG, why);
}

bool func_gives_value(const struct func *f);
/* The script's words for a type, with the article: "a number". */
const char *type_words(enum type t);
/* Fills in x->type and those of its parts, as far as they can be told from x and from what its place wants. */
void infer(struct types *t, struct expr *x, struct want w);
/* The variable's type, which may become known by this. */
enum type var_unify(struct types *t, struct var *v, struct loc loc, struct want w);
/* The keys of an array and those it is used with here. */
void keys_unify(struct types *t, struct var *v, expr_vec *keys);

#endif
