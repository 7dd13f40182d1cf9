/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See private.h. Checked from the root down: a folder is examined only after all folders above it were found safe. */
#include "parser/base/private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OTHERS_WRITE = 022 };

static bool is_safe_above(const char *path, struct strbuf *ret)
{
	struct stat st;

	if (lstat(path, &st) < 0 || !S_ISDIR(st.st_mode)) {
		strbuf_printf(ret, "%s is not a folder", path);
		return false;
	}
	if (st.st_uid != 0 && st.st_uid != geteuid()) {
		strbuf_printf(ret, "%s, on the way to it, belongs to user %u, neither root nor us (%u)", path, st.st_uid,
			      geteuid());
		return false;
	}
	if (st.st_mode & OTHERS_WRITE && !(st.st_mode & S_ISVTX)) {
		strbuf_printf(ret, "others may write %s, on the way to it (chmod go-w it)", path);
		return false;
	}
	return true;
}

static bool is_ours_alone(const char *path, struct strbuf *ret)
{
	struct stat st;

	if (lstat(path, &st) < 0 || !S_ISDIR(st.st_mode)) {
		strbuf_printf(ret, "%s is not a folder", path);
		return false;
	}
	if (st.st_uid != geteuid()) {
		strbuf_printf(ret, "%s belongs to user %u, not to us (%u)", path, st.st_uid, geteuid());
		return false;
	}
	if (st.st_mode & OTHERS_WRITE) {
		strbuf_printf(ret, "others may write %s (chmod go-w it)", path);
		return false;
	}
	return true;
}

char *private_path(const char *path, struct strbuf *ret)
{
	char *real = realpath(path, NULL);
	bool is_safe = real && is_safe_above("/", ret);

	if (!real)
		strbuf_printf(ret, "%s: %s", path, strerror(errno));
	for (char *p = is_safe ? strchr(real + 1, '/') : NULL; p && is_safe; p = strchr(p + 1, '/')) {
		*p = '\0';
		is_safe = is_safe_above(real, ret);
		*p = '/';
	}
	if (is_safe && is_ours_alone(real, ret))
		return real;
	free(real);
	return NULL;
}
