// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the grammar's actions do for declarations. Braces in probe points are multiplied out here: later passes see
 * none.
 */
#include <string.h>

#include "parser.h"
#include "parser/grammar.h"

/* ---- probe points -------------------------------------------------------------------------- */

point_vec *points_one(struct parser *p, const char *name, struct expr *arg, struct loc loc)
{
	point_vec *v = arena_new_of(p->arena, point_vec);
	struct probe_point *point = arena_new_of(p->arena, struct probe_point);

	point->loc = loc;
	vec_push(p->arena, &point->parts, (struct component){ name, arg, loc });
	vec_push(p->arena, v, point);
	return v;
}

point_vec *points_join(struct parser *p, point_vec *a, point_vec *b)
{
	vec_each(point, b)
		vec_push(p->arena, a, *point);
	return a;
}

static bool is_ended(const struct probe_point *point)
{
	return point->optional || point->sufficient || point->condition;
}

static void append(struct parser *p, struct probe_point *to, const struct probe_point *from)
{
	if (is_ended(to))
		diag_error(p->diag, from->loc, "'?', '!' and conditions go behind the last component of a probe point");
	vec_each(c, &from->parts)
		vec_push(p->arena, &to->parts, *c);
	to->optional |= from->optional;
	to->sufficient |= from->sufficient;
	if (from->condition)
		to->condition = from->condition;
	to->loc = loc_join(to->loc, from->loc);
}

static struct probe_point *point_copy(struct parser *p, const struct probe_point *from)
{
	struct probe_point *to = arena_new_of(p->arena, struct probe_point);

	*to = *from;
	memset(&to->parts, 0, sizeof(to->parts));
	vec_each(c, &from->parts)
		vec_push(p->arena, &to->parts, *c);
	if (from->condition)
		to->condition = expr_copy(p->arena, from->condition);
	return to;
}

point_vec *points_product(struct parser *p, point_vec *a, point_vec *b, struct loc loc)
{
	point_vec *v;

	if ((uint64_t)a->n * b->n > LIMIT_BRACE_POINTS) {
		limit_error(p->diag, loc, BRACE_POINTS);
		return a;
	}
	if (b->n == 1) {
		vec_each(point, a)
			append(p, *point, b->v[0]);
		return a;
	}
	v = arena_new_of(p->arena, point_vec);
	vec_each(left, a)
		vec_each(right, b) {
			vec_push(p->arena, v, point_copy(p, *left));
			append(p, vec_last(v), *right);
		}
	return v;
}

void points_flag(struct parser *p, point_vec *v, int flag, struct loc loc)
{
	if (!flag)
		return;
	vec_each(point, v) {
		if ((*point)->optional || (*point)->sufficient)
			diag_error(p->diag, loc, "a second '?' or '!' on one probe point");
		(*point)->optional |= flag == '?';
		(*point)->sufficient |= flag == '!';
	}
}

void points_condition(struct parser *p, point_vec *v, struct expr *cond, struct loc loc)
{
	if (!cond)
		return;
	for (unsigned int i = 0; i < v->n; i++) {
		if (v->v[i]->condition)
			diag_error(p->diag, loc, "a second condition on one probe point: join them with '&&'");
		v->v[i]->condition = i ? expr_copy(p->arena, cond) : cond;
	}
}

/* ---- probes and aliases -------------------------------------------------------------------- */

/* Inside braces the grammar accepts `probe` as a component: {probe.a, b}. */
static void check_points(struct parser *p, const point_vec *points)
{
	static const char *const words[] = { "probe", "function", "global", "private" };

	vec_each(point, points)
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (!strcmp((*point)->parts.v[0].name, words[i]))
				diag_error(p->diag, (*point)->loc, "a probe point cannot start with '%s'", words[i]);
}

void declare_probe(struct parser *p, struct loc loc, point_vec *points, struct stmt *body)
{
	struct probe *probe = arena_new_of(p->arena, struct probe);

	check_points(p, points);
	probe->loc = loc;
	probe->points = *points;
	probe->body = body;
	probe->file = p->file->src;
	vec_push(p->arena, &p->file->probes, probe);
}

static void check_alias_name(struct parser *p, const point_vec *names)
{
	const struct probe_point *name = names->v[0];

	if (names->n != 1) {
		diag_error(p->diag, names->v[1]->loc, "an alias has one name");
		return;
	}
	if (is_ended(name))
		diag_error(p->diag, name->loc, "the name of an alias takes no '?', '!' or condition: "
			   "put it behind the points on the right side");
	vec_each(c, &name->parts) {
		if (strchr(c->name, '*'))
			diag_error(p->diag, c->loc, "the name of an alias holds no '*'");
		if (c->arg)
			diag_error(p->diag, c->loc, "the name of an alias takes no argument");
	}
}

void declare_alias(struct parser *p, struct loc loc, point_vec *name, point_vec *points,
		   struct stmt *prologue, struct stmt *epilogue)
{
	struct alias *a = arena_new_of(p->arena, struct alias);

	check_alias_name(p, name);
	check_points(p, name);
	check_points(p, points);
	a->loc = loc;
	a->name = name->v[0];
	a->points = *points;
	a->prologue = prologue;
	a->epilogue = epilogue;
	a->file = p->file->src;
	vec_push(p->arena, &p->file->aliases, a);
}

/* ---- globals ------------------------------------------------------------------------------- */

enum { STRING_LEAST = 16, STRING_MOST = 65536 };	/* as MAXSTRINGLEN */

/* false: said. */
static bool check_string_size(struct parser *p, int64_t size, struct loc loc)
{
	if (size >= STRING_LEAST && size <= STRING_MOST)
		return true;
	diag_error(p->diag, loc, "a string has from %d to %d bytes", STRING_LEAST, STRING_MOST);
	return false;
}

/* Whether it has such strings is known in pass 2. */
static void take_string_sizes(struct parser *p, struct var *v, const struct string_sizes *sizes)
{
	v->string_loc = sizes->loc;
	if (sizes->n && !v->is_array) {
		v->type = TYPE_STRING;
		v->type_loc = sizes->loc;
	}
	if (sizes->n && check_string_size(p, sizes->value, sizes->loc))
		v->string_size = (uint32_t)sizes->value;
	if (sizes->n > 1 && !v->is_array)
		diag_error(p->diag, sizes->key_loc, "'%s' is no array: it has no keys that could have a size", v->name);
	else if (sizes->n > 1 && check_string_size(p, sizes->key, sizes->key_loc))
		v->key_size = (uint32_t)sizes->key;
}

void declare_global(struct parser *p, struct loc loc, const char *name, bool is_private, bool is_array, int64_t size,
		    struct loc size_loc, bool wraps, struct string_sizes sizes, struct expr *init)
{
	struct var *v = arena_new_of(p->arena, struct var), *old;

	if (is_array && (size < 1 || size > INT32_MAX))
		diag_error(p->diag, size_loc, "an array has from 1 to %d elements", INT32_MAX);
	old = map_get(&p->globals, name);
	if (old) {
		diag_error(p->diag, loc, old->is_private == is_private ? "global '%s' is declared twice" :
			   "'%s' is declared both global and private in this file", name);
		diag_note(p->diag, old->loc, "it was declared here before");
	} else {
		map_put(&p->globals, name, v);
	}
	if (init && wraps)
		diag_error(p->diag, loc, "'%%' is for arrays that drop their oldest element when full: '%s' has a value", name);
	v->name = name;
	v->loc = loc;
	v->scope = SCOPE_GLOBAL;
	v->is_private = is_private;
	v->is_array = is_array;
	v->size = size;
	v->wraps = wraps;
	take_string_sizes(p, v, &sizes);
	v->init = init;
	v->arity = init ? 0 : -1;
	v->file = p->file->src;
	vec_push(p->arena, &p->file->globals, v);
}

void declare_embed(struct parser *p, struct embed *e)
{
	vec_push(p->arena, &p->file->embeds, e);
}

/* ---- functions ----------------------------------------------------------------------------- */

struct func *function_begin(struct parser *p, struct loc loc, const char *name, bool is_private, enum type type,
			    struct loc type_loc)
{
	struct func *f = arena_new_of(p->arena, struct func);

	f->name = name;
	f->loc = loc;
	f->is_private = is_private;
	f->type = type;
	f->declared_type = type != TYPE_UNKNOWN;
	f->type_loc = f->declared_type ? type_loc : (struct loc){ 0 };
	f->priority = p->is_library;
	f->file = p->file->src;
	p->func = f;
	p->in_function = true;
	return f;
}

void function_param(struct parser *p, struct func *f, const char *name, struct loc loc, enum type type,
		    struct loc type_loc)
{
	struct var *v = arena_new_of(p->arena, struct var);

	/* Parameters beyond the limit are refused elsewhere: their names are not compared. */
	for (unsigned int i = 0; i < f->params.n && i < LIMIT_PARAMETERS; i++)
		if (f->params.v[i]->name == name) {
			diag_error(p->diag, loc, "function '%s' has two parameters '%s'", f->name, name);
			diag_note(p->diag, f->params.v[i]->loc, "the first is here");
			break;
		}
	v->name = name;
	v->loc = loc;
	v->scope = SCOPE_PARAM;
	v->type = type;
	v->declared_type = type != TYPE_UNKNOWN;
	v->type_loc = v->declared_type ? type_loc : (struct loc){ 0 };
	v->file = p->file->src;
	vec_push(p->arena, &f->params, v);
}

void function_priority(struct parser *p, struct func *f, int64_t n, struct loc loc)
{
	if (n < 1 || n > INT32_MAX)
		diag_error(p->diag, loc, "the priority of a function is from 1 to %d; the smallest is tried first", INT32_MAX);
	f->priority = (int)n;
	f->has_priority = true;
}

void function_end(struct parser *p, struct func *f, struct stmt *body, struct embed *embed)
{
	f->body = body;
	f->embed = embed;
	p->in_function = false;
	vec_push(p->arena, &p->file->funcs, f);
}
