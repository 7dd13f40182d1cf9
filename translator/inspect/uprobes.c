// SPDX-License-Identifier: GPL-2.0-or-later
/* Probes of user programs: a tree by file and offset, each with its consumers. */
#include "translator/inspect/inspect.h"

enum { DEPTH_MOST = 64, UPROBES_MOST = 1 << 16, CONSUMERS_MOST = 1024 };

static const char *const needs[] = {
	"symbol:uprobes_tree", "uprobe.rb_node", "uprobe.inode", "uprobe.offset", "uprobe.consumers", "uprobe_consumer.handler",
	"uprobe_consumer.ret_handler", "rb_node.rb_left", "rb_node.rb_right", "inode.i_ino", "inode.i_sb", "super_block.s_id", NULL,
};

static void consumer_look(struct inspect *in, struct json_object *list, uint64_t at)
{
	uint64_t handler = field_u64(in, at, "uprobe_consumer.handler"), ret = field_u64(in, at, "uprobe_consumer.ret_handler");
	struct json_object *o = json_object_new_object();

	fact_place(in, o, "handler", handler);
	fact_place(in, o, "return_handler", ret);
	fact_owner(in, o, handler ? handler : ret);
	json_object_array_add(list, o);
}

/* Until 6.11 a chain by next, since then a list. */
static void consumers_look(struct inspect *in, struct json_object *o, uint64_t uprobe)
{
	struct json_object *list = fact_list(o, "consumers");
	uint64_t head = uprobe + type_offset(in, "uprobe.consumers"), at = memory_u64(in->mem, head);
	int n = 0;

	if (type_has(in, "uprobe_consumer.next")) {
		for (; at && n++ < CONSUMERS_MOST; at = field_u64(in, at, "uprobe_consumer.next"))
			consumer_look(in, list, at);
	} else if (type_has(in, "uprobe_consumer.cons_node")) {
		for (; at && at != head && n++ < CONSUMERS_MOST; at = memory_u64(in->mem, at))
			consumer_look(in, list, at - type_offset(in, "uprobe_consumer.cons_node"));
	}
}

/* In the order of the tree. */
static void uprobe_walk(struct inspect *in, struct json_object *list, uint64_t node, int depth)
{
	struct json_object *o;
	uint64_t at, inode;

	if (!node || depth > DEPTH_MOST || json_object_array_length(list) >= UPROBES_MOST)
		return;
	uprobe_walk(in, list, field_u64(in, node, "rb_node.rb_left"), depth + 1);
	o = json_object_new_object();
	at = node - type_offset(in, "uprobe.rb_node");
	inode = field_u64(in, at, "uprobe.inode");
	fact_text(o, "filesystem", memory_text(in->a, in->mem, field_u64(in, inode, "inode.i_sb") + type_offset(in, "super_block.s_id")));
	fact_number(o, "inode", field_u64(in, inode, "inode.i_ino"));
	fact_address(o, "offset", field_u64(in, at, "uprobe.offset"));
	consumers_look(in, o, at);
	json_object_array_add(list, o);
	uprobe_walk(in, list, field_u64(in, node, "rb_node.rb_right"), depth + 1);
}

static void uprobes_facts(struct inspect *in, struct json_object *table)
{
	if (!table_has(in, table, needs))
		return;
	ops_read(in, NULL);
	uprobe_walk(in, fact_list(table, "entries"), memory_u64(in->mem, symbol_address(in, "uprobes_tree")), 0);
}

static const struct text_row consumer_rows[] = { { "handler", NULL, NULL }, { "return_handler", "return handler", NULL },
						 { "owner", "owner", NULL }, { 0 } };
static const struct text_row rows[] = {
	{ "filesystem", NULL, NULL }, { "inode", "inode", NULL }, { "offset", "offset", NULL }, { "consumers", "consumers", consumer_rows }, { 0 },
};

const struct inspect_table uprobes_table = {
	.name = "uprobes", .title = "uprobes", .read = uprobes_facts, .rows = rows, .is_in_all = true,
	.what = "probes of user programs: file, offset, handlers",
};
