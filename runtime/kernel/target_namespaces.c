// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The target namespaces, in which ns_pid() and the like say their numbers: of the process that --target-namespaces names, else of the
 * reader. They are taken before the first probe runs, so looking is possible in any context.
 */

static struct {
	struct pid *pid;		/* referenced, which keeps its namespace */
	const struct cred *cred;	/* the same */
} target_namespaces;

static void namespaces_set(struct task_struct *task)
{
	target_namespaces.pid = get_task_pid(task, PIDTYPE_PID);
	target_namespaces.cred = get_task_cred(task);
}

static void namespaces_free(void)
{
	if (!target_namespaces.cred)
		return;
	put_pid(target_namespaces.pid);
	put_cred(target_namespaces.cred);
	target_namespaces.cred = NULL;
}

/* Before START, in the system call of the loader, whose pid namespace the number is of. ESRCH: there is no such process. */
static int namespaces_take(u32 number)
{
	struct pid *pid;
	struct task_struct *task;
	int error = 0;

	if (target_namespaces.cred)
		return -EINVAL;
	pid = find_get_pid(number);
	task = get_pid_task(pid, PIDTYPE_PID);
	if (task) {
		namespaces_set(task);
		put_task_struct(task);
		if (!target_namespaces.pid) {	/* it ended meanwhile */
			namespaces_free();
			error = -ESRCH;
		}
	}
	put_pid(pid);
	return task ? error : -ESRCH;
}

/* At START, in the reader's system call. */
static void namespaces_default(void)
{
	if (!target_namespaces.cred)
		namespaces_set(current);
}

s64 mytap_target_pid_ns(void)
{
	return (s64)ns_of_pid(target_namespaces.pid);
}

s64 mytap_target_user_ns(void)
{
	return (s64)target_namespaces.cred->user_ns;
}
