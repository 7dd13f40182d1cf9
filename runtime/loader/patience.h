/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long the module is waited for, and what is said when that was in vain. */
#ifndef MYTAP_LOADER_PATIENCE_H
#define MYTAP_LOADER_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/wire.h"

enum { PATIENCE_SECONDS = 300 };	/* without progress; --patience */

enum patience_end { PATIENCE_LASTS, PATIENCE_DEAD, PATIENCE_STUCK };

struct patience {
	const struct mytap_shared *shared;
	uint64_t limit;			/* ns without progress */
	/* from here on patience.c's own */
	uint64_t since;			/* ns: last progress */
	u64 progress;
	u32 state, doing;		/* as seen last */
	u32 thread;			/* whose pidfd it is */
	int pidfd;			/* -1: none */
	bool is_warned;
};

void patience_init(struct patience *p, const struct mytap_shared *shared, unsigned int seconds);
void patience_deinit(struct patience *p);

/*
 * Is there still something to wait for? DEAD: the module's thread is gone; STUCK: it has not got on for the limit; both
 * were said, with what to do. Asks cheaply, so that it can be asked in each round. is_stopping: STOP was sent.
 */
enum patience_end patience_look(struct patience *p, uint64_t now, bool is_stopping);

/*
 * What may hang in the kernel for good, in a process of its own: do_it() there, its result (0: well, else an errno) is
 * handed over. ETIMEDOUT: not ended within the seconds, and where it hangs was said ("the kernel WHAT").
 */
int patience_run(int (*do_it)(const void *ctx), const void *ctx, double seconds, const char *what);

#endif
