// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The session: its memory, its states (wire.h), and the work that changes them.
 *
 * start_work and stop_work run one after the other on a queue of their own, so that the reader's system calls
 * return at once and its loop goes on draining. A stop may be requested from any context (stop_wanted, then an
 * irq_work that queues stop_work): by exit(), an error, STOP, or the last close of the file.
 *
 * The queue's thread may die in the script's code (an oops in embedded C): then nothing on the queue runs again,
 * and waiting for it never ends. So the works record what they are doing (session_at(); the reader checks that the
 * thread still exists), and from START to DONE the session holds a reference on the module: rmmod fails instead of
 * waiting forever.
 */

#define FAMILY(ENUM, name, ...) const char mytap_has_##name;
#define FAMILY_SCRIPT(...)
#include "families.def"
#define PART(name) const char mytap_has_##name;
MYTAP_PARTS(PART)

static const struct mytap_family_ops no_family;
static const struct {
	const char *name, *type;
	const struct mytap_family_ops *ops;
} families[] = {
#define FAMILY(ENUM, name, type, ...) { #name, type, family_is_compiled(ENUM, name) ? &name##_family : &no_family },
#define FAMILY_SCRIPT(...)
#include "families.def"
};

static const struct mytap_family_ops *family_of(const struct mytap_hit *h)
{
	return families[probe_of(h)->family].ops;
}

static const char *family_type(const struct mytap_hit *h)
{
	return families[probe_of(h)->family].type;
}

enum { TICK_MS = 20 };			/* output waits at most this long for a wake of the reader */

static bool session_is_stopping(void)
{
	return READ_ONCE(session.stop_wanted);
}

static bool session_goes_on(void)
{
	return !session_is_stopping();
}

/*
 * Called before each begin probe: the first one runs even if STOP follows START immediately, so that no end probe
 * runs alone.
 */
static bool session_begins(void)
{
	static bool has_begun;
	bool is_first = !has_begun;

	has_begun = true;
	return is_first || session_goes_on();
}

static bool session_is_well(void)
{
	return READ_ONCE(session.fail) == MYTAP_FAIL_NONE;
}

/* A flight recorder. */
static bool session_goes_on_alone(void)
{
	return session.channels[MYTAP_CHANNEL_OUTPUT].policy == MYTAP_OVERWRITE_OLDEST;
}

static bool always(void)
{
	return true;
}

static void session_wake(void)
{
	set_bit(0, &session.event);
	wake_up_interruptible(&session.wait);
}

static void session_set_state(enum mytap_state state)
{
	smp_store_release(&session.shared->state, state);
	session_wake();
}

static void session_gets_on(void)
{
	WRITE_ONCE(session.shared->progress, session.shared->progress + 1);
}

static void session_at(enum mytap_doing what)
{
	struct mytap_shared *sh = session.shared;

	if (what != MYTAP_IDLE)
		WRITE_ONCE(sh->thread, session.reader_knows_threads ? current->pid : 0);
	smp_store_release(&sh->doing, what);
	if (what == MYTAP_IDLE)
		WRITE_ONCE(sh->thread, 0);
	session_gets_on();
}

static void session_stop_soon(void)
{
	WRITE_ONCE(session.stop_wanted, true);
	irq_work_queue(&session.stop_irq_work);
}

/* Whether handlers run. Any context; a store for each slot, so that hits read nothing that is not their own. */
static void session_close(bool is_closed)
{
	u32 i;

	WRITE_ONCE(mytap_closed, is_closed);
	for (i = 0; i < mytap_nslots; i++)
		WRITE_ONCE(session.slots[i].context->closed, is_closed);
}

static void session_fail(enum mytap_fail why)
{
	session_close(true);
	cmpxchg(&session.fail, MYTAP_FAIL_NONE, why);
	WRITE_ONCE(session.shared->failed, 1);
	session_stop_soon();
}

static void wake_irq_work(struct irq_work *work)
{
	session_wake();
}

static void stop_irq_work(struct irq_work *work)
{
	queue_work(session.queue, &session.stop_work);
}

/* Wakes the reader if the rings have records. */
static void session_tick(struct work_struct *work)
{
	if (channels_have_news())
		session_wake();
	if (session.shared->state != MYTAP_DONE)
		queue_delayed_work(compat_unbound_wq, &session.tick_work, msecs_to_jiffies(TICK_MS));
}

/* ---- start and stop ------------------------------------------------------------------------ */

/* Attaches the places in a module. */
static int families_attach(struct probed_module *m)
{
	u32 i;
	int error = 0;

	for (i = 0; i < ARRAY_SIZE(families) && !error; i++)
		if (families[i].ops->has_modules)
			error = families[i].ops->attach(m);
	return error;
}

static void families_detach(struct probed_module *m)
{
	u32 i;

	for (i = ARRAY_SIZE(families); i-- > 0;)
		if (families[i].ops->has_modules)
			families[i].ops->detach(m);
}

static void families_arm(void);

static void session_attach(void)
{
	u32 i;
	int error;

	conditions_start();
	session.attached = true;
	for (i = 0; i < ARRAY_SIZE(families) && !session_is_stopping(); i++) {
		error = families[i].ops->attach ? families[i].ops->attach(NULL) : 0;
		session_gets_on();
		if (error) {
			char text[96];

			snprintf(text, sizeof(text), "%s probes cannot be attached (error %d)", families[i].name, error);
			process_message(MYTAP_REC_ERROR, ~0, text);
			session_fail(MYTAP_FAIL_SAID);
		}
	}
	modules_attach();
	/* What a begin probe turned off. */
	switches_settle();
	if (READ_ONCE(hits_switched) && !session_is_stopping())
		families_arm();
}

static void session_start(struct work_struct *work)
{
	const char *refusal = clock_start();
	u32 i;

	if (refusal)
		process_detail("the times of records are read from the kernel's own clock, which takes longer: %s", refusal);
	time_start();
	session_at(MYTAP_RUNS_BEGIN);
	places_resolve(NULL);
	begin_probes_run(session_begins);
	session_at(MYTAP_ATTACHES);
	session_attach();
	session_at(MYTAP_IDLE);
	if (session_is_stopping())
		return;
	session.shared->start_time = ktime_get_mono_fast_ns();
	session_close(false);
	session_set_state(MYTAP_RUNNING);
	/* exit() was called in a handler in between: stop_work is queued after this work. */
	if (session_is_stopping())
		session_close(true);
	overload_start();
	for (i = 0; i < ARRAY_SIZE(families); i++)
		if (families[i].ops->start)
			families[i].ops->start();
}

static void families_arm_in(struct probed_module *m)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(families) && !session_is_stopping(); i++)
		if (families[i].ops->arm && (!m || families[i].ops->has_modules))
			families[i].ops->arm(m);
}

static void families_arm(void)
{
	modules_arm(families_arm_in);
}

/* One family takes the input. */
static int families_input(const char *bytes, u32 n)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(families); i++)
		if (families[i].ops->input)
			return families[i].ops->input(bytes, n);
	return -EINVAL;
}

static bool counters_add(struct mytap_probe_counters *sum, u32 probe)
{
	static const struct mytap_probe_counters none;
	u32 i;

	*sum = none;
	for (i = 0; i < mytap_nslots; i++) {
		const struct mytap_probe_counters *n = &session.counters[i * mytap_script.nprobes + probe];

		sum->skipped_nested += n->skipped_nested;
		sum->skipped_lock += n->skipped_lock;
		sum->skipped_stack += n->skipped_stack;
		sum->skipped_fault += n->skipped_fault;
		sum->faults += n->faults;
		sum->missed += n->missed;
		sum->missed_among = max(sum->missed_among, n->missed_among);
		sum->lost_records += n->lost_records;
		sum->errors += n->errors;
	}
	return memcmp(sum, &none, sizeof(none));
}

static void counters_write(struct mytap_ctx *c)
{
	struct mytap_probe_counters sum, *o;
	u32 i;

	for (i = 0; i < mytap_script.nprobes; i++) {
		if (!counters_add(&sum, i))
			continue;
		c->hit = &session.probe_hits[i];
		o = record_begin(c, MYTAP_REC_COUNTERS, i, sizeof(sum));
		if (!o)
			continue;
		*o = sum;
		record_end(c, MYTAP_REC_COUNTERS, o + 1);
	}
}

/* The session's own report, after all output of the script. */
static void session_report(void)
{
	struct mytap_ctx *c = process_context();

	WRITE_ONCE(c->ring->busy, 1);
	smp_mb();
	c->time = 0;
	timing_write(c);
	counters_write(c);
	smp_store_release(&c->ring->busy, 0);
}

static void session_detach(void)
{
	u32 i;

	if (session.attached)
		modules_detach();
	for (i = ARRAY_SIZE(families); session.attached && i-- > 0;) {
		if (families[i].ops->detach)
			families[i].ops->detach(NULL);
		session_gets_on();
	}
	session.attached = false;
	synchronize_rcu();		/* for handlers that were entered before mytap_closed was set */
}

/* No handler runs any more: a slot that is still busy belongs to a thread that died in one. */
static void slots_say_dead(void)
{
	char text[160];
	u32 i;

	for (i = 0; i < mytap_nslots - 1; i++) {
		if (!READ_ONCE(session.slots[i].context->ring->busy))
			continue;
		snprintf(text, sizeof(text), "a handler on CPU %u never ended (the kernel's log may say why): "
			 "hits on that CPU were skipped from then on", i);
		process_message(MYTAP_REC_ERROR, session.slots[i].context->hit->probe, text);
		WRITE_ONCE(session.shared->failed, 1);
	}
}

/* Detaches all and ends the session; once. Also called by session_end() for a session that never started. */
static void session_stop(struct work_struct *work)
{
	u32 state = session.shared->state;

	if (state == MYTAP_LOADED || state == MYTAP_DONE)
		return;
	session_close(true);
	session_set_state(MYTAP_STOPPING);
	session_at(MYTAP_DETACHES);
	overload_stop();
	session_detach();
	session_at(MYTAP_RUNS_END);
	session.shared->stop_time = ktime_get_mono_fast_ns();
	slots_say_dead();
	if (session.fail == MYTAP_FAIL_SKIPPED)
		process_message(MYTAP_REC_ERROR, ~0, "Skipped too many probes, check MAXSKIPPED or try again with "
				"--suppress-handler-errors");
	end_probes_run(session_is_well);
	if (!session_is_well())
		error_probes_run(always);
	session_report();
	time_stop();
	clock_stop();
	session_at(MYTAP_IDLE);
	session_set_state(MYTAP_DONE);
	wake_up_all(&server.wait);
	module_put(THIS_MODULE);	/* taken in session_launch(); session_end() waits until this work has returned */
}

/* The session's clock, valid from the first hit; hits with a place are made when it is resolved. */
static int session_time(void)
{
	int error = timing_make();
	u32 i;

	timing.is_asked = timing.is_on = !error;
	for (i = 0; i < mytap_script.nprobes && !error; i++)
		hit_init(&session.probe_hits[i], i, NULL);
	return error;
}

/* In its system call: it may be made by a thread of it. */
static void session_take_reader(const struct file *file)
{
	session.reader_file = file;
	WRITE_ONCE(mytap_reader, session.traces_reader ? ~0U : current->tgid);
	session.shared->reader_tgid = session.traces_reader ? 0 : current->tgid;
}

/* Closed. A process that comes later may have its number. */
static void session_lose_reader(void)
{
	session.reader_file = NULL;
	WRITE_ONCE(session.reader_takes, false);
	WRITE_ONCE(mytap_reader, ~0U);
	session.shared->reader_tgid = 0;
}

/* MYTAP_IOCTL_READ. The process that started the session may go on as its reader. */
static int session_read(const struct file *file)
{
	int error = 0;

	mutex_lock(&session.lock);
	if (session.shared->state == MYTAP_LOADED)
		error = -EINVAL;
	else if (!session_goes_on_alone() || (session.reader_file && session.reader_file != file))
		error = -EBUSY;
	if (!error) {
		session_take_reader(file);
		WRITE_ONCE(session.reader_takes, true);
	}
	mutex_unlock(&session.lock);
	return error;
}

/* START, in the reader's system call. */
static int session_launch(const struct mytap_start *start)
{
	int error;

	if (session.shared->state != MYTAP_LOADED)
		return -EBUSY;
	session.target_is_command = start->flags & MYTAP_START_COMMAND;
	session.suppress_errors = mytap_script.limits.suppress_errors || start->flags & MYTAP_START_SUPPRESS_ERRORS;
	session.faults = start->flags & MYTAP_START_FAULTS_ZERO ? MYTAP_FAULTS_ZERO :
			 start->flags & MYTAP_START_FAULTS_SKIP ? MYTAP_FAULTS_SKIP : MYTAP_FAULTS_STOP;
	session.traces_reader = start->flags & MYTAP_START_TRACE_READER;
	session_take_reader(session.told_by);
	session.reader_takes = start->channels[MYTAP_CHANNEL_OUTPUT].policy == MYTAP_DROP_NEWEST;
	if (!session.reader)		/* else of the process that has come to SERVE */
		session.reader = current->tgid;
	session.user = current_uid();
	namespaces_default();
	error = start->flags & MYTAP_START_TIMING ? session_time() : 0;
	if (!error)
		error = named_processes_take();
	if (!error)
		error = channels_make(start->channels);
	if (error)
		return error;
	session.shared->memory = (u64)atomic_long_read(&memory_pages) * PAGE_SIZE;
	session.reader_knows_threads = task_active_pid_ns(current) == &init_pid_ns;
	__module_get(THIS_MODULE);	/* until session_stop(); the reader has the file open */
	session_set_state(MYTAP_STARTING);
	if (start->flags & MYTAP_START_SERVER)
		server_goes(SERVER_NONE, SERVER_AWAY);
	queue_work(session.queue, &session.start_work);
	queue_delayed_work(compat_unbound_wq, &session.tick_work, msecs_to_jiffies(TICK_MS));
	return 0;
}

/* ---- memory ------------------------------------------------------------------------------- */

static int slot_init(u32 i)
{
	struct mytap_slot *s = &session.slots[i];
	struct mytap_ctx *c;
	struct mytap_priv *p;

	s->context = memory_make(sizeof(*c) + mytap_script.frame_size + 64 + stack_room(), slot_node(i));
	if (!s->context || !channels_init_slot(i))
		return -ENOMEM;
	c = s->context;
	p = priv_of(c);
	mytap_slot_set(c, i);
	c->ring = p->output.shown;
	c->pcpu = mytap_pcpu(i);
	c->frame = PTR_ALIGN((char *)(c + 1), 64);
	c->frame_end = c->frame + mytap_script.frame_size;
	c->in_process = i == mytap_nslots - 1;
	c->closed = true;
	p->frame_base = c->frame;
	stack_left_init(s);
	p->stack = (unsigned long *)PTR_ALIGN(c->frame_end, sizeof(long));
	if (!c->in_process && !overload_slot_init(p, i))
		return -ENOMEM;
	p->counters = session.counters + (size_t)i * mytap_script.nprobes;
	return 0;
}

static void session_init_shared(void)
{
	struct mytap_shared *sh = session.shared;

	sh->magic = MYTAP_MAGIC;
	sh->version = MYTAP_WIRE_VERSION;
	sh->size = sizeof(*sh);
	sh->state = MYTAP_LOADED;
	sh->nslots = mytap_nslots;
	sh->nprobes = mytap_script.nprobes;
	strscpy(sh->module, THIS_MODULE->name, sizeof(sh->module));
}

static void session_init_limits(void)
{
	const struct mytap_limits *l = &mytap_script.limits;

	mytap_budget = (u64)(u32)l->maxnesting << 32 | (u32)l->maxaction;
	mytap_min_stack = HANDLER_STACK + RUNTIME_STACK + clamp_t(u32, l->minstackspace, 256, THREAD_SIZE / 2);
	mytap_stack_mask = (THREAD_SIZE - 1) & ~(roundup_pow_of_two(mytap_min_stack) - 1);
	fetch_init();
	mytap_stext = mytap_script.stext + ((unsigned long)&_printk - mytap_script.anchor);
}

static int session_init(void)
{
	u32 i;
	int error, cpu;

	mytap_nslots = nr_cpu_ids + 1;
	mutex_init(&session.lock);
	init_waitqueue_head(&session.wait);
	INIT_WORK(&session.start_work, session_start);
	INIT_WORK(&session.stop_work, session_stop);
	INIT_DELAYED_WORK(&session.tick_work, session_tick);
	raises_init();
	init_irq_work(&session.wake_work, wake_irq_work);
	init_irq_work(&session.stop_irq_work, stop_irq_work);
	session_init_limits();
	session.pcpu_stride = ALIGN(max(mytap_script.pcpu_size, 1u), 64);
	session.shared = (struct mytap_shared *)get_zeroed_page(GFP_KERNEL);
	session.taken = memory_make(PAGE_SIZE * MYTAP_TAKEN_PAGES(mytap_nslots), NUMA_NO_NODE);
	session.slots = memory_make(sizeof(*session.slots) * (size_t)mytap_nslots, NUMA_NO_NODE);
	session.counters = memory_make(sizeof(*session.counters) * (size_t)mytap_nslots * max(mytap_script.nprobes, 1u), NUMA_NO_NODE);
	session.hits = memory_make(sizeof(*session.hits) * (size_t)max(mytap_script.nplaces, 1u), NUMA_NO_NODE);
	session.probe_hits = memory_make(sizeof(*session.probe_hits) * (size_t)max(mytap_script.nprobes, 1u), NUMA_NO_NODE);
	session.pcpu = memory_make(session.pcpu_stride * mytap_nslots, NUMA_NO_NODE);
	session.addresses = memory_make(sizeof(u64) * (size_t)max(mytap_script.nnames, 1u), NUMA_NO_NODE);
	session.queue = alloc_ordered_workqueue("%s", 0, THIS_MODULE->name);
	if (!session.shared || !session.taken || !session.slots || !session.counters || !session.hits || !session.probe_hits ||
	    !session.pcpu || !session.addresses || !session.queue || !conditions_init() || !switches_init() || !overload_init())
		return -ENOMEM;
	for (i = 0; i < mytap_nslots; i++) {
		error = slot_init(i);
		if (error)
			return error;
	}
	for_each_possible_cpu(cpu)
		per_cpu(mytap_context, cpu) = session.slots[cpu].context;
	for (i = 0; i < mytap_script.nprobes; i++)
		hit_init(&session.probe_hits[i], i, NULL);
	session_init_shared();
	return 0;
}

/* The last reader has closed the file (control.c): ends the session from any state. */
static void session_end(void)
{
	WRITE_ONCE(session.stop_wanted, true);
	queue_work(session.queue, &session.stop_work);
	flush_workqueue(session.queue);
	cancel_delayed_work_sync(&session.tick_work);
	irq_work_sync(&session.stop_irq_work);
	irq_work_sync(&session.wake_work);
	flush_workqueue(session.queue);
	conditions_stop();
	switches_stop();
	overload_exit();
	raises_end();
	stack_left_exit();
}

/* Also after a failed session_init(). */
static void session_free(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(families); i++)
		if (families[i].ops->free)
			families[i].ops->free();
	if (session.queue)
		destroy_workqueue(session.queue);
	channels_free_data();
	for (i = 0; session.slots && i < mytap_nslots; i++) {
		channels_free_slot(i);
		if (session.slots[i].context) {
			vfree(priv_of(session.slots[i].context)->overload);
			timing_free(priv_of(session.slots[i].context));
		}
		vfree(session.slots[i].context);
	}
	targets_free();
	namespaces_free();
	named_processes_free();
	conditions_free();
	switches_free();
	overload_free();
	vfree(session.addresses);
	vfree(session.pcpu);
	vfree(session.probe_hits);
	vfree(session.hits);
	vfree(session.counters);
	vfree(session.slots);
	vfree(session.taken);
	free_page((unsigned long)session.shared);
}
