/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One QEMU process: its command line, its two sockets, its end. Independent of what runs in it. */
#ifndef MYTAP_QEMU_H
#define MYTAP_QEMU_H

#include <stdbool.h>
#include <sys/types.h>

#include "parser/base/arena.h"
#include "parser/base/strbuf.h"

struct qemu_config {
	const char *program;		/* path of qemu-system-x86_64 */
	const char *kernel, *initrd, *append;
	unsigned int cpus, memory_mb;
	bool use_kvm;
	unsigned int icount_ns;		/* see guest.h */
	bool is_parallel;		/* emulated: one thread per processor, see guest.h */
	const char *uefi, *uefi_variables;	/* see guest.h */
	/* Snapshots: the guest's memory is a file. All NULL: ordinary memory. */
	const char *memory_file;
	bool is_memory_private;		/* changes stay in this process */
	const char *state_file;		/* restore this instead of booting */
};

struct qemu {
	pid_t pid;			/* 0: not running */
	int port;			/* the host's end of the virtio-serial port */
	int monitor;			/* QMP */
	int console;			/* memory file with the console's text */
	int messages;			/* memory file with QEMU's own messages */
};

/* The key of a saved guest: the command line without the names of files and sockets. */
void qemu_describe(struct arena *a, const struct qemu_config *c, struct strbuf *ret);
bool qemu_start(struct arena *a, struct qemu *q, const struct qemu_config *c, struct strbuf *why);
/* Saves all but the memory, which must be in a shared file, to path. The guest stands still afterwards. */
bool qemu_save(struct qemu *q, const char *path, struct strbuf *why);
/* Ends it at once. */
void qemu_kill(struct qemu *q);
/* QEMU's messages and the last lines of the console, indented, into ret. */
void qemu_last_words(const struct qemu *q, unsigned int lines, struct strbuf *ret);

/* Full path of a program in PATH (and sbin), or NULL. */
const char *program_find(struct arena *a, const char *name);

#endif
