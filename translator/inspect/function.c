// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One function: its first instruction, the users attached to it by the tables, kprobes within it, and whether code
 * and tables agree. The checks are those of the tables.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "translator/inspect/inspect.h"

enum { FUNCTION_MOST = 1 << 20, ENTRY_MOST = 32 };

struct extent {
	uint64_t begin, end;
};

static void by_direct(struct inspect *in, struct json_object *o, uint64_t ip)
{
	static const char *const needs[] = { "symbol:direct_functions", "ftrace_hash.buckets", "ftrace_hash.size_bits", "ftrace_func_entry.ip",
					     "ftrace_func_entry.hlist", "ftrace_func_entry.direct", NULL };
	uint64_t hash, bits, buckets;
	unsigned int n = 0;

	if (!table_has(in, NULL, needs))
		return;
	hash = memory_u64(in->mem, symbol_address(in, "direct_functions"));
	bits = field_u64(in, hash, "ftrace_hash.size_bits");
	buckets = field_u64(in, hash, "ftrace_hash.buckets");
	if (!hash || bits > HASH_BITS_MOST || !buckets)
		return;
	for (uint64_t i = 0; i < 1ULL << bits; i++)
		for (uint64_t e = memory_u64(in->mem, buckets + 8 * i); e && n++ < WALK_MOST;
		     e = memory_u64(in->mem, e + type_offset(in, "ftrace_func_entry.hlist")))
			if (field_u64(in, e, "ftrace_func_entry.ip") == ip)
				fact_place(in, o, "direct_call", field_u64(in, e, "ftrace_func_entry.direct"));
}

static void fact_record(struct inspect *in, struct json_object *o, const struct ftrace_record *r)
{
	struct json_object *f;

	if (!r) {
		fact_text(o, "ftrace", "the function tracer does not know it (notrace, or of init code)");
		return;
	}
	f = record_facts(in, r);
	json_object_object_foreach(f, key, value) {
		if (strcmp(key, "place") && strcmp(key, "code") && strcmp(key, "bytes"))
			json_object_object_add(o, key, json_object_get(value));
	}
	json_object_put(f);
	by_direct(in, o, r->ip);
}

static void function_look(struct inspect *in, struct json_object *list, struct extent e)
{
	struct json_object *o = json_object_new_object();
	const struct ftrace_record *r = record_find(in, e.begin, e.begin + ENTRY_MOST < e.end ? e.begin + ENTRY_MOST : e.end);
	struct code_seen c = code_look(in, r ? r->ip : e.begin);
	size_t before = json_object_array_length(in->findings);

	fact_place(in, o, "place", e.begin);
	fact_number(o, "size", e.end - e.begin);
	fact_source(in, o, e.begin);
	if (r && r->ip != e.begin)
		fact_place(in, o, "hooked_at", r->ip);
	fact_code(in, o, &c);
	fact_record(in, o, r);
	if (!r && c.kind == CODE_CALL && !place_of(in, c.target).name)
		finding(in, e.begin, "the code calls 0x%" PRIx64 ", which belongs to no known code", c.target);
	vec_each(k, &in->kprobes)
		if (k->address >= e.begin && k->address < e.end && !k->aggregate)
			json_object_array_add(fact_list(o, "kprobes"), kprobe_facts_with_code(in, k));
	/* A breakpoint that no table explains. */
	if (c.kind == CODE_INT3 && !kprobe_at(in, r ? r->ip : e.begin))
		finding(in, r ? r->ip : e.begin, "the code is int3, but no kprobe is here");
	if (c.kind == CODE_JUMP && r && !kprobe_at(in, r->ip))
		finding(in, r->ip, "the code is a jump, but no kprobe is here");
	fact_text(o, "tables", json_object_array_length(in->findings) == before ? "agree with the code" : "do not agree with the code: see findings");
	json_object_array_add(list, o);
}

/* Every function of that name: static functions of several files may share it. */
static void kernel_functions(struct inspect *in, const char *name, void *ret)
{
	VEC(struct extent) *found = ret;

	for (uint32_t i = 0; i < in->symbols.n; i++) {
		const char *text = in->symbols.text + in->symbols.names[i];

		if ((text[0] == 't' || text[0] == 'T' || text[0] == 'W' || text[0] == 'w') && !strcmp(text + 1, name))
			vec_push(in->a, found, (struct extent){ in->symbols.addresses[i], symbol_after(in, in->symbols.addresses[i]) });
	}
}

static void module_functions(struct inspect *in, const char *module, const char *name, void *ret)
{
	VEC(struct extent) *found = ret;

	vec_each(m, &in->modules) {
		if (module && strcmp(m->name, module))
			continue;
		for (uint32_t i = 1; i < m->nsymbols; i++) {
			const Elf64_Sym *s = &m->symbols[i];

			if (s->st_shndx != SHN_UNDEF && s->st_name < m->strings_size && !strcmp(m->strings + s->st_name, name) &&
			    module_at(in, s->st_value) == m)
				vec_push(in->a, found, (struct extent){ s->st_value, s->st_value + (s->st_size ? s->st_size : 1) });
		}
	}
}

static void function_facts(struct inspect *in, struct json_object *table)
{
	VEC(struct extent) found = { 0 };
	const char *colon = strchr(in->function, ':');
	struct json_object *list;
	char *end;
	uint64_t address = strtoull(in->function, &end, 16);

	if (!ops_read(in, table) || !records_read(in, table) || !kprobes_read(in, table))
		return;
	if (!strncmp(in->function, "0x", 2) && !*end) {
		struct place p = place_of(in, address);

		vec_push(in->a, &found, (struct extent){ p.name ? address - p.offset : address,
							 p.module || !p.name ? address + 1 : symbol_after(in, address) });
	} else {
		if (!colon)
			kernel_functions(in, in->function, &found);
		module_functions(in, colon ? arena_strndup(in->a, in->function, colon - in->function) : NULL,
				 colon ? colon + 1 : in->function, &found);
	}
	if (!found.n) {
		fact_text(table, "unreadable", arena_printf(in->a, "this kernel and its modules have no function '%s' (NAME, MODULE:NAME or 0xADDRESS)",
							    in->function));
		return;
	}
	list = fact_list(table, "entries");
	vec_each(e, &found)
		function_look(in, list, *e);
}

static const struct text_row rows[] = {
	{ "place", NULL, NULL }, { "source", "source", NULL },
	{ "hooked_at", "hooked at", NULL }, { "code", "code", NULL }, { "bytes", "bytes", NULL }, { "ftrace", "ftrace", NULL },
	{ "by", "hooked by", NULL }, { "direct_call", "direct call", NULL }, { "kprobes", "kprobes", kprobe_rows },
	{ "tables", "tables", NULL }, { 0 },
};

const struct inspect_table function_table = {
	.name = "function", .title = "Functions", .read = function_facts, .rows = rows, .argument = "NAME",
	.what = "one function: its first instruction, what is attached to it, and whether both agree",
};
