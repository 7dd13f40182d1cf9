// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Hooks of netfilter, in the first network namespace: one hook per probe, called in the order of priorities. A hook
 * runs in the packet's context: a soft interrupt, or the process that sends it.
 */
/* The headers of the network are a sixth of all that is read: not without such a probe. */
#if defined(CONFIG_NETFILTER) && (!defined(MYTAP_ASKED) || defined(ASKED_netfilter))
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/net_namespace.h>

struct netfilter_hook {
	struct nf_hook_ops ops;
	const struct mytap_hit *hit;
	atomic_t refused;		/* packets whose $verdict was invalid ... */
	s64 refused_last;		/* ... and the last such value */
};

static struct netfilter_hook *netfilter_hooks;
static u32 netfilter_n;

/*
 * A verdict is in the low 8 bits, its argument above them (an error, a queue). A hook that returns "stolen" has to
 * free the packet, so this function does. Current kernels do not accept "repeat" and "stop" from a hook; the kernel
 * would lose the packet.
 */
static u32 netfilter_verdict(struct netfilter_hook *h, struct sk_buff *skb, s64 verdict)
{
	switch (verdict & NF_VERDICT_MASK) {
	case NF_DROP:
	case NF_QUEUE:
		if (verdict == (u32)verdict)
			return verdict;
		break;
	case NF_ACCEPT:
	case NF_STOLEN:
		if (verdict != (u32)verdict || verdict > NF_VERDICT_MASK)
			break;
		if (verdict == NF_STOLEN)
			consume_skb(skb);
		return verdict;
	}
	WRITE_ONCE(h->refused_last, verdict);
	atomic_inc(&h->refused);
	return NF_ACCEPT;
}

static unsigned int netfilter_hit(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct netfilter_hook *h = priv;
	u64 args[] = { state->hook, (u64)skb, (u64)state->in, (u64)state->out, NF_ACCEPT };

	if (!context_run(h->hit, NULL, EXTRA_ARGS, args))
		return NF_ACCEPT;
	return netfilter_verdict(h, skb, args[4]);
}

static int netfilter_attach(struct probed_module *unused)
{
	u32 i, n = probes_count(MYTAP_NETFILTER);

	netfilter_hooks = n ? kcalloc(n, sizeof(*netfilter_hooks), GFP_KERNEL) : NULL;
	if (n && !netfilter_hooks)
		return -ENOMEM;
	for (i = 0; i < mytap_script.nprobes && !session_is_stopping(); i++) {
		struct netfilter_hook *h = &netfilter_hooks[netfilter_n];
		const struct mytap_netfilter_probe *p = FAMILY_DATA(netfilter, &session.probe_hits[i]);
		int error;

		if (mytap_script.probes[i].family != MYTAP_NETFILTER)
			continue;
		h->hit = &session.probe_hits[i];
		h->ops = (struct nf_hook_ops){
			.hook = netfilter_hit, .priv = h, .pf = p->pf, .hooknum = p->hook, .priority = p->priority,
		};
		error = nf_register_net_hook(&init_net, &h->ops);
		if (error)
			fail_probe(h->hit, "the kernel does not take the hook", error);
		else
			netfilter_n++;
	}
	return 0;
}

static void netfilter_say(const struct netfilter_hook *h)
{
	char text[128];

	snprintf(text, sizeof(text), "$verdict was %lld or another invalid value for %d packets: they were accepted",
		 h->refused_last, atomic_read(&h->refused));
	warn_probe(h->hit->probe, NULL, text, -EINVAL);
}

static void netfilter_detach(struct probed_module *unused)
{
	u32 i;

	for (i = 0; i < netfilter_n; i++)
		nf_unregister_net_hook(&init_net, &netfilter_hooks[i].ops);
	if (netfilter_n)
		synchronize_rcu();	/* a CPU may still be in a hook */
	for (i = 0; i < netfilter_n; i++)
		if (atomic_read(&netfilter_hooks[i].refused))
			netfilter_say(&netfilter_hooks[i]);
	kfree(netfilter_hooks);
	netfilter_hooks = NULL;
	netfilter_n = 0;
}

#else

static int netfilter_attach(struct probed_module *unused)
{
	return probes_count(MYTAP_NETFILTER) ? -EOPNOTSUPP : 0;
}

#define netfilter_detach NULL

#endif

static const struct mytap_family_ops netfilter_family = { .attach = netfilter_attach, .detach = netfilter_detach };
