/* SPDX-License-Identifier: GPL-2.0-or-later */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM tapmod
#if !defined(TAPMOD_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define TAPMOD_TRACE_H
#include <linux/tracepoint.h>

struct tapmod_item;

TRACE_EVENT(tapmod_step,
	TP_PROTO(struct tapmod_item *item, int step, const char *label),
	TP_ARGS(item, step, label),
	TP_STRUCT__entry(__field(int, step)),
	TP_fast_assign(__entry->step = step;),
	TP_printk("step=%d", __entry->step)
);
#endif
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE tapmod_trace
#include <trace/define_trace.h>
