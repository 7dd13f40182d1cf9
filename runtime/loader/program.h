/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs that the script probes (.mytap.programs): found, checked to be the files the script was compiled for,
 * passed to the module.
 */
#ifndef MYTAP_LOADER_PROGRAM_H
#define MYTAP_LOADER_PROGRAM_H

#include <stdbool.h>

#include "channel.h"
#include "module_file.h"
#include "targets.h"
#include "user_files.h"

/*
 * Before START. Warns of a missing program or another build. files: receives those that are right. targets: the only
 * processes to probe; none: all. False: reported.
 */
bool programs_send(struct channel *c, const struct string_table *programs, struct user_files *files, const struct targets *targets);

#endif
