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
	struct mytap_deepest *head;	/* followed by its frames; NULL: none from this CPU */
	u32 bytes;			/* of head and frames */
};

/* All zero: empty. */
struct deepest {
	struct deepest_stack *v;	/* by CPU */
	size_t n;
};

struct deepest_frame {
	u32 depth, size;		/* size: bytes to the next frame */
	struct event_text location;	/* "vfs_read+0x0/0x2b0" */
};

/* Adds the payload of a record. False: it is invalid. */
bool deepest_add(struct deepest *d, u64 time, const char *p, u32 size);
/* Frame i of n, innermost first. */
struct deepest_frame deepest_frame(const struct deepest_stack *s, u32 i);
/* The i-th deepest stack, from 0; NULL: no more. */
const struct deepest_stack *deepest_number(const struct deepest *d, size_t i);
void deepest_print(const struct deepest *d, struct output *out);
void deepest_deinit(struct deepest *d);

#endif
