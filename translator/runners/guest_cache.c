/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The folder where guests are kept: unpacked kernels, saved guests. Its files are executed, so only this user may
 * write it (mode 0700). Everything in it can be made again: files are written to temporary names and renamed.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/private.h"
#include "translator/runners/guest_files.h"

static bool folder_make(const char *path, struct strbuf *why)
{
	struct stat st;

	if (mkdir(path, 0700) && errno != EEXIST) {
		strbuf_printf(why, "the guest is kept in a folder, and %s cannot be made (%s): "
			      "set MYTAP_CACHE_DIR to a folder of yours\n", path, strerror(errno));
		return false;
	}
	if (stat(path, &st) || !S_ISDIR(st.st_mode)) {
		strbuf_printf(why, "%s is not a folder: remove it or set MYTAP_CACHE_DIR\n", path);
		return false;
	}
	return true;
}

const char *guest_cache(struct arena *a, struct strbuf *why)
{
	const char *dir = getenv("MYTAP_CACHE_DIR"), *home = getenv("HOME");
	char *path, *real;

	if (!dir || !*dir) {
		const char *xdg = getenv("XDG_CACHE_HOME");

		if ((!home || !*home) && geteuid() == 0)
			home = "/root";
		if ((!xdg || *xdg != '/') && (!home || !*home)) {
			strbuf_puts(why, "the guest is kept in a folder, and there is no place for it (HOME is not set): "
				    "set MYTAP_CACHE_DIR to a folder of yours\n");
			return NULL;
		}
		if (!xdg || *xdg != '/')
			xdg = arena_printf(a, "%s/.cache", home);
		if (!folder_make(xdg, why))
			return NULL;
		dir = arena_printf(a, "%s/mytap", xdg);
	}
	path = arena_printf(a, "%s/guest", dir);
	if (!folder_make(dir, why) || !folder_make(path, why))
		return NULL;
	real = private_path(path, why);
	if (!real) {
		strbuf_puts(why, ": make the folder for the guest one of yours that nobody else may write, below such folders or "
			    "root's, or set MYTAP_CACHE_DIR\n");
		return NULL;
	}
	path = arena_strdup(a, real);
	free(real);
	return path;
}

bool file_put(const char *path, const void *p, size_t n, struct strbuf *why)
{
	struct strbuf tmp = { 0 };
	bool ok = false;
	int fd;

	strbuf_printf(&tmp, "%s.%d", path, (int)getpid());
	fd = open(tmp.s, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	for (const char *at = p; fd >= 0; ) {
		ssize_t put = write(fd, at, n);

		if (put < 0)
			break;
		at += put;
		n -= put;
		if (n == 0) {
			ok = !fdatasync(fd) && !rename(tmp.s, path);
			break;
		}
	}
	if (!ok) {
		strbuf_printf(why, "cannot write %s: %s%s\n", tmp.s, strerror(errno), errno == ENOSPC || errno == EDQUOT ?
			      "; a kept guest takes 150 MB and more: make room, or set MYTAP_CACHE_DIR to a folder elsewhere" : "");
		unlink(tmp.s);
	}
	if (fd >= 0)
		close(fd);
	strbuf_deinit(&tmp);
	return ok;
}

bool file_identity(struct strbuf *b, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return false;
	strbuf_printf(b, "%s %jd %jd.%09ld\n", path, (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
		      st.st_mtim.tv_nsec);
	return true;
}

uint64_t text_hash(const char *s)
{
	uint64_t h = 0xcbf29ce484222325;	/* FNV-1a */

	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 0x100000001b3;
	return h;
}
