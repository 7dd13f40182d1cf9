// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Statements, offsets, raw addresses: kprobes, before the instruction (MYTAP_STATEMENT,
 * MYTAP_KPROBE) or after it (MYTAP_KPROBE_POST: never optimised to a jump); and function
 * entries that ftrace does not take. Many statements are set at once (kprobe_bulk.c).
 */

enum { KPROBE_IS_DONE = 1 << 30 };	/* in mytap_hit.flags: probed or refused */

/* A registered kprobe, of its own or a kretprobe's. */
struct attached {
	struct kprobe *kp;
	struct mytap_hit *hit;
	struct attached *next;
};

struct mytap_kprobe {
	struct kprobe kp;
	struct attached at;
	bool is_bulk, is_optimised;	/* registered by kprobe_bulk.c; optimised to a jump, or tried to be */
	bool is_new, stays;		/* tried in this run of hot_work(); it could not be done */
	u32 heat;			/* hits of its breakpoint, for kprobe_hot.c */
};

static struct attached *kprobes_attached;

static int kprobe_hit(struct kprobe *kp, struct pt_regs *regs)
{
	context_run(container_of(kp, struct mytap_kprobe, kp)->at.hit, regs, EXTRA_NONE, NULL);
	return 0;
}
NOKPROBE_SYMBOL(kprobe_hit);

static void kprobe_hit_post(struct kprobe *kp, struct pt_regs *regs, unsigned long flags)
{
	context_run(container_of(kp, struct mytap_kprobe, kp)->at.hit, regs, EXTRA_NONE, NULL);
}
NOKPROBE_OF(kprobe_post, kprobe_hit_post);

static void attached_add(struct attached **list, struct attached *a, struct kprobe *kp)
{
	a->kp = kp;
	a->next = *list;
	*list = a;
}

/* Removes those of this module (NULL: of the kernel) from the list; *n: their number. */
static struct attached *attached_take(struct attached **list, const struct probed_module *m, u32 *n)
{
	struct attached *a, *gone = NULL;

	for (*n = 0; (a = *list);) {
		if (hit_module(a->hit) != m) {
			list = &a->next;
			continue;
		}
		*list = a->next;
		a->next = gone;
		gone = a;
		++*n;
	}
	return gone;
}

static int kprobe_attach_one(struct mytap_hit *h)
{
	struct mytap_kprobe *k = kzalloc(sizeof(*k), GFP_KERNEL);
	int error;

	if (!k)
		return -ENOMEM;
	k->at.hit = h;
	k->kp.flags = KPROBE_FLAG_DISABLED;	/* registered disarmed: kprobes_arm() arms it */
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
	attached_add(&kprobes_attached, &k->at, &k->kp);
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

	session_gets_on();
	if (error)
		kprobe_refused(h, kprobe_refusal(error), error);
	return !error;
}

/* Arms or disarms it as the probe's condition requires. Skips a kprobe whose code is gone. */
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

static void attached_arm(const struct attached *a, struct probed_module *m)
{
	for (; a && !session_is_stopping(); a = a->next) {
		int error = hit_module(a->hit) == m ? kprobe_follow(a->kp, a->hit) : 0;

		if (error)
			warn_probe(a->hit->probe, a->hit->place, kprobe_refusal(error), error);
		session_gets_on();
	}
}

/*
 * Arms the registered kprobes, after all are registered: each armed probe wakes the kernel's optimiser, which holds
 * the lock of all kprobes while it waits for every task (15 ms per probe if registering continues at the same
 * time).
 */
static void kprobes_arm(struct probed_module *m)
{
	attached_arm(kprobes_attached, m);
}

static int kprobes_attach(struct probed_module *m)
{
	u32 i;

	if (!m && bulk_is_compiled)
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
	struct attached *gone, *a, *next;
	struct kprobe **all;
	u32 n, i = 0;

	refusals_forget();		/* left over from an attach that failed */
	gone = attached_take(&kprobes_attached, m, &n);
	if (!n)
		return;
	if (!m && bulk_is_compiled)
		bulk_disarm();
	all = kvmalloc_array(n, sizeof(*all), MEMORY_FLAGS);
	for (a = gone; a; a = a->next)
		if (all)
			all[i++] = a->kp;
		else
			unregister_kprobe(a->kp);
	if (all)
		unregister_kprobes(all, n);
	kvfree(all);
	if (!m && bulk_is_compiled)
		bulk_detach();
	for (a = gone; a; a = next) {
		struct mytap_kprobe *k = container_of(a, struct mytap_kprobe, at);
		const struct mytap_hit *h = a->hit->next ? a->hit->next : a->hit;

		for (; h; h = h->next)
			session.counters[h->probe].missed += k->kp.nmissed;
		next = a->next;
		if (!k->is_bulk)
			kfree(k);
	}
	if (!m && bulk_is_compiled)
		bulk_free();
}

/* Handles all three families. */
static const struct mytap_family_ops statement_family = {
	.attach = kprobes_attach, .detach = kprobes_detach, .arm = kprobes_arm, .has_modules = true,
};
static const struct mytap_family_ops kprobe_family, kprobe_post_family;
