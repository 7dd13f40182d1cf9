/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process that begin, end and error probes run in: ours, so that it is one that scripts know. */
#ifndef MYTAP_LOADER_SERVER_H
#define MYTAP_LOADER_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "channel.h"
#include "module_file.h"

/*
 * Before START. 0: the script has no such probes, or there is no process for them; then a thread of the kernel runs them.
 * It ends with the session, with us, and never holds on to an open file of ours but the channel's.
 */
pid_t server_start(struct channel *c, const struct module_file *m);

/* Before the channel is closed, whatever became of the session: until it is gone and the module has one user less, if that does not hang. */
void server_end(pid_t server, const struct channel *c);

#endif
