// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fprobes: until 6.13 each has its own ftrace_ops, found by the function that it calls; since then they use the
 * function graph, and are in the kernel's fprobe_table by address of the fprobe, each with a list of its functions.
 */
#include "translator/inspect/inspect.h"

enum { FUNCTIONS_MOST = 1 << 20 };

static const char *const needs[] = { "fprobe.entry_handler", "fprobe.exit_handler", "fprobe.nmissed", NULL };
static const char *const table_needs[] = { "symbol:fprobe_table", "fprobe_hlist.hlist", "fprobe_hlist.fp", "fprobe_hlist.size",
					   "fprobe_hlist.array", "fprobe_hlist_node.addr", NULL };

static uint64_t handler_of(struct inspect *in, uint64_t at)
{
	uint64_t entry = field_u64(in, at, "fprobe.entry_handler");

	return entry ? entry : field_u64(in, at, "fprobe.exit_handler");
}

static struct json_object *fprobe_facts(struct inspect *in, uint64_t at)
{
	uint64_t entry = field_u64(in, at, "fprobe.entry_handler"), exit = field_u64(in, at, "fprobe.exit_handler");
	struct json_object *o = json_object_new_object();

	fact_address(o, "struct", at);
	fact_place(in, o, "entry_handler", entry);
	fact_place(in, o, "exit_handler", exit);
	fact_owner(in, o, entry ? entry : exit);
	fact_number(o, "missed", field_u64(in, at, "fprobe.nmissed"));
	return o;
}

static void fact_functions(struct inspect *in, struct json_object *o, const uint64_t *v, unsigned int n, uint64_t handler)
{
	for (unsigned int i = 0; i < n; i++)
		json_object_array_add(fact_list(o, "functions"), fact_place_new(in, v[i]));
	fact_number(o, "hooks", n);
	fact_probes(in, o, handler, v, n);
}

static void by_ops(struct inspect *in, struct json_object *list)
{
	vec_each(p, &in->ops) {
		struct json_object *o;

		if (!place_is(in, p->func, "fprobe_handler") && !place_is(in, p->func, "fprobe_kprobe_handler"))
			continue;
		o = fprobe_facts(in, p->at - type_offset(in, "fprobe.ops"));
		fact_functions(in, o, p->filter.v, p->filter.n, handler_of(in, p->at - type_offset(in, "fprobe.ops")));
		json_object_array_add(list, o);
	}
}

static void by_table(struct inspect *in, struct json_object *list)
{
	uint64_t table = symbol_address(in, "fprobe_table"), end = symbol_after(in, table);
	uint32_t stride = type_size(in, "fprobe_hlist_node");
	unsigned int n = 0;

	for (uint64_t head = table; head < end && n < WALK_MOST; head += 8)
		for (uint64_t node = memory_u64(in->mem, head); node && n++ < WALK_MOST; node = memory_u64(in->mem, node)) {
			uint64_t at = node - type_offset(in, "fprobe_hlist.hlist"), fp = field_u64(in, at, "fprobe_hlist.fp");
			uint64_t functions = at + type_offset(in, "fprobe_hlist.array"), size = field_u32(in, at, "fprobe_hlist.size");
			struct json_object *o;
			uint64_t *v;

			if (!fp || size > FUNCTIONS_MOST) {
				finding(in, at, "an entry of the fprobe table has no fprobe, or too many functions");
				break;
			}
			o = fprobe_facts(in, fp);
			v = arena_alloc(in->a, (size + 1) * sizeof(*v));
			for (uint64_t i = 0; i < size; i++)
				v[i] = field_u64(in, functions + i * stride, "fprobe_hlist_node.addr");
			fact_functions(in, o, v, size, handler_of(in, fp));
			json_object_array_add(list, o);
		}
}

static void fprobes_facts(struct inspect *in, struct json_object *table)
{
	if (!table_has(in, table, needs) || !ops_read(in, table))
		return;
	if (type_has(in, "fprobe.ops"))
		by_ops(in, fact_list(table, "entries"));
	else if (table_has(in, table, table_needs))
		by_table(in, fact_list(table, "entries"));
}

static const struct text_row rows[] = {
	{ "struct", NULL, NULL }, { "entry_handler", "entry handler", NULL }, { "exit_handler", "exit handler", NULL },
	{ "owner", "owner", NULL }, { "probes", "probe", NULL }, { "missed", "missed", NULL }, { "hooks", "hooks", NULL },
	{ "functions", "functions", NULL }, { 0 },
};

const struct inspect_table fprobes_table = {
	.name = "fprobes", .title = "fprobes", .read = fprobes_facts, .rows = rows, .is_in_all = true,
	.what = "entry and return probes of the fprobe kind: handlers, functions",
};
