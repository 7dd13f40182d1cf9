// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Function returns by fprobe (6.2 and later, when configured). Unregistering an fprobe takes a grace period, and
 * each fprobe adds to the cost of its functions' hits. So the functions of all return probes are sorted into few
 * sets, one fprobe each: by the bytes saved from the entry to the return (the kernel keeps the same number for all
 * hits of an fprobe), and by the conditions that they are attached for. There is one such group for the kernel, and
 * one per module when it is loaded (module.c).
 *
 * In: session.hits of family MYTAP_RETURN. Functions that ftrace does not take, or that need more room than fprobe
 * has, go to kretprobes.
 *
 * On the function graph (6.14 and later) a return that is awaited keeps the address of its fprobe, its task may sleep for any
 * time, and unregistering does not wait for it: when it comes, the kernel looks only whether an fprobe of that address is
 * registered, and hands that one what the old one kept. So the memory of an fprobe that was registered is never given back:
 * 192 bytes per set, of which a session has one to three as a rule.
 *
 * The kernel counts the misses of an fprobe, not of its functions: they are reported of the first probe of the set,
 * with the number of the others (missed_among).
 */

#ifdef HAVE_FPROBE
#include <linux/fprobe.h>

enum {
	FPROBE_SETS_MOST = 32,		/* with more sets, different conditions share one */
	FPROBE_NODES_LEAST = 256,	/* returns that can be awaited at a time */
	FPROBE_NODES_ROOM = 4 << 20,	/* bytes for them, if that allows more than the least */
};

/* Bytes saved: a set is for functions that need more than the class below holds. */
static const u32 fprobe_classes[] = { 0, 16, 64, 512, 4096, UINT_MAX };

struct fprobe_set {
	struct fprobe fp;
	struct address_table table;	/* the group's */
	struct fprobe_set *next;
	u32 class;			/* in fprobe_classes */
	u32 data_size;			/* the most that one of its functions saves */
	u64 conditions;			/* bits: conditions that it is attached for; 0: always */
	bool registered, was_registered;
	unsigned long *ips;		/* addresses that ftrace takes; part of the group's array */
	u32 n;
	unsigned long *probes;		/* bits: probes with a function in this set */
};

struct fprobe_group {
	struct address_table table;	/* a plain return: its hit; otherwise the exit of a point */
	struct return_point *points;
	struct fprobe_set *sets;
	u32 nsets;
	unsigned long *ips;
};

static struct fprobe_group *kernel_fprobes;

/* ---- hits --------------------------------------------------------------------------------- */

/* 0: watch this return. */
static __always_inline int fprobe_enter(struct fprobe *fp, unsigned long ip, void *regs, void *data)
{
	const struct mytap_hit *h = address_find(&container_of(fp, struct fprobe_set, fp)->table, ip)->hit;

	return unlikely(!h) || !point_enter(h, regs, data);
}

static __always_inline void fprobe_leave(struct fprobe *fp, unsigned long ip, void *regs, void *data)
{
	point_leave(regs, data);
}

/* For sets that save nothing. */
static __always_inline void fprobe_leave_plain(struct fprobe *fp, unsigned long ip, void *regs, void *data)
{
	const struct mytap_hit *h = address_find(&container_of(fp, struct fprobe_set, fp)->table, ip)->hit;

	if (likely(h))
		context_run(h, regs, EXTRA_ENTRY, NULL);
}

COMPAT_FPROBE_ENTRY(fprobe_entry, fprobe_enter)
COMPAT_FPROBE_EXIT(fprobe_exit, fprobe_leave)
COMPAT_FPROBE_EXIT(fprobe_exit_plain, fprobe_leave_plain)

/* ---- one set ------------------------------------------------------------------------------ */

static bool fprobe_is_known(void)
{
	return true;
}

static bool fprobe_takes(const struct mytap_hit *h)
{
	return !FAMILY_DATA(return, h)->maxactive &&		/* .maxactive(n) is per function */
	       sizeof(struct point_data) + probe_of(h)->entry_size <= COMPAT_FPROBE_DATA_MOST;
}

static bool is_point(const struct mytap_hit *h)
{
	return h < session.hits || h >= session.hits + mytap_script.nplaces;
}

/* What ftrace does not take goes to kretprobes. */
static void fprobe_refused(void *set, unsigned long address)
{
	struct address_entry *e = address_find(&((struct fprobe_set *)set)->table, address);
	struct return_point *p;
	u32 i;

	if (is_point(e->hit)) {
		p = container_of(e->hit, struct return_point, exit);
		for (i = 0; i < p->n; i++)
			kretprobe_takes(p->returns[i].exit);
	} else {
		kretprobe_takes(e->hit);
	}
	e->hit = NULL;
	e->address = ADDRESS_REFUSED;
}

static u32 fprobe_nodes(const struct fprobe_set *s)
{
	u32 size = 64 + s->data_size, room = FPROBE_NODES_ROOM / size;

	return returns_active(s->n, size, min(clamp_t(u32, 8 * s->n, 1024, 16384), max_t(u32, room, FPROBE_NODES_LEAST)));
}

/*
 * Registers a fresh struct each time: the kernel leaves pointers to freed memory in an unregistered one. Returns
 * that were hooked before use the old one until a grace period is over.
 */
static int fprobe_try(struct fprobe_set *s)
{
	if (s->was_registered)
		synchronize_rcu();
	memset(&s->fp, 0, sizeof(s->fp));
	s->fp.entry_handler = s->data_size ? fprobe_entry : NULL;
	s->fp.exit_handler = s->data_size ? fprobe_exit : fprobe_exit_plain;
	s->fp.entry_data_size = s->data_size;
	compat_fprobe_maxactive(&s->fp, fprobe_nodes(s));
	return s->n ? register_fprobe_ips(&s->fp, s->ips, s->n) : 0;
}

static int fprobe_register(struct fprobe_set *s)
{
	int error = fprobe_try(s);

	if (error == -EINVAL || error == -ENOENT) {
		s->n = functions_filter(s->ips, s->n, fprobe_refused, s);
		error = fprobe_try(s);
	}
	s->registered = !error && s->n;
	s->was_registered |= s->registered;
	return error;
}

/* Waits for running handlers. Misses during unregistration do not count for this session. */
static void fprobe_unregister(struct fprobe_set *s)
{
	struct mytap_probe_counters *n;

	if (!s->registered)
		return;
	n = &session.counters[find_first_bit(s->probes, mytap_script.nprobes)];
	n->missed += s->fp.nmissed;
	if (s->fp.nmissed)
		n->missed_among = max_t(u64, n->missed_among, bitmap_weight(s->probes, mytap_script.nprobes) - 1);
	unregister_fprobe(&s->fp);
	s->registered = false;
}

static bool fprobe_is_wanted(const struct fprobe_set *s)
{
	return (!s->conditions || s->conditions & conditions_armed()) && !all_are_disarmed(s->probes);
}

static int fprobe_arm(struct fprobe_set *s)
{
	bool wanted = fprobe_is_wanted(s);

	if (wanted && !s->registered)
		return fprobe_register(s);
	if (!wanted)
		fprobe_unregister(s);
	return 0;
}

/* ---- a group ------------------------------------------------------------------------------ */

static struct fprobe_group **fprobe_group_of(struct probed_module *m)
{
	return m ? &m->fprobes : &kernel_fprobes;
}

static void fprobes_arm(struct probed_module *m)
{
	struct fprobe_group *g = *fprobe_group_of(m);
	struct fprobe_set *s;

	for (s = g ? g->sets : NULL; s && !session_is_stopping(); s = s->next) {
		int error = fprobe_arm(s);

		if (error)
			warn_probe(find_first_bit(s->probes, mytap_script.nprobes), NULL, "cannot be armed", error);
	}
}

static bool is_fprobe(const struct probed_module *m, const struct mytap_hit *h)
{
	return is_kernel_return(h) && hit_module(h) == m && fprobe_takes(h);
}

/* Into the table, in the order of the script's probes. The places of a probe are adjacent. */
static u32 fprobes_enter(struct fprobe_group *g, const struct probed_module *m)
{
	u32 i, n = 0;

	for (i = mytap_script.nplaces; i-- > 0;) {
		struct mytap_hit *h = &session.hits[i];
		struct address_entry *e;

		if (!is_fprobe(m, h))
			continue;
		e = address_find(&g->table, compat_fentry(h->address));
		/* The same function twice: one entry is enough, except for calls from different places. */
		if (e->hit && e->hit->probe == h->probe && !h->place->ncalls)
			continue;
		n += !e->hit;
		e->address = compat_fentry(h->address);
		h->next = e->hit;
		e->hit = h;
	}
	return n;
}

/* Makes points for addresses that need more than a plain return. */
static int fprobes_make_points(struct fprobe_group *g)
{
	struct address_entry *e;
	struct return_point *p;

	address_table_each(e, &g->table) {
		if (!e->hit->next && !hit_looks_at_entry(e->hit))
			continue;
		p = point_make(e->hit, COMPAT_FPROBE_DATA_MOST);
		if (!p)
			return -ENOMEM;
		p->next = g->points;
		g->points = p;
		e->hit = p->n ? &p->exit : NULL;
		if (!p->n)
			e->address = ADDRESS_REFUSED;
	}
	return 0;
}

static u64 fprobe_conditions(const struct mytap_hit *h)
{
	const struct return_point *p = container_of(h, struct return_point, exit);
	u32 i, n = is_point(h) ? p->n : 1;
	u64 bits = 0;

	for (i = 0; i < n; i++) {
		u32 condition = probe_of(is_point(h) ? p->returns[i].exit : h)->condition;

		if (!condition)
			return 0;
		bits |= condition_bit(condition - 1);
	}
	return bits;
}

static struct fprobe_set *fprobe_set_find(struct fprobe_group *g, u32 class, u64 conditions)
{
	struct fprobe_set *s, *similar = NULL;

	for (s = g->sets; s; s = s->next) {
		if (s->class != class)
			continue;
		if (s->conditions == conditions)
			return s;
		if (s->conditions && conditions)
			similar = s;
	}
	if (g->nsets >= FPROBE_SETS_MOST && similar) {
		similar->conditions |= conditions;
		return similar;
	}
	s = kzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return NULL;
	s->next = g->sets;
	g->sets = s;
	g->nsets++;
	s->table = g->table;
	s->class = class;
	s->conditions = conditions;
	s->probes = bitmap_zalloc(mytap_script.nprobes, GFP_KERNEL);
	return s->probes ? s : NULL;
}

/* Adds an address to the set for its needs. */
static struct fprobe_set *fprobe_set_join(struct fprobe_group *g, const struct mytap_hit *h)
{
	const struct return_point *p = container_of(h, struct return_point, exit);
	u32 i, class = 0, size = is_point(h) ? p->size : 0;
	struct fprobe_set *s;

	while (size > fprobe_classes[class])
		class++;
	s = fprobe_set_find(g, class, fprobe_conditions(h));
	if (!s)
		return NULL;
	s->n++;
	s->data_size = max(s->data_size, size);
	__set_bit(h->probe, s->probes);
	for (i = 0; is_point(h) && i < p->n; i++)
		__set_bit(p->returns[i].exit->probe, s->probes);
	return s;
}

/*
 * Sorts the addresses into sets, first counting, then placing: the sets are consecutive parts of the group's ips.
 */
static int fprobes_sort_out(struct fprobe_group *g, u32 n)
{
	struct fprobe_set **sets = kvmalloc_array(n, sizeof(*sets), MEMORY_FLAGS), *s;
	const struct address_entry *e;
	unsigned long *ips;
	u32 used = 0;

	g->ips = ips = kvmalloc_array(n, sizeof(*ips), MEMORY_FLAGS);
	if (!sets || !ips)
		goto no_memory;
	address_table_each(e, &g->table)
		if (!(sets[used++] = fprobe_set_join(g, e->hit)))
			goto no_memory;
	for (s = g->sets; s; s = s->next) {
		s->ips = ips;
		ips += s->n;
		s->n = 0;
	}
	used = 0;
	address_table_each(e, &g->table) {
		s = sets[used++];
		s->ips[s->n++] = e->address;
	}
	kvfree(sets);
	return 0;
no_memory:
	kvfree(sets);
	return -ENOMEM;
}

static u32 fprobes_count(const struct probed_module *m)
{
	u32 i, n = 0;

	for (i = 0; i < mytap_script.nplaces; i++)
		n += is_fprobe(m, &session.hits[i]);
	return n;
}

static int fprobe_attach(struct probed_module *m, u32 unused)
{
	u32 n = fprobes_count(m);
	struct fprobe_group *g;
	struct fprobe_set *s;
	int error;

	if (!n)
		return 0;
	g = *fprobe_group_of(m) = kzalloc(sizeof(*g), GFP_KERNEL);
	if (!g || !address_table_make(&g->table, n))
		return -ENOMEM;
	n = fprobes_enter(g, m);
	error = fprobes_make_points(g);
	if (!error)
		error = fprobes_sort_out(g, n);
	for (s = g->sets; s && !error && !session_is_stopping(); s = s->next)
		error = fprobe_arm(s);
	return error;
}

/* Also after a failed attach. */
static void fprobe_detach(struct probed_module *m)
{
	struct fprobe_group *g = *fprobe_group_of(m);
	struct return_point *p, *next_point;
	struct fprobe_set *s, *next;

	if (!g)
		return;
	for (s = g->sets; s; s = s->next)
		fprobe_unregister(s);
	synchronize_rcu();
	for (s = g->sets; s; s = next) {
		next = s->next;
		bitmap_free(s->probes);
		if (!COMPAT_FPROBE_IS_REMEMBERED || !s->was_registered)
			kfree(s);
	}
	for (p = g->points; p; p = next_point) {
		next_point = p->next;
		kvfree(p);
	}
	kvfree(g->ips);
	address_table_free(&g->table);
	kfree(g);
	*fprobe_group_of(m) = NULL;
}

#else
static bool fprobe_is_known(void) { return false; }
static bool fprobe_takes(const struct mytap_hit *h) { return false; }
static int fprobe_attach(struct probed_module *m, u32 n) { return -EOPNOTSUPP; }
static void fprobes_arm(struct probed_module *m) { }
static void fprobe_detach(struct probed_module *m) { }
#endif
