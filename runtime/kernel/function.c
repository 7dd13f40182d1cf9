// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function entries: one ftrace_ops for probes that need only the six arguments, one with SAVE_REGS for those that
 * need every register; both find the probes of an address in one hash. (Two ops on one function would cost 218
 * instructions instead of 35.) There is one such group for the kernel, and one per module when it is loaded
 * (module.c): no ops may have an address of a module that is gone.
 *
 * In: session.hits of family MYTAP_FUNCTION, and returns whose entry is watched here (return_rethook.c). A place
 * that ftrace does not take goes to a kprobe or kretprobe; where that fails too, a warning names it.
 */

struct function_set {
	struct ftrace_ops ops;
	unsigned long *ips;
	u32 n;
	bool registered;
	struct function_group *group;
	const struct mytap_hit *one;	/* of the only address */
};

enum { FUNCTION_SETS = 2 };		/* by MYTAP_NEEDS_REGS */

struct function_group {
	struct probed_module *module;	/* NULL: kernel */
	struct address_table table;
	struct function_set sets[FUNCTION_SETS];
	struct mytap_hit *joints;	/* each stands for all probes of one address */
};

static struct function_group kernel_functions;

static noinline void function_hit_slowly(unsigned long ip, struct ftrace_regs *fregs)
{
	struct address_entry *e = address_find(&kernel_functions.table, ip);

	if (e->address)
		context_run(e->hit, compat_ftrace_regs(fregs), EXTRA_NONE, NULL);
}

/*
 * How the hits of a set in the kernel are run. Asking: some probe has a predicate, which is asked before the context is taken (in a module
 * the handler alone tests). Quick: all handlers are MYTAP_QUICK.
 */
enum function_way { FUNCTION_ANY, FUNCTION_ASKING, FUNCTION_QUICK, FUNCTION_WAYS };

static __always_inline void function_run(const struct mytap_hit *h, struct ftrace_regs *fregs, enum function_way way)
{
	void *regs = compat_ftrace_regs(fregs);

	if (way == FUNCTION_ASKING && h->predicate && !h->predicate(regs, current->tgid))
		return;
	if (way == FUNCTION_QUICK)
		context_run_quick(h, regs, EXTRA_NONE, (struct context_user){});
	else
		context_run(h, regs, EXTRA_NONE, NULL);
}

static __always_inline void function_run_of(unsigned long ip, struct ftrace_regs *fregs, enum function_way way)
{
	struct address_entry *e = address_at(&kernel_functions.table, ip);

	if (likely(e->address == ip))
		function_run(e->hit, fregs, way);
	else
		function_hit_slowly(ip, fregs);
}

#define FUNCTION_PARAMETERS unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops, struct ftrace_regs *fregs

/* By the table; _one: of the set's only address. */
static void notrace function_hit(FUNCTION_PARAMETERS) { function_run_of(ip, fregs, FUNCTION_ANY); }
static void notrace function_hit_asking(FUNCTION_PARAMETERS) { function_run_of(ip, fregs, FUNCTION_ASKING); }
static void notrace function_hit_quick(FUNCTION_PARAMETERS) { function_run_of(ip, fregs, FUNCTION_QUICK); }
static void notrace function_one(FUNCTION_PARAMETERS) { function_run(container_of(ops, struct function_set, ops)->one, fregs, FUNCTION_ANY); }
static void notrace function_one_asking(FUNCTION_PARAMETERS) { function_run(container_of(ops, struct function_set, ops)->one, fregs, FUNCTION_ASKING); }
static void notrace function_one_quick(FUNCTION_PARAMETERS) { function_run(container_of(ops, struct function_set, ops)->one, fregs, FUNCTION_QUICK); }
NOKPROBE_SYMBOL(function_hit);
NOKPROBE_SYMBOL(function_hit_asking);
NOKPROBE_SYMBOL(function_hit_quick);
NOKPROBE_SYMBOL(function_one);
NOKPROBE_SYMBOL(function_one_asking);
NOKPROBE_SYMBOL(function_one_quick);

/* [there is one address][how] */
static const ftrace_func_t function_hits[2][FUNCTION_WAYS] = {
	{ function_hit, function_hit_asking, function_hit_quick }, { function_one, function_one_asking, function_one_quick },
};

/* The same of a module's group. */
static void notrace function_hit_in_module(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
					   struct ftrace_regs *fregs)
{
	struct address_entry *e = address_find(&container_of(ops, struct function_set, ops)->group->table, ip);

	if (likely(e->address))
		context_run(e->hit, compat_ftrace_regs(fregs), EXTRA_NONE, NULL);
}
NOKPROBE_SYMBOL(function_hit_in_module);

static struct function_group kernel_functions = {
	.sets = {
		{ .ops = { .func = function_hit } },
		{ .ops = { .func = function_hit, .flags = FTRACE_OPS_FL_SAVE_REGS } },
	},
};

/* Also for return_direct.c, which may take it. */
static bool hit_is_entry(const struct mytap_hit *h)
{
	return probe_of(h)->family == MYTAP_FUNCTION;
}

static bool is_function(const struct function_group *g, const struct mytap_hit *h)
{
	return h->address && !direct_has(h) && hit_module(h) == g->module && (hit_is_entry(h) || return_is_by_entry(h));
}

static u32 functions_count(const struct function_group *g)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += is_function(g, &session.hits[i]);
	return n;
}

/*
 * Into the table, in the order of the script's probes; but returns after all others: they replace the return
 * address, which other probes may read (handler_if_called).
 */
static void functions_enter(struct function_group *g, bool returns)
{
	u32 i;

	for (i = mytap_script.nplaces; i-- > 0;) {
		struct mytap_hit *h = &session.hits[i];
		struct address_entry *e;

		if (!is_function(g, h) || return_is_by_entry(h) != returns)
			continue;
		e = address_find(&g->table, compat_fentry(h->address));
		e->address = compat_fentry(h->address);
		h->next = e->hit;
		e->hit = h;
	}
}

/* Joins several probes of one address under one handler, so that the common hit need not look for a next one. */
static void functions_join(struct function_group *g)
{
	struct address_entry *e;
	u32 used = 0;

	address_table_each(e, &g->table) {
		if (!e->hit->next)
			continue;
		g->joints[used] = *e->hit;
		g->joints[used].handler = handler_each;
		g->joints[used].predicate = NULL;
		g->joints[used].next = e->hit;
		e->hit = &g->joints[used++];
	}
}

/* The number of addresses with several probes. */
static u32 functions_joints(struct function_group *g)
{
	struct address_entry *e;
	u32 n = 0;

	address_table_each(e, &g->table)
		n += e->hit->next != NULL;
	return n;
}

/* Each address goes into the set that its most demanding probe needs. */
static void functions_sort_out(struct function_group *g)
{
	struct address_entry *e;
	struct mytap_hit *h;

	address_table_each(e, &g->table) {
		bool needs_regs = false;
		struct function_set *set;

		for (h = e->hit; h; h = h->next)
			needs_regs |= h->flags & MYTAP_NEEDS_REGS;
		set = &g->sets[needs_regs];
		set->ips[set->n++] = e->hit->address;
	}
}

/* An address that ftrace does not know: its probes become kprobes. */
static void function_to_kprobe(void *group, unsigned long address)
{
	struct function_group *g = group;
	struct address_entry *e = address_find(&g->table, compat_fentry(address));
	struct mytap_hit *h, *next;

	for (h = e->hit; h; h = next) {
		next = h->next;
		h->next = NULL;
		if (return_is_by_entry(h))
			return_to_kretprobe(h);
		else
			kprobe_takes(h);
	}
	e->hit = NULL;
	e->address = ADDRESS_REFUSED;
}

/*
 * Moves the addresses that ftrace takes to the front; returns their number. Bisects with an ops of its own, because
 * one bad address fails a whole call.
 */
static u32 functions_ask(struct ftrace_ops *probe, unsigned long *ips, u32 n,
			 void (*refused)(void *ctx, unsigned long ip), void *ctx)
{
	u32 half = n / 2, good;
	u32 better;

	if (!n || session_is_stopping())
		return 0;
	if (!ftrace_set_filter_ips(probe, ips, n, 0, 1))
		return n;
	if (n == 1) {
		refused(ctx, ips[0]);
		return 0;
	}
	good = functions_ask(probe, ips, half, refused, ctx);
	better = functions_ask(probe, ips + half, n - half, refused, ctx);
	memmove(ips + good, ips + half, better * sizeof(*ips));
	return good + better;
}

static u32 functions_filter(unsigned long *ips, u32 n, void (*refused)(void *ctx, unsigned long ip), void *ctx)
{
	static struct ftrace_ops probe;

	/* A fresh struct each time: ftrace_free_filter() leaves pointers to freed memory in it. */
	memset(&probe, 0, sizeof(probe));
	probe.func = function_hit;
	n = functions_ask(&probe, ips, n, refused, ctx);
	ftrace_free_filter(&probe);
	return n;
}

static int function_set_filter(struct function_set *set)
{
	int error;

	if (!set->n)
		return 0;
	error = ftrace_set_filter_ips(&set->ops, set->ips, set->n, 0, 1);
	if (error != -EINVAL)
		return error;
	set->n = functions_filter(set->ips, set->n, function_to_kprobe, set->group);
	return set->n ? ftrace_set_filter_ips(&set->ops, set->ips, set->n, 0, 1) : 0;
}

static bool function_is_wanted(const struct address_table *t, unsigned long address)
{
	const struct mytap_hit *h;

	for (h = address_find(t, compat_fentry(address))->hit; h; h = h->next)
		if (hit_is_wanted(h))
			return true;
	return false;
}

/* Moves the wanted addresses to the front; returns their number. */
static u32 function_set_wanted(struct function_set *set)
{
	u32 i, n = 0;

	for (i = 0; i < set->n; i++)
		if (function_is_wanted(&set->group->table, set->ips[i])) {
			swap(set->ips[i], set->ips[n]);
			n++;
		}
	return n;
}

/* Registers the ops with a filter of the wanted addresses. Without a filter it would trace every function. */
static int function_set_arm(struct function_set *set)
{
	u32 n = wants_vary() ? function_set_wanted(set) : set->n;
	int error = 0;

	if (!n) {
		if (set->registered)
			unregister_ftrace_function(&set->ops);	/* waits until no CPU runs its handler */
		set->registered = false;
		return 0;
	}
	if (wants_vary())
		error = ftrace_set_filter_ips(&set->ops, set->ips, n, 0, 1);
	if (error || set->registered)
		return error;
	error = register_ftrace_function(&set->ops);
	set->registered = !error;
	return error;
}

static void functions_arm(struct probed_module *m)
{
	struct function_group *g = m ? m->functions : &kernel_functions;
	char text[96];
	u32 i;

	for (i = 0; g && i < FUNCTION_SETS; i++) {
		int error = function_set_arm(&g->sets[i]);

		if (!error)
			continue;
		snprintf(text, sizeof(text), "function probes cannot be armed (error %d)", error);
		process_message(MYTAP_REC_ERROR, ~0, text);
		session_fail(MYTAP_FAIL_SAID);
	}
}

static void functions_free(struct function_group *g)
{
	u32 i;

	for (i = 0; i < FUNCTION_SETS; i++) {
		kvfree(g->sets[i].ips);
		g->sets[i].ips = NULL;
		g->sets[i].n = 0;
	}
	kvfree(g->joints);
	g->joints = NULL;
	address_table_free(&g->table);
}

static bool functions_make_table(struct function_group *g, u32 n)
{
	u32 i;

	if (!address_table_make(&g->table, n))
		return false;
	for (i = 0; i < FUNCTION_SETS; i++) {
		g->sets[i].group = g;
		g->sets[i].ips = kvmalloc_array(n, sizeof(unsigned long), MEMORY_FLAGS);
		if (!g->sets[i].ips)
			return false;
	}
	functions_enter(g, true);
	functions_enter(g, false);
	return true;
}

static bool functions_make_joints(struct function_group *g)
{
	u32 n = functions_joints(g);

	if (!n)
		return true;
	g->joints = kvcalloc(n, sizeof(*g->joints), MEMORY_FLAGS);
	if (g->joints)
		functions_join(g);
	return g->joints;
}

/* Of a set in the kernel, with its hits as they will be run. */
static void function_set_choose(struct function_set *set)
{
	bool asks = false, are_quick = true;
	u32 i;

	for (i = 0; i < set->n; i++) {
		const struct mytap_hit *h = address_find(&set->group->table, compat_fentry(set->ips[i]))->hit;

		set->one = h;
		asks |= h->predicate != NULL;
		are_quick &= hit_is_quick(h);
	}
	set->ops.func = function_hits[set->n == 1][asks ? FUNCTION_ASKING : are_quick ? FUNCTION_QUICK : FUNCTION_ANY];
}

static int function_group_attach(struct function_group *g)
{
	u32 n = functions_count(g), i;
	int error = 0;

	if (!n)
		return 0;
	if (!functions_make_table(g, n))
		return -ENOMEM;
	functions_sort_out(g);
	for (i = 0; i < FUNCTION_SETS && !error; i++)
		error = function_set_filter(&g->sets[i]);
	if (!error && !functions_make_joints(g))
		return -ENOMEM;
	for (i = 0; i < FUNCTION_SETS && g == &kernel_functions; i++)
		function_set_choose(&g->sets[i]);
	for (i = 0; i < FUNCTION_SETS && !error && !session_is_stopping(); i++)
		error = function_set_arm(&g->sets[i]);
	return error;
}

static void function_group_detach(struct function_group *g)
{
	u32 i;

	for (i = 0; i < FUNCTION_SETS; i++) {
		struct function_set *set = &g->sets[i];

		if (set->registered)
			unregister_ftrace_function(&set->ops);	/* waits until no CPU runs its handler */
		set->registered = false;
		ftrace_free_filter(&set->ops);
	}
	functions_free(g);
}

static int functions_attach(struct probed_module *m)
{
	struct function_group *g = &kernel_functions;

	if (m) {
		g = kzalloc(sizeof(*g), GFP_KERNEL);
		if (!g)
			return -ENOMEM;
		g->module = m;
		g->sets[0].ops.func = g->sets[1].ops.func = function_hit_in_module;
		g->sets[1].ops.flags = FTRACE_OPS_FL_SAVE_REGS;
		m->functions = g;
	}
	return function_group_attach(g);
}

static void functions_detach(struct probed_module *m)
{
	struct function_group *g = m ? m->functions : &kernel_functions;

	if (!g)
		return;
	function_group_detach(g);
	if (m)
		m->functions = NULL;
	if (m)
		kfree(g);
}

static const struct mytap_family_ops function_family = {
	.attach = functions_attach, .detach = functions_detach, .arm = functions_arm, .has_modules = true,
};
