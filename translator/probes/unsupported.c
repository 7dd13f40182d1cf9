// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Points of the language that are not built yet: known by name, so that the
 * message can say so instead of "no such probe point". A row goes when its
 * family comes.
 */
#include <string.h>

#include "family.h"

/* First components of a pattern -> what it is, and what does nearly the same here. */
static const struct {
	const char *prefix, *what, *instead;
} rows[] = {
	{ "process", "probes in user-space programs", "kernel.trace(\"sched:sched_process_exec\") and the like see processes from the kernel" },
	{ "procfs", "files made by a script", "-G sets globals when the module is loaded" },
	{ "netfilter", "netfilter hooks", "kernel.function(\"ip_rcv\") sees packets" },
	{ "java", "probes in Java programs", NULL },
	{ "python", "probes in Python programs", NULL },
	{ "debuginfod", "probes by debuginfod", NULL },
};

static bool unsupported_derive(struct point_match *m)
{
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (strncmp(m->pattern, rows[i].prefix, strlen(rows[i].prefix)))
			continue;
		if (!m->optional)
			diag_error(&m->session->diag, m->point->parts.v[0].loc, "%s are not supported yet%s%s",
				   rows[i].what, rows[i].instead ? ": " : "", rows[i].instead ? rows[i].instead : "");
		return false;
	}
	return false;
}

static const char *const patterns[] = {
	"process.begin", "process.end", "process.thread.begin", "process.thread.end",
	"process.syscall", "process.syscall.return", "process.function(string)", "process.function(string).call",
	"process.function(string).inline", "process.function(string).return", "process.statement(string)",
	"process.mark(string)", "process.provider(string).mark(string)", "process.plt", "process.plt(string)",
	"process.library(string).function(string)", "process.library(string).function(string).return",
	"process(string).begin", "process(string).end", "process(string).thread.begin", "process(string).thread.end",
	"process(string).syscall", "process(string).syscall.return", "process(string).function(string)",
	"process(string).function(string).call", "process(string).function(string).inline",
	"process(string).function(string).return", "process(string).function(string).exported",
	"process(string).function(string).label(string)", "process(string).function(string).callee(string)",
	"process(string).function(string).callees", "process(string).function(string).callees(number)",
	"process(string).function(number)", "process(string).statement(string)",
	"process(string).statement(string).nearest", "process(string).statement(number)",
	"process(string).statement(number).absolute", "process(string).mark(string)",
	"process(string).provider(string).mark(string)", "process(string).plt", "process(string).plt(string)",
	"process(string).plt.return", "process(string).plt(string).return",
	"process(string).library(string).function(string)",
	"process(string).library(string).function(string).return", "process(string).library(string).statement(string)",
	"process(string).library(string).mark(string)", "process(string).library(string).plt(string)",
	"process(string).data(string).write", "process(string).data(string).rw", "process(string).data(number).write",
	"process(string).data(number).rw",
	"process(number).begin", "process(number).end", "process(number).thread.begin", "process(number).thread.end",
	"process(number).syscall", "process(number).syscall.return", "process(number).function(string)",
	"process(number).function(string).return", "process(number).statement(string)",
	"process(number).statement(number).absolute", "process(number).mark(string)",
	"procfs.read", "procfs.write", "procfs(string).read", "procfs(string).write",
	"procfs(string).umask(number).read", "procfs(string).umask(number).write",
	"procfs(string).read.maxsize(number)", "procfs(string).umask(number).read.maxsize(number)",
	"netfilter.hook(string).pf(string)", "netfilter.hook(string).pf(string).priority(string)",
	"java(string).class(string).method(string)", "java(string).class(string).method(string).return",
	"java(number).class(string).method(string)", "java(number).class(string).method(string).return",
	"python3.module(string).function(string)", "python3.module(string).function(string).call",
	"python3.module(string).function(string).return",
	"debuginfod.process(string)",
	NULL
};

const struct probe_family unsupported_family = {
	.name = "unsupported", .patterns = patterns, .derive = unsupported_derive, .is_reserved = true,
};
