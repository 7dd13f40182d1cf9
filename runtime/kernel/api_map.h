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
u64 mytap_execname_word(void);		/* its first word */

/* True if that is the whole name, which is padded with zeros. */
static inline bool mytap_is_one_word(u64 name)
{
	return likely(!(name >> 56));
}

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

/*
 * What a hit reads of an array to find an element (map.c). A node's data are, plain: value, key; per_cpu: one bit per
 * slot, key.
 */
struct mytap_node {
	struct mytap_node *next;	/* in the chain */
	struct mytap_node *newer, *older;	/* newer: also links free nodes */
	u32 words;			/* of the key; 0: never used */
	u32 value_at;			/* per_cpu: index of its value in values[], in words */
	u64 data[];
};

struct mytap_table {
	struct mytap_node **buckets;
	u64 multiplier;			/* of the hash: odd, random, secret */
	u32 shift;			/* of the hash: 64 less the bits of a bucket's number */
	u32 key_at;			/* words from data to the key */
	char **values;			/* per_cpu: by slot; the last one is for merging */
};

static inline const struct mytap_table *mytap_table(const struct mytap_map *m)
{
	return (const struct mytap_table *)m;	/* which begins with it */
}

/*
 * Which keys share a chain depends on the multiplier, so that a process cannot make chains long by choosing the keys.
 * Words before the last one: both halves of the product are used, so that each bit of a word reaches the low bits of the
 * hash. In assembly, because gcc would keep the multiplier in a register and save three others for it: ten instructions per
 * look-up. The last one: the upper bits of the lower half, which depend on all bits of it.
 */
static __always_inline u64 mytap_hash_more(u64 h, const u64 *multiplier)
{
	u64 high;

	asm("mulq %2" : "+a"(h), "=d"(high) : "m"(*multiplier) : "cc");
	return h ^ high;
}

static __always_inline u64 mytap_hash(const struct mytap_table *t, const u64 *key, u32 words)
{
	u64 h = 0;

	while (--words)
		h = mytap_hash_more(h ^ *key++, &t->multiplier);
	return (h ^ *key) * t->multiplier >> t->shift;
}

/*
 * No key begins with another one: a string ends with its NUL. So keys of which the first `words` words are equal are equal,
 * and a node of a shorter key has room for so many words.
 */
static __always_inline bool mytap_key_equal(const u64 *a, const u64 *b, u32 words)
{
	while (*a++ == *b++)
		if (!--words)
			return true;
	return false;
}

/* A key's node, or NULL. With a constant number of words it has no loop over them. */
static __always_inline struct mytap_node *mytap_map_walk(const struct mytap_table *t, u64 hash, u32 key_at, const u64 *key, u32 words)
{
	struct mytap_node *n;

	for (n = READ_ONCE(t->buckets[hash]); n; n = READ_ONCE(n->next))
		if (likely(mytap_key_equal(n->data + key_at, key, words)))
			return n;
	return NULL;
}

/* The kernel's gcc takes no address for one that is never NULL. */
static __always_inline void *mytap_not_null(void *p)
{
	if (!p)
		__builtin_unreachable();
	return p;
}

/* In line; NULL: there is none. For an array of numbers; per_cpu: the value of this slot. */
static __always_inline s64 *mytap_map_at(const struct mytap_map *m, const u64 *key, u32 words)
{
	const struct mytap_table *t = mytap_table(m);
	struct mytap_node *n = mytap_map_walk(t, mytap_hash(t, key, words), 1, key, words);

	return likely(n) ? mytap_not_null(n->data) : NULL;
}

static __always_inline void *mytap_map_own_at(const struct mytap_ctx *c, const struct mytap_map *m, const u64 *key, u32 words)
{
	const struct mytap_table *t = mytap_table(m);
	struct mytap_node *n = mytap_map_walk(t, mytap_hash(t, key, words), t->key_at, key, words);

	if (likely(n) && likely(READ_ONCE(n->data[c->slot_word]) & c->slot_bit))
		return mytap_not_null((u64 *)t->values[c->slot] + n->value_at);
	return NULL;
}

/*
 * For a quick handler (MYTAP_QUICK): like mytap_map_slot() and mytap_map_own(), and what its hit was not prepared for. NULL: the
 * error has been reported, the handler ends.
 */
void *mytap_map_slot_quick(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where);
void *mytap_map_own_quick(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where);
/* There is no such element, of a key by value: an array on the stack would cost the handler a canary. */
void *mytap_map_new_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where) __attribute__((cold));
void *mytap_map_new_own_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where) __attribute__((cold));

/* For a key that is one number. */
static __always_inline s64 *mytap_map_slot_quick_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where)
{
	s64 *v = mytap_map_at(m, &key, 1);

	return likely(v) ? v : mytap_map_new_word(c, m, key, where);
}

static __always_inline void *mytap_map_own_quick_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where)
{
	void *v = mytap_map_own_at(c, m, &key, 1);

	return likely(v) ? v : mytap_map_new_own_word(c, m, key, where);
}

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
