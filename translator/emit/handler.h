/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between handler.c, which writes handlers, and probe.c, which lists them in the tables. */
#ifndef MYTAP_EMIT_HANDLER_H
#define MYTAP_EMIT_HANDLER_H

#include "emit.h"

struct handler_text {
	const char *name;		/* "probe_0" */
	bool has_entry;			/* and probe_0_entry */
	bool uses_regs;
	unsigned int tp_args;		/* of a tracepoint: how many of its arguments are used, from the first on */
};

/* known: text of a function -> its struct handler_text. */
void handler_write(struct emit *e, struct handler *h, struct handler_text *ret, struct map *known);
/* The name of bool armed_0(void). known: C of the condition -> name. */
const char *condition_write(struct emit *e, const struct expr *cond, struct map *known);

#endif
