/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A step of the build in a process of its own, while this one goes on with another. */
#ifndef MYTAP_BESIDE_H
#define MYTAP_BESIDE_H

#include <stdbool.h>
#include <sys/types.h>

#include "parser/base/arena.h"

struct beside {
	pid_t pid;
	int why;	/* the reason of a failure comes here */
};

/* step(ctx) is run there: whether it went well, else with *why. False: not started. */
bool beside_start(struct beside *b, bool (*step)(void *ctx), void *ctx, const char **why);
/* Waits for it. Whether it went well, else with *why. */
bool beside_wait(struct beside *b, struct arena *a, const char **why);
/* Ends it and what it started. */
void beside_end(struct beside *b);

#endif
