// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Events of the kernel's perf subsystem: one counter for each event and CPU that is online when the session starts.
 * Hits come in whatever context the event does: NMI, interrupt, the middle of the scheduler.
 *
 * perf_event_read_local() is not exported. perf_count() does the same for an event that is bound to a CPU, on that
 * CPU with interrupts off: the event's PMU updates the count, which is then read. Events are released only after
 * they have left the table and no handler runs any more.
 */

struct mytap_perf_event {
	const struct mytap_perf_probe *perf;
	struct mytap_hit *hit;
	struct perf_event **on;		/* by CPU; NULL: no event on this CPU */
	struct path program;
	struct inode *inode;		/* of the program; NULL: hits of any program count */
	u64 total;			/* set at detach: the sum over all CPUs */
};

static struct mytap_perf_event *perf_events;
static u32 perf_events_n;

static u64 perf_count(struct perf_event *e)
{
	if (READ_ONCE(e->oncpu) == smp_processor_id())
		e->pmu->read(e);
	return local64_read(&e->count);
}

s64 mytap_perf_read(struct mytap_ctx *c, u32 n, const char *where)
{
	struct perf_event *e;
	unsigned long flags;
	s64 count = 0;

	if (!perf_events)		/* begin probes: nothing is counted yet */
		return 0;
	if (c->in_process)
		return perf_events[n].total;
	raw_local_irq_save(flags);	/* interrupts are on in an interruptible handler */
	e = READ_ONCE(perf_events[n].on[c->slot]);
	if (likely(e))
		count = perf_count(e);
	raw_local_irq_restore(flags);
	if (unlikely(!e))
		mytap_error(c, "this counter is not available on this CPU", where);
	return count;
}

/* True if the hit is in the wanted program or in the target. current->mm is stable: only current changes it. */
static bool perf_is_wanted(const struct mytap_perf_event *p)
{
	struct mm_struct *mm = current->mm;
	struct file *exe;
	bool same;

	if (p->perf->of_target)
		return is_target(current);
	if (!p->inode)
		return true;
	if (!mm)
		return false;
	rcu_read_lock_sched_notrace();
	exe = rcu_dereference_raw(mm->exe_file);
	same = exe && READ_ONCE(exe->f_inode) == p->inode;
	rcu_read_unlock_sched_notrace();
	return same;
}

static void perf_overflow(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	const struct mytap_perf_event *p = event->overflow_handler_context;
	unsigned long flags;
	struct mytap_ctx *c;

	if (READ_ONCE(mytap_closed) || !perf_is_wanted(p))
		return;
	raw_local_irq_save(flags);
	c = this_cpu_read(mytap_context);
	if (c->ring->busy) {
		context_run(p->hit, regs, EXTRA_NONE, NULL);	/* counts it as skipped */
	} else {
		c->user_regs = regs && user_mode(regs);
		context_run(p->hit, regs, EXTRA_NONE, NULL);
		c->user_regs = false;
	}
	raw_local_irq_restore(flags);
}

static void perf_fail(const struct mytap_perf_event *p, const char *what, int error)
{
	if (p->perf->optional)
		warn_probe(p->hit->probe, NULL, what, error);
	else
		fail_probe(p->hit, what, error);
}

static const char *perf_error_words(int error)
{
	switch (error) {
	case -ENOENT: case -ENODEV: case -EOPNOTSUPP:
		return "this machine has no such event (a virtual machine often has no hardware events)";
	case -EINVAL:
		return "the kernel does not take this type and config";
	case -ENOSPC: case -EBUSY:
		return "no hardware counter is left for it";
	default:
		return "cannot be counted";
	}
}

static int perf_open(struct mytap_perf_event *p)
{
	struct perf_event_attr attr = {
		.type = p->perf->type, .size = sizeof(attr), .config = p->perf->config,
		.sample_period = p->perf->period,
	};
	perf_overflow_handler_t handler = NULL;
	int cpu;

	if (p->perf->hz) {
		attr.freq = 1;
		attr.sample_freq = p->perf->hz;
	}
	if (p->perf->hz || p->perf->period)
		handler = perf_overflow;
	for_each_online_cpu(cpu) {
		struct perf_event *e = perf_event_create_kernel_counter(&attr, cpu, NULL, handler, p);

		if (PTR_ERR_OR_ZERO(e) == -ENODEV && !cpu_online(cpu))
			continue;	/* the CPU went offline */
		if (IS_ERR(e))
			return PTR_ERR(e);
		WRITE_ONCE(p->on[cpu], e);
	}
	return 0;
}

static bool perf_find_program(struct mytap_perf_event *p)
{
	int error;

	if (!p->perf->process)
		return true;
	error = kern_path(p->perf->process, LOOKUP_FOLLOW, &p->program);
	if (error) {
		perf_fail(p, "there is no such program", error);
		return false;
	}
	p->inode = d_backing_inode(p->program.dentry);
	return true;
}

/* In the order of the rows, by which @perf numbers them. */
static int perfs_make(void)
{
	u32 i;

	perf_events_n = 0;
	perf_events = kcalloc(probes_count(MYTAP_PERF), sizeof(*perf_events), GFP_KERNEL);
	if (!perf_events)
		return -ENOMEM;
	for (i = 0; i < mytap_script.nprobes; i++) {
		struct mytap_hit *h = &session.probe_hits[i];
		struct mytap_perf_event *p = &perf_events[perf_events_n];

		if (probe_of(h)->family != MYTAP_PERF)
			continue;
		p->perf = FAMILY_DATA(perf, h);
		p->hit = h;
		p->on = kcalloc(mytap_nslots, sizeof(*p->on), GFP_KERNEL);
		if (!p->on)
			return -ENOMEM;
		perf_events_n++;
	}
	return 0;
}

static int perfs_attach(struct probed_module *unused)
{
	int error = probes_count(MYTAP_PERF) ? perfs_make() : 0;
	u32 i;

	if (error)
		return error;
	for (i = 0; i < perf_events_n; i++) {
		struct mytap_perf_event *p = &perf_events[i];

		if (!perf_find_program(p))
			continue;
		error = perf_open(p);
		if (error)
			perf_fail(p, perf_error_words(error), error);
	}
	return 0;
}

static void perf_close(struct mytap_perf_event *p)
{
	u64 enabled, running;
	u32 cpu;

	for (cpu = 0; p->on && cpu < mytap_nslots; cpu++) {
		struct perf_event *e = p->on[cpu];

		if (!e)
			continue;
		p->total += perf_event_read_value(e, &enabled, &running);
		WRITE_ONCE(p->on[cpu], NULL);
		perf_event_release_kernel(e);
	}
	if (p->inode)
		path_put(&p->program);
	p->inode = NULL;
}

/* The table stays for the end probes, which read the totals. */
static void perfs_detach(struct probed_module *unused)
{
	u32 i;

	if (!perf_events)
		return;
	synchronize_rcu();		/* handlers that still run may read them */
	for (i = 0; i < perf_events_n; i++)
		perf_close(&perf_events[i]);
}

static void perfs_free(void)
{
	u32 i;

	for (i = 0; perf_events && i < perf_events_n; i++)
		kfree(perf_events[i].on);
	kfree(perf_events);
	perf_events = NULL;
	perf_events_n = 0;
}

static const struct mytap_family_ops perf_family = {
	.attach = perfs_attach, .detach = perfs_detach, .free = perfs_free, .samples = true,
};
