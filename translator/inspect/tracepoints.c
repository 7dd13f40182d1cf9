// SPDX-License-Identifier: GPL-2.0-or-later
/* Tracepoints with attached probes, of the kernel and of modules. */
#include <stdlib.h>

#include "translator/inspect/inspect.h"

enum { FUNCTIONS_MOST = 1024, TRACEPOINTS_MOST = 1 << 16 };

static const char *const needs[] = {
	"symbol:__start___tracepoints_ptrs", "symbol:__stop___tracepoints_ptrs", "tracepoint.name", "tracepoint.funcs",
	"tracepoint_func.func", "tracepoint_func.data", NULL,
};

static void tracepoint_look(struct inspect *in, struct json_object *list, uint64_t at)
{
	uint64_t functions = field_u64(in, at, "tracepoint.funcs");
	uint32_t stride = type_size(in, "tracepoint_func");
	struct json_object *o, *probes;

	if (!functions)
		return;
	o = json_object_new_object();
	fact_text(o, "name", memory_text(in->a, in->mem, field_u64(in, at, "tracepoint.name")));
	if (module_at(in, at))
		fact_text(o, "module", module_at(in, at)->name);
	probes = fact_list(o, "probes");
	for (int i = 0; i < FUNCTIONS_MOST; i++, functions += stride) {
		uint64_t f = field_u64(in, functions, "tracepoint_func.func");
		struct json_object *one;

		if (!f)
			break;
		one = json_object_new_object();
		fact_place(in, one, "function", f);
		fact_owner(in, one, f);
		fact_address(one, "data", field_u64(in, functions, "tracepoint_func.data"));
		json_object_array_add(probes, one);
		if (!place_of(in, f).name && !module_at(in, f))
			finding(in, at, "a tracepoint calls 0x%llx, which belongs to no symbol and no module", (unsigned long long)f);
	}
	json_object_array_add(list, o);
}

/* The table has offsets relative to its entries. */
static uint32_t pointers_look(struct inspect *in, struct json_object *list, uint64_t begin, uint64_t n)
{
	int32_t *p;

	if (!n || n > TRACEPOINTS_MOST)
		return 0;
	p = xmalloc(n * sizeof(*p));
	if (!memory_read(in->mem, begin, p, n * sizeof(*p)))
		n = 0;
	for (uint64_t i = 0; i < n; i++)
		tracepoint_look(in, list, begin + i * sizeof(*p) + (int64_t)p[i]);
	free(p);
	return n;
}

static void tracepoints_facts(struct inspect *in, struct json_object *table)
{
	uint64_t begin = symbol_address(in, "__start___tracepoints_ptrs"), end = symbol_address(in, "__stop___tracepoints_ptrs");
	struct json_object *list;
	uint64_t n;

	if (!table_has(in, table, needs))
		return;
	ops_read(in, NULL);
	list = fact_list(table, "entries");
	n = pointers_look(in, list, begin, (end - begin) / 4);
	vec_each(m, &in->modules)
		if (type_has(in, "module.tracepoints_ptrs") && type_has(in, "module.num_tracepoints"))
			n += pointers_look(in, list, field_u64(in, m->at, "module.tracepoints_ptrs"),
					   field_u32(in, m->at, "module.num_tracepoints"));
	fact_number(table, "tracepoints_in_all", n);
}

static const struct text_row probe_rows[] = { { "function", NULL, NULL }, { "owner", "owner", NULL }, { 0 } };
static const struct text_row rows[] = { { "name", NULL, NULL }, { "module", "module", NULL }, { "probes", "probes", probe_rows }, { 0 } };

const struct inspect_table tracepoints_table = {
	.name = "tracepoints", .title = "Tracepoints with probes", .read = tracepoints_facts, .rows = rows, .is_in_all = true,
	.what = "tracepoints with attached probes, and their owners",
};
