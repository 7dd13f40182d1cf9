// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Locals and temporaries of the function being written. Numbers are C locals;
 * strings, keys and whole aggregates lie in the frame (struct x_frame *f),
 * since the kernel's stack is small. A temporary belongs to the statement that
 * asked for it and is used again by the next one.
 *
 * A local that is bound by foreach and named nowhere else lives in the loop's
 * block: no zeroing, and no copy of a string key.
 */
#include "emit.h"

#include <string.h>

/* At most this much of a function lies on the kernel's stack: numbers, structs of one kind, kinds of temporaries. */
enum { STACK_LONGS = 48, STACK_STRUCTS = 4, STACK_POOLS = 16, ITER_SIZE = 128, STAT_SIZE = 64 };

static struct temp_pool *pool_find(struct emit *e, const char *ctype, const char *prefix)
{
	struct fn *fn = e->fn;

	vec_each(p, &fn->pools)
		if (!strcmp(p->ctype, ctype) && !strcmp(p->prefix, prefix))
			return p;
	vec_push(e->a, &fn->pools, ((struct temp_pool){ .ctype = ctype, .prefix = prefix }));
	return &vec_last(&fn->pools);
}

static bool is_struct(const struct temp_pool *p)
{
	return !strncmp(p->ctype, "struct ", 7) && !strchr(p->ctype, '*');
}

/* How many of them lie on the stack; the others are members of the frame. */
static unsigned int most_on_stack(const struct fn *fn, const struct temp_pool *p)
{
	if (p->in_frame || p - fn->pools.v >= STACK_POOLS)
		return 0;
	return is_struct(p) ? STACK_STRUCTS : STACK_LONGS;
}

/* Bytes in the frame, at most. */
static uint32_t temp_size(const struct temp_pool *p)
{
	if (p->in_frame)
		return p->size;
	return !is_struct(p) ? 8 : strstr(p->ctype, "mytap_iter") ? ITER_SIZE : STAT_SIZE;
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
	return temp_take(e, pool_find(e, ctype, prefix));
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
	return temp_frame(e, "char ", "str", text(e, "[%s] MYTAP_STRING", string_room(e)), e->string_room);
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

/* Mentions of v that lie in bodies of foreach loops that bind it, and the bindings; -1: it is assigned there. */
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

/* Its first mention, at the top of the body, is a plain assignment of something else. */
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

static void put_frame_members(struct emit *e, struct strbuf *to, const var_vec *vars, bool are_params)
{
	for (unsigned int i = 0; i < vars->n; i++) {
		const struct var *v = vars->v[i];

		if (are_params == (v->scope == SCOPE_PARAM) && v->type == TYPE_STRING &&
		    var_place(e, v) == VAR_FRAME) {
			strbuf_printf(to, "\t\tchar %s[%s] MYTAP_STRING;\n", c_name_of_local(e, v), string_room(e));
			e->fn->frame_size += e->string_room;
		}
	}
}

static void put_frame_longs(struct emit *e, struct strbuf *to, const var_vec *locals)
{
	if (!e->fn->longs_in_frame)
		return;
	vec_each(v, locals) {
		if ((*v)->type != TYPE_LONG || var_place(e, *v) != VAR_FRAME)
			continue;
		strbuf_printf(to, "\t\ts64 %s;\n", c_name_of_local(e, *v));
		e->fn->frame_size += 8;
	}
}

/* Its calls may go so deep that the kernel's stack must be looked at. */
bool is_deep(struct emit *e, const struct func *f)
{
	enum { DEEP = 8 };

	return f->is_recursive || e->p->call_depth > DEEP;
}

/* One string and nothing else, in a handler that calls nobody who takes room behind it. */
static bool is_lone_string(const struct fn *fn, const struct strbuf *members)
{
	return fn->handler && !fn->calls_frames && members->len && !strncmp(members->s, "\t\tchar ", 7) &&
	       strchr(members->s, '\n') == members->s + members->len - 1;
}

static void put_frame(struct emit *e, struct strbuf *to, const var_vec *locals)
{
	struct fn *fn = e->fn;
	struct strbuf members = { 0 };
	size_t prefix = strlen(frame_prefix(fn));

	fn->frame_size = 0;
	if (fn->func)
		put_frame_members(e, &members, &fn->func->params, true);
	put_frame_members(e, &members, locals, false);
	put_frame_longs(e, &members, locals);
	vec_each(p, &fn->pools) {
		for (unsigned int k = most_on_stack(fn, p); k < p->most; k++) {
			strbuf_printf(&members, "\t\t%s%s%s;\n", p->ctype, temp_name(e, p, k) + prefix, p->suffix ? p->suffix : "");
			fn->frame_size += temp_size(p);
		}
	}
	fn->has_frame = members.len != 0 || (fn->func && is_deep(e, fn->func));
	if (fn->is_frame_string)
		strbuf_printf(to, "\tchar *%.*s = c->frame;\n", (int)strcspn(members.s + 7, "["), members.s + 7);
	else if (members.len)
		strbuf_printf(to, "\tstruct %s_frame {\n%s\t} *f%s;\n", fn->cname, members.s,
			      fn->func ? "" : " = (void *)c->frame");
	else if (fn->has_frame)
		strbuf_puts(to, "\tvoid *f;\n");
	fn->is_frame_string = is_lone_string(fn, &members);
	strbuf_deinit(&members);
}

void frame_declare(struct emit *e, struct strbuf *to, const var_vec *locals)
{
	const struct stmt *body = e->fn->func ? e->fn->func->body : e->fn->handler->body;

	for (unsigned int i = 0; i < e->fn->decls.n; i++)
		if (!strncmp(e->fn->decls.v[i], "static", 6))
			strbuf_printf(to, "\t%s\n", e->fn->decls.v[i]);
	put_frame(e, to, locals);
	if (e->fn->uses_own)
		strbuf_puts(to, "\tstruct per_slot *own = c->pcpu;\n");
	for (unsigned int i = 0; i < e->fn->decls.n; i++)
		if (strncmp(e->fn->decls.v[i], "static", 6))
			strbuf_printf(to, "\t%s\n", e->fn->decls.v[i]);
	put_long_locals(e, to, locals, body);
	put_temps(e, to);
}
