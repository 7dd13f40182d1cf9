// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * begin, end, error, never: probes of the session itself. The argument orders
 * them; without one it is 0. They run in process context, alone: begin before
 * anything is attached, end and error after everything is detached.
 */
#include "family.h"

static bool ordered_derive(struct point_match *m)
{
	int64_t *order = arena_new_of(m->session->arena, int64_t);

	point_number(m, m->family->name, order);
	dprobe_add(m)->detail = order;
	return true;
}

/* Its body is checked like any other, and then left out. */
static bool never_derive(struct point_match *m)
{
	dprobe_add(m);
	return true;
}

static void emit_order(struct family_text *t, const struct dprobe *p)
{
	field_number(t, "order", *(const int64_t *)p->detail);
}

static const struct runtime_family begin_runtime = { .name = "begin", .emit = emit_order };
static const struct runtime_family end_runtime = { .name = "end", .emit = emit_order };
static const struct runtime_family error_runtime = { .name = "error", .emit = emit_order };

static const char *const begin_patterns[] = { "begin", "begin(number)", NULL };
static const char *const end_patterns[] = { "end", "end(number)", NULL };
static const char *const error_patterns[] = { "error", "error(number)", NULL };
static const char *const never_patterns[] = { "never", NULL };

const struct probe_family begin_family = {
	.name = "begin", .patterns = begin_patterns, .derive = ordered_derive,
	.runtime = &begin_runtime, .in_process = true, .runs_alone = true, .is_rare = true,
};
const struct probe_family end_family = {
	.name = "end", .patterns = end_patterns, .derive = ordered_derive,
	.runtime = &end_runtime, .in_process = true, .runs_alone = true, .is_rare = true,
};
const struct probe_family error_family = {
	.name = "error", .patterns = error_patterns, .derive = ordered_derive,
	.runtime = &error_runtime, .in_process = true, .runs_alone = true, .is_rare = true,
};
const struct probe_family never_family = {
	.name = "never", .patterns = never_patterns, .derive = never_derive,
	.in_process = true, .runs_alone = true, .is_rare = true,
};
