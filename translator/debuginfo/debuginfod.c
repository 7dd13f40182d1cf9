// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fetches debuginfo by libdebuginfod, which is loaded when it is needed, as elfutils
 * does it. The client keeps what it fetched; how it does is part of its interface
 * (debuginfod_find_debuginfo(3)): $DEBUGINFOD_CACHE_PATH, else debuginfod_client in
 * the user's cache folder, then BUILD-ID/debuginfo.
 *
 * Progress goes to standard error: one line when it is begun and, at a terminal, how
 * much has come.
 */
#include "translator/debuginfo/debuginfod.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As declared by <elfutils/debuginfod.h>, which is of a package of its own. */
typedef struct debuginfod_client debuginfod_client;
static struct {
	bool is_tried;
	debuginfod_client *(*begin)(void);
	void (*end)(debuginfod_client *c);
	int (*find_debuginfo)(debuginfod_client *c, const unsigned char *id, int n, char **path);
	void (*set_progressfn)(debuginfod_client *c, int (*progress)(debuginfod_client *c, long a, long b));
} library;

static bool library_load(void)
{
	void *handle;

	if (library.is_tried)
		return library.find_debuginfo;
	library.is_tried = true;
	handle = dlopen("libdebuginfod.so.1", RTLD_NOW);
	if (!handle)
		return false;
	library.begin = dlsym(handle, "debuginfod_begin");
	library.end = dlsym(handle, "debuginfod_end");
	library.set_progressfn = dlsym(handle, "debuginfod_set_progressfn");
	if (library.begin && library.end && library.set_progressfn)
		library.find_debuginfo = dlsym(handle, "debuginfod_find_debuginfo");
	return library.find_debuginfo;
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

static const char *hex(struct arena *a, const uint8_t *id, uint32_t n)
{
	char *ret = arena_alloc(a, 2 * n + 1);

	for (uint32_t i = 0; i < n; i++)
		sprintf(ret + 2 * i, "%02x", id[i]);
	return ret;
}

const char *debuginfod_kept(struct arena *a, const uint8_t *build_id, uint32_t n)
{
	const char *own = getenv("DEBUGINFOD_CACHE_PATH"), *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	const char *folder = own && *own ? own : cache && *cache ? arena_printf(a, "%s/debuginfod_client", cache) :
			     home ? arena_printf(a, "%s/.cache/debuginfod_client", home) : NULL;
	const char *path = folder && n ? arena_printf(a, "%s/%s/debuginfo", folder, hex(a, build_id, n)) : NULL;
	struct stat st;

	/* An empty file there says that no server had it. */
	return path && !stat(path, &st) && S_ISREG(st.st_mode) && st.st_size ? path : NULL;
}

/* b: how much there is, 0 while that is not known. */
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

static const char *find(struct session *s, const uint8_t *build_id, uint32_t n, int *error)
{
	debuginfod_client *c = library.begin();
	char *path = NULL;
	const char *ret;
	int fd;

	*error = 0;
	if (!c)
		return NULL;
	library.set_progressfn(c, progress);
	fd = library.find_debuginfo(c, build_id, (int)n, &path);
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

const char *debuginfod_fetch(struct session *s, const char *what, const uint8_t *build_id, uint32_t n, struct strbuf *why)
{
	const char *path;
	int error;

	if (!debuginfod_is_wanted(s))
		return NULL;
	if (!n) {
		strbuf_printf(why, "the build id of %s is not known, so its debuginfo cannot be fetched", what);
		return NULL;
	}
	if (!library_load()) {
		strbuf_printf(why, "DEBUGINFOD_URLS is set, but libdebuginfod.so.1 is not there to fetch the debuginfo of %s: "
			      "apt-get install libdebuginfod1", what);
		return NULL;
	}
	fprintf(stderr, "fetching the debuginfo of %s (build id %s) from %s\n", what, hex(s->arena, build_id, n), urls());
	path = find(s, build_id, n, &error);
	if (!path)
		strbuf_printf(why, "the debuginfo of %s could not be fetched from %s (build id %s): %s", what, urls(),
			      hex(s->arena, build_id, n), error ? strerror(error) : "out of memory");
	return path;
}
