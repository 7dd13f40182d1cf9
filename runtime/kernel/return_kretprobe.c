// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function returns by kretprobes, which every kernel has: one registration per function, 17 ms each in a guest. For
 * functions that the other back ends do not take, and for .maxactive(n), which is per function.
 */

struct mytap_kretprobe {
	struct kretprobe rp;
	struct attached at;
	struct mytap_hit entry;		/* at.hit with the entry handler */
};

static struct attached *kretprobes_attached;

/*
 * How many returns of n functions together may be awaited at a time: KRETACTIVE per function, as far as memory
 * allows; without KRETACTIVE `otherwise`.
 */
static u32 returns_active(u32 n, size_t size, u32 otherwise)
{
	enum { ROOM = 64 << 20 };
	u64 wanted = (u64)mytap_script.limits.kretactive * n, most = max_t(u64, ROOM / size, 1);
	char text[128];

	if (!wanted)
		return otherwise;
	if (wanted > most) {
		snprintf(text, sizeof(text), "KRETACTIVE=%u for %u functions takes too much memory: at most %llu returns are awaited",
			 mytap_script.limits.kretactive, n, most);
		process_message(MYTAP_REC_WARN, ~0, text);
	}
	return min(wanted, most);
}

/* At the entry: saves what the handler needs. 1: do not watch this return. */
static int kretprobe_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct mytap_hit *h = &container_of(get_kretprobe(ri), struct mytap_kretprobe, rp)->entry;

	if (!is_called_as_wanted(h->place, (struct mytap_regs *)regs))
		return 1;
	if (h->handler && h->flags & MYTAP_PLAIN_ENTRY) {
		context_run_plain(h->handler, regs, ri->data);
		return 0;
	}
	return h->handler && !context_run(h, regs, EXTRA_ENTRY, ri->data);
}
NOKPROBE_OF(return, kretprobe_entry);

static int kretprobe_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(ri);

	if (likely(rp))			/* NULL: unregistered in the meantime */
		context_run(container_of(rp, struct mytap_kretprobe, rp)->at.hit, regs, EXTRA_ENTRY, ri->data);
	return 0;
}
NOKPROBE_OF(return, kretprobe_return);

static int kretprobe_attach_one(struct mytap_hit *h)
{
	const struct mytap_probe *p = probe_of(h);
	struct mytap_kretprobe *r = kzalloc(sizeof(*r), GFP_KERNEL);
	int error;

	if (!r)
		return -ENOMEM;
	r->at.hit = h;
	r->entry = *h;
	r->entry.handler = p->entry;
	r->rp.kp.addr = (kprobe_opcode_t *)h->address;
	r->rp.handler = kretprobe_return;
	if (p->entry || h->place->ncalls)
		r->rp.entry_handler = kretprobe_entry;
	if (!hit_is_wanted(h))
		r->rp.kp.flags = KPROBE_FLAG_DISABLED;
	r->rp.data_size = p->entry_size;
	r->rp.maxactive = FAMILY_DATA(return, h)->maxactive ?:
			  returns_active(1, sizeof(struct kretprobe_instance) + p->entry_size, max(15u, 6 * num_possible_cpus()));
	error = register_kretprobe(&r->rp);
	if (error) {
		kfree(r);
		return error;
	}
	attached_add(&kretprobes_attached, &r->at, &r->rp.kp);
	return 0;
}

static void kretprobe_takes(struct mytap_hit *h)
{
	int error = kretprobe_attach_one(h);

	if (error)
		warn_probe(h->probe, h->place, kprobe_refusal(error), error);
	session_gets_on();
	cond_resched();
}

static void kretprobes_arm(struct probed_module *m)
{
	attached_arm(kretprobes_attached, m);
}

static void kretprobes_detach(struct probed_module *m)
{
	struct attached *gone, *a, *next;
	struct kretprobe **all;
	u32 n, i = 0;

	gone = attached_take(&kretprobes_attached, m, &n);
	if (!n)
		return;
	all = kvmalloc_array(n, sizeof(*all), MEMORY_FLAGS);
	for (a = gone; a; a = a->next) {
		struct mytap_kretprobe *r = container_of(a, struct mytap_kretprobe, at);

		if (all)
			all[i++] = &r->rp;
		else
			unregister_kretprobe(&r->rp);
	}
	if (all)
		unregister_kretprobes(all, n);
	kvfree(all);
	for (a = gone; a; a = next) {
		struct mytap_kretprobe *r = container_of(a, struct mytap_kretprobe, at);

		next = a->next;
		session.counters[a->hit->probe].missed += r->rp.nmissed + r->rp.kp.nmissed;
		kfree(r);
	}
}
