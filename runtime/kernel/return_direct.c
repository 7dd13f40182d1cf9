// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Direct trampolines: which returns, and entries of the same functions, they take; registered for all at once. The kernel's functions
 * only. What is not taken is left to the other back ends, as it was. return_direct_trampoline.c says how it works.
 */

#ifdef COMPAT_DIRECT
enum { DIRECT_MOST = 1000 };		/* functions */

static bool direct_has(const struct mytap_hit *h)
{
	return family_is_compiled(RETURN, return) && direct.taken && h >= session.hits && h < session.hits + mytap_script.nplaces &&
	       test_bit(h - session.hits, direct.taken);
}

/* Calls are not counted, so a limit of those that may be active (KRETACTIVE) is for others. */
static bool direct_is_wished(void)
{
	u32 by = FAMILY_SCRIPT_DATA(RETURN, return)->by;

	return by == MYTAP_RETURNS_DIRECT || (by == MYTAP_RETURNS_ANY && !mytap_script.limits.kretactive);
}

static bool direct_may_take(const struct mytap_hit *h)
{
	return h->address && !hit_module(h) && !(h->flags & MYTAP_NEEDS_REGS) && !probe_of(h)->condition;
}

static bool direct_takes(const struct mytap_hit *h)
{
	return probe_of(h)->family == MYTAP_RETURN && direct_may_take(h) && h->place->is_plain &&
	       !FAMILY_DATA(return, h)->maxactive;
}

static struct direct_place *direct_place_at(unsigned long address)
{
	return (struct direct_place *)address_find(&mytap_direct_table, address)->hit;
}

static bool direct_make(u32 n)
{
	direct.places = kvcalloc(n, sizeof(*direct.places), MEMORY_FLAGS);
	direct.ips = kvmalloc_array(n, sizeof(*direct.ips), MEMORY_FLAGS);
	direct.taken = bitmap_zalloc(mytap_script.nplaces, GFP_KERNEL);
	return direct.places && direct.ips && direct.taken && address_table_make(&mytap_direct_table, n);
}

/* Chains the returns of each function, in the order of the script. */
static void direct_enter_returns(void)
{
	u32 i;

	for (i = mytap_script.nplaces; i-- > 0;) {
		struct mytap_hit *h = &session.hits[i];
		struct address_entry *e;
		struct direct_place *p;

		if (!direct_takes(h))
			continue;
		e = address_find(&mytap_direct_table, compat_fentry(h->address));
		if (!e->address) {
			e->address = compat_fentry(h->address);
			e->hit = (struct mytap_hit *)&direct.places[direct.n];
			direct.ips[direct.n++] = e->address;
		}
		p = (struct direct_place *)e->hit;
		h->next = p->returns;
		p->returns = h;
	}
}

/*
 * A function that another return probe of the script leaves to another back end is left to it by all: that one puts an address of its
 * own where the trampoline, which comes behind it, would look for the caller.
 */
static void direct_leave_shared(void)
{
	u32 i;

	for (i = 0; i < mytap_script.nplaces; i++) {
		const struct mytap_hit *h = &session.hits[i];
		struct direct_place *p;

		if (probe_of(h)->family != MYTAP_RETURN || !h->address || direct_takes(h))
			continue;
		p = direct_place_at(compat_fentry(h->address));
		if (p)
			p->is_shared = true;
	}
}

/* The bytes that a function's probes keep until its return. */
static bool direct_has_room(const struct direct_place *p)
{
	u32 size = 0, looking = 0, n = 0;
	const struct mytap_hit *h;

	for (h = p->returns; h; h = h->next, n++) {
		looking += hit_looks_at_entry(h);
		size += ALIGN(probe_of(h)->entry_size, 8);
	}
	if (looking && (n > 1 || p->returns->place->ncalls))
		size += BITS_TO_LONGS(looking) * sizeof(long);
	return size <= DIRECT_DATA;
}

static void chain_forget(struct mytap_hit *h)
{
	struct mytap_hit *next;

	for (; h; h = next) {
		next = h->next;
		h->next = NULL;
	}
}

/* Not this function: the next back end takes it. */
static void direct_refused(void *unused, unsigned long address)
{
	struct direct_place *p = direct_place_at(address);

	chain_forget(p->returns);
	p->returns = NULL;
}

static bool direct_point(struct direct_place *p)
{
	struct mytap_hit *h;

	for (h = p->returns; h; h = h->next)
		__set_bit(h - session.hits, direct.taken);
	p->leave = p->returns;
	if (!p->returns->next && !hit_looks_at_entry(p->returns))
		return true;
	p->point = point_make(p->returns, sizeof(struct point_data) + DIRECT_DATA);
	if (!p->point)
		return false;
	p->leave = p->point->leave;
	p->looks = p->point->is_plain ? DIRECT_PLAIN : DIRECT_LOOKS;
	return true;
}

/* Entry probes of the functions that are taken. */
static void direct_enter_entries(void)
{
	u32 i;

	for (i = mytap_script.nplaces; i-- > 0;) {
		struct mytap_hit *h = &session.hits[i];
		struct direct_place *p;

		if (!hit_is_entry(h) || !direct_may_take(h))
			continue;
		p = direct_place_at(compat_fentry(h->address));
		if (!p || !p->leave)
			continue;
		h->next = p->entries;
		p->entries = h;
		p->looks = DIRECT_LOOKS;
		__set_bit(i, direct.taken);
	}
}

static void direct_join(struct direct_place *p)
{
	if (!p->entries || !p->entries->next)
		return;
	p->joint = *p->entries;
	p->joint.handler = handler_each;
	p->joint.next = p->entries;
	p->entries = &p->joint;
}

static bool direct_is_wanted(void)
{
	u32 i;

	for (i = 0; i < mytap_script.nplaces; i++)
		if (direct_has(&session.hits[i]) && hit_is_wanted(&session.hits[i]))
			return true;
	return false;
}

/* Kprobes with a post handler and live patches may share a function with the trampoline: it calls what it finds on the stack. */
static int direct_shares(COMPAT_OPS_FUNC_PARAMETERS)
{
	return 0;
}

static int direct_register(void)
{
	int error;

	/* A fresh struct each time: what is unregistered keeps pointers to freed memory. */
	memset(&direct.ops, 0, sizeof(direct.ops));
	direct.ops.ops_func = direct_shares;
	error = ftrace_set_filter_ips(&direct.ops, direct.ips, direct.nips, 0, 1);
	if (!error)
		error = compat_direct_register(&direct.ops, (unsigned long)mytap_direct_trampoline);
	direct.registered = !error;
	direct.was_registered |= direct.registered;
	if (error)
		ftrace_free_filter(&direct.ops);
	return error;
}

static void direct_unregister(void)
{
	if (!direct.registered)
		return;
	compat_direct_unregister(&direct.ops, (unsigned long)mytap_direct_trampoline);
	ftrace_free_filter(&direct.ops);
	direct.registered = false;
}

static void direct_arm(struct probed_module *m)
{
	bool wanted = !m && direct.nips && direct_is_wanted();
	int error = 0;

	if (m || wanted == direct.registered)
		return;
	if (wanted)
		error = direct_register();
	else
		direct_unregister();
	if (error)
		warn_probe(direct_place_at(direct.ips[0])->leave->probe, NULL, "cannot be armed", error);
}

/* Which function was called is not known: reported of the first, among all. */
static void direct_report_lost(void)
{
	struct mytap_probe_counters *n;

	if (!direct.nips || !mytap_direct_lost)
		return;
	n = &session.counters[direct_place_at(direct.ips[0])->leave->probe];
	n->missed += mytap_direct_lost;
	n->missed_among = max_t(u64, n->missed_among, direct.nips - 1);
	mytap_direct_lost = 0;
}

static void direct_free(void)
{
	u32 i;

	for (i = 0; direct.places && i < direct.n; i++)
		kvfree(direct.places[i].point);
	kvfree(direct.places);
	kvfree(direct.ips);
	bitmap_free(direct.taken);
	address_table_free(&mytap_direct_table);
	memset(&direct, 0, sizeof(direct));
}

/* All functions or none. The hits are as before. */
static void direct_give_up(int error)
{
	u32 i;

	process_detail("returns: no direct trampoline for %u functions (error %d)", direct.nips, error);
	for (i = 0; i < direct.n; i++) {
		chain_forget(direct.places[i].returns);
		chain_forget(direct.places[i].entries == &direct.places[i].joint ? direct.places[i].joint.next : direct.places[i].entries);
	}
	direct_free();
}

static u32 directs_count(void)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += direct_takes(&session.hits[i]);
	return n;
}

/* Leaves the functions that ftrace takes and whose probes keep little. */
static void directs_choose(void)
{
	u32 i, n = 0;

	for (i = 0; i < direct.n; i++) {
		if (!direct.places[i].is_shared && direct_has_room(&direct.places[i]))
			direct.ips[n++] = direct.ips[i];
		else
			direct_refused(NULL, direct.ips[i]);
	}
	direct.nips = functions_filter(direct.ips, n, direct_refused, NULL);
}

static bool directs_point(void)
{
	u32 i;

	for (i = 0; i < direct.n; i++)
		if (direct.places[i].returns && !direct_point(&direct.places[i]))
			return false;
	direct_enter_entries();
	for (i = 0; i < direct.n; i++) {
		direct_join(&direct.places[i]);
		direct.places[i].is_quick = direct.places[i].leave && hit_is_quick(direct.places[i].leave);
	}
	return true;
}

/* Of the kernel's functions; what it does not take is left to the other back ends. */
static int direct_attach(struct probed_module *m)
{
	u32 n = m || !direct_is_wished() ? 0 : directs_count();
	int error;

	if (!n || n > DIRECT_MOST)
		return 0;
	if (!direct_make(n))
		return -ENOMEM;
	direct.epilogue = epilogue_find();
	if (direct.epilogue)
		direct_enter_returns();
	direct_leave_shared();
	directs_choose();
	if (!direct.nips) {
		direct_free();
		return 0;
	}
	if (!directs_point())
		return -ENOMEM;
	error = direct_is_wanted() ? direct_register() : 0;
	if (error)
		direct_give_up(error);
	return 0;
}

/* After functions_detach(). Also after a failed attach. */
static void direct_detach(struct probed_module *m)
{
	if (m)
		return;
	direct_unregister();
	if (direct.was_registered)
		direct_release();
	direct_report_lost();
	direct_free();
}

#else
static bool direct_has(const struct mytap_hit *h) { return false; }
static int direct_attach(struct probed_module *m) { return 0; }
static void direct_arm(struct probed_module *m) { }
static void direct_detach(struct probed_module *m) { }
#endif
