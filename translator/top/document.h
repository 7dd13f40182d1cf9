/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a document (README). */
#ifndef MYTAP_TOP_DOCUMENT_H
#define MYTAP_TOP_DOCUMENT_H

#include "translator/inspect/facts_read.h"
#include "translator/top/state.h"

static inline struct json_object *facts_of(const struct state *s)
{
	return member(s->document, "facts");
}

#endif
