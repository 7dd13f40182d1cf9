/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records to events (event.h) for the session's writers: the meaning of a record, independent of its source (a
 * ring, a file), its order, and how it is shown.
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
	struct writer *writers, *only;	/* only: the writer, if there is exactly one, it takes no raw records, and its kind has print() */
	struct output *main;		/* what people read; NULL: there is none */
	bool wants_records;		/* some writer takes raw records */
	const struct string_table *about;	/* "key=value" of the session: release, script, ...; or NULL */
	bool is_silent;			/* messages are events only: they were already printed on stderr */
	struct report *report;
	/* system(): runs the command (len bytes, not terminated); NULL: commands are not run. */
	void (*system)(void *ctx, const char *command, size_t len);
	void *ctx;
	struct speculations speculations;
	struct tracer tracer;
	struct trees trees;		/* --failed, --slower */
	struct names names;
	struct timing timing;
	struct deepest deepest;		/* trace_stack() */
	struct user_places places;	/* of programs' stacks */
	const u32 *stream;		/* of the record (merge.h); NULL: there is one */
	const struct kept *kept;	/* only the last records are shown; NULL: all */
	u64 senseless;			/* records that are invalid */
};

/* Before the first record. */
void decode_begin(struct decoder *d);
/* A merge_take_fn on a struct decoder: false when an output is full. */
bool decode_record(void *decoder, const struct mytap_record *r);
/* After the last record: the writers write what is pending. */
void decode_finish(struct decoder *d, const struct session_end *end);
void decode_deinit(struct decoder *d);

#endif
