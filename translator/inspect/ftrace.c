// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The function tracer's users: every ftrace_ops with its filters and trampoline, and the
 * records of the places that can be traced. Only flags of a record with the same meaning in all kernels are used.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "translator/inspect/inspect.h"

#define RECORD_ENABLED (1ULL << 31)
#define RECORD_REGS (1ULL << 30)
#define RECORD_TRAMPOLINE (1ULL << 28)

enum { OPS_MOST = 4096, PAGES_MOST = 1 << 16, RECORDS_OF_PAGE_MOST = 1 << 20 };

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The addresses in an ftrace_hash. False: it is inconsistent. */
static bool hash_read(struct inspect *in, uint64_t hash, void *ret)
{
	VEC(uint64_t) *addresses = ret;
	uint64_t buckets, bits, count, *heads;

	if (!hash)
		return true;
	buckets = field_u64(in, hash, "ftrace_hash.buckets");
	bits = field_u64(in, hash, "ftrace_hash.size_bits");
	count = field_u64(in, hash, "ftrace_hash.count");
	if (!count || !buckets)
		return !count;
	if (bits > HASH_BITS_MOST || count > WALK_MOST)
		return false;
	heads = xmalloc(sizeof(*heads) << bits);
	if (!memory_read(in->mem, buckets, heads, sizeof(*heads) << bits)) {
		free(heads);
		return false;
	}
	for (uint64_t i = 0; i < 1ULL << bits; i++)
		for (uint64_t e = heads[i]; e && addresses->n <= count; e = memory_u64(in->mem, e + type_offset(in, "ftrace_func_entry.hlist")))
			vec_push(in->a, addresses, field_u64(in, e, "ftrace_func_entry.ip"));
	free(heads);
	if (addresses->n)
		qsort(addresses->v, addresses->n, sizeof(*addresses->v), by_number);
	return addresses->n == count;
}

static const char *const ops_needs[] = {
	"symbol:ftrace_ops_list", "symbol:ftrace_list_end", "ftrace_ops.func", "ftrace_ops.next", "ftrace_ops.flags", "ftrace_ops.private",
	"ftrace_ops.trampoline", "ftrace_ops.trampoline_size", "ftrace_ops.func_hash", "ftrace_ops_hash.filter_hash",
	"ftrace_ops_hash.notrace_hash", "ftrace_hash.size_bits", "ftrace_hash.buckets", "ftrace_hash.count", "ftrace_func_entry.hlist",
	"ftrace_func_entry.ip", NULL,
};

/* The name of the variable, or of the function called. */
static const char *ops_name(struct inspect *in, const struct ftrace_ops_seen *o)
{
	struct place p = place_of(in, o->at);

	if (p.name && !p.offset)
		return p.module ? arena_printf(in->a, "%s [%s]", p.name, p.module->name) : p.name;
	p = place_of(in, o->func);
	if (p.name && p.module)
		return arena_printf(in->a, "%s [%s]", p.name, p.module->name);
	return p.name ? p.name : arena_printf(in->a, "ops at 0x%" PRIx64, o->at);
}

static struct ftrace_ops_seen ops_look(struct inspect *in, uint64_t at)
{
	struct ftrace_ops_seen o = { .at = at };
	uint64_t hash;

	o.func = field_u64(in, at, "ftrace_ops.func");
	o.flags = field_u64(in, at, "ftrace_ops.flags");
	o.private = field_u64(in, at, "ftrace_ops.private");
	o.trampoline = field_u64(in, at, "ftrace_ops.trampoline");
	o.trampoline_size = field_u64(in, at, "ftrace_ops.trampoline_size");
	hash = field_u64(in, at, "ftrace_ops.func_hash");
	if (hash)
		o.is_damaged = !hash_read(in, field_u64(in, hash, "ftrace_ops_hash.filter_hash"), &o.filter) ||
			       !hash_read(in, field_u64(in, hash, "ftrace_ops_hash.notrace_hash"), &o.notrace);
	return o;
}

bool ops_read(struct inspect *in, struct json_object *table)
{
	uint64_t end = symbol_address(in, "ftrace_list_end"), at;

	if (!table_has(in, table, ops_needs))
		return false;
	if (in->has_ops)
		return true;
	in->has_ops = true;
	for (at = memory_u64(in->mem, symbol_address(in, "ftrace_ops_list")); at && at != end && in->ops.n < OPS_MOST;
	     at = field_u64(in, at, "ftrace_ops.next"))
		vec_push(in->a, &in->ops, ops_look(in, at));
	if (at != end)
		finding(in, symbol_address(in, "ftrace_ops_list"), "the list of ftrace_ops does not end as it should");
	/* Names come from place_of(), which uses the trampolines. */
	vec_each(o, &in->ops)
		o->name = "";
	vec_each(o, &in->ops)
		o->name = ops_name(in, o);
	return true;
}

static bool is_among(const uint64_t *v, unsigned int n, uint64_t address)
{
	return n && bsearch(&address, v, n, sizeof(*v), by_number);
}

bool ops_has(const struct ftrace_ops_seen *o, uint64_t ip)
{
	return (!o->filter.n || is_among(o->filter.v, o->filter.n, ip)) && !is_among(o->notrace.v, o->notrace.n, ip);
}

const struct ftrace_ops_seen *ops_of_trampoline(const struct inspect *in, uint64_t address)
{
	vec_each(o, &in->ops)
		if (o->trampoline && address - o->trampoline < o->trampoline_size)
			return o;
	return NULL;
}

/* ---- records ---------------------------------------------------------------------------------------- */

static int by_ip(const void *a, const void *b)
{
	const struct ftrace_record *x = a, *y = b;

	return x->ip < y->ip ? -1 : x->ip > y->ip;
}

static bool page_read(struct inspect *in, uint64_t page)
{
	uint64_t at = field_u64(in, page, "ftrace_page.records");
	uint32_t n = field_u32(in, page, "ftrace_page.index"), size = type_size(in, "dyn_ftrace");
	uint32_t ip = type_offset(in, "dyn_ftrace.ip"), flags = type_offset(in, "dyn_ftrace.flags");
	uint8_t *p;

	if (n > RECORDS_OF_PAGE_MOST || size < 16)
		return false;
	p = xmalloc((size_t)n * size + 1);
	if (!memory_read(in->mem, at, p, (size_t)n * size)) {
		free(p);
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct ftrace_record r;

		memcpy(&r.ip, p + (size_t)i * size + ip, 8);
		memcpy(&r.flags, p + (size_t)i * size + flags, 8);
		/* Places in freed init code have no address. */
		if (r.ip)
			vec_push(in->a, &in->records, r);
	}
	free(p);
	return true;
}

static const char *const record_needs[] = {
	"symbol:ftrace_pages_start", "ftrace_page.next", "ftrace_page.records", "ftrace_page.index", "dyn_ftrace.ip", "dyn_ftrace.flags", NULL,
};

bool records_read(struct inspect *in, struct json_object *table)
{
	uint64_t page;
	unsigned int n = 0;
	bool is_good = true;

	if (!table_has(in, table, record_needs))
		return false;
	if (in->has_records)
		return true;
	in->has_records = true;
	for (page = memory_u64(in->mem, symbol_address(in, "ftrace_pages_start")); page && n < PAGES_MOST && is_good; n++) {
		is_good = page_read(in, page);
		page = field_u64(in, page, "ftrace_page.next");
	}
	if (!is_good)
		finding(in, page, "records of the function tracer cannot be read: there are more than %u", in->records.n);
	if (in->records.n)
		qsort(in->records.v, in->records.n, sizeof(*in->records.v), by_ip);
	return true;
}

const struct ftrace_record *record_find(const struct inspect *in, uint64_t begin, uint64_t end)
{
	unsigned int low = 0, high = in->records.n;

	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (in->records.v[middle].ip < begin)
			low = middle + 1;
		else
			high = middle;
	}
	return low < in->records.n && in->records.v[low].ip < end ? &in->records.v[low] : NULL;
}

/* ---- the table --------------------------------------------------------------------------------------- */

static void fact_addresses(struct inspect *in, struct json_object *o, const char *key, const uint64_t *v, unsigned int n)
{
	struct json_object *list;

	if (!n)
		return;
	list = fact_list(o, key);
	for (unsigned int i = 0; i < n; i++)
		json_object_array_add(list, fact_place_new(in, v[i]));
}

static unsigned int count_hooked(const struct inspect *in, const struct ftrace_ops_seen *o)
{
	unsigned int n = 0;

	vec_each(r, &in->records)
		n += r->flags & RECORD_ENABLED && ops_has(o, r->ip);
	return n;
}

/* Direct calls go by a function of the kernel: whose they are, the ftrace_ops tells. */
static uint64_t whose(const struct inspect *in, const struct ftrace_ops_seen *o)
{
	return !module_at(in, o->func) && module_at(in, o->at) ? o->at : o->func;
}

static struct json_object *ops_facts(struct inspect *in, const struct ftrace_ops_seen *o, const flag_vec *words)
{
	struct json_object *j = json_object_new_object();
	uint64_t enabled = 0;

	vec_each(w, words)
		if (!strcmp(w->word, "ENABLED"))
			enabled = w->value;
	fact_text(j, "name", o->name);
	fact_place(in, j, "function", o->func);
	fact_flags(j, "flags", o->flags, words->v, words->n);
	fact_owner(in, j, whose(in, o));
	if (o->trampoline) {
		fact_address(j, "trampoline", o->trampoline);
		fact_number(j, "trampoline_size", o->trampoline_size);
	}
	if (o->private && place_of(in, o->private).name)
		fact_place(in, j, "private", o->private);
	fact_text(j, "filter", o->filter.n ? NULL : "every function");
	fact_number(j, "hooks", o->flags & enabled || !enabled ? count_hooked(in, o) : 0);
	fact_probes(in, j, whose(in, o), o->filter.v, o->filter.n);
	fact_addresses(in, j, "functions", o->filter.v, o->filter.n);
	fact_addresses(in, j, "but_not", o->notrace.v, o->notrace.n);
	fact_address(j, "struct", o->at);
	if (o->is_damaged)
		finding(in, o->at, "the filter of ftrace_ops %s is damaged, or changed while it was read", o->name);
	return j;
}

/* Compares the flags in the table with the code. */
static void record_check(struct inspect *in, const struct ftrace_record *r, const struct code_seen *c)
{
	bool is_wanted = false;

	vec_each(o, &in->ops)
		is_wanted = is_wanted || ops_has(o, r->ip);
	if (c->kind == CODE_UNREADABLE)
		return;
	if (r->flags & RECORD_ENABLED && !is_wanted)
		finding(in, r->ip, "the function tracer has it enabled, but no ftrace_ops includes it");
	if (r->flags & RECORD_ENABLED && c->kind == CODE_NOP)
		finding(in, r->ip, "the function tracer has it enabled, but the code is a nop");
	if (c->kind == CODE_CALL && !place_of(in, c->target).name)
		finding(in, r->ip, "the code calls 0x%" PRIx64 ", which belongs to no symbol, module or trampoline", c->target);
	if (!(r->flags & RECORD_ENABLED) && c->kind == CODE_CALL && !place_is(in, c->target, "__fentry__"))
		finding(in, r->ip, "the code is a call, but the function tracer does not have it enabled");
}

struct json_object *record_facts(struct inspect *in, const struct ftrace_record *r)
{
	struct json_object *j = json_object_new_object(), *users = NULL;
	struct code_seen c = code_look(in, r->ip);

	fact_place(in, j, "place", r->ip);
	fact_code(in, j, &c);
	fact_true(j, "registers", r->flags & RECORD_REGS);
	fact_true(j, "own_trampoline", r->flags & RECORD_TRAMPOLINE);
	vec_each(o, &in->ops)
		if (ops_has(o, r->ip)) {
			users = fact_list(j, "by");
			json_object_array_add(users, json_object_new_string(o->name));
		}
	record_check(in, r, &c);
	return j;
}

static void ftrace_facts(struct inspect *in, struct json_object *table)
{
	struct json_object *list, *enabled;
	flag_vec words = { 0 };
	unsigned int n = 0;

	if (!ops_read(in, table) || !records_read(in, table))
		return;
	type_enumerators(in, "FTRACE_OPS_FL_", &words);
	list = fact_list(table, "entries");
	vec_each(o, &in->ops)
		json_object_array_add(list, ops_facts(in, o, &words));
	fact_number(table, "places", in->records.n);
	enabled = fact_list(table, "enabled");
	vec_each(r, &in->records)
		if (r->flags & RECORD_ENABLED) {
			json_object_array_add(enabled, record_facts(in, r));
			n++;
		}
	fact_number(table, "places_enabled", n);
}

static const struct text_row rows[] = {
	{ "name", NULL, NULL }, { "function", "function", NULL }, { "flags", "flags", NULL }, { "owner", "owner", NULL }, { "probes", "probe", NULL },
	{ "trampoline", "trampoline", NULL }, { "private", "private", NULL }, { "hooks", "hooks", NULL }, { "filter", "filter", NULL },
	{ "functions", "functions", NULL }, { "but_not", "but not", NULL }, { 0 },
};

const struct inspect_table ftrace_table = {
	.name = "ftrace", .title = "ftrace_ops", .read = ftrace_facts, .rows = rows, .is_in_all = true,
	.what = "users of the function tracer: function, flags, filters, trampolines; traced places",
};
