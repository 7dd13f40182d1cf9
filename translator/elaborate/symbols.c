// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Resolves names. A name in a body is, in this order: a known parameter or local, a global visible in the file, a
 * global of a library file (which is then added), or a new local. A called function is one of the file's private ones, a
 * global one, a built-in, or one of the library; those with the same number of parameters form a chain for `next`, by
 * priority. Copies of a body are resolved again and get variables of their own. A function that mentions $x is copied
 * for each handler that calls it.
 */
#include <string.h>

#include "elaborate.h"
#include "parser/base/stack.h"
#include "translator/builtins.h"

static struct unit *unit_of_loc(struct elab *e, struct body *b, struct loc loc)
{
	struct unit *u = loc.src ? ptrmap_get(&e->unit_of, loc.src) : NULL;

	return u ? u : ptrmap_get(&e->unit_of, b->source);
}

bool loc_is_library(struct loc loc)
{
	return loc.src && loc.src->library;
}

enum { MOST_ARGUMENTS = 64 };		/* highest N of -G argv_N */

/* ---- variables ------------------------------------------------------------------------------------ */

struct resolver {
	struct elab *e;
	struct body *b;
};

/* The highest N of -G argv_N=..., with or without an argument of that number. */
static int argv_set(const struct elab *e)
{
	int most = 0, n;

	vec_each(g, &e->s->opt.globals)
		if (sscanf(*g, "argv_%d=", &n) == 1 && n > most && n <= MOST_ARGUMENTS)
			most = n;
	return most;
}

/* argc, argv[1..] and their scalars argv_1..., which -G and mytap-run can set, are created on first use. */
static void add_argv(struct elab *e)
{
	struct parse_env *env = &e->t->parse_env;
	int n = argv_set(e) > env->argc ? argv_set(e) : env->argc;
	struct strbuf text = { 0 };
	struct source *src;
	struct file *f;

	e->has_argv = true;
	strbuf_printf(&text, "global argc = %d, argv[%d]\n", env->argc, n + 1);
	for (int i = 0; i < n; i++) {
		strbuf_printf(&text, "global argv_%d = \"", i + 1);
		if (i < env->argc)
			strbuf_put_escaped(&text, env->argv[i], strlen(env->argv[i]));
		strbuf_puts(&text, "\"\n");
		if (i < env->argc && env->arg_used)
			env->arg_used[i] = true;
	}
	strbuf_puts(&text, "probe begin(-0x7fffffffffffffff) {\n");
	for (int i = 1; i <= n; i++)
		strbuf_printf(&text, "argv[%d] = argv_%d\n", i, i);
	strbuf_puts(&text, "}\n");
	src = source_new(e->arena, "<arguments>", text.s, text.len, true);
	f = parse_source(env, src, true);
	strbuf_deinit(&text);
	if (!f)
		bug("the source made for argv does not parse");
	vec_each(v, &f->globals)
		if ((*v)->name == intern("argv"))
			(*v)->type = TYPE_STRING;
	elab_add_file(e, f);
}

static struct var *global_find(struct resolver *r, const char *name, struct loc loc)
{
	struct elab *e = r->e;
	struct unit *u = unit_of_loc(e, r->b, loc);
	struct var *v = u ? map_get(&u->private_globals, name) : NULL;
	file_vec files = { 0 };

	if (v)
		return v;
	v = map_get(&e->globals, name);
	if (v || map_get(&e->no_globals, name))
		return v;
	if (!e->has_argv && (!strcmp(name, "argc") || !strcmp(name, "argv") || !strncmp(name, "argv_", 5)))
		add_argv(e);
	else if (e->t->library)
		library_find_global(e->t->library, name, &files);
	vec_each(f, &files)
		elab_add_file(e, *f);
	v = map_get(&e->globals, name);
	if (!v)
		map_put(&e->no_globals, name, e);
	return v;
}

static struct var *local_add(struct resolver *r, const char *name, struct loc loc)
{
	struct var *v = arena_new_of(r->e->arena, struct var);

	v->name = name;
	v->loc = loc;
	v->scope = SCOPE_LOCAL;
	vec_push(r->e->arena, r->b->locals, v);
	map_put(&r->b->names, name, v);
	return v;
}

/*
 * Variables in library text never refer to the script's globals: an alias that sets n = $n must not write to the
 * script's global n.
 */
static struct var *library_local(struct resolver *r, struct expr *x, const struct var *global)
{
	const char *name = intern(arena_printf(r->e->arena, "__library_%s", global->name));
	struct var *v = map_get(&r->b->names, name);

	return v ? v : local_add(r, name, x->loc);
}

static struct var *var_find(struct resolver *r, struct expr *x)
{
	struct var *v = map_get(&r->b->names, x->symbol.name);

	if (v)
		return v;
	v = global_find(r, x->symbol.name, x->loc);
	if (v && loc_is_library(x->loc) && !x->loc.src->for_script && !loc_is_library(v->loc))
		return library_local(r, x, v);
	return v;
}

static void symbol_set(struct expr *x, struct var *v)
{
	x->symbol.var = v;
	x->symbol.scope = v->scope;
}

static void symbol_resolve(struct resolver *r, struct expr *x)
{
	struct var *v;

	if (x->symbol.scope != SCOPE_UNRESOLVED && x->symbol.var && x->symbol.scope == SCOPE_GLOBAL)
		return;
	v = var_find(r, x);
	if (!v)
		v = local_add(r, x->symbol.name, x->loc);
	symbol_set(x, v);
}

/* A global used as an array of n keys; n < 0: of any number. */
static void arity_check(struct elab *e, struct var *v, int n, struct loc loc)
{
	if (n < 0)
		return;
	if (n > (int)(sizeof(v->key_type) / sizeof(*v->key_type))) {
		diag_error(e->diag, loc, "an array takes at most %zu keys, here are %d",
			   sizeof(v->key_type) / sizeof(*v->key_type), n);
		return;
	}
	if (n == 0 && v->is_array) {
		diag_error(e->diag, loc, "'%s' is an array and needs keys here: %s[...]", v->name, v->name);
		diag_note(e->diag, v->loc, "declared here");
		return;
	}
	if (v->arity < 0) {
		v->arity = n;
		v->is_array = n > 0;
	} else if (v->arity != n) {
		if (!v->arity)
			diag_error(e->diag, loc, "'%s' is a scalar elsewhere: it takes no keys", v->name);
		else if (!n)
			diag_error(e->diag, loc, "'%s' is an array and needs %d key%s here", v->name, v->arity,
				   v->arity == 1 ? "" : "s");
		else
			diag_error(e->diag, loc, "'%s' has %d key%s elsewhere, here %d", v->name, v->arity,
				   v->arity == 1 ? "" : "s", n);
		diag_note(e->diag, v->loc, "declared here");
	}
}

/* The array of an expression: a global, else an error is reported. */
static struct var *array_resolve(struct resolver *r, struct expr *x, int arity)
{
	struct var *v;

	if (x->kind != EXPR_SYMBOL)
		return NULL;
	v = var_find(r, x);
	if (!v || v->scope != SCOPE_GLOBAL) {	/* symbols_report() reports it if the expression is not pruned */
		if (!v)
			v = local_add(r, x->symbol.name, x->loc);
		symbol_set(x, v);
		return NULL;
	}
	symbol_set(x, v);
	arity_check(r->e, v, arity, x->loc);
	return v;
}

/* ---- functions ------------------------------------------------------------------------------------ */

static void candidates(struct map *m, const char *name, unsigned int nargs, struct expr *call, struct arena *a,
		       const struct source *from)
{
	struct func_set *set = map_get(m, name);

	if (!set)
		return;
	vec_each(f, &set->v)
		if ((*f)->params.n == nargs && (!(*f)->is_private || is_private_visible((*f)->file, from)))
			vec_push(a, &call->call.callees, *f);
}

bool is_private_visible(const struct source *a, const struct source *b)
{
	return a == b;
}

static bool library_load_function(struct elab *e, const char *name)
{
	file_vec files = { 0 };

	if (!e->t->library)
		return false;
	library_find_function(e->t->library, name, &files);
	vec_each(f, &files)
		elab_add_file(e, *f);
	return files.n > 0;
}

static struct func *func_copy(struct elab *e, const struct func *f, unsigned int n)
{
	struct func *c = arena_new_of(e->arena, struct func);

	*c = *f;
	c->name = intern(arena_printf(e->arena, "%s__%u", f->name, n));
	c->params.v = NULL;
	c->params.n = c->params.cap = 0;
	c->locals.v = NULL;
	c->locals.n = c->locals.cap = 0;
	vec_each(p, &f->params) {
		struct var *v = arena_new_of(e->arena, struct var);

		*v = **p;
		vec_push(e->arena, &c->params, v);
	}
	c->body = stmt_copy(e->arena, f->body);
	return c;
}

/* The copy of a function with $x that belongs to the handler that calls it. */
static struct func *clone_for(struct resolver *r, struct func *f)
{
	struct body *owner = r->b->owner ? r->b->owner : r->b, *b;
	struct func *c = ptrmap_get(&owner->clones, f);

	if (c)
		return c;
	c = func_copy(r->e, f, ++r->e->nclones);
	ptrmap_put(r->e->arena, &owner->clones, f, c);
	b = body_new(r->e, NULL, c);
	b->owner = owner;
	b->probe = owner->probe;
	b->source = f->file;
	if (c->body)
		nodes_count(r->e, c->body);
	if (stack_is_used_up())
		elab_exceeds(r->e, f->loc, UINT32_MAX, CALL_LEVELS);
	if (!r->e->too_big)
		body_resolve(r->e, b);
	return c;
}

static void call_resolve(struct resolver *r, struct expr *x)
{
	struct elab *e = r->e;
	struct unit *u = unit_of_loc(e, r->b, x->loc);
	const char *name = x->call.name;
	unsigned int nargs = x->call.args.n;

	memset(&x->call.callees, 0, sizeof(x->call.callees));	/* a copied node shares the old list */
	x->call.builtin = NULL;
	if (u)
		candidates(&u->private_funcs, name, nargs, x, e->arena, u->file->src);
	if (!x->call.callees.n)
		candidates(&e->funcs, name, nargs, x, e->arena, NULL);
	if (!x->call.callees.n) {
		x->call.builtin = builtin_find(name, nargs);
		if (x->call.builtin)
			return;
		if (library_load_function(e, name))
			candidates(&e->funcs, name, nargs, x, e->arena, NULL);
	}
	for (unsigned int i = 0; i < x->call.callees.n; i++) {
		struct body *fb = func_body(e, x->call.callees.v[i]);

		if (!fb->has_context)
			continue;
		r->b->has_context = true;
		if (r->b->handler || r->b->owner)
			x->call.callees.v[i] = clone_for(r, x->call.callees.v[i]);
	}
}

static void near_function(void *ctx, const char *name)
{
	near_try(ctx, name);
}

static void say_arity(struct elab *e, struct expr *x, const char *takes)
{
	diag_error(e->diag, x->loc, "function '%s' takes %s argument%s, not %u", x->call.name, takes,
		   strcmp(takes, "1") ? "s" : "", x->call.args.n);
}

/* No function of that name, or none that takes N arguments. */
static void say_unresolved(struct elab *e, struct expr *x)
{
	struct func_set *set = map_get(&e->funcs, x->call.name);
	struct near near = NEAR_INIT(x->call.name);
	struct strbuf takes = { 0 };
	const struct builtin *bi;

	if (diag_is_silent(e->diag)) {	/* skips the search for similar names, which would not be printed */
		diag_error(e->diag, x->loc, "unresolved function '%s'", x->call.name);
		return;
	}
	for (unsigned int n = 0; n <= 12; n++) {
		bool has = builtin_find(x->call.name, n) != NULL;

		for (unsigned int i = 0; set && i < set->v.n; i++)
			has |= set->v.v[i]->params.n == n;
		if (has)
			strbuf_printf(&takes, "%s%u", takes.len ? " or " : "", n);
	}
	if (takes.len) {
		say_arity(e, x, takes.s);
		strbuf_deinit(&takes);
		return;
	}
	for (unsigned int i = 0; (bi = builtin_at(i)); i++)
		near_try(&near, bi->name);
	for (const char *const *n = print_names; *n; n++)
		near_try(&near, *n);
	map_each(f, &e->funcs)
		near_try(&near, f->key);
	if (e->t->library)
		library_each_name(e->t->library, near_function, &near);
	if (near.best)
		diag_error(e->diag, x->loc, "unresolved function '%s' (did you mean '%s'?)", x->call.name, near.best);
	else
		diag_error(e->diag, x->loc, "unresolved function '%s': neither the script nor the tapsets nor mytap defines it",
			   x->call.name);
}

/* ---- the walk -------------------------------------------------------------------------------------- */

static void resolve_expr(struct walk *w, struct expr **x)
{
	walk_expr(w, x);
}

/* p[i] where p is no array: its value may have a C pointer type. */
static void index_to_access(struct resolver *r, struct expr *x)
{
	struct expr *base = x->index.base;
	expr_vec keys = x->index.keys;

	memset(&x->access, 0, sizeof(x->access));
	x->kind = EXPR_ACCESS;
	x->access.base = ACCESS_POINTER;
	x->access.operand = base;
	for (unsigned int i = 0; i < keys.n; i++) {
		struct access_step step = { .kind = STEP_INDEX, .loc = x->loc, .index = keys.v[i] };

		vec_push(r->e->arena, &x->access.steps, step);
	}
}

static bool pre_expr(struct walk *w, struct expr **ep)
{
	struct resolver *r = w->ctx;
	struct expr *x = *ep;
	struct var *v;

	if (x->kind == EXPR_SYMBOL) {
		symbol_resolve(r, x);
		if (x->symbol.scope == SCOPE_GLOBAL)
			arity_check(r->e, x->symbol.var, 0, x->loc);
		return false;
	}
	if (x->kind == EXPR_INDEX) {
		struct expr *base = x->index.base;

		if (base->kind == EXPR_SYMBOL) {
			v = var_find(r, base);
			if (!v || v->scope != SCOPE_GLOBAL) {
				bool wild = false;

				vec_each(k, &x->index.keys)
					wild |= !*k;
				if (!wild && v)
					index_to_access(r, x);
				else
					array_resolve(r, base, (int)x->index.keys.n);
			} else {
				array_resolve(r, base, (int)x->index.keys.n);
			}
		} else if (base->kind != EXPR_HIST) {
			index_to_access(r, x);
		}
		if (x->kind == EXPR_ACCESS)
			return true;
		if (base->kind == EXPR_HIST)
			walk_expr(w, &x->index.base);
		vec_each(k, &x->index.keys)
			if (*k)
				resolve_expr(w, k);
		return false;
	}
	if (x->kind == EXPR_IN) {
		if (x->in.array->kind == EXPR_SYMBOL)
			array_resolve(r, x->in.array, (int)x->in.keys.n);
		else
			walk_expr(w, &x->in.array);
		vec_each(k, &x->in.keys)
			if (*k)
				resolve_expr(w, k);
		return false;
	}
	if (x->kind == EXPR_ACCESS && x->access.base == ACCESS_TARGET)
		r->b->has_context = true;
	if (x->kind == EXPR_CALL)
		call_resolve(r, x);
	return true;
}

static void foreach_resolve(struct walk *w, struct resolver *r, struct stmt *s)
{
	bool sliced = s->foreach.slice.n > 0;
	int keys = (int)s->foreach.keys.n;

	if (s->foreach.base->kind == EXPR_SYMBOL)
		array_resolve(r, s->foreach.base, sliced ? (int)s->foreach.slice.n : keys);
	else
		walk_expr(w, &s->foreach.base);
	if (sliced && (int)s->foreach.slice.n != keys)
		diag_error(r->e->diag, s->loc, "the slice has %u keys, but the loop has %d", s->foreach.slice.n, keys);
	vec_each(k, &s->foreach.slice)
		if (*k)
			walk_expr(w, k);
	if (s->foreach.limit)
		walk_expr(w, &s->foreach.limit);
	vec_each(k, &s->foreach.keys)
		walk_expr(w, k);
	if (s->foreach.value)
		walk_expr(w, &s->foreach.value);
	if (s->foreach.body)
		walk_stmt(w, &s->foreach.body);
}

static bool pre_stmt(struct walk *w, struct stmt **sp)
{
	struct resolver *r = w->ctx;
	struct stmt *s = *sp;

	if (s->kind == STMT_FOREACH) {
		foreach_resolve(w, r, s);
		return false;
	}
	if (s->kind == STMT_DELETE && s->del->kind == EXPR_SYMBOL) {
		symbol_resolve(r, s->del);		/* whole array or scalar: no arity */
		return false;
	}
	return true;
}

static struct walk resolver_walk(struct resolver *r)
{
	return (struct walk){ .pre_expr = pre_expr, .pre_stmt = pre_stmt, .ctx = r };
}

void expr_resolve(struct elab *e, struct body *b, struct expr **x)
{
	struct resolver r = { .e = e, .b = b };
	struct walk w = resolver_walk(&r);

	walk_expr(&w, x);
}

void body_resolve(struct elab *e, struct body *b)
{
	struct resolver r = { .e = e, .b = b };
	struct walk w = resolver_walk(&r);

	map_deinit(&b->names);
	memset(&b->names, 0, sizeof(b->names));
	b->locals->n = 0;
	b->is_resolving = true;
	if (b->func)
		vec_each(p, &b->func->params)
			map_put(&b->names, (*p)->name, *p);
	if (*b->root)
		walk_stmt(&w, b->root);
	b->is_resolving = false;
}

/* ---- what is still unresolved ------------------------------------------------------------------------ */

static void say_no_array(struct elab *e, const struct expr *x)
{
	struct near near = NEAR_INIT(x->symbol.name);

	if (x->kind != EXPR_SYMBOL || x->symbol.scope == SCOPE_GLOBAL)
		return;
	map_each(g, &e->globals)
		near_try(&near, g->key);
	diag_error(e->diag, x->loc, "'%s' is not an array%s%s%s: arrays are global, add 'global %s' to the script",
		   x->symbol.name, near.best ? " (did you mean '" : "", near.best ? near.best : "",
		   near.best ? "'?)" : "", x->symbol.name);
}

static bool report_pre(struct walk *w, struct expr **ep)
{
	struct expr *x = *ep;

	if (x->kind == EXPR_CALL && !x->call.builtin && !x->call.callees.n)
		say_unresolved(w->ctx, x);
	else if (x->kind == EXPR_INDEX)
		say_no_array(w->ctx, x->index.base);
	else if (x->kind == EXPR_IN)
		say_no_array(w->ctx, x->in.array);
	return true;
}

static bool report_pre_stmt(struct walk *w, struct stmt **sp)
{
	if ((*sp)->kind == STMT_FOREACH)
		say_no_array(w->ctx, (*sp)->foreach.base);
	return true;
}

/* Calls that are still unresolved, also in unused functions of the script: they are typing errors. */
void symbols_report(struct elab *e)
{
	struct walk w = { .pre_expr = report_pre, .pre_stmt = report_pre_stmt, .ctx = e };

	for (unsigned int i = 0; i < e->bodies.n; i++) {
		struct body *b = e->bodies.v[i];

		if ((b->is_used || !loc_is_library(b->func ? b->func->loc : (struct loc){ 0 })) && *b->root)
			walk_stmt(&w, b->root);
		if (b->handler)
			vec_each(en, &b->handler->entries)
				walk_expr(&w, &en->value);
	}
}
