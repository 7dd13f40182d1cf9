// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions that may be called by a trampoline of the runtime, which passes on registers only (runtime/kernel/return_direct_trampoline.c). */
#include <string.h>

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/sources.h"

/*
 * Never: where an idle task sleeps (the runtime cannot look through the stacks of idle tasks when a session ends), functions that
 * are entered and left on different stacks, and what the kernel denies to its own trampolines.
 */
static const char *const denied[] = {
	"do_idle", "cpu_startup_entry", "schedule_idle", "__schedule", "start_secondary", "rest_init",
	"__switch_to", "finish_task_switch", "schedule_tail", "ret_from_fork",
	"migrate_disable", "migrate_enable", "preempt_count_add", "preempt_count_sub",
	"rcu_read_unlock_strict", "__rcu_read_lock", "__rcu_read_unlock",
};

static bool is_denied(const char *name)
{
	for (size_t i = 0; i < sizeof(denied) / sizeof(*denied); i++)
		if (!strcmp(name, denied[i]))
			return true;
	return false;
}

/* The result is in rax, or in rax and rdx. */
static bool returns_plainly(struct dtype *func)
{
	struct dtype *type = dtype_strip(func->target);

	return !type || (type->kind != DTYPE_FLOAT && type->size <= 16);
}

bool debuginfo_is_plain(struct debuginfo *di, struct place *place)
{
	struct target_context at = { .place = place, .is_return = true };
	const char *reason;
	struct dtype *func;

	if (place->module || !place->has_address || !place->is_traceable || is_denied(place->func))
		return false;
	func = btf_prototype(di, &at);
	if (!func || !returns_plainly(func))
		return false;
	dtype_complete(func);
	for (unsigned int i = 0; i < func->members.n; i++)
		if (!dtype_strip(func->members.v[i].type) || abi_parameter(func, i, &reason) < 0)
			return false;
	return true;
}
