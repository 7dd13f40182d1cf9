/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session of mytap in the kernel's memory (runtime/dump.h). */
#ifndef MYTAP_INSPECT_SESSION_H
#define MYTAP_INSPECT_SESSION_H

#include "runtime/dump.h"
#include "runtime/loader/module_file.h"
#include "translator/inspect/inspect.h"

struct session_hit { uint64_t address; uint32_t probe; };

struct session_seen {
	const struct kernel_module *module;
	struct mytap_dump dump;
	struct mytap_shared shared;
	struct string_table probes, formats, info;
	uint64_t slots, taken;
	uint32_t nhits;
	struct session_hit *hits;
};

/* session_records.c: unread records of the rings, as text. */
void session_unread(struct inspect *in, const struct session_seen *s, struct json_object *o);
/* sessions.c: into in->sessions, once. */
void sessions_read(struct inspect *in);
/*
 * What has changed in a session that runs: its numbers, probes without their places, globals, and with f its output. NULL: it
 * is gone.
 */
struct session_follower;
struct json_object *session_facts_again(struct inspect *in, struct session_seen *s, struct session_follower *f);
/*
 * The same of a session that runs, call by call: what came since the last call, without taking anything from its reader. "missed":
 * some was taken and overwritten before it was seen here.
 */
struct session_follower *session_follower_new(struct inspect *in, const struct session_seen *s);
void session_follow(struct inspect *in, const struct session_seen *s, struct session_follower *f, struct json_object *o);
void session_follower_free(struct session_follower *f);
/* session_values.c: the script's globals. */
void session_variables(struct inspect *in, const struct session_seen *s, struct json_object *o);

#endif
