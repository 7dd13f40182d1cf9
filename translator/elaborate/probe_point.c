// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Probe points -> families. All patterns of all families, and all aliases seen
 * so far, are one tree; a point is matched from the root, wildcards along several branches. The components after an
 * alias are its suffix (`vfs.read.return`); a full match takes precedence over an alias with a suffix, and a wildcard
 * matches aliases with suffixes only if nothing else matches.
 */
#include <fnmatch.h>
#include <string.h>

#include "parser/parse.h"
#include "probe_point.h"

struct matcher {
	struct expansion *x;
	const struct probe_point *pp;		/* as requested, with wildcards */
	struct probe_point made;		/* the same, wildcards replaced */
	bool wild_suffixes;
	unsigned int errors;			/* number of probes before */
	bool is_known;				/* the point exists: the family reports further errors */
	bool is_found;				/* something was derived */
	unsigned int deepest;			/* index of the component that failed */
	struct point_node *deepest_node;
	struct point_node *skipped;		/* an alias that a wildcard matched but skipped, or NULL; wildcards
	 * replaced: */
	struct probe_point *skipped_point;
};

enum point_arg point_arg_of(const struct component *c)
{
	if (!c->arg)
		return POINT_NO_ARG;
	return c->arg->kind == EXPR_STRING ? POINT_STRING : POINT_NUMBER;
}

static struct point_node *child_find(const struct point_node *n, const char *name, enum point_arg arg)
{
	struct point_node *c = map_get(&n->children, name);

	while (c && c->arg != arg)
		c = c->same_name;
	return c;
}

static struct point_node *child_make(struct arena *a, struct point_node *n, const char *name, enum point_arg arg)
{
	struct point_node *c = child_find(n, name, arg), *first;

	if (c)
		return c;
	c = arena_new_of(a, struct point_node);
	c->name = name;
	c->arg = arg;
	first = map_get(&n->children, name);
	if (first) {
		c->same_name = first->same_name;
		first->same_name = c;
	} else {
		map_put(&n->children, name, c);
	}
	return c;
}

static void add_pattern(struct elab *e, const struct probe_family *f, const char *pattern)
{
	struct point_node *n = e->points;

	for (const char *p = pattern; *p;) {
		size_t len = strcspn(p, ".(");
		enum point_arg arg = POINT_NO_ARG;
		const char *name = intern_n(p, len);

		p += len;
		if (*p == '(') {
			arg = p[1] == 's' ? POINT_STRING : POINT_NUMBER;
			p += strcspn(p, ")") + 1;
		}
		if (*p == '.')
			p++;
		n = child_make(e->arena, n, name, arg);
	}
	if (!n->family) {
		n->family = f;
		n->pattern = pattern;
	}
}

void point_table_init(struct elab *e)
{
	e->points = arena_new_of(e->arena, struct point_node);
	for (const struct probe_family *const *f = probe_families; *f; f++)
		for (const char *const *p = (*f)->patterns; *p; p++)
			add_pattern(e, *f, *p);
}

void point_table_add_alias(struct elab *e, struct alias *a)
{
	struct point_node *n = e->points;

	vec_each(c, &a->name->parts)
		n = child_make(e->arena, n, c->name, point_arg_of(c));
	vec_push(e->arena, &n->aliases, a);
}

/* ---- printing ------------------------------------------------------------------------------- */

void point_print(struct strbuf *b, const struct probe_point *pp)
{
	for (unsigned int i = 0; i < pp->parts.n; i++) {
		const struct component *c = &pp->parts.v[i];

		if (i)
			strbuf_putc(b, '.');
		strbuf_puts(b, c->name);
		if (!c->arg)
			continue;
		if (c->arg->kind == EXPR_STRING) {
			strbuf_puts(b, "(\"");
			strbuf_put_escaped(b, c->arg->string.s, c->arg->string.len);
			strbuf_puts(b, "\")");
		} else if (c->arg->number > 0xffff || c->arg->number < -0xffff) {
			strbuf_printf(b, "(%#llx)", (unsigned long long)c->arg->number);
		} else {
			strbuf_printf(b, "(%lld)", (long long)c->arg->number);
		}
	}
}

/* ---- arguments, for families ---------------------------------------------------------------- */

static const struct component *component_find(const struct point_match *m, const char *name)
{
	vec_each(c, &m->point->parts)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

bool point_string(const struct point_match *m, const char *name, const char **ret)
{
	const struct component *c = component_find(m, name);

	if (!c || !c->arg || c->arg->kind != EXPR_STRING)
		return false;
	*ret = c->arg->string.s;
	return true;
}

bool point_number(const struct point_match *m, const char *name, int64_t *ret)
{
	const struct component *c = component_find(m, name);

	if (!c || !c->arg || c->arg->kind != EXPR_NUMBER)
		return false;
	*ret = c->arg->number;
	return true;
}

bool point_has(const struct point_match *m, const char *name)
{
	return component_find(m, name) != NULL;
}

struct loc point_loc(const struct point_match *m, const char *name)
{
	const struct component *c = name ? component_find(m, name) : NULL;

	if (!c)
		return m->point->loc;
	return c->arg ? c->arg->loc : c->loc;
}

/* ---- matching ------------------------------------------------------------------------------- */

static bool is_wild(const char *name)
{
	return strpbrk(name, "*?[") != NULL;
}

static bool has_wildcard(const struct probe_point *pp)
{
	vec_each(c, &pp->parts)
		if (is_wild(c->name))
			return true;
	return false;
}

static void match(struct matcher *m, struct point_node *n, unsigned int i);

static struct probe_point *point_made(struct matcher *m)
{
	struct arena *a = m->x->elab->arena;
	struct probe_point *pp = arena_new_of(a, struct probe_point);

	*pp = *m->pp;
	memset(&pp->parts, 0, sizeof(pp->parts));
	vec_each(c, &m->made.parts)
		vec_push(a, &pp->parts, *c);
	return pp;
}

/* A wildcard matches only points that are implemented. */
static bool is_skipped(const struct matcher *m, const struct point_node *n)
{
	return n->family && n->family->is_reserved && has_wildcard(m->pp);
}

static void derive_family(struct matcher *m, struct point_node *n, struct probe_point *point)
{
	struct expansion *x = m->x;
	struct point_match pm = {
		.target = x->elab->t, .session = x->elab->s, .family = n->family, .pattern = n->pattern, .source = x->source, .condition = x->condition,
		.optional = x->optional, .point = point, .expansion = x,
	};

	m->is_known = true;
	if (n->family->derive(&pm))
		m->is_found = true;
	else if (x->optional && x->chain.n)
		vec_push(x->elab->arena, &x->missing, point);
}

static bool is_in_chain(const struct expansion *x, const struct alias *a)
{
	for (unsigned int i = 0; i < x->chain.n; i++)
		if (x->chain.v[i] == a)
			return true;
	return false;
}

/* The aliases of this node, with the rest of the point as their suffix. */
static bool derive_aliases(struct matcher *m, struct point_node *n, unsigned int rest)
{
	struct arena *a = m->x->elab->arena;
	unsigned int used = m->made.parts.n;
	const struct source *from = m->x->chain.n ? m->x->chain.v[m->x->chain.n - 1]->file : m->x->source->file;
	bool any = false, optional = m->x->optional;

	for (unsigned int i = 0; i < n->aliases.n; i++) {
		struct alias *al = n->aliases.v[i];
		struct probe_point *pp;

		if (al->is_private && al->file != from)
			continue;
		any = m->is_known = true;
		if (is_in_chain(m->x, al)) {
			diag_error(m->x->elab->diag, m->pp->loc,
				   "alias '%s' is defined by itself: break the cycle", n->name);
			diag_note(m->x->elab->diag, al->loc, "defined here");
			continue;
		}
		pp = point_made(m);
		for (unsigned int k = rest; k < m->pp->parts.n; k++)
			vec_push(a, &pp->parts, m->pp->parts.v[k]);
		if (!m->x->chain.n)
			m->x->shown = pp;
		/* A suffix that does not fit an alias matched by a wildcard is reported once. */
		m->x->optional |= has_wildcard(m->pp) && m->x->elab->diag->errors > m->errors;
		if (alias_derive(m->x, al, pp, used))
			m->is_found = true;
		m->x->optional = optional;
		if (!m->x->chain.n)
			m->x->shown = NULL;
	}
	return any;
}

static void step(struct matcher *m, struct point_node *child, unsigned int next)
{
	struct component c = m->pp->parts.v[next > 0 ? next - 1 : 0];

	c.name = child->name;
	vec_push(m->x->elab->arena, &m->made.parts, c);
	match(m, child, next);
	m->made.parts.n--;
}

static void step_wild(struct matcher *m, struct point_node *n, unsigned int i)
{
	const struct component *c = &m->pp->parts.v[i];
	bool many = strstr(c->name, "**") != NULL;
	enum point_arg arg = point_arg_of(c);

	for (unsigned int k = 0; k < n->children.n; k++) {
		struct point_node *ch;

		if (fnmatch(c->name, n->children.e[k].key, 0) != 0)
			continue;
		for (ch = n->children.e[k].value; ch; ch = ch->same_name) {
			if (ch->arg != arg)
				continue;
			step(m, ch, i + 1);
			if (many && arg == POINT_NO_ARG) {	/* the same ** continues below */
				struct component sub = *c;

				sub.name = ch->name;
				vec_push(m->x->elab->arena, &m->made.parts, sub);
				step_wild(m, ch, i);
				m->made.parts.n--;
			}
		}
	}
}

static void match(struct matcher *m, struct point_node *n, unsigned int i)
{
	const struct component *c;
	struct point_node *ch;
	bool known = m->is_known;

	if (i > m->deepest || !m->deepest_node) {
		m->deepest = i;
		m->deepest_node = n;
	}
	if (i == m->pp->parts.n) {
		if (n->family && is_skipped(m, n)) {
			m->skipped = n;
			m->skipped_point = point_made(m);
		} else if (n->family) {
			derive_family(m, n, point_made(m));
		}
		derive_aliases(m, n, i);
		return;
	}
	c = &m->pp->parts.v[i];
	m->is_known = false;
	if (is_wild(c->name)) {
		step_wild(m, n, i);
	} else {
		ch = child_find(n, c->name, point_arg_of(c));
		if (!ch)
			ch = child_find(n, "*", point_arg_of(c));	/* a pattern that takes any name */
		if (ch)
			step(m, ch, i + 1);
	}
	if (!m->is_known && n->aliases.n && (m->wild_suffixes || !is_wild(c->name)))
		derive_aliases(m, n, i);
	m->is_known |= known;
}

/* ---- entry points ----------------------------------------------------------------------------- */

static void load_aliases(struct elab *e, const struct probe_point *pp)
{
	file_vec files = { 0 };

	if (!e->t->library)
		return;
	library_find_alias(e->t->library, pp, &files);
	vec_each(f, &files)
		elab_add_file(e, *f);
}

/* A wildcard matches what this kernel has: an alias whose points are all missing counts only if nothing else matches. */
static bool derive_present(struct expansion *x, const struct probe_point *pp)
{
	struct matcher m = { .x = x, .pp = pp, .errors = x->elab->diag->errors };

	if (x->optional || !has_wildcard(pp))
		return false;
	x->optional = true;
	match(&m, x->elab->points, 0);
	x->optional = false;
	x->missing.n = 0;
	return m.is_found;
}

bool point_derive(struct expansion *x, const struct probe_point *pp)
{
	struct matcher m = { .x = x, .pp = pp, .errors = x->elab->diag->errors };

	if (x->elab->too_big || elab_exceeds(x->elab, pp->loc, ++x->elab->npoints, PROBE_POINTS))
		return false;
	load_aliases(x->elab, pp);
	if (derive_present(x, pp))
		return true;
	match(&m, x->elab->points, 0);
	if (!m.is_known) {
		m.wild_suffixes = true;
		match(&m, x->elab->points, 0);
	}
	if (!m.is_known && m.skipped)
		derive_family(&m, m.skipped, m.skipped_point);
	else if (!m.is_known && !x->optional && !x->elab->too_big)
		point_say_mismatch(x->elab, pp, m.deepest, m.deepest_node);
	return m.is_found;
}

static bool derive_point(struct elab *e, struct probe *p, struct probe_point *pp)
{
	struct expansion x = {
		.elab = e, .source = p, .given = pp, .condition = pp->condition,
		.optional = pp->optional || pp->sufficient,
	};
	unsigned int errors = e->diag->errors;
	bool found = point_derive(&x, pp);

	if (!found && !x.optional && e->diag->errors == errors)
		alias_say_missing(&x);
	return found;
}

/* If all points are optional and missing, it is no error: the program may have other probes. */
void probe_derive(struct elab *e, struct probe *p)
{
	if (p->body)
		nodes_fit(e, p->body);
	for (unsigned int i = 0; i < p->points.n && !e->too_big; i++)
		if (derive_point(e, p, p->points.v[i]) && p->points.v[i]->sufficient)
			break;
}

bool point_list(struct elab *e, struct probe *p)
{
	bool found = false;

	for (unsigned int i = 0; i < p->points.n; i++)
		found |= derive_point(e, p, p->points.v[i]);
	return found;
}
