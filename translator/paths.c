/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where our own files are. mytap runs from its build tree (runtime/ and
 * tapsets/ beside it, or in the source tree it was configured from) and from
 * where it was installed, which may have been moved as a whole.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/options.h"
#include "translator/paths.h"

/* The folder of the running program, links followed. */
static const char *own_folder(struct session *s)
{
	char *exe = realpath("/proc/self/exe", NULL);
	const char *folder = NULL;

	if (exe) {
		char *slash = strrchr(exe, '/');

		folder = arena_strndup(s->arena, exe, slash > exe ? slash - exe : 1);
		free(exe);
	}
	return folder;
}

static bool is_data_dir(struct session *s, const char *dir)
{
	return dir && access(arena_printf(s->arena, "%s/runtime/kernel/api.h", dir), R_OK) == 0;
}

bool paths_find(struct session *s)
{
	const char *own = own_folder(s), *asked = getenv("MYTAP_DATA_DIR");
	const char *places[] = {
		asked,
		own,
		own ? arena_printf(s->arena, "%s/../share/mytap", own) : NULL,
		own && !strcmp(own, MYTAP_BUILDDIR) ? MYTAP_SRCDIR : NULL,
		own && !strcmp(own, MYTAP_BINDIR) ? MYTAP_DATADIR : NULL,
	};

	s->own_dir = own;
	for (unsigned int i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (is_data_dir(s, places[i])) {
			char *real = realpath(places[i], NULL);

			s->data_dir = arena_strdup(s->arena, real ? real : places[i]);
			free(real);
			return true;
		}
		if (i == 0 && asked)
			return options_complain("MYTAP_DATA_DIR=%s holds no runtime/kernel/api.h", asked);
	}
	return options_complain("the folders runtime/ and tapsets/ are neither beside %s/mytap nor in %s: "
				"install mytap again, or set MYTAP_DATA_DIR", own ? own : "?", MYTAP_DATADIR);
}

const char *paths_program(struct session *s, const char *name)
{
	const char *own = s->own_dir ? s->own_dir : MYTAP_BINDIR;
	const char *places[] = {
		arena_printf(s->arena, "%s/%s", own, name),
		arena_printf(s->arena, "%s/../libexec/mytap/%s", own, name),
		arena_printf(s->arena, "%s/%s", MYTAP_LIBEXECDIR, name),
	};

	for (unsigned int i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (access(places[i], X_OK) == 0)
			return places[i];
	return NULL;
}

const char *session_program(struct session *s, const char *name)
{
	const char *path = paths_program(s, name);

	if (path)
		return path;
	options_complain("the program %s is neither in %s nor in %s: build or install mytap again",
			 name, s->own_dir ? s->own_dir : MYTAP_BINDIR, MYTAP_LIBEXECDIR);
	return NULL;
}
