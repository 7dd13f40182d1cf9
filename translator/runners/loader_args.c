// SPDX-License-Identifier: GPL-2.0-or-later
/* What mytap-run is told, wherever it runs: a row for each of its options. */
#include "translator/runners/runner.h"

/* The value of an option for this run; NULL: it is not given. */
typedef const char *value_fn(struct session *s, const struct run_request *r);

static const char *flag(bool is_set)
{
	return is_set ? "" : NULL;
}

static const char *number(struct session *s, long n)
{
	return n ? arena_printf(s->arena, "%ld", n) : NULL;
}

#define VALUE(name, value) static const char *name(struct session *s, const struct run_request *r) { (void)s; (void)r; return value; }

VALUE(guest, flag(r->is_guest))
VALUE(user, r->identity)
VALUE(may_rename, flag(r->may_rename))
VALUE(verbose, flag(r->verbose))
VALUE(no_warnings, flag(r->no_warnings))
VALUE(dry_run, flag(s->opt.dry_run))
VALUE(timing, flag(s->opt.timing))
VALUE(suppress_errors, flag(s->opt.suppress_handler_errors))
VALUE(any_memory, flag(s->opt.any_memory))
VALUE(command, r->command)
VALUE(target, number(s, r->target_pid))
VALUE(time_limit, r->time_limit > 0 ? arena_printf(s->arena, "%.9g", r->time_limit) : NULL)
VALUE(output, r->output)
VALUE(buffer, number(s, r->buffer_mb))
VALUE(trace_depth, number(s, s->opt.trace.most_depth))

static const struct {
	const char *option;
	value_fn *value;		/* "": it has none */
} rows[] = {
	{ "--guest", guest },
	{ "--user", user },
	{ "--rename", may_rename },
	{ "-v", verbose },
	{ "-w", no_warnings },
	{ "-t", timing },
	{ "--dry-run", dry_run },
	{ "--suppress-handler-errors", suppress_errors },
	{ "--any-memory", any_memory },
	{ "-c", command },
	{ "-x", target },
	{ "-T", time_limit },
	{ "-o", output },
	{ "-b", buffer },
	{ "--trace-depth", trace_depth },
};

/* "--json=strings", "--raw FILE" */
static void add_writers(struct session *s, const struct run_request *r, str_vec *ret)
{
	for (unsigned int i = 0; i < r->nwriters; i++) {
		const struct writer_option *w = &r->writers[i];

		vec_push(s->arena, ret, w->value ? arena_printf(s->arena, "--%s=%s", w->name, w->value) : arena_printf(s->arena, "--%s", w->name));
	}
}

void loader_arguments(struct session *s, const struct run_request *r, str_vec *ret)
{
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *value = rows[i].value(s, r);

		if (!value)
			continue;
		vec_push(s->arena, ret, rows[i].option);
		if (*value)
			vec_push(s->arena, ret, value);
	}
	add_writers(s, r, ret);
	vec_push(s->arena, ret, r->module);
	for (const char *const *p = r->params; p && *p; p++)
		vec_push(s->arena, ret, *p);
}
