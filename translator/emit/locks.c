// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The locks of a handler: those of its globals that are kept by one, taken in
 * the order of the globals, so no two handlers wait for each other. A few are
 * taken in line; many are a table that the runtime goes through, which handlers
 * with the same needs share: to compile eight in line takes longer than all the
 * rest of a short handler.
 */
#include "handler.h"

#include <string.h>

enum { MOST_IN_LINE = 3 };

static bool is_held(struct emit *e, const struct lock_use *l)
{
	const struct global_facts *g = facts_of_global(e, l->global);

	return g->use == GLOBAL_LOCKED || (g->use == GLOBAL_PER_CPU_LOCKED && g->var->is_array);
}

/* Those who only add to a per-CPU array share its lock; who reads it keeps them out. */
static bool is_exclusive(struct emit *e, const struct lock_use *l)
{
	bool adds_only = l->is_write;

	return facts_of_global(e, l->global)->use == GLOBAL_PER_CPU_LOCKED ? !adds_only : l->is_write;
}

unsigned int held_locks(struct emit *e, const struct handler *h, const struct lock_use **ret)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < h->locks.n; i++)
		if (is_held(e, &h->locks.v[i]))
			ret[n++] = &h->locks.v[i];
	return n;
}

/* The table's name; it is written when it is first asked for. */
static const char *lock_set(struct emit *e, const struct lock_use **locks, unsigned int n)
{
	struct strbuf b = { 0 };
	const char *name;

	for (unsigned int i = 0; i < n; i++)
		strbuf_printf(&b, "\t{ &%s_lock, %s },\n", locks[i]->global->c_name, is_exclusive(e, locks[i]) ? "true" : "false");
	name = map_get(&e->lock_set_index, strbuf_str(&b));
	if (!name) {
		name = text(e, "locks_%u", ++e->nlock_sets);
		map_put(&e->lock_set_index, arena_strdup(e->a, b.s), (void *)name);
		strbuf_printf(&e->lock_sets, "\nstatic const struct mytap_lock_use %s[] = {\n%s\t{ NULL, false }\n};\n", name, b.s);
	}
	strbuf_deinit(&b);
	return name;
}

static void put_unlock(struct emit *e, const struct lock_use *l)
{
	line(e, "mytap_%s_unlock(&%s_lock);", is_exclusive(e, l) ? "write" : "read", l->global->c_name);
}

void take_locks(struct emit *e, const struct lock_use **locks, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		facts_of_global(e, locks[i]->global)->needs_lock = true;
	if (n > MOST_IN_LINE) {
		line(e, "if (!mytap_lock_all(c, %s))", lock_set(e, locks, n));
		line(e, "\t%s", e->fn->leave);
		n = 0;
	}
	for (unsigned int i = 0; i < n; i++) {
		line(e, "if (!mytap_%s_lock(c, &%s_lock))", is_exclusive(e, locks[i]) ? "write" : "read",
		     locks[i]->global->c_name);
		line(e, "\t%s", i ? text(e, "goto unlock_%u;", i) : e->fn->leave);
	}
	e->fn->fail = e->fn->leave = "goto unlock;";
}

void give_locks(struct emit *e, const struct lock_use **locks, unsigned int n)
{
	if (n > MOST_IN_LINE)
		line(e, "mytap_unlock_all(%s);", lock_set(e, locks, n));
	else
		while (n--)
			put_unlock(e, locks[n]);
	e->fn->fail = e->fn->leave = "return;";
}

bool has_unlock_labels(const struct emit *e, unsigned int n)
{
	return e->fn->uses_unlock || (n > 1 && n <= MOST_IN_LINE);
}

void put_unlock_labels(struct emit *e, const struct lock_use **locks, unsigned int n)
{
	if (e->fn->uses_unlock)
		line_at_edge(e, "unlock:");
	if (n > MOST_IN_LINE) {
		line(e, "mytap_unlock_all(%s);", lock_set(e, locks, n));
		return;
	}
	while (n--) {
		put_unlock(e, locks[n]);
		if (n)
			line_at_edge(e, "unlock_%u:", n);
	}
}
