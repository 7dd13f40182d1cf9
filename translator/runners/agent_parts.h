/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the agent has beside its loop: the world of the guest, its idle life, and modprobe. */
#ifndef MYTAP_AGENT_PARTS_H
#define MYTAP_AGENT_PARTS_H

/* A line on the console. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* All that is there before the first command. */
void world_make(void);

/* A process of its own that does a little of everything, until the guest ends. */
void idle_start(void);

/* The agent's program under the name modprobe: asks the agent, which asks the host, and loads what came. */
int modprobe_main(int argc, char **argv);

/* Where modprobe finds the agent; a message a request, and one back: a letter of enum modprobe_answer, then text. */
#define MODPROBE_SOCKET "/run/modules.socket"
enum modprobe_answer {
	MODPROBE_FILES = 'f',	/* paths to load, in order, each with its newline */
	MODPROBE_BUILTIN = 'b',	/* it is part of the kernel */
	MODPROBE_NONE = 'n',	/* why not, for people */
};

#endif
