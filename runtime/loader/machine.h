/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether this machine can and will load the module; tested before the kernel is asked. */
#ifndef MYTAP_LOADER_MACHINE_H
#define MYTAP_LOADER_MACHINE_H

#include "module_file.h"

/* False: every obstacle was reported, with what to do. */
bool machine_is_able(const struct module_file *m);

/* The first line of a file, without its newline; false if it cannot be read. */
bool read_line(const char *path, char *line, size_t size);

#endif
