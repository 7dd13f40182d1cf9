// SPDX-License-Identifier: GPL-2.0-or-later
/* One file per session, named after its module; written under another name and renamed, so that it is always complete. */
#include "detached.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_io.h"
#include "say.h"

#define FOLDER "/run/mytap"
enum { PATH_ROOM = 128 };

static void path_of(const char *session, char ret[PATH_ROOM])
{
	snprintf(ret, PATH_ROOM, FOLDER "/%s.ko", session);
}

/* The folder belongs to root, and only root can write to it. */
static bool folder_is_safe(void)
{
	struct stat st;

	mkdir("/run", 0755);		/* a small guest may have none */
	return (!mkdir(FOLDER, 0700) || errno == EEXIST) && !lstat(FOLDER, &st) && S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
	       !(st.st_mode & 022);
}

bool detached_keep(const struct module_file *m)
{
	char path[PATH_ROOM], other[PATH_ROOM + 16];
	bool is_kept;
	int fd;

	path_of(m->name, path);
	snprintf(other, sizeof(other), "%s.%d", path, getpid());
	if (!folder_is_safe()) {
		say_error(FOLDER " is not a folder that only root writes to: without it nobody could read the session later (-L)");
		return false;
	}
	fd = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	is_kept = fd >= 0 && write_all(fd, m->renamed ? m->renamed : m->bytes, m->size);
	if (fd >= 0 && close(fd))
		is_kept = false;
	if (is_kept && !rename(other, path))
		return true;
	say_error("cannot keep the module's file as %s: %s", path, strerror(errno));
	unlink(other);
	return false;
}

bool detached_find(struct module_file *m, const char *session)
{
	char path[PATH_ROOM];

	if (strlen(session) > 64 || strchr(session, '/')) {
		say_error("-A takes the name of a session, not '%s'", session);
		return false;
	}
	path_of(session, path);
	if (access(path, R_OK)) {
		say_error("there is no session %s without a reader (mytap -F, mytap-run -L); mytap ps lists running sessions", session);
		return false;
	}
	if (!module_file_open(m, path))
		return false;
	m->path = session;		/* for messages; `path` is a local buffer */
	free(m->name);
	m->name = must_strndup(session, strlen(session));
	return true;
}

void detached_forget(const struct module_file *m)
{
	char path[PATH_ROOM];

	path_of(m->name, path);
	unlink(path);
}

bool detached_read(const struct channel *c, const char *session)
{
	if (!ioctl(c->fd, MYTAP_IOCTL_READ))
		return true;
	if (errno != EBUSY)
		say_error("session %s cannot be read: %s", session, strerror(errno));
	else if (c->shared->reader_tgid)
		say_error("session %s is being read by process %u already", session, c->shared->reader_tgid);
	else
		say_error("session %s is being read by another process already", session);
	return false;
}
