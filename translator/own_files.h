/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the files of mytap, for all its programs. A program runs from its build tree or from its installation, which
 * may be below another root (DESTDIR) or moved as a whole.
 */
#ifndef MYTAP_OWN_FILES_H
#define MYTAP_OWN_FILES_H

#include <stdbool.h>

#include "parser/base/arena.h"

/* The folder of the running program, links followed. */
const char *own_folder(struct arena *a);
/* The path of a program of mytap, "mytap-run"; NULL: not found. */
const char *own_program(struct arena *a, const char *name);
/* The folder with runtime/ and tapsets/; NULL: not found. */
const char *own_data(struct arena *a);
/* True if this folder has those two. */
bool is_own_data(struct arena *a, const char *folder);

#endif
