/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who asked for the session, when mytap-run was started for somebody through sudo:
 * commands (-c, system()) run as that user, -o writes as that user. Without one,
 * everything is done as who we are.
 */
#ifndef MYTAP_LOADER_IDENTITY_H
#define MYTAP_LOADER_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>

/* "uid:gid,gid...": the gid, then the supplementary groups. False: said. */
bool identity_set(const char *text);
/* For good; in a child. False: said. */
bool identity_become(void);
/* open() with that user's rights: uid, gid and supplementary groups, none of ours. */
int identity_open(const char *path, int flags, mode_t mode);
/* May a file of that owner decide what root does? Root's, that user's, and of who called sudo. */
bool identity_owns(uid_t owner);

#endif
