// SPDX-License-Identifier: GPL-2.0-or-later
/* See speculation.h. A hash table by number, and a list by age. */
#include "speculation.h"

#include <stdlib.h>
#include <string.h>

#include "say.h"

struct speculation {
	uint64_t id;
	struct speculation *next;	/* the next one in its hash chain */
	struct speculation *older, *newer;
	char *text;
	size_t len, room;
};

static struct speculation **chain_of(const struct speculations *all, uint64_t id)
{
	return &all->chains[id * 0x9e3779b97f4a7c15ULL >> 32 & (all->nchains - 1)];
}

/* The pointer to it in its chain, or the end of the chain. */
static struct speculation **find(const struct speculations *all, uint64_t id)
{
	struct speculation **p = chain_of(all, id);

	while (*p && (*p)->id != id)
		p = &(*p)->next;
	return p;
}

static void grow(struct speculations *all)
{
	size_t n = all->nchains ? 2 * all->nchains : 64;
	struct speculation *s;

	free(all->chains);
	all->chains = must_alloc(n * sizeof(*all->chains));
	all->nchains = n;
	for (s = all->oldest; s; s = s->newer) {
		struct speculation **p = chain_of(all, s->id);

		s->next = *p;
		*p = s;
	}
}

static struct speculation *make(struct speculations *all, uint64_t id)
{
	struct speculation *s, **p;

	if (all->n >= all->nchains)
		grow(all);
	p = find(all, id);
	if (*p)
		return *p;
	s = must_alloc(sizeof(*s));
	s->id = id;
	*p = s;
	s->older = all->newest;
	*(s->older ? &s->older->newer : &all->oldest) = s;
	all->newest = s;
	all->n++;
	return s;
}

static void forget(struct speculations *all, struct speculation **p)
{
	struct speculation *s = *p;

	*p = s->next;
	*(s->older ? &s->older->newer : &all->oldest) = s->newer;
	*(s->newer ? &s->newer->older : &all->newest) = s->older;
	all->bytes -= s->len;
	all->n--;
	free(s->text);
	free(s);
}

static void make_room(struct speculations *all, size_t len)
{
	while (all->oldest && all->bytes + len > SPECULATIONS_MOST) {
		if (!all->dropped++)
			say_warning("over %d MB of speculative output wait for commit() or discard(): the oldest are dropped",
				    SPECULATIONS_MOST >> 20);
		forget(all, find(all, all->oldest->id));
	}
}

void speculation_add(struct speculations *all, uint64_t id, const char *text, size_t len)
{
	struct speculation *s;

	make_room(all, len);
	s = make(all, id);
	if (s->room - s->len < len) {
		s->room = 2 * s->len + len + 64;
		s->text = must_realloc(s->text, s->room);
	}
	memcpy(s->text + s->len, text, len);
	s->len += len;
	all->bytes += len;
}

const char *speculation_text(const struct speculations *all, uint64_t id, uint32_t *ret_len)
{
	const struct speculation *s = all->n ? *find(all, id) : NULL;

	*ret_len = s ? s->len : 0;
	return s ? s->text : NULL;
}

void speculation_discard(struct speculations *all, uint64_t id)
{
	struct speculation **p = all->n ? find(all, id) : NULL;

	if (p && *p)
		forget(all, p);
}

void speculations_deinit(struct speculations *all)
{
	while (all->oldest)
		forget(all, find(all, all->oldest->id));
	free(all->chains);
	all->chains = NULL;
	all->nchains = 0;
}
