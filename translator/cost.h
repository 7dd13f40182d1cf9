/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time and memory of a pass, as -v prints them. */
#ifndef MYTAP_COST_H
#define MYTAP_COST_H

#include <stdint.h>

#include "parser/base/strbuf.h"

struct cost {
	int64_t usr, sys, real;		/* microseconds; usr and sys with all children waited for */
};

struct cost cost_now(void);
/* " in 10usr/0sys/12real ms." of the time since then */
void cost_print_time(struct strbuf *b, struct cost since);
/* " using 9000virt/5000res/3000shr/2000data kb," */
void cost_print_memory(struct strbuf *b);

#endif
