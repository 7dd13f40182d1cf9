// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fetches debuginfo by libdebuginfod, which is loaded on demand, as in elfutils. The client caches files; the layout
 * of its cache is part of its interface
 * (debuginfod_find_debuginfo(3)): $DEBUGINFOD_CACHE_PATH, else debuginfod_client in
 * the user's cache folder, then BUILD-ID/debuginfo.
 *
 * Progress is printed on standard error: one line at the start and, on a terminal, the bytes received.
 */
#include "translator/image/debuginfod.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "translator/image/build_id.h"

/* As declared by <elfutils/debuginfod.h>, which is in a separate package. */
typedef struct debuginfod_client debuginfod_client;
static struct {
	bool is_tried;
	debuginfod_client *(*begin)(void);
	void (*end)(debuginfod_client *c);
	int (*find[2])(debuginfod_client *c, const unsigned char *id, int n, char **path);	/* by debuginfod_what */
	void (*set_progressfn)(debuginfod_client *c, int (*progress)(debuginfod_client *c, long a, long b));
} library;

/* Its name in messages and in the client's cache, and the function that fetches it. */
static const struct { const char *text, *file, *function; } kinds[] = {
	[DEBUGINFOD_DEBUGINFO] = { "debuginfo", "debuginfo", "debuginfod_find_debuginfo" },
	[DEBUGINFOD_EXECUTABLE] = { "program file", "executable", "debuginfod_find_executable" },
};

static bool library_load(void)
{
	void *handle;

	if (library.is_tried)
		return library.find[0];
	library.is_tried = true;
	handle = dlopen("libdebuginfod.so.1", RTLD_NOW);
	if (!handle)
		return false;
	library.begin = dlsym(handle, "debuginfod_begin");
	library.end = dlsym(handle, "debuginfod_end");
	library.set_progressfn = dlsym(handle, "debuginfod_set_progressfn");
	for (unsigned int i = 0; library.begin && library.end && library.set_progressfn && i < 2; i++)
		library.find[i] = dlsym(handle, kinds[i].function);
	return library.find[0];
}

static const char *urls(void)
{
	const char *s = getenv("DEBUGINFOD_URLS");

	return s && *s ? s : NULL;
}

bool debuginfod_is_wanted(const struct session *s)
{
	return urls() && s->opt.debuginfo != DEBUGINFO_BTF;
}

const char *debuginfod_kept(struct arena *a, enum debuginfod_what what, const uint8_t *build_id, uint32_t n)
{
	const char *own = getenv("DEBUGINFOD_CACHE_PATH"), *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	const char *folder = own && *own ? own : cache && *cache ? arena_printf(a, "%s/debuginfod_client", cache) :
			     home ? arena_printf(a, "%s/.cache/debuginfod_client", home) : NULL;
	const char *path = folder && n ? arena_printf(a, "%s/%s/%s", folder, build_id_text(a, build_id, n),
							   kinds[what].file) : NULL;
	struct stat st;

	/* An empty file there records that no server had it. */
	return path && !stat(path, &st) && S_ISREG(st.st_mode) && st.st_size ? path : NULL;
}

/* b: total bytes, 0 while unknown. */
static int progress(debuginfod_client *c, long a, long b)
{
	static long shown = -1;
	long mb = a >> 20;

	(void)c;
	if (mb == shown || !isatty(STDERR_FILENO))
		return 0;
	shown = mb;
	if (b > 0)
		fprintf(stderr, "\r%ld of %ld MB ", mb, b >> 20);
	else
		fprintf(stderr, "\r%ld MB ", mb);
	return 0;
}

static const char *find(struct session *s, enum debuginfod_what what, const uint8_t *build_id, uint32_t n, int *error)
{
	debuginfod_client *c = library.begin();
	char *path = NULL;
	const char *ret;
	int fd;

	*error = 0;
	if (!c)
		return NULL;
	library.set_progressfn(c, progress);
	fd = library.find[what](c, build_id, (int)n, &path);
	if (fd < 0)
		*error = -fd;
	else
		close(fd);
	ret = fd >= 0 && path ? arena_strdup(s->arena, path) : NULL;
	free(path);
	library.end(c);
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	return ret;
}

const char *debuginfod_fetch(struct session *s, enum debuginfod_what what, const char *name, const uint8_t *build_id,
			     uint32_t n, struct strbuf *why)
{
	const char *path, *kind = kinds[what].text;
	int error;

	if (!debuginfod_is_wanted(s))
		return NULL;
	if (!n) {
		strbuf_printf(why, "the build id of %s is not known, so its %s cannot be fetched", name, kind);
		return NULL;
	}
	if (!library_load() || !library.find[what]) {
		strbuf_printf(why, "DEBUGINFOD_URLS is set, but libdebuginfod.so.1 is not there to fetch the %s of %s: "
			      "apt-get install libdebuginfod1", kind, name);
		return NULL;
	}
	fprintf(stderr, "fetching the %s of %s (build id %s) from %s\n", kind, name, build_id_text(s->arena, build_id, n),
		urls());
	path = find(s, what, build_id, n, &error);
	if (!path)
		strbuf_printf(why, "the %s of %s could not be fetched from %s (build id %s): %s", kind, name, urls(),
			      build_id_text(s->arena, build_id, n), error ? strerror(error) : "out of memory");
	return path;
}
