// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Optimises breakpoints of kprobe_bulk.c that are hit often to jumps, which takes 0.5 ms per place. In:
 * bulk.kprobes with their heat. Process context, in a work that bulk_hit() queues.
 */

enum { HOT_BATCH = 16 };		/* places optimised at once */

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

	k->is_optimised = true;
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

static void bulk_unregister(struct kprobe **batch, u32 n)
{
	if (n)
		unregister_kprobes(batch, n);
	while (n)
		kfree(batch[--n]);
}

static void hot_work(struct work_struct *work)
{
	struct kprobe *batch[HOT_BATCH];
	struct mytap_kprobe *k = bulk.kprobes;
	u32 n = 0;

	for (; k < bulk.kprobes + bulk.nkprobes && !session_is_stopping(); k++) {
		if (!READ_ONCE(k->is_bulk) || k->is_optimised || READ_ONCE(k->heat) < BULK_HOT)
			continue;
		batch[n] = bulk_optimise(k);
		n += !!batch[n];
		if (n == HOT_BATCH) {
			bulk_unregister(batch, n);
			n = 0;
		}
	}
	bulk_unregister(batch, n);
}
