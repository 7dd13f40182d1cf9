/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_INSPECT_COMMAND_H
#define MYTAP_INSPECT_COMMAND_H

#include "parser/base/arena.h"

/* `mytap inspect ...`: argv[0] is "inspect". The exit status. */
int inspect_main(struct arena *a, int argc, char **argv);

#endif
