/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs started for the script: the command of -c, and those of system(). */
#ifndef MYTAP_LOADER_CHILDREN_H
#define MYTAP_LOADER_CHILDREN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct children {
	pid_t command;			/* -c; 0: none */
	int release_fd;			/* a byte written to it lets the command run; -1: done */
	bool is_command_running;
	bool is_command_killed;		/* killed by the loader, or by the signal that ends it: its end is not reported */
	bool is_output_closed;		/* nobody reads the output: the command ends because of that, which is not reported */
	bool has_command_failed;	/* it failed by itself; reported */
	bool has_no_input;		/* standard input belongs to the script: the children's is empty */
	bool is_guest;			/* a guest has few programs: messages tell how to add one */
	pid_t *systems;			/* of system(), running */
	size_t nsystems, cap;
};

void children_init(struct children *c);
void children_deinit(struct children *c);

/*
 * Forks the command, stopped before its first instruction: its pid is target(). False: it cannot be run; reported.
 */
bool children_start_command(struct children *c, const char *command);
void children_release_command(struct children *c);
/* The command is never released: it ends without having run. */
void children_cancel_command(struct children *c);

void children_system(struct children *c, const char *command, size_t len);

/* Collects children that ended; true if the command was one of them. */
bool children_reap(struct children *c);
bool children_are_running(const struct children *c);
/* A signal ends the loader: the terminal sends it to the command as well. */
void children_expect_end(struct children *c);
/* SIGTERM to the command if it is running. */
void children_end_command(struct children *c);
/* A signal to all that are running. */
void children_kill(struct children *c, int signal);

#endif
