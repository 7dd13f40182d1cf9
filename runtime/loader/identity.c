// SPDX-License-Identifier: GPL-2.0-or-later
#include "identity.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include "say.h"

enum {
	GROUPS_MOST = 257,		/* for --user */
	GROUPS_SYSTEM = 65536,		/* NGROUPS_MAX: the loader's own groups, kept while a file is opened */
};

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
	user.ngroups = 0;
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

/* setfsuid() reports no failure; the only sign is that the previous id is unchanged. */
static bool set_fs_ids(uid_t uid, gid_t gid)
{
	setfsgid(gid);
	setfsuid(uid);
	return (gid_t)setfsgid(-1) == gid && (uid_t)setfsuid(-1) == uid;
}

/*
 * A file is opened with the identity that become() gives a child: user, group and supplementary groups. Changing
 * the file-system user drops CAP_DAC_OVERRIDE; for signals and ptrace the process is still root. Changing back
 * always succeeds, since no other privilege was dropped.
 */
static bool enter(gid_t *groups, int *ngroups)
{
	*ngroups = getgroups(GROUPS_SYSTEM, groups);
	if (*ngroups < 0 || setgroups(user.ngroups, user.groups))
		return false;
	return set_fs_ids(user.uid, user.gid);
}

static bool leave(const gid_t *groups, int ngroups)
{
	bool is_back = set_fs_ids(geteuid(), getegid());

	return (ngroups < 0 || !setgroups(ngroups, groups)) && is_back;
}

/* The result of act(ctx) with the rights of that user; -1: it failed, or the own rights could not be restored. */
static int with_rights(int (*act)(void *ctx), void *ctx, int (*undo)(int))
{
	int ret = -1, error = EPERM, ngroups;
	gid_t *groups;

	if (!user.is_set)
		return act(ctx);
	groups = must_alloc(GROUPS_SYSTEM * sizeof(*groups));
	if (enter(groups, &ngroups)) {
		ret = act(ctx);
		error = errno;
	}
	if (!leave(groups, ngroups) && ret >= 0) {
		undo(ret);
		ret = -1;
		error = EPERM;
	}
	free(groups);
	errno = error;
	return ret;
}

struct opening {
	const char *path;
	int flags;
	mode_t mode;
};

static int do_open(void *ctx)
{
	const struct opening *o = ctx;

	return open(o->path, o->flags, o->mode);
}

int identity_open(const char *path, int flags, mode_t mode)
{
	return with_rights(do_open, &(struct opening){ path, flags, mode }, close);
}

static int do_unlink(void *path)
{
	return unlink(path);
}

static int stay(int ret)
{
	return ret;
}

int identity_unlink(const char *path)
{
	return with_rights(do_unlink, (void *)path, stay);
}

struct renaming {
	const char *from, *to;
};

static int do_rename(void *ctx)
{
	const struct renaming *r = ctx;

	return rename(r->from, r->to);
}

int identity_rename(const char *from, const char *to)
{
	return with_rights(do_rename, &(struct renaming){ from, to }, stay);
}

bool identity_owns(uid_t owner)
{
	const char *sudo = getenv("SUDO_UID");
	unsigned int id;

	return owner == 0 || owner == geteuid() || (user.is_set && owner == user.uid) ||
	       (geteuid() == 0 && sudo && take_id(&sudo, &id) && !*sudo && owner == id);
}
