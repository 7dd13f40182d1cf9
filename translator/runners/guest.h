/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A throw-away virtual machine with a packaged kernel: made ready once, saved,
 * restored per use. Takes files, runs shell commands, gives files back. Used by
 * the vm runner and by the program mytap-guest.
 */
#ifndef MYTAP_GUEST_H
#define MYTAP_GUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/arena.h"
#include "parser/base/strbuf.h"

struct guest_config {
	const char *kernel;		/* release, path of an image or of an unpacked package; NULL: the newest
	 * installed */
	unsigned int cpus, memory_mb;	/* 0: 1 and 256 */
	unsigned int icount_ns;		/* nanoseconds per instruction (a power of two), idling takes no time; 0: the
	 * host's clock */
	bool is_parallel;		/* emulated processors run at the same time: qemu must be 10 or newer */
	const char *qemu;		/* path of qemu-system-x86_64; NULL: that of PATH */
	bool use_vmlinuz;		/* starts the compressed image, hence KASLR; the address stays the same in all restores */
	bool no_snapshot;		/* boot, and keep nothing */
	const char *uefi;		/* firmware image: boot by it (the compressed image, no snapshot); NULL: no firmware */
	const char *uefi_variables;	/* file with its variables, which the guest may change; NULL: none are kept */
	const char *append;		/* more words for the kernel's command line, or NULL */
	double boot_limit;		/* seconds that booting may take, if they are more than usual (180) */
	int verbose;			/* report on stderr what takes time */
};

/* GUEST_DATA: the command's descriptor 3. */
enum guest_stream { GUEST_OUT, GUEST_ERR, GUEST_DATA, GUEST_LOG };
/*
 * Receives the output of the guest's command and kernel, live. false: the stream has no reader any more; the command
 * sees a closed pipe.
 */
typedef bool (*guest_sink)(void *ctx, enum guest_stream stream, const char *p, size_t n);

enum guest_end {
	GUEST_EXITED,			/* status is that of wait() */
	GUEST_DIED,			/* panic, or QEMU ended: why has the last words */
	GUEST_TIMED_OUT,		/* why has the last words */
	GUEST_KILLED,			/* by a second signal */
	GUEST_NOT_BEGUN,		/* a signal came before the command was begun */
};

struct guest_command {
	const char *text;		/* for the guest's shell, run in /root */
	double time_limit;		/* seconds, 0: none */
	bool holds_signals;		/* it unblocks the signals that end it by itself: they are blocked at its
	 * start */
	bool has_data;			/* it writes to descriptor 3 too */
	int orders;			/* a socket: each message is a path of the guest, a zero byte, and what is written
	 * there in one write; -1: none */
	int watched;			/* GUEST_OUT is closed when this descriptor has no reader; -1: none */
	guest_sink sink;
	void *ctx;
};

struct guest;

/* Writes one line per missing part, with the remedy, to ret; true: nothing is missing. */
bool guest_is_able(struct arena *a, const char *kernel, struct strbuf *ret);
/* "KVM", "emulated (...)": how a guest would run, as far as known without starting one. */
const char *guest_accelerator(struct arena *a);
/*
 * Ready for the functions below; NULL with the reason in why, which is empty after a signal. From here to
 * guest_stop(), guest_signals_begin() is to be in force (guest_signals.h).
 */
struct guest *guest_start(struct arena *a, const struct guest_config *c, struct strbuf *why);
bool guest_put(struct guest *g, const char *host_path, const char *guest_path, struct strbuf *why);
/* A symbolic link in the guest. */
void guest_link(struct guest *g, const char *guest_path, const char *target);
/* Starts the idle life of the guest, for scripts that would see no activity (agent_idle.c). */
void guest_idle(struct guest *g);
/* The first SIGINT, SIGTERM, SIGHUP or SIGQUIT is passed on, the second (half a second later, or more) ends it. */
enum guest_end guest_run(struct guest *g, const struct guest_command *c, int *status, struct strbuf *why);
/* QEMU's process, and the megabytes of memory that the guest has there. */
void guest_memory(const struct guest *g, int *pid, unsigned int *mb);
bool guest_get(struct guest *g, const char *guest_path, const char *host_path, struct strbuf *why);
void guest_stop(struct guest *g);

#endif
