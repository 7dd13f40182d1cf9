/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debuginfo by its build id, from the servers of $DEBUGINFOD_URLS. */
#ifndef MYTAP_DEBUGINFOD_H
#define MYTAP_DEBUGINFOD_H

#include "translator/session.h"

enum debuginfod_what { DEBUGINFOD_DEBUGINFO, DEBUGINFOD_EXECUTABLE };

/* A file fetched before, by any client: its path, or NULL. Contacts no server. */
const char *debuginfod_kept(struct arena *a, enum debuginfod_what what, const uint8_t *build_id, uint32_t n);
/* True if servers are configured and may be contacted. */
bool debuginfod_is_wanted(const struct session *s);
/* The file of name (for the messages: "kernel 6.1.0-56-amd64"); NULL with the reason in why. */
const char *debuginfod_fetch(struct session *s, enum debuginfod_what what, const char *name, const uint8_t *build_id,
			     uint32_t n, struct strbuf *why);

#endif
