// SPDX-License-Identifier: GPL-2.0-or-later
/* The loaded modules, with their memory and symbols. */
#include <stdlib.h>
#include <string.h>

#include "translator/inspect/inspect.h"

enum { MODULES_MOST = 4096, MODULE_SYMBOLS_MOST = 1 << 20, STRINGS_MOST = 64 << 20, TEXT_RANGE = 0, BUILD_ID_MOST = 20 };

static const struct flag_word taints[] = {
	{ "proprietary", 1 << 0 }, { "forced", 1 << 1 }, { "out of tree", 1 << 12 }, { "unsigned", 1 << 13 }, { "staging", 1 << 10 },
	{ "live patch", 1 << 15 }, { "test", 1 << 18 },
};

static const char *const states[] = { "live", "coming", "going", "unformed" };

static void ranges_read(struct inspect *in, struct kernel_module *m)
{
	static const char *const old[] = { "module.core_layout", "module.data_layout", "module.init_layout" };
	uint32_t stride = type_size(in, "module_memory");

	if (type_has(in, "module.mem.base") && stride) {
		for (unsigned int i = 0; i < 7; i++) {
			uint64_t at = m->at + i * stride, base = field_u64(in, at, "module.mem.base");

			m->ranges[m->nranges].begin = base;
			m->ranges[m->nranges++].size = base ? field_u32(in, at, "module.mem.size") : 0;
		}
		return;
	}
	for (unsigned int i = 0; i < sizeof(old) / sizeof(*old); i++) {
		const char *base = arena_printf(in->a, "%s.base", old[i]), *size = arena_printf(in->a, "%s.size", old[i]);

		if (!type_has(in, base) || !type_has(in, size))
			continue;
		m->ranges[m->nranges].begin = field_u64(in, m->at, base);
		m->ranges[m->nranges++].size = field_u32(in, m->at, size);
	}
}

static void module_symbols_read(struct inspect *in, struct kernel_module *m)
{
	uint64_t k = field_u64(in, m->at, "module.kallsyms"), strings = field_u64(in, k, "mod_kallsyms.strtab");
	uint32_t n = field_u32(in, k, "mod_kallsyms.num_symtab"), last = 0;

	if (!k || !n || n > MODULE_SYMBOLS_MOST)
		return;
	m->symbols = arena_alloc(in->a, n * sizeof(*m->symbols));
	if (!memory_read(in->mem, field_u64(in, k, "mod_kallsyms.symtab"), m->symbols, n * sizeof(*m->symbols)))
		return;
	for (uint32_t i = 0; i < n; i++)
		if (m->symbols[i].st_name > last)
			last = m->symbols[i].st_name;
	if (last > STRINGS_MOST)
		return;
	/* The last name may end after the last symbol's offset, at most at the end of the memory. */
	char *text = arena_alloc(in->a, last + 513);
	m->strings_size = memory_read_part(in->mem, strings, text, last + 512);
	m->strings = text;
	m->nsymbols = n;
}

static const char *const module_needs[] = {
	"symbol:modules", "module.list", "module.name", "module.state", "module.kallsyms", "mod_kallsyms.symtab", "mod_kallsyms.strtab",
	"mod_kallsyms.num_symtab", "list_head.next", NULL,
};

void modules_read(struct inspect *in)
{
	uint64_t head = symbol_address(in, "modules"), next;

	if (!table_has(in, NULL, module_needs))
		return;
	for (next = memory_u64(in->mem, head); next && next != head && in->modules.n < MODULES_MOST; next = memory_u64(in->mem, next)) {
		struct kernel_module m = { .at = next - type_offset(in, "module.list") };

		m.name = memory_text(in->a, in->mem, m.at + type_offset(in, "module.name"));
		ranges_read(in, &m);
		module_symbols_read(in, &m);
		vec_push(in->a, &in->modules, m);
	}
	if (next != head)
		finding(in, head, "the list of modules does not lead back to its head: it is damaged, or changed while it was read");
}

const struct kernel_module *module_at(const struct inspect *in, uint64_t address)
{
	vec_each(m, &in->modules)
		for (unsigned int i = 0; i < m->nranges; i++)
			if (address - m->ranges[i].begin < m->ranges[i].size)
				return m;
	return NULL;
}

/* ---- the table -------------------------------------------------------------------------------------- */

static void fact_build_id(struct inspect *in, struct json_object *o, uint64_t module)
{
	uint8_t id[BUILD_ID_MOST];
	char text[2 * BUILD_ID_MOST + 1], any = 0;

	if (!type_has(in, "module.build_id") || !memory_read(in->mem, module + type_offset(in, "module.build_id"), id, sizeof(id)))
		return;
	for (int i = 0; i < BUILD_ID_MOST; i++) {
		snprintf(text + 2 * i, 3, "%02x", id[i]);
		any |= id[i];
	}
	fact_text(o, "build_id", any ? text : NULL);
}

/* Its users: the sources of its list of uses. */
static void fact_users(struct inspect *in, struct json_object *o, uint64_t module)
{
	static const char *const needs[] = { "module.source_list", "module_use.source_list", "module_use.source", NULL };
	uint64_t head, next;
	unsigned int n = 0;

	if (!table_has(in, NULL, needs))
		return;
	head = module + type_offset(in, "module.source_list");
	for (next = memory_u64(in->mem, head); next && next != head && n++ < MODULES_MOST; next = memory_u64(in->mem, next)) {
		uint64_t user = field_u64(in, next - type_offset(in, "module_use.source_list"), "module_use.source");

		json_object_array_add(fact_list(o, "used_by"),
				      json_object_new_string(memory_text(in->a, in->mem, user + type_offset(in, "module.name"))));
	}
}

static struct json_object *module_facts(struct inspect *in, const struct kernel_module *m)
{
	struct json_object *o = json_object_new_object();
	uint32_t state = field_u32(in, m->at, "module.state");
	uint64_t size = 0;

	fact_text(o, "name", m->name);
	for (unsigned int i = 0; i < m->nranges; i++)
		size += m->ranges[i].size;
	fact_address(o, "address", m->ranges[TEXT_RANGE].begin);
	fact_number(o, "size", size);
	fact_text(o, "state", state < sizeof(states) / sizeof(*states) ? states[state] : "damaged");
	/* The kernel itself holds one reference. */
	if (type_has(in, "module.refcnt.counter") && field_u32(in, m->at, "module.refcnt.counter"))
		fact_number(o, "references", field_u32(in, m->at, "module.refcnt.counter") - 1);
	fact_users(in, o, m->at);
	if (type_has(in, "module.version"))
		fact_text(o, "version", memory_text(in->a, in->mem, field_u64(in, m->at, "module.version")));
	if (type_has(in, "module.srcversion"))
		fact_text(o, "srcversion", memory_text(in->a, in->mem, field_u64(in, m->at, "module.srcversion")));
	fact_build_id(in, o, m->at);
	if (type_has(in, "module.taints"))
		fact_flags(o, "taints", field_u64(in, m->at, "module.taints"), taints, sizeof(taints) / sizeof(*taints));
	fact_number(o, "symbols", m->nsymbols);
	fact_address(o, "struct", m->at);
	return o;
}

static void modules_facts(struct inspect *in, struct json_object *table)
{
	struct json_object *list;

	if (!table_has(in, table, module_needs))
		return;
	list = fact_list(table, "entries");
	vec_each(m, &in->modules)
		json_object_array_add(list, module_facts(in, m));
}

static const struct text_row rows[] = {
	{ "name", NULL, NULL }, { "state", NULL, NULL },
	{ "address", "address", NULL }, { "size", "bytes", NULL }, { "references", "references", NULL }, { "used_by", "used by", NULL },
	{ "version", "version", NULL }, { "srcversion", "srcversion", NULL }, { "build_id", "build-id", NULL }, { "taints", "taints", NULL },
	{ 0 },
};

const struct inspect_table modules_table = {
	.name = "modules", .title = "Modules", .read = modules_facts, .rows = rows, .is_in_all = true,
	.what = "modules that are loaded: memory, references, users, build-id, taints",
};
