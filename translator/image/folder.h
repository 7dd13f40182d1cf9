/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders and files on disk: private cache folders, whole-or-nothing writing, locks, removal. */
#ifndef MYTAP_FOLDER_H
#define MYTAP_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/strbuf.h"

/*
 * Makes the folder and those above it (mode 0700); its path without links, to be
 * freed and to be used from then on. NULL with the reason in ret when it is not ours
 * alone all the way down (private_path): what is in there runs in the kernel.
 */
char *folder_make_private(const char *path, struct strbuf *ret);
/* A regular file of ours that nobody else can write. */
bool file_is_private(const char *path);

/* Written beside, then renamed: readers see all of it or nothing. Mode 0600. */
bool file_write(const char *path, const void *p, size_t n);
bool file_copy(const char *from, const char *to);
/* rename(), or a copy when it is another file system. */
bool file_move(const char *from, const char *to);

/* Removes the folder and all in it; links are removed, not followed. */
void folder_remove(const char *path);

/* Waits for the lock file (made if need be); a descriptor to close, or -1. */
int lock_take(const char *path);
/* The same, but -1 at once when somebody holds it. */
int lock_try(const char *path);

#endif
