/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by function.c, statement.c, kprobe.c and lsm.c: from a point to a query, from a place to a probe. */
#ifndef MYTAP_PLACE_PATTERN_H
#define MYTAP_PLACE_PATTERN_H

#include "family.h"

/*
 * "pat[@file[:line|:a-b|:*|+n]]" -> the fields of q. false (reported): the text is not of that form.
 */
bool place_pattern_read(const struct point_match *m, const char *component, const char *text, struct place_query *q);
/* The same of module("m").function("pattern") or kernel.function("pattern"). */
bool place_function_read(const struct point_match *m, struct place_query *q);
/*
 * All places of the query become probes. false: there were none (reported unless optional). detail_of: what the probe of a place
 * has as its detail; NULL: the place gets no probe, and why is in `why` (unless another place's is).
 */
typedef const void *place_detail_fn(struct point_match *m, struct place *pl, void *ctx, struct strbuf *why);
bool places_derive_by(struct point_match *m, const struct place_query *q, const char *component, place_detail_fn *detail_of, void *ctx);
/* ... with a struct place_detail. */
bool places_derive(struct point_match *m, const struct place_query *q, const char *component);
/* The steps of it: the places; the reason if there are none; a probe on one of them. */
bool places_find(struct point_match *m, const struct place_query *q, place_vec *ret, struct strbuf *why);
struct dprobe *place_probe_add(struct point_match *m, const struct place_query *q, struct place *pl, const char *component);
/* .call, .inline, .return and the like. */
bool place_suffixes_read(const struct point_match *m, struct place_query *q);
/* The component to point at if nothing was found: "module" if there is no such module, else the function's. */
struct loc point_wrong_loc(const struct point_match *m, const char *component);
/*
 * False: the script asks for another back end, or for a number of active returns, which direct trampolines do not count. So it does not matter
 * which functions are plain (debuginfo_is_plain()).
 */
bool returns_may_be_direct(const struct session *s);

/* The runtime families of places (place_runtime.c). */
extern const struct runtime_family function_runtime, return_runtime, statement_runtime, kprobe_runtime, kprobe_post_runtime;
/* ... of a place that needs a breakpoint. */
const struct runtime_family *place_statement(const struct dprobe *p);
/* ... for a place found by its function: entry, return, a place inside. */
const struct runtime_family *place_function(const struct dprobe *p);

/* dprobe.detail of probes on places. */
struct place_detail {
	int64_t maxactive;		/* .maxactive(n); 0: not given */
	int64_t pid;			/* of a program: process(PID); 0: not given */
	const void *mark;		/* process_mark.c's; NULL: it is none */
};

#endif
