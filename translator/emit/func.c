// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Script functions. Callees come before callers; only those in a cycle need a
 * prototype. A function with string locals takes its frame from the context and returns it at its one exit; a recursive
 * one also counts its nesting and its statements.
 */
#include "emit.h"

#include <string.h>

#include "translator/builtins.h"

static struct fn_facts *find_facts(struct emit *e, const struct func *f)
{
	uintptr_t i;

	if (!e->func_index.n)
		vec_each(it, &e->p->funcs)
			ptrmap_put(e->a, &e->func_index, *it, (void *)(uintptr_t)(it - e->p->funcs.v + 1));
	i = (uintptr_t)ptrmap_get(&e->func_index, f);
	if (i)
		return &e->funcs[i - 1];
	bug("function '%s' is called but not in the program", f->name);
}

/* ---- properties known before a function is written --------------------------------------------- */

struct study { struct emit *e; struct fn_facts *facts; };

static void study_expr(void *ctx, const struct expr *x)
{
	struct study *k = ctx;

	k->facts->touched |= expr_changes(k->e, x);
	if (x->kind == EXPR_PRINT && !x->print.to_string)
		k->facts->touched |= TOUCH_WORLD;
}

static bool has_next(const struct stmt *s)
{
	if (!s)
		return false;
	switch (s->kind) {
	case STMT_NEXT:
		return true;
	case STMT_BLOCK:
		for (unsigned int i = 0; i < s->block.n; i++)
			if (has_next(s->block.v[i]))
				return true;
		return false;
	case STMT_IF:
		return has_next(s->if_.then) || has_next(s->if_.other);
	case STMT_WHILE:
		return has_next(s->while_.body);
	case STMT_FOR:
		return has_next(s->for_.body);
	case STMT_FOREACH:
		return has_next(s->foreach.body);
	case STMT_TRY:
		return has_next(s->try_.body) || has_next(s->try_.handler);
	case STMT_EXPR: case STMT_NULL: case STMT_RETURN: case STMT_BREAK: case STMT_CONTINUE: case STMT_DELETE:
	case STMT_EMBED:
		return false;
	}
	return false;
}

static bool has_delete(const struct stmt *s)
{
	return s && s->kind == STMT_DELETE;
}

bool embed_says(const struct func *f, const char *word)
{
	size_t n = strlen(word);

	for (uint32_t i = 0; f->embed && i + n <= f->embed->len; i++)
		if (!memcmp(f->embed->text + i, word, n))
			return true;
	return false;
}

/* Deletions are statements, not expressions: found separately. */
static void study_deletes(const struct stmt *s, struct fn_facts *facts)
{
	if (!s)
		return;
	if (has_delete(s))
		facts->touched |= TOUCH_GLOBALS | TOUCH_LOCALS;
	switch (s->kind) {
	case STMT_BLOCK:
		for (unsigned int i = 0; i < s->block.n; i++)
			study_deletes(s->block.v[i], facts);
		return;
	case STMT_IF:
		study_deletes(s->if_.then, facts);
		study_deletes(s->if_.other, facts);
		return;
	case STMT_WHILE:
		study_deletes(s->while_.body, facts);
		return;
	case STMT_FOR:
		study_deletes(s->for_.body, facts);
		return;
	case STMT_FOREACH:
		study_deletes(s->foreach.body, facts);
		return;
	case STMT_TRY:
		study_deletes(s->try_.body, facts);
		study_deletes(s->try_.handler, facts);
		return;
	case STMT_EXPR: case STMT_NULL: case STMT_RETURN: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE:
	case STMT_DELETE: case STMT_EMBED:
		return;
	}
}

struct fn_facts *facts_of_func(struct emit *e, const struct func *f)
{
	struct fn_facts *facts = find_facts(e, f);
	struct study k = { e, facts };

	if (facts->func)
		return facts;
	facts->func = (struct func *)f;
	e->funcs_use_regs |= f->embed && embed_wants_context(f->embed);
	facts->touched = f->embed || f->is_recursive ? TOUCH_GLOBALS | TOUCH_WORLD : 0;
	facts->may_next = f->embed ? embed_says(f, "STAP_NEXT") : has_next(f->body);
	facts->takes_room = is_deep(e, f) || (f->embed && e->embedded_room);	/* the rest is set when it is written */
	facts->can_fail = true;
	facts->cost = 1;
	if (f->is_recursive)
		return facts;
	each_expr(f->body, study_expr, &k);
	study_deletes(f->body, facts);
	facts->touched &= ~(unsigned int)TOUCH_LOCALS;
	facts->cost = stmt_cost(e, f->body);
	return facts;
}

/* ---- writing -------------------------------------------------------------------------------- */

void fn_begin(struct emit *e, struct fn *fn)
{
	e->fn = fn;
	fn->indent = 1;
	fn->unlock = way_out(e, "goto unlock;");
}

void fn_carry_over(struct fn *to, const struct fn *from)
{
	enum { STACK_LITERALS = 512 };		/* bytes */

	to->uses_own = from->uses_own;
	to->uses_groups = from->uses_groups;
	to->calls_frames = from->calls_frames;
	to->has_frame = from->has_frame;
	to->is_frame_string = from->is_frame_string;
	to->own_scopes = from->literals > STACK_LITERALS;
}

static void write_push(struct emit *e, const struct func *f, const char *give_up)
{
	e->fn->can_fail = true;
	line(e, "f = mytap_%s_push(c, %s, %s);", is_deep(e, f) ? "deep" : "frame", e->fn->frame_size ? "sizeof(*f)" : "0", where(e, f->loc));
	line(e, "if (!f)");
	line(e, "\t%s", give_up);
}

/* Omits a goto directly before its label. */
static void drop_last_goto(struct emit *e, struct way_out *out)
{
	if (!code_leaves(e->out, 1) || e->out->v[e->out->n - 1].leaves != out)
		return;
	e->out->n--;
	out->taken--;
}

static void write_end(struct emit *e, const struct func *f)
{
	bool is_long = f->type == TYPE_LONG;

	if (!e->fn->has_frame) {
		if (is_long && !code_leaves(e->out, 1))
			line(e, "return 0;");
		return;
	}
	drop_last_goto(e, e->fn->leave);
	if (e->fn->leave->taken)
		line_at_edge(e, "out:");
	line(e, "mytap_frame_pop(c, f);");
	if (is_long)
		line(e, "return ret;");
}

static void write_body(struct emit *e, const struct func *f)
{
	struct fn *fn = e->fn;
	const char *give_up = f->type == TYPE_LONG ? "return 0;" : "return;";
	unsigned int frame_size = fn->frame_size;

	fn->fail = fn->leave = way_out(e, fn->has_frame ? "goto out;" : give_up);
	fn->frame_size = frame_size;
	if (f->type == TYPE_STRING && !stmt_ends(f->body))	/* "" if control reaches its end */
		line(e, "*(u64 *)ret = 0;");
	if (fn->has_frame)
		write_push(e, f, give_up);
	if (f->is_recursive && !e->s->opt.suppress_time_limits) {
		line(e, "if (!mytap_actions(c, %lld, %s))", (long long)stmt_cost(e, f->body) + 1, where(e, f->loc));
		line(e, "\t%s", take_way(fn->fail));
	}
	locals_clear(e, &f->locals, &f->params, f->body);
	if (f->body->kind == STMT_BLOCK)
		for (unsigned int i = 0; i < f->body->block.n; i++)
			emit_stmt(e, f->body->block.v[i]);
	else
		emit_stmt(e, f->body);
	write_end(e, f);
}

static void write_once(struct emit *e, struct func *f, struct fn *fn, struct strbuf *ret)
{
	struct code body, *before = code_begin(e, &body);

	fn->func = f;
	fn->cname = f->c_name;
	fn_begin(e, fn);
	locals_begin(e, fn, &f->locals, f->body);
	write_body(e, f);
	code_end(e, before);

	*ret = (struct strbuf){ 0 };
	strbuf_printf(ret, "\n/* function %s at %s */\nstatic %s%s\n{\n", f->name, position(e, f->loc),
		      facts_of_func(e, f)->is_rare ? "MYTAP_RARE " : "", func_proto(e, f));
	{
		size_t mark = ret->len;

		frame_declare(e, ret, &f->locals);
		if (fn->has_frame && f->type == TYPE_LONG)
			strbuf_puts(ret, "\ts64 ret = 0;\n");
		if (ret->len != mark)
			strbuf_putc(ret, '\n');
	}
	code_print(ret, &body);
	strbuf_puts(ret, "}\n");
	code_deinit(&body);
}

static void write_func(struct emit *e, struct func *f, struct fn_facts *facts)
{
	struct fn *first = arena_new_of(e->a, struct fn), *second = arena_new_of(e->a, struct fn);
	struct strbuf t;

	names_locals(e, &f->locals, &f->params);
	write_once(e, f, first, &t);
	strbuf_deinit(&t);
	fn_carry_over(second, first);
	second->frame_size = first->frame_size;
	write_once(e, f, second, &facts->body);
	facts->frame_size = second->frame_size;
	facts->takes_room = second->has_frame || second->calls_frames;
	facts->can_fail = second->can_fail;
	facts->nargs = second->nargs;
	e->has_own |= second->uses_own;
	e->funcs_use_regs |= second->uses_regs;
}

struct callees { struct emit *e; uint32_t deepest; };

static void visit(struct emit *e, struct func *f);

static void visit_callees(void *ctx, const struct expr *x)
{
	struct callees *k = ctx;

	if (x->kind != EXPR_CALL)
		return;
	for (unsigned int i = 0; i < x->call.callees.n; i++) {
		struct fn_facts *facts = facts_of_func(k->e, x->call.callees.v[i]);

		visit(k->e, x->call.callees.v[i]);
		if (facts->deep_size > k->deepest)
			k->deepest = facts->deep_size;
	}
}

static void visit(struct emit *e, struct func *f)
{
	struct fn_facts *facts = facts_of_func(e, f);
	struct callees k = { e, 0 };

	if (facts->done || facts->visiting)
		return;
	facts->visiting = 1;
	each_expr(f->body, visit_callees, &k);
	if (f->body)
		write_func(e, f, facts);
	else
		names_locals(e, &f->locals, &f->params);
	facts->deep_size = facts->frame_size * (f->is_recursive ? (uint32_t)e->maxnesting : 1) + k.deepest;
	facts->visiting = 0;
	facts->done = true;
}

void funcs_emit(struct emit *e)
{
	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		visit(e, e->p->funcs.v[i]);
}

/* Callees first: each function is written after the ones it calls. */
struct put { struct emit *e; struct strbuf *b; };

static void put_func(struct put *k, const struct func *f);

static void put_callees(void *ctx, const struct expr *x)
{
	struct put *k = ctx;

	if (x->kind == EXPR_CALL)
		for (unsigned int i = 0; i < x->call.callees.n; i++)
			put_func(k, x->call.callees.v[i]);
}

static void put_func(struct put *k, const struct func *f)
{
	struct fn_facts *facts = facts_of_func(k->e, f);

	if (!facts->done)
		return;
	facts->done = false;
	each_expr(f->body, put_callees, k);
	strbuf_puts(k->b, strbuf_str(&facts->body));
}

void funcs_write(struct emit *e, struct strbuf *b)
{
	struct put k = { e, b };
	bool any = false;

	for (unsigned int i = 0; i < e->embed_protos.n; i++)
		strbuf_printf(b, "%s%s;\n", i ? "" : "\n/* embedded C, in embed.c */\n", e->embed_protos.v[i]);
	stables_write(e, b);
	for (unsigned int i = 0; i < e->p->funcs.n; i++) {
		const struct func *f = e->p->funcs.v[i];

		if (f->is_recursive && f->body) {
			strbuf_printf(b, "%sstatic %s;\n", any ? "" : "\n", func_proto(e, f));
			any = true;
		}
	}
	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		put_func(&k, e->p->funcs.v[i]);
	for (unsigned int i = 0; i < e->p->funcs.n; i++)
		e->funcs[i].done = true;
}
