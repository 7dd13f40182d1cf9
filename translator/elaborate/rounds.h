/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fixed-point analysis of all bodies, in which a fact found in one body may affect others. The first few rounds
 * visit all bodies in order; later ones only bodies that use a changed variable or function, so that the cost is
 * linear in the program for any order of a chain of functions. The last round visits all bodies again: the result
 * does not depend on the table of uses.
 *
 * Facts may only be added, which guarantees the end.
 */
#ifndef MYTAP_ROUNDS_H
#define MYTAP_ROUNDS_H

#include "elaborate.h"

struct rounds {
	struct elab *e;
	void (*visit)(struct rounds *r, struct body *b);
	void (*visit_rest)(struct rounds *r);	/* visits code outside of bodies; or NULL */
	struct body *body;		/* the body being visited */
	bool changed;
	bool is_indexed;
	struct ptrmap named_by;		/* struct var (globals, parameters), struct func -> body_vec */
	body_vec queue;
};

/* Notes a change of this variable or function; NULL: within the body only. */
void rounds_learned(struct rounds *r, const void *var_or_func);
/* Runs until nothing changes; true: something did. */
bool rounds_run(struct rounds *r);
/* Visits each used body once, and the code outside of bodies. */
void rounds_visit_all(struct rounds *r);

#endif
