// SPDX-License-Identifier: GPL-2.0-or-later
/* See writer.h. */
#include "writer.h"

#include <stdio.h>
#include <stdlib.h>

#include "decode.h"
#include "say.h"

void writer_add(struct decoder *d, const struct writer_kind *kind, struct output *out)
{
	struct writer *w = must_alloc(sizeof(*w)), **p = &d->writers;

	*w = (struct writer){ .kind = kind, .out = out, .decoder = d, .own = must_alloc(kind->size) };
	while (*p)
		p = &(*p)->next;
	*p = w;
}

const char *writer_name(struct writer *w, u64 address)
{
	static char number[20];
	const char *name = names_find(&w->decoder->names, address);

	if (name)
		return name;
	snprintf(number, sizeof(number), "0x%llx", (unsigned long long)address);
	return number;
}
