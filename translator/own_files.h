/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where our own files are, for every program of ours. A program runs from its
 * build tree, or from where it was installed: there, below another root
 * (DESTDIR), or moved as a whole.
 */
#ifndef MYTAP_OWN_FILES_H
#define MYTAP_OWN_FILES_H

#include <stdbool.h>

#include "parser/base/arena.h"

/* The folder of the running program, links followed. */
const char *own_folder(struct arena *a);
/* The path of one of our programs, "mytap-run"; NULL: it is not there. */
const char *own_program(struct arena *a, const char *name);
/* The folder with runtime/ and tapsets/; NULL: it is not there. */
const char *own_data(struct arena *a);
/* Has this folder those two? */
bool is_own_data(struct arena *a, const char *folder);

#endif
