/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What watchpoints of the kernel and of programs have in common: which bytes, and their type. */
#ifndef MYTAP_PROBES_WATCH_H
#define MYTAP_PROBES_WATCH_H

#include "family.h"

struct watched {
	const char *name;		/* of the variable; NULL: by address */
	uint64_t address;
	int64_t length;
	struct dtype *type;		/* of the value; NULL: a number */
};

/* The type of a variable of the kernel, or of the program of `at`; NULL with the reason in why. ret_prog: its address. */
struct dtype *watched_variable(struct target *t, const struct target_context *at, const char *name, struct locprog **ret_prog,
			       struct strbuf *why);
/* Sets the length, by .length(N) or by the type; false: reported. */
bool watched_take_length(struct point_match *m, struct watched *w);
/* $value and $old. */
void watched_variables(struct target *t, const struct dprobe *p, const struct watched *w, struct context_vars *ret);

#endif
