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
/* session_values.c: the script's globals. */
void session_variables(struct inspect *in, const struct session_seen *s, struct json_object *o);

#endif
