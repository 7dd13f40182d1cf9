// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A point: a function whose return has several probes, or a probe that saves something at the entry. A point does
 * the work of all its probes at the entry and keeps their data until the return. For return_fprobe.c and return_direct.c; one probe
 * that needs nothing at the entry needs no point.
 *
 * In: the hits of one address, chained. Out: a point, whose entry and exit stand for all of them. Both are run as
 * one hit, so a skipped hit is counted for the first probe.
 *
 * Kept in struct point_data: the hit of the exit; if there are several probes, one bit per probe that has work at
 * the entry: set, its return is watched; then the values that each probe saved.
 */

#if defined(HAVE_FPROBE) || defined(COMPAT_DIRECT)

enum { POINT_NO_BIT = ~0 };		/* this probe's return is always watched */

struct point_return {			/* a probe of the point */
	struct mytap_hit entry;		/* its place, with its entry handler (or NULL) */
	struct mytap_hit *exit;		/* in session.hits */
	u32 at;				/* offset of its values in the data, in words */
	u32 bit;
};

struct return_point {
	struct mytap_hit entry, exit;	/* for all probes; when only one saves values, its own */
	const struct mytap_hit *leave;	/* run at the return: exit, or the hit of the only probe */
	struct return_point *next;
	bool is_joint;			/* entry and exit loop over returns[] */
	bool is_plain;			/* one probe, whose entry handler needs no context */
	bool has_plain;			/* some probe's return is always watched */
	u32 nbits;
	u32 size;			/* bytes of struct point_data */
	u32 n;
	struct point_return returns[];
};

struct point_data {
	const struct mytap_hit *hit;
	u64 data[];
};

static bool hit_looks_at_entry(const struct mytap_hit *h)
{
	return probe_of(h)->entry || h->place->ncalls;
}

/* In a context. A probe whose entry handler fails or is skipped is not watched. */
static void point_entries(struct mytap_ctx *c)
{
	struct return_point *p = container_of(c->hit, struct return_point, entry);
	unsigned long *bits = c->entry;
	u32 i;

	for (i = 0; i < p->n; i++) {
		const struct point_return *r = &p->returns[i];

		if (r->bit == POINT_NO_BIT || !is_called_as_wanted(r->entry.place, c->regs))
			continue;
		c->entry = bits + r->at;
		if (!r->entry.handler || context_call_one(c, &r->entry))
			__set_bit(r->bit, bits);
	}
}

static void point_exits(struct mytap_ctx *c)
{
	const struct return_point *p = container_of(c->hit, struct return_point, exit);
	unsigned long *bits = c->entry;
	u32 i;

	for (i = 0; i < p->n; i++) {
		const struct point_return *r = &p->returns[i];

		if (r->bit != POINT_NO_BIT && !test_bit(r->bit, bits))
			continue;
		c->entry = bits + r->at;
		context_call_one(c, r->exit);
	}
}

static noinline bool point_enter_joint(struct return_point *p, void *regs, u64 *data)
{
	u32 i, words = BITS_TO_LONGS(p->nbits);
	u64 any = p->has_plain;

	for (i = 0; i < words; i++)
		data[i] = 0;
	context_run(&p->entry, regs, EXTRA_ENTRY, data);
	for (i = 0; i < words; i++)
		any |= data[i];
	return any;
}

/* The entry's work; false: do not watch this return. */
static __always_inline bool point_look(struct return_point *p, void *regs, u64 *data)
{
	if (likely(p->is_plain)) {
		context_run_plain(p->entry.handler, regs, data);
		return true;
	}
	if (unlikely(p->is_joint))
		return point_enter_joint(p, regs, data);
	return context_run(&p->entry, regs, EXTRA_ENTRY, data);
}

/* The same, and what point_leave() needs. hit: the exit of a point. */
static __always_inline bool point_enter(const struct mytap_hit *hit, void *regs, struct point_data *d)
{
	struct return_point *p = container_of(hit, struct return_point, exit);

	d->hit = p->leave;
	return point_look(p, regs, d->data);
}

static __always_inline void point_leave(void *regs, struct point_data *d)
{
	context_run(d->hit, regs, EXTRA_ENTRY, d->data);
}

/* false: no room for its values beside those of the others. */
static bool point_add(struct return_point *p, struct mytap_hit *h, u32 most)
{
	bool looks = hit_looks_at_entry(h);
	u32 nbits = p->nbits + looks;
	u32 size = p->size + ALIGN(probe_of(h)->entry_size, 8);
	struct point_return *r = &p->returns[p->n];

	if (looks && size + (p->is_joint ? BITS_TO_LONGS(nbits) * sizeof(long) : 0) > most)
		return false;
	r->entry = *h;
	r->entry.handler = probe_of(h)->entry;
	r->exit = h;
	r->bit = looks ? p->nbits : POINT_NO_BIT;
	r->at = looks ? (p->size - sizeof(struct point_data)) / 8 : 0;
	p->has_plain |= !looks;
	p->nbits = nbits;
	p->size = looks ? size : p->size;
	p->n++;
	return true;
}

/* Reserves the bits before the values, and sets the common hits. */
static void point_finish(struct return_point *p)
{
	u32 i, words = BITS_TO_LONGS(p->nbits);

	p->entry = p->returns[0].entry;
	p->exit = *p->returns[0].exit;
	p->leave = p->is_joint ? &p->exit : p->returns[0].exit;
	p->is_plain = !p->is_joint && p->entry.flags & MYTAP_PLAIN_ENTRY;
	if (p->is_joint) {
		p->entry.handler = point_entries;
		p->exit.handler = point_exits;
		for (i = 0; i < p->n; i++)
			p->returns[i].at += p->returns[i].bit == POINT_NO_BIT ? 0 : words;
		p->size += words * sizeof(long);
	}
	if (!p->nbits)
		p->size = 0;
}

/* Takes the chain apart. Probes for which `most` bytes have no room go to kretprobes; n may be 0 then. */
static struct return_point *point_make(struct mytap_hit *chain, u32 most)
{
	struct mytap_hit *h, *next;
	struct return_point *p;
	u32 n = 0;

	for (h = chain; h; h = h->next)
		n++;
	p = kvzalloc(struct_size(p, returns, n), MEMORY_FLAGS);
	if (!p)
		return NULL;
	p->size = sizeof(struct point_data);
	p->is_joint = n > 1 || chain->place->ncalls || !probe_of(chain)->entry;
	for (h = chain; h; h = next) {
		next = h->next;
		h->next = NULL;
		if (!point_add(p, h, most))
			kretprobe_takes(h);
	}
	if (p->n)
		point_finish(p);
	return p;
}

#endif
