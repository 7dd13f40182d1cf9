/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mytap trace -p wakeup: the highest latency from a task's wake to its run; -p irqsoff, -p preemptoff: the longest time with
 * interrupts or preemption off; with the events of the CPU between. The scripts are calls of tapsets/linux/latency.stp.
 */
#include "translator/trace.h"

#include "parser/base/strbuf.h"

static void add_events(struct strbuf *b)
{
	strbuf_puts(b, "probe _latency.event { }\n");
}

void trace_wakeup(struct session *s, struct strbuf *b)
{
	const struct trace_options *t = &s->opt.trace;

	strbuf_puts(b, "probe kernel.trace(\"sched:sched_wakeup\"), kernel.trace(\"sched:sched_wakeup_new\") {\n");
	if (s->opt.command || s->opt.target_pids.n) {
		strbuf_puts(b, "\tif ($p->tgid != target()");
		for (unsigned int i = 1; i < s->opt.target_pids.n; i++)
			strbuf_printf(b, " && $p->tgid != __target(%u)", i);
		strbuf_puts(b, ") next\n");
	}
	if (t->comm) {
		strbuf_puts(b, "\tif (kernel_string($p->comm) != ");
		trace_add_quoted(b, t->comm);
		strbuf_puts(b, ") next\n");
	}
	strbuf_puts(b, "\t_latency_wakes($p->pid, kernel_string($p->comm))\n}\nprobe kernel.trace(\"sched:sched_switch\") {\n");
	if (t->cpu)
		strbuf_printf(b, "\tif (cpu() != %s) next\n", t->cpu);
	strbuf_puts(b, "\t_latency_switches($prev->pid, $next->pid, kernel_string($next->comm), $next->prio)\n}\n");
	add_events(b);
	strbuf_puts(b, "probe end { _latency_print(\"wakeup\") }\n");
}

static void trace_off(struct session *s, struct strbuf *b, const char *what, const char *words, const char *tracer)
{
	const char *only = s->opt.trace.cpu ? arena_printf(s->arena, "if (cpu() == %s) ", s->opt.trace.cpu) : "";

	strbuf_printf(b, "probe _latency.%s_off { %s_latency_begins($ip) }\nprobe _latency.%s_on { %s_latency_ends($ip, \"%s\") }\n",
		      what, only, what, only, words);
	add_events(b);
	strbuf_printf(b, "probe end { _latency_print(\"%s\") }\n", tracer);
}

void trace_irqsoff(struct session *s, struct strbuf *b)
{
	trace_off(s, b, "irqs", "interrupts are off", "irqsoff");
}

void trace_preemptoff(struct session *s, struct strbuf *b)
{
	trace_off(s, b, "preempt", "preemption is off", "preemptoff");
}
