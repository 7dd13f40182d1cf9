/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folders of the cache. The script cache itself is in build.h. */
#ifndef MYTAP_CACHE_FOLDER_H
#define MYTAP_CACHE_FOLDER_H

#include "translator/session.h"

/*
 * "$MYTAP_CACHE_DIR/KIND" or "~/.cache/mytap/KIND", created, writable only by this user; NULL if that fails (reported
 * once, with -v: a cache is optional).
 */
const char *cache_folder(struct session *s, const char *kind);
/* The parent of these folders, existing or not; NULL if HOME is not set. */
const char *cache_root(struct session *s);

#endif
