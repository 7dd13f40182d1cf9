/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a step of the build in a child process, in parallel with the caller. */
#ifndef MYTAP_BESIDE_H
#define MYTAP_BESIDE_H

#include <stdbool.h>
#include <sys/types.h>

#include "parser/base/arena.h"

struct beside {
	pid_t pid;
	int why;	/* the child writes the reason of a failure here */
};

/* Runs step(ctx) in a child; step returns false with *why on failure. False: the child was not started. */
bool beside_start(struct beside *b, bool (*step)(void *ctx), void *ctx, const char **why);
/* Waits for the child. False with *why if the step failed. */
bool beside_wait(struct beside *b, struct arena *a, const char **why);
/* Ends the child and the programs it started. */
void beside_end(struct beside *b);

#endif
