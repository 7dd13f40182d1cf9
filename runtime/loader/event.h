/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What records mean, for whoever shows them (writer.h). The decoder has checked lengths
 * against the record's size; what an event points to is gone when the call returns.
 */
#ifndef MYTAP_LOADER_EVENT_H
#define MYTAP_LOADER_EVENT_H

#include <stdbool.h>

#include "runtime/wire.h"

enum event_kind {
	EVENT_PRINT,			/* print: a format with its arguments */
	EVENT_TEXT,			/* text: as it is */
	EVENT_STACK, EVENT_FRAME,	/* text: a line of a stack, the first and each other one (stack_text.h) */
	EVENT_HIST,			/* hist */
	EVENT_MESSAGE,			/* message: an error or a warning; it is on stderr already */
	EVENT_COMMAND,			/* text: system() */
	EVENT_FUNCTION,			/* call: one that began */
	EVENT_ENTER, EVENT_LEAVE,	/* call: of the function graph */
	EVENT_SLICE_BEGIN, EVENT_SLICE_END, EVENT_COUNTER,	/* mark: of slice_begin(), slice_end(), trace_counter() */
};

struct event_print {
	u32 format;			/* its number; the arguments are not checked against it */
	const char *args;
	u32 size;
};

struct event_text {
	const char *s;
	u32 len;
};

struct event_hist {
	const struct mytap_hist *head;
	const u64 *buckets;		/* head->nbuckets */
};

struct event_message {
	bool is_error;
	u32 probe;			/* ~0: of none */
	struct event_text text;
};

struct event_call {
	const struct mytap_trace_head *head;
	u64 caller;			/* FUNCTION; 0: not known */
	const char *args;		/* ENTER; NULL: not asked for */
	u64 entered;			/* LEAVE: when */
	u64 own;			/* LEAVE: ns that were not spent in calls below it that were seen */
	const s64 *value;		/* LEAVE: what is returned; NULL: not asked for, or nothing is */
	unsigned int depth;		/* open calls of the thread around it */
	bool has_entry;			/* LEAVE: its entry was seen ... */
	u32 entry_cpu;			/* ... there */
};

struct event_mark {
	const struct mytap_trace_head *head;	/* its function is 0 */
	struct event_text name;
	s64 value;			/* COUNTER */
};

struct event {
	enum event_kind kind;
	u64 time;			/* CLOCK_MONOTONIC, ns */
	union {
		struct event_print print;
		struct event_text text;
		struct event_hist hist;
		struct event_message message;
		struct event_call call;
		struct event_mark mark;
	};
};

#endif
