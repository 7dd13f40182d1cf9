/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The function tracers, slices and counters (trace.c). Part of api.h. */
#ifndef MYTAP_API_TRACE_H
#define MYTAP_API_TRACE_H

/* At a function's entry; the same, returning the time; at the return, with the time of the entry. */
void mytap_trace_function(struct mytap_ctx *c);
void mytap_trace_function_args(struct mytap_ctx *c, const char *args);
s64 mytap_trace_enter(struct mytap_ctx *c);
s64 mytap_trace_enter_args(struct mytap_ctx *c, const char *args);
void mytap_trace_leave(struct mytap_ctx *c, s64 entered);
void mytap_trace_return(struct mytap_ctx *c, s64 entered, s64 value);
/* The same for scripts that may stop the tracing. */
void mytap_trace_function_if_on(struct mytap_ctx *c);
void mytap_trace_function_args_if_on(struct mytap_ctx *c, const char *args);
s64 mytap_trace_enter_if_on(struct mytap_ctx *c);
s64 mytap_trace_enter_args_if_on(struct mytap_ctx *c, const char *args);
void mytap_tracing(bool is_on);
s64 mytap_tracing_is_on(void);
void mytap_slice_begin(struct mytap_ctx *c, const char *name);
void mytap_slice_end(struct mytap_ctx *c, const char *name);
void mytap_trace_counter(struct mytap_ctx *c, const char *name, s64 value);
void mytap_flow_begin(struct mytap_ctx *c, const char *name, s64 id);
void mytap_flow_end(struct mytap_ctx *c, const char *name, s64 id);

#endif
