/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The globals that a part of the script uses, and how; also through the functions it calls. */
#ifndef MYTAP_USES_H
#define MYTAP_USES_H

#include "elaborate.h"

enum use_flags {
	USE_READ = 1,
	USE_WRITE = 2,		/* set, deleted, an element made */
	USE_COUNT = 4,		/* a scalar's ++ -- += -= whose value is not used */
	USE_ACCUM = 8,		/* <<< */
	USE_SORT = 16,		/* foreach that needs the buffer for sorting or merging */
};

struct use { struct var *global; unsigned int flags; };
struct uses { VEC(struct use) v; };

/* Computes the sets of all used functions. */
struct use_table;
struct use_table *use_table_new(struct elab *e);
void uses_of_stmt(struct use_table *t, struct stmt *s, struct uses *ret);
void uses_of_expr(struct use_table *t, struct expr *x, struct uses *ret);
/* True if embedded C has "pragma:read:v"; what: "pragma:read:" */
bool embed_pragma(const struct embed *em, const char *what, const struct var *v);
unsigned int uses_flags(const struct uses *u, const struct var *v);

#endif
