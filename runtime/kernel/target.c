// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The target: the process of -c, or those of -x. It is taken before START and compared by the kernel's struct pid,
 * not by number: when a process of the target has ended, another one may get its number, and is not meant. Looking
 * is possible in any context; children of the target are the process table's (process_table.c).
 */

static struct {
	struct pid *pids[MYTAP_TARGETS_MOST];	/* referenced */
	u32 numbers[MYTAP_TARGETS_MOST];
	u32 n;				/* 0: there is no target */
} targets;

s64 mytap_target_first;

/* Not task_tgid(): a task that has ended may run on without a signal_struct. */
static __always_inline bool is_process_of(const struct task_struct *task, const struct pid *pid)
{
	const struct signal_struct *signal = READ_ONCE(task->signal);

	return signal && signal->pids[PIDTYPE_TGID] == pid;
}

static bool is_target(const struct task_struct *task)
{
	u32 i;

	for (i = 0; i < targets.n; i++)
		if (is_process_of(task, targets.pids[i]))
			return true;
	return false;
}

static void targets_free(void)
{
	while (targets.n)
		put_pid(targets.pids[--targets.n]);
}

/* Before START, in the system call of the loader, whose pid namespace the numbers are of. */
static int targets_take(const u32 *numbers, u32 n)
{
	if (targets.n || n > MYTAP_TARGETS_MOST)
		return -EINVAL;
	for (; targets.n < n; targets.n++) {
		targets.pids[targets.n] = find_get_pid(numbers[targets.n]);
		if (!targets.pids[targets.n]) {
			targets_free();
			return -ESRCH;
		}
		targets.numbers[targets.n] = numbers[targets.n];
	}
	mytap_target_first = n ? numbers[0] : 0;
	return 0;
}

s64 mytap_target(s64 n)
{
	return n >= 0 && n < targets.n ? targets.numbers[n] : 0;
}

s64 mytap_is_target(void)
{
	return is_target(current);
}
