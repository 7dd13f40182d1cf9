/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records to events (event.h) for the session's writers: what a record means, apart from
 * where it came from (a ring, a file), in what order, and how it is shown.
 */
#ifndef MYTAP_LOADER_DECODE_H
#define MYTAP_LOADER_DECODE_H

#include "deepest.h"
#include "formats.h"
#include "names.h"
#include "report.h"
#include "speculation.h"
#include "timing.h"
#include "trace.h"
#include "trees.h"
#include "user_stack.h"
#include "writer.h"

struct kept;				/* kept.h */

struct decoder {
	struct format_table *formats;
	struct writer *writers, *only;	/* only: the one writer, where there is but one and it takes no records as they are */
	bool wants_records;		/* one of them does */
	const struct string_table *about;	/* "key=value" of the session: release, script, ...; or NULL */
	bool is_silent;			/* messages are events only: they were on stderr before */
	struct report *report;
	/* system(): runs the command (len bytes, not terminated); NULL: it is not run. */
	void (*system)(void *ctx, const char *command, size_t len);
	void *ctx;
	struct speculations speculations;
	struct tracer tracer;
	struct trees trees;		/* --failed, --slower */
	struct names names;
	struct timing timing;
	struct deepest deepest;		/* trace_stack() */
	struct user_places places;	/* of programs' stacks */
	const struct kept *kept;	/* what is shown is the last of what was written; NULL: it is all */
	u64 senseless;			/* records that could not be read */
};

/* Before the first record. */
void decode_begin(struct decoder *d);
/* A merge_take_fn on a struct decoder: false when an output is full. */
bool decode_record(void *decoder, const struct mytap_record *r);
/* Behind the last record: the writers write what waits for another one. */
void decode_finish(struct decoder *d, const struct session_end *end);
void decode_deinit(struct decoder *d);

#endif
