// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * -G NAME=VALUE: checks that the scalar exists and that the value has its type, before anything is built. The loader
 * (runtime/loader/globals.c) makes the same checks for `mytap-run module.ko NAME=VALUE`. A global that is declared
 * but not used is left out of the module, and so is its setting.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "elaborate.h"

static const struct var *global_used(struct elab *e, const char *name)
{
	vec_each(v, &e->program.globals)
		if (!strcmp((*v)->name, name))
			return *v;
	return NULL;
}

static bool is_declared(struct elab *e, const char *name)
{
	vec_each(u, &e->units)
		vec_each(v, &(*u)->file->globals)
			if (!strcmp((*v)->name, name))
				return true;
	return false;
}

static bool is_number(const char *text)
{
	char *end;

	errno = 0;
	if (*text == '-')
		strtoll(text, &end, 0);
	else
		strtoull(text, &end, 0);
	return *text && !errno && end != text && !*end && !strchr(" \t\n+", *text);
}

static void say_unknown(struct elab *e, const char *name)
{
	struct near near = NEAR_INIT(name);

	vec_each(v, &e->program.globals)
		near_try(&near, (*v)->name);
	if (near.best)
		diag_error(e->diag, (struct loc){ 0 }, "-G %s: the script has no global variable of that name (did you mean '%s'?)",
			   name, near.best);
	else
		diag_error(e->diag, (struct loc){ 0 }, "-G %s: the script has no global variable of that name", name);
}

static void check_value(struct elab *e, const struct var *v, const char *value)
{
	size_t n = strlen(value), most = v->string_size ? v->string_size : (size_t)session_limit(e->s, "MAXSTRINGLEN", 512);

	if (v->is_array)
		diag_error(e->diag, v->loc, "-G %s: '%s' is an array, and only scalars can be set", v->name, v->name);
	else if (v->type == TYPE_STAT)
		diag_error(e->diag, v->loc, "-G %s: '%s' is an aggregate, and only numbers and strings can be set", v->name, v->name);
	else if (v->type == TYPE_LONG && !is_number(value))
		diag_error(e->diag, v->loc, "-G %s: '%s' is a number; '%s' is none", v->name, v->name, value);
	else if (v->type == TYPE_STRING && n >= most + (n > 1 && *value == '"' && value[n - 1] == '"' ? 2 : 0))
		diag_error(e->diag, v->loc, "-G %s: this string of %zu bytes is longer than %s%zu)", v->name, n,
			   v->string_size ? "the variable can be (its size is " : "strings can be (-D MAXSTRINGLEN=", most);
}

void settings_check(struct elab *e)
{
	unsigned int k = 0;

	for (unsigned int i = 0; i < e->s->opt.globals.n; i++) {
		const char *text = e->s->opt.globals.v[i], *equals = strchr(text, '=');
		const char *name = arena_strndup(e->arena, text, (size_t)(equals - text));
		const struct var *v = global_used(e, name);

		if (v)
			check_value(e, v, equals + 1);
		else if (!is_declared(e, name))
			say_unknown(e, name);
		else
			continue;
		e->s->opt.globals.v[k++] = text;
	}
	e->s->opt.globals.n = k;
}
