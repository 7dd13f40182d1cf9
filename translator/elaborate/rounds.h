/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An analysis of all bodies in which what is found in one tells something of others: each is looked at until none says
 * anything new. The first few times all of them are, in their order; then only those that name what news there is of, so
 * that the cost grows with the program and not with its square, however the functions of a long chain are ordered.
 * At the end all are once more: what the analysis says never depends on who names what being right.
 *
 * What is found may only grow: then there is an end to it.
 */
#ifndef MYTAP_ROUNDS_H
#define MYTAP_ROUNDS_H

#include "elaborate.h"

struct rounds {
	struct elab *e;
	void (*visit)(struct rounds *r, struct body *b);
	void (*visit_rest)(struct rounds *r);	/* what lies in no body; or NULL */
	struct body *body;		/* that is visited */
	bool changed;
	bool is_indexed;
	struct ptrmap named_by;		/* struct var (globals, parameters), struct func -> body_vec */
	body_vec queue;
};

/* There is news of this variable or function; NULL: within the body only. */
void rounds_learned(struct rounds *r, const void *var_or_func);
/* Until nothing changes; true: something did. */
bool rounds_run(struct rounds *r);
/* Each used body once, and the rest. */
void rounds_visit_all(struct rounds *r);

#endif
