// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Returns from functions of programs, and what a probe saves at the entry for them. What is saved is found again by the
 * task and by where the return address stands on its stack, which no two calls that are in progress share; the nodes
 * of a task are in one chain, the newest first. A call that is left by longjmp() leaves a node: it goes when the task
 * calls from higher up on its stack, as the kernel drops its own. Those of tasks that have died are looked for when
 * there is none free.
 *
 * In task context, under a lock with interrupts off. The kernel keeps MAX_URETPROBE_DEPTH returns of a task and loses
 * more of them without a word: they are counted here.
 */

enum { SAVED_BUCKETS = 256, SAVED_NODES = 1024 };

struct saved {
	struct saved *next;		/* in its bucket, or free */
	const struct task_struct *task;
	unsigned long stack;		/* where the return address stands */
	struct saved_pool *pool;
	u32 tid;
	u64 data[];
};

struct saved_pool {			/* of one probe */
	char *nodes;
	struct saved *free;
	u32 n, size;
};

static struct saved_pool *saved_pools;	/* by probe; those without entry are empty */

static struct saved_bucket {
	raw_spinlock_t lock;
	struct saved *first;
} saved_buckets[SAVED_BUCKETS];

static DEFINE_RAW_SPINLOCK(saved_free_lock);	/* inside a bucket's */

static struct saved_bucket *saved_bucket_of(const struct task_struct *task)
{
	return &saved_buckets[hash_ptr(task, ilog2(SAVED_BUCKETS))];
}

static void saved_free(struct saved *s)
{
	raw_spin_lock(&saved_free_lock);
	s->next = s->pool->free;
	s->pool->free = s;
	raw_spin_unlock(&saved_free_lock);
}

static struct saved *saved_take_free(struct saved_pool *p)
{
	struct saved *s;

	raw_spin_lock(&saved_free_lock);
	s = p->free;
	if (s)
		p->free = s->next;
	raw_spin_unlock(&saved_free_lock);
	return s;
}

/* Interrupts off. Gives back what calls of the task have left that cannot return any more. */
static void saved_drop_left(const struct task_struct *task, unsigned long stack, const struct saved_pool *pool)
{
	struct saved_bucket *b = saved_bucket_of(task);
	struct saved **at, *s;

	raw_spin_lock(&b->lock);
	for (at = &b->first; (s = *at);) {
		if (s->task == task && (s->stack < stack || (s->stack == stack && s->pool == pool))) {
			*at = s->next;
			saved_free(s);
		} else {
			at = &s->next;
		}
	}
	raw_spin_unlock(&b->lock);
}

static bool saved_task_is_gone(const struct saved *s)
{
	bool gone;

	rcu_read_lock();
	gone = pid_task(find_pid_ns(s->tid, &init_pid_ns), PIDTYPE_PID) != s->task;
	rcu_read_unlock();
	return gone;
}

/* Interrupts off; rare: there was no node free. */
static noinline void saved_drop_dead(void)
{
	struct saved **at, *s;
	u32 i;

	for (i = 0; i < SAVED_BUCKETS; i++) {
		raw_spin_lock(&saved_buckets[i].lock);
		for (at = &saved_buckets[i].first; (s = *at);) {
			if (saved_task_is_gone(s)) {
				*at = s->next;
				saved_free(s);
			} else {
				at = &s->next;
			}
		}
		raw_spin_unlock(&saved_buckets[i].lock);
	}
}

/* NULL: there is none to be had. */
static struct saved *saved_new(struct saved_pool *p, unsigned long stack)
{
	unsigned long flags;
	struct saved *s;

	local_irq_save(flags);
	saved_drop_left(current, stack, p);
	s = saved_take_free(p);
	if (unlikely(!s)) {
		saved_drop_dead();
		s = saved_take_free(p);
	}
	local_irq_restore(flags);
	if (!s)
		return NULL;
	s->task = current;
	s->tid = current->pid;
	s->stack = stack;
	s->pool = p;
	return s;
}

static void saved_keep(struct saved *s)
{
	struct saved_bucket *b = saved_bucket_of(current);
	unsigned long flags;

	raw_spin_lock_irqsave(&b->lock, flags);
	s->next = b->first;
	b->first = s;
	raw_spin_unlock_irqrestore(&b->lock, flags);
}

/* What was saved for the call whose return address stood there; the caller gives it back. */
static struct saved *saved_take(struct saved_pool *p, unsigned long stack)
{
	struct saved_bucket *b = saved_bucket_of(current);
	struct saved **at, *s;
	unsigned long flags;

	raw_spin_lock_irqsave(&b->lock, flags);
	for (at = &b->first; (s = *at); at = &s->next)
		if (s->task == current && s->stack == stack && s->pool == p) {
			*at = s->next;
			break;
		}
	raw_spin_unlock_irqrestore(&b->lock, flags);
	return s;
}

static void saved_give_back(struct saved *s)
{
	unsigned long flags;

	local_irq_save(flags);
	saved_free(s);
	local_irq_restore(flags);
}

/* ---- hits ----------------------------------------------------------------------------------- */

static noinline void user_return_missed(const struct user_place *u)
{
	unsigned long flags;

	if (READ_ONCE(mytap_closed))
		return;
	local_irq_save(flags);
	priv_of(this_cpu_read(mytap_context))->counters[u->hit->probe].missed++;
	local_irq_restore(flags);
}

static void user_return_save(const struct user_place *u, struct pt_regs *regs)
{
	struct context_user at = { .place = regs->ip };
	struct saved *s;

	if (READ_ONCE(mytap_closed))
		return;
	s = saved_new(u->saved, regs->sp);
	if (!s) {
		user_return_missed(u);
		return;
	}
	if (probe_of(u->hit)->entry_touch)
		user_place_touch(probe_of(u->hit)->entry_touch, u->hit, regs, &at);
	at.entry = s->data;
	if (context_run(&u->entry, regs, EXTRA_USER, &at))
		saved_keep(s);
	else
		saved_give_back(s);
}

static int user_return_entry(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);

	if (u->is_filtered && !user_place_is_ours(u))
		return UPROBE_HANDLER_REMOVE;
	if (unlikely(compat_uprobe_depth() >= MAX_URETPROBE_DEPTH))
		user_return_missed(u);
	else if (u->saved)
		user_return_save(u, regs);
	return 0;
}

static int user_return_hit(struct uprobe_consumer *self, unsigned long func, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);
	struct context_user at = { .place = func };
	struct saved *s = NULL;

	if (u->is_filtered && !user_place_is_ours(u))
		return 0;
	if (u->saved && !(s = saved_take(u->saved, regs->sp - sizeof(long))))
		return 0;		/* the call began before us, or the entry was left out and counted */
	at.entry = s ? s->data : NULL;
	if (probe_of(u->hit)->touch && !READ_ONCE(mytap_closed))
		user_place_touch(probe_of(u->hit)->touch, u->hit, regs, &at);
	context_run(u->hit, regs, EXTRA_USER, &at);
	if (s)
		saved_give_back(s);
	return 0;
}

/* ---- memory --------------------------------------------------------------------------------- */

static int saved_pool_make(struct saved_pool *p, u32 entry_size)
{
	u32 i;

	p->n = mytap_script.limits.kretactive ? : SAVED_NODES;
	p->size = ALIGN(sizeof(struct saved) + entry_size, 8);
	p->nodes = memory_make((size_t)p->n * p->size, NUMA_NO_NODE);
	if (!p->nodes)
		return -ENOMEM;
	for (i = 0; i < p->n; i++) {
		struct saved *s = (struct saved *)(p->nodes + (size_t)i * p->size);

		s->next = p->free;
		p->free = s;
	}
	return 0;
}

/* One for each probe that saves something, whatever the number of its places. */
static int saved_pools_make(void)
{
	u32 i;
	int error = 0;

	saved_pools = kvcalloc(mytap_script.nprobes, sizeof(*saved_pools), MEMORY_FLAGS);
	if (!saved_pools)
		return -ENOMEM;
	for (i = 0; i < SAVED_BUCKETS; i++) {
		raw_spin_lock_init(&saved_buckets[i].lock);
		saved_buckets[i].first = NULL;
	}
	for (i = 0; i < mytap_script.nprobes && !error; i++)
		if (mytap_script.probes[i].family == MYTAP_URETURN && mytap_script.probes[i].entry)
			error = saved_pool_make(&saved_pools[i], mytap_script.probes[i].entry_size);
	for (i = 0; i < user_places_n && !error; i++)
		if (saved_pools[user_places[i].hit->probe].nodes)
			user_places[i].saved = &saved_pools[user_places[i].hit->probe];
	return error;
}

static void saved_pools_free(void)
{
	u32 i;

	for (i = 0; saved_pools && i < mytap_script.nprobes; i++)
		vfree(saved_pools[i].nodes);
	kvfree(saved_pools);
	saved_pools = NULL;
}
