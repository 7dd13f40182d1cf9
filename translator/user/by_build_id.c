// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process("BUILD-ID"): the file with that build-id. Searched first in the distributions' links by build-id, then in
 * running processes, then in all files of the folders of $PATH and of libraries (some thousands: 0.1 s).
 */
#include "translator/user/by_build_id.h"

#include <ctype.h>
#include <fts.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "translator/image/build_id.h"

enum { LEAST_DIGITS = 16, DEEPEST = 3 };

bool is_build_id(const char *name)
{
	size_t n = strlen(name);

	return n >= LEAST_DIGITS && n <= 2 * BUILD_ID_MAX && n % 2 == 0 && strspn(name, "0123456789abcdefABCDEF") == n;
}

struct wanted {
	uint8_t id[BUILD_ID_MAX];
	uint32_t n;
};

static bool is_the_one(const char *path, const struct wanted *w)
{
	uint8_t id[BUILD_ID_MAX];

	return build_id_of_elf(path, id) == w->n && !memcmp(id, w->id, w->n);
}

/* A link, or a process' program. */
static const char *find_by_link(struct arena *a, const char *pattern, const struct wanted *w)
{
	const char *found = NULL;
	glob_t links = { 0 };

	if (!glob(pattern, 0, NULL, &links))
		for (size_t i = 0; i < links.gl_pathc && !found; i++)
			if (is_the_one(links.gl_pathv[i], w))
				found = arena_strdup(a, links.gl_pathv[i]);
	globfree(&links);
	return found;
}

/* False for debuginfo, which has the build-id of its program, and for kernels and modules. */
static bool is_of_others(const char *folder)
{
	return !strcmp(folder, "debug") || !strcmp(folder, "modules");
}

static const char *find_below(struct arena *a, const char *folder, const struct wanted *w)
{
	FTS *tree = fts_open((char *[]){ (char *)folder, NULL }, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
	const char *found = NULL;
	FTSENT *f;

	while (tree && !found && (f = fts_read(tree))) {
		if (f->fts_info == FTS_D && (f->fts_level >= DEEPEST || is_of_others(f->fts_name)))
			fts_set(tree, f, FTS_SKIP);
		else if (f->fts_info == FTS_F && f->fts_statp->st_size > 64 && is_the_one(f->fts_path, w))
			found = arena_strdup(a, f->fts_path);
	}
	if (tree)
		fts_close(tree);
	return found;
}

static const char *find_in_folders(struct arena *a, const char *folders, const struct wanted *w)
{
	const char *found = NULL;

	while (!found && folders && *folders) {
		size_t n = strcspn(folders, ":");

		if (n)
			found = find_below(a, arena_strndup(a, folders, n), w);
		folders += n + (folders[n] == ':');
	}
	return found;
}

const char *find_by_build_id(struct arena *a, const char *name, const char *folders)
{
	struct wanted w = { .n = (uint32_t)strlen(name) / 2 };
	char *id = arena_strdup(a, name);
	const char *found;

	for (char *p = id; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	for (uint32_t i = 0; i < w.n; i++)
		w.id[i] = (uint8_t)strtoul((char[]){ id[2 * i], id[2 * i + 1], '\0' }, NULL, 16);
	found = find_by_link(a, arena_printf(a, "/usr/lib/.build-id/%.2s/%s", id, id + 2), &w);
	if (!found)
		found = find_by_link(a, arena_printf(a, "/usr/lib/debug/.build-id/%.2s/%s", id, id + 2), &w);
	if (!found)
		found = find_by_link(a, "/proc/[0-9]*/exe", &w);
	if (!found)
		found = find_in_folders(a, folders, &w);
	return found ? found : find_in_folders(a, "/usr/lib:/usr/lib64:/usr/libexec:/usr/local/lib:/opt", &w);
}
