// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * begin, end, error, never: probes of the session itself. The argument orders
 * them; without one it is 0. They run in process context, alone: begin before
 * anything is attached, end and error after everything is detached.
 */
#include "families.h"

/* MYTAP_INTERRUPTIBLE of runtime/kernel/api.h: they have ten times the statements, MAXACTION_INTERRUPTIBLE. */
enum { FLAG_INTERRUPTIBLE = 2 };

static bool derive(struct point_match *m, const struct probe_family *f, const char *name)
{
	int64_t order = 0;
	struct dprobe *p = dprobe_add(m, f);

	point_number(m, name, &order);
	p->arg = order;
	p->flags |= FLAG_INTERRUPTIBLE;
	p->text = dprobe_point_text(m);
	return true;
}

static bool begin_derive(struct point_match *m)
{
	return derive(m, &begin_family, "begin");
}

static bool end_derive(struct point_match *m)
{
	return derive(m, &end_family, "end");
}

static bool error_derive(struct point_match *m)
{
	return derive(m, &error_family, "error");
}

/* Its body is looked at like any other, and then left out. */
static bool never_derive(struct point_match *m)
{
	struct dprobe *p = dprobe_add(m, &never_family);

	p->text = dprobe_point_text(m);
	return true;
}

static const char *begin_runtime(const struct dprobe *p)
{
	(void)p;
	return "MYTAP_BEGIN";
}

static const char *end_runtime(const struct dprobe *p)
{
	(void)p;
	return "MYTAP_END";
}

static const char *error_runtime(const struct dprobe *p)
{
	(void)p;
	return "MYTAP_ERROR";
}

static const char *never_runtime(const struct dprobe *p)
{
	(void)p;
	return NULL;
}

static const char *const begin_patterns[] = { "begin", "begin(number)", NULL };
static const char *const end_patterns[] = { "end", "end(number)", NULL };
static const char *const error_patterns[] = { "error", "error(number)", NULL };
static const char *const never_patterns[] = { "never", NULL };

const struct probe_family begin_family = {
	.name = "begin", .patterns = begin_patterns, .derive = begin_derive,
	.runtime_family = begin_runtime, .in_process = true, .runs_alone = true, .is_rare = true,
};
const struct probe_family end_family = {
	.name = "end", .patterns = end_patterns, .derive = end_derive,
	.runtime_family = end_runtime, .in_process = true, .runs_alone = true, .is_rare = true,
};
const struct probe_family error_family = {
	.name = "error", .patterns = error_patterns, .derive = error_derive,
	.runtime_family = error_runtime, .in_process = true, .runs_alone = true, .is_rare = true,
};
const struct probe_family never_family = {
	.name = "never", .patterns = never_patterns, .derive = never_derive,
	.runtime_family = never_runtime, .in_process = true, .runs_alone = true, .is_rare = true,
};
