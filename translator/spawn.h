/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starting other programs: no shell, output captured, ended if mytap is interrupted. */
#ifndef MYTAP_SPAWN_H
#define MYTAP_SPAWN_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "parser/base/strbuf.h"

/* Set by the handlers of main.c when SIGINT, SIGTERM or SIGHUP came; spawn_run() then ends its child and fails. */
extern volatile sig_atomic_t spawn_interrupted;

struct spawn {
	const char *const *argv;	/* argv[0] is searched in PATH */
	const char *dir;		/* to run in, or NULL */
	const char *const *env;		/* NAME=VALUE or NAME (removed), NULL-terminated; NULL: ours */
	int time_limit;			/* seconds, 0 = none */
	const char *root;		/* the root folder whose programs are run (root.h), NULL or "": ours */
};

/*
 * Runs to the end with standard input empty and both outputs appended to
 * output (NULL: inherited). Returns the exit status; 128 + the signal that ended it; -1 with the reason appended to
 * output if it could not be started, timed out, or was interrupted.
 */
int spawn_run(const struct spawn *what, struct strbuf *output);

/* argv as one line that a shell would take, for -vv. */
void spawn_print(const char *const *argv, struct strbuf *ret);

/* Full path of a program as execvp would find it, links followed; malloc'ed, NULL if there is none. */
char *spawn_find(const char *program);
/* The same with the programs of a root folder, "" for ours; the path is the one outside of that root. */
char *spawn_find_in(const char *root, const char *program);

#endif
