// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Associative arrays: chained hash over preallocated nodes, and a list in order of insertion (for wrapping arrays,
 * and so that foreach without sorting is in that order). A key is a run of words (api.h).
 *
 * A plain map is used under its global's lock: the value lies in the node.
 *
 * A per_cpu map (aggregates) has one set of keys for all slots and one array of values per slot. Before its key a
 * node has one bit per slot: set, the slot's value belongs to this key; clear, the value is left over from an
 * earlier key. So a slot clears its own value when it first uses the key, the values of all slots are never cleared
 * at once, and only slots that have a value are merged.
 *
 * Updaters of a per_cpu map take no lock: they walk the chains freely, write to their own slot's value, and only
 * making a new node takes make_lock (held with interrupts off for about fifty instructions; an NMI in between finds
 * its slot busy). A node is published with its key complete. Deleting requires that all updaters are locked out (a
 * gate, lock.c) or that no probe runs. One exception: a wrapping per_cpu map recycles its oldest node while other
 * CPUs may be adding to it; such a sample can be lost or be added to the new key, but memory stays valid.
 *
 * Work that grows with the array is charged to MAXACTION (map_work()).
 */

static_assert(sizeof(struct mytap_node) == MYTAP_NODE_BYTES);

struct sort_entry {
	s64 number;			/* sorted by: a number ... */
	const char *string;		/* ... or a string */
	struct mytap_node *node;
	u64 order;			/* equal ones stay in order of insertion */
};
static_assert(sizeof(struct sort_entry) == MYTAP_SORT_BYTES);

enum { MAP_MAGIC = 0x70414d54 };	/* "TMAp": found by dump readers */

struct mytap_map {
	struct mytap_table table;	/* of the hash: see mytap_table() */
	u32 magic, version;
	const struct mytap_map_desc *desc;
	char *nodes;
	u32 value_size;
	size_t stride;			/* bytes from node to node */
	struct sort_entry *index;	/* desc->room->sorted */
	u64 pad[8];			/* keeps fields that new keys change off the cache line that every hit reads */
	struct mytap_node *oldest, *newest, *free;
	u32 count, used, most;		/* used: nodes taken at least once; most: capacity */
	u32 index_made;			/* number of sorts: tells an outer foreach that a nested one has sorted again */
	u32 make_lock;
	struct mytap_sort index_sort;	/* the index is in this order */
};

static inline u64 *node_key(const struct mytap_map *m, struct mytap_node *n)
{
	return n->data + m->table.key_at;
}

static inline void *slot_value(const struct mytap_map *m, struct mytap_node *n, u32 slot)
{
	return (u64 *)m->table.values[slot] + n->value_at;
}

static inline bool slot_has_value(const struct mytap_node *n, const struct mytap_ctx *c)
{
	return READ_ONCE(n->data[c->slot_word]) & c->slot_bit;
}

static __always_inline struct mytap_node *map_look(const struct mytap_map *m, const u64 *key, u32 words)
{
	return mytap_map_walk(&m->table, mytap_hash(&m->table, key, words), m->table.key_at, key, words);
}

static u32 map_buckets(const struct mytap_map *m)
{
	return 1u << (64 - m->table.shift);
}

/* ---- work that grows with the array ----------------------------------------------------------- */

/* MYTAP_STEPS steps count as one statement. false: the budget is used up, error set. */
static __always_inline bool map_work(struct mytap_ctx *c, u32 *steps, u32 n, const char *where)
{
	u32 sum = *steps + n;

	*steps = sum % MYTAP_STEPS;
	return likely(sum < MYTAP_STEPS) || mytap_actions(c, sum / MYTAP_STEPS, where);
}

/* ---- nodes ------------------------------------------------------------------------------------ */

static void order_unlink(struct mytap_map *m, struct mytap_node *n)
{
	*(n->older ? &n->older->newer : &m->oldest) = n->newer;
	*(n->newer ? &n->newer->older : &m->newest) = n->older;
}

static void order_append(struct mytap_map *m, struct mytap_node *n)
{
	n->older = m->newest;
	n->newer = NULL;
	*(m->newest ? &m->newest->newer : &m->oldest) = n;
	m->newest = n;
}

static struct mytap_node **node_bucket(struct mytap_map *m, struct mytap_node *n)
{
	return &m->table.buckets[mytap_hash(&m->table, node_key(m, n), n->words)];
}

static void node_unlink(struct mytap_map *m, struct mytap_node *n)
{
	struct mytap_node **at = node_bucket(m, n);

	while (*at != n)
		at = &(*at)->next;
	WRITE_ONCE(*at, n->next);
	order_unlink(m, n);
	m->count--;
}

static void node_free(struct mytap_map *m, struct mytap_node *n)
{
	node_unlink(m, n);
	n->newer = m->free;
	m->free = n;
}

static struct mytap_node *node_take(struct mytap_map *m)
{
	struct mytap_node *n = m->free;

	if (n) {
		m->free = n->newer;
		return n;
	}
	if (m->used < m->most) {
		n = (struct mytap_node *)(m->nodes + m->stride * m->used);
		n->value_at = m->used++ * (m->value_size / 8);
		return n;
	}
	n = m->oldest;
	if (!m->desc->wraps || !n)
		return NULL;
	node_unlink(m, n);
	return n;
}

static struct mytap_node *node_make(struct mytap_map *m, u64 hash, const u64 *key, u32 words)
{
	struct mytap_node **bucket = &m->table.buckets[hash], *n = node_take(m);

	if (!n)
		return NULL;
	n->words = words;
	memset(n->data, 0, 8 * (size_t)m->table.key_at);	/* the value, or the bits of slots */
	memcpy(node_key(m, n), key, 8 * words);
	n->next = *bucket;
	smp_store_release(bucket, n);
	order_append(m, n);
	m->count++;
	return n;
}

/* ---- elements --------------------------------------------------------------------------------- */

static noinline void *map_full(struct mytap_ctx *c, const struct mytap_map *m, const char *where)
{
	u64 args[1] = { m->most };

	if (c->error)
		return NULL;
	mytap_errorf(c, where, m->table.values ? "aggregation overflow, check size limit (%d)" :
		     "Array overflow, check size limit (%d)", args);
	if (m->desc->sized)
		error_may_raise(c, "global %s[N]", m->desc->name, 0);
	else
		error_may_raise(c, MYTAP_BY_OPTION, "MAXMAPENTRIES", 0);
	return NULL;
}

void *mytap_map_find(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words)
{
	struct mytap_node *n = map_look(m, key, words);

	return n ? n->data : NULL;
}

/*
 * The functions that make elements take the same arguments as those that find them, so that a hit that finds one
 * saves no registers.
 */
static noinline void *map_make_slot(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words,
				    const char *where)
{
	struct mytap_node *n = node_make(m, mytap_hash(&m->table, key, words), key, words);

	return n ? n->data : map_full(c, m, where);
}

void *mytap_map_slot(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where)
{
	struct mytap_node *n = map_look(m, key, words);

	return likely(n) ? n->data : map_make_slot(c, m, key, words, where);
}

/* For a key that is one number, passed by value: no loop over words, no key in memory. */
void *mytap_map_find_word(struct mytap_ctx *c, struct mytap_map *m, u64 key)
{
	struct mytap_node *n = map_look(m, &key, 1);

	return n ? n->data : NULL;
}

static noinline void *map_make_slot_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where)
{
	return map_make_slot(c, m, &key, 1, where);
}

void *mytap_map_slot_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where)
{
	struct mytap_node *n = map_look(m, &key, 1);

	return likely(n) ? n->data : map_make_slot_word(c, m, key, where);
}

/*
 * per_cpu: like node_make(), or the node that another CPU has made in the meantime. NULL: full, or the hit is
 * skipped; error set.
 */
static struct mytap_node *node_make_shared(struct mytap_ctx *c, struct mytap_map *m, u64 hash, const u64 *key,
					 u32 words, const char *where)
{
	struct mytap_node *n;

	if (!lock_once(c, &m->make_lock)) {
		mytap_skip(c);
		return NULL;
	}
	n = mytap_map_walk(&m->table, hash, m->table.key_at, key, words);
	if (!n)
		n = node_make(m, hash, key, words);
	smp_store_release(&m->make_lock, 0);
	return n ? n : map_full(c, m, where);
}

/* The key is new, or new to this slot. */
static noinline void *map_make_own(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words,
				   const char *where)
{
	u64 hash = mytap_hash(&m->table, key, words);
	struct mytap_node *n = mytap_map_walk(&m->table, hash, m->table.key_at, key, words);
	void *v;

	if (!n)
		n = node_make_shared(c, m, hash, key, words, where);
	if (!n)
		return NULL;
	v = slot_value(m, n, c->slot);
	memset(v, 0, m->value_size);
	set_bit(c->slot, (unsigned long *)n->data);
	return v;
}

static __always_inline void *map_own(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where)
{
	struct mytap_node *n = map_look(m, key, words);

	if (likely(n) && likely(slot_has_value(n, c)))
		return slot_value(m, n, c->slot);
	return map_make_own(c, m, key, words, where);
}

void *mytap_map_own(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where)
{
	return map_own(c, m, key, words, where);
}

/* Omitting the loops over words makes it a third faster. */
void *mytap_map_own_word(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, const char *where)
{
	return map_own(c, m, key, 1, where);
}

/* A string whose first word ends in a zero byte has only one word: most keys. */
void *mytap_map_own_str(struct mytap_ctx *c, struct mytap_map *m, const char *key, const char *where)
{
	const u64 *k = (const u64 *)key;

	/* Its NUL is the last byte of the word at most. */
	return likely(!key[sizeof(*k) - 1]) ? map_own(c, m, k, 1, where) : mytap_map_own(c, m, k, mytap_str_words(key), where);
}

/* ---- of quick handlers ------------------------------------------------------------------------ */

static noinline void *map_make_slot_quick(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where)
{
	return context_may_fail(c) ? context_result_of(c, map_make_slot(c, m, key, words, where)) : NULL;
}

static noinline void *map_make_own_quick(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where)
{
	return context_may_fail(c) ? context_result_of(c, map_make_own(c, m, key, words, where)) : NULL;
}

void *mytap_map_slot_quick(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where)
{
	struct mytap_node *n = map_look(m, key, words);

	return likely(n) ? n->data : map_make_slot_quick(c, m, key, words, where);
}

void *mytap_map_own_quick(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where)
{
	struct mytap_node *n = map_look(m, key, words);

	if (likely(n) && likely(slot_has_value(n, c)))
		return slot_value(m, n, c->slot);
	return map_make_own_quick(c, m, key, words, where);
}

void *mytap_map_new_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where)
{
	return map_make_slot_quick(c, m, &key, 1, where);
}

void *mytap_map_new_own_word(struct mytap_ctx *c, struct mytap_map *m, u64 key, const char *where)
{
	return map_make_own_quick(c, m, &key, 1, where);
}

bool mytap_map_delete(struct mytap_map *m, const u64 *key, u32 words)
{
	struct mytap_node *n = map_look(m, key, words);

	if (n)
		node_free(m, n);
	return n;
}

/*
 * All nodes become free without being cleared; either the chains of the buckets in use are emptied, or all buckets
 * at once.
 */
bool mytap_map_clear(struct mytap_ctx *c, struct mytap_map *m, const char *where)
{
	u32 steps = 0, buckets = map_buckets(m), all = buckets / 8;	/* a cache line is one step */
	struct mytap_node *n;

	if (!m->oldest)
		return true;
	if (!map_work(c, &steps, min(m->count, all), where))
		return false;
	if (m->count < all)
		for (n = m->oldest; n; n = n->newer)
			WRITE_ONCE(*node_bucket(m, n), NULL);
	else
		memset(m->table.buckets, 0, sizeof(*m->table.buckets) * (size_t)buckets);
	m->newest->newer = m->free;
	m->free = m->oldest;
	m->oldest = m->newest = NULL;
	m->count = 0;
	return true;
}

s64 mytap_map_count(struct mytap_map *m)
{
	return m->count;
}

/* ---- per_cpu values, summed up ------------------------------------------------------------- */

static void words_merge(u64 *to, const u64 *from, u32 n)
{
	while (n-- > 0)
		*to++ += *from++;
}

static void value_merge(const struct mytap_map *m, void *to, const void *from)
{
	if (m->desc->merge)
		m->desc->merge(to, from);
	else
		words_merge(to, from, m->value_size / sizeof(u64));
}

/* Returns how many slots have a value. */
static u32 node_merge(struct mytap_map *m, struct mytap_node *n, void *value)
{
	u32 word, slot, merged = 0;
	u64 bits;

	memset(value, 0, m->value_size);
	for (word = 0; word < m->table.key_at; word++)
		for (bits = READ_ONCE(n->data[word]); bits; bits &= bits - 1, merged++) {
			slot = 64 * word + __builtin_ctzll(bits);
			value_merge(m, value, slot_value(m, n, slot));
		}
	return merged;
}

/* Steps of such a merge: one per cache line of values. */
static u32 merge_steps(const struct mytap_map *m, u32 merged)
{
	return merged * ((m->value_size + 63) / 64) + m->table.key_at;
}

bool mytap_map_merged(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, void *value,
		      const char *where)
{
	struct mytap_node *n = map_look(m, key, words);
	u32 steps = 0;

	if (!n) {
		memset(value, 0, m->value_size);
		return true;
	}
	return map_work(c, &steps, merge_steps(m, node_merge(m, n, value)), where);
}

/* ---- slices ----------------------------------------------------------------------------------- */

static u32 key_words(const struct mytap_map *m, u32 i, const u64 *k)
{
	return m->desc->string_keys >> i & 1 ? mytap_str_words((const char *)k) : 1;
}

static bool key_matches(const struct mytap_map *m, const u64 *k, const struct mytap_match *match)
{
	u32 i;

	for (i = 0; i < m->desc->nkeys; k += key_words(m, i, k), i++) {
		if (match[i].any)
			continue;
		if (m->desc->string_keys >> i & 1 ? !mytap_streq((const char *)k, match[i].string) :
						    (s64)*k != match[i].number)
			return false;
	}
	return true;
}

bool mytap_map_any(struct mytap_ctx *c, struct mytap_map *m, const struct mytap_match *match, const char *where)
{
	struct mytap_node *n;
	u32 steps = 0;

	for (n = m->oldest; n && map_work(c, &steps, 1, where); n = n->newer)
		if (key_matches(m, node_key(m, n), match))
			return true;
	return false;
}

bool mytap_map_delete_matching(struct mytap_ctx *c, struct mytap_map *m, const struct mytap_match *match,
			       const char *where)
{
	struct mytap_node *n, *newer;
	u32 steps = 0;

	for (n = m->oldest; n; n = newer) {
		if (!map_work(c, &steps, 1, where))
			return false;
		newer = n->newer;
		if (key_matches(m, node_key(m, n), match))
			node_free(m, n);
	}
	return true;
}
