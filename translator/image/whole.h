/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of the cache that were found whole by a checksum of all their bytes. Until the machine is started again only a write could
 * change what is read, and a write changes the file's time; so their state is noted, and if it is the same the checksum is not
 * computed again: for the index of a kernel's DWARF (12 MB), of which a script needs some pages, that would be a tenth of what a new
 * one-line script costs.
 */
#ifndef MYTAP_WHOLE_H
#define MYTAP_WHOLE_H

#include <stdbool.h>

#include "parser/base/strbuf.h"

/* Appends the state of a file, with the boot; false if it cannot be told, and nothing is appended. */
bool whole_state(const char *path, struct strbuf *ret);
/* note: the path of the file with the states of those that were found whole. */
bool whole_is_known(const char *note, const struct strbuf *state);
/* A failure is not reported: the checksum is computed again next time. */
void whole_remember(const char *note, const struct strbuf *state);

#endif
