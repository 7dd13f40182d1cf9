// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One pass over the kernel's list of symbols, each looked up in a hash of the wanted names. A plain name means a
 * symbol of the kernel itself, or of a module if the kernel has none; code is preferred to data.
 */
#include "symbols.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kallsyms.h"
#include "say.h"

/* The result for one name. A better rank replaces it, an equal one makes it ambiguous. */
struct wanted {
	const char *name, *module;	/* module: NULL for any; not terminated at the colon */
	u32 module_len, name_len;
	u32 next;			/* index + 1 of the next one in its bucket */
	u32 rank, found;
	u64 address;
};

struct lookup {
	struct wanted *v;
	size_t n;
	u32 *bucket;
	u32 mask;
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

/* 0: does not match. */
static u32 rank(const struct wanted *w, const struct kallsym *k)
{
	bool is_code = kallsym_is_code(k);

	if (w->module) {
		bool is_kernel = w->module_len == 6 && !memcmp(w->module, "kernel", 6);

		if (is_kernel ? k->module != NULL
			      : k->module_len != w->module_len || memcmp(k->module, w->module, w->module_len))
			return 0;
		return 1 + is_code;
	}
	return 1 + is_code + 2 * !k->module;
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
		w->found--;		/* two symbols of one address are not ambiguous */
}

static void look_at(void *ctx, const struct kallsym *k)
{
	struct lookup *l = ctx;

	for (u32 i = l->bucket[hash(k->name, k->name_len) & l->mask]; i; i = l->v[i - 1].next) {
		struct wanted *w = &l->v[i - 1];

		if (w->name_len == k->name_len && !memcmp(w->name, k->name, k->name_len))
			found(w, k->address, rank(w, k));
	}
}

static u64 result(const struct wanted *w, const char *name)
{
	if (w->found > 1) {
		say_warning("the kernel has %u functions named %s: none of them is probed (name one by  "
			    "module(\"NAME\").function(...), or by its address)", w->found, name);
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

	lookup_init(&l, names);
	switch (kallsyms_read(path, look_at, &l)) {
	case KALLSYMS_ERROR:
		say_error("cannot read %s, which is needed to find functions: %s", path, strerror(errno));
		break;
	case KALLSYMS_HIDDEN:
		say_error("%s shows no addresses: set sysctl kernel.kptr_restrict=1 or 0, and run as root", path);
		break;
	case KALLSYMS_READ:
		addresses = must_alloc(l.n * sizeof(*addresses));
		for (size_t i = 0; i < l.n; i++)
			addresses[i] = result(&l.v[i], names->v[i]);
	}
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
	return symbols_resolve_from(names, KALLSYMS);
}
