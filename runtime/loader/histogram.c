// SPDX-License-Identifier: GPL-2.0-or-later
/* See histogram.h. The text itself is made by runtime/histogram.h, as in the module. */
#include "histogram.h"

#include "runtime/histogram.h"

bool histogram_print(struct output *o, const struct mytap_hist *h, const u64 *buckets, u32 nbuckets)
{
	const struct mytap_histogram g = {
		.kind = h->kind, .n = nbuckets, .low = h->low, .high = h->high, .width = h->width, .elision = h->elision,
		.buckets = buckets,
	};
	unsigned long room = mytap_histogram_room(&g);
	char *to;

	if (!mytap_histogram_is_sane(&g))
		return false;
	to = output_room(o, room);
	output_advance(o, to + mytap_histogram_text(to, room, &g));
	return true;
}
