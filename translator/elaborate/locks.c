// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How each global is shared between probes, and which locks each handler takes.
 * "Live" is a use by a probe that may run in parallel with others: all but begin, end and error. In: types and
 * reads/writes are final. Out: global_use, and per handler the lock list (in the order of program.globals, which
 * excludes deadlocks) with the range of top-level statements that needs it.
 *
 * In a lock list is_write of a PER_CPU_LOCKED aggregate means that the handler only adds, under the lock word of its
 * own slot; a reader takes all words.
 */
#include "uses.h"

struct share {				/* the uses of one global by all probes */
	unsigned int live, alone;	/* use_flags */
	unsigned int live_probes;
	const struct dprobe *one;	/* valid if live_probes is 1 */
};

struct locker {
	struct elab *e;
	struct use_table *table;
	struct share *share;		/* by index of program.globals */
	struct ptrmap index;		/* struct var -> index + 1 */
	struct ptrmap handler_uses;	/* struct handler -> struct uses */
	struct ptrmap handler_live;	/* handlers of live probes */
};

static unsigned int index_of(struct locker *l, const struct var *v)
{
	return (unsigned int)(uintptr_t)ptrmap_get(&l->index, v) - 1;
}

static struct uses *handler_uses(struct locker *l, struct handler *h)
{
	struct uses *u = ptrmap_get(&l->handler_uses, h);

	if (u)
		return u;
	u = arena_new_of(l->e->arena, struct uses);
	uses_of_stmt(l->table, h->body, u);
	vec_each(en, &h->entries)
		uses_of_expr(l->table, en->value, u);
	ptrmap_put(l->e->arena, &l->handler_uses, h, u);
	return u;
}

static void share_add(struct locker *l, const struct uses *u, const struct dprobe *p, bool is_live)
{
	vec_each(it, &u->v) {
		unsigned int i = index_of(l, it->global);
		struct share *s;

		if (i == ~0u)
			continue;
		s = &l->share[i];
		if (!is_live) {
			s->alone |= it->flags;
			continue;
		}
		s->live |= it->flags;
		if (s->one != p)
			s->live_probes++;
		s->one = p;
	}
}

static void shares_collect(struct locker *l)
{
	const struct expr *last = NULL;

	vec_each(p, &l->e->program.probes) {
		bool is_live = !(*p)->family->runs_alone;

		share_add(l, handler_uses(l, (*p)->handler), *p, is_live);
		if (is_live)
			ptrmap_put(l->e->arena, &l->handler_live, (*p)->handler, *p);
		if ((*p)->condition && (*p)->condition != last) {
			struct uses u = { 0 };

			uses_of_expr(l->table, (*p)->condition, &u);
			vec_each(it, &u.v) {
				unsigned int i = index_of(l, it->global);
				struct share *s = &l->share[i];

				if (i == ~0u)
					continue;
				s->live |= USE_READ;	/* evaluated at every change, in any probe */
				s->live_probes += 2;
			}
		}
		last = (*p)->condition;
	}
}

/* Finds the handlers that change globals read by a condition. */
static void handlers_set_conditions(struct locker *l)
{
	struct uses read = { 0 };
	const struct expr *last = NULL;

	vec_each(p, &l->e->program.probes) {
		if ((*p)->condition && (*p)->condition != last)
			uses_of_expr(l->table, (*p)->condition, &read);
		last = (*p)->condition;
	}
	if (!read.v.n)
		return;
	vec_each(h, &l->e->program.handlers) {
		const struct uses *u = handler_uses(l, *h);

		vec_each(it, &read.v)
			if (uses_flags(u, it->global) & (USE_WRITE | USE_COUNT | USE_ACCUM))
				vec_push(l->e->arena, &(*h)->sets, it->global);
	}
}

static bool is_one_at_a_time(const struct share *s)
{
	return s->live_probes == 0 || (s->live_probes == 1 && s->one->family->one_at_a_time);
}

static enum global_use classify(const struct share *s, const struct var *v)
{
	if (v->type == TYPE_STAT) {
		if (is_one_at_a_time(s) || !(s->live & ~(unsigned int)USE_ACCUM))
			return GLOBAL_PER_CPU;
		return GLOBAL_PER_CPU_LOCKED;
	}
	if (is_one_at_a_time(s) || !(s->live & (USE_WRITE | USE_COUNT)))
		return GLOBAL_UNLOCKED;
	if (s->live == USE_COUNT && !v->is_array && v->type == TYPE_LONG && !(s->alone & USE_WRITE))
		return GLOBAL_PER_CPU;
	return GLOBAL_LOCKED;
}

enum global_use program_global_use(const struct program *p, const struct var *v)
{
	for (unsigned int i = 0; i < p->globals.n; i++)
		if (p->globals.v[i] == v)
			return p->global_use[i];
	return GLOBAL_LOCKED;
}

static bool needs_lock(enum global_use u)
{
	return u == GLOBAL_LOCKED || u == GLOBAL_PER_CPU_LOCKED;
}

static bool stmt_needs_lock(struct locker *l, struct stmt *s)
{
	struct uses u = { 0 };

	uses_of_stmt(l->table, s, &u);
	vec_each(it, &u.v)
		if (needs_lock(l->e->program.global_use[index_of(l, it->global)]))
			return true;
	return false;
}

/* From the first to the last top-level statement that uses a locked global. */
static void narrow(struct locker *l, struct handler *h)
{
	struct stmt *first = NULL, *last = NULL;

	if (!h->body || h->body->kind != STMT_BLOCK)
		return;
	vec_each(s, &h->body->block) {
		if (!stmt_needs_lock(l, *s))
			continue;
		if (!first)
			first = *s;
		last = *s;
	}
	h->lock_first = first;
	h->lock_last = last;
}

static void handler_locks(struct locker *l, struct handler *h)
{
	const struct uses *u = handler_uses(l, h);
	struct program *p = &l->e->program;

	if (!ptrmap_get(&l->handler_live, h))
		return;
	for (unsigned int i = 0; i < p->globals.n; i++) {
		unsigned int flags = uses_flags(u, p->globals.v[i]);
		struct lock_use lock = { .global = p->globals.v[i] };

		if (!flags || !needs_lock(p->global_use[i]))
			continue;
		if (p->global_use[i] == GLOBAL_PER_CPU_LOCKED)
			lock.is_write = flags == USE_ACCUM;
		else
			lock.is_write = flags & ~(unsigned int)USE_READ;
		vec_push(l->e->arena, &h->locks, lock);
	}
	if (h->locks.n)
		narrow(l, h);
}

void locks_assign(struct elab *e)
{
	struct program *p = &e->program;
	struct locker l = { .e = e, .table = use_table_new(e) };

	p->global_use = arena_alloc(e->arena, (p->globals.n + 1) * sizeof(*p->global_use));
	l.share = arena_alloc(e->arena, (p->globals.n + 1) * sizeof(*l.share));
	for (unsigned int i = 0; i < p->globals.n; i++)
		ptrmap_put(e->arena, &l.index, p->globals.v[i], (void *)(uintptr_t)(i + 1));
	shares_collect(&l);
	for (unsigned int i = 0; i < p->globals.n; i++)
		p->global_use[i] = classify(&l.share[i], p->globals.v[i]);
	vec_each(h, &p->handlers)
		handler_locks(&l, *h);
	handlers_set_conditions(&l);
}
