/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_INSPECT_COMMAND_H
#define MYTAP_INSPECT_COMMAND_H

#include <stdio.h>

#include "translator/session.h"

/* `mytap inspect ...`: by opt.inspect and opt.args. The exit status. */
int inspect_run(struct session *s);
/* The tables, one line each. */
void inspect_print_tables(FILE *out);

/* `mytap ps`, `mytap ctl SESSION VERB ...` (ctl.c). */
int ps_run(struct session *s);
int ctl_run(struct session *s);
void ctl_print_verbs(FILE *out);

#endif
