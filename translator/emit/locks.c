// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The locks of a handler: those of its globals that have one, taken in the order of the globals, which excludes
 * deadlocks. A few are taken in line; many are a table for the runtime, which handlers with the same needs share:
 * compiling eight in line takes longer than the rest of a short handler.
 */
#include "handler.h"

#include <string.h>

enum { MOST_IN_LINE = 3 };

static bool is_held(struct emit *e, const struct lock_use *l)
{
	const struct global_facts *g = facts_of_global(e, l->global);

	return g->use == GLOBAL_LOCKED || (g->use == GLOBAL_PER_CPU_LOCKED && g->var->is_array);
}

/*
 * How a handler takes one. Handlers that only add to a per-CPU array enter its gate, all others close it; without
 * such handlers it is an ordinary lock.
 */
static enum mytap_takes { READS, WRITES, ENTERS, CLOSES } lock_kind(struct emit *e, const struct lock_use *l)
{
	const struct global_facts *g = facts_of_global(e, l->global);
	bool adds_only = l->is_write;

	if (g->has_gate)
		return adds_only ? ENTERS : CLOSES;
	return l->is_write || g->use == GLOBAL_PER_CPU_LOCKED ? WRITES : READS;
}

bool has_adders(struct emit *e, const struct var *v)
{
	for (unsigned int i = 0; i < e->p->handlers.n; i++) {
		const struct handler *h = e->p->handlers.v[i];

		for (unsigned int k = 0; k < h->locks.n; k++)
			if (h->locks.v[k].global == v && h->locks.v[k].is_write)
				return true;
	}
	return false;
}

unsigned int held_locks(struct emit *e, const struct handler *h, const struct lock_use **ret)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < h->locks.n; i++)
		if (is_held(e, &h->locks.v[i]))
			ret[n++] = &h->locks.v[i];
	return n;
}

static const char *lock_name(struct emit *e, const struct lock_use *l)
{
	return text(e, facts_of_global(e, l->global)->has_gate ? "%s_gate" : "%s_lock", l->global->c_name);
}

/* The table's name; the table is written on first use. */
static const char *lock_set(struct emit *e, const struct lock_use **locks, unsigned int n)
{
	static const char *const kinds[] = {
		[READS] = "MYTAP_READS", [WRITES] = "MYTAP_WRITES", [ENTERS] = "MYTAP_ENTERS", [CLOSES] = "MYTAP_CLOSES",
	};
	struct strbuf b = { 0 };
	const char *name;

	for (unsigned int i = 0; i < n; i++)
		strbuf_printf(&b, "\t{ %s, &%s },\n", kinds[lock_kind(e, locks[i])], lock_name(e, locks[i]));
	name = map_get(&e->lock_set_index, strbuf_str(&b));
	if (!name) {
		name = text(e, "locks_%u", ++e->nlock_sets);
		map_put(&e->lock_set_index, arena_strdup(e->a, b.s), (void *)name);
		strbuf_printf(&e->lock_sets, "\nstatic const struct mytap_lock_use %s[] = {\n%s\t{ MYTAP_TAKES_NO_MORE }\n};\n", name, b.s);
	}
	strbuf_deinit(&b);
	return name;
}

static void put_unlock(struct emit *e, const struct lock_use *l)
{
	const char *name = l->global->c_name;

	switch (lock_kind(e, l)) {
	case READS: line(e, "mytap_read_unlock(&%s_lock);", name); return;
	case WRITES: line(e, "mytap_write_unlock(&%s_lock);", name); return;
	case ENTERS: line(e, "mytap_gate_leave(&own->%s_inside);", name); return;
	case CLOSES: line(e, "mytap_gate_open(&%s_gate);", name); return;
	}
}

/* The C condition for failing to get the lock. */
static const char *lock_fails(struct emit *e, const struct lock_use *l)
{
	const char *name = l->global->c_name;

	switch (lock_kind(e, l)) {
	case READS: return text(e, "!mytap_read_lock(c, &%s_lock)", name);
	case WRITES: return text(e, "!mytap_write_lock(c, &%s_lock)", name);
	case ENTERS:
		e->fn->uses_own = true;
		return text(e, "!mytap_gate_enter(c, &%s_gate, &own->%s_inside)", name, name);
	case CLOSES: return text(e, "!mytap_gate_close(c, &%s_gate)", name);
	}
	bug("no such kind of lock");
}

void take_locks(struct emit *e, const struct lock_use **locks, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		facts_of_global(e, locks[i]->global)->needs_lock = true;
	if (n > MOST_IN_LINE) {
		line(e, "if (!mytap_lock_all(c, %s))", lock_set(e, locks, n));
		line(e, "\t%s", take_way(e->fn->leave));
		n = 0;
	}
	for (unsigned int i = 0; i < n; i++) {
		line(e, "if (%s)", lock_fails(e, locks[i]));
		line(e, "\t%s", i ? text(e, "goto unlock_%u;", i) : take_way(e->fn->leave));
	}
	e->fn->fail = e->fn->leave = e->fn->unlock;
}

void give_locks(struct emit *e, const struct lock_use **locks, unsigned int n)
{
	if (n > MOST_IN_LINE)
		line(e, "mytap_unlock_all(c, %s);", lock_set(e, locks, n));
	else
		while (n--)
			put_unlock(e, locks[n]);
	e->fn->fail = e->fn->leave = way_out(e, "return;");
}

bool has_unlock_labels(const struct emit *e, unsigned int n)
{
	return e->fn->unlock->taken || (n > 1 && n <= MOST_IN_LINE);
}

void put_unlock_labels(struct emit *e, const struct lock_use **locks, unsigned int n)
{
	if (e->fn->unlock->taken)
		line_at_edge(e, "unlock:");
	if (n > MOST_IN_LINE) {
		line(e, "mytap_unlock_all(c, %s);", lock_set(e, locks, n));
		return;
	}
	while (n--) {
		put_unlock(e, locks[n]);
		if (n)
			line_at_edge(e, "unlock_%u:", n);
	}
}
