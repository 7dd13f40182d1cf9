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
	const char *kernel;		/* release, path of an image or of an unpacked package; NULL: the best there is */
	unsigned int cpus, memory_mb;	/* 0: 1 and 256 */
	bool icount;			/* one instruction is one nanosecond; needs one cpu */
	bool use_vmlinuz;		/* the packed image, hence KASLR; the address stays the same in all restores */
	bool no_snapshot;		/* boot, and keep nothing */
	const char *uefi;		/* firmware image: boot by it (the packed image, no snapshot); NULL: no firmware */
	const char *uefi_variables;	/* file with its variables, which the guest may change; NULL: none are kept */
	const char *append;		/* more words for the kernel's command line, or NULL */
	int verbose;			/* say on stderr what takes time */
};

enum guest_stream { GUEST_OUT, GUEST_ERR, GUEST_LOG };
/* Gets what the guest's command and kernel write, live. false: nobody listens any more, end the guest. */
typedef bool (*guest_sink)(void *ctx, enum guest_stream stream, const char *p, size_t n);

enum guest_end {
	GUEST_EXITED,			/* status is that of wait() */
	GUEST_DIED,			/* panic, or QEMU ended: why has the last words */
	GUEST_TIMED_OUT,		/* why has the last words */
	GUEST_KILLED,			/* second signal, or the sink does not listen */
};

struct guest;

/* All that is missing, a line each with the remedy, into ret; true: nothing is. */
bool guest_is_able(struct arena *a, const char *kernel, struct strbuf *ret);
/* "KVM", "emulated (...)": how it would run, from what is known without starting one. */
const char *guest_accelerator(struct arena *a);
/* Ready for the functions below; NULL: why says it. */
struct guest *guest_start(struct arena *a, const struct guest_config *c, struct strbuf *why);
bool guest_put(struct guest *g, const char *host_path, const char *guest_path, struct strbuf *why);
/*
 * Runs a shell command in /root. The first SIGINT, SIGTERM, SIGHUP or SIGQUIT is
 * passed on, the second ends it. time_limit in seconds, 0: none.
 */
enum guest_end guest_run(struct guest *g, const char *command, double time_limit, guest_sink sink, void *ctx,
			 int *status, struct strbuf *why);
bool guest_get(struct guest *g, const char *guest_path, const char *host_path, struct strbuf *why);
void guest_stop(struct guest *g);

#endif
