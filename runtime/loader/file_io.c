// SPDX-License-Identifier: GPL-2.0-or-later
#include "file_io.h"

#include <errno.h>
#include <unistd.h>

size_t read_at(int fd, void *p, size_t n, uint64_t at)
{
	size_t done = 0;

	while (done < n) {
		ssize_t got = pread(fd, (char *)p + done, n - done, (off_t)(at + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return done;
}

bool write_all(int fd, const void *p, size_t n)
{
	for (size_t done = 0; done < n;) {
		ssize_t taken = write(fd, (const char *)p + done, n - done);

		if (taken < 0 && errno == EINTR)
			continue;
		if (taken <= 0)
			return false;
		done += (size_t)taken;
	}
	return true;
}
