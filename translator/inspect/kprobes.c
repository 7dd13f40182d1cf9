// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kprobe_table: hash chains of kprobes by address. A live table changes while it is read:
 * each entry's hash and back pointer are checked, and the walk is repeated on errors, up to three times; remaining
 * errors are findings.
 */
#include <inttypes.h>
#include <string.h>

#include "translator/inspect/inspect.h"

#define GOLDEN_RATIO_64 0x61C8864680B583EBULL

enum { CHAINS_MOST = 4096, CHAIN_MOST = 1 << 16, MEMBERS_MOST = 4096, TRIES = 3 };
enum { KPROBE_GONE = 1, KPROBE_DISABLED = 2, KPROBE_OPTIMIZED = 4, KPROBE_FTRACE = 8 };

static const struct flag_word flag_words[] = {
	{ "gone", KPROBE_GONE }, { "disabled", KPROBE_DISABLED }, { "optimized", KPROBE_OPTIMIZED }, { "ftrace", KPROBE_FTRACE },
	{ "on function entry", 16 },
};

static const char *const needs[] = {
	"symbol:kprobe_table", "kprobe.hlist", "kprobe.list", "kprobe.addr", "kprobe.flags", "kprobe.pre_handler", "kprobe.post_handler",
	"kprobe.nmissed", "kprobe.opcode", "kprobe.symbol_name", "kprobe.offset", "hlist_node.next", "hlist_node.pprev", NULL,
};

static struct kprobe_seen kprobe_look(struct inspect *in, uint64_t at)
{
	return (struct kprobe_seen){
		.at = at,
		.address = field_u64(in, at, "kprobe.addr"),
		.pre = field_u64(in, at, "kprobe.pre_handler"),
		.post = field_u64(in, at, "kprobe.post_handler"),
		.flags = field_u32(in, at, "kprobe.flags"),
		.opcode = memory_u8(in->mem, at + type_offset(in, "kprobe.opcode")),
	};
}

/* True if the list of members is closed. */
static bool members_walk(struct inspect *in, uint64_t aggregate, kprobe_vec *ret)
{
	uint64_t head = aggregate + type_offset(in, "kprobe.list"), next = memory_u64(in->mem, head);

	for (int n = 0; next && next != head && n < MEMBERS_MOST; n++) {
		struct kprobe_seen k = kprobe_look(in, next - type_offset(in, "kprobe.list"));

		k.aggregate = aggregate;
		vec_push(in->a, ret, k);
		next = memory_u64(in->mem, next);
	}
	return next == head;
}

/* 64 chains in all kernels so far; the next symbol is an upper bound. */
static int hash_bits(const struct inspect *in, uint64_t table)
{
	uint64_t room = (symbol_after(in, table) - table) / 8;
	int bits = 0;

	while (bits < 12 && 2ULL << bits <= room)
		bits++;
	return bits;
}

/* The inconsistency, or NULL. */
static const char *table_walk(struct inspect *in, kprobe_vec *ret, uint64_t *where)
{
	uint64_t table = symbol_address(in, "kprobe_table"), hlist = type_offset(in, "kprobe.hlist");
	int bits = hash_bits(in, table);
	const char *trouble = NULL;

	for (uint64_t i = 0; i < 1ULL << bits; i++) {
		uint64_t back = table + 8 * i, node = memory_u64(in->mem, back);

		for (int n = 0; node; n++) {
			struct kprobe_seen k = kprobe_look(in, node - hlist);

			*where = k.at;
			if (n > CHAIN_MOST)
				return "a chain of the kprobe table does not end";
			if (k.address * GOLDEN_RATIO_64 >> (64 - bits) != i)
				return "a chain of the kprobe table leads to an address that is no kprobe of it";
			if (memory_u64(in->mem, node + type_offset(in, "hlist_node.pprev")) != back)
				trouble = "an entry of the kprobe table does not point back to the one before";
			vec_push(in->a, ret, k);
			if (place_is(in, k.pre, "aggr_pre_handler") && !members_walk(in, k.at, ret))
				trouble = "the members of an aggregated kprobe do not lead back to it";
			back = node;
			node = memory_u64(in->mem, node);
		}
	}
	return trouble;
}

bool kprobes_read(struct inspect *in, struct json_object *table)
{
	const char *trouble = NULL;
	uint64_t where = 0;

	if (!table_has(in, table, needs))
		return false;
	if (in->has_kprobes)
		return true;
	in->has_kprobes = true;
	for (int i = 0; i < (in->mem->is_live ? TRIES : 1); i++) {
		in->kprobes = (kprobe_vec){ 0 };
		trouble = table_walk(in, &in->kprobes, &where);
		if (!trouble)
			return true;
	}
	finding(in, where, "%s%s", trouble, in->mem->is_live ? " (or changed each of three times while it was read)" : "");
	return true;
}

const struct kprobe_seen *kprobe_at(const struct inspect *in, uint64_t address)
{
	vec_each(k, &in->kprobes)
		if (!k->aggregate && k->address == address)
			return k;
	return NULL;
}

/* ---- what it is ----------------------------------------------------------------------------------------- */

static bool is_armed(struct inspect *in, const struct kprobe_seen *k)
{
	return !(k->flags & (KPROBE_DISABLED | KPROBE_GONE)) && !memory_u8(in->mem, symbol_address(in, "kprobes_all_disarmed"));
}

static bool is_return(struct inspect *in, const struct kprobe_seen *k)
{
	static const char *const return_needs[] = { "kretprobe.kp", "kretprobe.handler", "kretprobe.entry_handler", "kretprobe.maxactive",
						    "kretprobe.nmissed", NULL };

	return place_is(in, k->pre, "pre_handler_kretprobe") && table_has(in, NULL, return_needs);
}

/* True for an event of the kernel (kprobe_events); all share the same handlers. */
static void fact_event(struct inspect *in, struct json_object *o, uint64_t kprobe)
{
	static const char *const event_needs[] = { "trace_kprobe.rp.kp", "trace_kprobe.tp.event", "trace_probe_event.class",
						   "trace_probe_event.call", "trace_event_class.system", "trace_event_call.name", NULL };
	uint64_t event;

	if (!table_has(in, NULL, event_needs))
		return;
	event = field_u64(in, kprobe - type_offset(in, "trace_kprobe.rp.kp"), "trace_kprobe.tp.event");
	fact_text(o, "event", arena_printf(in->a, "%s/%s",
		  memory_text(in->a, in->mem, field_u64(in, event + type_offset(in, "trace_probe_event.class"), "trace_event_class.system")),
		  memory_text(in->a, in->mem, field_u64(in, event + type_offset(in, "trace_probe_event.call"), "trace_event_call.name"))));
}

static void fact_return(struct inspect *in, struct json_object *o, const struct kprobe_seen *k)
{
	uint64_t at = k->at - type_offset(in, "kretprobe.kp"), handler = field_u64(in, at, "kretprobe.handler");
	uint64_t entry = field_u64(in, at, "kretprobe.entry_handler");

	fact_place(in, o, "handler", handler);
	fact_place(in, o, "entry_handler", entry);
	fact_owner(in, o, handler ? handler : entry);
	fact_probes(in, o, handler ? handler : entry, &k->address, 1);
	fact_number(o, "maxactive", field_u32(in, at, "kretprobe.maxactive"));
	fact_number(o, "missed_returns", field_u32(in, at, "kretprobe.nmissed"));
	if (place_is(in, handler, "kretprobe_dispatcher"))
		fact_event(in, o, k->at);
}

static struct json_object *kprobe_facts(struct inspect *in, const struct kprobe_seen *k)
{
	bool returns = is_return(in, k), is_aggregate = place_is(in, k->pre, "aggr_pre_handler");
	struct json_object *o = json_object_new_object();

	fact_place(in, o, "place", k->address);
	fact_text(o, "kind", returns ? "kretprobe" : is_aggregate ? "aggregate" : "kprobe");
	fact_flags(o, "flags", k->flags, flag_words, sizeof(flag_words) / sizeof(*flag_words));
	if (returns) {
		fact_return(in, o, k);
	} else if (!is_aggregate) {
		fact_place(in, o, "pre_handler", k->pre);
		fact_place(in, o, "post_handler", k->post);
		fact_owner(in, o, k->pre ? k->pre : k->post);
		fact_probes(in, o, k->pre ? k->pre : k->post, &k->address, 1);
		if (place_is(in, k->pre, "kprobe_dispatcher"))
			fact_event(in, o, k->at);
	}
	fact_number(o, "missed", field_u64(in, k->at, "kprobe.nmissed"));
	fact_text(o, "asked_for", memory_text(in->a, in->mem, field_u64(in, k->at, "kprobe.symbol_name")));
	fact_address(o, "struct", k->at);
	fact_source(in, o, k->address);
	return o;
}

/* Compares the code with the table. */
static void kprobe_check(struct inspect *in, const struct kprobe_seen *k, const struct code_seen *c)
{
	bool is_there = k->flags & KPROBE_FTRACE ? c->kind == CODE_CALL : k->flags & KPROBE_OPTIMIZED ? c->kind == CODE_JUMP :
			c->kind == CODE_INT3 || c->kind == CODE_JUMP;

	if (c->kind == CODE_UNREADABLE || k->flags & KPROBE_GONE)
		return;
	if (is_armed(in, k) && !is_there)
		finding(in, k->address, "a kprobe is armed here, but the code is: %s", code_text(in, c));
	if (!is_armed(in, k) && c->kind == CODE_INT3 && k->opcode != c->bytes[0])
		finding(in, k->address, "the kprobe here is disabled, but the code is int3");
}

struct json_object *kprobe_facts_with_code(struct inspect *in, const struct kprobe_seen *k)
{
	struct json_object *o = kprobe_facts(in, k);
	struct code_seen c = code_look(in, k->address);

	fact_code(in, o, &c);
	kprobe_check(in, k, &c);
	vec_each(member, &in->kprobes)
		if (member->aggregate == k->at)
			json_object_array_add(fact_list(o, "members"), kprobe_facts(in, member));
	return o;
}

static void kprobes_facts(struct inspect *in, struct json_object *table)
{
	struct json_object *list;

	ops_read(in, NULL);		/* trampolines have their names */
	if (!kprobes_read(in, table))
		return;
	list = fact_list(table, "entries");
	if (symbol_address(in, "kprobes_all_disarmed"))
		fact_true(table, "all_disarmed", memory_u8(in->mem, symbol_address(in, "kprobes_all_disarmed")));
	vec_each(k, &in->kprobes)
		if (!k->aggregate)
			json_object_array_add(list, kprobe_facts_with_code(in, k));
}

static const struct text_row member_rows[] = {
	{ "kind", NULL, NULL }, { "flags", NULL, NULL },
	{ "pre_handler", "pre handler", NULL }, { "post_handler", "post handler", NULL }, { "handler", "return handler", NULL },
	{ "entry_handler", "entry handler", NULL }, { "maxactive", "maxactive", NULL }, { "owner", "owner", NULL }, { "probes", "probe", NULL },
	{ "event", "event", NULL }, { "missed", "missed", NULL }, { "missed_returns", "missed returns", NULL }, { 0 },
};

const struct text_row kprobe_rows[] = {
	{ "place", NULL, NULL }, { "kind", NULL, NULL }, { "flags", NULL, NULL }, { "source", "source", NULL },
	{ "pre_handler", "pre handler", NULL }, { "post_handler", "post handler", NULL }, { "handler", "return handler", NULL },
	{ "entry_handler", "entry handler", NULL }, { "maxactive", "maxactive", NULL }, { "owner", "owner", NULL }, { "probes", "probe", NULL },
	{ "event", "event", NULL }, { "missed", "missed", NULL }, { "missed_returns", "missed returns", NULL }, { "code", "code", NULL },
	{ "members", "members", member_rows }, { 0 },
};

const struct inspect_table kprobes_table = {
	.name = "kprobes", .title = "kprobes", .read = kprobes_facts, .rows = kprobe_rows, .is_in_all = true,
	.what = "kprobes and kretprobes: handlers, owners, flags, misses, members of aggregates, the code there",
};
