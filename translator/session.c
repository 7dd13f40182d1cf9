/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of one run of mytap, and queries for all passes. */
#include "translator/session.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parser/base/private.h"
#include "translator/image/folder.h"
#include "translator/options.h"
#include "translator/target.h"
#include "translator/tidy.h"

void session_init(struct session *s)
{
	memset(s, 0, sizeof(*s));
	s->tidy = -1;
	s->arena = arena_new();
	diag_init(&s->diag, stderr);
	s->diag.color = isatty(2) && getenv("TERM") && strcmp(getenv("TERM"), "dumb") &&
			!getenv("NO_COLOR");
}

void session_deinit(struct session *s)
{
	if (s->tmpdir && s->opt.keep_tmpdir)
		fprintf(stderr, "Keeping temporary directory \"%s\"\n", s->tmpdir);
	else if (s->tmpdir)
		folder_remove(s->tmpdir);
	tidy_dismiss(s->tidy);
	target_deinit(s->target);
	diag_deinit(&s->diag);
	arena_free(s->arena);
	intern_free_all();
}

/* kbuild cannot work in a folder with white space or a colon in its name. */
static bool is_fit_for_make(const char *path)
{
	return *path == '/' && !path[strcspn(path, " \t\n:#%$\\'\"")];
}

/* A new private folder there; NULL with the reason in why. */
static const char *make_tmpdir(struct session *s, const char *place, struct strbuf *why)
{
	char *made = arena_printf(s->arena, "%s/mytapXXXXXX", place), *real;

	strbuf_reset(why);
	if (!mkdtemp(made)) {
		strbuf_printf(why, "%s: %s", place, strerror(errno));
		return NULL;
	}
	real = private_path(made, why);
	if (!real)
		rmdir(made);
	free(real);
	return real ? made : NULL;
}

const char *session_tmpdir(struct session *s)
{
	const char *places[] = { s->opt.tmpdir, getenv("TMPDIR"), "/tmp", "/var/tmp" };
	struct strbuf why = { 0 };

	for (unsigned int i = 0; i < sizeof(places) / sizeof(*places) && !s->tmpdir; i++) {
		char *real = places[i] && *places[i] ? realpath(places[i], NULL) : NULL;

		if (i == 0 && real && !is_fit_for_make(real)) {
			options_complain("--tmpdir=%s: make cannot build modules in a folder with such a name", real);
			free(real);
			return NULL;
		}
		if (real && is_fit_for_make(real))
			s->tmpdir = make_tmpdir(s, real, &why);
		free(real);
		if (s->tmpdir && !s->opt.keep_tmpdir)
			s->tidy = tidy_start(s->tmpdir);
	}
	if (!s->tmpdir)
		options_complain("cannot make a temporary folder in $TMPDIR, /tmp or /var/tmp: %s", strbuf_str(&why));
	strbuf_deinit(&why);
	return s->tmpdir;
}

const char *session_define(const struct session *s, const char *name)
{
	size_t n = strlen(name);

	/* The last one counts. */
	for (unsigned int i = s->opt.defines.n; i-- > 0; ) {
		const char *d = s->opt.defines.v[i];

		if (!strncmp(d, name, n) && (!d[n] || d[n] == '='))
			return d[n] ? d + n + 1 : "1";
	}
	return NULL;
}

static void note_asked(struct session *s, const char *name)
{
	vec_each(known, &s->env_asked)
		if (!strcmp(*known, name))
			return;
	vec_push(s->arena, &s->env_asked, name);
}

const char *session_env(struct session *s, const char *name)
{
	size_t n = strlen(name);

	note_asked(s, name);
	for (unsigned int i = s->opt.sysenv.n; i--; )
		if (!strncmp(s->opt.sysenv.v[i], name, n) && s->opt.sysenv.v[i][n] == '=')
			return s->opt.sysenv.v[i] + n + 1;
	return getenv(name);
}

int64_t session_limit(const struct session *s, const char *name, int64_t otherwise)
{
	const char *text = session_define(s, name);
	char *end;

	if (!text)
		return otherwise;
	errno = 0;
	int64_t v = strtoll(text, &end, 0);
	if (end == text || end[strspn(end, "uUlL")] || errno)	/* 1000000000LL, as in C */
		return otherwise;
	return v;
}
