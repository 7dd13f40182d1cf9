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

/* trace_noise.c: the script of -p osnoise */
struct strbuf;
void trace_noise(struct strbuf *b, const struct trace_options *t);

#endif
