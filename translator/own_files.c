/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One search for all files of mytap: beside the running program (a build tree), then by the path relative to the
 * folder of installed programs. The relative path comes from the configured folders, so it is also right below
 * DESTDIR and after a move.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/own_files.h"

const char *own_folder(struct arena *a)
{
	char *exe = realpath("/proc/self/exe", NULL);
	const char *folder = MYTAP_BINDIR;

	if (exe) {
		char *slash = strrchr(exe, '/');

		folder = arena_strndup(a, exe, slash > exe ? slash - exe : 1);
		free(exe);
	}
	return folder;
}

/* "/usr/local/libexec/mytap" seen from "/usr/local/bin" is "../libexec/mytap". */
static const char *way_to(struct arena *a, const char *from, const char *to)
{
	const char *up = "";
	size_t same = 0, i = 0;

	for (; from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			same = i + 1;
	if (!from[i] && to[i] == '/')
		return to + i + 1;
	for (const char *p = from + same; *p; p += strspn(p, "/")) {
		p += strcspn(p, "/");
		up = arena_printf(a, "%s../", up);
	}
	return arena_printf(a, "%s%s", up, to + same);
}

static const char *installed(struct arena *a, const char *own, const char *folder)
{
	return arena_printf(a, "%s/%s", own, way_to(a, MYTAP_BINDIR, folder));
}

const char *own_program(struct arena *a, const char *name)
{
	const char *own = own_folder(a);
	const char *folders[] = { own, installed(a, own, MYTAP_LIBEXECDIR), MYTAP_LIBEXECDIR };

	for (unsigned int i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		const char *path = arena_printf(a, "%s/%s", folders[i], name);

		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

bool is_own_data(struct arena *a, const char *folder)
{
	return access(arena_printf(a, "%s/runtime/kernel/api.h", folder), R_OK) == 0;
}

const char *own_data(struct arena *a)
{
	const char *own = own_folder(a);
	/* The build folder may be outside of the source tree. */
	const char *folders[] = { own, installed(a, own, MYTAP_DATADIR), strcmp(own, MYTAP_BUILDDIR) ? NULL : MYTAP_SRCDIR };

	for (unsigned int i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (folders[i] && is_own_data(a, folders[i]))
			return folders[i];
	return NULL;
}
