// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Returns from functions of programs, and the values that a probe saves at the entry for them. They are in a node
 * of the probe's pool, found again by the task, the stack address of the return address and the function. No two
 * calls in progress share that stack address, except tail calls. A hash of the three selects eight nodes, which are
 * tried first; another node is used only when all eight are taken.
 *
 * Task context, with interrupts on or off, no locks: a node is taken by one compare-and-exchange of its owner, and
 * then only its task uses it. A call that is left by longjmp() leaves its node behind, which the next call at the
 * same stack address takes over; other such nodes, and those of tasks that have died, are freed when a task finds
 * its eight taken. The kernel keeps MAX_URETPROBE_DEPTH returns of a task and drops more silently: they are counted
 * here.
 */

enum { SAVED_NODES = 1024, SAVED_PLACES = 8 };

struct saved {
	union {
		u64 owner;		/* the task's id; 0: free. Upper half: counts how often it was taken */
		u32 task;		/* the half of the id; only its task writes it alone */
	};
	unsigned long stack, func;	/* stack: address of the return address; func: the function's place */
	u32 is_stray;
	u64 data[];
};

struct saved_pool {			/* the nodes of one probe */
	char *nodes;
	u32 n, size;
	atomic_t strays;
};

static struct saved_pool *saved_pools;	/* by probe; those without an entry handler are empty */

static struct saved *saved_node(const struct saved_pool *p, u32 i)
{
	return (struct saved *)(p->nodes + (size_t)i * p->size);
}

/* The first of the eight nodes of a call. */
static __always_inline u32 saved_first(const struct saved_pool *p, unsigned long stack)
{
	return ((u64)(u32)((((u64)current ^ stack) * GOLDEN_RATIO_64) >> 32) * p->n) >> 32;
}

static __always_inline u32 saved_next(const struct saved_pool *p, u32 i)
{
	return i + 1 == p->n ? 0 : i + 1;
}

static __always_inline bool saved_is(const struct saved *s, unsigned long stack, unsigned long func)
{
	return READ_ONCE(s->task) == (u32)current->pid && s->stack == stack && s->func == func;
}

enum { OWNER_TURN = 32 };

/* The owner word for the current task, following that owner. */
static __always_inline u64 saved_owner(u64 before)
{
	return (before & ~(u64)U32_MAX) + BIT_ULL(OWNER_TURN) + (u32)current->pid;
}

/* Takes a free node, or the one of the same call that did not return. */
static __always_inline bool saved_claim(struct saved *s, unsigned long stack, unsigned long func)
{
	u64 owner = READ_ONCE(s->owner);

	if (unlikely((u32)owner))
		return saved_is(s, stack, func);
	/* As saved_owner() of a word whose half of the id is 0. */
	if (unlikely(!try_cmpxchg(&s->owner, &owner, owner + BIT_ULL(OWNER_TURN) + (u32)current->pid)))
		return false;
	s->stack = stack;
	s->func = func;
	return true;
}

/* By the task that owns it. */
static __always_inline void saved_give_back(struct saved_pool *p, struct saved *s)
{
	if (unlikely(s->is_stray)) {
		s->is_stray = false;
		atomic_dec(&p->strays);
	}
	WRITE_ONCE(s->task, 0);
}

/*
 * True for a node of a task that has died, or of a call of this task that cannot return any more: the current call
 * was made from further up the stack, or the kernel does not await its return (that of another function's call, which has the same place
 * on the stack by now, is not its own).
 */
static bool saved_is_left(const struct saved *s, u64 owner, unsigned long stack)
{
	u64 address;
	bool is_gone;

	if (!(u32)owner)
		return false;
	if ((u32)owner == (u32)current->pid)
		return s->stack < stack || !task_return_awaited_of(s->stack, s->func, &address);
	rcu_read_lock();
	is_gone = !find_pid_ns((pid_t)owner, &init_pid_ns);
	rcu_read_unlock();
	return is_gone;
}

/*
 * All eight nodes of the call are taken: frees those that no return will use, and takes any free node. NULL: none.
 */
static noinline struct saved *saved_new_slowly(struct saved_pool *p, unsigned long stack, unsigned long func)
{
	struct saved *s, *found = NULL;
	u64 owner;
	u32 i;

	for (i = 0; i < p->n; i++) {
		s = saved_node(p, i);
		owner = READ_ONCE(s->owner);
		if (saved_is_left(s, owner, stack) && try_cmpxchg(&s->owner, &owner, saved_owner(owner)))
			saved_give_back(p, s);
	}
	for (i = 0; i < p->n && !found; i++)
		if (saved_claim(saved_node(p, i), stack, func))
			found = saved_node(p, i);
	if (found && !found->is_stray) {
		found->is_stray = true;
		atomic_inc(&p->strays);
	}
	return found;
}

/* The call's first node is another one's. */
static noinline struct saved *saved_new_elsewhere(struct saved_pool *p, unsigned long stack, unsigned long func)
{
	u32 i = saved_first(p, stack), k;

	for (k = 1; k < SAVED_PLACES; k++) {
		i = saved_next(p, i);
		if (saved_claim(saved_node(p, i), stack, func))
			return saved_node(p, i);
	}
	return saved_new_slowly(p, stack, func);
}

static noinline struct saved *saved_find_elsewhere(struct saved_pool *p, unsigned long stack, unsigned long func)
{
	u32 i = saved_first(p, stack), k;

	for (k = 1; k < SAVED_PLACES; k++) {
		i = saved_next(p, i);
		if (saved_is(saved_node(p, i), stack, func))
			return saved_node(p, i);
	}
	for (i = 0; i < p->n && atomic_read(&p->strays); i++)
		if (saved_is(saved_node(p, i), stack, func))
			return saved_node(p, i);
	return NULL;
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

/*
 * Before a node is taken. False: the kernel does not keep this return, which is counted. After the session's end nodes are taken
 * and given back as before: no handler runs.
 */
static __always_inline bool user_return_is_kept(const struct user_place *u)
{
	if (likely(compat_uprobe_depth() < MAX_URETPROBE_DEPTH))
		return true;
	user_return_missed(u);
	return false;
}

/* A node for the call. False: there is none, which is counted. */
static __always_inline bool user_return_node(const struct user_place *u, struct pt_regs *regs, struct saved **ret)
{
	*ret = saved_node(u->saved, saved_first(u->saved, regs->sp));
	if (likely(saved_claim(*ret, regs->sp, regs->ip)))
		return true;
	*ret = saved_new_elsewhere(u->saved, regs->sp, regs->ip);
	if (*ret)
		return true;
	user_return_missed(u);
	return false;
}

static __always_inline void user_return_enter(const struct user_place *u, struct pt_regs *regs)
{
	struct context_user at;
	enum context_result result;
	struct saved *s;

	if (!user_return_node(u, regs, &s))
		return;
	at = (struct context_user){ .place = regs->ip, .entry = s->data };
	result = context_run_with(&u->entry, regs, EXTRA_USER, at);
	if (unlikely(result == CONTEXT_ABSENT))
		result = user_place_run_again(&u->entry, probe_of(u->hit)->entry_touch, regs, at);
	if (result == CONTEXT_FAILED)
		saved_give_back(u->saved, s);
}

/* For entry handlers that need no slot (MYTAP_PLAIN_ENTRY). */
static __always_inline void user_return_enter_plain(const struct user_place *u, struct pt_regs *regs)
{
	struct saved *s;

	if (user_return_node(u, regs, &s))
		context_run_plain(u->entry.handler, regs, s->data);
}

/*
 * Any entry. That of a function as another one calls it (.callee("f").return) saves, also without a handler: it tells which returns
 * are meant.
 */
static __no_stack_protector int user_return_entry(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);

	if (u->is_filtered && !user_place_is_ours(u))
		return UPROBE_HANDLER_REMOVE;
	if (u->is_callee && !user_call_returns_as_wanted(u->hit->place, regs))
		return 0;
	if (!user_return_is_kept(u) || !u->saved)
		return 0;
	if (u->is_plain)
		user_return_enter_plain(u, regs);
	else
		user_return_enter(u, regs);
	return 0;
}

/* A plain one, in every process. */
static __no_stack_protector int user_return_entry_plain(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);

	if (user_return_is_kept(u))
		user_return_enter_plain(u, regs);
	return 0;
}

static __always_inline void user_return_run(const struct user_place *u, struct pt_regs *regs, struct context_user at)
{
	enum context_result result = context_run_with(u->hit, regs, EXTRA_USER, at);

	if (unlikely(result == CONTEXT_ABSENT))
		user_place_run_again(u->hit, probe_of(u->hit)->touch, regs, at);
}

/* With what was saved for the call; without: it began before the session, or its entry was skipped and counted. */
static __always_inline void user_return_saved(const struct user_place *u, unsigned long func, struct pt_regs *regs, bool quick)
{
	unsigned long stack = regs->sp - sizeof(long);
	struct saved *s = saved_node(u->saved, saved_first(u->saved, stack));
	struct context_user at;

	if (unlikely(!saved_is(s, stack, func)) && !(s = saved_find_elsewhere(u->saved, stack, func)))
		return;
	at = (struct context_user){ .place = func, .entry = s->data };
	if (quick)
		context_run_quick(u->hit, regs, EXTRA_USER, at);
	else
		user_return_run(u, regs, at);
	saved_give_back(u->saved, s);
}

static int user_return_hit(struct uprobe_consumer *self, unsigned long func, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);

	if (u->is_filtered && !user_place_is_ours(u))
		return 0;
	if (u->saved)
		user_return_saved(u, func, regs, false);
	else
		user_return_run(u, regs, (struct context_user){ .place = func });
	return 0;
}

/* Quick handlers, in every process. */
static int user_return_hit_quick(struct uprobe_consumer *self, unsigned long func, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	context_run_quick(container_of(self, struct user_place, consumer)->hit, regs, EXTRA_USER, (struct context_user){ .place = func });
	return 0;
}

static int user_return_hit_saved(struct uprobe_consumer *self, unsigned long func, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	user_return_saved(container_of(self, struct user_place, consumer), func, regs, true);
	return 0;
}

/* ---- memory --------------------------------------------------------------------------------- */

static int saved_pool_make(struct saved_pool *p, u32 entry_size)
{
	p->n = mytap_script.limits.kretactive ? : SAVED_NODES;
	p->size = ALIGN(sizeof(struct saved) + entry_size, 8);
	p->nodes = memory_make((size_t)p->n * p->size, NUMA_NO_NODE);
	return p->nodes ? 0 : -ENOMEM;
}

static bool saves_at_entry(const struct mytap_hit *h)
{
	return probe_of(h)->family == MYTAP_URETURN && (probe_of(h)->entry || h->place->ncalls);
}

/* One pool per probe that saves values, whatever the number of its places. */
static int saved_pools_make(void)
{
	u32 i;
	int error = 0;

	saved_pools = kvcalloc(mytap_script.nprobes, sizeof(*saved_pools), MEMORY_FLAGS);
	if (!saved_pools)
		return -ENOMEM;
	for (i = 0; i < user_places_n && !error; i++) {
		u32 probe = user_places[i].hit->probe;

		if (saves_at_entry(user_places[i].hit) && !saved_pools[probe].nodes)
			error = saved_pool_make(&saved_pools[probe], mytap_script.probes[probe].entry_size);
	}
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
