/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interned names and a map from names to pointers.
 * intern() gives one address per text, so names compare with ==.
 */
#ifndef MYTAP_MAP_H
#define MYTAP_MAP_H

#include <stddef.h>

const char *intern(const char *s);
const char *intern_n(const char *s, size_t n);
/* Frees the table and every name; for the end of main and for sanitizers. */
void intern_free_all(void);

/* Keys are compared as text and are not copied: they must outlive the map. Keeps insertion order. */
struct map {
	struct map_entry { const char *key; void *value; } *e;
	unsigned int n, cap;
	unsigned int *slot;		/* index + 1 into e, 0 = free */
	unsigned int nslot;
};

void *map_get(const struct map *m, const char *key);
void map_put(struct map *m, const char *key, void *value);	/* replaces an old value */
void map_deinit(struct map *m);

#define map_each(it, m) for (struct map_entry *it = (m)->e; it < (m)->e + (m)->n; it++)

#endif
