// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * In and out of a handler. Every hit on a CPU goes through context_run(): interrupts off, the busy flag of its slot
 * set before anything is called that could itself be probed, so that a hit inside a handler (also from an NMI)
 * finds the flag and is counted, nothing more.
 *
 * The flag needs no atomic operation: it belongs to this CPU, and an NMI between the test and the store has
 * returned before the store.
 */

void *mytap_pcpu(u32 slot)
{
	return session.pcpu + slot * session.pcpu_stride;
}

/* A real interrupt or its softirq; in_interrupt() also counts breakpoints and watchpoints, which are like NMIs. */
static bool is_in_interrupt(void)
{
	return in_serving_softirq() || hardirq_count() >> HARDIRQ_SHIFT > in_nmi() >> NMI_SHIFT;
}

/*
 * Hits of the reader are left out, because its output would cause more output. Interrupts that arrive while the
 * reader runs (a disk's completion, a timer's tick) are not its own and count. A sample of the CPU counts as the
 * reader's.
 */
static bool context_is_reader(const struct mytap_hit *h)
{
	return current->tgid == READ_ONCE(mytap_reader) && (family_of(h)->samples || !is_in_interrupt());
}

static bool context_is_ours(const struct mytap_hit *h)
{
	return !READ_ONCE(mytap_closed) && !context_is_reader(h);
}

/* True: the hit is left out, and has been counted. */
static bool context_lacks_stack(struct mytap_ctx *c, u32 probe)
{
	if (!stack_is_low(c))
		return false;
	priv_of(c)->counters[probe].skipped_stack++;
	if (atomic_inc_return(&session.skipped) > mytap_script.limits.maxskipped && !session.suppress_errors)
		session_fail(MYTAP_FAIL_SKIPPED);
	return true;
}

/* The same, also if the slot is in use. */
static bool context_refuse(struct mytap_ctx *c, u32 probe)
{
	if (c->ring->busy) {
		priv_of(c)->counters[probe].skipped_nested += !priv_of(c)->calls_kernel;
		return true;
	}
	return context_lacks_stack(c, probe);
}

/* Before a call that may nest deeply. Part of the stack is kept free for what the last call calls. */
bool mytap_stack_is_short(struct mytap_ctx *c)
{
	enum { RESERVE = HANDLER_STACK + RUNTIME_STACK + 1024 };

	return stack_left(c, current_stack_pointer) < RESERVE;
}

/*
 * What the family passes to the handler: nothing more, saved values, arguments. From EXTRA_PROGRAM on: of a program's
 * place, where interrupts are always on; EXTRA_USER: saved values, and where the function is; EXTRA_AGAIN: a second run.
 */
enum context_extra { EXTRA_NONE, EXTRA_ENTRY, EXTRA_ARGS, EXTRA_PROGRAM, EXTRA_USER, EXTRA_AGAIN };

struct context_user {
	u64 place;			/* of the function's entry, in this process */
	void *entry;			/* values saved at the entry; of other kinds: what is passed */
};

static __always_inline unsigned long context_flags(enum context_extra kind)
{
	unsigned long flags = X86_EFLAGS_IF;

	if (kind >= EXTRA_PROGRAM)
		raw_local_irq_disable();
	else
		raw_local_irq_save(flags);
	return flags;
}

/* The flags are looked at before the slot is free: from then on a hit in an NMI may write its own there. */
static __always_inline void context_leave(struct mytap_ctx *c, enum context_extra kind)
{
	bool enable = kind >= EXTRA_PROGRAM || !raw_irqs_disabled_flags(priv_of(c)->flags);

	if (kind == EXTRA_AGAIN)
		priv_of(c)->is_again = false;
	if (enable) {
		smp_store_release(&c->ring->busy, 0);
		raw_local_irq_enable();
	} else {
		smp_store_release(&c->ring->busy, 0);
	}
}

/*
 * Resets what a handler may have changed. c->frame is balanced by its users; after an error error_report() restores
 * it.
 */
static __always_inline void context_ready(struct mytap_ctx *c, const struct mytap_hit *h)
{
	BUILD_BUG_ON(offsetof(struct mytap_ctx, nesting) != offsetof(struct mytap_ctx, actions) + 4);
	*(u64 *)&c->actions = mytap_budget;
	c->time = 0;
	c->hit = h;
}

static bool has_long_budget(const struct mytap_probe *p)
{
	return p->flags & (MYTAP_INTERRUPTIBLE | MYTAP_LONGER);
}

static s32 maxaction_of(const struct mytap_probe *p)
{
	return has_long_budget(p) ? mytap_script.limits.maxaction_interruptible : mytap_script.limits.maxaction;
}

/* The process slot's budget is handed out in parts: between two parts the CPU may be rescheduled. */
static bool actions_hand_out(struct mytap_ctx *c)
{
	enum { PIECE = 10000 };
	struct mytap_priv *p = priv_of(c);
	s64 piece = min_t(s64, p->actions_more, PIECE - (s64)c->actions);

	if (!c->in_process || p->looking || c->actions + piece < 0)
		return false;
	c->actions += piece;
	p->actions_more -= piece;
	cond_resched();
	return true;
}

bool mytap_actions_end(struct mytap_ctx *c, const char *where)
{
	if (actions_hand_out(c))
		return true;
	if (!priv_of(c)->fatal) {
		mytap_fatal(c, "MAXACTION exceeded", where);
		error_may_raise(c, MYTAP_BY_OPTION, has_long_budget(probe_of(c->hit)) ? "MAXACTION_INTERRUPTIBLE" : "MAXACTION",
				maxaction_of(probe_of(c->hit)));
	}
	return false;
}

bool mytap_nesting_end(struct mytap_ctx *c, const char *where)
{
	if (!c->error) {
		mytap_error(c, "MAXNESTING exceeded", where);
		error_may_raise(c, MYTAP_BY_OPTION, "MAXNESTING", mytap_script.limits.maxnesting);
	}
	return false;
}

static const char context_absent[] = "user memory is absent";	/* known by its address, never seen */

static noinline enum context_result context_end_badly(struct mytap_ctx *c)
{
	if (c->error == context_absent) {
		c->error = NULL;
		return CONTEXT_ABSENT;
	}
	error_report(c);
	return CONTEXT_FAILED;
}

static __always_inline enum context_result context_call(struct mytap_ctx *c, const struct mytap_hit *h)
{
	context_ready(c, h);
	h->handler(c);
	if (likely(!c->error))
		return CONTEXT_RAN;
	return context_end_badly(c);
}

static __always_inline void context_take(struct mytap_ctx *c, unsigned long flags, void *regs,
					 enum context_extra kind, struct context_user with)
{
	WRITE_ONCE(c->ring->busy, 1);
	barrier();
	priv_of(c)->flags = flags;
	c->regs = regs;
	if (kind == EXTRA_ENTRY || kind == EXTRA_USER || kind == EXTRA_AGAIN)
		c->entry = with.entry;
	if (kind == EXTRA_USER || kind == EXTRA_AGAIN)
		c->user_place = with.place;
	if (kind == EXTRA_AGAIN)
		priv_of(c)->is_again = true;
	if (kind == EXTRA_ARGS)
		c->args = with.entry;
}

/*
 * The slow path of a hit, taken when one cheap test finds something unusual. Out of line, so that the fast path
 * does not keep registers live across the call; regs where ftrace passes them.
 */
static noinline enum context_result context_run_slowly(const struct mytap_hit *h, enum context_extra kind, unsigned long flags,
						       void *regs, u64 place, void *entry)
{
	struct mytap_ctx *c = this_cpu_read(mytap_context);
	enum context_result result;

	if (!context_is_ours(h) || context_refuse(c, h->probe)) {
		raw_local_irq_restore(flags);
		return CONTEXT_FAILED;
	}
	context_take(c, flags, regs, kind, (struct context_user){ .place = place, .entry = entry });
	c->pid = current->tgid;
	c->hits++;
	result = smp_load_acquire(&c->watched) ? overload_call(c, h) : context_call(c, h);
	context_leave(c, kind);
	return result;
}

/*
 * Runs a hit; CONTEXT_FAILED: it was left out, or the handler failed. mytap_stack_mask: bits of the stack pointer that are
 * all zero when it may be near the end of the task's stack.
 */
static __always_inline enum context_result context_run_with(const struct mytap_hit *h, void *regs,
							     enum context_extra kind, struct context_user with)
{
	struct mytap_ctx *c;
	unsigned long flags;
	u32 pid;
	enum context_result result;

	flags = context_flags(kind);
	c = this_cpu_read(mytap_context);
	if (unlikely(c->ring->busy | c->slowly) || unlikely((pid = current->tgid) == mytap_reader) ||
	    unlikely(compat_stack_lacks(&mytap_stack_mask)) || unlikely(compat_stack_is_below(&c->low)))
		return context_run_slowly(h, kind, flags, regs, with.place, with.entry);
	context_take(c, flags, regs, kind, with);
	c->pid = pid;
	c->hits++;
	result = context_call(c, h);
	context_leave(c, kind);
	return result;
}

static __always_inline enum context_result context_run(const struct mytap_hit *h, void *regs,
							enum context_extra kind, const void *extra)
{
	return context_run_with(h, regs, kind, (struct context_user){ .entry = (void *)extra });
}

/* True for a handler that may be called by context_run_quick(): nothing has been put in its place. */
static bool hit_is_quick(const struct mytap_hit *h)
{
	return h->flags & MYTAP_QUICK && h->handler == probe_of(h)->handler;
}

/*
 * The same for handlers that are MYTAP_QUICK: no budget, no time, no error, and less of the stack than what has called this. If its handler
 * is muted meanwhile, that one does nothing.
 */
static __always_inline void context_run_quick(const struct mytap_hit *h, void *regs, enum context_extra kind, struct context_user with)
{
	unsigned long flags = context_flags(kind);
	struct mytap_ctx *c = this_cpu_read(mytap_context);
	u32 pid;

	if (unlikely(c->ring->busy | c->slowly) || unlikely((pid = current->tgid) == mytap_reader)) {
		context_run_slowly(h, kind, flags, regs, with.place, with.entry);
		return;
	}
	context_take(c, flags, regs, kind, with);
	c->pid = pid;
	c->hits++;
	c->hit = h;
	h->handler(c);
	context_leave(c, kind);
}

/* In a hit that was run quickly: prepares for an error. False: there is too little of the stack for that; the hit has been counted. */
static bool context_may_fail(struct mytap_ctx *c)
{
	c->time = 0;
	return !context_lacks_stack(c, c->hit->probe);
}

/* What was done then: its result. NULL: an error, reported here, since nobody will look. */
static void *context_result_of(struct mytap_ctx *c, void *v)
{
	if (!v && c->error)
		error_report(c);
	return v;
}

/*
 * What an entry handler that needs no slot (MYTAP_PLAIN_ENTRY) has of a context: the stack that it runs on may be nearly used
 * up, and a context is 1.5 kB.
 */
struct context_plain {
	struct mytap_regs *regs;
	u64 unused[7];
	void *entry;
};
static_assert(!offsetof(struct mytap_ctx, regs) && offsetof(struct mytap_ctx, entry) == offsetof(struct context_plain, entry));

/*
 * Outside of a context: nothing is counted or refused here, but the return is. Callers in a hot path are __no_stack_protector:
 * a canary is six instructions, and `unused` is never written.
 */
static __always_inline void context_run_plain(void (*entry)(struct mytap_ctx *c), void *regs, void *data)
{
	struct context_plain c __uninitialized;

	c.regs = regs;
	c.entry = data;
	entry((struct mytap_ctx *)&c);
}

/* One of several probes of a hit. */
static enum context_result context_call_one(struct mytap_ctx *c, const struct mytap_hit *h)
{
	return unlikely(overload_is_measuring(c)) ? overload_part(c, h) : context_call(c, h);
}

/* The handler of an address with several probes: runs those chained after its hit. */
static void handler_each(struct mytap_ctx *c)
{
	const struct mytap_hit *h;

	for (h = c->hit->next; h; h = h->next)
		context_call_one(c, h);
}

static bool condition_holds(struct mytap_ctx *c, const struct mytap_probe *p)
{
	return !part_is_compiled(conditions) || !p->condition || mytap_script.conditions[p->condition - 1](c);
}

/* The script's own handler, whichever function replaces it in the table. */
static __always_inline void handler_run(struct mytap_ctx *c, const struct mytap_probe *p, bool is_timed)
{
	u64 start = is_timed ? timing_clock() : 0;

	p->handler(c);
	if (is_timed && c->error != context_absent)
		timing_add(c, start);
}

static void handler_timed(struct mytap_ctx *c)
{
	handler_run(c, probe_of(c->hit), true);
}

static __always_inline void run_conditional(struct mytap_ctx *c, bool is_timed)
{
	const struct mytap_probe *p = probe_of(c->hit);

	if (!condition_holds(c, p))
		return;
	if (p->flags & MYTAP_LONGER)
		c->actions = maxaction_of(p);
	handler_run(c, p, is_timed);
	if (p->changes)
		conditions_changed(c, p);
}

/*
 * Replaces the handler of a probe with `if (cond)`, with a handler that changes conditions, or with a longer
 * budget.
 */
static void handler_conditional(struct mytap_ctx *c)
{
	run_conditional(c, false);
}

static void handler_conditional_timed(struct mytap_ctx *c)
{
	run_conditional(c, true);
}

static __always_inline void run_interruptible(struct mytap_ctx *c, bool is_timed)
{
	const struct mytap_probe *p = probe_of(c->hit);
	unsigned long flags = priv_of(c)->flags;

	if (!condition_holds(c, p))
		return;
	c->actions = maxaction_of(p);
	if (raw_irqs_disabled_flags(flags)) {
		handler_run(c, p, is_timed);
	} else {
		c->actions = mytap_script.limits.maxaction_interruptible;
		preempt_disable_notrace();
		raw_local_irq_enable();
		handler_run(c, p, is_timed);
		raw_local_irq_disable();
		preempt_enable_notrace();
	}
	if (p->changes)
		conditions_changed(c, p);
}

/*
 * Replaces an interruptible handler: interrupts stay as the hit found them, nested hits find the slot busy. With
 * interrupts on the budget is larger.
 */
static void handler_interruptible(struct mytap_ctx *c)
{
	run_interruptible(c, false);
}

static void handler_interruptible_timed(struct mytap_ctx *c)
{
	run_interruptible(c, true);
}

typedef void (*handler_fn)(struct mytap_ctx *c);

static handler_fn handler_for(const struct mytap_probe *p, bool is_timed)
{
	if (p->flags & MYTAP_INTERRUPTIBLE)
		return is_timed ? handler_interruptible_timed : handler_interruptible;
	if (p->condition || p->changes || p->flags & MYTAP_LONGER)
		return is_timed ? handler_conditional_timed : handler_conditional;
	return is_timed ? handler_timed : p->handler;
}

static handler_fn handler_of(const struct mytap_probe *p)
{
	return handler_for(p, READ_ONCE(timing.is_on));
}

/* Stands in for the handler of a hit that is turned off (switch.c). */
static void handler_off(struct mytap_ctx *c)
{
}

static bool hits_switched;		/* some hit was turned off, at some time */

static u64 call_address(const struct mytap_call *call)
{
	u64 base = call->name ? session.addresses[call->name - 1] : mytap_stext;

	return base ? base + call->offset : 0;
}

/* True if the call that returns to `to` and the calls around it are the ones that the place names. */
static bool is_call_wanted(const struct mytap_place *p, u64 to)
{
	return to == call_address(p->calls) && (p->ncalls == 1 || stack_has_calls(p, 0));
}

/* At a function's entry: true if it will return to an address that the place names; few places name any. */
static __always_inline bool is_called_as_wanted(const struct mytap_place *p, const struct mytap_regs *regs)
{
	return !part_is_compiled(calls) || likely(!p->ncalls) || is_call_wanted(p, READ_ONCE(*(u64 *)regs->sp));
}

/* Replaces the handler of a callee: calls from elsewhere are not hits. */
static void handler_if_called(struct mytap_ctx *c)
{
	const struct mytap_place *p = c->hit->place;

	if (p->program ? user_call_is_wanted(c) : p->is_within ? stack_has_calls(p, c->hit->address) : is_called_as_wanted(p, c->regs))
		handler_of(probe_of(c->hit))(c);
}

static void hit_init(struct mytap_hit *h, u32 probe, const struct mytap_place *place)
{
	const struct mytap_probe *p = &mytap_script.probes[probe];

	h->probe = probe;
	h->flags = p->flags;
	h->place = place;
	h->next = NULL;
	h->address = 0;
	h->handler = handler_of(p);
	h->predicate = h->handler == p->handler ? p->predicate : NULL;
	if (part_is_compiled(calls) && place && place->ncalls && !family_of(h)->is_return)
		h->handler = handler_if_called;
	if (probe_is_disarmed(probe))
		h->handler = handler_disarmed;
}
