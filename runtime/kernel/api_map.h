/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Associative arrays, and iteration over them (map.c, iter.c). Part of api.h. */
#ifndef MYTAP_API_MAP_H
#define MYTAP_API_MAP_H

/*
 * A key is a run of words: a long is one; a string its words up to and with the
 * one that holds the NUL. Built on the stack or in the frame:
 *	u64 k[2], *e = k; *e++ = pid; e = mytap_key_str(e, s); n = e - k;
 */
u64 *mytap_key_str(u64 *k, const char *s);
u64 *mytap_key_execname(u64 *k);	/* the same of execname() */
static inline u32 mytap_str_words(const char *s)
{
	const u64 *w = (const u64 *)s;
	u32 n = 1;

	while (!mytap_has_zero(*w++))
		n++;
	return n;
}

/*
 * Work that grows with an array is counted in steps (an entry visited, two entries compared, a cache line of values
 * merged). MYTAP_STEPS steps count as one statement of MAXACTION: a few microseconds. false, or the end of the loop
 * with the error set, when the budget is used up.
 */
enum { MYTAP_STEPS = 256 };

/* The value of a key, or NULL. per_cpu maps: only whether the key exists. */
void *mytap_map_find(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words);
/* The value of a key, made (zeroed) if the key is new; NULL: full, error set. Not for per_cpu maps. */
void *mytap_map_slot(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where);
/* The same for maps whose key is one number. */
void *mytap_map_find_word(struct mytap_ctx *c, struct mytap_map *m, u64 key);
void *mytap_map_slot_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where);
/* per_cpu: the value of this slot, made (zeroed) if it is new; NULL: full, or the hit is skipped; error set. */
void *mytap_map_own(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where);
/* The same for a key that is one number, or one string. */
void *mytap_map_own_word(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, const char *where);
void *mytap_map_own_str(struct mytap_ctx *c, struct mytap_map *m, const char *key, const char *where);
bool mytap_map_delete(struct mytap_map *m, const u64 *key, u32 words);	/* per_cpu: deletes the values of all slots */
bool mytap_map_clear(struct mytap_ctx *c, struct mytap_map *m, const char *where);
s64 mytap_map_count(struct mytap_map *m);
/* per_cpu: the key's values of all slots merged into *value; zeros when the key does not exist. */
bool mytap_map_merged(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, void *value,
		      const char *where);

/* One pattern per key for slices: a NULL `match` is `*`. */
struct mytap_match { bool any; s64 number; const char *string; };
/* `in` with *; may set c->error. */
bool mytap_map_any(struct mytap_ctx *c, struct mytap_map *m, const struct mytap_match *match, const char *where);
bool mytap_map_delete_matching(struct mytap_ctx *c, struct mytap_map *m, const struct mytap_match *match,
			       const char *where);

/*
 * Iteration, under the map's lock; the map does not change during it. per_cpu maps are
 * merged first, into room made at load time.
 *	struct mytap_iter it;
 *	for (mytap_iter_begin(c, &it, m, &sort, where); mytap_iter_next(c, &it); )
 *		... it.key (words), it.value ...
 *	if (c->error) ...
 */
struct mytap_sort {
	s32 direction;			/* 0: any order; +1, -1 */
	s32 key;			/* index of the key; -1: by value */
	s64 (*value)(const void *v);	/* by value: the number to sort by; NULL: the s64 at offset `at` of v, ... */
	u32 at;
	bool string_value;		/* ... or the string at v */
	s64 limit;			/* at most this many, < 0: all */
	const struct mytap_match *match;	/* slice, or NULL */
};
struct mytap_iter {
	const u64 *key;
	void *value;
	struct mytap_map *map;
	struct mytap_sort sort;
	const char *where;
	u32 next, left, steps;
	u64 priv[2];
};
void mytap_iter_begin(struct mytap_ctx *c, struct mytap_iter *it, struct mytap_map *m, const struct mytap_sort *sort,
		      const char *where);
bool mytap_iter_next(struct mytap_ctx *c, struct mytap_iter *it);

/* An element as a value: 0 or "" when the key does not exist. */
static inline s64 mytap_map_long(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words)
{
	const s64 *v = mytap_map_find(c, m, key, words);

	return v ? *v : 0;
}

static inline const char *mytap_map_string(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words)
{
	static const u64 none;
	const char *v = mytap_map_find(c, m, key, words);

	return v ? v : (const char *)&none;
}

static inline s64 mytap_map_long_word(struct mytap_ctx *c, struct mytap_map *m, u64 key)
{
	const s64 *v = mytap_map_find_word(c, m, key);

	return v ? *v : 0;
}

/* An aggregate of a map that is not per CPU; zeros when there is none. */
static inline void mytap_map_copy(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, void *to, size_t size)
{
	const void *v = mytap_map_find(c, m, key, words);

	if (v)
		memcpy(to, v, size);
	else
		memset(to, 0, size);
}

#endif
