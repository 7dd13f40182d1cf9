/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records of the function tracers as ftrace prints them: a line a function, or the
 * calls of each CPU as they are nested.
 */
#ifndef MYTAP_LOADER_TRACE_H
#define MYTAP_LOADER_TRACE_H

#include "names.h"
#include "output.h"

struct trace_task;

/* A call whose opening line is not written yet: it is one line with its return when nothing comes between. */
struct trace_pending {
	bool is_there;
	u32 pid;
	u64 function, time;
	unsigned int depth;
	char *args;			/* NULL: not asked for */
};

struct trace_cpu {
	struct trace_pending pending;
	u32 pid, switches;		/* whose lines were the last here; how often that changed */
	bool is_seen;
	char comm[17];
};

/* All zero is the one that has seen nothing. */
struct tracer {
	struct names names;
	bool has_header;
	struct trace_cpu *cpus;
	size_t ncpus;
	struct trace_task **tasks;	/* by thread: the calls that are open */
	size_t nchains, ntasks;
	unsigned int most_depth;	/* calls that stand deeper are not shown; 0: all are */
	u64 unpaired;			/* returns without their entry, entries without their return */
};

/* One TRACE record. False: it makes no sense. */
bool trace_record(struct tracer *t, struct output *o, u32 what, u64 time, const char *payload, u32 size);
/* Writes what waits. */
void trace_finish(struct tracer *t, struct output *o);
void trace_deinit(struct tracer *t);

/* For trace_graph.c and trace.c only. */
/* args: NULL: not asked for */
void trace_graph_enter(struct tracer *t, struct output *o, u64 time, const struct mytap_trace_head *h, const char *args);
/* value: what is returned; NULL: not asked for, or nothing is */
void trace_graph_leave(struct tracer *t, struct output *o, u64 time, const struct mytap_trace_leave *l, const s64 *value);
void trace_graph_flush(struct tracer *t, struct output *o, u32 cpu);
const char *trace_name(struct tracer *t, u64 address);
void trace_printf(struct output *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
