/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_TOP_H
#define MYTAP_TOP_H

#include "translator/session.h"

/* `mytap top SESSION`. The exit status. */
int top_run(struct session *s);
/* Pass 5 with --monitor: runs the module and shows its session. The exit status. */
int monitor_run(struct target *t);
/* Before pass 1. False: --monitor cannot work here; reported. */
bool monitor_check(struct session *s);

#endif
