// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Places in programs (MYTAP_UPROBE) and returns from their functions (MYTAP_URETURN): a consumer of the kernel's
 * uprobes for each, in one table. A uprobe belongs to a file, not to a process: processes that map the file later
 * get it, too. Where the script names processes (-c, -x, process(PID)), a filter keeps the breakpoint out of all
 * others, and the handler tests again: a fork copies pages with breakpoints.
 *
 * Handlers run in the context of the task that hit, interrupts on, and may sleep; a script's handler runs like
 * every other one, interrupts off in its CPU's context. So it can read only user memory that is resident. It reads
 * first, before it has any effect; if something is absent it leaves (mytap_absent()), mytap_probe.touch reads the
 * same where the kernel can bring the page in, and the handler runs once more, whatever is there then.
 *
 * The kernel waits for handlers when a consumer is taken out; a thread that is inside a probed function then
 * returns by the kernel's own trampoline and needs nothing of us.
 */

struct user_place {
	struct uprobe_consumer consumer;
	struct uprobe *uprobe;		/* needed to unregister */
	struct mytap_hit *hit, entry;	/* entry: of a return probe, with its entry handler */
	struct inode *inode;
	struct saved_pool *saved;	/* of a return probe that saves values at the entry; else NULL */
	bool is_registered, is_filtered;	/* is_filtered: covers some processes only */
	bool is_callee, is_plain;	/* of a return probe: as some function calls it; its entry handler needs no slot */
};

static struct user_place *user_places;
static u32 user_places_n;

static bool is_user_place(const struct mytap_hit *h)
{
	return h->place && h->place->program;
}

/* ---- hits ----------------------------------------------------------------------------------- */

/*
 * Brings in the memory that the handler will read. Uses a context of its own: this may sleep, and the CPU's context
 * may be used by others then.
 */
static noinline void user_place_touch(void (*touch)(struct mytap_ctx *c), const struct mytap_hit *h, struct pt_regs *regs,
				      struct context_user at)
{
	struct mytap_ctx c __uninitialized;	/* 1.5 kB: clearing it would cost more than the reads */

	c.regs = (struct mytap_regs *)regs;
	c.hit = h;
	c.error = NULL;
	c.time = 0;
	c.in_process = c.user_regs = false;
	c.pid = current->tgid;
	c.user_place = at.place;
	c.entry = at.entry;
	priv_of(&c)->fatal = 0;
	c.may_sleep = true;
	touch(&c);
}

bool mytap_absent(struct mytap_ctx *c)
{
	if (!is_user_place(c->hit) || priv_of(c)->is_again)
		return false;
	c->error = context_absent;
	c->hits--;
	return true;
}

static noinline enum context_result user_place_run_again(const struct mytap_hit *h, void (*touch)(struct mytap_ctx *c),
							  struct pt_regs *regs, struct context_user at)
{
	if (!READ_ONCE(mytap_closed))
		user_place_touch(touch, h, regs, at);
	return context_run_with(h, regs, EXTRA_AGAIN, at);
}

u64 mytap_program_address(const struct mytap_ctx *c, u64 link)
{
	u64 place = probe_of(c->hit)->family == MYTAP_UPROBE ? c->regs->ip : c->user_place;

	return place + (link - c->hit->place->link);
}

/* The program may have changed fs by wrfsbase, which the kernel does not see. */
u64 mytap_thread_pointer(void)
{
	u64 base;

	if (!boot_cpu_has(X86_FEATURE_FSGSBASE))
		return current->thread.fsbase;
	asm volatile("rdfsbase %0" : "=r"(base));
	return base;
}

static __always_inline bool user_place_is_ours(const struct user_place *u)
{
	return process_is_wanted(user_place_pid(u->hit), current);
}

static int user_place_hit(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	context_run(container_of(self, struct user_place, consumer)->hit, regs, EXTRA_PROGRAM, NULL);
	return 0;
}

/* A quick handler, in every process. */
static int user_place_hit_quick(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	context_run_quick(container_of(self, struct user_place, consumer)->hit, regs, EXTRA_PROGRAM, (struct context_user){});
	return 0;
}

static int user_place_hit_filtered(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);

	if (!user_place_is_ours(u))
		return UPROBE_HANDLER_REMOVE;
	context_run(u->hit, regs, EXTRA_PROGRAM, NULL);
	return 0;
}

static noinline void user_place_hit_again(const struct mytap_hit *h, struct pt_regs *regs)
{
	user_place_run_again(h, probe_of(h)->touch, regs, (struct context_user){ .place = regs->ip });
}

/* The handler reads user memory. */
static int user_place_hit_reading(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	const struct mytap_hit *h = container_of(self, struct user_place, consumer)->hit;

	if (unlikely(context_run(h, regs, EXTRA_PROGRAM, NULL) == CONTEXT_ABSENT))
		user_place_hit_again(h, regs);
	return 0;
}

static int user_place_hit_reading_filtered(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);

	if (!user_place_is_ours(u))
		return UPROBE_HANDLER_REMOVE;
	if (unlikely(context_run(u->hit, regs, EXTRA_PROGRAM, NULL) == CONTEXT_ABSENT))
		user_place_hit_again(u->hit, regs);
	return 0;
}

/* [the handler reads user memory][some processes are meant] */
static int (*const user_place_handlers[2][2])(struct uprobe_consumer *self, struct pt_regs *regs COMPAT_UPROBE_DATA) = {
	{ user_place_hit, user_place_hit_filtered }, { user_place_hit_reading, user_place_hit_reading_filtered },
};

/* The kernel asks about a process that maps the file: the current one, or any while we attach. */
static bool user_place_filter(struct uprobe_consumer *self COMPAT_UPROBE_FILTER_CONTEXT, struct mm_struct *mm)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);

	if (unlikely(program_has_changed(&programs[u->hit->place->program - 1])))
		return false;
	return mm == current->mm ? user_place_is_ours(u) : process_mm_is_wanted(user_place_pid(u->hit), mm);
}

/* For places that cover all processes. */
static bool user_place_filter_file(struct uprobe_consumer *self COMPAT_UPROBE_FILTER_CONTEXT, struct mm_struct *mm)
{
	const struct user_place *u = container_of(self, struct user_place, consumer);

	return !program_has_changed(&programs[u->hit->place->program - 1]);
}

#include "uprobe_return.c"

/* ---- attach and detach ---------------------------------------------------------------------- */

static const char *user_place_refusal(int error)
{
	return error == -EIO ? "its file system has no pages to put a probe into" :
	       error == -EINVAL ? "the kernel does not allow a probe here" :
	       error == -ENOTSUPP || error == -EOPNOTSUPP ? "the kernel cannot step over its instruction" :
	       error == -ENOSYS ? "this kernel has no uprobes" : "cannot be attached";
}

static void user_place_register(struct user_place *u)
{
	const struct mytap_place *p = u->hit->place;
	int error;

	if (COMPAT_UPROBE_REPLACES_NOP5 && p->is_nop5) {
		kprobe_refused(u->hit, "this kernel would write a call over the nop there, and over what a function keeps below its "
			       "stack pointer", -EOPNOTSUPP);
		return;
	}
	error = compat_uprobe_register(u->inode, p->offset, p->semaphore, &u->consumer, &u->uprobe);

	u->is_registered = !error;
	if (error)
		kprobe_refused(u->hit, user_place_refusal(error), error);
}

static void user_place_unregister(struct user_place *u)
{
	u->is_registered = false;
	compat_uprobe_unregister(u->inode, u->hit->place->offset, &u->consumer, u->uprobe);
}

/* As conditions and the overload guard require. */
static void user_places_arm(struct probed_module *unused)
{
	bool any_gone = false;
	u32 i;

	if (!user_places_n)
		return;
	process_mms_take();
	for (i = 0; i < user_places_n && !session_is_stopping(); i++) {
		struct user_place *u = &user_places[i];

		if (u->is_registered == hit_is_wanted(u->hit))
			continue;
		if (u->is_registered) {
			user_place_unregister(u);
			any_gone = true;
		} else {
			user_place_register(u);
		}
		session_gets_on();
		cond_resched();
	}
	process_mms_free();
	if (any_gone)
		compat_uprobe_unregister_sync();
	refusals_say();
}

static struct inode *user_place_inode(const struct mytap_hit *h)
{
	return programs[h->place->program - 1].inode;
}

/* Pointers to hits. */
static int user_place_order(const void *a, const void *b)
{
	const struct mytap_hit *x = *(struct mytap_hit *const *)a, *y = *(struct mytap_hit *const *)b;

	if (user_place_inode(x) != user_place_inode(y))
		return user_place_inode(x) < user_place_inode(y) ? -1 : 1;
	if (x->place->offset != y->place->offset)
		return x->place->offset < y->place->offset ? -1 : 1;
	/* The kernel runs the consumer first that was registered last. */
	return x > y ? -1 : 1;
}

static bool is_same_place(const struct mytap_hit *x, const struct mytap_hit *y)
{
	return x->place->offset == y->place->offset && user_place_inode(x) == user_place_inode(y);
}

/* Several at one place come in the script's order, and are registered the other way round. */
static void user_places_turn(struct mytap_hit **v, u32 n)
{
	u32 i, k, from = 0;

	for (i = 1; i <= n; i++) {
		if (i < n && is_same_place(v[from], v[i]))
			continue;
		for (k = 0; k < (i - from) / 2; k++)
			swap(v[from + k], v[i - 1 - k]);
		from = i;
	}
}

/* Those of one probe point mostly are as they come: sorting them all would take as long as half of registering them. */
static bool user_places_are_in_order(struct mytap_hit **v, u32 n)
{
	u32 i;

	for (i = 1; i < n; i++)
		if (user_place_order(&v[i - 1], &v[i]) > 0)
			return false;
	return true;
}

static void user_place_init(struct user_place *u, struct mytap_hit *h)
{
	bool is_filtered = processes_are_named(user_place_pid(h));

	u->hit = h;
	u->inode = user_place_inode(h);
	u->is_filtered = is_filtered;
	u->consumer.filter = is_filtered ? user_place_filter : user_place_filter_file;
	if (probe_of(h)->family == MYTAP_UPROBE) {
		u->consumer.handler = hit_is_quick(h) && !is_filtered ? user_place_hit_quick :
				      user_place_handlers[!!probe_of(h)->touch][is_filtered];
		return;
	}
	u->entry = *h;
	u->entry.handler = probe_of(h)->entry ? : handler_off;
	u->is_callee = h->place->ncalls;
	u->is_plain = probe_of(h)->flags & MYTAP_PLAIN_ENTRY;
	u->consumer.handler = u->is_plain && !is_filtered && !u->is_callee ? user_return_entry_plain : user_return_entry;
	u->consumer.ret_handler = is_filtered || !hit_is_quick(h) ? user_return_hit :
				  saves_at_entry(h) ? user_return_hit_saved : user_return_hit_quick;
}

/* Places of one file are adjacent, in order of addresses: neighbours share the pages that each process copies. */
static int user_places_make(void)
{
	struct mytap_hit **order;
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += is_user_place(&session.hits[i]) && user_place_inode(&session.hits[i]);
	if (!n)
		return 0;
	order = kvmalloc_array(n, sizeof(*order), MEMORY_FLAGS);
	user_places = kvcalloc(n, sizeof(*user_places), MEMORY_FLAGS);
	if (order && user_places) {
		for (i = 0; i < mytap_script.nplaces; i++)
			if (is_user_place(&session.hits[i]) && user_place_inode(&session.hits[i]))
				order[user_places_n++] = &session.hits[i];
		user_places_turn(order, n);
		if (!user_places_are_in_order(order, n))
			sort(order, n, sizeof(*order), user_place_order, NULL);
		for (i = 0; i < n; i++)
			user_place_init(&user_places[i], order[i]);
	}
	kvfree(order);
	return user_places_n ? 0 : -ENOMEM;
}

static int user_places_attach(struct probed_module *unused)
{
	int error = user_places_make();
	if (!error && user_places_n)
		error = saved_pools_make();
	if (error || !user_places_n)
		return error;
	user_places_arm(NULL);
	return 0;
}

static void user_places_detach(struct probed_module *unused)
{
	u32 i;

	for (i = 0; i < user_places_n; i++) {
		if (!user_places[i].is_registered)
			continue;
		user_place_unregister(&user_places[i]);
		session_gets_on();
		cond_resched();
	}
	if (user_places_n) {
		compat_uprobe_unregister_sync();
		programs_say_changes();
	}
	saved_pools_free();
	kvfree(user_places);
	user_places = NULL;
	user_places_n = 0;
}

static const struct mytap_family_ops uprobe_family = {
	.attach = user_places_attach, .detach = user_places_detach, .arm = user_places_arm, .in_programs = true, .names_process = true,
};
/* uprobe_family attaches these as well, in one table. */
static const struct mytap_family_ops ureturn_family = { .in_programs = true, .names_process = true, .is_return = true };
