// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Direct trampolines: calls that outlive the session. The return address of the trampoline is replaced, in the stacks of all tasks and where
 * other hooks keep it, by that of an epilogue in the kernel's text. Process context, may sleep; nothing is registered any more.
 */

#ifdef COMPAT_DIRECT
#include <asm/text-patching.h>
#include <linux/rethook.h>
#include <linux/stop_machine.h>

enum { DIRECT_SEARCH = 4 << 20 };	/* bytes of the kernel's text that may be searched for an epilogue */

static unsigned long jump_target(const u8 *p, unsigned long address)
{
	s32 distance;

	memcpy(&distance, p + 1, sizeof(distance));
	return address + 5 + distance;
}

/* Returns are what the kernel has made of them in this module too: one byte, or a jump to the thunk in use. Other jumps are calls. */
static bool is_return(const u8 *p, unsigned long address)
{
	const u8 *own = (const u8 *)mytap_direct_return;

	if (*own == JMP32_INSN_OPCODE)
		return *p == JMP32_INSN_OPCODE && jump_target(p, address) == jump_target(own, (unsigned long)own);
	return *own == RET_INSN_OPCODE && *p == RET_INSN_OPCODE;
}

/* pop rbx, rbp, r12 to r15, behind a call or jump of five bytes: no other instruction's optimised kprobe reaches into them. */
static bool is_epilogue(const u8 *p, unsigned long address)
{
	static const u8 pops[] = { 0x5b, 0x5d, 0x41, 0x5c, 0x41, 0x5d, 0x41, 0x5e, 0x41, 0x5f };

	return (*p == CALL_INSN_OPCODE || *p == JMP32_INSN_OPCODE) && !memcmp(p + 5, pops, sizeof(pops)) &&
	       jump_target(p, address) - mytap_stext < 2 * DIRECT_SEARCH && is_return(p + 15, address + 15);
}

/* In the kernel's text, from its start on. 0: none. */
static unsigned long epilogue_find(void)
{
	enum { PIECE = 1024, LENGTH = 20 };
	static u8 piece[PIECE];
	unsigned long at, i;

	for (at = mytap_stext; at < mytap_stext + DIRECT_SEARCH && kernel_copy(piece, at, PIECE); at += PIECE - LENGTH)
		for (i = 0; i < PIECE - LENGTH; i++)
			if (is_epilogue(piece + i, at + i))
				return at + i + 5;
	return 0;
}

/*
 * A word that is this return address is one, or is not used. True: some other word is in the trampoline, where a task may have been
 * interrupted, or called one of our functions; or it is not used.
 */
static bool words_release(unsigned long *from, unsigned long *to)
{
	unsigned long begin = (unsigned long)mytap_direct_trampoline, end = (unsigned long)mytap_direct_return, size;
	bool any = false;

	/* Its last instruction is a return, one byte or a jump. objtool minds an address beside the two in gcc's code. */
	OPTIMIZER_HIDE_VAR(begin);
	OPTIMIZER_HIDE_VAR(end);
	size = end + JMP32_INSN_SIZE - begin;
	for (; from < to; from++) {
		unsigned long word = READ_ONCE_NOCHECK(*from), back = (unsigned long)mytap_direct_back;

		if (word == back)
			arch_cmpxchg(from, back, direct.epilogue);
		else
			any |= word - begin < size;
	}
	return any;
}

/* A return address that a probe of somebody else has taken from the stack of a function that was jumped to at our function's end. */
static void hooked_release(struct task_struct *t)
{
	struct rethook_node *node;

	llist_for_each_entry(node, t->rethooks.first, llist)
		words_release(&node->ret_addr, &node->ret_addr + 1);
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	if (t->ret_stack)
		words_release((unsigned long *)t->ret_stack, (unsigned long *)((char *)t->ret_stack + COMPAT_RET_STACK));
#endif
}

static bool task_release(struct task_struct *t)
{
	unsigned long *stack = t->stack, *end = stack + THREAD_SIZE / sizeof(*stack), *from;

	hooked_release(t);
	if (!stack)
		return false;
	/* Of a task that runs it is not known how much is in use. */
	from = compat_task_runs(t) ? stack : (unsigned long *)t->thread.sp;
	if (from < stack || from >= end)
		from = stack;
	return words_release(from, end);
}

/*
 * All CPUs are here, so every other task is switched out, and no interrupt or softirq is in progress. Idle tasks never sleep in a
 * probed function (translator/debuginfo/plain.c). A task that has left the list while it exits is waited for by RCU. Returns 1 if
 * some task may be in the trampoline itself.
 */
static int tasks_release(void *unused)
{
	struct task_struct *p, *t;
	bool any = false;

	for_each_process_thread(p, t)
		any |= task_release(t);
	return any;
}

/* No task is at an instruction of the trampoline that it was at before. */
static void direct_wait(void)
{
	synchronize_rcu_tasks_rude();
	session_gets_on();
	synchronize_rcu_tasks();
	session_gets_on();
}

/*
 * After unregistering: no call will return to this module. Its callers sleep on for as long as they want. Mostly no task is in the trampoline,
 * and one wait is enough, for tasks that exit; a wait takes 0.1 to 0.2 s.
 */
static void direct_release(void)
{
	if (stop_machine(tasks_release, NULL, NULL)) {
		direct_wait();			/* who had come to the trampoline has called the function */
		stop_machine(tasks_release, NULL, NULL);
	}
	direct_wait();			/* who was on the way back is gone */
}

#endif
