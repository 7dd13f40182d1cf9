/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a document. What is not there is NULL, "" or 0. */
#ifndef MYTAP_TOP_DOCUMENT_H
#define MYTAP_TOP_DOCUMENT_H

#include "translator/top/state.h"

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

static inline size_t length_of(struct json_object *list)
{
	return list && json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

static inline struct json_object *facts_of(const struct state *s)
{
	return member(s->document, "facts");
}

#endif
