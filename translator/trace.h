/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mytap trace [-p function|function_graph] [PATTERN...]: a script is made of it, and
 * goes through the passes as any other. `mytap trace ... -p1` shows it.
 */
#ifndef MYTAP_TRACE_H
#define MYTAP_TRACE_H

#include "translator/session.h"

/* s->opt.trace and s->opt.args (the patterns) become s->opt.script_text: COMMAND_IS_SCRIPT, or 1 (said). */
int trace_run(struct session *s);

/* Scripts of what is not about single functions: trace_noise.c, trace_latency.c */
struct strbuf;
void trace_noise(struct session *s, struct strbuf *b);
void trace_wakeup(struct session *s, struct strbuf *b);
void trace_irqsoff(struct session *s, struct strbuf *b);
void trace_preemptoff(struct session *s, struct strbuf *b);
/* As a string of the script. */
void trace_add_quoted(struct strbuf *b, const char *text);

#endif
