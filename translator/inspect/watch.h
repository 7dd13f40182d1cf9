/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One session of a kernel that runs, looked at again and again: for `mytap top` and --monitor. */
#ifndef MYTAP_INSPECT_WATCH_H
#define MYTAP_INSPECT_WATCH_H

#include <json-c/json.h>

#include "translator/inspect/memory.h"

struct watch;

/* Owns m. NULL: the reason is in why. */
struct watch *watch_new(struct memory *m, struct strbuf *why);
/*
 * Looks for a session whose probes are attached. is_it: the one that is meant. has_output: what it prints is wanted. False: there is
 * none (yet).
 */
bool watch_find(struct watch *w, bool (*is_it)(void *ctx, const char *name, unsigned int reader), void *ctx, bool has_output);
/* The facts of that session, as of now; NULL: it is gone. */
struct json_object *watch_look(struct watch *w);
/* Its name, once it is found. */
const char *watch_name(const struct watch *w);
/* What, written to its control file, turns a probe on or off: *size bytes. */
const void *watch_probe_order(unsigned int probe, bool is_on, size_t *size);
/* The same: hits of each probe are counted and timed while somebody looks. */
const void *watch_timing_order(bool is_on, size_t *size);
void watch_free(struct watch *w);

#endif
