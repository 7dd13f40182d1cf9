// SPDX-License-Identifier: GPL-2.0-or-later
/* Every probe family there is. A new one: a file, a line in families.h, a row here. */
#include "families.h"

const struct probe_family *const probe_families[] = {
	&begin_family,
	&end_family,
	&error_family,
	&never_family,
	&timer_family,
	&profile_family,
	&function_family,
	&statement_family,
	&kprobe_family,
	&kprobe_statement_family,
	&tracepoint_family,
	&perf_family,
	&unsupported_family,		/* last: a row elsewhere goes first */
	NULL
};
