// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The processes that probes name by number, process(PID): taken once, at START, in the pid namespace of the loader, and
 * from then on compared by the kernel's struct pid. Another process that gets the number later is not meant. Looking is
 * possible in any context.
 */

static struct {
	struct named_process {
		u32 number;		/* as the script has it */
		u32 tgid;		/* of the kernel; ~0: there was no such process */
		struct pid *pid;	/* referenced; NULL: none */
	} *v;
	u32 n;
} named_processes;

static const struct named_process *named_process(u32 number)
{
	u32 i;

	for (i = 0; i < named_processes.n; i++)
		if (named_processes.v[i].number == number)
			return &named_processes.v[i];
	return NULL;
}

static bool is_named_process(u32 number, const struct task_struct *task)
{
	const struct named_process *p = named_process(number);

	return p && p->pid && is_process_of(task, p->pid);
}

/* 0: the probe names none. */
static u32 named_tgid(u32 number)
{
	const struct named_process *p = number ? named_process(number) : NULL;

	return p ? p->tgid : number ? ~0u : 0;
}

/* False when the process has ended, even if its number is in use again. */
static bool named_is_there(u32 tgid)
{
	u32 i;

	for (i = 0; i < named_processes.n; i++)
		if (named_processes.v[i].tgid == tgid)
			return pid_has_task(named_processes.v[i].pid, PIDTYPE_TGID);
	return false;
}

/* 0: the probe's family names none, or it names all. */
static u32 named_by(const struct mytap_hit *h)
{
	const u32 *pid = probe_of(h)->data;

	return pid && family_of(h)->names_process ? *pid : 0;
}

static int named_processes_take(void)
{
	u32 i;

	for (i = 0; i < mytap_script.nprobes; i++) {
		u32 number = named_by(&session.probe_hits[i]);
		struct named_process *p;

		if (!number || named_process(number))
			continue;
		if (!named_processes.v)
			named_processes.v = kvcalloc(mytap_script.nprobes, sizeof(*named_processes.v), MEMORY_FLAGS);
		if (!named_processes.v)
			return -ENOMEM;
		p = &named_processes.v[named_processes.n++];
		p->number = number;
		p->pid = find_get_pid(number);
		p->tgid = p->pid ? pid_nr(p->pid) : ~0u;
	}
	return 0;
}

static void named_processes_free(void)
{
	while (named_processes.n)
		put_pid(named_processes.v[--named_processes.n].pid);
	kvfree(named_processes.v);
	named_processes.v = NULL;
}
