// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass 2. In: the files of pass 1. Out: target->program (elaborated.h).
 *
 *   1. derive the probes of every file in use; this adds library files, which may have probes, too: until there are
 *      no more
 *   2. rounds of: targets, folding, pruning, C types, script types, until a
 *      round changes nothing; then once more, reporting what could not be resolved
 *   3. the probe that prints results, which is a new probe: 1 and 2 again
 *   4. checks and locks, once
 */
#include <string.h>

#include "elaborate.h"
#include "parser/parse.h"
#include "translator/debuginfo/sources.h"
#include "translator/probes/family.h"

struct elab *elab_of(struct target *t)
{
	return (struct elab *)((char *)t->program - offsetof(struct elab, program));
}

void elab_add_file(struct elab *e, struct file *f)
{
	struct unit *u = arena_new_of(e->arena, struct unit);

	u->file = f;
	u->index = e->units.n;
	vec_push(e->arena, &e->units, u);
	ptrmap_put(e->arena, &e->unit_of, f->src, u);
	unit_add_names(e, u);
}

/* ---- handlers of derived probes ------------------------------------------------------------------- */

/* @probewrite(v) refers to the probe's own body, before aliases are added around it. */
struct writes { const char *name; bool found; };

static bool writes_pre(struct walk *w, struct expr **ep)
{
	struct writes *wr = w->ctx;
	struct expr *target = (*ep)->kind == EXPR_ASSIGN ? (*ep)->assign.target :
			      (*ep)->kind == EXPR_INCDEC ? (*ep)->incdec.target : NULL;

	if (target && target->kind == EXPR_SYMBOL && target->symbol.name == wr->name)
		wr->found = true;
	return true;
}

struct answerer { struct elab *e; struct probe *source; };

static bool answer_pre(struct walk *w, struct expr **ep)
{
	struct answerer *a = w->ctx;
	struct writes wr = { 0 };
	struct walk ww = { .pre_expr = writes_pre, .ctx = &wr };

	if ((*ep)->kind != EXPR_PROBEWRITE || (*ep)->probewrite.target->kind != EXPR_SYMBOL)
		return true;
	wr.name = (*ep)->probewrite.target->symbol.name;
	if (a->source->body)
		walk_stmt(&ww, &a->source->body);
	*ep = expr_number(a->e->arena, (*ep)->loc, wr.found);
	return false;
}

static struct body *handler_new(struct elab *e, struct stmt *body)
{
	struct handler *h = arena_new_of(e->arena, struct handler);
	struct body *b;

	h->body = body;
	h->id = e->program.handlers.n;
	vec_push(e->arena, &e->program.handlers, h);
	nodes_count(e, body);
	b = body_new(e, h, NULL);
	if (!e->too_big)
		body_resolve(e, b);
	return b;
}

/*
 * The handler of a match's first place; code pruned here is pruned for all its places. Where each place has a prologue of
 * its own, all are made here.
 */
static void first_handler(struct elab *e, struct point_match *m)
{
	struct answerer a = { .e = e, .source = m->source };
	struct walk w = { .pre_expr = answer_pre, .ctx = &a };

	m->body = expansion_body(m->expansion, m->prologue);
	walk_stmt(&w, &m->body);
	m->made = handler_new(e, m->body);
	body_check_placement(e, m->made);
	constants_put(e, m->made->handler->body, m->family);
	fold_stmt(e, &m->made->handler->body);
	body_prune(e, m->made);
	m->made->has_context = body_has_context(*m->made->root, point_has(m, "module")) || m->made->clones.n;
	m->made->handler->has_context = m->made->has_context;
	if (m->made->has_context)
		m->body = stmt_copy(e->arena, *m->made->root);
	if (m->condition) {
		m->condition = expr_copy(e->arena, m->condition);
		expr_resolve(e, m->made, &m->condition);
		fold_expr(e, &m->condition);
	}
}

/* pn(): the point in the script if it is no pattern, else the alias that the pattern matched. */
static const char *script_name(const struct expansion *x)
{
	const struct probe_point *pp = x->shown ? x->shown : x->given;
	struct strbuf b = { 0 };
	const char *s;

	vec_each(c, &((struct probe_point *)pp)->parts)
		if (glob_is_pattern(c->name) || (c->arg && c->arg->kind == EXPR_STRING && glob_is_pattern(c->arg->string.s)))
			return NULL;
	point_print(&b, pp);
	s = intern(strbuf_str(&b));
	strbuf_deinit(&b);
	return s;
}

static const char *matched_text(const struct point_match *m)
{
	struct strbuf b = { 0 };
	const char *s;

	point_print(&b, m->point);
	s = intern(strbuf_str(&b));
	strbuf_deinit(&b);
	return s;
}

struct dprobe *dprobe_add(struct point_match *m)
{
	struct elab *e = elab_of(m->target);
	struct dprobe *p = arena_new_of(e->arena, struct dprobe);
	struct body *b = m->made;
	struct strbuf given = { 0 };

	if (!b || m->prologue) {
		first_handler(e, m);
		b = m->made;
	} else if (b->has_context) {
		b = handler_new(e, stmt_copy(e->arena, m->body));
		b->has_context = b->handler->has_context = true;
	}
	if (!b->probe || b->has_context)
		b->probe = p;
	p->family = m->family;
	p->text = matched_text(m);
	p->source = m->source;
	p->loc = m->expansion->given->loc;
	p->handler = b->handler;
	p->condition = m->condition;
	point_print(&given, m->expansion->given);
	p->given = intern(strbuf_str(&given));
	vec_push(e->arena, &e->program.probes, p);
	elab_exceeds(e, p->loc, e->program.probes.n, PROBES);
	p->named = script_name(m->expansion);
	if (m->expansion->shown && e->is_listing) {
		strbuf_reset(&given);
		point_print(&given, m->expansion->shown);
		ptrmap_put(e->arena, &e->shown, p, (void *)intern(strbuf_str(&given)));
	}
	strbuf_deinit(&given);
	return p;
}

const struct program *point_program(const struct point_match *m)
{
	return &elab_of(m->target)->program;
}

/* ---- the rounds -------------------------------------------------------------------------------------- */

/* Functions of the script are checked even if not called. */
static void unit_functions(struct elab *e, struct unit *u)
{
	if (u->file->is_library)
		return;
	for (unsigned int i = 0; i < u->file->funcs.n && !e->too_big; i++) {
		struct func **f = &u->file->funcs.v[i];

		body_check_placement(e, func_body(e, *f));
		(*f)->is_used = e->s->opt.no_elision;
	}
}

static void derive_all(struct elab *e)
{
	while (e->units_derived < e->units.n && !e->too_big) {
		struct unit *u = e->units.v[e->units_derived++];

		unit_functions(e, u);
		for (unsigned int i = 0; i < u->file->probes.n && !e->too_big; i++)
			probe_derive(e, u->file->probes.v[i]);
	}
}

/*
 * A function copied for a handler has the context of the handler's probe. Callers come first: calls under a condition
 * that is never true are not visited.
 */
static void resolve_targets_of(struct elab *e, struct body *b)
{
	if (b->target_done)
		return;
	if (b->owner)
		b->probe = b->owner->probe;
	body_resolve_targets(e, b);
}

/* foreach (v = [k] in aggregates) @count(v): v stands for the element. */
struct substitution { struct elab *e; struct stmt *loop; struct var *v; };

static void substitute_post(struct walk *w, struct expr **ep)
{
	struct substitution *s = w->ctx;
	struct expr *x;

	if ((*ep)->kind != EXPR_SYMBOL || (*ep)->symbol.var != s->v)
		return;
	x = expr_new(s->e->arena, EXPR_INDEX, (*ep)->loc);
	x->index.base = expr_copy(s->e->arena, s->loop->foreach.base);
	vec_each(k, &s->loop->foreach.keys)
		vec_push(s->e->arena, &x->index.keys, expr_copy(s->e->arena, *k));
	*ep = x;
}

static void stat_values_post(struct walk *w, struct stmt **sp)
{
	struct elab *e = w->ctx;
	struct stmt *s = *sp;
	struct var *a = s->kind == STMT_FOREACH ? expr_var(s->foreach.base) : NULL;
	struct substitution sub = { .e = e, .loop = s };
	struct walk ww = { .post_expr = substitute_post, .ctx = &sub };

	if (!a || !s->foreach.value || (a->type != TYPE_STAT && (!expr_var(s->foreach.value) ||
								  expr_var(s->foreach.value)->type != TYPE_STAT)))
		return;
	sub.v = expr_var(s->foreach.value);
	s->foreach.value = NULL;
	walk_stmt(&ww, &s->foreach.body);
	if (sub.v->scope == SCOPE_LOCAL)
		sub.v->type = TYPE_UNKNOWN;
	e->changed = true;
}

static void stat_values(struct elab *e)
{
	struct walk w = { .post_stmt = stat_values_post, .ctx = e };

	for (unsigned int i = 0; i < e->bodies.n; i++)
		if (e->bodies.v[i]->is_used && *e->bodies.v[i]->root)
			walk_stmt(&w, e->bodies.v[i]->root);
}

static void fold_all(struct elab *e)
{
	for (unsigned int i = 0; i < e->bodies.n; i++)
		if (e->bodies.v[i]->is_used && *e->bodies.v[i]->root)
			fold_stmt(e, e->bodies.v[i]->root);
}

void elab_rounds(struct elab *e)
{
	enum { USUAL_ROUNDS = 8 };
	unsigned int n = 0;

	do {
		e->is_eager = n++ >= USUAL_ROUNDS;
		e->changed = false;
		derive_all(e);
		if (!e->too_big)
			functions_visit_used(e, resolve_targets_of);
		if (e->too_big)
			return;
		fold_all(e);
		prune_program(e);
		dtypes_infer(e);
		e->changed |= types_infer(e);
		stat_values(e);
	} while (e->changed || e->units_derived < e->units.n);
}

/* ---- the program ------------------------------------------------------------------------------------------ */

static void take_used(struct elab *e)
{
	struct program *p = &e->program;

	functions_mark_used(e);
	globals_mark(e);
	p->funcs.n = p->globals.n = 0;
	for (unsigned int i = 0; i < e->bodies.n; i++) {
		struct body *b = e->bodies.v[i];

		if (!b->func || !b->is_used)
			continue;
		vec_push(e->arena, &p->funcs, b->func);
		p->uses_embedded_c |= b->func->embed != NULL;
	}
	vec_each(u, &e->units)
		vec_each(v, &(*u)->file->globals)
			if ((*v)->is_read || (*v)->is_written || (e->s->opt.no_elision && !(*u)->file->is_library))
				vec_push(e->arena, &p->globals, *v);
}

/* Probes without effect: `never`, and a tapset's set-up that is not needed. */
static bool is_idle(const struct dprobe *p)
{
	return !dprobe_runtime(p) ||
	       (p->family->in_process && loc_is_library(p->source->loc) && body_is_empty(p->handler->body));
}

/* They were checked like the others; now they are removed. */
static void drop_idle(struct elab *e)
{
	struct program *p = &e->program;
	struct ptrmap used = { 0 };
	unsigned int k = 0, j = 0;

	for (unsigned int i = 0; i < p->probes.n; i++)
		if (!is_idle(p->probes.v[i]))
			p->probes.v[k++] = p->probes.v[i];
	if (k == p->probes.n)
		return;
	p->probes.n = k;
	vec_each(pr, &p->probes)
		ptrmap_put(e->arena, &used, (*pr)->handler, *pr);
	for (unsigned int i = 0; i < p->handlers.n; i++)
		if (ptrmap_get(&used, p->handlers.v[i]))
			p->handlers.v[j++] = p->handlers.v[i];
	p->handlers.n = j;
	for (unsigned int i = 0; i < p->handlers.n; i++)
		p->handlers.v[i]->id = i;
}

static void collect_prints(struct elab *e)
{
	vec_each(p, &e->program.probes)
		if (!(*p)->family->in_process && (*p)->handler->prints)
			e->program.prints_in_probes = true;
}

/* Conflicting C types are no type. */
static void clear_contradictions(struct elab *e)
{
	vec_each(b, &e->bodies)
		vec_each(v, (*b)->locals)
			(*v)->dtype = dtype_known((*v)->dtype);
	vec_each(v, &e->program.globals)
		(*v)->dtype = dtype_known((*v)->dtype);
}

struct elab *elab_new(struct target *t)
{
	struct elab *e = arena_new_of(t->arena, struct elab);

	e->t = t;
	e->s = t->s;
	e->arena = t->arena;
	e->diag = &t->s->diag;
	t->program = &e->program;
	t->s->diag.kind = "semantic";
	point_table_init(e);
	vec_each(f, &t->user_files)
		elab_add_file(e, *f);
	return e;
}

static void say_no_probes(struct elab *e)
{
	unsigned int written = 0;

	vec_each(u, &e->units)
		written += (*u)->file->is_library ? 0 : (*u)->file->probes.n;
	if (written)
		diag_error(e->diag, (struct loc){ 0 }, "no probes found: every point is optional, and none exists");
	else
		diag_error(e->diag, (struct loc){ 0 }, "no probes: the script has functions or globals only");
}

static void elaborate(struct elab *e)
{
	elab_rounds(e);
	if (e->too_big)
		return;
	if (!e->diag->errors && !e->program.probes.n) {
		say_no_probes(e);
		return;
	}
	e->last_resort = true;
	elab_rounds(e);
	if (e->too_big)
		return;
	globals_mark(e);
	symbols_report(e);
	if (!e->diag->errors) {
		prune_warn(e);
		types_settle(e);
		end_probe_add(e);
		elab_rounds(e);
	}
	if (e->too_big)
		return;
	types_report(e);
	take_used(e);
	stats_collect(e);
	program_check(e);
	if (e->diag->errors)
		return;
	if (!e->s->opt.no_elision)
		prune_library_globals(e);
	drop_idle(e);
	take_used(e);
	settings_check(e);
	targets_finish(e);
	clear_contradictions(e);
	collect_prints(e);
	calls_measure(e);
	locks_assign(e);
	families_collect(e);
	builds_collect(e);
}

bool elaborate_program(struct target *t)
{
	struct elab *e = elab_new(t);

	elaborate(e);
	return t->s->diag.errors == 0;
}
