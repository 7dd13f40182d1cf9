/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The families by name: for families.c and for the files that define them. */
#ifndef MYTAP_FAMILIES_H
#define MYTAP_FAMILIES_H

#include "family.h"

extern const struct probe_family begin_family, end_family, error_family, never_family;
extern const struct probe_family timer_family, profile_family;
extern const struct probe_family function_family, statement_family;
extern const struct probe_family kprobe_family, kprobe_statement_family;
extern const struct probe_family tracepoint_family;
extern const struct probe_family perf_family;
extern const struct probe_family unsupported_family;

/* The matched point as text: the name of probes that sit on no address. */
const char *dprobe_point_text(const struct point_match *m);
/* A point as the user would write it; no ?, no condition. */
void point_print(struct strbuf *b, const struct probe_point *pp);

#endif
