/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions that go on without a reader (-L), and reading them later (-A), which needs the module's file for formats and
 * names. The process that leaves the session keeps a copy in a folder of root's, which is empty after the next boot.
 */
#ifndef MYTAP_LOADER_DETACHED_H
#define MYTAP_LOADER_DETACHED_H

#include "channel.h"
#include "module_file.h"

/* Keeps the file of a module that is loaded. False: reported. */
bool detached_keep(const struct module_file *m);
/* Opens the kept file of a session. False: reported. */
bool detached_find(struct module_file *m, const char *session);
/* Its module is gone. */
void detached_forget(const struct module_file *m);

/* Becomes the reader of the session. False: reported. */
bool detached_read(const struct channel *c, const char *session);

#endif
