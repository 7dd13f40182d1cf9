// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Optimises breakpoints of kprobe_bulk.c to jumps, those that are hit: a hit costs 150 instructions then, not 800. In:
 * bulk.kprobes with their heat. Process context, in a work that the first hit of a place queues.
 *
 * The kernel takes 2 ms for a place: so a run of the work takes at most HOT_BATCH places, those hit most first, and
 * the next run comes HOT_DELAY_MS later. That is a third of one CPU at most, and only as long as places are hit that
 * were not hit before. The kernel installs the jumps of a batch together, by a work of its own that holds the lock of
 * all kprobes while it waits for every task.
 */

enum {
	HOT_BATCH = 64,
	HOT_DELAY_MS = 100,
	HOT_MOST = 4096,		/* hits; places hit more are not told apart */
};

static int bulk_nothing(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}
NOKPROBE_SYMBOL(bulk_nothing);

/*
 * Registering a second kprobe on the place makes the kernel prepare the jump; unregistering it makes the kernel
 * install the jump. No hit is lost. NULL: not possible for this place.
 */
static struct kprobe *bulk_optimise(struct mytap_kprobe *k)
{
	struct kprobe *second = kzalloc(sizeof(*second), GFP_KERNEL);

	WRITE_ONCE(k->kp.pre_handler, kprobe_hit);
	if (!second)
		return NULL;
	second->addr = k->kp.addr;
	second->flags = KPROBE_FLAG_DISABLED;
	second->pre_handler = bulk_nothing;
	if (!register_kprobe(second))
		return second;
	kfree(second);
	return NULL;
}

/* True if a jump is there, or the kernel is about to install it. */
static bool bulk_is_jump(const struct mytap_kprobe *k)
{
	const struct kprobe *kp;
	bool is_jump;

	preempt_disable();
	kp = bulk_call(get_kprobe)(k->kp.addr);
	is_jump = kp && kp->flags & KPROBE_FLAG_OPTIMIZED;
	preempt_enable();
	return is_jump;
}

/* Optimises places that were hit at least `least` times, as long as there is room in the batch. */
static u32 hot_take(struct kprobe **batch, u32 n, u32 least)
{
	struct mytap_kprobe *k = bulk.kprobes;

	for (; k < bulk.kprobes + bulk.nkprobes && n < HOT_BATCH && !session_is_stopping(); k++) {
		if (!READ_ONCE(k->is_bulk) || k->is_optimised || READ_ONCE(k->heat) < least)
			continue;
		k->is_optimised = k->is_new = true;
		batch[n] = bulk_optimise(k);
		n += !!batch[n];
		cond_resched();
	}
	return n;
}

static void hot_work(struct work_struct *work)
{
	struct kprobe **batch = kcalloc(HOT_BATCH, sizeof(*batch), GFP_KERNEL);
	struct mytap_kprobe *k = bulk.kprobes;
	u32 n = 0, least;

	if (!batch)
		return;
	for (least = HOT_MOST; least; least /= 16)
		n = hot_take(batch, n, least);
	if (n)
		unregister_kprobes(batch, n);
	for (; k < bulk.kprobes + bulk.nkprobes; k++) {
		if (k->is_new && !session_is_stopping())
			k->stays = !kprobe_disabled(&k->kp) && !bulk_is_jump(k);
		k->is_new = false;
	}
	if (n == HOT_BATCH)
		queue_delayed_work(compat_unbound_wq, &bulk.hot_work, msecs_to_jiffies(HOT_DELAY_MS));
	while (n)
		kfree(batch[--n]);
	kfree(batch);
}

/* For mytap-run -v. Other probes are in the way, or something jumps into the code: the kernel does not say which. */
static void hot_say(void)
{
	const struct mytap_kprobe *k = bulk.kprobes;

	for (; k < bulk.kprobes + bulk.nkprobes; k++)
		if (k->stays)
			process_detail("stayed a breakpoint, which costs 650 instructions per hit more than a jump: %pS: the kernel "
				       "finds no room for a jump there", k->kp.addr);
}
