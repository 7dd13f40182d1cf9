// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sessions of mytap: modules whose symbol mytap_dump leads to a struct mytap_dump, which points to all other data
 * (runtime/dump.h). Also finds the probe of a script at a place.
 */
#include "translator/inspect/session.h"

#include <stdlib.h>
#include <string.h>

enum { STRINGS_MOST = 16 << 20, HITS_MOST = 1 << 20, SLOTS_MOST = 1 << 14, BUCKETS_MOST = 1024, ENDBR = 4 };

static const char *const states[] = { "loaded", "starting", "running", "stopping", "done" };

/* The NUL-terminated strings of a variable of the module. */
static void strings_read(struct inspect *in, const struct kernel_module *m, const char *name, struct string_table *ret)
{
	VEC(const char *) v = { 0 };
	VEC(size_t) len = { 0 };
	char *p = NULL;
	size_t n = 0;

	for (uint32_t i = 1; i < m->nsymbols && !p; i++) {
		const Elf64_Sym *s = &m->symbols[i];

		if (s->st_name >= m->strings_size || strcmp(m->strings + s->st_name, name) || s->st_size > STRINGS_MOST)
			continue;
		p = arena_alloc(in->a, s->st_size + 1);
		n = memory_read_part(in->mem, s->st_value, p, s->st_size);
	}
	for (const char *at = p, *end; n && (end = memchr(at, '\0', n)); n -= end + 1 - at, at = end + 1) {
		vec_push(in->a, &v, at);
		vec_push(in->a, &len, end - at);
	}
	/* The NUL that the compiler adds after the last one is no string. */
	if (v.n && !*vec_last(&v))
		v.n--;
	*ret = (struct string_table){ .v = v.v, .len = len.v, .n = v.n };
}

static void hits_read(struct inspect *in, struct session_seen *s)
{
	const struct mytap_dump *d = &s->dump;
	uint32_t n = memory_u32(in->mem, (uint64_t)d->nplaces);
	uint64_t at = memory_u64(in->mem, (uint64_t)d->hits);

	if (n > HITS_MOST)
		return;
	s->hits = arena_alloc(in->a, (n + 1) * sizeof(*s->hits));
	for (uint32_t i = 0; i < n; i++, at += d->hit_size)
		s->hits[s->nhits++] = (struct session_hit){ memory_u64(in->mem, at + d->hit_address_at),
							    memory_u32(in->mem, at + d->hit_probe_at) };
}

/* False: not a module of mytap. */
static bool session_look(struct inspect *in, const struct kernel_module *m, struct session_seen *ret)
{
	uint64_t at = module_symbol(m, "mytap_dump");

	*ret = (struct session_seen){ .module = m };
	if (!at || !memory_read(in->mem, at, &ret->dump, sizeof(ret->dump)) || ret->dump.magic != MYTAP_DUMP_MAGIC)
		return false;
	strings_read(in, m, "mytap_info", &ret->info);
	strings_read(in, m, "mytap_probes", &ret->probes);
	strings_read(in, m, "mytap_formats", &ret->formats);
	if (ret->dump.version != MYTAP_DUMP_VERSION || ret->dump.size < sizeof(ret->dump))
		return true;
	memory_read(in->mem, memory_u64(in->mem, (uint64_t)ret->dump.shared), &ret->shared, sizeof(ret->shared));
	ret->slots = memory_u64(in->mem, (uint64_t)ret->dump.slots);
	ret->taken = memory_u64(in->mem, (uint64_t)ret->dump.taken);
	if (ret->shared.nslots > SLOTS_MOST)
		ret->shared.nslots = 0;
	hits_read(in, ret);
	return true;
}

void sessions_read(struct inspect *in)
{
	if (in->has_sessions)
		return;
	in->has_sessions = true;
	vec_each(m, &in->modules) {
		struct session_seen one, *kept;

		if (!session_look(in, m, &one))
			continue;
		kept = arena_new_of(in->a, struct session_seen);
		*kept = one;
		vec_push(in->a, &in->sessions, kept);
	}
}

/* "kernel.function("vfs_read")<TAB>x.stp:3:7" */
static const char *probe_text(struct inspect *in, const struct session_seen *s, uint32_t probe)
{
	const char *text = probe < s->probes.n ? s->probes.v[probe] : NULL, *tab = text ? strchr(text, '\t') : NULL;

	if (!text)
		return "a probe that the module does not name";
	return tab ? arena_printf(in->a, "%.*s at %s", (int)(tab - text), text, tab + 1) : text;
}

void fact_probes(struct inspect *in, struct json_object *o, uint64_t handler, const uint64_t *places, unsigned int n)
{
	const struct kernel_module *m = module_at(in, handler);

	sessions_read(in);
	vec_each(s, &in->sessions) {
		if ((*s)->module != m)
			continue;
		for (uint32_t i = 0; i < (*s)->nhits; i++) {
			const struct session_hit *h = &(*s)->hits[i];
			bool is_here = false;

			for (unsigned int k = 0; k < n && !is_here; k++)
				is_here = h->address && (h->address == places[k] || h->address + ENDBR == places[k]);
			if (is_here)
				json_object_array_add(fact_list(o, "probes"), json_object_new_string(probe_text(in, *s, h->probe)));
		}
	}
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static const char *info_value(const struct session_seen *s, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < s->info.n; i++)
		if (!strncmp(s->info.v[i], key, n) && s->info.v[i][n] == '=')
			return s->info.v[i] + n + 1;
	return NULL;
}

/* Sums over the slots; zeros are left out. */
static void fact_counters(struct inspect *in, const struct session_seen *s, struct json_object *o, uint32_t probe)
{
	static const char *const names[] = { "skipped_nested", "skipped_lock", "skipped_stack", "missed", "lost_records", "errors",
					     NULL /* missed_among */, "skipped_fault", "faults" };
	enum { NAMES = sizeof(names) / sizeof(*names) };
	uint64_t at = memory_u64(in->mem, (uint64_t)s->dump.counters), sums[NAMES] = { 0 }, one[NAMES] = { 0 };
	size_t size = s->dump.counter_size < sizeof(one) ? s->dump.counter_size : sizeof(one);

	for (uint32_t slot = 0; slot < s->shared.nslots; slot++) {
		memory_read(in->mem, at + ((uint64_t)slot * s->shared.nprobes + probe) * s->dump.counter_size, one, size);
		for (int i = 0; i < NAMES; i++)
			sums[i] += one[i];
	}
	for (int i = 0; i < NAMES; i++)
		if (sums[i] && names[i])
			fact_number(o, names[i], sums[i]);
}

/*
 * With -t: hits, and the time in handlers in ns. A probe has its numbers in the last slot or in the others; the report at
 * the end adds the others' to the last's, so that is looked at only if they have none.
 */
static void fact_timing(struct inspect *in, const struct session_seen *s, struct json_object *o, uint32_t probe)
{
	const struct mytap_dump *d = &s->dump;
	uint32_t khz = memory_u32(in->mem, (uint64_t)d->tsc_khz);
	uint64_t buckets[BUCKETS_MOST], hits = 0;
	double ns = 0;
	bool is_timed = false;

	if (d->timing_nbuckets > BUCKETS_MOST)
		return;
	for (uint32_t slot = 0; slot < s->shared.nslots && (slot + 1 < s->shared.nslots || !hits); slot++) {
		uint64_t context = memory_u64(in->mem, s->slots + (uint64_t)slot * d->slot_size + d->slot_context_at);
		uint64_t at = context ? memory_u64(in->mem, context + d->context_timing_at) : 0;
		double unit = khz && slot + 1 < s->shared.nslots ? 1e6 / khz : 1;

		if (!at)
			continue;
		is_timed = true;
		at += (uint64_t)probe * d->timing_size;
		ns += memory_u64(in->mem, at + d->timing_sum_at) * unit;
		memory_read(in->mem, at + d->timing_buckets_at, buckets, (size_t)d->timing_nbuckets * sizeof(*buckets));
		for (uint32_t i = 0; i < d->timing_nbuckets; i++)
			hits += buckets[i];
	}
	if (!is_timed)
		return;
	fact_number(o, "hits", hits);
	fact_number(o, "time", ns);
}

/* Of a pattern's places the first is looked at: a probe is turned as a whole from outside. */
static bool probe_is_off(struct inspect *in, const struct session_seen *s, uint32_t probe)
{
	const struct mytap_dump *d = &s->dump;
	uint64_t at = memory_u64(in->mem, (uint64_t)d->probe_hits) + (uint64_t)probe * d->hit_size;

	for (uint32_t i = 0; i < s->nhits; i++) {
		if (s->hits[i].probe != probe || !s->hits[i].address)
			continue;
		at = memory_u64(in->mem, (uint64_t)d->hits) + (uint64_t)i * d->hit_size;
		break;
	}
	return memory_u64(in->mem, at + d->hit_handler_at) == (uint64_t)d->handler_off;
}

static void session_probes(struct inspect *in, const struct session_seen *s, struct json_object *o)
{
	struct json_object *list = fact_list(o, "probes");

	for (uint32_t i = 0; i < s->probes.n; i++) {
		struct json_object *probe = json_object_new_object();

		fact_text(probe, "probe", probe_text(in, s, i));
		if (i < s->shared.nprobes) {
			fact_true(probe, "off", probe_is_off(in, s, i));
			fact_timing(in, s, probe, i);
			fact_counters(in, s, probe, i);
		}
		json_object_array_add(list, probe);
	}
}

static void session_places(struct inspect *in, const struct session_seen *s, struct json_object *o)
{
	struct json_object *list = fact_list(o, "probes");

	for (uint32_t i = 0; i < s->nhits; i++)
		if (s->hits[i].probe < s->probes.n && s->hits[i].address)
			json_object_array_add(fact_list(json_object_array_get_idx(list, s->hits[i].probe), "places"), fact_place_new(in, s->hits[i].address));
}

static uint64_t session_hits(struct inspect *in, const struct session_seen *s)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < s->shared.nslots; i++)
		sum += memory_u64(in->mem, memory_u64(in->mem, s->slots + (uint64_t)i * s->dump.slot_size + s->dump.slot_context_at) +
						   s->dump.context_hits_at);
	return sum;
}

static void session_numbers(struct inspect *in, const struct session_seen *s, struct json_object *o)
{
	fact_text(o, "state", s->shared.state < sizeof(states) / sizeof(*states) ? states[s->shared.state] : "damaged");
	fact_true(o, "failed", s->shared.failed);
	fact_number(o, "reader", s->shared.reader_tgid);
	fact_number(o, "since", s->shared.start_time);
	fact_number(o, "memory", s->shared.memory);
	fact_number(o, "hits", session_hits(in, s));
	fact_number(o, "processors", s->shared.nslots - 1);
	fact_number(o, "ring_bytes", s->shared.channels[MYTAP_CHANNEL_OUTPUT].ring_size);
}

static struct json_object *session_facts(struct inspect *in, const struct session_seen *s)
{
	struct json_object *o = json_object_new_object();

	fact_text(o, "name", s->module->name);
	fact_text(o, "script", info_value(s, "script"));
	fact_text(o, "mytap", info_value(s, "version"));
	if (s->dump.version != MYTAP_DUMP_VERSION || s->dump.size < sizeof(s->dump) || s->shared.magic != MYTAP_MAGIC) {
		fact_text(o, "unreadable", s->shared.magic == MYTAP_MAGIC || s->dump.version != MYTAP_DUMP_VERSION ?
			  arena_printf(in->a, "it is laid out as version %u, this mytap knows %d: use the mytap that made it", s->dump.version,
				       MYTAP_DUMP_VERSION) : "its memory is not in the dump, or damaged");
		return o;
	}
	session_numbers(in, s, o);
	session_probes(in, s, o);
	session_places(in, s, o);
	session_variables(in, s, o);
	session_unread(in, s, o);
	return o;
}

/* False: it is gone, or going: its memory is given back piece by piece. */
static bool session_look_again(struct inspect *in, struct session_seen *s)
{
	enum { MODULE_LIVE = 0 };
	uint32_t nslots = s->shared.nslots, nprobes = s->shared.nprobes;
	uint64_t since = s->shared.start_time, shared = memory_u64(in->mem, (uint64_t)s->dump.shared);
	uint64_t magic = memory_u64(in->mem, module_symbol(s->module, "mytap_dump"));

	return magic == MYTAP_DUMP_MAGIC && field_u32(in, s->module->at, "module.state") == MODULE_LIVE && memory_read(in->mem, shared, &s->shared, sizeof(s->shared)) &&
	       s->shared.magic == MYTAP_MAGIC && s->shared.start_time == since && s->shared.nslots == nslots && s->shared.nprobes == nprobes;
}

struct json_object *session_facts_again(struct inspect *in, struct session_seen *s, struct session_follower *f)
{
	struct json_object *o;

	if (!session_look_again(in, s))
		return NULL;
	o = json_object_new_object();
	fact_text(o, "name", s->module->name);
	fact_text(o, "script", info_value(s, "script"));
	session_numbers(in, s, o);
	session_probes(in, s, o);
	session_variables(in, s, o);
	if (f)
		session_follow(in, s, f, o);
	if (session_look_again(in, s))
		return o;
	json_object_put(o);
	return NULL;
}

static void sessions_facts(struct inspect *in, struct json_object *table)
{
	struct json_object *list = fact_list(table, "entries");

	sessions_read(in);
	vec_each(s, &in->sessions)
		json_object_array_add(list, session_facts(in, *s));
}

static const struct text_row probe_rows[] = {
	{ "probe", NULL, NULL }, { "off", "off", NULL }, { "hits", "hits", NULL }, { "time", "ns", NULL }, { "places", "places", NULL }, { "skipped_nested", "nested", NULL }, { "skipped_lock", "lock", NULL },
	{ "skipped_stack", "stack", NULL }, { "missed", "missed", NULL }, { "lost_records", "lost records", NULL }, { "errors", "errors", NULL },
	{ "skipped_fault", "fault", NULL }, { "faults", "faults", NULL },
	{ 0 },
};
static const struct text_row element_rows[] = { { "key", NULL, NULL }, { "value", NULL, NULL }, { "count", "count", NULL }, { "sum", "sum", NULL },
						{ "min", "min", NULL }, { "max", "max", NULL }, { "avg", "avg", NULL }, { 0 } };
static const struct text_row variable_rows[] = {
	{ "name", NULL, NULL }, { "value", NULL, NULL }, { "count", "count", NULL }, { "sum", "sum", NULL }, { "min", "min", NULL },
	{ "max", "max", NULL }, { "avg", "avg", NULL }, { "elements", "elements", element_rows }, { 0 },
};
static const struct text_row rows[] = {
	{ "name", NULL, NULL }, { "state", NULL, NULL }, { "script", "script", NULL }, { "unreadable", "unreadable", NULL },
	{ "probes", "probes", probe_rows }, { "globals", "globals", variable_rows }, { "lost", "lost records", NULL },
	{ "overwritten", "overwritten records", NULL },
	{ "unread", "unread", NULL }, { "text", "output", NULL }, { 0 },
};

const struct inspect_table sessions_table = {
	.name = "sessions", .title = "Sessions of mytap", .read = sessions_facts, .rows = rows, .is_in_all = true,
	.what = "scripts that run: state, probes and their places, globals, unread output",
};
