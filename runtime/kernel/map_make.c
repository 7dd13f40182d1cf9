// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Arrays are allocated at load time with all the memory that they can ever need, and freed at unload. wire.h
 * computes their size, for the loader too. Process context.
 */

static void map_free(struct mytap_map *m)
{
	u32 i;

	if (!m)
		return;
	for (i = 0; m->table.values && i <= mytap_nslots; i++)
		vfree(m->table.values[i]);
	vfree(m->table.values);
	vfree(m->index);
	vfree(m->nodes);
	vfree(m->table.buckets);
	kfree(m);
}

static bool map_make_values(struct mytap_map *m, const struct mytap_map_room *r)
{
	u32 i;

	m->table.values = memory_make(sizeof(*m->table.values) * (mytap_nslots + 1ul), NUMA_NO_NODE);
	for (i = 0; m->table.values && i <= mytap_nslots; i++) {
		m->table.values[i] = memory_make(r->entries * r->value_bytes, slot_node(i));
		if (!m->table.values[i])
			return false;
	}
	return m->table.values;
}

static struct mytap_map *map_make(const struct mytap_map_desc *d)
{
	const struct mytap_map_room *r = d->room;
	u32 nbuckets = mytap_map_buckets(r);
	struct mytap_map *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return NULL;
	if (r->per_cpu && r->entries * r->value_bytes / 8 > U32_MAX) {	/* node.value_at */
		kfree(m);
		return NULL;
	}
	m->magic = MAP_MAGIC;
	m->version = MYTAP_WIRE_VERSION;
	m->desc = d;
	m->table.multiplier = get_random_u64() | 1;
	m->table.shift = 64 - __builtin_ctz(nbuckets);
	m->value_size = r->value_bytes;
	m->most = r->entries;
	m->table.key_at = r->per_cpu ? mytap_slot_words(mytap_nslots) : r->value_bytes / 8;
	m->stride = mytap_map_stride(r, mytap_nslots);
	m->table.buckets = memory_make(sizeof(*m->table.buckets) * (size_t)nbuckets, NUMA_NO_NODE);
	m->nodes = memory_make(m->stride * r->entries, NUMA_NO_NODE);
	if (r->sorted)
		m->index = memory_make(sizeof(*m->index) * r->entries, NUMA_NO_NODE);
	if (m->table.buckets && m->nodes && (m->index || !r->sorted) && (!r->per_cpu || map_make_values(m, r)))
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
			pr_err("%s: no memory for array %s of %llu entries\n", THIS_MODULE->name, d->name,
			       d->room->entries);
			return -ENOMEM;
		}
	}
	return 0;
}
