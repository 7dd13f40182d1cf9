/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decoded records, for the writers (writer.h). The decoder has checked lengths against the record's size; pointers
 * in an event are valid only during the call.
 */
#ifndef MYTAP_LOADER_EVENT_H
#define MYTAP_LOADER_EVENT_H

#include <stdbool.h>

#include "runtime/wire.h"

enum event_kind {
	EVENT_PRINT,			/* print: a format with its arguments */
	EVENT_TEXT,			/* text: unchanged */
	EVENT_STACK, EVENT_FRAME,	/* text: a line of a stack, the first one and each further one (stack_text.h) */
	EVENT_HIST,			/* hist */
	EVENT_MESSAGE,			/* message: an error or a warning, already printed on stderr */
	EVENT_COMMAND,			/* text: system() */
	EVENT_FUNCTION,			/* call: a call has begun */
	EVENT_ENTER, EVENT_LEAVE,	/* call: of the function graph */
	EVENT_SLICE_BEGIN, EVENT_SLICE_END, EVENT_COUNTER, EVENT_FLOW_BEGIN, EVENT_FLOW_END,	/* mark: of slice_begin(), trace_counter() and the like */
};

struct event_print {
	u32 format;			/* number of the format; the arguments are not checked against it */
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
	u32 probe;			/* ~0: no probe */
	struct event_text text;
};

struct event_call {
	const struct mytap_trace_head *head;
	u64 caller;			/* FUNCTION; 0: unknown */
	const char *args;		/* ENTER; NULL: not requested */
	u64 entered;			/* LEAVE: time of its entry */
	u64 own;			/* LEAVE: ns minus those in calls that it made and that were seen */
	const s64 *value;		/* LEAVE: returned value; NULL: not requested, or void */
	unsigned int depth;		/* open calls of the thread around this one */
	bool has_entry;			/* LEAVE: its entry was seen ... */
	u32 entry_cpu;			/* ... on this CPU */
};

struct event_mark {
	const struct mytap_trace_head *head;	/* its function is 0 */
	struct event_text name;
	s64 value;			/* COUNTER; FLOW: its number */
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

/* "slice_begin" of a mark. */
static inline const char *event_mark_word(const struct event *e)
{
	return e->kind == EVENT_SLICE_BEGIN ? "slice_begin" : e->kind == EVENT_SLICE_END ? "slice_end" :
	       e->kind == EVENT_FLOW_BEGIN ? "flow_begin" : e->kind == EVENT_FLOW_END ? "flow_end" : "counter";
}

static inline bool event_mark_has_value(const struct event *e)
{
	return e->kind != EVENT_SLICE_BEGIN && e->kind != EVENT_SLICE_END;
}

#endif
