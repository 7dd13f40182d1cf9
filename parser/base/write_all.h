/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_WRITE_ALL_H
#define MYTAP_WRITE_ALL_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

/*
 * Writes n bytes, however many calls it takes. Returns false with errno set when
 * the rest cannot be written. Inline: the guest's agent links no library of mytap.
 */
static inline bool write_all(int fd, const void *p, size_t n)
{
	for (const char *at = p; n; ) {
		ssize_t put = write(fd, at, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put == 0)
			errno = ENOSPC;
		if (put <= 0)
			return false;
		at += put;
		n -= put;
	}
	return true;
}

#endif
