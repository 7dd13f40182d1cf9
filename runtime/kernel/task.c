// SPDX-License-Identifier: GPL-2.0-or-later
/* The current task. Any context. */

s64 mytap_pid(void)
{
	return current->tgid;
}

s64 mytap_tid(void)
{
	return current->pid;
}

/* The parent, if RCU may be used here: not while the idle loop is in an RCU-idle state. */
static struct task_struct *task_parent(void)
{
	return rcu_is_watching() ? rcu_dereference_raw(current->real_parent) : NULL;
}

s64 mytap_ppid(void)
{
	struct task_struct *p;
	s64 pid;

	rcu_read_lock();
	p = task_parent();
	pid = p ? p->tgid : 0;
	rcu_read_unlock();
	return pid;
}

void mytap_pexecname(char *to, size_t size)
{
	struct task_struct *p;

	rcu_read_lock();
	p = task_parent();
	mytap_strncpy_raw(to, size, p ? p->comm : "", TASK_COMM_LEN - 1);
	rcu_read_unlock();
}

/* comm is padded with zeros; another thread may write it at any moment, so it is terminated here. Returns where its words end. */
static __always_inline u64 *execname_words(u64 *to)
{
	const u64 *comm = (const u64 *)current->comm;
	u64 first = READ_ONCE(comm[0]);

	BUILD_BUG_ON(TASK_COMM_LEN != 16);
	to[0] = first;
	if (mytap_has_zero(first))
		return to + 1;
	to[1] = word_cut(READ_ONCE(comm[1]), 7);
	return to + 2;
}

void mytap_execname(char *to, size_t size)
{
	execname_words((u64 *)to);
}

u64 *mytap_key_execname(u64 *k)
{
	return execname_words(k);
}

u64 mytap_execname_word(void)
{
	return READ_ONCE(*(const u64 *)current->comm);
}

bool mytap_execname_is(u64 first, u64 second)
{
	const u64 *comm = (const u64 *)current->comm;

	return READ_ONCE(comm[0]) == first && (mytap_has_zero(first) || word_cut(READ_ONCE(comm[1]), 7) == second);
}

s64 mytap_uid(void)
{
	return from_kuid_munged(&init_user_ns, current_uid());
}

s64 mytap_euid(void)
{
	return from_kuid_munged(&init_user_ns, current_euid());
}

s64 mytap_gid(void)
{
	return from_kgid_munged(&init_user_ns, current_gid());
}

s64 mytap_egid(void)
{
	return from_kgid_munged(&init_user_ns, current_egid());
}

static s64 task_pid_of_kind(enum pid_type kind)
{
	struct pid *p;
	s64 nr = 0;

	rcu_read_lock();
	if (rcu_is_watching()) {
		p = rcu_dereference_raw(current->signal->pids[kind]);
		nr = p ? p->numbers[0].nr : 0;
	}
	rcu_read_unlock();
	return nr;
}

s64 mytap_pgrp(void)
{
	return task_pid_of_kind(PIDTYPE_PGID);
}

s64 mytap_sid(void)
{
	return task_pid_of_kind(PIDTYPE_SID);
}

s64 mytap_cpu(void)
{
	return raw_smp_processor_id();
}

s64 mytap_task(void)
{
	return (s64)current;
}

static __always_inline bool task_awaits_returns(void)
{
#ifdef CONFIG_UPROBES
	return current->utask && current->utask->return_instances;
#else
	return false;
#endif
}

/*
 * If the kernel has replaced the current task's return address at `slot` by a return probe's, sets *address to the
 * original. func: only if it is of this function's call (the address of its probe); 0: of any. The list of hooked returns may be
 * changing.
 */
static bool task_return_awaited_of(u64 slot, u64 func, u64 *address)
{
#ifdef CONFIG_UPROBES
	const struct return_instance *at = current->utask ? READ_ONCE(current->utask->return_instances) : NULL;
	struct return_instance one;
	u32 i;

	for (i = 0; at && i <= MAX_URETPROBE_DEPTH && kernel_copy(&one, (u64)at, sizeof(one)); i++, at = one.next)
		if (one.stack == slot && (!func || one.func == func)) {
			*address = one.orig_ret_vaddr;
			return true;
		}
#endif
	return false;
}

static bool task_return_awaited(u64 slot, u64 *address)
{
	return task_return_awaited_of(slot, 0, address);
}

s64 mytap_user_mode(struct mytap_ctx *c)
{
	return c->user_regs || (c->regs && (c->regs->cs & 3) == 3);
}

/*
 * The task's address in user space: from the probe's registers if they are user registers, else as saved at kernel
 * entry.
 */
s64 mytap_uaddr(struct mytap_ctx *c)
{
	if (mytap_user_mode(c))
		return c->regs->ip;
	if (!current->mm || current->flags & PF_KTHREAD)
		return 0;
	return task_pt_regs(current)->ip;
}

s64 mytap_probing_32bit_app(void)
{
	return test_thread_flag(TIF_ADDR32);
}

/* True if the current system call has an i386 number: also int $0x80 in a 64-bit program. */
bool mytap_has_32bit_calls(void)
{
	return test_thread_flag(TIF_ADDR32) || in_ia32_syscall();
}
