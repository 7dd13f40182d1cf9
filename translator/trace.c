/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See trace.h. The records are written by runtime/kernel/trace.c and printed by runtime/loader/trace*.c. */
#include "translator/trace.h"

#include <string.h>

#include "parser/base/strbuf.h"
#include "translator/commands.h"

struct tracer_kind {
	const char *name;
	const char *point;		/* behind .function("...") */
	bool is_graph;
	void (*handler)(struct strbuf *b, const struct trace_options *t, const char *condition);
	bool is_summary;		/* it does not print a line per hit */
	void (*script)(struct session *s, struct strbuf *b);	/* all of it, but for functions; or NULL */
	bool takes_functions;		/* the script shows them between its own events */
	bool takes_tasks;		/* it can be of one process or name */
};

/*
 * --lines N: the N calls that are shown are told by one increment, so there are no more of them, whatever else the other processors
 * do. The last one of a graph has its return before the end.
 */
static void function_handler(struct strbuf *b, const struct trace_options *t, const char *condition)
{
	const char *call = t->has_args ? "trace_function_args($$parms)" : "trace_function()";

	strbuf_puts(b, "{\n");
	if (condition)
		strbuf_printf(b, "\tif (!(%s)) next\n", condition);
	if (t->lines)
		strbuf_printf(b, "\tmytap_trace_line = ++mytap_trace_lines\n\tif (mytap_trace_line > %ld) next\n", t->lines);
	strbuf_printf(b, "\t%s\n", call);
	if (t->lines)
		strbuf_printf(b, "\tif (mytap_trace_line == %ld) exit()\n", t->lines);
	if (t->until)
		strbuf_printf(b, "\tif (%s) exit()\n", t->until);
	strbuf_puts(b, "}\n");
}

static bool ends_itself(const struct trace_options *t)
{
	return t->lines || t->until;
}

/*
 * Of a graph, which ends when all calls that it shows have returned: is this one to be shown? It counts as open before
 * anybody may find that it was the last; which did not get a record, is not.
 */
static void add_graph_end(struct strbuf *b, const struct trace_options *t)
{
	strbuf_puts(b, t->lines ? "global mytap_trace_lines\n" : "");
	strbuf_puts(b, "global mytap_trace_open, mytap_trace_over\n"
		       "function mytap_trace_takes:long (is_last:long) {\n\tif (mytap_trace_over) return 0\n\tmytap_trace_open++\n");
	if (t->lines)
		strbuf_printf(b, "\tline = ++mytap_trace_lines\n\tif (line > %ld) { mytap_trace_open--; return 0 }\n"
			      "\tis_last = is_last || line == %ld\n", t->lines, t->lines);
	strbuf_puts(b, "\tif (is_last) mytap_trace_over = 1\n\treturn 1\n}\n"
		       "function mytap_trace_took:long (entered:long) {\n\tif (!entered) mytap_trace_open--\n\treturn entered\n}\n");
}

/*
 * An open call is always closed, even if the condition is false by then. A function without a result, or without
 * debuginfo, has no $return.
 */
static void graph_handler(struct strbuf *b, const struct trace_options *t, const char *condition)
{
	const char *enter = t->has_args ? "trace_enter_args($$parms)" : "trace_enter()";

	strbuf_puts(b, "{\n\tentered = @entry(");
	if (condition)
		strbuf_printf(b, "!(%s) ? 0 : ", condition);
	if (ends_itself(t))
		strbuf_printf(b, "!mytap_trace_takes(%s) ? 0 : mytap_trace_took(%s)", t->until ? t->until : "0", enter);
	else
		strbuf_puts(b, enter);
	strbuf_puts(b, ")\n\tif (!entered) next\n\t");
	strbuf_puts(b, t->has_values || t->failed ? "if (@defined($return)) trace_return(entered, $return) else trace_leave(entered)\n" :
				       "trace_leave(entered)\n");
	strbuf_puts(b, ends_itself(t) ? "\tif (!--mytap_trace_open && mytap_trace_over) exit()\n}\n" : "}\n");
}

static void stack_handler(struct strbuf *b, const struct trace_options *t, const char *condition)
{
	(void)t;
	strbuf_printf(b, condition ? "{ if (%s) trace_stack() }\n" : "{ trace_stack() }\n", condition);
}

static const struct tracer_kind kinds[] = {
	{ .name = "function", .point = ".call", .handler = function_handler },
	{ .name = "function_graph", .point = ".return", .is_graph = true, .handler = graph_handler },
	{ .name = "stack", .point = ".call", .handler = stack_handler, .is_summary = true },
	{ .name = "osnoise", .is_summary = true, .script = trace_noise },
	{ .name = "wakeup", .is_summary = true, .script = trace_wakeup, .takes_functions = true, .takes_tasks = true },
	/* Debian's kernels lack the tracepoints of these two (CONFIG_PREEMPTIRQ_TRACEPOINTS); pass 2 reports that. */
	{ .name = "irqsoff", .is_summary = true, .script = trace_irqsoff, .takes_functions = true },
	{ .name = "preemptoff", .is_summary = true, .script = trace_preemptoff, .takes_functions = true },
};

/* Of what is not about functions. False: said. */
static bool whole_is_sensible(const struct session *s, const struct tracer_kind *kind)
{
	const struct trace_options *t = &s->opt.trace;

	if (((s->opt.args.n || t->without.n) && !kind->takes_functions) || ((t->comm || s->opt.target_pids.n) && !kind->takes_tasks) ||
	    t->condition || t->from)
		return options_complain("trace -p %s looks at %s: of the options only %s--cpu and those of all scripts go with it", kind->name,
					kind->takes_tasks ? "tasks" : "CPUs", kind->takes_tasks ? "--comm, " : "");
	return true;
}

static const struct tracer_kind *kind_find(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	options_complain("trace -p %s: the tracers are function, function_graph, stack, osnoise, wakeup, irqsoff and preemptoff", name);
	return NULL;
}

void trace_add_quoted(struct strbuf *b, const char *text)
{
	strbuf_putc(b, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			strbuf_putc(b, '\\');
		strbuf_putc(b, *text);
	}
	strbuf_putc(b, '"');
}

/* "vfs_*", "*@fs/read_write.c", "dummy:*" (of a module) */
static void add_point(struct strbuf *b, const char *pattern, const char *behind)
{
	const char *colon = strchr(pattern, ':'), *at = strchr(pattern, '@');
	struct strbuf module = { 0 };

	if (colon && (!at || colon < at)) {
		strbuf_printf(&module, "%.*s", (int)(colon - pattern), pattern);
		strbuf_puts(b, "module(");
		trace_add_quoted(b, module.s);
		strbuf_deinit(&module);
		pattern = colon + 1;
	} else {
		strbuf_puts(b, "kernel");
		if (colon)
			colon = NULL;
	}
	strbuf_puts(b, colon ? ").function(" : ".function(");
	trace_add_quoted(b, pattern);
	strbuf_printf(b, ")%s", behind);
}

static void add_condition(struct strbuf *b, const char *text, const char *value)
{
	strbuf_puts(b, b->len ? " && " : "");
	strbuf_puts(b, text);
	if (value)
		trace_add_quoted(b, value);
}

/* The conditions joined, cheapest first; NULL: none. */
static const char *condition_of(struct session *s)
{
	const struct trace_options *t = &s->opt.trace;
	struct strbuf b = { 0 };
	const char *text;

	if (s->opt.command || s->opt.target_pids.n == 1)
		add_condition(&b, "pid() == target()", NULL);
	else if (s->opt.target_pids.n)
		add_condition(&b, "__is_target()", NULL);
	if (t->cpu)
		add_condition(&b, arena_printf(s->arena, "cpu() == %s", t->cpu), NULL);
	if (t->comm)
		add_condition(&b, "execname() == ", t->comm);
	if (t->from)
		add_condition(&b, "mytap_trace_inside[tid()]", NULL);
	if (t->condition)
		add_condition(&b, arena_printf(s->arena, "(%s)", t->condition), NULL);
	text = b.len ? arena_strdup(s->arena, b.s) : NULL;
	strbuf_deinit(&b);
	return text;
}

/* The threads inside a call of it; counted, as it may be recursive. */
static void add_from(struct strbuf *b, const char *from)
{
	strbuf_puts(b, "global mytap_trace_inside\nprobe ");
	add_point(b, from, ".call");
	strbuf_puts(b, " { mytap_trace_inside[tid()]++ }\nprobe ");
	add_point(b, from, ".return");
	strbuf_puts(b, " { if (--mytap_trace_inside[tid()] <= 0) delete mytap_trace_inside[tid()] }\n");
}

/* "probe A, B BODY" of all functions that are named. */
static void add_functions(struct session *s, struct strbuf *b, const char *behind, const char *body)
{
	for (unsigned int i = 0; i < s->opt.args.n; i++) {
		strbuf_puts(b, i ? ",\n      " : "probe ");
		add_point(b, s->opt.args.v[i], behind);
	}
	if (s->opt.args.n)
		strbuf_puts(b, body);
}

static int take_script(struct session *s, struct strbuf *b)
{
	s->opt.script_text = arena_strdup(s->arena, b->s);
	s->opt.args.n = 0;
	strbuf_deinit(b);
	return COMMAND_IS_SCRIPT;
}

int trace_run(struct session *s)
{
	const struct trace_options *t = &s->opt.trace;
	const struct tracer_kind *kind = kind_find(t->tracer ? t->tracer : "function");
	struct strbuf b = { 0 };

	if (!kind)
		return 1;
	if (!kind->is_graph && (t->has_values || t->most_depth || t->failed || t->slower || t->has_time || t->has_process)) {
		options_complain("trace: --retval, --max-depth, --failed, --slower, --abstime and --proc are for -p function_graph");
		return 1;
	}
	if (kind->is_summary && (ends_itself(t) || t->has_args)) {
		options_complain("trace: --args, --lines and --until are for -p function and function_graph");
		return 1;
	}
	if (kind->is_summary && t->last) {
		options_complain("trace: --last is for -p function and function_graph; -p %s keeps the deepest of each CPU", kind->name);
		return 1;
	}
	if (kind->script && !whole_is_sensible(s, kind))
		return 1;
	if (kind->script) {
		kind->script(s, &b);
		add_functions(s, &b, ".call", " { _latency_note(sprintf(\"%s <-%s\", ppfunc(), symname(caller_addr()))) }\n");
		return take_script(s, &b);
	}
	if (!s->opt.args.n)
		vec_push(s->arena, &s->opt.args, "*");
	if (t->from)
		add_from(&b, t->from);
	if (kind->is_graph && ends_itself(t))
		add_graph_end(&b, t);
	else if (t->lines)
		strbuf_puts(&b, "global mytap_trace_lines\n");
	add_functions(s, &b, kind->point, " ");
	kind->handler(&b, t, condition_of(s));
	return take_script(s, &b);
}
