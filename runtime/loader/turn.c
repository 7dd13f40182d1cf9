// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A lock on the file: the kernel releases it if its holder is killed. Waits are bounded, since every user who can
 * read the file can hold it, and since loading may hang: after the limit the caller goes on without the lock.
 */
#include "turn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "say.h"

bool turn_take(int fd, unsigned int seconds)
{
	uint64_t end = now_ns() + seconds * 1000000000ull;
	unsigned int us = 100;

	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if ((errno != EWOULDBLOCK && errno != EINTR) || now_ns() >= end)
			return false;
		nanosleep(&(struct timespec){ 0, us * 1000 }, NULL);
		us = us < 10000 ? us * 2 : us;
	}
	return true;
}

void turn_give(int fd)
{
	flock(fd, LOCK_UN);
}

int turn_reopen(int fd)
{
	char path[64];
	int low, own;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	low = open(path, O_RDONLY | O_CLOEXEC);
	own = fcntl(low, F_DUPFD_CLOEXEC, 3);
	if (low >= 0)
		close(low);
	return own;
}
