/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Type inference: shared by types.c (statements, rounds, reports) and types_expr.c (expressions). */
#ifndef MYTAP_TYPES_IMPL_H
#define MYTAP_TYPES_IMPL_H

#include "rounds.h"

struct types {
	struct rounds rounds;
	struct elab *e;
	bool report;
	struct map told;		/* places with a contradiction already reported */
};

/* A type that is needed, and its origin. */
struct want {
	enum type type;
	struct loc loc;			/* the place that the type comes from; src NULL: unknown */
	const char *why;		/* "this operator takes numbers" */
	unsigned int part;		/* of the array at loc: number of the key + 1; else 0 */
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
/* Fills in x->type and the types of its parts, as far as they follow from x and the type needed. */
void infer(struct types *t, struct expr *x, struct want w);
/* The variable's type, which may be set from w. */
enum type var_unify(struct types *t, struct var *v, struct loc loc, struct want w);
/* Matches the keys of an array with those used here. */
void keys_unify(struct types *t, struct var *v, expr_vec *keys);

#endif
