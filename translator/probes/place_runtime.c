// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How places are probed: entries by ftrace, returns by the best mechanism of the kernel, the rest by breakpoints.
 * Returns and breakpoints are faster with unexported functions of the kernel, whose addresses must be known.
 */
#include <string.h>

#include "place_pattern.h"

const struct runtime_family function_runtime = { .name = "function", .asks_first = true, .runs_quick = true };
const struct runtime_family kprobe_runtime = { .name = "kprobe" };
const struct runtime_family kprobe_post_runtime = { .name = "kprobe_post" };

const struct runtime_family *place_statement(const struct dprobe *p)
{
	return p->is_raw ? &kprobe_runtime : &statement_runtime;
}

/* ftrace has a site at most entries; elsewhere a breakpoint is used. */
const struct runtime_family *place_function(const struct dprobe *p)
{
	const struct place *pl = p->place;

	if (p->is_return)
		return &return_runtime;
	if (pl->is_inline || !pl->is_entry)
		return place_statement(p);
	return pl->is_traceable || !pl->has_address ? &function_runtime : &kprobe_runtime;
}

/* ---- returns -------------------------------------------------------------------------------------- */

static void return_emit(struct family_text *t, const struct dprobe *p)
{
	const struct place_detail *d = p->detail;

	field_number(t, "maxactive", d->maxactive);
}

bool returns_may_be_direct(const struct session *s)
{
	const char *wanted = session_define(s, "MYTAP_RETURN");

	return wanted ? !strcmp(wanted, "direct") : !session_define(s, "KRETACTIVE");
}

/* -D MYTAP_RETURN=NAME: return probes use only this mechanism; direct: this one where it can be used, as by default. */
static void return_emit_script(struct family_text *t, const struct family_use *u)
{
	static const char *const names[][2] = {
		{ "kretprobe", "MYTAP_RETURNS_KRETPROBE" }, { "rethook", "MYTAP_RETURNS_RETHOOK" },
		{ "fprobe", "MYTAP_RETURNS_FPROBE" }, { "direct", "MYTAP_RETURNS_DIRECT" },
	};
	const char *wanted = session_define(t->s, "MYTAP_RETURN");

	(void)u;
	for (size_t i = 0; wanted && i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(wanted, names[i][0])) {
			field_name(t, "by", names[i][1]);
			return;
		}
	if (wanted)
		diag_error(&t->s->diag, (struct loc){ 0 }, "-D MYTAP_RETURN is direct, fprobe, rethook or kretprobe, not '%s'", wanted);
}

const struct runtime_family return_runtime = {
	.name = "return", .runs_quick = true, .emit = return_emit, .emit_script = return_emit_script,
	.symbols = (const char *const []){
		"rethook_alloc", "rethook_free", "rethook_add_node", "rethook_try_get", "rethook_hook", "rethook_recycle", NULL
	},
};

/* ---- many breakpoints at once ----------------------------------------------------------------------- */

enum { BULK_LEAST = 32 };		/* of runtime/kernel/kprobe_bulk.c */

/* -D MYTAP_KPROBES=single: one by one, by the kernel; untrusted: the same, after a self-test that is made to fail. */
static bool kprobes_are(struct session *s, const char *how)
{
	const char *wanted = session_define(s, "MYTAP_KPROBES");

	return wanted && !strcmp(wanted, how);
}

static bool statement_wants_symbols(struct session *s, unsigned int nprobes)
{
	return nprobes >= BULK_LEAST && !kprobes_are(s, "single");
}

static void statement_emit_script(struct family_text *t, const struct family_use *u)
{
	const char *wanted = session_define(t->s, "MYTAP_KPROBES");

	field_true(t, "test_fails", u->symbols && kprobes_are(t->s, "untrusted"));
	if (wanted && !kprobes_are(t->s, "single") && !kprobes_are(t->s, "bulk") && !kprobes_are(t->s, "untrusted"))
		diag_error(&t->s->diag, (struct loc){ 0 }, "-D MYTAP_KPROBES is single, bulk or untrusted, not '%s'", wanted);
}

const struct runtime_family statement_runtime = {
	.name = "statement", .wants_symbols = statement_wants_symbols, .emit_script = statement_emit_script,
	.symbols = (const char *const []){
		"kprobes_all_disarmed", "alternatives_text_reserved", "arch_within_kprobe_blacklist", "kprobe_blacklist",
		"__start_static_call_sites", "__stop_static_call_sites", "arch_copy_kprobe", "core_kernel_text",
		"find_bug", "__free_insn_slot", "ftrace_location_range", "get_kprobe", "__get_insn_slot",
		"__start___jump_table", "__stop___jump_table", "kprobe_mutex",
		"kprobe_table", "perf_event_text_poke", "kprobe_insn_slots", "text_mutex", "text_poke", "text_poke_sync", NULL
	},
};
