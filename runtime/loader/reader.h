/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one loop of a running session: rings, signals, children, time, output. */
#ifndef MYTAP_LOADER_READER_H
#define MYTAP_LOADER_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "channel.h"
#include "children.h"
#include "follow.h"
#include "input.h"
#include "targets.h"
#include "kept.h"
#include "merge.h"
#include "output.h"
#include "patience.h"

struct reader {
	struct channel *channel;
	struct merge *merge;
	struct kept *kept;
	struct followed *followed;	/* of a flight recorder, which is left, not ended; else NULL */
	struct output *out;
	struct children *children;
	struct input *input;
	struct targets *targets;	/* NULL: none */
	int signals;			/* a signalfd */
	uint64_t time_limit;		/* ns since RUNNING; 0: none */
	unsigned int patience_seconds;
	/* private to the reader from here on */
	uint64_t deadline;		/* 0: none */
	bool is_leaving;		/* of a flight recorder: another process may go on reading it */
	bool was_running;
	bool is_stopping;		/* STOP was sent */
	bool is_hurried;		/* a second request to stop: leave the rest */
	bool is_command_to_end;
	struct patience patience;
	enum patience_end given_up;	/* why the wait for the module ended early */
	uint64_t signalled_at;		/* 0: no signal yet */
};

/* Blocks the signals that end a session; returns a descriptor for them. */
int reader_signals(void);
/* One of these signals is pending. */
bool reader_is_interrupted(void);

/*
 * Runs from START to DONE, or until is_leaving, and delivers all records. False: the session was left early; losses
 * are reported.
 */
bool reader_run(struct reader *r);
/* For a session that goes on without a reader: waits until it runs. False: it ended before, or has to end. */
bool reader_sees_it_run(struct reader *r);
/* After the last record: waits for the readers of the outputs, until a signal comes. */
void reader_write_rest(struct reader *r);
/* After reader_run(): waits for system() commands and the command; a signal ends them. */
void reader_wait_children(struct reader *r);

#endif
