/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records of the function tracers to events: calls are paired with their returns. */
#ifndef MYTAP_LOADER_TRACE_H
#define MYTAP_LOADER_TRACE_H

#include "calls.h"
#include "event.h"

enum { TRACE_CPUS_MOST = 8192 };

/* All zero: nothing seen yet. */
struct tracer {
	struct calls calls;
	bool has_time, has_process;	/* of a graph's text: columns with the time, with the thread */
	unsigned int most_depth;	/* calls nested deeper are left out; 0: none */
};

/* One TRACE record. False: it is invalid. *ret_is_shown: there is an event. */
bool trace_record(struct tracer *t, u32 what, u64 time, const char *payload, u32 size, struct event *ret, bool *ret_is_shown);
void trace_deinit(struct tracer *t);

#endif
