/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that the script probes (.mytap.programs): found, checked to be the ones it was made for, handed to the module. */
#ifndef MYTAP_LOADER_PROGRAM_H
#define MYTAP_LOADER_PROGRAM_H

#include <stdbool.h>

#include "channel.h"
#include "module_file.h"
#include "user_files.h"

/*
 * Before START. One that is not there, or is another build, is warned of. files: gets those that are. target: the only
 * process that is meant; 0: all. False: said.
 */
bool programs_send(struct channel *c, const struct string_table *programs, struct user_files *files, long target);

#endif
