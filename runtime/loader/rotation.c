// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See rotation.h. FILE.0, FILE.1 and so on; without -S, FILE, and after the first switch FILE.1. A line is never split
 * over two files: if its beginning was already written, its rest goes into the same file.
 */
#include "rotation.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "identity.h"
#include "say.h"

enum { SIZE_MOST = 1 << 20, KEEP_MOST = 1 << 16 };	/* MB, files */

static bool take_number(const char **p, unsigned long most, unsigned long *ret)
{
	char *end;

	errno = 0;
	*ret = **p >= '0' && **p <= '9' ? strtoul(*p, &end, 10) : 0;
	if (errno || !*ret || *ret > most)
		return false;
	*p = end;
	return true;
}

bool rotation_parse(const char *text, struct rotation *ret)
{
	unsigned long size, keep = 0;

	if (!take_number(&text, SIZE_MOST, &size))
		return false;
	if (*text == ',') {
		text++;
		if (!take_number(&text, KEEP_MOST, &keep))
			return false;
	}
	if (*text)
		return false;
	*ret = (struct rotation){ .most = (uint64_t)size << 20, .keep = (unsigned int)keep };
	return true;
}

char *name_expand(const char *name)
{
	char path[PATH_MAX];
	time_t now = time(NULL);
	struct tm tm;

	if (!strchr(name, '%') || !strftime(path, sizeof(path), name, localtime_r(&now, &tm)))
		return must_strndup(name, strlen(name));
	return must_strndup(path, strlen(path));
}

char *rotation_name(const struct rotation *r, unsigned int number)
{
	char *name = name_expand(r->path);
	size_t n = strlen(name);

	if (number || r->most) {
		name = must_realloc(name, n + 16);
		snprintf(name + n, 16, ".%u", number);
	}
	return name;
}

void rotation_took(struct rotation *r, unsigned int number, const char *name)
{
	char **place;

	r->number = number;
	r->bytes = 0;
	r->is_inside = false;
	if (!r->keep)
		return;
	if (!r->names)
		r->names = must_alloc(r->keep * sizeof(*r->names));
	place = &r->names[number % r->keep];
	if (*place && strcmp(*place, name) && identity_unlink(*place) && errno != ENOENT)
		say_warning("cannot remove %s: %s", *place, strerror(errno));
	free(*place);
	*place = must_strndup(name, strlen(name));
}

size_t rotation_piece(const struct rotation *r, const char *p, size_t n)
{
	uint64_t left = r->most > r->bytes ? r->most - r->bytes : 0;
	const char *newline;

	if (!r->most || n <= left)
		return n;
	newline = left ? memrchr(p, '\n', left) : NULL;
	if (newline)
		return (size_t)(newline + 1 - p);
	if (r->bytes && !r->is_inside)
		return 0;
	newline = memchr(p, '\n', n);
	return newline ? (size_t)(newline + 1 - p) : n;
}

void rotation_wrote(struct rotation *r, const char *p, size_t n)
{
	if (!n)
		return;
	r->bytes += n;
	r->is_inside = p[n - 1] != '\n';
}

void rotation_deinit(struct rotation *r)
{
	for (unsigned int i = 0; r->names && i < r->keep; i++)
		free(r->names[i]);
	free(r->names);
	r->names = NULL;
}
