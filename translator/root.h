/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of another root folder, for a kernel whose compiler or tools cannot run on this system's libraries. */
#ifndef MYTAP_ROOT_H
#define MYTAP_ROOT_H

#include <stdbool.h>

/*
 * For this process and its children alone: root's usr/ replaces /usr. All other paths are unchanged, as are
 * /usr/local and /usr/share. False: not possible, reported on standard error, reason in errno.
 */
bool root_enter(const char *root);

#endif
