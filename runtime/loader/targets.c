// SPDX-License-Identifier: GPL-2.0-or-later
#include "targets.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "say.h"
#include "traced.h"

static bool say_not_there(long pid, int error)
{
	unsigned int leader;

	/* EINVAL; ENOENT since 6.15 */
	if (error != ESRCH && process_number(pid, "Tgid:", &leader) && leader != pid)
		say_error("%ld (-x) is a thread of process %u: give that", pid, leader);
	else if (error == ESRCH || error == EINVAL)
		say_error("there is no process %ld (-x)", pid);
	else
		say_error("process %ld (-x) cannot be watched: %s", pid, strerror(error));
	return false;
}

static bool watch_end(struct targets *t, unsigned int i)
{
	struct epoll_event e = { .events = EPOLLIN, .data.u32 = i };

	if (t->ends < 0)
		t->ends = epoll_create1(EPOLL_CLOEXEC);
	if (t->ends >= 0 && !epoll_ctl(t->ends, EPOLL_CTL_ADD, t->fds[i], &e))
		return true;
	say_error("the end of process %u (-x) cannot be watched: %s", t->pids[i], strerror(errno));
	return false;
}

bool targets_add(struct targets *t, long pid)
{
	int fd;

	for (unsigned int i = 0; i < t->n; i++)
		if (t->pids[i] == (u32)pid)
			return true;
	if (t->n == MYTAP_TARGETS_MOST) {
		say_error("-x can be given for %d processes", MYTAP_TARGETS_MOST);
		return false;
	}
	fd = syscall(SYS_pidfd_open, (pid_t)pid, 0);
	if (fd < 0)
		return say_not_there(pid, errno);
	t->pids[t->n] = pid;
	t->fds[t->n] = fd;
	return watch_end(t, t->n++);
}

void targets_deinit(struct targets *t)
{
	for (unsigned int i = 0; i < t->n; i++)
		if (t->fds[i] >= 0)
			close(t->fds[i]);
	if (t->ends >= 0)
		close(t->ends);
	*t = (struct targets)TARGETS_INIT;
}

bool targets_are_alive(const struct targets *t)
{
	bool ok = true;

	for (unsigned int i = 0; i < t->n; i++) {
		struct pollfd p = { .fd = t->fds[i], .events = POLLIN };

		if (poll(&p, 1, 0) <= 0)
			continue;
		say_error("process %u (-x) ended before the script began", t->pids[i]);
		ok = false;
	}
	return ok;
}

static void say_end(struct targets *t, unsigned int i)
{
	if (++t->nended < t->n)
		say_warning("process %u (-x) has ended; %u of %u are left", t->pids[i], t->n - t->nended, t->n);
	else
		say_warning("process %u (-x) has ended%s; the script goes on", t->pids[i], t->n > 1 ? ", the last of them" : "");
}

void targets_take_ends(struct targets *t)
{
	struct epoll_event e;

	while (t->ends >= 0 && epoll_wait(t->ends, &e, 1, 0) == 1) {
		int *fd = &t->fds[e.data.u32];

		say_end(t, e.data.u32);
		/* A child between fork() and exec() still has it open, so that closing it would leave it in the set. */
		epoll_ctl(t->ends, EPOLL_CTL_DEL, *fd, NULL);
		close(*fd);
		*fd = -1;
	}
}
