// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One pass over /proc/kallsyms ("ffffffff81000000 T name\t[module]"), each line
 * looked up in a hash of the wanted names. A plain name means the kernel's own
 * symbol, and one of a module only if the kernel has none; code goes before data.
 */
#include "symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "say.h"

enum { BUFFER = 256 * 1024 };

/* What was found for one name. A better rank replaces, an equal one makes it ambiguous. */
struct wanted {
	const char *name, *module;	/* module: NULL for any; not terminated at the colon */
	u32 module_len, name_len;
	u32 next;			/* in the bucket, index + 1 */
	u32 rank, found;
	u64 address;
};

struct lookup {
	struct wanted *v;
	size_t n;
	u32 *bucket;
	u32 mask;
	bool has_addresses;		/* some address was not 0 */
};

static u32 hash(const char *s, size_t n)
{
	u32 h = 2166136261u;

	while (n--)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h;
}

static void lookup_init(struct lookup *l, const struct string_table *names)
{
	*l = (struct lookup){ .n = names->n, .mask = 15 };
	while (l->mask < 2 * l->n)
		l->mask = 2 * l->mask + 1;
	l->bucket = must_alloc((l->mask + 1) * sizeof(*l->bucket));
	l->v = must_alloc(l->n * sizeof(*l->v));
	for (size_t i = 0; i < l->n; i++) {
		struct wanted *w = &l->v[i];
		const char *colon = strchr(names->v[i], ':');
		u32 *bucket;

		w->name = colon ? colon + 1 : names->v[i];
		w->name_len = strlen(w->name);
		if (colon) {
			w->module = names->v[i];
			w->module_len = colon - names->v[i];
		}
		bucket = &l->bucket[hash(w->name, w->name_len) & l->mask];
		w->next = *bucket;
		*bucket = i + 1;
	}
}

/* 0: not what is wanted. */
static u32 rank(const struct wanted *w, char type, const char *module, size_t module_len)
{
	bool is_code = strchr("tTwW", type) != NULL;

	if (w->module) {
		bool is_kernel = w->module_len == 6 && !memcmp(w->module, "kernel", 6);

		if (is_kernel ? module_len != 0
			      : module_len != w->module_len || memcmp(module, w->module, module_len))
			return 0;
		return 1 + is_code;
	}
	return 1 + is_code + 2 * !module_len;
}

static void found(struct wanted *w, u64 address, u32 rank)
{
	if (rank < w->rank || !rank)
		return;
	if (rank > w->rank) {
		w->rank = rank;
		w->found = 0;
	}
	if (!w->found++)
		w->address = address;
	else if (address == w->address)
		w->found--;		/* two names of one place are no riddle */
}

static void look_at(struct lookup *l, const char *line, const char *end)
{
	const char *p = line, *name, *module = NULL;
	size_t name_len, module_len = 0;
	u64 address = 0;
	char type;

	for (; p < end && *p != ' '; p++)
		address = address << 4 | (*p <= '9' ? *p - '0' : (*p | 32) - 'a' + 10);
	if (end - p < 4)
		return;
	l->has_addresses |= address != 0;
	type = p[1];
	name = p + 3;
	for (p = name; p < end && *p != '\t' && *p != ' '; p++)
		;
	name_len = p - name;
	for (u32 i = l->bucket[hash(name, name_len) & l->mask]; i; i = l->v[i - 1].next) {
		struct wanted *w = &l->v[i - 1];

		if (w->name_len != name_len || memcmp(w->name, name, name_len))
			continue;
		if (!module && p < end && p[1] == '[') {
			module = p + 2;
			module_len = end - 1 - module;
		}
		found(w, address, rank(w, type, module, module_len));
	}
}

static bool look_through(struct lookup *l, int fd)
{
	char *buf = must_alloc(BUFFER);
	size_t have = 0;
	ssize_t n;

	while ((n = read(fd, buf + have, BUFFER - have)) > 0) {
		char *line = buf, *end = buf + have + n, *newline;

		while ((newline = memchr(line, '\n', end - line)) != NULL) {
			look_at(l, line, newline);
			line = newline + 1;
		}
		have = end - line;
		if (have == BUFFER)
			have = 0;	/* no line is that long */
		memmove(buf, line, have);
	}
	free(buf);
	return n == 0;
}

static u64 result(const struct wanted *w, const char *name)
{
	if (w->found > 1) {
		say_warning("the kernel has %u functions named %s; none is probed by that name alone (say which: "
			    "module(\"NAME\").function(...), or by address)", w->found, name);
		return 0;
	}
	if (!w->found)
		say_verbose("no symbol %s in the running kernel", name);
	return w->found ? w->address : 0;
}

u64 *symbols_resolve_from(const struct string_table *names, const char *path)
{
	struct lookup l;
	u64 *addresses = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		say_error("cannot read %s, which is needed to find functions: %s", path, strerror(errno));
		return NULL;
	}
	lookup_init(&l, names);
	if (!look_through(&l, fd)) {
		say_error("cannot read %s: %s", path, strerror(errno));
	} else if (!l.has_addresses) {
		say_error("%s shows no addresses: set sysctl kernel.kptr_restrict=1 or 0, and run as root", path);
	} else {
		addresses = must_alloc(l.n * sizeof(*addresses));
		for (size_t i = 0; i < l.n; i++)
			addresses[i] = result(&l.v[i], names->v[i]);
	}
	close(fd);
	free(l.v);
	free(l.bucket);
	return addresses;
}

bool symbols_name_modules(const struct string_table *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (strchr(names->v[i], ':'))
			return true;
	return false;
}

u64 *symbols_resolve(const struct string_table *names)
{
	return symbols_resolve_from(names, "/proc/kallsyms");
}
