// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * makedumpfile's flattened format, as it goes through a pipe and as QEMU writes its
 * kdump files: a header of 4096 bytes, then pieces (64-bit offset and size, big-endian,
 * and the data), of which later ones overwrite, up to a piece whose offset and size
 * are -1. libkdumpfile reads it only from 0.5.3 on, so it is reassembled here.
 */
#include "translator/inspect/memory.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLATTENED_HEADER = 4096, COPY_BYTES = 1 << 20 };

static int temporary_file(struct strbuf *why)
{
	const char *dir = getenv("TMPDIR");
	char path[4096];
	int fd;

	if (!dir || !*dir)
		dir = "/var/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	snprintf(path, sizeof(path), "%s/mytap-dump-XXXXXX", dir);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		strbuf_printf(why, "no temporary file can be made in %s: %s (TMPDIR names another folder)", dir, strerror(errno));
	else
		unlink(path);
	return fd;
}

static bool copy(int from, uint64_t at, int to, uint64_t offset, uint64_t size, char *buffer, const char **error)
{
	while (size) {
		ssize_t n = pread(from, buffer, size < COPY_BYTES ? size : COPY_BYTES, at);

		*error = n < 0 ? strerror(errno) : "the file ends within a piece";
		if (n <= 0)
			return false;
		if (pwrite(to, buffer, n, offset) != n) {
			*error = strerror(errno);
			return false;
		}
		at += n;
		offset += n;
		size -= n;
	}
	return true;
}

/* NULL if all pieces are present, else the error. */
static const char *copy_pieces(int from, int to, uint64_t file_size, uint64_t *at)
{
	char *buffer = xmalloc(COPY_BYTES);
	const char *error = NULL;

	for (*at = FLATTENED_HEADER;; ) {
		uint64_t head[2], offset, size;

		error = "the file ends before its last piece";
		if (pread(from, head, sizeof(head), *at) != sizeof(head))
			break;
		offset = be64toh(head[0]);
		size = be64toh(head[1]);
		if (offset == ~0ULL && size == ~0ULL) {
			error = NULL;
			break;
		}
		error = "a piece has an invalid offset or size";
		if (offset > INT64_MAX / 2 || size > file_size)
			break;
		if (!copy(from, *at + sizeof(head), to, offset, size, buffer, &error))
			break;
		*at += sizeof(head) + size;
	}
	free(buffer);
	return error;
}

int flattened_reassemble(int fd, const char *path, struct strbuf *why)
{
	int to = temporary_file(why);
	const char *error;
	struct stat st;
	uint64_t at = 0;

	if (to < 0)
		return -1;
	error = fstat(fd, &st) < 0 ? strerror(errno) : copy_pieces(fd, to, st.st_size, &at);
	if (!error)
		return to;
	strbuf_printf(why, "%s is flattened, and cannot be reassembled: %s", path, error);
	if (st.st_size)
		strbuf_printf(why, " (at byte %" PRIu64 " of %" PRIu64 ")", at, (uint64_t)st.st_size);
	close(to);
	return -1;
}
