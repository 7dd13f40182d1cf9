/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scripts of doc/examples: lists them or runs one. The head of each is its name and purpose: "// NAME - PURPOSE". */
#ifndef MYTAP_EXAMPLES_H
#define MYTAP_EXAMPLES_H

#include "translator/session.h"

/* `mytap example ...`: the status, or COMMAND_IS_SCRIPT. */
int example_run(struct session *s);

#endif
