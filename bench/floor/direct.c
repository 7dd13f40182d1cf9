// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A return by a direct trampoline, as short as it can be for one function whose arguments are in registers: ftrace calls it in place of
 * the function's first bytes, and it calls the rest. Nobody unwinds through it, and the module goes when nothing is inside.
 */
#include <linux/linkage.h>
#include <linux/objtool.h>

void floor_returned(void);
void floor_returned(void)
{
	hit(0);
}

void floor_returned_from(u64 began);
void floor_returned_from(u64 began)
{
	hit(ktime_get_real_fast_ns() - began);
}

void floor_direct(void);
void floor_direct_latency(void);
void floor_body(void);

asm(
"	.pushsection .text, \"ax\"\n"
"	.balign 16\n"
"	.type floor_direct, @function\n"
"floor_direct:\n"
	ASM_ENDBR
"	pop %r11\n"
"	call floor_body\n"
"	push %rax\n"
"	push %rdx\n"
"	call floor_returned\n"
"	pop %rdx\n"
"	pop %rax\n"
	ASM_RET
"	.size floor_direct, . - floor_direct\n"
"	.balign 16\n"
"	.type floor_direct_latency, @function\n"
"floor_direct_latency:\n"
	ASM_ENDBR
"	pop %r11\n"
"	push %rbx\n"
"	push %rdi\n"
"	push %rsi\n"
"	push %rdx\n"
"	push %rcx\n"
"	push %r8\n"
"	push %r9\n"
"	push %r11\n"
"	call ktime_get_real_fast_ns\n"
"	mov %rax, %rbx\n"
"	pop %r11\n"
"	pop %r9\n"
"	pop %r8\n"
"	pop %rcx\n"
"	pop %rdx\n"
"	pop %rsi\n"
"	pop %rdi\n"
"	call floor_body\n"
"	push %rax\n"
"	push %rdx\n"
"	mov %rbx, %rdi\n"
"	call floor_returned_from\n"
"	pop %rdx\n"
"	pop %rax\n"
"	pop %rbx\n"
	ASM_RET
"	.size floor_direct_latency, . - floor_direct_latency\n"
/* Goes on in the function by a return. */
"	.type floor_body, @function\n"
"floor_body:\n"
"	push %r11\n"
	ASM_RET
"	.size floor_body, . - floor_body\n"
"	.popsection\n"
);

STACK_FRAME_NON_STANDARD(floor_direct);
STACK_FRAME_NON_STANDARD(floor_direct_latency);
STACK_FRAME_NON_STANDARD(floor_body);

static struct ftrace_ops direct_ops;

static int direct_attach(void *trampoline)
{
	int rc = ftrace_set_filter(&direct_ops, function, strlen(function), 1);

	if (rc)
		return rc;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	return register_ftrace_direct(&direct_ops, (unsigned long)trampoline);
#else
	return register_ftrace_direct_multi(&direct_ops, (unsigned long)trampoline);
#endif
}

static void direct_detach(void *trampoline)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	unregister_ftrace_direct(&direct_ops, (unsigned long)trampoline, true);
#else
	unregister_ftrace_direct_multi(&direct_ops, (unsigned long)trampoline);
	ftrace_free_filter(&direct_ops);
#endif
	synchronize_rcu_tasks();
}
