/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the facts of a session, as JSON objects. What is not there is NULL, "" or 0. */
#ifndef MYTAP_INSPECT_FACTS_READ_H
#define MYTAP_INSPECT_FACTS_READ_H

#include <inttypes.h>
#include <json-c/json.h>
#include <stdint.h>
#include <stdio.h>

static inline struct json_object *member(struct json_object *o, const char *key)
{
	struct json_object *v;

	return o && json_object_object_get_ex(o, key, &v) ? v : NULL;
}

static inline const char *text_of(struct json_object *o, const char *key)
{
	struct json_object *v = member(o, key);

	return v ? json_object_get_string(v) : "";
}

static inline double number_of(struct json_object *o, const char *key)
{
	struct json_object *v = member(o, key);

	return v ? json_object_get_double(v) : 0;
}

/* All 64 bits of it. */
static inline uint64_t count_of(struct json_object *o, const char *key)
{
	struct json_object *v = member(o, key);

	return v ? json_object_get_uint64(v) : 0;
}

static inline size_t length_of(struct json_object *list)
{
	return list && json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

/* Records that were lost, of all probes of a session. */
static inline uint64_t lost_of(struct json_object *session)
{
	struct json_object *probes = member(session, "probes");
	uint64_t sum = 0;

	for (size_t i = 0; i < length_of(probes); i++)
		sum += count_of(json_object_array_get_idx(probes, i), "lost_records");
	return sum;
}

/* "12s", "3m05s", "2h07m" */
static inline void age_text(char *to, size_t size, uint64_t seconds)
{
	if (seconds < 60)
		snprintf(to, size, "%" PRIu64 "s", seconds);
	else if (seconds < 3600)
		snprintf(to, size, "%" PRIu64 "m%02" PRIu64 "s", seconds / 60, seconds % 60);
	else
		snprintf(to, size, "%" PRIu64 "h%02" PRIu64 "m", seconds / 3600, seconds / 60 % 60);
}

#endif
