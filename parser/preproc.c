// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tokens come from a stack of frames: the text at the bottom, then arguments
 * and macro bodies being expanded. Four layers pull from one another:
 *	raw_next	the stack of frames, script arguments
 *	param_next	@a of the macro that a token came from -> the argument's tokens
 *	macro_next	@define, macro calls, built-in @operators (macros.c)
 *	preproc_next	conditionals; sets `skipping` while in a dead arm
 * In a dead arm nothing is expanded and nothing is defined.
 */
#include "preproc_impl.h"

#include <stdlib.h>
#include <string.h>

#include "lexer.h"
#include "parser.h"
#include "parser/grammar.h"

struct parse_env *preproc_env(struct preproc *pp)
{
	return pp->env;
}

bool preproc_has_ended(const struct preproc *pp)
{
	return pp->ended;
}

bool frame_push(struct preproc *pp, struct frame f, struct loc loc)
{
	if (pp->depth >= LIMIT_MACRO_NESTING) {
		loc.via = NULL;			/* the list would be as long as the nesting is deep */
		limit_error(pp->env->diag, loc, MACRO_NESTING);
		pp->ended = true;
		return false;
	}
	f.below = pp->top;
	pp->top = arena_new_of(pp->env->arena, struct frame);
	*pp->top = f;
	pp->depth++;
	return true;
}

static void pop(struct preproc *pp)
{
	lexer_free(pp->top->lexer);
	pp->top = pp->top->below;
	pp->depth--;
}

/* ---- script arguments ---------------------------------------------------------------------- */

const struct loc_via *via_new(struct preproc *pp, struct loc loc, const char *what)
{
	struct loc_via *v = arena_new_of(pp->env->arena, struct loc_via);

	*v = (struct loc_via){ what, loc };
	return v;
}

static struct text *text_new(struct preproc *pp, struct loc loc, const char *s)
{
	struct text *t = arena_new_of(pp->env->arena, struct text);

	*t = (struct text){ .s = arena_strdup(pp->env->arena, s), .len = (uint32_t)strlen(s), .loc = loc };
	return t;
}

static void string_token(struct preproc *pp, struct token *t, const char *s)
{
	t->kind = T_STRING;
	t->text = text_new(pp, t->loc, s);
}

static bool check_argument(struct preproc *pp, struct token *t)
{
	int n = (int)t->number, argc = pp->env->argc;

	if (n >= 1 && n <= argc) {
		if (pp->env->arg_used)
			pp->env->arg_used[n - 1] = true;
		return true;
	}
	if (argc)
		t->bad = arena_printf(pp->env->arena, "there is no script argument %d: the range is 1 to %d", n, argc);
	else
		t->bad = arena_printf(pp->env->arena, "there is no script argument %d: "
				      "no arguments were given after the script", n);
	t->kind = t->kind == TOK_ARG_STRING ? T_STRING : T_NUMBER;
	if (t->kind == T_STRING)
		t->text = text_new(pp, t->loc, "");
	else
		t->number = 0;
	return false;
}

/* Pushes the raw text of argument n. */
static void push_argument(struct preproc *pp, int n, struct loc loc)
{
	struct arena *a = pp->env->arena;
	struct source *src = source_new(a, arena_printf(a, "<command line argument %d>", n), pp->env->argv[n - 1],
					strlen(pp->env->argv[n - 1]), false);
	const struct loc_via *via = via_new(pp, loc, arena_printf(a, "in script argument $%d", n));

	frame_push(pp, (struct frame){ .lexer = lexer_new(a, src, via) }, loc);
}

/* $* and @*: all arguments, with commas between them. */
static void push_all(struct preproc *pp, const struct token *t)
{
	token_vec *v = arena_new_of(pp->env->arena, token_vec);

	for (int i = 0; i < pp->env->argc; i++) {
		struct token arg = { .kind = t->kind == TOK_ARG_ALL ? TOK_ARG : TOK_ARG_STRING, .loc = t->loc,
				     .number = i + 1 };

		if (i)
			vec_push(pp->env->arena, v, (struct token){ .kind = ',', .loc = t->loc });
		vec_push(pp->env->arena, v, arg);
	}
	frame_push(pp, (struct frame){ .tok = v->v, .end = v->v + v->n }, t->loc);
}

/*
 * $opt_x and @opt_x, if the script declares the option x. False: t was replaced by tokens pushed. In a script without
 * options they are a target variable and a macro.
 */
static bool expand_option(struct preproc *pp, struct token *t)
{
	static const char prefix[] = "opt_";
	const char *name = t->name + (t->kind == T_TARGET);
	struct arena *a = pp->env->arena;
	const struct script_option *o;

	if (strncmp(name, prefix, sizeof(prefix) - 1) || !pp->env->options.n || (t->loc.src && t->loc.src->library))
		return true;
	name += sizeof(prefix) - 1;
	o = script_option_find(&pp->env->options, name, strlen(name));
	if (o && o->value && t->kind == T_TARGET) {
		struct source *src = source_new(a, arena_printf(a, "<--opt %s>", name), o->value, strlen(o->value), false);

		frame_push(pp, (struct frame){ .lexer = lexer_new(a, src, via_new(pp, t->loc, "in the option")) }, t->loc);
		return false;
	}
	if (!o)
		t->bad = arena_printf(a, "the script declares no option '%s': a comment '// --opt %s=DEFAULT what it is' does", name, name);
	else if (!o->value)
		t->bad = arena_printf(a, "the script needs a value: --opt %s=VALUE%s%s", name, *o->text ? ", " : "", o->text);
	if (t->kind == TOK_MACRO) {
		string_token(pp, t, o && o->value ? o->value : "");
	} else {
		t->kind = T_NUMBER;
		t->number = 0;
	}
	return true;
}

/* False: t was replaced by tokens pushed. */
static bool expand_argument(struct preproc *pp, struct token *t)
{
	char count[16];

	switch (t->kind) {
	case TOK_ARG:
		if (!check_argument(pp, t))
			return true;
		push_argument(pp, (int)t->number, t->loc);
		return false;
	case TOK_ARG_STRING:
		if (check_argument(pp, t))
			string_token(pp, t, pp->env->argv[t->number - 1]);
		return true;
	case TOK_ARG_COUNT:
		t->kind = T_NUMBER;
		t->number = pp->env->argc;
		return true;
	case TOK_ARG_COUNT_STRING:
		snprintf(count, sizeof(count), "%d", pp->env->argc);
		string_token(pp, t, count);
		return true;
	case TOK_ARG_ALL:
	case TOK_ARG_ALL_STRING:
		push_all(pp, t);
		return false;
	case T_TARGET:
	case TOK_MACRO:
		return expand_option(pp, t);
	default:
		return true;
	}
}

/* ---- layers -------------------------------------------------------------------------------- */

/*
 * A name that ends in "__" in the body of a tapset's macro is a variable of that expansion only: a handler may hold
 * two expansions whose variables differ in type.
 */
static const char *own_name(struct preproc *pp, const struct frame *f, const char *name)
{
	size_t n = strlen(name);

	return n < 3 || strcmp(name + n - 2, "__") ? name : intern(arena_printf(pp->env->arena, "%s%u", name, f->expansion));
}

static bool from_frame(struct preproc *pp, struct token *ret)
{
	struct frame *f = pp->top;

	if (f->lexer) {
		lexer_next(f->lexer, ret);
		return ret->kind != 0;
	}
	if (f->tok == f->end)
		return false;
	*ret = *f->tok++;
	if (f->expansion && ret->kind == T_IDENT)
		ret->name = own_name(pp, f, ret->name);
	if (f->via)
		ret->loc.via = f->via;
	if (ret->kind == T_STRING && f->via) {	/* notes about places inside it need the expansion, too */
		struct text *t = arena_new_of(pp->env->arena, struct text);

		*t = *ret->text;
		t->loc.via = f->via;
		ret->text = t;
	}
	return true;
}

static bool too_many(struct preproc *pp, struct loc loc)
{
	if (!pp->top->below || ++pp->expanded < LIMIT_MACRO_TOKENS)
		return false;
	limit_error(pp->env->diag, loc, MACRO_TOKENS);
	pp->ended = true;
	return true;
}

void raw_next(struct preproc *pp, struct token *ret)
{
	if (pp->has_back) {
		*ret = pp->back;
		pp->has_back = false;
		return;
	}
	for (;;) {
		while (!from_frame(pp, ret) && pp->top->below)
			pop(pp);
		pp->from = pp->top;
		if (ret->kind && !pp->ended && !too_many(pp, ret->loc) && !pp->skipping) {
			if (!expand_argument(pp, ret))
				continue;
		}
		if (pp->ended)
			*ret = (struct token){ .loc = ret->loc };
		return;
	}
}

void put_back(struct preproc *pp, const struct token *t)
{
	pp->back = *t;
	pp->has_back = true;
}

void param_next(struct preproc *pp, struct token *ret)
{
	for (;;) {
		const struct frame *f;
		unsigned int i;

		raw_next(pp, ret);
		f = pp->from;
		if (ret->kind != TOK_MACRO || !f->macro || pp->skipping)
			return;
		for (i = 0; i < f->macro->params.n && f->macro->params.v[i] != ret->name; i++)
			;
		if (i == f->macro->params.n)
			return;
		frame_push(pp, (struct frame){ .tok = f->args[i].v, .end = f->args[i].v + f->args[i].n }, ret->loc);
	}
}

/* ---- conditionals -------------------------------------------------------------------------- */

static void cond_open(struct preproc *pp, struct loc loc)
{
	if (pp->nopen == pp->open_cap) {
		pp->open_cap = pp->open_cap ? pp->open_cap * 2 : 8;
		pp->open = xrealloc(pp->open, pp->open_cap * sizeof(*pp->open));
	}
	pp->open[pp->nopen++] = loc;
}

#define SECOND_THEN "this %( %) has a second '%?'; nest another %( %? %: %) in the arm"

/* Skips to the %: or %) of this level; the tokens in between are not checked. */
static int skip_arm(struct preproc *pp, struct token *t)
{
	unsigned int depth = 0;

	pp->skipping = true;
	for (;;) {
		macro_next(pp, t);
		if (!t->kind)
			break;
		if (!depth && (t->kind == TOK_PP_CLOSE || t->kind == TOK_PP_ELSE))
			break;
		if (!depth && t->kind == TOK_PP_THEN)
			diag_error(pp->env->diag, t->loc, "%s", SECOND_THEN);
		depth += t->kind == TOK_PP_OPEN;
		depth -= t->kind == TOK_PP_CLOSE;
	}
	pp->skipping = false;
	if (t->kind == 0)
		put_back(pp, t);
	return t->kind;
}

static void skip_else(struct preproc *pp)
{
	struct token t;

	if (skip_arm(pp, &t) == TOK_PP_ELSE) {
		diag_error(pp->env->diag, t.loc, "this %%( %%) has a second '%%:'; nest another %%( %%? %%: %%) in the arm");
		skip_arm(pp, &t);
	}
	if (t.kind)
		pp->nopen--;
}

static void cond_begin(struct preproc *pp, struct loc open)
{
	struct token t;
	bool value;

	cond_open(pp, open);
	if (!condition_eval(pp, &t, &value)) {
		if (t.kind == TOK_PP_CLOSE)
			pp->nopen--;
		if (t.kind != TOK_PP_THEN)
			return;
		value = true;		/* reported already; continue with the first arm */
	}
	if (!value && skip_arm(pp, &t) == TOK_PP_CLOSE)
		pp->nopen--;
}

void preproc_next(struct preproc *pp, struct token *ret)
{
	for (;;) {
		macro_next(pp, ret);
		switch (ret->kind) {
		case TOK_PP_OPEN:
			cond_begin(pp, ret->loc);
			continue;
		case TOK_PP_ELSE:
			if (pp->nopen) {
				skip_else(pp);
				continue;
			}
			ret->bad = "'%:' without '%(' in front";
			ret->kind = TOK_JUNK;
			return;
		case TOK_PP_CLOSE:
			if (pp->nopen) {
				pp->nopen--;
				continue;
			}
			ret->bad = "'%)' without '%(' in front";
			ret->kind = TOK_JUNK;
			return;
		case TOK_PP_THEN:
			ret->bad = pp->nopen ? SECOND_THEN : "'%?' without '%(' and a condition in front";
			ret->kind = TOK_JUNK;
			return;
		case 0:
			while (pp->nopen && !pp->ended)
				diag_error(pp->env->diag, pp->open[--pp->nopen], "this '%%(' has no '%%)'");
			return;
		default:
			return;
		}
	}
}

/* ---- setting up ---------------------------------------------------------------------------- */

struct preproc *preproc_new(struct parse_env *env, struct source *src, struct macro_table *macros)
{
	struct preproc *pp = xmalloc(sizeof(*pp));

	*pp = (struct preproc){ .env = env, .exported = macros };
	frame_push(pp, (struct frame){ .lexer = lexer_new(env->arena, src, NULL) }, (struct loc){ 0 });
	return pp;
}

void preproc_free(struct preproc *pp)
{
	while (pp->top)
		pop(pp);
	map_deinit(&pp->local);
	free(pp->open);
	free(pp);
}
