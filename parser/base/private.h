/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders whose content is trusted: files in them run in the kernel, or as the user of mytap. */
#ifndef MYTAP_PRIVATE_H
#define MYTAP_PRIVATE_H

#include "parser/base/strbuf.h"

/*
 * The folder's path without symbolic links, to be freed, if nobody but root and we
 * can change what that path leads to: the folder is ours and nobody else may write
 * it; each folder above it is root's or ours, and others may write it only if it is
 * sticky (/tmp). NULL with the reason in ret otherwise. Use only the path returned: the one given may lead elsewhere
 * a moment later.
 */
char *private_path(const char *path, struct strbuf *ret);

#endif
