/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mytap trace -p osnoise: the time that interrupts and soft interrupts take on each CPU, by a generated script. Interrupts nest on
 * their CPU, so each level keeps its start and the time of the levels within it. An interrupt that began before the entry was probed
 * is not counted.
 */
#include "translator/trace.h"

#include "parser/base/strbuf.h"

static const char functions[] =
	"global mytap_noise_depth, mytap_noise_start, mytap_noise_inner, mytap_noise, mytap_noise_all, mytap_noise_from\n"
	"probe begin { mytap_noise_from = gettimeofday_ns() }\n"
	"function mytap_noise_enter() {\n"
	"\tc = cpu()\n"
	"\td = ++mytap_noise_depth[c]\n"
	"\tmytap_noise_inner[c, d] = 0\n"
	"\tmytap_noise_start[c, d] = local_clock_ns()\n"
	"}\n"
	"function mytap_noise_leave(what:string) {\n"
	"\tc = cpu()\n"
	"\td = mytap_noise_depth[c]\n"
	"\tif (d <= 0) return 0\n"
	"\tspan = local_clock_ns() - mytap_noise_start[c, d]\n"
	"\town = span - mytap_noise_inner[c, d]\n"
	"\tmytap_noise_depth[c] = d - 1\n"
	"\tif (d > 1) mytap_noise_inner[c, d - 1] += span\n"
	"\tmytap_noise[c, what] <<< own\n"
	"\tmytap_noise_all[c] <<< own\n"
	"}\n"
	"function mytap_noise_line(c:long, what:string, n:long, sum:long, most:long) {\n"
	"\tns = gettimeofday_ns() - mytap_noise_from\n"
	"\tprintf(\"  [%03d]  %-26s %9d %9d.%03d %7d.%03d %7d.%03d %4d.%03d\\n\", c, what, n, sum / 1000, sum % 1000, sum / n / 1000, sum / n % 1000,\n"
	"\t       most / 1000, most % 1000, sum * 100 / ns, sum * 1000 / (ns / 100) % 1000)\n"
	"}\n"
	"probe end {\n"
	"\tprint(\"# tracer: osnoise\\n#\\n#   CPU   SOURCE                         COUNT      TOTAL us      AVG us      MAX us  % OF CPU\\n\")\n"
	"\tforeach (c+ in mytap_noise_all) {\n"
	"\t\tforeach ([i, what] in mytap_noise @sum-)\n"
	"\t\t\tif (i == c) mytap_noise_line(c, what, @count(mytap_noise[i, what]), @sum(mytap_noise[i, what]), @max(mytap_noise[i, what]))\n"
	"\t\tmytap_noise_line(c, \"all\", @count(mytap_noise_all[c]), @sum(mytap_noise_all[c]), @max(mytap_noise_all[c]))\n"
	"\t}\n"
	"}\n";

/* Tracepoints without _entry and _exit, and the expression for the name of the source. */
static const struct {
	const char *point, *what;
} sources[] = {
	{ "irq:irq_handler", "sprintf(\"irq %d %s\", $irq, kernel_string($action->name))" },
	{ "irq:softirq", "\"softirq \" . _softirq_name($vec_nr)" },
	{ "local_timer", "\"local timer\"" },
	{ "reschedule", "\"reschedule\"" },
	{ "call_function", "\"call function\"" },
	{ "call_function_single", "\"call function single\"" },
	{ "irq_work", "\"irq work\"" },
};

void trace_noise(struct session *s, struct strbuf *b)
{
	const struct trace_options *t = &s->opt.trace;

	strbuf_puts(b, functions);
	for (unsigned int i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		const char *only = t->cpu ? t->cpu : "cpu()";

		/* The exit is attached first, so that every entry that is seen has its exit. */
		strbuf_printf(b, "probe kernel.trace(\"%s_exit\")%s { if (cpu() == %s) mytap_noise_leave(%s) }\n", sources[i].point, i > 1 ? "?" : "", only,
			      sources[i].what);
		strbuf_printf(b, "probe kernel.trace(\"%s_entry\")%s { if (cpu() == %s) mytap_noise_enter() }\n", sources[i].point, i > 1 ? "?" : "", only);
	}
}
