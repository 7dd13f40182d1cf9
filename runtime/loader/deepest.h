/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace_stack(): the deepest stack of each CPU, shown at the end as the kernel's stack tracer does. */
#ifndef MYTAP_LOADER_DEEPEST_H
#define MYTAP_LOADER_DEEPEST_H

#include <stdbool.h>
#include <stddef.h>

#include "event.h"
#include "output.h"

struct deepest_stack {
	u64 time;
	struct mytap_deepest *head;	/* with its frames behind it; NULL: none came from this CPU */
	u32 bytes;			/* of both */
};

/* All zero is the empty one. */
struct deepest {
	struct deepest_stack *v;	/* by CPU */
	size_t n;
};

struct deepest_frame {
	u32 depth, size;		/* size: bytes up to the next frame */
	struct event_text location;	/* "vfs_read+0x0/0x2b0" */
};

/* The payload of a record. False: it makes no sense. */
bool deepest_add(struct deepest *d, u64 time, const char *p, u32 size);
/* Frame i of n, innermost first. */
struct deepest_frame deepest_frame(const struct deepest_stack *s, u32 i);
/* The deepest of all, then the next one: the i-th; NULL: there are no more. */
const struct deepest_stack *deepest_number(const struct deepest *d, size_t i);
void deepest_print(const struct deepest *d, struct output *out);
void deepest_deinit(struct deepest *d);

#endif
