/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user for whom mytap-run was started through sudo: commands (-c, system()) run and -o writes as that user.
 * Without one, everything is done as the current user.
 */
#ifndef MYTAP_LOADER_IDENTITY_H
#define MYTAP_LOADER_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>

/* "uid:gid,gid...": the gid, then the supplementary groups. False: reported. */
bool identity_set(const char *text);
/* Permanently; in a child. False: reported. */
bool identity_become(void);
/* open() with that user's rights: uid, gid and supplementary groups, and none of root's. */
int identity_open(const char *path, int flags, mode_t mode);
/* unlink(), the same way. */
int identity_unlink(const char *path);
/* rename(), the same way. */
int identity_rename(const char *from, const char *to);
/* True if a file of that owner may decide what root does: root's, that user's, and the caller's of sudo. */
bool identity_owns(uid_t owner);

#endif
