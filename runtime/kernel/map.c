// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Associative arrays: chained hash over preallocated nodes, and a list in order of
 * insertion (for wrapping arrays, and so that foreach without sorting is in that
 * order). A key is a run of words (api.h).
 *
 * A plain map is used under its global's lock: the value lies in the node.
 *
 * A per_cpu map (aggregates) has one set of keys for all slots and one array of
 * values a slot. Updaters take no lock: they walk the chains freely, and only
 * making a new node takes make_lock (its holders run with interrupts off and for
 * some fifty instructions; an NMI that comes in between finds its slot busy). A node
 * is published with its key complete. Whoever deletes has all updaters locked out
 * (mytap_slots_lock) or runs when no probe does. One exception: a wrapping per_cpu
 * map recycles its oldest node while others may be adding to it; such a sample can be
 * lost or go to the new key, nothing worse.
 */

struct map_node {
	struct map_node *next;		/* in the chain, or in the free list */
	struct map_node *newer, *older;
	u32 words;			/* of the key; 0: free */
	u32 number;			/* per_cpu: where in values[] */
	u64 data[];			/* plain: value, key; per_cpu: key */
};

struct sort_entry {
	s64 number;			/* sorted by: a number ... */
	const char *string;		/* ... or a string */
	struct map_node *node;
	u64 order;			/* equal ones stay in order of insertion */
};

enum { MAP_MAGIC = 0x70414d54 };	/* "TMAp": found by dump readers */

struct mytap_map {
	u32 magic, version;
	const struct mytap_map_desc *desc;
	struct map_node **buckets;
	char *nodes;
	char **values;			/* per_cpu: by slot; the last is for merging */
	struct map_node *oldest, *newest, *free;
	u32 mask;			/* of the hash */
	u32 key_at;			/* words from data to the key */
	u32 value_size;
	u32 count, used;		/* used: nodes that were ever taken */
	size_t stride;			/* bytes from node to node */
	struct sort_entry *index;	/* desc->sorted */
	u32 index_made;			/* counts sorts: a nested foreach sorted anew */
	u32 make_lock;
};

static inline u64 *node_key(const struct mytap_map *m, struct map_node *n)
{
	return n->data + m->key_at;
}

static inline void *node_value(const struct mytap_map *m, struct map_node *n, u32 slot)
{
	return m->values ? m->values[slot] + n->number * m->value_size : (char *)n->data;
}

static __always_inline u32 key_hash(const u64 *key, u32 words)
{
	u64 h = 0;

	do
		h = (h ^ *key++) * 0x9e3779b97f4a7c15ULL;
	while (--words);
	return h >> 32;
}

static __always_inline bool key_equal(const u64 *a, const u64 *b, u32 words)
{
	do
		if (*a++ != *b++)
			return false;
	while (--words);
	return true;
}

static __always_inline struct map_node *map_walk(const struct mytap_map *m, u32 hash, const u64 *key, u32 words)
{
	struct map_node *n;

	for (n = READ_ONCE(m->buckets[hash & m->mask]); n; n = READ_ONCE(n->next))
		if (likely(n->words == words && key_equal(node_key(m, n), key, words)))
			return n;
	return NULL;
}

void *mytap_map_find(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words)
{
	struct map_node *n = map_walk(m, key_hash(key, words), key, words);

	return n ? node_value(m, n, c->slot) : NULL;
}

static void order_unlink(struct mytap_map *m, struct map_node *n)
{
	*(n->older ? &n->older->newer : &m->oldest) = n->newer;
	*(n->newer ? &n->newer->older : &m->newest) = n->older;
}

static void order_append(struct mytap_map *m, struct map_node *n)
{
	n->older = m->newest;
	n->newer = NULL;
	*(m->newest ? &m->newest->newer : &m->oldest) = n;
	m->newest = n;
}

static void node_unlink(struct mytap_map *m, struct map_node *n)
{
	struct map_node **at = &m->buckets[key_hash(node_key(m, n), n->words) & m->mask];

	while (*at != n)
		at = &(*at)->next;
	WRITE_ONCE(*at, n->next);
	order_unlink(m, n);
	m->count--;
}

static void node_free(struct mytap_map *m, struct map_node *n)
{
	node_unlink(m, n);
	n->words = 0;
	n->next = m->free;
	m->free = n;
}

static struct map_node *node_take(struct mytap_map *m)
{
	struct map_node *n = m->free;

	if (n) {
		m->free = n->next;
		return n;
	}
	if (m->used < m->desc->max_entries) {
		n = (struct map_node *)(m->nodes + m->stride * m->used);
		n->number = m->used++;
		return n;
	}
	n = m->oldest;
	if (!m->desc->wraps || !n)
		return NULL;
	node_unlink(m, n);
	return n;
}

static void node_clear_value(struct mytap_map *m, struct map_node *n)
{
	u32 i;

	if (!m->values)
		memset(n->data, 0, m->value_size);
	else
		for (i = 0; i < mytap_nslots; i++)
			memset(node_value(m, n, i), 0, m->value_size);
}

static struct map_node *node_make(struct mytap_map *m, u32 hash, const u64 *key, u32 words)
{
	struct map_node **bucket = &m->buckets[hash & m->mask], *n = node_take(m);

	if (!n)
		return NULL;
	n->words = words;
	memcpy(node_key(m, n), key, 8 * words);
	node_clear_value(m, n);
	n->next = *bucket;
	smp_store_release(bucket, n);
	order_append(m, n);
	m->count++;
	return n;
}

/* per_cpu: as node_make(), or the node that another CPU has made meanwhile. */
static struct map_node *node_make_shared(struct mytap_map *m, u32 hash, const u64 *key, u32 words)
{
	struct map_node *n;

	while (xchg(&m->make_lock, 1))
		cpu_relax();
	n = map_walk(m, hash, key, words);
	if (!n)
		n = node_make(m, hash, key, words);
	smp_store_release(&m->make_lock, 0);
	return n;
}

static noinline void *map_full(struct mytap_ctx *c, const struct mytap_map *m, const char *where)
{
	u64 args[1] = { m->desc->max_entries };

	mytap_errorf(c, where, m->values ? "aggregation overflow, check size limit (%d)" :
		     "Array overflow, check size limit (%d)", args);
	return NULL;
}

static noinline void *map_make_slot(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words,
				    u32 hash, const char *where)
{
	struct map_node *n;

	n = m->values ? node_make_shared(m, hash, key, words) : node_make(m, hash, key, words);
	return n ? node_value(m, n, c->slot) : map_full(c, m, where);
}

void *mytap_map_slot(struct mytap_ctx *c, struct mytap_map *m, const u64 *key, u32 words, const char *where)
{
	u32 hash = key_hash(key, words);
	struct map_node *n = map_walk(m, hash, key, words);

	if (likely(n))
		return node_value(m, n, c->slot);
	return map_make_slot(c, m, key, words, hash, where);
}

bool mytap_map_delete(struct mytap_map *m, const u64 *key, u32 words)
{
	struct map_node *n = map_walk(m, key_hash(key, words), key, words);

	if (n)
		node_free(m, n);
	return n;
}

void mytap_map_clear(struct mytap_map *m)
{
	while (m->oldest)
		node_free(m, m->oldest);
}

s64 mytap_map_count(struct mytap_map *m)
{
	return m->count;
}

/* ---- per_cpu values, summed up ------------------------------------------------------------- */

static bool value_is_zero(const u64 *v, u32 size)
{
	for (; size; size -= 8)
		if (*v++)
			return false;
	return true;
}

static bool node_merge(struct mytap_map *m, struct map_node *n, void *value)
{
	bool any = false;
	u32 i;

	memset(value, 0, m->value_size);
	for (i = 0; i < mytap_nslots; i++) {
		const void *v = node_value(m, n, i);

		if (value_is_zero(v, m->value_size))
			continue;
		m->desc->merge(value, v);
		any = true;
	}
	return any;
}

bool mytap_map_merged(struct mytap_map *m, const u64 *key, u32 words, void *value)
{
	struct map_node *n = map_walk(m, key_hash(key, words), key, words);

	if (!n) {
		memset(value, 0, m->value_size);
		return false;
	}
	return node_merge(m, n, value);
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

bool mytap_map_any(struct mytap_ctx *c, struct mytap_map *m, const struct mytap_match *match)
{
	struct map_node *n;

	for (n = m->oldest; n; n = n->newer)
		if (key_matches(m, node_key(m, n), match))
			return true;
	return false;
}

void mytap_map_delete_matching(struct mytap_map *m, const struct mytap_match *match)
{
	struct map_node *n, *newer;

	for (n = m->oldest; n; n = newer) {
		newer = n->newer;
		if (key_matches(m, node_key(m, n), match))
			node_free(m, n);
	}
}

/* ---- made at load time ------------------------------------------------------------------------ */

static void map_free(struct mytap_map *m)
{
	u32 i;

	if (!m)
		return;
	for (i = 0; m->values && i <= mytap_nslots; i++)
		vfree(m->values[i]);
	kfree(m->values);
	vfree(m->index);
	vfree(m->nodes);
	vfree(m->buckets);
	kfree(m);
}

static bool map_make_values(struct mytap_map *m)
{
	u32 i;

	m->values = kcalloc(mytap_nslots + 1, sizeof(*m->values), GFP_KERNEL);
	for (i = 0; m->values && i <= mytap_nslots; i++) {
		m->values[i] = vzalloc((size_t)m->value_size * m->desc->max_entries);
		if (!m->values[i])
			return false;
	}
	return m->values;
}

static struct mytap_map *map_make(const struct mytap_map_desc *d)
{
	struct mytap_map *m = kzalloc(sizeof(*m), GFP_KERNEL);
	u32 nbuckets = roundup_pow_of_two(max(d->max_entries, 8u)), node_value_size = d->per_cpu ? 0 : d->value_size;

	if (!m)
		return NULL;
	m->magic = MAP_MAGIC;
	m->version = MYTAP_WIRE_VERSION;
	m->desc = d;
	m->mask = nbuckets - 1;
	m->value_size = d->value_size;
	m->key_at = node_value_size / 8;
	m->stride = sizeof(struct map_node) + node_value_size + 8 * (size_t)d->key_words;
	m->buckets = vzalloc(sizeof(*m->buckets) * (size_t)nbuckets);
	m->nodes = vzalloc(m->stride * d->max_entries);
	if (d->sorted)
		m->index = vzalloc(sizeof(*m->index) * (size_t)d->max_entries);
	if (m->buckets && m->nodes && (m->index || !d->sorted) && (!d->per_cpu || map_make_values(m)))
		return m;
	map_free(m);
	return NULL;
}

static void maps_free(void)
{
	u32 i;

	for (i = 0; i < mytap_script.nmaps; i++) {
		map_free(*mytap_script.maps[i].map);
		*mytap_script.maps[i].map = NULL;
	}
}

static int maps_make(void)
{
	u32 i;

	for (i = 0; i < mytap_script.nmaps; i++) {
		const struct mytap_map_desc *d = &mytap_script.maps[i];

		*d->map = map_make(d);
		if (!*d->map) {
			pr_err("%s: no memory for array %s of %u entries\n", THIS_MODULE->name, d->name,
			       d->max_entries);
			return -ENOMEM;
		}
	}
	return 0;
}
