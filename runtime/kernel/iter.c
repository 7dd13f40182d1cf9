// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * foreach: in order of insertion, or sorted through an index made at load time. Under the map's lock; any context
 * that holds a slot.
 *
 * The sort is a heap sort: bounded, in place, n log k for the first k of n. Equal entries stay in order of
 * insertion. A nested foreach over the same map sorts the same index again; the outer one notices this and, if the
 * order was different, sorts again before it continues.
 *
 * Steps (map_work()): an entry visited, two entries compared, a cache line of values merged. When they exceed the
 * budget the loop ends with the error set.
 */

static const char *key_string(const struct mytap_map *m, struct mytap_node *n, u32 which, s64 *number)
{
	const u64 *k = node_key(m, n);
	u32 i;

	for (i = 0; i < which; i++)
		k += key_words(m, i, k);
	if (m->desc->string_keys >> which & 1)
		return (const char *)k;
	*number = *k;
	return NULL;
}

/* Merges the slots' values of a per_cpu node; returns the steps. */
static noinline u32 node_read(struct mytap_map *m, struct mytap_node *n)
{
	return merge_steps(m, node_merge(m, n, slot_value(m, n, mytap_nslots)));
}

/* Inline, like entry_fill(), so that the steps are counted in a register. */
static __always_inline void *iter_value(struct mytap_map *m, struct mytap_node *n, u32 *steps)
{
	if (likely(!m->table.values))
		return n->data;
	*steps += node_read(m, n);
	return slot_value(m, n, mytap_nslots);
}

static __always_inline void entry_fill(struct sort_entry *e, struct mytap_map *m, struct mytap_node *n, const struct mytap_sort *sort,
		       u32 *steps)
{
	const void *v;

	e->node = n;
	e->number = 0;
	e->string = NULL;
	if (sort->key >= 0) {
		e->string = key_string(m, n, sort->key, &e->number);
		return;
	}
	v = iter_value(m, n, steps);
	if (sort->string_value)
		e->string = v;
	else
		e->number = sort->value ? sort->value(v) : *(const s64 *)(v + sort->at);
}

/* > 0: a comes after b. */
static s64 entry_compare(const struct sort_entry *a, const struct sort_entry *b, s32 direction)
{
	s64 d;

	if (a->string)
		d = mytap_strcmp(a->string, b->string);
	else
		d = a->number < b->number ? -1 : a->number > b->number;
	if (d)
		return direction < 0 ? -d : d;
	return a->order < b->order ? -1 : 1;
}

/* Largest on top, of n entries, below i. */
static noinline void heap_sift(struct sort_entry *h, u32 n, u32 i, s32 direction)
{
	struct sort_entry e = h[i];
	u32 child;

	while ((child = 2 * i + 1) < n) {
		if (child + 1 < n && entry_compare(&h[child + 1], &h[child], direction) > 0)
			child++;
		if (entry_compare(&h[child], &e, direction) <= 0)
			break;
		h[i] = h[child];
		i = child;
	}
	h[i] = e;
}

/* Maximum comparisons on the way from the top to the bottom of n entries. */
static u32 heap_steps(u32 n)
{
	return 2 * (32 - __builtin_clz(n | 1));
}

static void heap_make(struct sort_entry *h, u32 n, s32 direction)
{
	u32 i;

	for (i = n / 2; i-- > 0;)
		heap_sift(h, n, i, direction);
}

/* Turns the heap into a sorted array. */
static void heap_sort(struct sort_entry *h, u32 n, s32 direction)
{
	struct sort_entry e;

	for (; n > 1; n--) {
		e = h[n - 1];
		h[n - 1] = h[0];
		h[0] = e;
		heap_sift(h, n - 1, 0, direction);
	}
}

/*
 * Puts the first `most` (not 0) entries into a heap; returns their number. 0 also when the budget is used up, error
 * set.
 */
static u32 map_gather(struct mytap_ctx *c, struct mytap_iter *it, u32 most)
{
	const struct mytap_sort *sort = &it->sort;
	u32 n = 0, steps = 0, sift_steps = heap_steps(most);
	struct sort_entry *h = it->map->index, e = { .order = 0 };
	struct mytap_map *m = it->map;
	struct mytap_node *node;

	for (node = m->oldest; node; node = node->newer) {
		steps += 2;
		if (unlikely(steps >= MYTAP_STEPS)) {
			if (!map_work(c, &it->steps, steps, it->where))
				return 0;
			steps = 0;
		}
		if (sort->match && !key_matches(m, node_key(m, node), sort->match))
			continue;
		entry_fill(&e, m, node, sort, &steps);
		e.order++;
		if (n < most) {
			h[n++] = e;
			if (n == most)
				heap_make(h, n, sort->direction);
		} else if (entry_compare(&e, &h[0], sort->direction) < 0) {
			h[0] = e;
			heap_sift(h, n, 0, sort->direction);
			steps += sift_steps;
		}
	}
	if (n < most)
		heap_make(h, n, sort->direction);
	return map_work(c, &it->steps, steps, it->where) ? n : 0;
}

/* Sorts them into the index; returns their number. */
static u32 map_sort(struct mytap_ctx *c, struct mytap_iter *it, u32 most)
{
	struct mytap_map *m = it->map;
	u32 n;

	it->priv[1] = ++m->index_made;
	m->index_sort = it->sort;
	n = map_gather(c, it, most);
	if (!n || !mytap_actions(c, (u64)n * heap_steps(n) / MYTAP_STEPS, it->where))
		return 0;
	heap_sort(m->index, n, it->sort.direction);
	return n;
}

static u32 sort_most(const struct mytap_map *m, const struct mytap_sort *sort)
{
	return sort->limit < 0 || sort->limit > m->count ? m->count : sort->limit;
}

/* priv[0]: not sorted: the next node; priv[1]: sorted: the number of the sort. */
void mytap_iter_begin(struct mytap_ctx *c, struct mytap_iter *it, struct mytap_map *m, const struct mytap_sort *sort,
		      const char *where)
{
	it->map = m;
	it->sort = *sort;
	it->where = where;
	it->steps = 0;
	it->next = 0;
	it->left = sort_most(m, sort);
	it->priv[0] = (u64)m->oldest;
	if (!m->index)
		it->sort.direction = 0;
	if (it->sort.direction && it->left)
		it->left = map_sort(c, it, it->left);
}

static bool is_same_order(const struct mytap_sort *a, const struct mytap_sort *b)
{
	return a->direction == b->direction && a->key == b->key && a->value == b->value &&
	       a->string_value == b->string_value && a->limit == b->limit && !a->match && !b->match;
}

/* The map is not changed after this loop's own sort, since it is locked. */
static struct mytap_node *iter_next_sorted(struct mytap_ctx *c, struct mytap_iter *it)
{
	struct mytap_map *m = it->map;

	if (it->priv[1] != m->index_made) {
		if (is_same_order(&it->sort, &m->index_sort))
			it->priv[1] = m->index_made;
		else if (!map_sort(c, it, sort_most(m, &it->sort)))
			return NULL;
	}
	return m->index[it->next++].node;
}

static struct mytap_node *iter_next_plain(struct mytap_ctx *c, struct mytap_iter *it)
{
	struct mytap_node *n = (struct mytap_node *)it->priv[0];

	while (n && it->sort.match && !key_matches(it->map, node_key(it->map, n), it->sort.match)) {
		if (!map_work(c, &it->steps, 1, it->where))
			return NULL;
		n = n->newer;
	}
	it->priv[0] = n ? (u64)n->newer : 0;
	return n;
}

/* false: the budget is used up, error set. Not inline: other loops need no stack space for it. */
static noinline bool iter_take_merged(struct mytap_ctx *c, struct mytap_iter *it, struct mytap_node *n)
{
	u32 steps = 0;

	it->value = iter_value(it->map, n, &steps);
	return map_work(c, &it->steps, steps, it->where);
}

bool mytap_iter_next(struct mytap_ctx *c, struct mytap_iter *it)
{
	struct mytap_node *n;

	if (!it->left)
		return false;
	it->left--;
	n = it->sort.direction ? iter_next_sorted(c, it) : iter_next_plain(c, it);
	if (!n)
		return false;
	it->key = node_key(it->map, n);
	it->value = n->data;
	return !it->map->table.values || iter_take_merged(c, it, n);
}
