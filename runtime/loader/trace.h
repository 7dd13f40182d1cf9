/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records of the function tracers to events: calls are paired with their returns. */
#ifndef MYTAP_LOADER_TRACE_H
#define MYTAP_LOADER_TRACE_H

#include "calls.h"
#include "event.h"

enum { TRACE_CPUS_MOST = 8192 };

/* All zero is the one that has seen nothing. */
struct tracer {
	struct calls calls;
	bool has_time, has_process;	/* of a graph's text: columns with the time, with the thread */
	unsigned int most_depth;	/* calls that stand deeper are left out; 0: none are */
};

/* One TRACE record. False: it makes no sense. *ret_is_shown: there is an event. */
bool trace_record(struct tracer *t, u32 what, u64 time, const char *payload, u32 size, struct event *ret, bool *ret_is_shown);
void trace_deinit(struct tracer *t);

#endif
