// SPDX-License-Identifier: GPL-2.0-or-later
#include "map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

static struct {
	struct arena *arena;
	const char **slot;
	size_t n, nslot;
} names;

static uint32_t hash(const char *s, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

static void names_grow(void)
{
	size_t old = names.nslot;
	const char **from = names.slot;

	names.nslot = old ? old * 2 : 1024;
	names.slot = xmalloc(names.nslot * sizeof(*names.slot));
	memset(names.slot, 0, names.nslot * sizeof(*names.slot));
	for (size_t i = 0; i < old; i++) {
		size_t j;

		if (!from[i])
			continue;
		for (j = hash(from[i], strlen(from[i])) & (names.nslot - 1); names.slot[j];
		     j = (j + 1) & (names.nslot - 1))
			;
		names.slot[j] = from[i];
	}
	free(from);
}

const char *intern_n(const char *s, size_t n)
{
	size_t i;

	if (!names.arena)
		names.arena = arena_new();
	if (names.n * 2 >= names.nslot)
		names_grow();
	for (i = hash(s, n) & (names.nslot - 1); names.slot[i]; i = (i + 1) & (names.nslot - 1))
		if (!strncmp(names.slot[i], s, n) && !names.slot[i][n])
			return names.slot[i];
	names.n++;
	return names.slot[i] = arena_strndup(names.arena, s, n);
}

const char *intern(const char *s)
{
	return intern_n(s, strlen(s));
}

void intern_free_all(void)
{
	arena_free(names.arena);
	free(names.slot);
	memset(&names, 0, sizeof(names));
}

static unsigned int *find(const struct map *m, const char *key)
{
	unsigned int i;

	for (i = hash(key, strlen(key)) & (m->nslot - 1); m->slot[i]; i = (i + 1) & (m->nslot - 1)) {
		const char *k = m->e[m->slot[i] - 1].key;

		if (k == key || !strcmp(k, key))
			break;
	}
	return &m->slot[i];
}

void *map_get(const struct map *m, const char *key)
{
	unsigned int *s;

	if (!m->n)
		return NULL;
	s = find(m, key);
	return *s ? m->e[*s - 1].value : NULL;
}

void map_put(struct map *m, const char *key, void *value)
{
	unsigned int *s;

	if (m->n * 2 >= m->nslot) {
		m->nslot = m->nslot ? m->nslot * 2 : 4;
		free(m->slot);
		m->slot = xmalloc(m->nslot * sizeof(*m->slot));
		memset(m->slot, 0, m->nslot * sizeof(*m->slot));
		for (unsigned int i = 0; i < m->n; i++)
			*find(m, m->e[i].key) = i + 1;
	}
	s = find(m, key);
	if (*s) {
		m->e[*s - 1].value = value;
		return;
	}
	if (m->n == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 2;
		m->e = xrealloc(m->e, m->cap * sizeof(*m->e));
	}
	m->e[m->n++] = (struct map_entry){ key, value };
	*s = m->n;
}

void map_deinit(struct map *m)
{
	free(m->e);
	free(m->slot);
	memset(m, 0, sizeof(*m));
}
