// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `thread x`: a variable of which each thread has its own value. It becomes an array: x in the script is x[tid()],
 * and an added probe deletes a thread's element when the kernel frees the thread. Later passes see only the array and
 * the probe.
 */
#include <string.h>

#include "parser.h"

struct rewriter {
	struct walk walk;
	struct parser *p;
	const struct func *func;	/* its parameters hide thread variables */
};

/* The thread variable that a name means here; keys: the number of its keys besides the thread. */
static struct thread_var *thread_var_of(struct rewriter *r, const struct expr *x)
{
	if (x->kind != EXPR_SYMBOL)
		return NULL;
	for (unsigned int i = 0; r->func && i < r->func->params.n; i++)
		if (r->func->params.v[i]->name == x->symbol.name)
			return NULL;
	vec_each(t, &r->p->threads)
		if (t->name == x->symbol.name) {
			t->is_used = true;
			return t;
		}
	return NULL;
}

static struct expr *tid_call(struct parser *p, struct loc loc)
{
	struct expr *e = expr_new(p->arena, EXPR_CALL, loc);

	e->call.name = intern("tid");
	return e;
}

static struct expr *element(struct rewriter *r, struct expr *base, const expr_vec *keys)
{
	struct expr *e = expr_new(r->p->arena, EXPR_INDEX, base->loc);

	e->index.base = base;
	vec_push(r->p->arena, &e->index.keys, tid_call(r->p, base->loc));
	for (unsigned int i = 0; keys && i < keys->n; i++)
		vec_push(r->p->arena, &e->index.keys, keys->v[i]);
	return e;
}

static bool pre_expr(struct walk *w, struct expr **ep)
{
	struct rewriter *r = (struct rewriter *)w;
	struct expr *x = *ep;
	struct thread_var *t;

	if (x->kind == EXPR_INDEX && (t = thread_var_of(r, x->index.base))) {
		vec_each(k, &x->index.keys)
			walk_expr(w, k);
		t->keys = x->index.keys.n;
		*ep = element(r, x->index.base, &x->index.keys);
		return false;
	}
	if (x->kind == EXPR_IN && thread_var_of(r, x->in.array)) {	/* of all threads */
		vec_each(k, &x->in.keys)
			walk_expr(w, k);
		return false;
	}
	if (thread_var_of(r, x)) {
		*ep = element(r, x, NULL);
		return false;
	}
	return true;
}

/* Reports a thread variable where a loop, catch or the like needs an ordinary variable. */
static void refuse(struct rewriter *r, const struct expr *x, const char *what)
{
	if (x && thread_var_of(r, x))
		diag_error(r->p->diag, x->loc, "the thread variable '%s' cannot be %s: take a variable of another name", x->symbol.name,
			   what);
}

/* A foreach visits the elements of all threads. */
static bool pre_stmt(struct walk *w, struct stmt **sp)
{
	struct rewriter *r = (struct rewriter *)w;
	struct stmt *s = *sp;

	if (s->kind == STMT_TRY)
		refuse(r, s->try_.var, "what catch puts its text into");
	if (s->kind == STMT_FOREACH) {
		refuse(r, s->foreach.value, "the variable of a loop");
		vec_each(k, &s->foreach.keys)
			refuse(r, *k, "the variable of a loop");
	}
	if (s->kind != STMT_FOREACH || !thread_var_of(r, s->foreach.base))
		return true;
	vec_each(k, &s->foreach.slice)
		walk_expr(w, k);
	walk_expr(w, &s->foreach.limit);
	walk_stmt(w, &s->foreach.body);
	return false;
}

static void rewrite(struct rewriter *r, struct stmt **s)
{
	if (*s)
		walk_stmt(&r->walk, s);
}

/* A probe's condition enables or disables the probe for all threads, so it cannot use a thread variable. */
static bool pre_condition(struct walk *w, struct expr **ep)
{
	struct rewriter *r = (struct rewriter *)w;

	if (thread_var_of(r, *ep))
		diag_error(r->p->diag, (*ep)->loc, "the condition of a probe is the same for all threads: ask for '%s' in the handler, "
			   "if (!%s) next", (*ep)->symbol.name, (*ep)->symbol.name);
	return true;
}

static void check_conditions(struct parser *p, point_vec *points)
{
	struct rewriter r = { .walk = { .pre_expr = pre_condition }, .p = p };

	vec_each(point, points)
		walk_expr(&r.walk, &(*point)->condition);
}

/* Not at the thread's exit: probes are hit in the thread until it is switched out for the last time. */
static void add_end(struct parser *p)
{
	struct strbuf b = { 0 };
	bool is_needed = false;
	struct source *src;
	struct file *f;

	strbuf_puts(&b, "probe kernel.trace(\"sched:sched_process_free\") {");
	vec_each(t, &p->threads) {
		if (!t->is_used)
			continue;
		is_needed = true;
		strbuf_printf(&b, " delete %s[$p->pid", t->name);
		for (unsigned int i = 0; i < t->keys; i++)
			strbuf_puts(&b, ", *");
		strbuf_puts(&b, "];");
	}
	strbuf_puts(&b, " }");
	if (!is_needed) {
		strbuf_deinit(&b);
		return;
	}
	src = source_new(p->arena, "<thread variables>", b.s, b.len, true);
	src->for_script = true;
	strbuf_deinit(&b);
	f = parse_source(p->env, src, true);
	if (!f)
		bug("the probe that ends thread variables does not parse");
	vec_push(p->arena, &p->file->probes, f->probes.v[0]);
}

void threads_rewrite(struct parser *p)
{
	struct rewriter r = { .walk = { .pre_expr = pre_expr, .pre_stmt = pre_stmt }, .p = p };

	if (!p->threads.n)
		return;
	vec_each(probe, &p->file->probes) {
		check_conditions(p, &(*probe)->points);
		rewrite(&r, &(*probe)->body);
	}
	vec_each(a, &p->file->aliases) {
		check_conditions(p, &(*a)->points);
		rewrite(&r, &(*a)->prologue);
		rewrite(&r, &(*a)->epilogue);
	}
	vec_each(f, &p->file->funcs) {
		r.func = *f;
		rewrite(&r, &(*f)->body);
	}
	add_end(p);
}

void declare_thread(struct parser *p, struct loc loc, const char *name, bool has_room, int64_t room, struct loc room_loc)
{
	/* Without a size, that of arrays without a size is used. */
	declare_global(p, loc, name, false, has_room, room, room_loc, false, (struct string_sizes){ 0 }, NULL);
	vec_push(p->arena, &p->threads, ((struct thread_var){ .name = name }));
}
