/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The protocol between the host and the guest's agent on the virtio-serial port: frames of a head and len bytes. Both
 * ends are the same machine and the same build, so numbers are in native order.
 */
#ifndef MYTAP_AGENT_WIRE_H
#define MYTAP_AGENT_WIRE_H

#include <stdint.h>

enum { AGENT_VERSION = 4, FRAME_MAX = 32760, AGENT_SEED = 32 };

/* The name of the port, and the path of the list of modules to load, one path per line. */
#define AGENT_PORT "mytap"
#define AGENT_MODULES "/modules.list"

enum frame_type {
	/* host to guest */
	FRAME_START = 1,	/* struct frame_start: a session begins; answered by FRAME_STARTED */
	FRAME_FILE,		/* mode (4 bytes), path: open for writing; folders are made */
	FRAME_CONTENT,		/* bytes for the file opened last */
	FRAME_RUN,		/* flags of enum run_flags (4 bytes), a shell command */
	FRAME_SIGNAL,		/* number (4 bytes), to the command and its children */
	FRAME_FETCH,		/* path: answered by FRAME_CONTENT..., FRAME_FETCHED */
	FRAME_LINK,		/* path of a symbolic link, a zero byte, its target; folders are made */
	FRAME_IDLE,		/* begin with the idle life of the guest */
	FRAME_GIVEN,		/* answer to FRAME_WANT, after the files: a letter of enum modprobe_answer (agent_parts.h), text */
	FRAME_CLOSE,		/* FRAME_OUT, FRAME_ERR or FRAME_DATA (4 bytes): that stream has no reader any more */
	FRAME_WRITE,		/* path of a file that is there, a zero byte, bytes: one write */
	/* guest to host */
	FRAME_READY = 64,	/* struct frame_ready */
	FRAME_STARTED,
	FRAME_OUT,		/* standard output of the command */
	FRAME_ERR,
	FRAME_DATA,		/* what the command writes to its descriptor 3, with RUN_DATA */
	FRAME_LOG,		/* a line of the kernel's log, warnings and worse */
	FRAME_EXIT,		/* status as of wait() (4 bytes); nothing of the command follows */
	FRAME_FETCHED,		/* mode (4 bytes): the file is complete */
	FRAME_WANT,		/* name or alias of a module: answered by FRAME_FILE..., FRAME_GIVEN; one at a time */
	FRAME_REFUSED,		/* text: a file could not be written or read */
};

enum run_flags {
	RUN_SIGNALS_HELD = 1,	/* starts with the signals that end programs blocked: it unblocks them itself */
	RUN_DATA = 2,		/* has a third stream, FRAME_DATA */
};

struct frame_head {
	uint32_t type;
	uint32_t len;		/* of what follows, at most FRAME_MAX */
};

struct frame_ready {
	uint32_t version;	/* AGENT_VERSION */
	char release[64];	/* of the kernel that runs */
};

/* A restored guest has an old clock and the snapshot's random state: it gets new ones. */
struct frame_start {
	int64_t sec, nsec;
	uint8_t seed[AGENT_SEED];
};

#endif
