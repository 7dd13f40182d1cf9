/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What function.c, statement.c and kprobe.c share: from a point to a query, from a place to a probe. */
#ifndef MYTAP_PLACE_PATTERN_H
#define MYTAP_PLACE_PATTERN_H

#include "families.h"

/*
 * "pat[@file[:line|:a-b|:*|+n]]" -> the fields of q. false (said): the text is
 * not of that form.
 */
bool place_pattern_read(const struct point_match *m, const char *component, const char *text, struct place_query *q);
/* All places of the query become probes of f. false: there were none (said unless optional). */
bool places_derive(struct point_match *m, const struct probe_family *f, const struct place_query *q, const char *component);
/* Where to point at when nothing was found: at "module" if there is no such module, else at the component. */
struct loc point_wrong_loc(const struct point_match *m, const char *component);
/* The runtime's family of a place that needs a breakpoint. */
const char *place_statement(const struct dprobe *p);
/* With debuginfo: the place, and whether it is a return. */
bool place_context(const struct dprobe *p, struct target_context *ret);

#endif
