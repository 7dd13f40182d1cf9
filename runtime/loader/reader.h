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
#include "kept.h"
#include "merge.h"
#include "output.h"
#include "patience.h"

struct reader {
	struct channel *channel;
	struct merge *merge;
	struct kept *kept;
	struct followed *followed;	/* of a flight recorder: it is left, not ended; NULL: it is none */
	struct output *out;
	struct children *children;
	struct input *input;
	int signals;			/* a signalfd */
	uint64_t time_limit;		/* ns from RUNNING, 0: none */
	unsigned int patience_seconds;
	/* from here on the reader's own */
	uint64_t deadline;		/* 0: none */
	bool is_leaving;		/* of a flight recorder: somebody else may go on reading it */
	bool was_running;
	bool is_stopping;		/* STOP was sent */
	bool is_hurried;		/* asked to stop once more: leave the rest */
	bool is_command_to_end;
	struct patience patience;
	enum patience_end given_up;	/* why the module was not waited for any longer */
	uint64_t signalled_at;		/* 0: not */
};

/* Blocks the signals that end a session, and opens them for the loop. */
int reader_signals(void);
/* One of them is waiting for the loop. */
bool reader_is_interrupted(void);

/*
 * From START to DONE, or until it is left (is_leaving), all that was written delivered. False: the session was left
 * early, and what is lost was said.
 */
bool reader_run(struct reader *r);
/* Of a session that is left to itself: waits until it runs. False: it ends before, or is to end. */
bool reader_sees_it_run(struct reader *r);
/* Behind the last record: waits for who reads the outputs, until a signal comes. */
void reader_write_rest(struct reader *r);
/* After it: for system() commands and the command; a signal meanwhile ends them. */
void reader_wait_children(struct reader *r);

#endif
