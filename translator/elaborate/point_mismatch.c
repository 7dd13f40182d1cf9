// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reports a probe point that matches nothing: the component that is wrong, the most similar valid one, or all valid
 * ones. These come from the tree of probe points and from the index of the tapsets, so the message does not depend on
 * the rest of the script.
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "parser/parse.h"
#include "probe_point.h"

enum { SHOWN = 24 };			/* components that may follow */

static const char *const arg_words[] = { "", "(string)", "(number)" };

struct choice {
	const char *name;
	enum point_arg arg;
};

struct mismatch {
	struct elab *e;
	const struct probe_point *pp;
	unsigned int matched;		/* number of components that match */
	struct map names;		/* the choices, without duplicates */
	VEC(struct choice) choices;
};

/* ---- valid components ------------------------------------------------------------------------ */

static void add_choice(struct mismatch *m, const char *name, enum point_arg arg)
{
	const char *key = name;

	if (name[0] == '_')
		return;
	if (arg != POINT_NO_ARG)
		key = arena_printf(m->e->arena, "%s%s", name, arg_words[arg]);
	if (map_get(&m->names, key))
		return;
	map_put(&m->names, key, m);
	vec_push(m->e->arena, &m->choices, (struct choice){ name, arg });
}

/* True if a valid point ends here or below. */
static bool is_real(const struct point_node *n)
{
	if (n->aliases.n || (n->family && !n->family->is_reserved))
		return true;
	map_each(it, &n->children)
		for (const struct point_node *ch = it->value; ch; ch = ch->same_name)
			if (is_real(ch))
				return true;
	return false;
}

static void add_children(struct mismatch *m, const struct point_node *n)
{
	map_each(it, &n->children)
		for (const struct point_node *ch = it->value; ch; ch = ch->same_name)
			if (is_real(ch))
				add_choice(m, ch->name, ch->arg);
}

/* The number of leading components that the alias and the point share. */
static unsigned int common(const struct mismatch *m, const char *const *parts, unsigned int n)
{
	unsigned int i = 0;

	while (i < n && i < m->pp->parts.n && !m->pp->parts.v[i].arg &&
	       fnmatch(m->pp->parts.v[i].name, parts[i], 0) == 0)
		i++;
	return i;
}

static void measure_alias(void *ctx, const char *const *parts, unsigned int n)
{
	struct mismatch *m = ctx;
	unsigned int i = common(m, parts, n);

	if (i > m->matched)
		m->matched = i;
}

static void add_alias(void *ctx, const char *const *parts, unsigned int n)
{
	struct mismatch *m = ctx;

	if (n > m->matched && common(m, parts, n) == m->matched)
		add_choice(m, parts[m->matched], POINT_NO_ARG);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct choice *)a)->name, ((const struct choice *)b)->name);
}

static void collect(struct mismatch *m, const struct point_node *node)
{
	struct library *lib = m->e->t->library;
	unsigned int in_tree = m->matched, families;

	if (lib)
		library_each_alias(lib, measure_alias, m);
	if (m->matched == in_tree)
		add_children(m, node);
	families = m->choices.n;
	if (lib)
		library_each_alias(lib, add_alias, m);
	if (m->choices.n > families)
		qsort(m->choices.v + families, m->choices.n - families, sizeof(*m->choices.v), by_name);
}

static void list_choices(struct strbuf *b, const struct mismatch *m)
{
	for (unsigned int i = 0; i < m->choices.n && i < SHOWN; i++)
		strbuf_printf(b, "%s%s%s", i ? ", " : "", m->choices.v[i].name, arg_words[m->choices.v[i].arg]);
	if (m->choices.n > SHOWN)
		strbuf_printf(b, " and %u more", m->choices.n - SHOWN);
}

/* ---- the message ---------------------------------------------------------------------------------- */

static bool say_argument(struct mismatch *m, const struct component *c)
{
	struct strbuf b = { 0 };
	bool is_said;

	vec_each(ch, &m->choices)
		if (!strcmp(ch->name, c->name))
			strbuf_printf(&b, "%s'%s%s'", b.len ? " or " : "", ch->name, arg_words[ch->arg]);
	if (b.len)
		diag_error(m->e->diag, c->loc, "probe point component '%s%s' does not exist here, but %s does",
			   c->name, arg_words[point_arg_of(c)], strbuf_str(&b));
	is_said = b.len > 0;
	strbuf_deinit(&b);
	return is_said;
}

static void say_unknown(struct mismatch *m, const struct component *c, const char *list)
{
	const char *what = strpbrk(c->name, "*?[") ? "nothing matches" : "there is no probe point component";
	const char *before = m->matched ? m->pp->parts.v[m->matched - 1].name : NULL;
	struct near near = NEAR_INIT(c->name);

	vec_each(ch, &m->choices)
		near_try(&near, ch->name);
	if (near.best)
		diag_error(m->e->diag, c->loc, "%s '%s' (did you mean '%s'?)", what, c->name, near.best);
	else if (!m->choices.n)
		diag_error(m->e->diag, c->loc, "%s '%s': nothing may follow '%s'", what, c->name, before);
	else if (!before)
		diag_error(m->e->diag, c->loc, "%s '%s' at the beginning of a probe point; there are: %s", what, c->name,
			   list);
	else
		diag_error(m->e->diag, c->loc, "%s '%s' after '%s'; there are: %s", what, c->name, before, list);
}

void point_say_mismatch(struct elab *e, const struct probe_point *pp, unsigned int matched, const struct point_node *node)
{
	struct mismatch m = { .e = e, .pp = pp, .matched = matched };
	struct strbuf list = { 0 };

	collect(&m, node);
	list_choices(&list, &m);
	if (m.matched >= pp->parts.n) {
		const struct component *last = &vec_last(&pp->parts);

		diag_error(e->diag, last->loc, "the probe point is not complete: after '%s' one of these must follow: %s",
			   last->name, strbuf_str(&list));
	} else if (!say_argument(&m, &pp->parts.v[m.matched])) {
		say_unknown(&m, &pp->parts.v[m.matched], strbuf_str(&list));
	}
	strbuf_deinit(&list);
	map_deinit(&m.names);
}
