/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders and files on disk: private cache folders, atomic writing, locks, removal. */
#ifndef MYTAP_FOLDER_H
#define MYTAP_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/strbuf.h"

/*
 * Makes the folder and those above it (mode 0700); returns its path without links, to be freed and to be used from
 * then on. NULL with the reason in ret if others may write a part of the path (private_path): files in it run in the
 * kernel.
 */
char *folder_make_private(const char *path, struct strbuf *ret);
/* True for a regular file of this user that nobody else can write. */
bool file_is_private(const char *path);

/* Written to a temporary file, then renamed: readers see all of it or nothing. Mode 0600. */
bool file_write(const char *path, const void *p, size_t n);
bool file_copy(const char *from, const char *to);
/* rename(), or a copy to another file system. */
bool file_move(const char *from, const char *to);

/* Removes the folder and all in it; links are removed, not followed. */
void folder_remove(const char *path);

/* Waits for the lock file (created if missing); a descriptor to close, or -1. */
int lock_take(const char *path);
/* The same, but -1 at once if it is locked. */
int lock_try(const char *path);

#endif
