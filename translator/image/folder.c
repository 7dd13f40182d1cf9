/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The cache is in folders of mode 0700 owned by the user who runs mytap. A folder that others own, may write or could
 * replace is refused, never repaired.
 */
#include "translator/image/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/arena.h"
#include "parser/base/private.h"
#include "parser/base/write_all.h"

static bool make_parents(const char *path)
{
	char *copy = xstrdup(path);
	bool ok = true;

	for (char *p = strchr(copy + 1, '/'); p && ok; p = strchr(p + 1, '/')) {
		*p = 0;
		ok = mkdir(copy, 0700) == 0 || errno == EEXIST;
		*p = '/';
	}
	free(copy);
	return ok;
}

char *folder_make_private(const char *path, struct strbuf *ret)
{
	if (!make_parents(path) || (mkdir(path, 0700) < 0 && errno != EEXIST)) {
		strbuf_printf(ret, "cannot make %s: %s", path, strerror(errno));
		return NULL;
	}
	return private_path(path, ret);
}

bool file_is_private(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	       !(st.st_mode & 022);
}

bool file_write(const char *path, const void *p, size_t n)
{
	struct strbuf tmp = { 0 };
	bool ok = false;

	strbuf_printf(&tmp, "%s.XXXXXX", path);
	int fd = mkostemp(tmp.s, O_CLOEXEC);
	if (fd >= 0) {
		ok = write_all(fd, p, n);
		ok = close(fd) == 0 && ok && rename(tmp.s, path) == 0;
		if (!ok)
			unlink(tmp.s);
	}
	strbuf_deinit(&tmp);
	return ok;
}

bool file_copy(const char *from, const char *to)
{
	struct strbuf b = { 0 };
	bool ok = strbuf_read_file(&b, from) && file_write(to, strbuf_str(&b), b.len);

	strbuf_deinit(&b);
	return ok;
}

bool file_move(const char *from, const char *to)
{
	if (rename(from, to) == 0)
		return true;
	if (errno != EXDEV || !file_copy(from, to))
		return false;
	unlink(from);
	return true;
}

void folder_remove(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	struct strbuf b = { 0 };

	while (d && (e = readdir(d))) {
		struct stat st;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		strbuf_reset(&b);
		strbuf_printf(&b, "%s/%s", path, e->d_name);
		if (lstat(b.s, &st) == 0 && S_ISDIR(st.st_mode))
			folder_remove(b.s);
		else
			unlink(b.s);
	}
	if (d)
		closedir(d);
	rmdir(path);
	strbuf_deinit(&b);
}

static int lock_open(const char *path, int how)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	while (fd >= 0 && flock(fd, how) < 0) {
		if (errno == EINTR)
			continue;
		close(fd);
		fd = -1;
	}
	return fd;
}

int lock_take(const char *path)
{
	return lock_open(path, LOCK_EX);
}

int lock_try(const char *path)
{
	return lock_open(path, LOCK_EX | LOCK_NB);
}
