// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * netfilter.hook("NF_INET_LOCAL_IN").pf("NFPROTO_IPV4")[.priority("100")]: packets at netfilter's hooks. $skb, $in
 * and $out are the packet and its devices, $hooknum the hook; $verdict, if set (-g), decides what becomes of the
 * packet.
 * Names as in the kernel's headers, or their numbers.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "family.h"

struct named {
	const char *name;
	int64_t n;
};

static const struct named inet_hooks[] = {
	{ "NF_INET_PRE_ROUTING", 0 }, { "NF_INET_LOCAL_IN", 1 }, { "NF_INET_FORWARD", 2 }, { "NF_INET_LOCAL_OUT", 3 },
	{ "NF_INET_POST_ROUTING", 4 },
	{ "NF_IP_PRE_ROUTING", 0 }, { "NF_IP_LOCAL_IN", 1 }, { "NF_IP_FORWARD", 2 }, { "NF_IP_LOCAL_OUT", 3 },
	{ "NF_IP_POST_ROUTING", 4 },
	{ "NF_IP6_PRE_ROUTING", 0 }, { "NF_IP6_LOCAL_IN", 1 }, { "NF_IP6_FORWARD", 2 }, { "NF_IP6_LOCAL_OUT", 3 },
	{ "NF_IP6_POST_ROUTING", 4 },
	{ NULL }
};
static const struct named arp_hooks[] = { { "NF_ARP_IN", 0 }, { "NF_ARP_OUT", 1 }, { "NF_ARP_FORWARD", 2 }, { NULL } };
static const struct named bridge_hooks[] = {
	{ "NF_BR_PRE_ROUTING", 0 }, { "NF_BR_LOCAL_IN", 1 }, { "NF_BR_FORWARD", 2 }, { "NF_BR_LOCAL_OUT", 3 },
	{ "NF_BR_POST_ROUTING", 4 }, { NULL }
};

static const struct named ip_priorities[] = {
	{ "NF_IP_PRI_FIRST", INT32_MIN }, { "NF_IP_PRI_RAW_BEFORE_DEFRAG", -450 }, { "NF_IP_PRI_CONNTRACK_DEFRAG", -400 },
	{ "NF_IP_PRI_RAW", -300 }, { "NF_IP_PRI_SELINUX_FIRST", -225 }, { "NF_IP_PRI_CONNTRACK", -200 },
	{ "NF_IP_PRI_MANGLE", -150 }, { "NF_IP_PRI_NAT_DST", -100 }, { "NF_IP_PRI_FILTER", 0 }, { "NF_IP_PRI_SECURITY", 50 },
	{ "NF_IP_PRI_NAT_SRC", 100 }, { "NF_IP_PRI_SELINUX_LAST", 225 }, { "NF_IP_PRI_CONNTRACK_HELPER", 300 },
	{ "NF_IP_PRI_CONNTRACK_CONFIRM", INT32_MAX }, { "NF_IP_PRI_LAST", INT32_MAX }, { NULL }
};
static const struct named ip6_priorities[] = {
	{ "NF_IP6_PRI_FIRST", INT32_MIN }, { "NF_IP6_PRI_RAW_BEFORE_DEFRAG", -450 }, { "NF_IP6_PRI_CONNTRACK_DEFRAG", -400 },
	{ "NF_IP6_PRI_RAW", -300 }, { "NF_IP6_PRI_SELINUX_FIRST", -225 }, { "NF_IP6_PRI_CONNTRACK", -200 },
	{ "NF_IP6_PRI_MANGLE", -150 }, { "NF_IP6_PRI_NAT_DST", -100 }, { "NF_IP6_PRI_FILTER", 0 }, { "NF_IP6_PRI_SECURITY", 50 },
	{ "NF_IP6_PRI_NAT_SRC", 100 }, { "NF_IP6_PRI_SELINUX_LAST", 225 }, { "NF_IP6_PRI_CONNTRACK_HELPER", 300 },
	{ "NF_IP6_PRI_LAST", INT32_MAX }, { NULL }
};
static const struct named bridge_priorities[] = {
	{ "NF_BR_PRI_FIRST", INT32_MIN }, { "NF_BR_PRI_NAT_DST_BRIDGED", -300 }, { "NF_BR_PRI_FILTER_BRIDGED", -200 },
	{ "NF_BR_PRI_BRNF", 0 }, { "NF_BR_PRI_NAT_DST_OTHER", 100 }, { "NF_BR_PRI_FILTER_OTHER", 200 },
	{ "NF_BR_PRI_NAT_SRC", 300 }, { "NF_BR_PRI_LAST", INT32_MAX }, { NULL }
};
static const struct named no_names[] = { { NULL } };

static const struct protocol {
	const char *name;
	int64_t pf;
	const struct named *hooks;
	int64_t most_hooks;
	const struct named *priorities;
	const char *config;		/* without this option the kernel has no such hooks */
} protocols[] = {
	{ "NFPROTO_IPV4", 2, inet_hooks, 5, ip_priorities, "CONFIG_NETFILTER" },
	{ "NFPROTO_ARP", 3, arp_hooks, 3, no_names, "CONFIG_NETFILTER_FAMILY_ARP" },
	{ "NFPROTO_BRIDGE", 7, bridge_hooks, 5, bridge_priorities, "CONFIG_NETFILTER_FAMILY_BRIDGE" },
	{ "NFPROTO_IPV6", 10, inet_hooks, 5, ip6_priorities, "CONFIG_NETFILTER" },
};

struct netfilter {
	int64_t pf, hook, priority;
};

static bool text_number(const char *text, int64_t *ret)
{
	char *end;

	*ret = strtoll(text, &end, 0);
	return end > text && !*end;
}

static bool name_number(const struct named *names, const char *text, int64_t *ret)
{
	for (; names->name; names++)
		if (!strcmp(names->name, text)) {
			*ret = names->n;
			return true;
		}
	return false;
}

static const struct protocol *take_protocol(struct point_match *m)
{
	const char *text;
	int64_t n;

	point_string(m, "pf", &text);
	for (unsigned int i = 0; i < sizeof(protocols) / sizeof(*protocols); i++)
		if (!strcmp(protocols[i].name, text) || (text_number(text, &n) && n == protocols[i].pf))
			return &protocols[i];
	diag_error(&m->session->diag, point_loc(m, "pf"), "netfilter has no protocol family \"%s\" with hooks for probes: there are "
		   "NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_ARP and NFPROTO_BRIDGE", text);
	return NULL;
}

/* Names, without those of the headers for user space. */
static void list_names(struct strbuf *b, const struct named *names, int64_t most)
{
	for (int64_t i = 0; names[i].name && i < most; i++)
		strbuf_printf(b, "%s%s", i ? ", " : "", names[i].name);
}

static bool take_hook(struct point_match *m, const struct protocol *p, struct netfilter *nf)
{
	struct strbuf names = { 0 };
	const char *text;

	point_string(m, "hook", &text);
	if (name_number(p->hooks, text, &nf->hook) || (text_number(text, &nf->hook) && nf->hook >= 0 && nf->hook < p->most_hooks))
		return true;
	list_names(&names, p->hooks, p->most_hooks);
	diag_error(&m->session->diag, point_loc(m, "hook"), "%s has no hook \"%s\": it has %s", p->name, text, strbuf_str(&names));
	strbuf_deinit(&names);
	return false;
}

static bool take_priority(struct point_match *m, const struct protocol *p, struct netfilter *nf)
{
	struct strbuf names = { 0 };
	const char *text;

	if (!point_string(m, "priority", &text) || name_number(p->priorities, text, &nf->priority) ||
	    (text_number(text, &nf->priority) && nf->priority >= INT32_MIN && nf->priority <= INT32_MAX))
		return true;
	list_names(&names, p->priorities, INT64_MAX);
	diag_error(&m->session->diag, point_loc(m, "priority"), "\"%s\" is no priority of %s: it is a number of 32 bits%s%s", text,
		   p->name, names.len ? ", or one of " : "", strbuf_str(&names));
	strbuf_deinit(&names);
	return false;
}

static bool netfilter_derive(struct point_match *m)
{
	struct netfilter *nf = arena_new_of(m->session->arena, struct netfilter);
	const struct protocol *p = take_protocol(m);

	if (!p || !take_hook(m, p, nf) || !take_priority(m, p, nf))
		return false;
	if (strcmp(kernel_config(m->target, p->config), "y")) {
		if (!m->optional)
			diag_error(&m->session->diag, m->point->parts.v[0].loc, "this kernel has no hooks of %s: it was built without "
				   "%s=y", p->name, p->config);
		return false;
	}
	nf->pf = p->pf;
	dprobe_add(m)->detail = nf;
	return true;
}

/* A pointer to that struct; NULL (a number, then): its type is unknown. */
static struct dtype *pointer_to(struct target *t, const char *name)
{
	struct debuginfo *di = target_debuginfo(t);
	struct strbuf why = { 0 };
	struct dtype *type = di ? debuginfo_type(di, NULL, name, NULL, &why) : NULL;

	strbuf_deinit(&why);
	return type;
}

/* In the order of runtime/kernel/netfilter.c. */
static void netfilter_variables(struct target *t, const struct dprobe *p, struct context_vars *ret)
{
	struct dtype *device = pointer_to(t, "struct net_device *");

	ret->owner = arena_printf(t->arena, "probe '%s'", p->text);
	context_var_given(t->arena, ret, "hooknum", NULL, 0);
	context_var_given(t->arena, ret, "skb", pointer_to(t, "struct sk_buff *"), 1);
	context_var_given(t->arena, ret, "in", device, 2);
	context_var_given(t->arena, ret, "out", device, 3);
	context_var_given(t->arena, ret, "verdict", NULL, 4)->prog.can_store = true;
}

static void netfilter_emit(struct family_text *t, const struct dprobe *p)
{
	const struct netfilter *nf = p->detail;

	field_number(t, "pf", nf->pf);
	field_number(t, "hook", nf->hook);
	field_number(t, "priority", nf->priority);
}

static const struct runtime_family netfilter_runtime = { .name = "netfilter", .emit = netfilter_emit };

static const char *const patterns[] = {
	"netfilter.hook(string).pf(string)", "netfilter.hook(string).pf(string).priority(string)",
	"netfilter.pf(string).hook(string)", "netfilter.pf(string).hook(string).priority(string)",
	NULL
};

const struct probe_family netfilter_family = {
	.name = "netfilter", .patterns = patterns, .derive = netfilter_derive, .runtime = &netfilter_runtime,
	.variables = netfilter_variables,
};
