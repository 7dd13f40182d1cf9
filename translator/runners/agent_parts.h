/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of the agent besides its loop: set-up of the guest, its idle life, and modprobe. */
#ifndef MYTAP_AGENT_PARTS_H
#define MYTAP_AGENT_PARTS_H

/* A line on the console. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Sets up the guest before the first command. */
void world_make(void);

/* Starts the process of the idle life, which runs until the guest ends. */
void idle_start(void);

/* The agent's program under the name modprobe: requests the module from the host through the agent, and loads it. */
int modprobe_main(int argc, char **argv);

/*
 * The agent's socket for modprobe; one message per request, and one as answer: a letter of enum modprobe_answer, then
 * text.
 */
#define MODPROBE_SOCKET "/run/modules.socket"
enum modprobe_answer {
	MODPROBE_FILES = 'f',	/* paths to load, in order, each with its newline */
	MODPROBE_BUILTIN = 'b',	/* it is part of the kernel */
	MODPROBE_NONE = 'n',	/* reason of a failure, for people */
};

#endif
