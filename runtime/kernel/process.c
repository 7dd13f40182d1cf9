// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which processes a probe of programs covers, and the events of a process: begin, end, threads, system calls.
 *
 * All events come from tracepoints. exec and exit run in the process itself, and so does the task work that a new
 * task runs before it first enters user space: so pid(), execname() and the registers are its own, and no
 * instruction of it has run yet. Such a work always runs: a task checks for works before it can stop or die. A
 * process older than the session gets its begin event at the end of its next system call, because a work queued to
 * a sleeping task could outlive the session. On kernels before 6.16 the memory of a process is gone when its exit
 * event comes.
 *
 * All process families of families.def have the same fields: which process, which program.
 */

enum process_event {
	EVENT_BEGIN, EVENT_END, EVENT_THREAD_BEGIN, EVENT_THREAD_END, EVENT_SYSCALL, EVENT_SYSRETURN, PROCESS_EVENTS,
};

struct process_watch {
	const struct mytap_hit *hit;
	u32 pid, program;		/* pid: the kernel's number of a named process, 0: any */
	bool reads_args, is_quick;	/* of a system call */
};

struct process_trace {
	const char *name;
	void *handler;
	struct tracepoint *tp;
	bool is_wanted, is_registered;
};

/* A process that exists while places are attached, for user_place_filter(). */
struct process_mm {
	const struct mm_struct *mm;	/* for comparison only */
	u32 tgid;
	bool is_in_target;
};

static struct {
	struct process_watch *watches[PROCESS_EVENTS];
	u32 n[PROCESS_EVENTS];
	bool follows_all;		/* some probe covers all processes, whatever they run */
	bool is_attached;
	struct process_mm *mms;
	u32 nmms;
	atomic_t works;			/* queued and not run yet */
} process_watching;

/* ---- who ------------------------------------------------------------------------------------ */

static_assert(sizeof(struct mytap_uprobe_probe) == sizeof(struct mytap_ureturn_probe));

/* For families with in_programs. */
static __always_inline u32 user_place_pid(const struct mytap_hit *h)
{
	return FAMILY_DATA(uprobe, h)->pid;
}

static bool processes_are_named(u32 pid)
{
	return pid || targets.n;
}

/* The first of the target needs no look at the table. */
static __always_inline bool process_is_in_target(const struct task_struct *task)
{
	return is_process_of(task, targets.pids[0]) || process_bits(task->tgid) & PROCESS_IN_TARGET;
}

static __always_inline bool process_is_wanted(u32 pid, const struct task_struct *task)
{
	if (pid)
		return is_named_process(pid, task);
	return !targets.n || process_is_in_target(task);
}

static bool process_mm_is_wanted(u32 pid, const struct mm_struct *mm)
{
	u32 i, tgid = named_tgid(pid);

	for (i = 0; i < process_watching.nmms; i++) {
		const struct process_mm *p = &process_watching.mms[i];

		if (p->mm == mm && (pid ? p->tgid == tgid : !targets.n || p->is_in_target))
			return true;
	}
	return false;
}

/* True for a process that some place names by its pid. */
static bool is_named_by_places(const struct task_struct *task)
{
	u32 i;

	for (i = 0; i < mytap_script.nprobes; i++) {
		const struct mytap_hit *h = &session.probe_hits[i];

		if (family_of(h)->in_programs && is_named_process(user_place_pid(h), task))
			return true;
	}
	return false;
}

/* Fails the session without memory: otherwise no running process would get its breakpoints. */
static void process_mms_take(void)
{
	enum { MOST = 4096 };
	struct task_struct *p;

	process_watching.mms = kvmalloc_array(MOST, sizeof(*process_watching.mms), MEMORY_FLAGS);
	rcu_read_lock();
	for_each_process(p) {
		struct mm_struct *mm = READ_ONCE(p->mm);
		bool is_in_target = targets.n && process_is_in_target(p);

		if (!mm || (!is_in_target && !is_named_by_places(p)))
			continue;
		if (process_watching.mms && process_watching.nmms < MOST)
			process_watching.mms[process_watching.nmms++] = (struct process_mm){ mm, p->tgid, is_in_target };
		else
			atomic_inc(&processes.lost);
	}
	rcu_read_unlock();
}

static void process_mms_free(void)
{
	kvfree(process_watching.mms);
	process_watching.mms = NULL;
	process_watching.nmms = 0;
}

/* 1 + the index of the program that a process runs; 0: none of the script's. */
static u32 process_program(const struct mm_struct *mm)
{
	const struct inode *inode = NULL;
	struct file *exe;
	u32 i;

	if (!mytap_script.nprograms)
		return 0;
	rcu_read_lock();
	exe = rcu_dereference(mm->exe_file);
	if (exe)
		inode = d_real_inode(exe->f_path.dentry);
	rcu_read_unlock();
	for (i = 0; inode && i < mytap_script.nprograms; i++)
		if (programs[i].inode == inode)
			return 1 + i;
	return 0;
}

/* The first of the programs that are the same file. */
static u32 program_canonical(u32 program)
{
	return program && programs[program - 1].inode ? 1 + programs[program - 1].same : program;
}

static u32 bits_program(u32 bits)
{
	return bits >> PROCESS_PROGRAM_SHIFT;
}

static bool watch_wants(const struct process_watch *w, u32 tgid, u32 bits)
{
	return (!w->program || w->program == bits_program(bits)) &&
	       (w->pid ? w->pid == tgid && named_is_there(tgid) : !targets.n || bits & PROCESS_IN_TARGET);
}

static bool event_is_wanted(enum process_event event, u32 tgid, u32 bits)
{
	u32 i;

	for (i = 0; i < process_watching.n[event]; i++)
		if (watch_wants(&process_watching.watches[event][i], tgid, bits))
			return true;
	return false;
}

/* The process executes another program: an end event for probes of that program, not for probes of the process. */
static void process_leaves_program(u32 tgid, u32 bits, void *regs)
{
	u32 i;

	for (i = 0; i < process_watching.n[EVENT_END]; i++) {
		const struct process_watch *w = &process_watching.watches[EVENT_END][i];

		if (w->program && watch_wants(w, tgid, bits))
			context_run(w->hit, regs, EXTRA_NONE, NULL);
	}
}

static void process_run(enum process_event event, u32 tgid, u32 bits, void *regs)
{
	u32 i;

	for (i = 0; i < process_watching.n[event]; i++) {
		const struct process_watch *w = &process_watching.watches[event][i];

		if (watch_wants(w, tgid, bits))
			context_run(w->hit, regs, EXTRA_NONE, NULL);
	}
}

/* The bits that make the process worth remembering; 0: forget it. */
static u32 bits_to_keep(u32 tgid, u32 bits)
{
	enum process_event event;
	u32 i;

	if (bits & (PROCESS_IN_TARGET | ~0u << PROCESS_PROGRAM_SHIFT) || process_watching.follows_all)
		return bits | PROCESS_KNOWN;
	for (event = 0; event < PROCESS_EVENTS; event++)
		for (i = 0; i < process_watching.n[event]; i++)
			if (process_watching.watches[event][i].pid == tgid)
				return bits | PROCESS_KNOWN;
	return 0;
}

enum { WORK_WATCHES_DATA = PROCESS_EVENTS, WORK_WATCHES_LIBRARY };	/* instead of an event */

#include "process_data.c"

/* ---- events --------------------------------------------------------------------------------- */

struct process_work {
	struct callback_head head;
	u32 event;
};

static void process_work_run(struct callback_head *head)
{
	struct process_work *w = container_of(head, struct process_work, head);

	if (w->event == WORK_WATCHES_DATA)
		data_task_watch(current, process_bits(current->tgid), false);
	else if (w->event == WORK_WATCHES_LIBRARY)
		data_tasks_watch(current->tgid, true);
	else if (current->mm)
		process_run(w->event, current->tgid, process_bits(current->tgid), task_pt_regs(current));
	kfree(w);
	atomic_dec(&process_watching.works);
}

/* Runs in the task, before it (a new one: first) enters user space. */
static void process_run_in(struct task_struct *task, u32 event)
{
	struct process_work *w = kmalloc(sizeof(*w), GFP_ATOMIC | __GFP_NOWARN);

	if (!w) {
		atomic_inc(&processes.lost);
		return;
	}
	w->event = event;
	init_task_work(&w->head, process_work_run);
	atomic_inc(&process_watching.works);
	if (!task_work_add(task, &w->head, TWA_RESUME))
		return;
	kfree(w);
	atomic_dec(&process_watching.works);
}

static void process_execs(void *unused, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	u32 tgid = task->tgid, old = process_bits(tgid), bits = old & PROCESS_IN_TARGET;

	if (is_target(task))		/* of -c: the process was still the loader so far */
		bits |= PROCESS_IN_TARGET;
	bits |= process_program(task->mm) << PROCESS_PROGRAM_SHIFT;
	bits = bits_to_keep(tgid, bits);
	process_set(tgid, bits);
	data_tasks_forget(task);	/* the kernel has taken its watchpoints away */
	if (data_is_watched(tgid, bits))
		process_run_in(task, WORK_WATCHES_DATA);
	if (bits_program(old) && bits_program(old) != bits_program(bits))
		process_leaves_program(tgid, old, task_pt_regs(task));
	process_run(EVENT_BEGIN, tgid, bits, task_pt_regs(task));
}

static void process_forks(void *unused, struct task_struct *task, unsigned long flags)
{
	u32 bits = process_bits(current->tgid) & ~PROCESS_BEGINS;
	enum process_event event = flags & CLONE_THREAD ? EVENT_THREAD_BEGIN : EVENT_BEGIN;

	if (!task->mm || task->flags & PF_KTHREAD)
		return;
	if (!(flags & CLONE_THREAD)) {
		bits = bits_to_keep(task->tgid, bits);
		if (bits)
			process_set(task->tgid, bits);
	}
	if (data_is_watched(task->tgid, bits))
		process_run_in(task, WORK_WATCHES_DATA);
	if (event_is_wanted(event, task->tgid, bits))
		process_run_in(task, event);
}

/*
 * The last thread of a process, or one of several that exit at the same moment: the first one triggers the event.
 */
static void process_exits(void *unused, struct task_struct *task)
{
	u32 tgid = task->tgid, bits = process_bits(tgid);

	data_tasks_forget(task);
	if (task != task->group_leader)
		process_run(EVENT_THREAD_END, tgid, bits, task_pt_regs(task));
	if (!bits || atomic_read(&task->signal->live))
		return;
	bits = process_set(tgid, 0);
	if (bits)
		process_run(EVENT_END, tgid, bits, task_pt_regs(task));
}

/* A system call begins or ends (value: its result). Its arguments are looked up for the first probe that reads them. */
static noinline void process_call(enum process_event event, u32 bits, struct pt_regs *regs, long nr, long value)
{
	const struct process_watch *w = process_watching.watches[event], *end = w + process_watching.n[event];
	u64 args[8] __uninitialized;
	u32 tgid = current->tgid;
	bool have_args = false;

	args[0] = nr;
	for (; w < end; w++) {
		if (!watch_wants(w, tgid, bits))
			continue;
		if (w->reads_args && !have_args) {
			syscall_get_arguments(current, regs, (unsigned long *)args + 1);
			args[7] = value;
			have_args = true;
		}
		if (w->is_quick)
			context_run_quick(w->hit, regs, EXTRA_ARGS, (struct context_user){ .entry = args });
		else
			context_run(w->hit, regs, EXTRA_ARGS, args);
	}
}

/* Of a process that is not in the table: no probe can want it, unless there was no room for the process. */
static __always_inline bool is_nobodys(u32 bits)
{
	return likely(!bits) && likely(!process_watching.follows_all) && likely(!atomic_read(&processes.lost));
}

static void process_calls(void *unused, struct pt_regs *regs, long nr)
{
	u32 bits = process_bits(current->tgid);

	if (!is_nobodys(bits))
		process_call(EVENT_SYSCALL, bits, regs, nr, 0);
}

static void process_returns(void *unused, struct pt_regs *regs, long ret)
{
	u32 tgid = current->tgid, bits = process_bits(tgid);

	if (is_nobodys(bits))
		return;
	if (unlikely(bits & PROCESS_BEGINS) && !READ_ONCE(mytap_closed) && process_clear(tgid, PROCESS_BEGINS))
		process_run(EVENT_BEGIN, tgid, bits, regs);
	process_call(EVENT_SYSRETURN, bits, regs, syscall_get_nr(current, regs), ret);
}

/* ---- attach and detach ---------------------------------------------------------------------- */

enum { TRACE_EXEC, TRACE_FORK, TRACE_EXIT, TRACE_SYSCALL, TRACE_SYSRETURN };

static struct process_trace process_traces[] = {
	[TRACE_EXEC] = { "sched_process_exec", process_execs },
	[TRACE_FORK] = { "task_newtask", process_forks },
	[TRACE_EXIT] = { "sched_process_exit", process_exits },
	[TRACE_SYSCALL] = { "sys_enter", process_calls },
	[TRACE_SYSRETURN] = { "sys_exit", process_returns },
};

static void process_trace_found(struct tracepoint *tp, void *unused)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(process_traces); i++)
		if (!strcmp(process_traces[i].name, tp->name))
			process_traces[i].tp = tp;
}

static int event_of(u16 family)
{
	static const u16 families[PROCESS_EVENTS] = {
		MYTAP_PROCESS_BEGIN, MYTAP_PROCESS_END, MYTAP_THREAD_BEGIN, MYTAP_THREAD_END, MYTAP_PROCESS_SYSCALL,
		MYTAP_PROCESS_SYSRETURN,
	};
	int i;

	for (i = 0; i < PROCESS_EVENTS; i++)
		if (families[i] == family)
			return i;
	return -1;
}

static int process_watches_make(u32 *ret)
{
	u32 i, n[PROCESS_EVENTS] = { 0 };
	int event;

	for (i = 0, *ret = 0; i < mytap_script.nprobes; i++) {
		event = event_of(mytap_script.probes[i].family);
		if (event < 0)
			continue;
		n[event]++;
		++*ret;
	}
	for (event = 0; event < PROCESS_EVENTS; event++) {
		process_watching.watches[event] = n[event] ? kvcalloc(n[event], sizeof(struct process_watch), MEMORY_FLAGS) : NULL;
		if (n[event] && !process_watching.watches[event])
			return -ENOMEM;
	}
	for (i = 0; i < mytap_script.nprobes; i++) {
		const struct mytap_hit *h = &session.probe_hits[i];
		struct process_watch *w;

		event = event_of(probe_of(h)->family);
		if (event < 0)
			continue;
		w = &process_watching.watches[event][process_watching.n[event]++];
		*w = (struct process_watch){
			h, named_tgid(FAMILY_DATA(process_begin, h)->pid), program_canonical(FAMILY_DATA(process_begin, h)->program),
			(event == EVENT_SYSCALL || event == EVENT_SYSRETURN) && FAMILY_DATA(process_syscall, h)->reads_args, hit_is_quick(h),
		};
		process_watching.follows_all |= !w->pid && !w->program && !targets.n;
	}
	return 0;
}

/* True if some place covers the target only. */
static bool places_want_target(void)
{
	u32 i;

	for (i = 0; targets.n && i < mytap_script.nplaces; i++)
		if (mytap_script.places[i].program)
			return true;
	return false;
}

/* The process of -c is still the loader: it becomes the target when it executes the command. */
static bool is_in_target(struct task_struct *p)
{
	struct task_struct *up = p;
	u32 depth;

	if (session.target_is_command)
		return false;
	for (depth = 0; targets.n && up->pid > 1 && depth < 64; depth++) {
		if (is_target(up))
			return true;
		up = rcu_dereference(up->real_parent);
	}
	return false;
}

/* Enters a running process. The tracepoints are attached already, so no event is missed; their entries stay. */
static void process_enter(struct task_struct *p, bool *begins)
{
	u32 bits = 0;

	if (p->flags & PF_KTHREAD || !p->mm || process_bits(p->tgid))
		return;
	task_lock(p);
	if (p->mm)
		bits |= process_program(p->mm) << PROCESS_PROGRAM_SHIFT;
	task_unlock(p);
	if (is_in_target(p))
		bits |= PROCESS_IN_TARGET;
	bits = bits_to_keep(p->tgid, bits);
	if (bits && event_is_wanted(EVENT_BEGIN, p->tgid, bits) && p->tgid != mytap_reader) {
		bits |= PROCESS_BEGINS;
		*begins = true;
	}
	if (bits)
		process_set(p->tgid, bits);
}

/* true: some of them await their begin event. */
static bool processes_enter(void)
{
	struct task_struct *p;
	bool begins = false;

	rcu_read_lock();
	for_each_process(p)
		process_enter(p, &begins);
	rcu_read_unlock();
	return begins;
}

static int process_trace_register(struct process_trace *t)
{
	int error;

	if (!t->is_wanted || t->is_registered)
		return 0;
	if (!t->tp)
		return -ENOENT;
	error = tracepoint_probe_register(t->tp, t->handler, NULL);
	t->is_registered = !error;
	return error;
}

static int process_traces_register(void)
{
	u32 i;
	int error = 0;

	for_each_kernel_tracepoint(process_trace_found, NULL);
	process_traces[TRACE_EXEC].is_wanted = process_traces[TRACE_FORK].is_wanted = process_traces[TRACE_EXIT].is_wanted = true;
	process_traces[TRACE_SYSCALL].is_wanted = process_watching.n[EVENT_SYSCALL];
	process_traces[TRACE_SYSRETURN].is_wanted = process_watching.n[EVENT_SYSRETURN];
	for (i = 0; i < ARRAY_SIZE(process_traces) && !error; i++)
		error = process_trace_register(&process_traces[i]);
	return error;
}

static int processes_attach(struct probed_module *unused)
{
	u32 n;
	int error;

	error = process_watches_make(&n);
	if (!error)
		error = data_watches_make();
	if (error || (!n && !data_watches.n && !places_want_target()))
		return error;
	if (!process_table_make())
		return -ENOMEM;
	process_watching.is_attached = true;
	error = process_traces_register();
	if (error)
		return error;
	if (processes_enter())
		process_traces[TRACE_SYSRETURN].is_wanted = true;
	error = process_trace_register(&process_traces[TRACE_SYSRETURN]);
	return error ? error : data_watches_attach();
}

static void processes_detach(struct probed_module *unused)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(process_traces); i++) {
		struct process_trace *t = &process_traces[i];

		if (t->is_registered)
			tracepoint_probe_unregister(t->tp, t->handler, NULL);
		t->is_registered = false;
	}
	if (process_watching.is_attached) {
		tracepoint_synchronize_unregister();
		data_libraries_unregister();
		while (atomic_read(&process_watching.works)) {
			session_gets_on();
			msleep(5);
		}
		synchronize_rcu_tasks();	/* the last work has left our code */
		data_watches_detach();
		process_table_free();
	}
	data_watches_free();
	process_watching.is_attached = false;
	for (i = 0; i < PROCESS_EVENTS; i++) {
		kvfree(process_watching.watches[i]);
		process_watching.watches[i] = NULL;
		process_watching.n[i] = 0;
	}
}

/* This family's operations serve all process families, and places that cover the target. */
static const struct mytap_family_ops process_begin_family = {
	.attach = processes_attach, .detach = processes_detach, .names_process = true,
};
static const struct mytap_family_ops process_end_family = { .names_process = true }, thread_begin_family = { .names_process = true },
	thread_end_family = { .names_process = true }, process_syscall_family = { .names_process = true },
	process_sysreturn_family = { .names_process = true }, process_data_family = { .names_process = true };
