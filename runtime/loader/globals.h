/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Global variables given on the command line: name=value. */
#ifndef MYTAP_LOADER_GLOBALS_H
#define MYTAP_LOADER_GLOBALS_H

#include <stdbool.h>

#include "channel.h"
#include "module_file.h"

/* All of them checked against .mytap.globals before anything is loaded; every mistake is said. */
bool globals_check(const struct string_table *globals, char *const *settings, int n);
/* Sent to the module. False: said. */
bool globals_send(struct channel *c, const struct string_table *globals, char *const *settings, int n);

#endif
