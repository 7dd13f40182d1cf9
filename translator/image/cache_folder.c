// SPDX-License-Identifier: GPL-2.0-or-later
/* The folders of the cache: one per kind of file, writable only by this user. */
#include "translator/image/cache_folder.h"

#include <stdio.h>
#include <stdlib.h>

#include "translator/image/folder.h"

const char *cache_root(struct session *s)
{
	const char *asked = getenv("MYTAP_CACHE_DIR"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (asked && *asked)
		return asked;
	if (xdg && *xdg == '/')
		return arena_printf(s->arena, "%s/mytap", xdg);
	return home && *home == '/' ? arena_printf(s->arena, "%s/.cache/mytap", home) : NULL;
}

/* In the session's arena; NULL if it is refused; -v prints the reason once. */
static const char *private_folder(struct session *s, const char *path)
{
	struct strbuf why = { 0 };
	char *real = folder_make_private(path, &why);
	const char *folder = real ? arena_strdup(s->arena, real) : NULL;

	if (!real && s->opt.verbose && !s->cache_refused)
		fprintf(stderr, "No cache: %s.\n", why.s);
	s->cache_refused |= !real;
	free(real);
	strbuf_deinit(&why);
	return folder;
}

const char *cache_folder(struct session *s, const char *kind)
{
	const char *root = cache_root(s);

	root = root ? private_folder(s, root) : NULL;
	return root ? private_folder(s, arena_printf(s->arena, "%s/%s", root, kind)) : NULL;
}
