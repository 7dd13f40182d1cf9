/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders whose content is trusted: what is in them runs in the kernel, or as we do. */
#ifndef MYTAP_PRIVATE_H
#define MYTAP_PRIVATE_H

#include "parser/base/strbuf.h"

/*
 * The folder's path without symbolic links, to be freed, if nobody but root and us
 * can change what that path leads to: the folder is ours and nobody else may write
 * it; each folder above it is root's or ours, and others may write it only if it is
 * sticky (/tmp). NULL with the reason in ret otherwise. Only the path that comes back
 * is safe: the one asked about may lead elsewhere a moment later.
 */
char *private_path(const char *path, struct strbuf *ret);

#endif
