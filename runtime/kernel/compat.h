/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every difference between kernel versions; no other file depends on one. HAVE_* come from features.h, made by
 * compiling the tests of features.def. Without any HAVE_* this is Linux 6.1.
 */
#ifndef MYTAP_COMPAT_H
#define MYTAP_COMPAT_H

#include "features.h"

/* The registers that ftrace passes: all, or only the arguments, ip and sp. */
#ifdef HAVE_ARCH_FTRACE_REGS
#define compat_ftrace_regs(fregs) (&arch_ftrace_regs(fregs)->regs)
#else
#define compat_ftrace_regs(fregs) (&(fregs)->regs)
#endif

/* fprobe's handlers around enter(fp, ip, regs, data) and leave(fp, ip, regs, data). */
#ifdef HAVE_FPROBE_FREGS
#define COMPAT_FPROBE_REGS(r) struct ftrace_regs *r
#define compat_fprobe_regs(r) compat_ftrace_regs(r)
#else
#define COMPAT_FPROBE_REGS(r) struct pt_regs *r
#define compat_fprobe_regs(r) (r)
#endif
#define COMPAT_FPROBE_ENTRY(entry, enter) \
static int notrace entry(struct fprobe *fp, unsigned long ip, unsigned long ret_ip, COMPAT_FPROBE_REGS(regs), void *data) \
{ \
	return enter(fp, ip, compat_fprobe_regs(regs), data); \
}
#define COMPAT_FPROBE_EXIT(exit, leave) \
static void notrace exit(struct fprobe *fp, unsigned long ip, unsigned long ret_ip, COMPAT_FPROBE_REGS(regs), void *data) \
{ \
	compat_fprobe_exit_begin(regs); \
	leave(fp, ip, compat_fprobe_regs(regs), data); \
}
#ifdef HAVE_FPROBE_GRAPH
enum {
	COMPAT_FPROBE_DATA_MOST = 15 * sizeof(long),	/* a larger size is refused with -E2BIG */
	COMPAT_FPROBE_IS_REMEMBERED = 1,	/* by its address, in returns that come after it was unregistered */
};
/*
 * (All fprobes of a function share 32 words, and all miss when these do not suffice: so return_point.c makes one
 * fprobe per function.)
 */
#define compat_fprobe_maxactive(fp, n) ((void)(n))
/* Return values, ip, sp and bp are set, which a stack walk needs; cs is whatever the stack held before. */
#define compat_fprobe_exit_begin(r) (*(u64 *)&compat_ftrace_regs(r)->cs = __KERNEL_CS)
#else
enum { COMPAT_FPROBE_DATA_MOST = 32 << 10, COMPAT_FPROBE_IS_REMEMBERED = 0 };	/* nodes may have 64 kB */
#define compat_fprobe_maxactive(fp, n) ((fp)->nr_maxactive = (n))
#define compat_fprobe_exit_begin(r) ((void)0)
#endif

/*
 * Direct trampolines: one for all functions of an ops. The unwinder passes the trampoline by ORC, and return addresses that others have
 * taken from the stack can be found (return_direct.c).
 */
#if (defined(HAVE_DIRECT_OPS) || defined(HAVE_DIRECT_MULTI)) && defined(HAVE_RCU_TASKS) && defined(HAVE_STOP_MACHINE) && \
	(defined(HAVE_UNWIND_TYPE_FIRST) || !defined(HAVE_UNWIND_SIGNAL)) && defined(CONFIG_X86_64) && \
	defined(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS) && defined(CONFIG_UNWINDER_ORC) && \
	(defined(CONFIG_KRETPROBE_ON_RETHOOK) || !defined(CONFIG_KRETPROBES))
#define COMPAT_DIRECT
#endif

#ifdef HAVE_DIRECT_OPS
#define compat_direct_register(ops, address) register_ftrace_direct(ops, address)
#define compat_direct_unregister(ops, address) unregister_ftrace_direct(ops, address, false)
#else
#define compat_direct_register(ops, address) register_ftrace_direct_multi(ops, address)
#define compat_direct_unregister(ops, address) unregister_ftrace_direct_multi(ops, address)
#endif

#ifdef HAVE_OPS_FUNC_IP
#define COMPAT_OPS_FUNC_PARAMETERS struct ftrace_ops *ops, unsigned long ip, enum ftrace_ops_cmd cmd
#else
#define COMPAT_OPS_FUNC_PARAMETERS struct ftrace_ops *ops, enum ftrace_ops_cmd cmd
#endif

/* In assembly: from here on the caller's stack pointer is n bytes above the stack pointer, and bp is the caller's. */
#ifdef HAVE_UNWIND_TYPE_FIRST
#define COMPAT_UNWIND_SP(n) UNWIND_HINT(UNWIND_HINT_TYPE_CALL, ORC_REG_SP, n, 0)
#else
#define COMPAT_UNWIND_SP(n) UNWIND_HINT(ORC_REG_SP, n, UNWIND_HINT_TYPE_CALL, 0)
#endif

/* In assembly, where a call has come from code that does not count it. */
#ifdef CALL_DEPTH_ACCOUNT
#define COMPAT_CALL_DEPTH CALL_DEPTH_ACCOUNT "\n"
#else
#define COMPAT_CALL_DEPTH ""
#endif

/* Bytes of the return addresses that the function graph tracer has taken from a task's stack. */
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
#define COMPAT_RET_STACK (sizeof(*current->ret_stack) == sizeof(long) ? PAGE_SIZE : \
			  FTRACE_RETFUNC_DEPTH * sizeof(*current->ret_stack))
#endif

static inline bool compat_task_runs(const struct task_struct *t)
{
#ifdef CONFIG_SMP
	return READ_ONCE(t->on_cpu);
#else
	return t == current;
#endif
}

/* Uprobes: a consumer on an offset of a file, and the parameters of its functions. */
#ifdef HAVE_UPROBE_DATA
#define COMPAT_UPROBE_DATA , __u64 *data
#else
#define COMPAT_UPROBE_DATA
#endif

#ifdef HAVE_UPROBE_OBJECT
#define COMPAT_UPROBE_FILTER_CONTEXT
static inline int compat_uprobe_register(struct inode *inode, loff_t at, loff_t counter, struct uprobe_consumer *c,
					 struct uprobe **ret)
{
	struct uprobe *u = uprobe_register(inode, at, counter, c);

	if (IS_ERR(u))
		return PTR_ERR(u);
	*ret = u;
	return 0;
}

/* Handlers may run until compat_uprobe_unregister_sync() returns. */
static inline void compat_uprobe_unregister(struct inode *inode, loff_t at, struct uprobe_consumer *c, struct uprobe *u)
{
	uprobe_unregister_nosync(u, c);
}

static inline void compat_uprobe_unregister_sync(void)
{
	uprobe_unregister_sync();
}
#else
#define COMPAT_UPROBE_FILTER_CONTEXT , enum uprobe_filter_ctx context
static inline int compat_uprobe_register(struct inode *inode, loff_t at, loff_t counter, struct uprobe_consumer *c,
					 struct uprobe **ret)
{
	return counter ? uprobe_register_refctr(inode, at, counter, c) : uprobe_register(inode, at, c);
}

static inline void compat_uprobe_unregister(struct inode *inode, loff_t at, struct uprobe_consumer *c, struct uprobe *u)
{
	uprobe_unregister(inode, at, c);
}

static inline void compat_uprobe_unregister_sync(void) { }
#endif

static inline struct timespec64 compat_inode_mtime(const struct inode *inode)
{
#ifdef HAVE_INODE_GET_MTIME
	return inode_get_mtime(inode);
#else
	return inode->i_mtime;
#endif
}

/* True: the kernel replaces a five-byte nop by code that writes below the stack pointer. */
#ifdef HAVE_UPROBE_OPTIMIZE
enum { COMPAT_UPROBE_REPLACES_NOP5 = 1 };
#else
enum { COMPAT_UPROBE_REPLACES_NOP5 = 0 };
#endif

/* Pending uretprobe returns of the current task; the kernel keeps at most MAX_URETPROBE_DEPTH. */
static inline unsigned int compat_uprobe_depth(void)
{
#ifdef CONFIG_UPROBES
	const struct uprobe_task *t = READ_ONCE(current->utask);

	return t ? t->depth : 0;
#else
	return 0;
#endif
}

#ifdef HAVE_SYSTEM_DFL_WQ
#define compat_unbound_wq system_dfl_wq
#else
#define compat_unbound_wq system_unbound_wq
#endif

#ifdef HAVE_VM_FLAGS_SET
#define compat_vm_flags_set(vma, flags) vm_flags_set(vma, flags)
#define compat_vm_flags_clear(vma, flags) vm_flags_clear(vma, flags)
#else
#define compat_vm_flags_set(vma, flags) ((vma)->vm_flags |= (flags))
#define compat_vm_flags_clear(vma, flags) ((vma)->vm_flags &= ~(flags))
#endif

static inline void compat_hrtimer_setup(struct hrtimer *t, enum hrtimer_restart (*function)(struct hrtimer *),
					clockid_t clock, enum hrtimer_mode mode)
{
#ifdef HAVE_HRTIMER_SETUP
	hrtimer_setup(t, function, clock, mode);
#else
	hrtimer_init(t, clock, mode);
	t->function = function;
#endif
}

/* The read-only memory of a module, which contains its notes; valid from the moment the module is coming. */
static inline const char *compat_module_rodata(const struct module *mod, size_t *size)
{
#ifdef HAVE_MODULE_MEMORY
	*size = mod->mem[MOD_RODATA].size;
	return mod->mem[MOD_RODATA].base;
#else
	*size = mod->core_layout.ro_size - mod->core_layout.text_size;
	return (const char *)mod->core_layout.base + mod->core_layout.text_size;
#endif
}

/* The sizes of a module's memory as text, by kind; returns the text's length. */
static inline size_t compat_module_size(const struct module *mod, char *to, size_t size)
{
#ifdef HAVE_MODULE_MEMORY
	return scnprintf(to, size, "text: %u, rodata: %u, data: %u", mod->mem[MOD_TEXT].size, mod->mem[MOD_RODATA].size,
			 mod->mem[MOD_DATA].size);
#else
	return scnprintf(to, size, "text: %u, rodata: %u, data: %u", mod->core_layout.text_size,
			 mod->core_layout.ro_size - mod->core_layout.text_size, mod->core_layout.size - mod->core_layout.ro_size);
#endif
}

/* A line into the kernel's trace buffer; text is not empty. */
static inline void compat_trace_puts(unsigned long ip, const char *text)
{
#ifdef HAVE_TRACE_PUTS_COUNTS
	__trace_puts(ip, text);
#else
	__trace_puts(ip, text, strlen(text));
#endif
}

/* fetch.c: n bytes of kernel memory, if they can be read. */
static bool kernel_copy(void *to, u64 addr, size_t n);

/* The first address that ftrace reports for a function at addr: behind endbr where there is one. */
static inline unsigned long compat_fentry(unsigned long addr)
{
#ifdef CONFIG_X86_KERNEL_IBT
	u32 first = 0;

	if (kernel_copy(&first, addr, sizeof(first)) &&
	    (first == 0xfa1e0ff3 ||		/* endbr64 */
	     first == 0x001f0f66 ||		/* sealed: nopw (%rax) */
	     first == 0xd6401f0f))		/* sealed: nopl -42(%rax) */
		return addr + 4;
#endif
	return addr;
}

/* Bytes between the stack pointer and the end of the task's stack; a large number on any other stack. */
static inline unsigned long compat_stack_left(unsigned long sp)
{
	return sp - (unsigned long)task_stack_page(current);
}

/* The stack pointer has none of these bits; it is below this address. By hand, since a compiler copies it to a register first. */
static __always_inline bool compat_stack_lacks(const unsigned long *bits)
{
	bool yes;

	asm volatile("testq %%rsp, %1" : "=@ccz" (yes) : "m" (*bits));
	return yes;
}

static __always_inline bool compat_stack_is_below(const unsigned long *address)
{
	bool yes;

	asm volatile("cmpq %1, %%rsp" : "=@ccb" (yes) : "m" (*address));
	return yes;
}

/*
 * Bounds of the stack that sp, the stack pointer, is in; *size is 0 if it is not known. True if it is a CPU's stack for interrupts.
 * get_stack_info() is not exported. The unwinder asks it first, and does not walk when its first frame is to be below its own.
 */
static inline bool compat_stack_bounds(unsigned long sp, unsigned long *begin, unsigned long *size)
{
	enum { BELOW = 512 };			/* more than the unwinder's own frame */
	struct unwind_state state;

	__unwind_start(&state, current, NULL, (unsigned long *)(sp - BELOW));
	*size = 0;
	if (state.stack_info.type == STACK_TYPE_UNKNOWN)
		return false;
	*begin = (unsigned long)state.stack_info.begin;
	*size = (unsigned long)state.stack_info.end - *begin;
	return state.stack_info.type == STACK_TYPE_IRQ;
}

/*
 * The stack word that holds the return address an unwinder is at (unwind_get_return_address());
 * unwind_get_return_address_ptr() is not exported.
 */
static inline const void *compat_unwind_word(const struct unwind_state *state)
{
#if defined(CONFIG_UNWINDER_ORC)
	return state->regs ? &state->regs->ip : (unsigned long *)state->sp - 1;
#elif defined(CONFIG_UNWINDER_FRAME_POINTER)
	return state->regs ? &state->regs->ip : state->bp + 1;
#else
	return state->sp;
#endif
}

/* Lowest canonical address of the kernel's half, with the page tables in use: four levels or five. */
static inline u64 compat_kernel_start(void)
{
#ifdef CONFIG_X86_64
	return ~0ULL << (native_read_cr4() & X86_CR4_LA57 ? 56 : 47);
#else
	return TASK_SIZE_MAX;
#endif
}

/* A page in the kernel's half that the kernel treats as user space in a page fault. */
#ifdef CONFIG_X86_64
#define COMPAT_VSYSCALL ((u64)VSYSCALL_ADDR)
#else
#define COMPAT_VSYSCALL (-(u64)PAGE_SIZE)
#endif

#endif
