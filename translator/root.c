/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A private mount namespace in which root's usr/ is mounted over /usr: its compiler, make, shell and libraries have the
 * paths they were built for, and all paths of mytap (sources, temporary folder, cache) keep their names. /bin, /lib and
 * /lib64 must lead into /usr, as on a merged system. The mounts are not visible outside and end with the processes. A
 * user who may not mount gets a user namespace first, mapped to himself.
 */
#include "translator/root.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static bool say(const char *root, const char *why)
{
	int error = errno;

	dprintf(2, "cannot use the programs of %s: %s: %s\n", root, why, strerror(error));
	errno = error;
	return false;
}

static bool write_line(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), error;
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));

	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return n > 0;
}

/* A mount namespace, with a user namespace if necessary. */
static bool make_namespace(void)
{
	char uid[64], gid[64];

	if (unshare(CLONE_NEWNS) == 0)
		return true;
	snprintf(uid, sizeof(uid), "%u %u 1", (unsigned int)geteuid(), (unsigned int)geteuid());
	snprintf(gid, sizeof(gid), "%u %u 1", (unsigned int)getegid(), (unsigned int)getegid());
	return errno == EPERM && unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_line("/proc/self/setgroups", "deny") &&
	       write_line("/proc/self/uid_map", uid) && write_line("/proc/self/gid_map", gid);
}

static bool leads_into_usr(const char *path)
{
	char real[PATH_MAX];

	return realpath(path, real) && !strncmp(real, "/usr/", 5);
}

static bool bind(const char *root, const char *folder)
{
	char from[PATH_MAX];

	snprintf(from, sizeof(from), "%s%s", root, folder);
	return mount(from, folder, NULL, MS_BIND | MS_REC, NULL) == 0;
}

/* Mounts this system's folder onto root's; skipped if root lacks the folder (kernel_check_headers() has checked that
 * it is not needed). */
static bool keep(const char *root, const char *folder)
{
	char to[PATH_MAX];

	snprintf(to, sizeof(to), "%s%s", root, folder);
	if (access(folder, F_OK) < 0 || access(to, F_OK) < 0)
		return true;
	return mount(folder, to, NULL, MS_BIND | MS_REC, NULL) == 0;
}

bool root_enter(const char *root)
{
	char cwd[PATH_MAX];

	if (!leads_into_usr("/bin") || !leads_into_usr("/lib") || !leads_into_usr("/lib64")) {
		errno = ENOTSUP;
		return say(root, "/bin, /lib and /lib64 of this system do not lead into /usr");
	}
	if (!getcwd(cwd, sizeof(cwd)))
		return say(root, "the current folder has no name");
	if (!make_namespace())
		return say(root, "a mount namespace needs root, or user namespaces that are allowed for all");
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return say(root, "mounts cannot be made private");
	if (!keep(root, "/usr/local") || !keep(root, "/usr/share"))
		return say(root, "/usr/local and /usr/share cannot be mounted into it");
	if (!bind(root, "/usr"))
		return say(root, "its usr cannot be mounted over /usr");
	/* Variables for this system's programs and libraries do not apply to those. */
	setenv("PATH", "/usr/sbin:/usr/bin", 1);
	unsetenv("LD_LIBRARY_PATH");
	unsetenv("LD_PRELOAD");
	/* A current folder below /usr is now another one, if it exists. */
	return chdir(cwd) == 0 || chdir("/") == 0;
}
