// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Watchpoints on data of programs: debug registers of each thread of the processes that are meant, by the kernel's own
 * bookkeeping, which gives them to a CPU while the thread runs on it. They are set where a task may sleep: in the task
 * itself before it first enters user space (process.c), or by the session's thread for tasks that are there already.
 * Where the data lies follows from where the program's code was mapped, or its library's (process_library.c).
 *
 * A task that ends, or executes another program, is forgotten under the spinlock, by the tracepoints; what was made
 * for it is given back later, by a work. The mutex belongs to all that sleep.
 */
#include <linux/hw_breakpoint.h>

#include "process_library.c"

struct data_watch {
	const struct mytap_process_data_probe *said;
	struct mytap_hit *hit;
	struct process_watch of;	/* which processes */
	struct library_watch library;
	u32 refused, error;		/* threads that could not be watched, and why the last one */
};

/* A watch in one address space: threads share the last value. */
struct data_space {
	struct data_space *next;
	const struct data_watch *watch;
	struct mm_struct *mm;		/* referenced, so that no other one gets its address */
	unsigned long address;
	u64 last;			/* the previous value */
	u32 tasks;
};

struct data_task {
	struct hlist_node node;
	const struct task_struct *task;	/* for comparison only */
	struct data_space *space;
	struct perf_event *event;	/* NULL: not yet, or refused */
};

enum { DATA_BUCKETS_LOG = 8 };

static struct {
	struct data_watch *v;
	u32 n;
	struct hlist_head tasks[1 << DATA_BUCKETS_LOG];	/* by task */
	struct hlist_head gone;
	raw_spinlock_t lock;		/* tasks, gone */
	struct mutex mutex;
	struct data_space *spaces;	/* under the mutex */
	struct work_struct reap;
} data_watches = {
	.lock = __RAW_SPIN_LOCK_UNLOCKED(data_watches.lock), .mutex = __MUTEX_INITIALIZER(data_watches.mutex),
};

static DEFINE_PER_CPU(bool, data_is_read);	/* by data_hit() */

static struct hlist_head *data_bucket(const struct task_struct *task)
{
	return &data_watches.tasks[hash_ptr(task, DATA_BUCKETS_LOG)];
}

static bool data_is_watched(u32 tgid, u32 bits)
{
	u32 i;

	for (i = 0; i < data_watches.n; i++)
		if (watch_wants(&data_watches.v[i].of, tgid, bits))
			return true;
	return false;
}

/*
 * True for an access by this module. One by a system call is a hit, like the program's own; accesses made in the debug
 * exception itself are not reported by the processor.
 */
static bool data_access_is_ours(struct pt_regs *regs)
{
	return this_cpu_read(data_is_read) || (!user_mode(regs) && this_cpu_read(mytap_context)->ring->busy);
}

static void data_hit(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct data_space *s = ((struct data_task *)event->overflow_handler_context)->space;
	u64 args[] = { 0, 0 };

	if (data_access_is_ours(regs))
		return;
	this_cpu_write(data_is_read, true);
	if (!user_value(&args[0], s->address, s->watch->said->length))
		args[0] = s->last;	/* it was just accessed: only a mapping that has gone since */
	this_cpu_write(data_is_read, false);
	args[1] = xchg(&s->last, args[0]);
	context_run(s->watch->hit, regs, EXTRA_ARGS, args);
}

/* ---- given back ------------------------------------------------------------------------------ */

static void data_space_put(struct data_space *s)
{
	struct data_space **at = &data_watches.spaces;

	if (--s->tasks)
		return;
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	mmdrop(s->mm);
	kfree(s);
}

/* Under the mutex. */
static void data_tasks_reap(void)
{
	struct hlist_head gone;
	struct hlist_node *next;
	struct data_task *t;

	raw_spin_lock_irq(&data_watches.lock);
	hlist_move_list(&data_watches.gone, &gone);
	raw_spin_unlock_irq(&data_watches.lock);
	hlist_for_each_entry_safe(t, next, &gone, node) {
		if (t->event)
			unregister_hw_breakpoint(t->event);
		data_space_put(t->space);
		kfree(t);
		cond_resched();
	}
}

static void data_reap_work(struct work_struct *work)
{
	mutex_lock(&data_watches.mutex);
	data_tasks_reap();
	mutex_unlock(&data_watches.mutex);
}

/* Under the lock. */
static void data_task_goes(struct data_task *t)
{
	hlist_del(&t->node);
	hlist_add_head(&t->node, &data_watches.gone);
}

/* Under the lock. Those of the task; NULL: all. True: there were some. */
static bool data_bucket_goes(struct hlist_head *bucket, const struct task_struct *task)
{
	struct hlist_node *next;
	struct data_task *t;
	bool any = false;

	hlist_for_each_entry_safe(t, next, bucket, node) {
		if (task && t->task != task)
			continue;
		data_task_goes(t);
		any = true;
	}
	return any;
}

/* Any context. The task ends, or executes another program. */
static void data_tasks_forget(const struct task_struct *task)
{
	unsigned long flags;
	bool any;

	if (!data_watches.n)
		return;
	raw_spin_lock_irqsave(&data_watches.lock, flags);
	any = data_bucket_goes(data_bucket(task), task);
	raw_spin_unlock_irqrestore(&data_watches.lock, flags);
	if (any)
		queue_work(compat_unbound_wq, &data_watches.reap);
}

/* Under the mutex, which keeps t: it is in the table, or gone already. */
static void data_task_forget(struct data_task *t)
{
	raw_spin_lock_irq(&data_watches.lock);
	data_task_goes(t);
	raw_spin_unlock_irq(&data_watches.lock);
	queue_work(compat_unbound_wq, &data_watches.reap);
}

static void data_tasks_forget_all(void)
{
	u32 i;

	raw_spin_lock_irq(&data_watches.lock);
	for (i = 0; i < ARRAY_SIZE(data_watches.tasks); i++)
		data_bucket_goes(&data_watches.tasks[i], NULL);
	raw_spin_unlock_irq(&data_watches.lock);
}

/* ---- set -------------------------------------------------------------------------------------- */

/* Under the mutex, as the following ones. 0: the library is not mapped there. */
static unsigned long data_address(const struct data_watch *w, struct mm_struct *mm)
{
	unsigned long code = w->library.inode ? library_code(&w->library, mm) : mm->start_code;

	return code ? code - w->said->code + w->said->address : 0;
}

/* The library was mapped elsewhere before: nothing of it is there any more. */
static void data_spaces_outdated(const struct data_watch *w, const struct mm_struct *mm, unsigned long address)
{
	struct hlist_node *next;
	struct data_task *t;
	u32 i;

	raw_spin_lock_irq(&data_watches.lock);
	for (i = 0; i < ARRAY_SIZE(data_watches.tasks); i++)
		hlist_for_each_entry_safe(t, next, &data_watches.tasks[i], node)
			if (t->space->watch == w && t->space->mm == mm && t->space->address != address)
				data_task_goes(t);
	raw_spin_unlock_irq(&data_watches.lock);
	data_tasks_reap();
}

/* is_new: the library is just being mapped, and its data will be what the file has. NULL: no memory. */
static struct data_space *data_space_get(const struct data_watch *w, struct task_struct *task, struct mm_struct *mm,
					 unsigned long address, bool is_new)
{
	struct data_space *s = data_watches.spaces;

	while (s && !(s->watch == w && s->mm == mm && s->address == address))
		s = s->next;
	if (!s) {
		s = kzalloc(sizeof(*s), GFP_KERNEL);
		if (!s)
			return NULL;
		s->watch = w;
		s->mm = mm;
		mmgrab(mm);
		s->address = address;
		s->last = w->said->initial;
		if (!is_new)
			access_process_vm(task, s->address, &s->last, w->said->length, 0);
		s->next = data_watches.spaces;
		data_watches.spaces = s;
	} else if (is_new) {		/* loaded again, where it was before */
		s->last = w->said->initial;
	}
	s->tasks++;
	return s;
}

static int data_event_open(struct data_task *t, struct task_struct *task)
{
	const struct mytap_process_data_probe *said = t->space->watch->said;
	struct perf_event_attr attr;
	struct perf_event *event;

	hw_breakpoint_init(&attr);
	attr.bp_addr = t->space->address;
	attr.bp_len = said->length;
	attr.bp_type = said->reads ? HW_BREAKPOINT_RW : HW_BREAKPOINT_W;
	attr.remove_on_exec = 1;
	event = register_user_hw_breakpoint(&attr, data_hit, t, task);
	if (IS_ERR(event))
		return PTR_ERR(event);
	t->event = event;
	return 0;
}

/* Entered before its event is made: so a task that ends meanwhile is forgotten. */
static bool data_task_enter(struct data_task *t)
{
	const struct data_task *known;
	bool is_new = true;

	raw_spin_lock_irq(&data_watches.lock);
	hlist_for_each_entry(known, data_bucket(t->task), node)
		is_new &= known->task != t->task || known->space != t->space;
	if (is_new)
		hlist_add_head(&t->node, data_bucket(t->task));
	raw_spin_unlock_irq(&data_watches.lock);
	return is_new;
}

static int data_task_set(const struct data_watch *w, struct task_struct *task, struct mm_struct *mm, bool is_new)
{
	unsigned long address = data_address(w, mm);
	struct data_task *t;
	int error;

	if (!address)
		return 0;
	if (w->library.inode)
		data_spaces_outdated(w, mm, address);
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	t->task = task;
	t->space = data_space_get(w, task, mm, address, is_new);
	if (!t->space || !data_task_enter(t)) {		/* no memory, or it is watched already */
		error = t->space ? 0 : -ENOMEM;
		if (t->space)
			data_space_put(t->space);
		kfree(t);
		return error;
	}
	error = data_event_open(t, task);
	/* It may have been forgotten before it was entered: it ends, or has executed another program, which is watched by itself. */
	if (READ_ONCE(task->flags) & PF_EXITING || READ_ONCE(task->mm) != mm)
		data_task_forget(t);
	return error == -ESRCH ? 0 : error;		/* it has ended */
}

/* May sleep. The task is current, or held by the caller. is_new: a library is just being mapped: only libraries. */
static void data_task_watch(struct task_struct *task, u32 bits, bool is_new)
{
	struct mm_struct *mm = get_task_mm(task);
	int error;
	u32 i;

	mutex_lock(&data_watches.mutex);
	data_tasks_reap();
	for (i = 0; mm && i < data_watches.n; i++) {
		struct data_watch *w = &data_watches.v[i];

		if (!watch_wants(&w->of, task->tgid, bits) || (is_new && !w->library.inode))
			continue;
		error = data_task_set(w, task, mm, is_new);
		w->refused += error != 0;
		w->error = error ? -error : w->error;
	}
	mutex_unlock(&data_watches.mutex);
	if (mm)
		mmput(mm);
}

/* ---- attach and detach -------------------------------------------------------------------------- */

/* Of a program or library that is not here, which was reported. */
static bool data_has_files(const struct mytap_process_data_probe *said)
{
	return (!said->program || programs[said->program - 1].inode) && (!said->library || programs[said->library - 1].inode);
}

static int data_watches_make(void)
{
	u32 i, n = probes_count(MYTAP_PROCESS_DATA);

	if (!n)
		return 0;
	data_watches.v = kcalloc(n, sizeof(*data_watches.v), GFP_KERNEL);
	if (!data_watches.v)
		return -ENOMEM;
	INIT_WORK(&data_watches.reap, data_reap_work);
	for (i = 0; i < mytap_script.nprobes; i++) {
		struct mytap_hit *h = &session.probe_hits[i];
		struct data_watch *w = &data_watches.v[data_watches.n];

		if (probe_of(h)->family != MYTAP_PROCESS_DATA)
			continue;
		w->hit = h;
		w->said = FAMILY_DATA(process_data, h);
		w->of = (struct process_watch){ h, named_tgid(w->said->pid), program_canonical(w->said->program) };
		if (!data_has_files(w->said))
			continue;
		if (w->said->library)
			w->library = (struct library_watch){ .inode = programs[w->said->library - 1].inode, .code = w->said->offset };
		data_watches.n++;
	}
	return 0;
}

static void data_say_refused(bool may_fail)
{
	char text[160];
	u32 i;

	for (i = 0; i < data_watches.n; i++) {
		struct data_watch *w = &data_watches.v[i];
		int error = -(int)w->error;

		if (!w->refused)
			continue;
		snprintf(text, sizeof(text), "%u threads are not watched: %s", w->refused,
			 error == -ENOSPC || error == -EBUSY ? "no debug register is left (the processor has four)" :
			 error == -ENOMEM ? "out of memory" : "the kernel does not allow this address to be watched");
		w->refused = 0;
		if (may_fail && !w->said->optional)
			fail_probe(w->hit, text, error);
		else
			warn_probe(w->hit->probe, NULL, text, error);
	}
}

/* tgid 0: any. */
static bool data_task_is_watched(const struct task_struct *t, u32 tgid)
{
	return t->mm && (!tgid || t->tgid == tgid) && data_is_watched(t->tgid, process_bits(t->tgid));
}

/*
 * All tasks that a probe wants, or those of one process, each with a reference; those that come later are watched by
 * themselves. *ret is NULL if there are none.
 */
static u32 data_tasks_there(struct task_struct ***ret, u32 tgid)
{
	struct task_struct *p, *t;
	u32 n = 0, most = 0;

	rcu_read_lock();
	for_each_process_thread(p, t)
		most += data_task_is_watched(t, tgid);
	rcu_read_unlock();
	*ret = most ? kvmalloc_array(most + 64, sizeof(**ret), MEMORY_FLAGS) : NULL;
	rcu_read_lock();
	for_each_process_thread(p, t) {
		if (!*ret || n == most + 64 || !data_task_is_watched(t, tgid))
			continue;
		get_task_struct(t);
		(*ret)[n++] = t;
	}
	rcu_read_unlock();
	return n;
}

/* tgid 0: any. */
static void data_tasks_watch(u32 tgid, bool is_new)
{
	struct task_struct **tasks;
	u32 i, n = data_tasks_there(&tasks, tgid);

	for (i = 0; i < n; i++) {
		if (!session_is_stopping())
			data_task_watch(tasks[i], process_bits(tasks[i]->tgid), is_new);
		put_task_struct(tasks[i]);
		if (!tgid)
			session_gets_on();
	}
	kvfree(tasks);
}

static void process_run_in(struct task_struct *task, u32 event);

/* The current process maps a library: a work of its own watches the data, in each of its threads. */
static bool data_library_comes(struct uprobe_consumer *self COMPAT_UPROBE_FILTER_CONTEXT, struct mm_struct *mm)
{
	const struct data_watch *w = container_of(self, struct data_watch, library.consumer);

	if (mm == current->mm && !(current->flags & (PF_KTHREAD | PF_EXITING)) &&
	    watch_wants(&w->of, current->tgid, process_bits(current->tgid)))
		process_run_in(current, WORK_WATCHES_LIBRARY);
	return false;
}

/* Before the tasks that are there: none that maps a library meanwhile is missed. */
static void data_libraries_register(void)
{
	u32 i;

	for (i = 0; i < data_watches.n; i++) {
		struct data_watch *w = &data_watches.v[i];
		int error = w->library.inode ? library_watch_register(&w->library, data_library_comes) : 0;

		if (error)
			warn_probe(w->hit->probe, NULL, "processes that map its library later are not watched", error);
	}
}

static void data_libraries_unregister(void)
{
	bool any = false;
	u32 i;

	for (i = 0; i < data_watches.n; i++) {
		any |= data_watches.v[i].library.is_registered;
		library_watch_unregister(&data_watches.v[i].library);
	}
	if (any)
		compat_uprobe_unregister_sync();
}

static int data_watches_attach(void)
{
	if (!data_watches.n)
		return 0;
	data_libraries_register();
	data_tasks_watch(0, false);
	data_say_refused(true);
	return 0;
}

/* No tracepoint of processes runs any more, and no work of a task. */
static void data_watches_detach(void)
{
	if (!data_watches.n)
		return;
	data_tasks_forget_all();
	flush_work(&data_watches.reap);
	data_reap_work(NULL);
	synchronize_rcu();		/* a CPU may still be in a handler */
	data_say_refused(false);
}

static void data_watches_free(void)
{
	kfree(data_watches.v);
	data_watches.v = NULL;
	data_watches.n = 0;
}
