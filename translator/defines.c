// SPDX-License-Identifier: GPL-2.0-or-later
#include "defines.h"

#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "session.h"

/* Limits have a range, switches do not. */
static const struct define {
	const char *name;
	int64_t least, most;
} defines[] = {
	{ "MAXACTION", 1, INT32_MAX },
	{ "MAXACTION_INTERRUPTIBLE", 1, INT32_MAX },
	{ "MAXNESTING", 1, 100000 },
	{ "MAXSTRINGLEN", 16, 65536 },
	{ "MAXMAPENTRIES", 1, INT32_MAX },
	{ "MAXERRORS", 0, INT32_MAX },
	{ "MAXSKIPPED", 0, INT32_MAX },
	{ "MAXTRYLOCK", 1, 1000000 },
	{ "TRYLOCKDELAY", 1, 1000 },
	{ "MINSTACKSPACE", 256, 8192 },
	{ "HIST_ELISION", INT32_MIN, INT32_MAX },
	{ "MAXBACKTRACE", 1, 1000 },
	{ "MAXSTACKS", 1, 1 << 20 },
	{ "KRETACTIVE", 1, 1000000 },
	{ "INTERRUPTIBLE", 0, 1 },
	{ "STP_OVERLOAD_THRESHOLD", 0, INT64_MAX },
	{ "STP_OVERLOAD_INTERVAL", 100, INT64_MAX },
	{ "STP_PROCFS_BUFSIZE", 2, 16 << 20 },
	{ "STP_NO_OVERLOAD", 0, 0 },
	{ "STP_NO_BUILDID_CHECK", 0, 0 },
	{ "MYTAP_RETURN", 0, 0 },
	{ "MYTAP_KPROBES", 0, 0 },		/* these two are for tests */
	{ "MYTAP_CLOCK", 0, 0 },
};

#define for_each_define(d) for (const struct define *d = defines; d < defines + sizeof(defines) / sizeof(*defines); d++)

static bool is_limit(const struct define *d)
{
	return d->most;
}

static bool is_number(const char *text)
{
	char *end;

	strtoll(text, &end, 0);
	return end > text && !end[strspn(end, "uUlL")];
}

bool defines_are_numbers(struct session *s)
{
	bool ok = true;

	for_each_define(d) {
		const char *value = is_limit(d) ? session_define(s, d->name) : NULL;

		if (value && !is_number(value))
			ok = options_complain("-D %s=%s: a limit is a number", d->name, value);
	}
	return ok;
}

void defines_check(struct session *s)
{
	unsigned int errors = s->diag.errors;

	for_each_define(d) {
		const char *given = is_limit(d) ? session_define(s, d->name) : NULL;
		int64_t n = session_limit(s, d->name, INT64_MIN);	/* INT64_MIN: more than 64 bits, too */

		if (given && (n < d->least || n > d->most))
			diag_error(&s->diag, (struct loc){ 0 }, "%s is %lld to %lld, not %s", d->name, (long long)d->least,
				   (long long)d->most, given);
	}
	/* The kernel reports a CPU whose interrupts are off for 20 s as stuck. */
	if (s->diag.errors == errors &&
	    session_limit(s, "MAXTRYLOCK", 10000) * session_limit(s, "TRYLOCKDELAY", 10) > 10000000)
		diag_error(&s->diag, (struct loc){ 0 }, "MAXTRYLOCK times TRYLOCKDELAY is at most 10000000 us (10 s), which a handler "
			   "may wait for others' variables");
}

static const char *name_of(struct session *s, const char *text)
{
	return arena_printf(s->arena, "%.*s", (int)strcspn(text, "="), text);
}

static bool is_ours(const char *name)
{
	for_each_define(d)
		if (!strcmp(d->name, name))
			return true;
	return false;
}

static bool is_given_before(struct session *s, unsigned int i, const char *name)
{
	while (i-- > 0)
		if (!strcmp(name_of(s, s->opt.defines.v[i]), name))
			return true;
	return false;
}

const char *define_of_script(struct session *s, unsigned int i)
{
	for (unsigned int k = 0; k < s->opt.defines.n; k++) {
		const char *name = name_of(s, s->opt.defines.v[k]);

		if (!is_ours(name) && !is_given_before(s, k, name) && !i--)
			return name;
	}
	return NULL;
}

void define_warn_unused(struct session *s, const char *name)
{
	struct near near = NEAR_INIT(name);

	for_each_define(d)
		near_try(&near, d->name);
	diag_warn(&s->diag, (struct loc){ 0 }, "-D %s has no effect: it is no limit of mytap's%s%s%s, and no embedded C of the "
		  "script (-g) has that name", name, near.best ? " (did you mean '" : "", near.best ? near.best : "",
		  near.best ? "'?)" : "");
}
