/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes that have probed files mapped: how many, and those that a debugger traces while the script probes them. */
#ifndef MYTAP_LOADER_TRACED_H
#define MYTAP_LOADER_TRACED_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The files that are probed. */
struct traced_files {
	struct traced_file { dev_t dev; ino_t ino; } *v;
	size_t n;
	bool has_targets;		/* only the processes of -x are probed */
};

/* false: the file's inode is not known. */
bool traced_files_add(struct traced_files *f, int fd);
/* How many processes have the file with that index mapped. */
unsigned int traced_files_processes(const struct traced_files *f, size_t i);
void traced_files_deinit(struct traced_files *f);
/* Warns of traced processes that have one of the files mapped. target: only this process; 0: all. */
void traced_warn(const struct traced_files *f, long target);
/* The last number in a line of /proc/PID/status such as "TracerPid:"; false: no such line. */
bool process_number(long pid, const char *key, unsigned int *ret);

#endif
