// SPDX-License-Identifier: GPL-2.0-or-later
/* The tracers that the kernel's tracing offers, and which one each instance runs. */
#include <string.h>

#include "translator/inspect/inspect.h"

enum { TRACERS_MOST = 1024, INSTANCES_MOST = 4096 };

static const char *const needs[] = { "symbol:trace_types", "tracer.name", "tracer.init", "tracer.next", NULL };
static const char *const instance_needs[] = { "symbol:ftrace_trace_arrays", "trace_array.list", "trace_array.name",
					      "trace_array.current_trace", NULL };

static void instances_read(struct inspect *in, struct json_object *table)
{
	uint64_t head = symbol_address(in, "ftrace_trace_arrays"), next;
	struct json_object *list;
	int n = 0;

	if (!table_has(in, NULL, instance_needs))
		return;
	list = fact_list(table, "instances");
	for (next = memory_u64(in->mem, head); next && next != head && n++ < INSTANCES_MOST; next = memory_u64(in->mem, next)) {
		uint64_t at = next - type_offset(in, "trace_array.list"), name = field_u64(in, at, "trace_array.name");
		uint64_t current = field_u64(in, at, "trace_array.current_trace");
		struct json_object *o = json_object_new_object();

		fact_text(o, "name", name ? memory_text(in->a, in->mem, name) : "the first");
		fact_text(o, "current", current ? memory_text(in->a, in->mem, field_u64(in, current, "tracer.name")) : "none");
		if (type_has(in, "trace_array.buffer_disabled"))
			fact_true(o, "is_off", field_u32(in, at, "trace_array.buffer_disabled"));
		json_object_array_add(list, o);
	}
	if (next != head)
		finding(in, head, "the list of tracing instances does not lead back to its head");
}

/* Instances that run it. */
static void fact_users(struct json_object *table, struct json_object *o, const char *tracer)
{
	struct json_object *instances, *current, *name;

	if (!json_object_object_get_ex(table, "instances", &instances))
		return;
	for (size_t i = 0; i < json_object_array_length(instances); i++) {
		struct json_object *one = json_object_array_get_idx(instances, i);

		/* An empty name, or one not in the dump, is left out. */
		if (!json_object_object_get_ex(one, "current", &current) || !json_object_object_get_ex(one, "name", &name) ||
		    strcmp(json_object_get_string(current), tracer))
			continue;
		json_object_array_add(fact_list(o, "runs_in"), json_object_get(name));
	}
}

static void tracers_facts(struct inspect *in, struct json_object *table)
{
	struct json_object *list;
	int n = 0;

	if (!table_has(in, table, needs))
		return;
	ops_read(in, NULL);
	instances_read(in, table);
	list = fact_list(table, "entries");
	for (uint64_t at = memory_u64(in->mem, symbol_address(in, "trace_types")); at && n++ < TRACERS_MOST;
	     at = field_u64(in, at, "tracer.next")) {
		struct json_object *o = json_object_new_object();
		const char *name = memory_text(in->a, in->mem, field_u64(in, at, "tracer.name"));

		fact_text(o, "name", name);
		fact_place(in, o, "init", field_u64(in, at, "tracer.init"));
		fact_owner(in, o, field_u64(in, at, "tracer.init"));
		fact_users(table, o, name);
		fact_address(o, "struct", at);
		json_object_array_add(list, o);
	}
}

static const struct text_row rows[] = {
	{ "name", NULL, NULL }, { "init", "init", NULL }, { "owner", "owner", NULL }, { "runs_in", "runs in", NULL }, { 0 },
};

const struct inspect_table tracers_table = {
	.name = "tracers", .title = "Tracers", .read = tracers_facts, .rows = rows, .is_in_all = true,
	.what = "tracers that the kernel offers, and which one each instance runs",
};
