// SPDX-License-Identifier: GPL-2.0-or-later
/* See kallsyms.h. */
#include "kallsyms.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "say.h"

enum { BUFFER = 256 * 1024 };

static bool line_read(struct kallsym *k, const char *p, const char *end)
{
	const char *start = p;

	k->address = 0;
	for (; p < end && *p != ' '; p++) {
		unsigned int digit = *p - '0', letter = (*p | 32) - 'a';

		if (digit > 9 && letter > 5)
			return false;
		k->address = k->address << 4 | (digit > 9 ? letter + 10 : digit);
	}
	if (p == start || end - p < 4 || p[0] != ' ' || p[2] != ' ')
		return false;
	k->type = p[1];
	k->name = p += 3;
	while (p < end && *p != '\t' && *p != ' ')
		p++;
	k->name_len = p - k->name;
	k->module = NULL;
	k->module_len = 0;
	if (end - p > 2 && p[1] == '[') {
		k->module = p + 2;
		k->module_len = end - 1 - k->module;
	}
	return true;
}

enum kallsyms_end kallsyms_read(const char *path, void (*take)(void *ctx, const struct kallsym *k), void *ctx)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error;
	bool has_addresses = false;
	struct kallsym k;
	size_t have = 0;
	ssize_t n;
	char *buf;

	if (fd < 0)
		return KALLSYMS_ERROR;
	buf = must_alloc(BUFFER);
	while ((n = read(fd, buf + have, BUFFER - have)) > 0) {
		char *line = buf, *end = buf + have + n, *newline;

		for (; (newline = memchr(line, '\n', end - line)) != NULL; line = newline + 1)
			if (line_read(&k, line, newline)) {
				has_addresses |= k.address != 0;
				take(ctx, &k);
			}
		have = end - line;
		if (have == BUFFER)
			have = 0;	/* a symbol's line is never this long */
		memmove(buf, line, have);
	}
	error = errno;
	free(buf);
	close(fd);
	errno = error;
	return n < 0 ? KALLSYMS_ERROR : has_addresses ? KALLSYMS_READ : KALLSYMS_HIDDEN;
}
