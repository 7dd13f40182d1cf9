// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel half: loaded with the script's own C (which knows only api.h) as one module. This file pulls in all
 * the others and holds init and exit.
 *
 * wire.h describes the life of the module. Order of inclusion: api.h (the contract with the script), runtime.h
 * (what the parts share), then each part before those that use it.
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/trace_recursion.h>
#include <linux/tracepoint.h>
#include <linux/hrtimer.h>
#include <linux/perf_event.h>
#include <linux/irq_work.h>
#include <asm/irq_regs.h>
#include <asm/tsc.h>
#include <linux/workqueue.h>
#include <linux/proc_fs.h>
#include <linux/namei.h>
#include <linux/poll.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/sched/loadavg.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/cred.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/vmalloc.h>
#include <linux/slab.h>
#include <linux/pagemap.h>
#include <linux/uaccess.h>
#include <linux/timekeeping.h>
#include <linux/timekeeper_internal.h>
#include <linux/pvclock_gtod.h>
#include <linux/delay.h>
#include <linux/cpuhotplug.h>
#include <linux/kallsyms.h>
#include <linux/stacktrace.h>
#include <linux/random.h>
#include <linux/elf.h>
#include <linux/sort.h>
#include <linux/bsearch.h>
#include <linux/binfmts.h>
#include <linux/dcache.h>
#include <linux/file.h>
#include <linux/hash.h>
#include <linux/sched/task.h>
#include <linux/task_work.h>
#include <linux/uprobes.h>
#include <asm/syscall.h>
#include <asm/unwind.h>

#include "compat.h"
#include "../wire.h"
#include "../dump.h"
#include "../format.h"
#include "../histogram.h"
#define MYTAP_UNWIND_WALKS
#include "../unwind.h"
#include "../source_lines.h"
#include "api.h"
#include "usual.h"
#include "runtime.h"

static_assert(sizeof(struct mytap_regs) == sizeof(struct pt_regs));
static_assert(offsetof(struct mytap_regs, di) == offsetof(struct pt_regs, di));
static_assert(offsetof(struct mytap_regs, ax) == offsetof(struct pt_regs, ax));
static_assert(offsetof(struct mytap_regs, ip) == offsetof(struct pt_regs, ip));
static_assert(offsetof(struct mytap_regs, sp) == offsetof(struct pt_regs, sp));
static_assert(sizeof(struct mytap_priv) <= sizeof(((struct mytap_ctx *)0)->priv));
static_assert(sizeof(struct mytap_shared) <= PAGE_SIZE && sizeof(struct mytap_ring) <= PAGE_SIZE);
static_assert(PAGE_SIZE == 4096 && sizeof(struct mytap_taken) == 64);	/* wire.h relies on this */
static_assert(sizeof(struct mytap_hit) == MYTAP_HIT_BYTES);
#define FAMILY(ENUM, name, type, ...) static_assert(sizeof(struct mytap_##name##_probe) <= sizeof(mytap_nothing));
#define FAMILY_SCRIPT(ENUM, name, ...) static_assert(sizeof(struct mytap_##name##_script) <= sizeof(mytap_nothing));
#include "families.def"

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("mytap script");

u32 mytap_nslots;

#include "string.c"
#include "fetch.c"
#include "aggregate.c"
#include "format.c"
#include "memory.c"
#include "channel.c"
#include "clock.c"
#include "transport.c"
#include "print.c"
#include "timing.c"
#include "stack_left.c"
#include "context.c"
#include "trace.c"
#include "deepest.c"
#include "error.c"
#include "lock.c"
#include "overload.c"
#include "map.c"
#include "map_make.c"
#include "iter.c"
#include "target.c"
#include "target_namespaces.c"
#include "task.c"
#include "time.c"
#include "symbols.c"
#include "source.c"
#include "stack.c"
#include "user_file.c"
#if __has_include("builtin_calls.c")
#include "builtin_calls.c"
#include "raise.c"
#include "process_args.c"
#include "machine.c"
#include "user_stack.c"
#include "user_symbol.c"
#include "stack_id.c"
#endif
#include "message.c"
#include "address.c"
#include "module.h"
#include "build_id.c"
#include "module_build.c"
#include "refusal.c"
#include "program.c"
#include "families.def"
#include "place.c"
#include "module.c"
#include "serve.c"
#include "session.c"
#include "condition.c"
#include "switch.c"
#include "control.c"
#include "dump.c"

static int __init mytap_init(void)
{
	int error;

	if (mytap_script.abi != MYTAP_ABI || mytap_script.size != sizeof(struct mytap_script)) {
		pr_err("%s: script and runtime do not fit: ABI %u of %zu bytes, expected %u of %u bytes\n",
		       THIS_MODULE->name, mytap_script.abi, sizeof(struct mytap_script), MYTAP_ABI,
		       mytap_script.size);
		return -EINVAL;
	}
	error = build_id_check();
	if (error)
		return error;
	user_stacks_init();
	error = session_init();
	if (!error)
		error = maps_make();
	if (!error)
		error = modules_init();
	if (!error && (!programs_init() || !user_files_init() || !kept_stacks_init()))
		error = -ENOMEM;
	if (!error)
		error = control_init();
	if (error) {
		modules_exit();
		programs_free();
		user_files_free();
		kept_stacks_free();
		if (error == -ENOMEM)
			pr_err("%s: not enough memory for the script's arrays and buffers\n", THIS_MODULE->name);
		maps_free();
		session_free();
	}
	return error;
}

static void __exit mytap_cleanup(void)
{
	control_exit();			/* no command and no poller from here on */
	session_end();
	modules_exit();
	programs_free();
	user_stacks_stop();
	user_files_free();
	kept_stacks_free();
	maps_free();
	session_free();
}

module_init(mytap_init);
module_exit(mytap_cleanup);
