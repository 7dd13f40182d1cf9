/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes of -x. Each is held by a pidfd from the moment it is named, so another one of its number is never taken. */
#ifndef MYTAP_LOADER_TARGETS_H
#define MYTAP_LOADER_TARGETS_H

#include <stdbool.h>
#include <sys/types.h>

#include "../wire.h"

struct targets {
	u32 pids[MYTAP_TARGETS_MOST];
	int fds[MYTAP_TARGETS_MOST];	/* pidfds; -1: its end was reported */
	unsigned int n, nended;
	int ends;			/* readable when one has ended; -1: there are none */
};

#define TARGETS_INIT { .ends = -1 }

/* -x PID; once more: the same again counts once. False: reported. */
bool targets_add(struct targets *t, long pid);
void targets_deinit(struct targets *t);
/* After the module has taken them: false, if one was another process by then; reported. */
bool targets_are_alive(const struct targets *t);
/* Reports those that have ended since. */
void targets_take_ends(struct targets *t);

#endif
