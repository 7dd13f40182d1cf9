/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long to wait for the module, and what to report when the time is over. */
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
	/* private to patience.c from here on */
	uint64_t since;			/* ns: last progress */
	u64 progress;
	u32 state, doing;		/* last values seen */
	u32 thread;			/* the thread of pidfd */
	int pidfd;			/* -1: none */
	bool is_warned;
	u32 work;			/* what it does, as last seen; since when, and the progress by then */
	uint64_t work_since, work_said;	/* ns; work_said: the time after which it was last told */
	u64 work_begun;
};

void patience_init(struct patience *p, const struct mytap_shared *shared, unsigned int seconds);
void patience_deinit(struct patience *p);

/*
 * Whether to go on waiting. DEAD: the module's thread is gone; STUCK: it made no progress for the limit; both are
 * reported, with what to do. Cheap enough for each round. is_stopping: STOP was sent. On a terminal, or with -v, it
 * tells how far a module is that attaches or detaches probes for more than a second.
 */
enum patience_end patience_look(struct patience *p, uint64_t now, bool is_stopping);

/*
 * Runs do_it(), which may hang in the kernel forever, in a separate process and returns its result (0, or an
 * errno). ETIMEDOUT: not finished within seconds; the place where it hangs is reported ("the kernel WHAT").
 */
int patience_run(int (*do_it)(const void *ctx), const void *ctx, double seconds, const char *what);

#endif
