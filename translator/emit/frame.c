// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Locals and temporaries of the function being written. Numbers are C locals; strings, keys and whole aggregates are
 * in the frame (struct x_frame *f), since the kernel's stack is small. A temporary belongs to one statement and is
 * reused by the next.
 *
 * A local bound by foreach and used nowhere else is declared in the loop's block: it is not zeroed, and a string key
 * is not copied.
 */
#include "emit.h"

#include <string.h>

/* The most that a function keeps on the kernel's stack: numbers, structs of one kind, kinds of temporaries. */
enum { STACK_LONGS = 48, STACK_STRUCTS = 4, STACK_POOLS = 16 };

static struct temp_pool *pool_find(struct emit *e, const char *ctype, const char *prefix)
{
	struct fn *fn = e->fn;

	vec_each(p, &fn->pools)
		if (!strcmp(p->ctype, ctype) && !strcmp(p->prefix, prefix))
			return p;
	vec_push(e->a, &fn->pools, ((struct temp_pool){ .ctype = ctype, .prefix = prefix }));
	return &vec_last(&fn->pools);
}

/* The number of them on the stack; the others are members of the frame. */
static unsigned int most_on_stack(const struct fn *fn, const struct temp_pool *p)
{
	if (p->in_frame || p - fn->pools.v >= STACK_POOLS)
		return 0;
	return p->is_struct ? STACK_STRUCTS : STACK_LONGS;
}

static const char *temp_name(struct emit *e, const struct temp_pool *p, unsigned int i)
{
	const char *at = i >= most_on_stack(e->fn, p) ? frame_prefix(e->fn) : "";

	if (!i && strcmp(p->prefix, "t"))
		return text(e, "%s%s", at, p->prefix);
	return text(e, "%s%s%u", at, p->prefix, i + 1);
}

static const char *temp_take(struct emit *e, struct temp_pool *p)
{
	unsigned int i = p->in_use++;

	if (p->in_use > p->most)
		p->most = p->in_use;
	return temp_name(e, p, i);
}

const char *temp_new(struct emit *e, const char *ctype, const char *prefix)
{
	struct temp_pool *p = pool_find(e, ctype, prefix);

	p->size = 8;
	return temp_take(e, p);
}

const char *temp_struct(struct emit *e, const char *ctype, const char *prefix, uint32_t size)
{
	struct temp_pool *p = pool_find(e, ctype, prefix);

	p->is_struct = true;
	p->size = size;
	return temp_take(e, p);
}

const char *temp_frame(struct emit *e, const char *ctype, const char *prefix, const char *suffix, uint32_t size)
{
	struct temp_pool *p = pool_find(e, ctype, prefix);

	p->in_frame = true;
	if (size >= p->size) {
		p->suffix = suffix;
		p->size = size;
	}
	return temp_take(e, p);
}

const char *temp_string(struct emit *e)
{
	struct temp_pool *p = pool_find(e, "char ", "str");

	p->is_string = true;
	return temp_frame(e, p->ctype, p->prefix, text(e, "[%s] MYTAP_STRING", string_room(e)), e->string_room);
}

const char *temp_key(struct emit *e, uint32_t words)
{
	return temp_frame(e, "u64 ", "key", text(e, "[%u]", words), 8 * words);
}

void temps_mark(struct emit *e, struct temps_mark *ret)
{
	ret->n = e->fn->pools.n;
	ret->in_use = arena_alloc(e->a, (ret->n + 1) * sizeof(*ret->in_use));
	for (unsigned int i = 0; i < ret->n; i++)
		ret->in_use[i] = e->fn->pools.v[i].in_use;
}

void temps_release(struct emit *e, const struct temps_mark *m)
{
	for (unsigned int i = 0; i < e->fn->pools.n; i++)
		e->fn->pools.v[i].in_use = i < m->n ? m->in_use[i] : 0;
}

void declare(struct emit *e, const char *decl)
{
	for (unsigned int i = 0; i < e->fn->decls.n; i++)
		if (!strcmp(e->fn->decls.v[i], decl))
			return;
	vec_push(e->a, &e->fn->decls, decl);
}

/* ---- locals --------------------------------------------------------------------------------- */

bool is_loop_bound(const struct fn *fn, const struct var *v)
{
	for (unsigned int i = 0; i < fn->loop_bound.n; i++)
		if (fn->loop_bound.v[i] == v)
			return true;
	return false;
}

static bool binds_here(const struct stmt *s, const struct var *v)
{
	const struct expr *value = s->foreach.value;

	for (unsigned int i = 0; i < s->foreach.keys.n; i++)
		if (s->foreach.keys.v[i]->symbol.var == v)
			return true;
	return value && value->symbol.var == v;
}

/* Uses of v in bodies of foreach loops that bind it, and the bindings; -1: it is assigned there. */
static int bound_mentions(const struct stmt *s, const struct var *v)
{
	int n = 0, k;

	if (!s)
		return 0;
	switch (s->kind) {
	case STMT_BLOCK:
		for (unsigned int i = 0; i < s->block.n; i++, n += k)
			if ((k = bound_mentions(s->block.v[i], v)) < 0)
				return -1;
		return n;
	case STMT_IF:
		n = bound_mentions(s->if_.then, v);
		k = bound_mentions(s->if_.other, v);
		return n < 0 || k < 0 ? -1 : n + k;
	case STMT_WHILE:
		return bound_mentions(s->while_.body, v);
	case STMT_FOR:
		return bound_mentions(s->for_.body, v);
	case STMT_TRY:
		n = bound_mentions(s->try_.body, v);
		k = bound_mentions(s->try_.handler, v);
		return n < 0 || k < 0 ? -1 : n + k;
	case STMT_FOREACH:
		if (!binds_here(s, v))
			return bound_mentions(s->foreach.body, v);
		if (stmt_assigns(s->foreach.body, v))
			return -1;
		return 1 + (int)count_mentions(s->foreach.body, v);
	case STMT_EXPR: case STMT_NULL: case STMT_RETURN: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE:
	case STMT_DELETE: case STMT_EMBED:
		return 0;
	}
	return 0;
}

static bool has_foreach(const struct stmt *s)
{
	if (!s)
		return false;
	switch (s->kind) {
	case STMT_BLOCK:
		for (unsigned int i = 0; i < s->block.n; i++)
			if (has_foreach(s->block.v[i]))
				return true;
		return false;
	case STMT_IF:
		return has_foreach(s->if_.then) || has_foreach(s->if_.other);
	case STMT_WHILE:
		return has_foreach(s->while_.body);
	case STMT_FOR:
		return has_foreach(s->for_.body);
	case STMT_TRY:
		return has_foreach(s->try_.body) || has_foreach(s->try_.handler);
	case STMT_FOREACH:
		return true;
	case STMT_EXPR: case STMT_NULL: case STMT_RETURN: case STMT_NEXT: case STMT_BREAK: case STMT_CONTINUE:
	case STMT_DELETE: case STMT_EMBED:
		return false;
	}
	return false;
}

void locals_begin(struct emit *e, struct fn *fn, const var_vec *locals, const struct stmt *body)
{
	unsigned int longs = 0;
	bool is_entry, has_loops = has_foreach(body);

	for (unsigned int i = 0; i < locals->n; i++) {
		struct var *v = locals->v[i];
		int n = has_loops ? bound_mentions(body, v) : 0;

		is_entry = var_place(e, v) == VAR_ENTRY;
		if (!is_entry && v->scope != SCOPE_PARAM && n > 0 && (unsigned int)n == count_mentions(body, v))
			vec_push(e->a, &fn->loop_bound, v);
		else
			longs += !is_entry && v->type == TYPE_LONG && v->scope != SCOPE_PARAM;
	}
	fn->longs_in_frame = longs > STACK_LONGS;
}

bool param_needs_copy(const struct func *f, const struct var *v)
{
	return f && f->body && v->type == TYPE_STRING && stmt_assigns(f->body, v);
}

/* True if its first use, at the top of the body, is a plain assignment whose value does not read it. */
static bool is_set_first(const struct stmt *body, const struct var *v)
{
	for (unsigned int i = 0; body && body->kind == STMT_BLOCK && i < body->block.n; i++) {
		const struct stmt *s = body->block.v[i];
		const struct expr *x;

		if (s->kind == STMT_BLOCK && stmt_mentions(s, v))
			return is_set_first(s, v);
		if (!stmt_mentions(s, v))
			continue;
		x = s->kind == STMT_EXPR ? s->expr : NULL;
		return x && x->kind == EXPR_ASSIGN && x->assign.op == OP_ASSIGN &&
		       x->assign.target->kind == EXPR_SYMBOL && x->assign.target->symbol.var == v &&
		       !expr_mentions(x->assign.value, v);
	}
	return false;
}

static bool is_plain_local(struct emit *e, const struct var *v)
{
	return v->type != TYPE_STAT && !is_loop_bound(e->fn, v) && var_place(e, v) != VAR_ENTRY;
}

/* Strings start empty; parameters that are written get a copy. */
void locals_clear(struct emit *e, const var_vec *locals, const var_vec *params, const struct stmt *body)
{
	for (unsigned int i = 0; params && i < params->n; i++)
		if (param_needs_copy(e->fn->func, params->v[i]))
			emit_copy(e, var_text(e, params->v[i]), c_name_of_local(e, params->v[i]));
	for (unsigned int i = 0; i < locals->n; i++) {
		const struct var *v = locals->v[i];

		if (v->type == TYPE_STRING && v->scope != SCOPE_PARAM && is_plain_local(e, v) &&
		    !is_set_first(body, v) && stmt_mentions(body, v))
			line(e, "*(u64 *)%s = 0;", var_text(e, v));
		if (e->fn->longs_in_frame && v->type == TYPE_LONG && var_place(e, v) == VAR_FRAME)
			line(e, "%s = 0;", var_text(e, v));
	}
}

static void put_long_locals(struct emit *e, struct strbuf *to, const var_vec *locals, const struct stmt *body)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < locals->n; i++) {
		const struct var *v = locals->v[i];

		if (v->type == TYPE_STRING || v->scope == SCOPE_PARAM || e->fn->longs_in_frame || !is_plain_local(e, v) || !stmt_mentions(body, v))
			continue;
		strbuf_printf(to, "%s%s%s", n++ ? ", " : "\ts64 ", c_name_of_local(e, v),
			      is_set_first(body, v) ? "" : " = 0");
	}
	if (n)
		strbuf_puts(to, ";\n");
}

static void put_temps(struct emit *e, struct strbuf *to)
{
	for (unsigned int i = 0; i < e->fn->pools.n; i++) {
		const struct temp_pool *p = &e->fn->pools.v[i];
		unsigned int most = most_on_stack(e->fn, p);

		if (!most || !p->most)
			continue;
		for (unsigned int k = 0; k < p->most && k < most; k++)
			strbuf_printf(to, "%s%s%s", k ? ", " : text(e, "\t%s", p->ctype),
				      k && p->ctype[strlen(p->ctype) - 1] == '*' ? "*" : "", temp_name(e, p, k));
		strbuf_puts(to, ";\n");
	}
}

/* The struct of the frame under construction. */
struct frame {
	struct strbuf members;
	unsigned int n;
	const char *string;		/* the last string member, or NULL */
};

static void add_member(struct emit *e, struct frame *f, const char *ctype, const char *name, const char *suffix, uint32_t size)
{
	strbuf_printf(&f->members, "\t\t%s%s%s;\n", ctype, name, suffix);
	f->n++;
	e->fn->frame_size += size;
}

static void add_strings(struct emit *e, struct frame *f, const var_vec *vars, bool are_params)
{
	vec_each(v, vars) {
		if (are_params != ((*v)->scope == SCOPE_PARAM) || (*v)->type != TYPE_STRING || var_place(e, *v) != VAR_FRAME)
			continue;
		f->string = c_name_of_local(e, *v);
		add_member(e, f, "char ", f->string, text(e, "[%s] MYTAP_STRING", string_room(e)), e->string_room);
	}
}

static void add_longs(struct emit *e, struct frame *f, const var_vec *locals)
{
	vec_each(v, locals)
		if (e->fn->longs_in_frame && (*v)->type == TYPE_LONG && var_place(e, *v) == VAR_FRAME)
			add_member(e, f, "s64 ", c_name_of_local(e, *v), "", 8);
}

static void add_temps(struct emit *e, struct frame *f)
{
	size_t prefix = strlen(frame_prefix(e->fn));

	vec_each(p, &e->fn->pools)
		for (unsigned int k = most_on_stack(e->fn, p); k < p->most; k++) {
			const char *name = temp_name(e, p, k) + prefix;

			if (p->is_string)
				f->string = name;
			add_member(e, f, p->ctype, name, p->suffix ? p->suffix : "", p->size);
		}
}

struct width {
	unsigned int nexprs;
	bool calls;			/* functions of the script */
};

static void measure(void *ctx, const struct expr *x)
{
	struct width *w = ctx;

	w->nexprs++;
	w->calls |= x->kind == EXPR_CALL && x->call.callees.n;
}

/* True if much may wait in its C frame while a call in it runs: the C compiler keeps there what an expression is to add up. */
static bool is_wide(const struct func *f)
{
	enum { WIDE = 64 };
	struct width w = { 0 };

	each_expr(f->body, measure, &w);
	return w.calls && w.nexprs > WIDE;
}

/* True if its calls may go so deep, or take so much, that the free kernel stack must be checked. */
bool is_deep(struct emit *e, const struct func *f)
{
	enum { DEEP = 8 };

	return f->is_recursive || e->p->call_depth > DEEP || is_wide(f);
}

static void put_frame(struct emit *e, struct strbuf *to, const var_vec *locals)
{
	struct fn *fn = e->fn;
	struct frame f = { .n = 0 };

	fn->frame_size = 0;
	if (fn->func)
		add_strings(e, &f, &fn->func->params, true);
	add_strings(e, &f, locals, false);
	add_longs(e, &f, locals);
	add_temps(e, &f);
	fn->has_frame = f.n || (fn->func && is_deep(e, fn->func));
	if (fn->is_frame_string)
		strbuf_printf(to, "\tchar *%s = c->frame;\n", f.string);
	else if (f.n)
		strbuf_printf(to, "\tstruct %s_frame {\n%s\t} *f%s;\n", fn->cname, f.members.s,
			      fn->func ? "" : " = (void *)c->frame");
	else if (fn->has_frame)
		strbuf_puts(to, "\tvoid *f;\n");
	/* True if the frame is one string, in a handler without callees that use the frame. */
	fn->is_frame_string = fn->handler && !fn->calls_frames && f.n == 1 && f.string;
	strbuf_deinit(&f.members);
}

void frame_declare(struct emit *e, struct strbuf *to, const var_vec *locals)
{
	const struct stmt *body = e->fn->func ? e->fn->func->body : e->fn->handler->body;

	put_frame(e, to, locals);
	if (e->fn->uses_own)
		strbuf_puts(to, "\tstruct per_slot *own = c->pcpu;\n");
	for (unsigned int i = 0; i < e->fn->decls.n; i++)
		strbuf_printf(to, "\t%s\n", e->fn->decls.v[i]);
	put_long_locals(e, to, locals, body);
	put_temps(e, to);
}
