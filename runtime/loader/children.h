/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs started for the script: the command of -c, and those of system(). */
#ifndef MYTAP_LOADER_CHILDREN_H
#define MYTAP_LOADER_CHILDREN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct children {
	pid_t command;			/* -c; 0: none */
	int release_fd;			/* writing to it lets the command run; -1: done */
	bool is_command_running;
	bool is_command_killed;		/* by us, or by the signal that ends us: its end is no news */
	bool is_output_closed;		/* our reader went: the command ends for that, and it is no news */
	bool has_command_failed;	/* it ended by itself, badly; said */
	bool has_no_input;		/* standard input is the script's: theirs is empty */
	bool is_guest;			/* few programs are here: messages tell how to bring one */
	pid_t *systems;			/* of system(), running */
	size_t nsystems, cap;
};

void children_init(struct children *c);
void children_deinit(struct children *c);

/*
 * Forks the command, stopped before its first instruction: its pid is target().
 * False: it cannot be run; said.
 */
bool children_start_command(struct children *c, const char *command);
void children_release_command(struct children *c);
/* Never released: it ends without having run. */
void children_cancel_command(struct children *c);

void children_system(struct children *c, const char *command, size_t len);

/* Collects those that ended; true when the command was one of them. */
bool children_reap(struct children *c);
bool children_are_running(const struct children *c);
/* A signal that ends us: the terminal sends it to the command, too. */
void children_expect_end(struct children *c);
/* SIGTERM to the command if it still runs. */
void children_end_command(struct children *c);
/* A signal to all that still run. */
void children_kill(struct children *c, int signal);

#endif
