/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The server: the process of mytap-run that begin, end and error probes run in. */
#ifndef MYTAP_LOADER_SERVER_H
#define MYTAP_LOADER_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "channel.h"
#include "module_file.h"

/*
 * Starts it, before START. 0: the script has no such probes, or fork() failed; then a kernel thread runs them. It ends with the
 * session or with mytap-run, and keeps no file open but the channel's.
 */
pid_t server_start(struct channel *c, const struct module_file *m);

/* Ends it, before the channel is closed and in every state of the session; waits for its exit unless it may hang in a probe. */
void server_end(pid_t server, const struct channel *c);

#endif
