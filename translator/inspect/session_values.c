// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The globals of a script: numbers (counted per slot: start and sum), strings, aggregates
 * (merged over the slots), arrays of each.
 */
#include "translator/inspect/session.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/histogram.h"

enum { VALUE_MOST = 1 << 16, VARIABLES_MOST = 1 << 14, ELEMENTS_MOST = 1 << 22, KEYS_MOST = 16, ROWS_MOST = 64 };

struct variable {
	const char *name, *parts;
	uint64_t where, map;		/* map: it is an array */
	uint32_t own, size;		/* size: of a string, or of an aggregate (parts); 0: a number */
};

static struct json_object *number_new(int64_t n)
{
	return json_object_new_int64(n);
}

static struct json_object *string_new(const char *p, size_t size)
{
	return fact_string_new(p, strnlen(p, size));
}

/* ---- aggregates ----------------------------------------------------------------------------------------- */

/* The aggregate of one slot: count first, if kept; then the words in `parts`. */
struct totals {
	uint64_t count, sum;
	int64_t high;			/* the sum's upper half */
	int64_t min, max;
	bool has_count, has_sum, has_high, has_min, has_max;
	uint64_t *buckets;		/* of its histogram; NULL: it has none */
	uint32_t nbuckets;
};

static const char *word_end(const char *p)
{
	return p + strcspn(p, " ");
}

/* Of an aggregate; at most VALUE_MOST + 8. */
static uint32_t parts_bytes(const char *parts)
{
	uint32_t bytes = 0;

	for (const char *p = parts; *p && bytes <= VALUE_MOST; p = word_end(p) + strspn(word_end(p), " ")) {
		size_t n = strcspn(p, " [");
		unsigned long many = p[n] == '[' ? strtoul(p + n + 1, NULL, 10) : 1;

		/* The kind of the histogram follows it. */
		if ((n == 3 && !strncmp(p, "log", n)) || (n == 4 && !strncmp(p, "llog", n)) || (n == 6 && !strncmp(p, "linear", n)))
			break;
		bytes = many > VALUE_MOST / 8 - bytes / 8 ? VALUE_MOST + 8 : bytes + 8 * many;
	}
	return bytes;
}

static void buckets_add(struct inspect *in, struct totals *t, const uint64_t *v, uint32_t n)
{
	if (!t->buckets) {
		t->buckets = arena_alloc(in->a, n * sizeof(*t->buckets));
		t->nbuckets = n;
	}
	for (uint32_t i = 0; i < n && i < t->nbuckets; i++)
		t->buckets[i] += v[i];
}

static void totals_add(struct inspect *in, struct totals *t, const char *parts, const uint64_t *v, uint32_t words)
{
	uint64_t count = 0, sum = 0;
	int64_t high = 0, min = 0, max = 0;

	for (const char *p = parts; *p; p = word_end(p) + strspn(word_end(p), " ")) {
		size_t n = strcspn(p, " [");
		uint32_t many = p[n] == '[' ? strtoul(p + n + 1, NULL, 10) : 1;

		if (many > words)
			break;
		if (n == 5 && !strncmp(p, "count", n))
			count = *v, t->has_count = true;
		else if (n == 3 && !strncmp(p, "sum", n))
			sum = *v, t->has_sum = true;
		else if (n == 4 && !strncmp(p, "high", n))
			high = *v, t->has_high = true;
		else if (n == 3 && !strncmp(p, "min", n))
			min = *v, t->has_min = true;
		else if (n == 3 && !strncmp(p, "max", n))
			max = *v, t->has_max = true;
		else if (n == 4 && !strncmp(p, "hist", n))
			buckets_add(in, t, v, many);
		else if (n != 7 || strncmp(p, "squares", n))
			break;		/* the kind of histogram */
		v += many;
		words -= many;
	}
	if (t->has_count && !count)
		return;
	if (!t->count || min < t->min)
		t->min = min;
	if (!t->count || max > t->max)
		t->max = max;
	t->count += count;
	t->high += high + __builtin_add_overflow(t->sum, sum, &t->sum);
}

/* "log", "llog 3" or "linear 0 100 10", behind the buckets. False: none of these, or not with so many buckets. */
static bool histogram_read(const struct totals *t, const char *parts, struct mytap_histogram *ret)
{
	const char *p = strstr(parts, "hist[");
	long long low = 0, high = 0, width = 0;

	p = p ? word_end(p) : "";
	*ret = (struct mytap_histogram){ .n = t->nbuckets, .buckets = (const u64 *)t->buckets };
	if (!strcmp(p, " log"))
		ret->kind = MYTAP_HISTOGRAM_LOG;
	else if (sscanf(p, " llog %lld", &low) == 1)
		ret->kind = MYTAP_HISTOGRAM_LLOG;
	else if (sscanf(p, " linear %lld %lld %lld", &low, &high, &width) == 3)
		ret->kind = MYTAP_HISTOGRAM_LINEAR;
	ret->low = low;
	ret->high = high;
	ret->width = width;
	return mytap_histogram_is_sane(ret);
}

/* Its rows from the first that is not empty to the last, by their names; of many, only those that are not empty. */
static void histogram_fact(struct inspect *in, const struct totals *t, const char *parts, struct json_object *o)
{
	struct json_object *list;
	struct mytap_histogram h;
	uint32_t first = 0, last = t->nbuckets;
	char digits[32], *end = digits + sizeof(digits) - 1;

	if (!t->buckets || !histogram_read(t, parts, &h))
		return;
	while (first < last && !t->buckets[first])
		first++;
	while (last > first && !t->buckets[last - 1])
		last--;
	list = fact_list(o, "histogram");
	*end = '\0';
	for (uint32_t i = first; i < last; i++) {
		struct json_object *row;

		if (!t->buckets[i] && last - first > ROWS_MOST)
			continue;
		row = json_object_new_object();
		fact_text(row, "value", arena_strdup(in->a, mytap_bucket_name(end, &h, i)));
		fact_number(row, "count", t->buckets[i]);
		json_object_array_add(list, row);
	}
}

static void totals_fact(struct inspect *in, const struct totals *t, const char *parts, struct json_object *o)
{
	if (t->has_count)
		fact_number(o, "count", t->count);
	if (t->has_sum)
		json_object_object_add(o, "sum", number_new(t->sum));
	if (t->count && t->has_min)
		json_object_object_add(o, "min", number_new(t->min));
	if (t->count && t->has_max)
		json_object_object_add(o, "max", number_new(t->max));
	if (t->count && t->has_high && t->has_sum) {
		__int128 sum = (__int128)t->high << 64 | t->sum;

		json_object_object_add(o, "avg", number_new(sum / (__int128)t->count));
	}
	histogram_fact(in, t, parts, o);
}

/* ---- values ------------------------------------------------------------------------------------------------ */

static uint64_t own_address(struct inspect *in, const struct session_seen *s, const struct variable *v, uint32_t slot)
{
	return memory_u64(in->mem, (uint64_t)s->dump.pcpu) + slot * memory_u64(in->mem, (uint64_t)s->dump.pcpu_stride) + v->own - 1;
}

static void scalar_fact(struct inspect *in, const struct session_seen *s, const struct variable *v, struct json_object *o)
{
	char *p = arena_alloc(in->a, v->size + 8);
	struct totals t = { 0 };
	int64_t n;

	if (v->size && !*v->parts) {
		memory_read(in->mem, v->where, p, v->size);
		json_object_object_add(o, "value", string_new(p, v->size));
	} else if (v->size) {
		for (uint32_t slot = 0; slot < (v->own ? s->shared.nslots : 1); slot++) {
			memory_read(in->mem, v->own ? own_address(in, s, v, slot) : v->where, p, v->size);
			totals_add(in, &t, v->parts, (const uint64_t *)p, v->size / 8);
		}
		totals_fact(in, &t, v->parts, o);
	} else {
		n = v->where ? memory_u64(in->mem, v->where) : 0;
		for (uint32_t slot = 0; v->own && slot < s->shared.nslots; slot++)
			n += memory_u64(in->mem, own_address(in, s, v, slot));
		json_object_object_add(o, "value", number_new(n));
	}
}

/* A sequence of words: one for a number, those up to the NUL for a string. */
static void key_fact(struct json_object *o, const char *key, uint32_t words, uint32_t nkeys, uint32_t string_keys)
{
	struct json_object *list = json_object_new_array();
	uint32_t at = 0;

	for (uint32_t i = 0; i < nkeys && at < words; i++) {
		size_t room = 8 * (size_t)(words - at), n;

		if (!(string_keys >> i & 1)) {
			int64_t number;

			memcpy(&number, key + 8 * (size_t)at++, sizeof(number));
			json_object_array_add(list, number_new(number));
			continue;
		}
		n = strnlen(key + 8 * (size_t)at, room);
		json_object_array_add(list, fact_string_new(key + 8 * (size_t)at, n));
		at += n / 8 + 1;
	}
	json_object_object_add(o, "key", list);
}

struct array {
	uint64_t at, values;
	uint32_t nkeys, string_keys, key_at;
	bool per_cpu;
};

static struct json_object *element_fact(struct inspect *in, const struct session_seen *s, const struct variable *v, const struct array *m,
					uint64_t node)
{
	const struct mytap_dump *d = &s->dump;
	uint64_t data = node + d->node_data_at, bits = 0;
	uint32_t words = memory_u32(in->mem, node + d->node_words_at), value_at = memory_u32(in->mem, node + d->node_value_at_at);
	struct json_object *o = json_object_new_object();
	struct variable one = *v;
	struct totals t = { 0 };
	char *p;

	if (8ULL * words > VALUE_MOST)
		words = 0;
	p = arena_alloc(in->a, 8 * (size_t)words + v->size + 8);
	memory_read(in->mem, data + 8 * (uint64_t)m->key_at, p, 8 * (size_t)words);
	key_fact(o, p, words, m->nkeys, m->string_keys);
	one.where = data;
	one.own = 0;
	if (!m->per_cpu) {
		scalar_fact(in, s, &one, o);
		return o;
	}
	for (uint32_t slot = 0; slot < s->shared.nslots; slot++) {
		if (slot % 64 == 0)
			bits = memory_u64(in->mem, data + slot / 64 * 8);
		if (!(bits >> slot % 64 & 1))
			continue;
		memory_read(in->mem, memory_u64(in->mem, m->values + 8 * (uint64_t)slot) + 8 * (uint64_t)value_at, p, v->size);
		totals_add(in, &t, v->parts, (const uint64_t *)p, v->size / 8);
	}
	totals_fact(in, &t, v->parts, o);
	return o;
}

/* In the order of insertion. */
static void array_fact(struct inspect *in, const struct session_seen *s, const struct variable *v, struct json_object *o)
{
	const struct mytap_dump *d = &s->dump;
	struct array m = { .at = memory_u64(in->mem, v->map) };
	struct json_object *list = fact_list(o, "elements");
	uint64_t desc = memory_u64(in->mem, m.at + d->map_desc_at), node;
	uint32_t count = memory_u32(in->mem, m.at + d->map_count_at), n = 0;

	m.values = memory_u64(in->mem, m.at + d->map_values_at);
	m.key_at = memory_u32(in->mem, m.at + d->map_key_at_at);
	m.nkeys = memory_u32(in->mem, desc + d->desc_nkeys_at);
	m.string_keys = memory_u32(in->mem, desc + d->desc_string_keys_at);
	m.per_cpu = memory_u64(in->mem, memory_u64(in->mem, desc + d->desc_room_at) + offsetof(struct mytap_map_room, per_cpu));
	if (count > ELEMENTS_MOST || m.nkeys > KEYS_MOST)
		count = 0;
	if (in->elements_most && count > in->elements_most) {
		fact_number(o, "of", count);
		count = in->elements_most;
	}
	for (node = memory_u64(in->mem, m.at + d->map_oldest_at); node && n < count; node = memory_u64(in->mem, node + d->node_newer_at), n++)
		json_object_array_add(list, element_fact(in, s, v, &m, node));
	if (!in->elements_most && (node || n != memory_u32(in->mem, m.at + d->map_count_at)))
		finding(in, m.at, "array %s of session %s is damaged, or changed while it was read", v->name, s->module->name);
}

void session_variables(struct inspect *in, const struct session_seen *s, struct json_object *o)
{
	const struct mytap_dump *d = &s->dump;
	uint32_t n = memory_u32(in->mem, (uint64_t)d->nvariables);
	uint64_t at = memory_u64(in->mem, (uint64_t)d->variables);

	for (uint32_t i = 0; i < n && i < VARIABLES_MOST; i++, at += d->variable_size) {
		struct variable v = {
			.name = memory_text(in->a, in->mem, memory_u64(in->mem, at + d->variable_name_at)),
			.parts = memory_text(in->a, in->mem, memory_u64(in->mem, at + d->variable_parts_at)),
			.where = memory_u64(in->mem, at + d->variable_where_at),
			.own = memory_u32(in->mem, at + d->variable_own_at),
			.map = memory_u64(in->mem, at + d->variable_map_at),
			.size = memory_u32(in->mem, at + d->variable_string_at),
		};
		struct json_object *one = json_object_new_object();

		if (*v.parts)
			v.size = parts_bytes(v.parts);
		fact_text(one, "name", v.name);
		if (v.size > VALUE_MOST)
			fact_text(one, "value", "damaged");
		else if (v.map)
			array_fact(in, s, &v, one);
		else
			scalar_fact(in, s, &v, one);
		json_object_array_add(fact_list(o, "globals"), one);
	}
}
