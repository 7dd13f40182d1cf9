/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where cached things live, for all kinds of them. The script cache itself is in build.h. */
#ifndef MYTAP_CACHE_FOLDER_H
#define MYTAP_CACHE_FOLDER_H

#include "translator/session.h"

/*
 * "$MYTAP_CACHE_DIR/KIND" or "~/.cache/mytap/KIND", ours alone and there; NULL
 * when it cannot be (said once, with -v: nothing depends on a cache).
 */
const char *cache_folder(struct session *s, const char *kind);
/* The folder of all kinds, there or not; NULL when there is no home to have it in. */
const char *cache_root(struct session *s);

#endif
