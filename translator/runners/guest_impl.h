/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by guest.c (protocol) and guest_start.c (boot, save, restore). */
#ifndef MYTAP_GUEST_IMPL_H
#define MYTAP_GUEST_IMPL_H

#include "translator/runners/agent_wire.h"
#include "translator/runners/guest.h"
#include "translator/runners/guest_files.h"
#include "translator/runners/qemu.h"

struct guest {
	struct arena *arena;
	struct qemu qemu;
	struct guest_kernel kernel;
	struct strbuf in;		/* from the guest, not yet a whole frame */
	struct strbuf out;		/* for the guest, sent up to out_done */
	size_t out_done;

	/* The contents of received frames. */
	struct frame_ready ready;
	bool is_ready, is_started, has_exited, is_fetched;
	int status;			/* of the command, when has_exited */
	unsigned int fetched_mode;
	int fetch_fd;			/* where FRAME_CONTENT goes, or -1 */
	bool is_fetch_short;		/* writing it on the host failed */
	struct strbuf wanted;		/* a module requested in the guest, or empty */
	struct strbuf refused;		/* what the agent could not do */
	const struct guest_command *command;	/* that runs, or NULL */
	bool is_closed[GUEST_LOG + 1];	/* that stream has no reader */
	bool has_no_orders;		/* the other end of the command's socket is closed */
	unsigned int memory_mb;
	bool died_booting;		/* it ended before it was ready, and before the time was over */
};

double clock_now(void);
/* Starts a QEMU; g is ready to wait for FRAME_READY or to start a session. */
bool guest_spawn(struct guest *g, const struct qemu_config *c, struct strbuf *why);
/* Waits until *flag is set by a frame; false: time is up, a signal came, or the guest is gone. */
bool guest_wait(struct guest *g, const bool *flag, double seconds);
/* Clock and random numbers for the guest, and its answer. */
bool guest_begin(struct guest *g, double seconds);
void guest_discard(struct guest *g);

#endif
