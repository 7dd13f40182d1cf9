// SPDX-License-Identifier: GPL-2.0-or-later
/* The commands besides running a script: the table, and help for each. A new command is a row. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "translator/build/seed.h"
#include "translator/commands.h"
#include "translator/doctor.h"
#include "translator/examples.h"
#include "translator/inspect/command.h"
#include "translator/replay.h"
#include "translator/target.h"
#include "translator/top/top.h"
#include "translator/trace.h"

static int run_prewarm(struct session *s)
{
	return seed_prewarm(s->target) ? 0 : 1;
}

SET_FLAG(brief, brief)
SET_FLAG(json, inspect.is_json)
SET_FLAG(trace_args, trace.has_args)
SET_FLAG(retval, trace.has_values)
SET_FLAG(failed, trace.failed)
SET_TEXT(baseline, baseline)
SET_TEXT(core, inspect.core)
SET_TEXT(vmlinux, inspect.vmlinux)
SET_TEXT(condition, trace.condition)
SET_TEXT(comm, trace.comm)
SET_TEXT(from, trace.from)
SET_TEXT(until, trace.until)
SET_FLAG(abstime, trace.has_time)
SET_FLAG(proc, trace.has_process)
SET_TEXT(word, example_word)

static const struct option_row doctor_options[] = {
	{ 0, "brief", ARG_NONE, NULL, "print only what is missing or could be better", set_brief, NULL },
	{ 0 },
};

static const struct option_row inspect_options[] = {
	{ 0, "core", ARG_NEEDED, "FILE", "a dump: ELF, kdump-compressed or flattened, as makedumpfile and QEMU write them", set_core, NULL },
	{ 0, "vmlinux", ARG_NEEDED, "FILE", "the kernel's file; its build-id must be that of the kernel", set_vmlinux, NULL },
	{ 0, "json", ARG_NONE, NULL, "one document, described in mytap(1)", set_json, NULL },
	{ 0 },
};

/* Passes have numbers, tracers names. */
static bool set_tracer(struct session *s, const char *arg)
{
	if (!isalpha((unsigned char)*arg))
		return options_set_pass(s, arg);
	s->opt.trace.tracer = arg;
	return true;
}

static bool set_cpu(struct session *s, const char *arg)
{
	long cpu;

	s->opt.trace.cpu = arg;
	return options_read_number("--cpu", arg, 0, 8191, &cpu);
}

static bool set_max_depth(struct session *s, const char *arg)
{
	return options_read_number("--max-depth", arg, 1, 1000, &s->opt.trace.most_depth);
}

static bool set_without(struct session *s, const char *arg)
{
	vec_push(s->arena, &s->opt.trace.without, arg);
	return true;
}

static bool set_lines(struct session *s, const char *arg)
{
	return options_read_number("--lines", arg, 1, 1L << 40, &s->opt.trace.lines);
}

static bool set_last(struct session *s, const char *arg)
{
	return options_read_number("--last", arg, 1, 1L << 30, &s->opt.trace.last);
}

/* "500us", "1ms" */
static bool set_slower(struct session *s, const char *arg)
{
	static const struct { const char *unit; double ns; } units[] = { { "ns", 1 }, { "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 } };
	char *end;
	double n = strtod(arg, &end);

	for (unsigned int i = 0; i < sizeof(units) / sizeof(*units); i++) {
		double ns = n * units[i].ns;

		if (end == arg || strcmp(end, units[i].unit) || !(ns >= 1 && ns < 1e17))
			continue;
		s->opt.trace.slower = ns;
		return true;
	}
	return options_complain("--slower takes a time as 500us, 1ms or 2s, not '%s'", arg);
}

/* How a function graph is shown: while it is recorded, or when it is read. */
#define GRAPH_OPTIONS \
	{ 0, "max-depth", ARG_NEEDED, "N", "function_graph: at most N calls deep", set_max_depth, NULL }, \
	{ 0, "failed", ARG_NONE, NULL, "function_graph: only trees whose outermost call returns an error", set_failed, NULL }, \
	{ 0, "slower", ARG_NEEDED, "TIME", "function_graph: only trees whose outermost call took longer: 1ms", set_slower, NULL }, \
	{ 0, "abstime", ARG_NONE, NULL, "function_graph: a column with the time", set_abstime, NULL }, \
	{ 0, "proc", ARG_NONE, NULL, "function_graph: a column with the thread", set_proc, NULL },

static const struct option_row trace_options[] = {
	{ 'p', NULL, ARG_NEEDED, "TRACER", "function: a line for each call; function_graph: calls as they are nested; stack: the deepest stacks; osnoise: what interrupts take; wakeup, irqsoff, preemptoff: the highest latency", set_tracer, NULL },
	{ 'n', NULL, ARG_NEEDED, "PATTERN", "without these functions: 'vfs_*', '*@fs/read_write.c'; may be repeated", set_without, NULL },
	{ 0, "if", ARG_NEEDED, "EXPRESSION", "only while this holds: pid() == 42, $count > 4096, ...", set_condition, NULL },
	{ 0, "cpu", ARG_NEEDED, "N", "only on CPU N", set_cpu, NULL },
	{ 0, "comm", ARG_NEEDED, "NAME", "only processes of this name", set_comm, NULL },
	{ 0, "from", ARG_NEEDED, "FUNCTION", "only what runs below that function", set_from, NULL },
	{ 0, "until", ARG_NEEDED, "EXPRESSION", "end at the first call for which that holds", set_until, NULL },
	{ 0, "lines", ARG_NEEDED, "N", "end after N calls; function_graph: when they have returned", set_lines, NULL },
	{ 0, "args", ARG_NONE, NULL, "with what the functions are called", set_trace_args, NULL },
	{ 0, "retval", ARG_NONE, NULL, "function_graph: with the values returned, errors by name", set_retval, NULL },
	{ 0, "last", ARG_NEEDED, "N", "keep the last N lines of each CPU (of a graph: entries and returns), show them at the end", set_last, NULL },
	GRAPH_OPTIONS
	{ 0 },
};

static const struct option_row replay_options[] = {
	{ 0, "baseline", ARG_NEEDED, "FILE", "--flamegraph shows what changed since the session whose --folded wrote this file", set_baseline, NULL },
	GRAPH_OPTIONS
	{ 0 },
};

static const struct option_row attach_options[] = {
	GRAPH_OPTIONS
	{ 0 },
};

static const struct option_row ps_options[] = {
	{ 0, "json", ARG_NONE, NULL, "all that mytap inspect sessions knows of them", set_json, NULL },
	{ 0 },
};

static const struct option_row top_options[] = {
	{ 0, "interval", ARG_NEEDED, "SECONDS", "look so often; 1 without it", options_set_interval, NULL },
	{ 0 },
};

static const struct option_row example_options[] = {
	{ 'k', NULL, ARG_NEEDED, "WORD", "list the scripts with that word in their description", set_word, NULL },
	{ 0 },
};

static int run_help(struct session *s);

static const struct command commands[] = {
	{
		.name = "doctor", .words = "", .summary = "what mytap can do on this machine, and what is missing",
		.text = "Looks at the machine, at each kernel that modules can be built for (with -r: at that one), at the guest and\n"
			"the cache, and prints for each what is there, and how to get what is missing. Ends with 0 when scripts can\n"
			"run, here or in a guest, and with 1 when they cannot.\n",
		.options = doctor_options, .run = doctor_run,
	}, {
		.name = "inspect", .words = "TABLE [NAME]", .summary = "what is attached to a kernel, live or in a dump",
		.text = "Shows kprobes, users of the function tracer, tracepoints, modules and more of the kernel that runs, or of a\n"
			"dump, whose they are, and whether the code agrees. With -v lists of names in full.\n",
		.options = inspect_options, .most_words = COMMAND_ANY_WORDS, .run = inspect_run, .print_more = inspect_print_tables,
	}, {
		.name = "trace", .words = "[FUNCTION...]", .summary = "the functions that run, as the kernel's tracers show them",
		.text = "Makes a script of its options and runs it (-p1 shows the script). FUNCTION: vfs_*, *@fs/read_write.c, or\n"
			"dummy:* of a module; all functions of the kernel without one. With -c or -x only that process.\n",
		.options = trace_options, .most_words = COMMAND_ANY_WORDS, .run = trace_run,
	}, {
		.name = "ps", .words = "", .summary = "the sessions that run",
		.text = "A line for each: its name, state, the process that reads it, since when, memory, probes, hits, lost records, script.\n",
		.options = ps_options, .run = ps_run,
	}, {
		.name = "ctl", .words = "SESSION WORD...", .summary = "tell a session that runs what to do",
		.text = "SESSION is a name that mytap ps shows. Only root may.\n",
		.most_words = COMMAND_ANY_WORDS, .run = ctl_run, .print_more = ctl_print_verbs,
	}, {
		.name = "top", .words = "SESSION", .summary = "show a session that runs on the terminal, new each second",
		.text = "Its probes, variables and output; the keys are shown. SESSION is a name that mytap ps shows. Only root may.\n"
			"mytap --monitor does the same with a script that it begins. Hits of each probe are counted and timed while it looks.\n",
		.options = top_options, .most_words = 1, .run = top_run,
	}, {
		.name = "attach", .words = "SESSION", .summary = "read a session that mytap -F has left to itself",
		.text = "Prints what it has kept since somebody read it last, and goes on until it is over, or with Ctrl-C leaves it again.\n"
			"-o, --json and the like, -T; and of function graphs:\n",
		.options = attach_options, .most_words = 1, .run = run_attach,
	}, {
		.name = "replay", .words = "FILE", .summary = "the outputs of a session from its --raw file",
		.text = "Prints what the session printed, or what --json and the like make of it. The file may come from another machine.\n",
		.options = replay_options, .most_words = 1, .run = replay_command,
	}, {
		.name = "merge", .words = "FILE...", .summary = "the outputs of a session from its -b files",
		.text = "Prints what the session would have printed without -b, or what --raw, --json and the like make of it. FILE: all files\n"
			"that it wrote, in any order.\n",
		.options = replay_options, .most_words = COMMAND_ANY_WORDS, .run = merge_command,
	}, {
		.name = "example", .words = "[NAME [ARGUMENTS]]", .summary = "run a script that comes with mytap, or list them all",
		.text = "Without a name lists all, with the purpose of each.\n",
		.options = example_options, .most_words = COMMAND_ANY_WORDS, .run = example_run,
	}, {
		.name = "prewarm", .words = "[RELEASE]", .summary = "compile the runtime for a kernel now",
		.text = "The first script for a kernel compiles mytap's runtime for it, which takes some seconds. This does it\n"
			"beforehand, for the running kernel or the one named.\n",
		.most_words = 1, .is_of_kernel = true, .run = run_prewarm,
	}, {
		.name = "help", .words = "[NAME]", .summary = "the options, or what a command, a function or a probe alias does",
		.text = "With the name of a command: what it does, and its own options. With one of the library's (task_pid,\n"
			"vfs.read, @prints): what its documentation says.\n",
		.most_words = 1, .run = run_help,
	},
};
enum { NCOMMANDS = sizeof(commands) / sizeof(*commands) };

const struct command *command_find(const char *name)
{
	for (unsigned int i = 0; i < NCOMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

bool command_take_words(struct session *s)
{
	const struct command *c = s->opt.action;

	if (s->opt.args.n > c->most_words)
		return options_complain("%s takes %s%s, not '%s' (a script of that name is ./%s)", c->name,
					c->most_words ? c->words : "options only", c->most_words ? " and options" : "",
					s->opt.args.v[c->most_words], c->name);
	if (c->is_of_kernel && s->opt.args.n)
		s->opt.release = s->opt.args.v[0];
	return true;
}

static void print_usage(FILE *out, const struct command *c)
{
	char words[64];

	snprintf(words, sizeof(words), "%s%s%s", c->name, *c->words ? " " : "", c->words);
	fprintf(out, "       mytap %-35s %s\n", words, c->summary);
}

void command_list_print(FILE *out)
{
	for (unsigned int i = 0; i < NCOMMANDS; i++)
		print_usage(out, &commands[i]);
}

void command_print_help(FILE *out, const struct command *c)
{
	fprintf(out, "Usage: mytap [OPTIONS] %s%s%s\n\n%s", c->name, *c->words ? " " : "", c->words, c->text);
	if (c->print_more)
		c->print_more(out);
	if (c->options) {
		fputs("\nIts own options:\n", out);
		options_print_rows(out, c->options);
	}
}

static int run_help(struct session *s)
{
	const struct command *c;

	if (!s->opt.args.n) {
		options_print_help(stdout);
		return 0;
	}
	c = command_find(s->opt.args.v[0]);
	if (c) {
		command_print_help(stdout, c);
		return 0;
	}
	s->opt.help_on = s->opt.args.v[0];
	s->opt.args.n = 0;
	return COMMAND_IS_SCRIPT;
}
