/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a module runs: on this machine, in a throw-away guest, on other hosts.
 * A runner is one file and one row of the table in run.c.
 */
#ifndef MYTAP_RUNNER_H
#define MYTAP_RUNNER_H

#include <stdbool.h>

#include "translator/target.h"

/* The input of every runner: a built module and how to run it. */
struct run_request {
	const char *module;		/* path of the .ko; of an attach the session's name */
	bool is_attach;			/* it runs already, and is to be read */
	const char *release;		/* of the kernel it was built for */
	const char *loader;		/* path of mytap-run (static) */
	int verbose;
	const char *command;		/* -c, or NULL: run where the module runs; its end ends the session */
	double time_limit;		/* -T */
	const char *output;		/* -o */
	const char *rotation;		/* -S */
	const struct source *script;	/* NULL: none */
	const struct writer_option *writers;	/* other outputs */
	unsigned int nwriters;
	bool no_warnings;
	long buffer_mb;
	int monitor;			/* a socket to who watches the session, -1: nobody. A runner whose memory is not this
					 * machine's sends struct monitor_guest, and takes messages as guest_command.orders */
	const char *const *params;	/* var=value ..., NULL-terminated */
	/* set by the runner: */
	bool is_guest, may_rename;
	const char *cache;		/* the folder of kept unwind tables; NULL: none */
	const char *identity;		/* the calling user, if mytap-run gets more rights: "uid:gid,gid..."; or NULL */
};

/* The words behind mytap-run, by the table in loader_args.c. */
void loader_arguments(struct session *s, const struct run_request *r, str_vec *ret);

/* Where the memory of the guest that runs the session is. */
struct monitor_guest {
	int pid;			/* of QEMU */
	unsigned int memory_mb;
};

struct runner {
	const char *name;		/* "local", "vm" */
	/* true if this runner was requested. */
	bool (*is_wanted)(const struct session *s);
	/*
	 * True if it can work here; otherwise writes one line per missing part, with the remedy, to ret.
	 */
	bool (*is_able)(struct target *t, struct strbuf *ret);
	/*
	 * Runs to the end, output on stdout, messages on stderr, live. SIGINT and
	 * SIGTERM stop the script cleanly (its end probes run). Exit status: 0
	 * when the script ran and ended well, 1 otherwise.
	 */
	int (*run)(struct target *t, const struct run_request *r);
};

extern const struct runner runner_local, runner_vm;

#endif
