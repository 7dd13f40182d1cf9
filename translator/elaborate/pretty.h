/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target values as text: $$vars, $x$, @enumname. */
#ifndef MYTAP_PRETTY_H
#define MYTAP_PRETTY_H

#include "elaborate.h"

/* $$parms, $x$, $x$$ ... */
bool pretty_is(const struct access *a);
/* A sprintf node with one ACCESS (its program set) per value, or a STRING; NULL: why says it. */
struct expr *pretty_make(struct elab *e, const struct target_context *at, struct expr *x, struct dtype *type,
			 bool trial, struct strbuf *why);
/* A chain of ?: over the enumerators; NULL: why says it. */
struct expr *enumname_make(struct elab *e, struct body *b, const struct target_context *at, struct expr *x, struct strbuf *why);

#endif
