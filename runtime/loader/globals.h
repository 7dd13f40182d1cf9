/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Global variables given on the command line: name=value. */
#ifndef MYTAP_LOADER_GLOBALS_H
#define MYTAP_LOADER_GLOBALS_H

#include <stdbool.h>

#include "channel.h"
#include "module_file.h"

/* Checks all of them against .mytap.globals before anything is loaded; reports every mistake. */
bool globals_check(const struct string_table *globals, char *const *settings, int n);
/* Sends them to the module. False: reported. */
bool globals_send(struct channel *c, const struct string_table *globals, char *const *settings, int n);

#endif
