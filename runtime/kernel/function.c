// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function entries: one ftrace_ops for all that do with the six arguments, one with
 * SAVE_REGS for those that need every register; both find the probes of an address in
 * one hash. (Two ops on one function would cost 218 instructions instead of 35.)
 *
 * In: session.hits of family MYTAP_FUNCTION, and returns whose entry is watched here
 * (return_rethook.c). A place that ftrace does not take goes to a kprobe or kretprobe;
 * where that fails too, a warning names it.
 */

static struct address_table functions;

static noinline void function_hit_slowly(unsigned long ip, struct ftrace_regs *fregs)
{
	struct address_entry *e = address_find(&functions, ip);

	if (e->address)
		context_run(e->hit, compat_ftrace_regs(fregs), EXTRA_NONE, NULL);
}

static void notrace function_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
				 struct ftrace_regs *fregs)
{
	struct address_entry *e = address_at(&functions, ip);

	if (likely(e->address == ip))
		context_run(e->hit, compat_ftrace_regs(fregs), EXTRA_NONE, NULL);
	else
		function_hit_slowly(ip, fregs);
}
NOKPROBE_SYMBOL(function_hit);

struct function_set {
	struct ftrace_ops ops;
	unsigned long *ips;
	u32 n;
	bool registered;
};

static struct mytap_hit *function_joints;	/* stand for all probes of one address */

static struct function_set function_sets[] = {
	{ .ops = { .func = function_hit } },
	{ .ops = { .func = function_hit, .flags = FTRACE_OPS_FL_SAVE_REGS } },
};

static bool is_function(const struct mytap_hit *h)
{
	return h->address && (probe_of(h)->family == MYTAP_FUNCTION || return_is_by_entry(h));
}

static u32 functions_count(void)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += is_function(&session.hits[i]);
	return n;
}

/*
 * Into the table, in the order of the script's probes; but returns behind all others:
 * they replace the return address, which others may look at (handler_if_called).
 */
static void functions_enter(bool returns)
{
	u32 i;

	for (i = mytap_script.nplaces; i-- > 0;) {
		struct mytap_hit *h = &session.hits[i];
		struct address_entry *e;

		if (!is_function(h) || return_is_by_entry(h) != returns)
			continue;
		e = address_find(&functions, compat_fentry(h->address));
		e->address = compat_fentry(h->address);
		h->next = e->hit;
		e->hit = h;
	}
}

/* Several probes of one address behind one handler, so that the common hit need not look for a next. */
static void functions_join(void)
{
	struct address_entry *e = (struct address_entry *)functions.entries;
	unsigned long i;
	u32 used = 0;

	for (i = 0; i <= functions.mask / sizeof(*e); i++) {
		if (!e[i].hit || !e[i].hit->next)
			continue;
		function_joints[used] = *e[i].hit;
		function_joints[used].handler = handler_each;
		function_joints[used].next = e[i].hit;
		e[i].hit = &function_joints[used++];
	}
}

/* The number of addresses with several probes. */
static u32 functions_joints(void)
{
	struct address_entry *e = (struct address_entry *)functions.entries;
	unsigned long i;
	u32 n = 0;

	for (i = 0; i <= functions.mask / sizeof(*e); i++)
		n += e[i].hit && e[i].hit->next;
	return n;
}

/* Each address into the set that its most demanding probe needs. */
static void functions_sort_out(void)
{
	struct address_entry *e = (struct address_entry *)functions.entries;
	struct mytap_hit *h;
	unsigned long i;

	for (i = 0; i <= functions.mask / sizeof(*e); i++) {
		bool needs_regs = false;
		struct function_set *set;

		for (h = e[i].hit; h; h = h->next)
			needs_regs |= h->flags & MYTAP_NEEDS_REGS;
		if (!e[i].hit)
			continue;
		set = &function_sets[needs_regs];
		set->ips[set->n++] = e[i].hit->address;
	}
}

/* An address that ftrace does not know: its probes go to kprobes. */
static void function_to_kprobe(unsigned long address)
{
	struct address_entry *e = address_find(&functions, compat_fentry(address));
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
 * Moves the addresses that ftrace takes to the front; how many. Asks by halves
 * through ops of their own, because one bad address fails a whole call.
 */
static u32 functions_ask(struct ftrace_ops *probe, unsigned long *ips, u32 n, void (*refused)(unsigned long ip))
{
	u32 half = n / 2, good;
	u32 better;

	if (!n || session_is_stopping())
		return 0;
	if (!ftrace_set_filter_ips(probe, ips, n, 0, 1))
		return n;
	if (n == 1) {
		refused(ips[0]);
		return 0;
	}
	good = functions_ask(probe, ips, half, refused);
	better = functions_ask(probe, ips + half, n - half, refused);
	memmove(ips + good, ips + half, better * sizeof(*ips));
	return good + better;
}

static u32 functions_filter(unsigned long *ips, u32 n, void (*refused)(unsigned long ip))
{
	static struct ftrace_ops probe;

	/* Anew each time: ftrace_free_filter() leaves in it what it has freed. */
	memset(&probe, 0, sizeof(probe));
	probe.func = function_hit;
	n = functions_ask(&probe, ips, n, refused);
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
	set->n = functions_filter(set->ips, set->n, function_to_kprobe);
	return set->n ? ftrace_set_filter_ips(&set->ops, set->ips, set->n, 0, 1) : 0;
}

static bool function_is_wanted(unsigned long address)
{
	const struct mytap_hit *h;

	for (h = address_find(&functions, compat_fentry(address))->hit; h; h = h->next)
		if (hit_is_wanted(h))
			return true;
	return false;
}

/* Moves the addresses that are wanted now to the front; how many. */
static u32 function_set_wanted(struct function_set *set)
{
	u32 i, n = 0;

	for (i = 0; i < set->n; i++)
		if (function_is_wanted(set->ips[i])) {
			swap(set->ips[i], set->ips[n]);
			n++;
		}
	return n;
}

/* Registered, with a filter of what is wanted. Without a filter it would be every function there is. */
static int function_set_arm(struct function_set *set)
{
	u32 n = mytap_script.nconditions ? function_set_wanted(set) : set->n;
	int error = 0;

	if (!n) {
		if (set->registered)
			unregister_ftrace_function(&set->ops);	/* waits until nobody is in it */
		set->registered = false;
		return 0;
	}
	if (mytap_script.nconditions)
		error = ftrace_set_filter_ips(&set->ops, set->ips, n, 0, 1);
	if (error || set->registered)
		return error;
	error = register_ftrace_function(&set->ops);
	set->registered = !error;
	return error;
}

static void functions_arm(void)
{
	char text[96];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(function_sets); i++) {
		int error = function_set_arm(&function_sets[i]);

		if (!error)
			continue;
		snprintf(text, sizeof(text), "function probes cannot be armed (error %d)", error);
		process_message(MYTAP_REC_ERROR, ~0, text);
		session_fail(MYTAP_FAIL_SAID);
	}
}

static void functions_free(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(function_sets); i++) {
		kvfree(function_sets[i].ips);
		function_sets[i].ips = NULL;
		function_sets[i].n = 0;
	}
	kvfree(function_joints);
	function_joints = NULL;
	address_table_free(&functions);
}

static bool functions_make_table(u32 n)
{
	u32 i;

	if (!address_table_make(&functions, n))
		return false;
	for (i = 0; i < ARRAY_SIZE(function_sets); i++) {
		function_sets[i].ips = kvmalloc_array(n, sizeof(unsigned long), GFP_KERNEL);
		if (!function_sets[i].ips)
			return false;
	}
	functions_enter(true);
	functions_enter(false);
	return true;
}

static bool functions_make_joints(void)
{
	u32 n = functions_joints();

	if (!n)
		return true;
	function_joints = kvcalloc(n, sizeof(*function_joints), GFP_KERNEL);
	if (function_joints)
		functions_join();
	return function_joints;
}

static int functions_attach(void)
{
	u32 n = functions_count(), i;
	int error = 0;

	if (!n)
		return 0;
	if (!functions_make_table(n))
		return -ENOMEM;
	functions_sort_out();
	for (i = 0; i < ARRAY_SIZE(function_sets) && !error; i++)
		error = function_set_filter(&function_sets[i]);
	if (!error && !functions_make_joints())
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(function_sets) && !error && !session_is_stopping(); i++)
		error = function_set_arm(&function_sets[i]);
	return error;
}

static void functions_detach(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(function_sets); i++) {
		struct function_set *set = &function_sets[i];

		if (set->registered)
			unregister_ftrace_function(&set->ops);	/* waits until nobody is in it */
		set->registered = false;
		ftrace_free_filter(&set->ops);
	}
	functions_free();
}
