// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Probe aliases. `probe a = b, c { prologue }`: a point that begins with `a` is
 * each of b, c with the rest of the point behind it; conditions are and-ed, ?
 * and ! are inherited, and the body is placed between the prologues (innermost alias first) and the epilogues
 * (outermost alias first).
 */
#include "elaborate.h"

#include <string.h>

static struct expr *condition_and(struct elab *e, struct expr *a, struct expr *b)
{
	struct expr *both;

	if (!a || !b)
		return a ? a : b;
	both = expr_new(e->arena, EXPR_LOGICAL, a->loc);
	both->binary.op = OP_LAND;
	both->binary.a = expr_copy(e->arena, a);
	both->binary.b = expr_copy(e->arena, b);
	return both;
}

static struct probe_point *with_suffix(struct elab *e, const struct probe_point *to, const struct probe_point *pp,
				       unsigned int used)
{
	struct probe_point *r = arena_new_of(e->arena, struct probe_point);

	*r = *to;
	r->parts.v = NULL;
	r->parts.n = r->parts.cap = 0;
	vec_each(c, &to->parts)
		vec_push(e->arena, &r->parts, *c);
	for (unsigned int i = used; i < pp->parts.n; i++)
		vec_push(e->arena, &r->parts, pp->parts.v[i]);
	return r;
}

/* The comment of an alias whose kernel function no longer exists names the replacement after "Instead: ". */
static void note_instead(struct elab *e, const struct alias *a)
{
	struct strbuf b = { 0 };
	const char *instead;

	comment_above(&b, a->loc);
	instead = b.s ? strstr(b.s, "Instead: ") : NULL;
	if (instead)
		diag_note(e->diag, a->loc, "%.*s", (int)strcspn(instead, "*"), instead);
	strbuf_deinit(&b);
}

/* first: the first missing point of pp. */
static void say_missing(struct expansion *x, const struct probe_point *pp, unsigned int first)
{
	struct strbuf b = { 0 };

	strbuf_puts(&b, "no probes found for '");
	point_print(&b, pp);
	strbuf_puts(&b, "'");
	for (unsigned int i = first; i < x->missing.n; i++) {
		strbuf_puts(&b, i > first ? ", " : ": there is none of ");
		point_print(&b, x->missing.v[i]);
	}
	diag_error(x->elab->diag, pp->loc, "%s", b.s);
	strbuf_deinit(&b);
}

void alias_say_missing(struct expansion *x)
{
	say_missing(x, x->given, 0);
	if (x->absent)
		note_instead(x->elab, x->absent);
}

bool alias_derive(struct expansion *x, struct alias *a, const struct probe_point *pp, unsigned int used)
{
	struct elab *e = x->elab;
	struct strbuf name = { 0 };
	struct expr *condition = x->condition;
	struct diag_frame frame;
	unsigned int reported = e->diag->errors;
	const struct probe_point *absent = NULL;	/* required, but all its points are optional and missing */
	unsigned int absent_first = 0;
	bool optional = x->optional, found = false;

	if (elab_exceeds(e, a->loc, x->chain.n + 1, ALIAS_NESTING))
		return false;
	strbuf_puts(&name, "via alias '");
	point_print(&name, a->name);
	strbuf_puts(&name, "'");
	diag_push(e->diag, &frame, x->given->loc, name.s);
	vec_push(e->arena, &x->chain, a);
	for (unsigned int i = 0; i < a->points.n && !e->too_big; i++) {
		struct probe_point *to = a->points.v[i];
		unsigned int errors = e->diag->errors, missing = x->missing.n;
		bool here;

		x->optional = optional || to->optional || to->sufficient;
		x->condition = condition_and(e, to->condition, condition);
		here = point_derive(x, with_suffix(e, to, pp, used));
		if (!here && !x->optional && e->diag->errors == errors && !absent) {
			absent = to;
			absent_first = missing;
		}
		found |= here;
		if (here && to->sufficient)
			break;
	}
	if (absent && (found || absent_first == x->missing.n))
		say_missing(x, absent, absent_first);
	x->chain.n--;
	x->optional = optional;
	x->condition = condition;
	diag_pop(e->diag);
	if (!found && !optional && !x->chain.n) {
		if (e->diag->errors > reported)
			note_instead(e, a);
		else
			x->absent = a;
	}
	strbuf_deinit(&name);
	return found;
}

/* Top-level blocks are spliced, so that locks can be narrowed to statements of them. */
static void body_push(struct elab *e, struct stmt *block, struct stmt *s)
{
	if (!s)
		return;
	if (s->kind != STMT_BLOCK) {
		vec_push(e->arena, &block->block, s);
		return;
	}
	vec_each(it, &s->block)
		body_push(e, block, *it);
}

static bool provided_pre(struct walk *w, struct stmt **s)
{
	(void)w;
	(*s)->is_provided = true;
	return true;
}

static void push_provided(struct elab *e, struct stmt *block, const struct stmt *from)
{
	struct walk w = { .pre_stmt = provided_pre };
	struct stmt *copy = stmt_copy(e->arena, from);

	walk_stmt(&w, &copy);
	body_push(e, block, copy);
}

struct stmt *expansion_body(struct expansion *x, const struct stmt *innermost)
{
	struct elab *e = x->elab;
	struct stmt *body = x->source->body;
	struct stmt *block = stmt_new(e->arena, STMT_BLOCK, body ? body->loc : x->source->loc);

	if (innermost)
		push_provided(e, block, innermost);
	for (unsigned int i = x->chain.n; i-- > 0;)
		if (x->chain.v[i]->prologue)
			push_provided(e, block, x->chain.v[i]->prologue);
	if (body)
		body_push(e, block, stmt_copy(e->arena, body));
	for (unsigned int i = 0; i < x->chain.n; i++)
		if (x->chain.v[i]->epilogue)
			push_provided(e, block, x->chain.v[i]->epilogue);
	return block;
}
