// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function returns by rethook, the kernel's own list of hooked return addresses: one ftrace_ops handles all entries
 * (function.c) and hooks the return.
 *
 * The kernel exports none of its functions; the compiler knows their addresses if it has the symbols of this build
 * (build_id_check() has passed), and a compile-time test has compared their prototypes with rethook.h. Not with
 * CONFIG_X86_KERNEL_IBT or CFI, where such functions cannot be called by address.
 *
 * Life of a node: pool -> (entry) task's list -> (return) pool, all done by the kernel. After rethook_free()
 * returns no longer call this module, and the kernel frees each node when its function has returned. So a node is
 * plain memory, not read after that, and a task may sleep in a hooked function for any time.
 */

#if defined(HAVE_RETHOOK_NODES) && !defined(CONFIG_X86_KERNEL_IBT) && !defined(CONFIG_CFI_CLANG)
#include <linux/rethook.h>

enum {
	RETURN_NODES_LEAST = 1024,
	RETURN_NODES_EACH = 8,		/* per function, unless that needs more than */
	RETURN_NODES_ROOM = 4 << 20,	/* ... this many bytes in all */
};

struct return_node {
	struct rethook_node node;	/* first member: the kernel frees it */
	const struct mytap_hit *hit;
	u64 data[];			/* saved by the entry handler */
};

static struct {
	struct rethook *hook;
	struct mytap_hit *hits;		/* by place: the return's handler; the one in session.hits is the entry's */
	typeof(rethook_alloc) *alloc;
	typeof(rethook_free) *free;
	typeof(rethook_add_node) *add_node;
	typeof(rethook_try_get) *try_get;
	typeof(rethook_hook) *hook_return;
	typeof(rethook_recycle) *recycle;
} rethook;

static void rethook_return(struct rethook_node *node, void *data, struct pt_regs *regs)
{
	struct return_node *n = container_of(node, struct return_node, node);

	context_run(n->hit, regs, EXTRA_ENTRY, n->data);
}
NOKPROBE_OF(return, rethook_return);

/*
 * The handler of the entry. It runs in a context like any handler: probes hit by the hooking itself find the slot
 * busy.
 */
static void rethook_entry(struct mytap_ctx *c)
{
	const struct mytap_hit *h = &rethook.hits[c->hit - session.hits];
	const struct mytap_probe *p = probe_of(h);
	struct rethook_node *node;
	struct return_node *n;

	if (unlikely(!is_called_as_wanted(h->place, c->regs)))
		return;
	node = rethook.try_get(rethook.hook);
	if (unlikely(!node)) {
		priv_of(c)->counters[h->probe].missed++;
		return;
	}
	n = container_of(node, struct return_node, node);
	n->hit = h;
	if (p->entry) {
		c->entry = n->data;
		p->entry(c);
		if (unlikely(c->error)) {
			rethook.recycle(node);
			return;
		}
	}
	rethook.hook_return(node, (struct pt_regs *)c->regs, true);
}

static bool rethook_is_known(void)
{
	const struct mytap_return_script *at = FAMILY_SCRIPT_DATA(RETURN, return);

	if (!at->rethook_alloc || !mytap_script.build_id_size)
		return false;
	rethook.alloc = (void *)(mytap_stext + at->rethook_alloc);
	rethook.free = (void *)(mytap_stext + at->rethook_free);
	rethook.add_node = (void *)(mytap_stext + at->rethook_add_node);
	rethook.try_get = (void *)(mytap_stext + at->rethook_try_get);
	rethook.hook_return = (void *)(mytap_stext + at->rethook_hook);
	rethook.recycle = (void *)(mytap_stext + at->rethook_recycle);
	return true;
}

static bool rethook_takes(const struct mytap_hit *h)
{
	return !FAMILY_DATA(return, h)->maxactive;		/* .maxactive(n) is per function */
}

static bool return_is_by_entry(const struct mytap_hit *h)
{
	return family_is_compiled(RETURN, return) && h->handler == rethook_entry;
}

static void return_to_kretprobe(struct mytap_hit *h)
{
	*h = rethook.hits[h - session.hits];
	kretprobe_takes(h);
}

static int rethook_make_nodes(u32 n, u32 data_size)
{
	size_t size = sizeof(struct return_node) + data_size;
	u32 nodes = returns_active(n, size, clamp_t(size_t, (size_t)n * RETURN_NODES_EACH, RETURN_NODES_LEAST,
						    max_t(size_t, RETURN_NODES_LEAST, RETURN_NODES_ROOM / size)));

	rethook.hook = rethook.alloc(NULL, rethook_return);
	if (!rethook.hook)
		return -ENOMEM;
	while (nodes--) {
		struct return_node *node = kzalloc(size, MEMORY_FLAGS);

		if (!node)
			return -ENOMEM;
		rethook.add_node(rethook.hook, &node->node);
	}
	return 0;
}

/* Once per session: n includes all modules. */
static int rethook_make(u32 n)
{
	u32 i, data_size = 0;

	rethook.hits = kvmalloc_array(mytap_script.nplaces, sizeof(*rethook.hits), MEMORY_FLAGS);
	if (!rethook.hits)
		return -ENOMEM;
	for (i = 0; i < mytap_script.nprobes; i++)
		if (mytap_script.probes[i].family == MYTAP_RETURN)
			data_size = max(data_size, mytap_script.probes[i].entry_size);
	return rethook_make_nodes(n, data_size);
}

/* Turns the hits of returns into hits of entries, for functions_attach(). */
static int rethook_attach(struct probed_module *m, u32 n)
{
	int error = rethook.hits ? 0 : rethook_make(n);
	u32 i;

	if (error)
		return error;
	for (i = 0; i < mytap_script.nplaces; i++) {
		struct mytap_hit *h = &session.hits[i];

		if (hit_module(h) != m)
			continue;
		rethook.hits[i] = *h;
		if (is_kernel_return(h) && rethook_takes(h))
			h->handler = rethook_entry;
	}
	return 0;
}

/*
 * After functions_detach(): no new returns are hooked. Handlers that run now end before synchronize_rcu() returns.
 */
static void rethook_detach(void)
{
	if (rethook.hook) {
		rethook.free(rethook.hook);
		rethook.hook = NULL;
		synchronize_rcu();
	}
	kvfree(rethook.hits);
	rethook.hits = NULL;
}

#else
static bool rethook_is_known(void) { return false; }
static bool return_is_by_entry(const struct mytap_hit *h) { return false; }
static bool rethook_takes(const struct mytap_hit *h) { return false; }
static void return_to_kretprobe(struct mytap_hit *h) { }
static int rethook_attach(struct probed_module *m, u32 n) { return -EOPNOTSUPP; }
static void rethook_detach(void) { }
#endif
