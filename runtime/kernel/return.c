// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function returns. Back end so far: kretprobe, which every kernel has; one
 * registration a function. Another back end is another pair of attach and detach
 * over the same hits.
 */

struct mytap_return {
	struct kretprobe rp;
	struct mytap_hit *hit;
	struct mytap_hit entry;		/* the same, with the entry handler */
	struct mytap_return *next;
};

static struct mytap_return *returns_attached;

/* At the entry: saves what the handler wants of it. 1: this return is not to be watched. */
static int kretprobe_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(ri);

	return context_run(&container_of(rp, struct mytap_return, rp)->entry, regs, EXTRA_ENTRY, ri->data) ? 0 : 1;
}
NOKPROBE_SYMBOL(kretprobe_entry);

static int kretprobe_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(ri);

	if (likely(rp))			/* NULL: unregistered meanwhile */
		context_run(container_of(rp, struct mytap_return, rp)->hit, regs, EXTRA_ENTRY, ri->data);
	return 0;
}
NOKPROBE_SYMBOL(kretprobe_return);

static int return_attach_one(struct mytap_hit *h)
{
	const struct mytap_probe *p = probe_of(h);
	struct mytap_return *r = kzalloc(sizeof(*r), GFP_KERNEL);
	int error;

	if (!r)
		return -ENOMEM;
	r->hit = h;
	r->entry = *h;
	r->entry.handler = p->entry;
	r->rp.kp.addr = (kprobe_opcode_t *)h->address;
	r->rp.handler = kretprobe_return;
	if (p->entry)
		r->rp.entry_handler = kretprobe_entry;
	r->rp.data_size = p->entry_size;
	r->rp.maxactive = p->arg > 0 ? p->arg : max(15u, 6 * num_possible_cpus());
	error = register_kretprobe(&r->rp);
	if (error) {
		kfree(r);
		return error;
	}
	r->next = returns_attached;
	returns_attached = r;
	return 0;
}

static int returns_attach(void)
{
	u32 i;
	int error;

	for (i = 0; i < mytap_script.nplaces && !session_is_stopping(); i++) {
		struct mytap_hit *h = &session.hits[i];

		if (!h->address || probe_of(h)->family != MYTAP_RETURN)
			continue;
		error = return_attach_one(h);
		if (error)
			warn_probe(h->probe, h->place, kprobe_refusal(error), error);
		cond_resched();
	}
	return 0;
}

static void returns_detach(void)
{
	struct mytap_return *r, *next;
	struct kretprobe **all;
	u32 n = 0, i = 0;

	for (r = returns_attached; r; r = r->next)
		n++;
	if (!n)
		return;
	all = kvmalloc_array(n, sizeof(*all), GFP_KERNEL);
	for (r = returns_attached; r; r = r->next)
		if (all)
			all[i++] = &r->rp;
		else
			unregister_kretprobe(&r->rp);
	if (all)
		unregister_kretprobes(all, n);
	kvfree(all);
	for (r = returns_attached; r; r = next) {
		next = r->next;
		session.counters[r->hit->probe].missed += r->rp.nmissed + r->rp.kp.nmissed;
		kfree(r);
	}
	returns_attached = NULL;
}
