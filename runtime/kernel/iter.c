// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * foreach: in order of insertion, or sorted through an index made at load time.
 * Under the map's lock; any context that holds a slot.
 *
 * The sort is a heap sort: bounded, in place, n log k for the first k of n. Equal
 * entries stay in order of insertion. A nested foreach over the same map sorts the
 * one index anew; the outer one notices and sorts again where it goes on.
 */

static const char *key_string(const struct mytap_map *m, struct map_node *n, u32 which, s64 *number)
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

static void *iter_value(struct mytap_map *m, struct map_node *n)
{
	void *v;

	if (!m->values)
		return n->data;
	v = node_value(m, n, mytap_nslots);
	node_merge(m, n, v);
	return v;
}

static void entry_fill(struct sort_entry *e, struct mytap_map *m, struct map_node *n, const struct mytap_sort *sort)
{
	const void *v;

	e->node = n;
	e->number = 0;
	e->string = NULL;
	if (sort->key >= 0) {
		e->string = key_string(m, n, sort->key, &e->number);
		return;
	}
	v = iter_value(m, n);
	if (sort->string_value)
		e->string = v;
	else
		e->number = sort->value ? sort->value(v) : *(const s64 *)v;
}

/* > 0: a comes behind b. */
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
static void heap_sift(struct sort_entry *h, u32 n, u32 i, s32 direction)
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

static void heap_make(struct sort_entry *h, u32 n, s32 direction)
{
	u32 i;

	for (i = n / 2; i-- > 0;)
		heap_sift(h, n, i, direction);
}

/* The first `most` entries in order into the index; how many. */
static u32 map_sort(struct mytap_map *m, const struct mytap_sort *sort, u32 most)
{
	struct sort_entry *h = m->index, e;
	struct map_node *node;
	u32 n = 0, i;
	u64 order = 0;

	m->index_made++;
	for (node = m->oldest; node; node = node->newer) {
		if (sort->match && !key_matches(m, node_key(m, node), sort->match))
			continue;
		entry_fill(&e, m, node, sort);
		e.order = order++;
		if (n < most) {
			h[n++] = e;
			if (n == most)
				heap_make(h, n, sort->direction);
		} else if (n && entry_compare(&e, &h[0], sort->direction) < 0) {
			h[0] = e;
			heap_sift(h, n, 0, sort->direction);
		}
	}
	if (n < most)
		heap_make(h, n, sort->direction);
	for (i = n; i > 1; i--) {
		e = h[i - 1];
		h[i - 1] = h[0];
		h[0] = e;
		heap_sift(h, i - 1, 0, sort->direction);
	}
	return n;
}

static u32 sort_most(const struct mytap_map *m, const struct mytap_sort *sort)
{
	return sort->limit < 0 || sort->limit > m->count ? m->count : sort->limit;
}

/* priv[0]: not sorted: the next node; priv[1]: sorted: which index it is. */
void mytap_iter_begin(struct mytap_ctx *c, struct mytap_iter *it, struct mytap_map *m, const struct mytap_sort *sort)
{
	it->map = m;
	it->sort = *sort;
	it->next = 0;
	it->left = sort_most(m, sort);
	it->priv[0] = (u64)m->oldest;
	if (!m->index)
		it->sort.direction = 0;
	if (it->sort.direction) {
		it->left = it->left ? map_sort(m, sort, it->left) : 0;
		it->priv[1] = m->index_made;
	}
}

static struct map_node *iter_next_sorted(struct mytap_iter *it)
{
	struct mytap_map *m = it->map;

	if (it->priv[1] != m->index_made) {
		map_sort(m, &it->sort, sort_most(m, &it->sort));
		it->priv[1] = m->index_made;
	}
	return m->index[it->next++].node;
}

static struct map_node *iter_next_plain(struct mytap_iter *it)
{
	struct map_node *n = (struct map_node *)it->priv[0];

	while (n && it->sort.match && !key_matches(it->map, node_key(it->map, n), it->sort.match))
		n = n->newer;
	it->priv[0] = n ? (u64)n->newer : 0;
	return n;
}

bool mytap_iter_next(struct mytap_iter *it)
{
	struct map_node *n;

	if (!it->left)
		return false;
	it->left--;
	n = it->sort.direction ? iter_next_sorted(it) : iter_next_plain(it);
	if (!n)
		return false;
	it->key = node_key(it->map, n);
	it->value = iter_value(it->map, n);
	return true;
}
