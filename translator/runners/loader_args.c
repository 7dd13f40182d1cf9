// SPDX-License-Identifier: GPL-2.0-or-later
/* The arguments of mytap-run for all runners: a row for each of its options. */
#include <string.h>

#include "translator/runners/runner.h"

enum { ABOUT_MOST = 32 << 10 };	/* bytes of a text about the session: the guest limits the length of a command */

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
VALUE(faults, s->opt.faults)
VALUE(dry_run, flag(s->opt.dry_run))
VALUE(timing, flag(s->opt.timing))
VALUE(suppress_errors, flag(s->opt.suppress_handler_errors))
VALUE(any_memory, flag(s->opt.any_memory))
VALUE(command, r->command)
VALUE(namespaces, number(s, s->opt.target_namespaces))
VALUE(time_limit, r->time_limit > 0 ? arena_printf(s->arena, "%.9g", r->time_limit) : NULL)
VALUE(output, r->output)
VALUE(rotation, r->rotation)
VALUE(buffer, number(s, r->buffer_mb))
VALUE(leaves, flag(s->opt.is_recorder))
VALUE(attaches, flag(r->is_attach))
VALUE(trace_depth, number(s, s->opt.trace.most_depth))
VALUE(trace_abstime, flag(s->opt.trace.has_time))
VALUE(trace_proc, flag(s->opt.trace.has_process))
VALUE(last, number(s, s->opt.trace.last))
VALUE(trace_failed, flag(s->opt.trace.failed))
VALUE(cache, r->cache)
VALUE(trace_slower, number(s, s->opt.trace.slower))

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
	{ "--faults", faults },
	{ "--dry-run", dry_run },
	{ "--suppress-handler-errors", suppress_errors },
	{ "--any-memory", any_memory },
	{ "-c", command },
	{ "--target-namespaces", namespaces },
	{ "-T", time_limit },
	{ "-o", output },
	{ "-S", rotation },
	{ "-b", buffer },
	{ "-L", leaves },
	{ "-A", attaches },
	{ "--trace-depth", trace_depth },
	{ "--last", last },
	{ "--trace-abstime", trace_abstime },
	{ "--trace-proc", trace_proc },
	{ "--trace-failed", trace_failed },
	{ "--trace-slower", trace_slower },
	{ "--cache", cache },
};

/* The command line of mytap, quoted for a shell; the texts of scripts are added by script_about(). */
static const char *options_about(struct session *s)
{
	struct strbuf b = { 0 };
	const char *text;

	strbuf_puts(&b, "options=");
	for (char *const *w = s->opt.words + 1; s->opt.words && w[-1] && *w; w++) {
		if (b.len > ABOUT_MOST)
			break;
		strbuf_printf(&b, strpbrk(*w, " \t\n\"$*?;&|<>()") ? "%s'%s'" : "%s%s", w == s->opt.words + 1 ? "" : " ", *w);
	}
	text = arena_strdup(s->arena, b.s);
	strbuf_deinit(&b);
	return text;
}

static const char *script_about(struct session *s, const struct source *src)
{
	if (!src)
		return NULL;
	if (src->len <= ABOUT_MOST)
		return arena_printf(s->arena, "script_text=%s", src->text);
	return arena_printf(s->arena, "script_text=%.*s\n[%u more bytes]", ABOUT_MOST, src->text, src->len - ABOUT_MOST);
}

static void add_about(struct session *s, const struct run_request *r, str_vec *ret)
{
	const char *texts[] = { script_about(s, r->script), options_about(s) };

	for (unsigned int i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (!texts[i])
			continue;
		vec_push(s->arena, ret, "--about");
		vec_push(s->arena, ret, texts[i]);
	}
}

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
	vec_each(pid, &s->opt.target_pids) {
		vec_push(s->arena, ret, "-x");
		vec_push(s->arena, ret, arena_printf(s->arena, "%ld", *pid));
	}
	add_writers(s, r, ret);
	if (r->nwriters)
		add_about(s, r, ret);
	vec_push(s->arena, ret, r->module);
	for (const char *const *p = r->params; p && *p; p++)
		vec_push(s->arena, ret, *p);
}
