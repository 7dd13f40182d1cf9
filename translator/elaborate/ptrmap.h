/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A map from pointers to pointers: attributes that pass 2 keeps for nodes of other passes. */
#ifndef MYTAP_PTRMAP_H
#define MYTAP_PTRMAP_H

#include <stdint.h>

#include "parser/base/arena.h"

struct ptrmap {
	struct ptrmap_slot { const void *key; void *value; } *slot;
	unsigned int n, cap;		/* cap: a power of two, or 0 */
};

static inline struct ptrmap_slot *ptrmap_find(const struct ptrmap *m, const void *key)
{
	uint64_t h = (uint64_t)(uintptr_t)key * 0x9e3779b97f4a7c15ULL;

	for (unsigned int i = (unsigned int)(h >> 40);; i++) {
		struct ptrmap_slot *s = &m->slot[i & (m->cap - 1)];

		if (!s->key || s->key == key)
			return s;
	}
}

static inline void *ptrmap_get(const struct ptrmap *m, const void *key)
{
	return m->cap ? ptrmap_find(m, key)->value : NULL;
}

static inline void ptrmap_put(struct arena *a, struct ptrmap *m, const void *key, void *value)
{
	struct ptrmap_slot *s;

	if (2 * (m->n + 1) > m->cap) {
		struct ptrmap old = *m;

		m->cap = old.cap ? old.cap * 2 : 16;
		m->slot = arena_alloc(a, m->cap * sizeof(*m->slot));
		for (unsigned int i = 0; i < old.cap; i++)
			if (old.slot[i].key)
				*ptrmap_find(m, old.slot[i].key) = old.slot[i];
	}
	s = ptrmap_find(m, key);
	if (!s->key)
		m->n++;
	s->key = key;
	s->value = value;
}

#endif
