// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Statements, offsets, raw addresses: kprobes, before the instruction (MYTAP_STATEMENT,
 * MYTAP_KPROBE) or after it (MYTAP_KPROBE_POST: never optimised to a jump); and function
 * entries that ftrace does not take. Many statements are set at once (kprobe_bulk.c).
 */

enum { KPROBE_IS_DONE = 1 << 30 };	/* in mytap_hit.flags: set or refused */

struct mytap_kprobe {
	struct kprobe kp;
	struct mytap_hit *hit;
	struct mytap_kprobe *next;
	bool is_bulk, is_optimised;	/* kprobe_bulk.c: set by it; a jump is made of it or cannot be */
	u32 heat;			/* ... hits by breakpoint */
};

static struct mytap_kprobe *kprobes_attached;

static int kprobe_hit(struct kprobe *kp, struct pt_regs *regs)
{
	context_run(container_of(kp, struct mytap_kprobe, kp)->hit, regs, EXTRA_NONE, NULL);
	return 0;
}
NOKPROBE_SYMBOL(kprobe_hit);

static void kprobe_hit_post(struct kprobe *kp, struct pt_regs *regs, unsigned long flags)
{
	context_run(container_of(kp, struct mytap_kprobe, kp)->hit, regs, EXTRA_NONE, NULL);
}
NOKPROBE_SYMBOL(kprobe_hit_post);

static int kprobe_attach_one(struct mytap_hit *h)
{
	struct mytap_kprobe *k = kzalloc(sizeof(*k), GFP_KERNEL);
	int error;

	if (!k)
		return -ENOMEM;
	k->hit = h;
	k->kp.flags = KPROBE_FLAG_DISABLED;	/* armed by kprobes_arm() */
	k->kp.addr = (kprobe_opcode_t *)h->address;
	if (probe_of(h)->family == MYTAP_KPROBE_POST)
		k->kp.post_handler = kprobe_hit_post;
	else
		k->kp.pre_handler = kprobe_hit;
	error = register_kprobe(&k->kp);
	if (error) {
		kfree(k);
		return error;
	}
	k->next = kprobes_attached;
	kprobes_attached = k;
	return 0;
}

static const char *kprobe_refusal(int error)
{
	return error == -EILSEQ ? "not the start of an instruction" :
	       error == -EINVAL ? "the kernel does not allow a probe here" :
	       error == -ENOENT ? "no code at this address" : "cannot be attached";
}

static bool kprobe_takes(struct mytap_hit *h)
{
	int error = kprobe_attach_one(h);

	if (error)
		kprobe_refused(h, kprobe_refusal(error), error);
	return !error;
}

/* Armed or not, as the probe's condition wants it. Not one whose code is gone. */
static int kprobe_follow(struct kprobe *kp, const struct mytap_hit *h)
{
	if (kprobe_gone(kp) || kprobe_disabled(kp) != hit_is_wanted(h))
		return 0;
	return hit_is_wanted(h) ? enable_kprobe(kp) : disable_kprobe(kp);
}

static bool is_kprobe(const struct mytap_hit *h)
{
	u16 family = probe_of(h)->family;

	return family == MYTAP_STATEMENT || family == MYTAP_KPROBE || family == MYTAP_KPROBE_POST;
}

#include "kprobe_bulk.c"

/*
 * Arms what was registered, and only then: each armed probe wakes the kernel's
 * optimiser, which holds the lock of all kprobes while it waits for every task (15 ms
 * a probe when registering goes on meanwhile).
 */
static void kprobes_arm(struct probed_module *m)
{
	struct mytap_kprobe *k;

	for (k = kprobes_attached; k && !session_is_stopping(); k = k->next) {
		int error = hit_module(k->hit) == m ? kprobe_follow(&k->kp, k->hit) : 0;

		if (error)
			warn_probe(k->hit->probe, k->hit->place, kprobe_refusal(error), error);
	}
}

static int kprobes_attach(struct probed_module *m)
{
	u32 i;

	if (!m)
		bulk_attach();
	for (i = 0; i < mytap_script.nplaces && !session_is_stopping(); i++) {
		struct mytap_hit *h = &session.hits[i];

		if (h->address && hit_module(h) == m && is_kprobe(h) && !(h->flags & KPROBE_IS_DONE))
			kprobe_takes(h);
	}
	kprobes_arm(m);
	refusals_say();
	return 0;
}

static void kprobes_detach(struct probed_module *m)
{
	struct mytap_kprobe *k, **at, *gone = NULL, *next;
	struct kprobe **all;
	u32 n = 0, i = 0;

	refusals_forget();		/* of an attach that did not get to its end */
	for (at = &kprobes_attached; (k = *at);) {
		if (hit_module(k->hit) != m) {
			at = &k->next;
			continue;
		}
		*at = k->next;
		k->next = gone;
		gone = k;
		n++;
	}
	if (!n)
		return;
	if (!m)
		bulk_disarm();
	all = kvmalloc_array(n, sizeof(*all), GFP_KERNEL);
	for (k = gone; k; k = k->next)
		if (all)
			all[i++] = &k->kp;
		else
			unregister_kprobe(&k->kp);
	if (all)
		unregister_kprobes(all, n);
	kvfree(all);
	if (!m)
		bulk_detach();
	for (k = gone; k; k = next) {
		const struct mytap_hit *h = k->hit->next ? k->hit->next : k->hit;

		for (; h; h = h->next)
			session.counters[h->probe].missed += k->kp.nmissed;
		next = k->next;
		if (!k->is_bulk)
			kfree(k);
	}
	if (!m)
		bulk_free();
}
