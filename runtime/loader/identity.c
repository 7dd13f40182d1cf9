// SPDX-License-Identifier: GPL-2.0-or-later
#include "identity.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include "say.h"

enum { GROUPS_MOST = 257 };

static struct {
	bool is_set;
	uid_t uid;
	gid_t gid, groups[GROUPS_MOST];
	size_t ngroups;
} user;

static bool take_id(const char **p, unsigned int *ret)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(*p, &end, 10);
	if (errno || end == *p || n >= (unsigned int)-1)
		return false;
	*ret = n;
	*p = end;
	return true;
}

static bool parse(const char *p)
{
	unsigned int id;

	if (!take_id(&p, &user.uid) || *p++ != ':' || !take_id(&p, &user.gid))
		return false;
	while (*p == ',' && user.ngroups < GROUPS_MOST) {
		p++;
		if (!take_id(&p, &id))
			return false;
		user.groups[user.ngroups++] = id;
	}
	return !*p;
}

bool identity_set(const char *text)
{
	user.is_set = parse(text);
	if (!user.is_set)
		say_error("--user takes uid:gid,gid..., not '%s'", text);
	return user.is_set;
}

bool identity_become(void)
{
	if (!user.is_set)
		return true;
	if (!setgroups(user.ngroups, user.groups) && !setresgid(user.gid, user.gid, user.gid) &&
	    !setresuid(user.uid, user.uid, user.uid))
		return true;
	say_error("cannot become user %u: %s", user.uid, strerror(errno));
	return false;
}

int identity_open(const char *path, int flags, mode_t mode)
{
	uid_t uid;
	gid_t gid;
	int fd, error;

	if (!user.is_set)
		return open(path, flags, mode);
	gid = setfsgid(user.gid);
	uid = setfsuid(user.uid);
	fd = open(path, flags, mode);
	error = errno;
	setfsuid(uid);
	setfsgid(gid);
	errno = error;
	return fd;
}
