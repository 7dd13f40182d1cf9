// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tokens come from a stack of frames: the text at the bottom, then arguments
 * and macro bodies being expanded. Four layers pull from one another:
 *	raw_next	the stack of frames, script arguments
 *	param_next	@a of the macro that a token came from -> the argument's tokens
 *	macro_next	@define, macro calls, built-in @operators
 *	preproc_next	conditionals; sets `skipping` while in a dead arm
 * In a dead arm nothing is expanded and nothing is defined.
 */
#include "preproc.h"

#include <stdlib.h>
#include <string.h>

#include "lexer.h"
#include "parser.h"
#include "parser/grammar.h"

enum {
	MAX_FRAMES = 250,		/* macro in macro in macro */
	MAX_EXPANDED = 20 * 1000 * 1000,/* tokens that all macros of a text may make */
};

struct frame {
	struct frame *below;
	struct lexer *lexer;		/* or: */
	const struct token *tok, *end;
	const struct macro *macro;	/* its parameters are known in these tokens */
	const token_vec *args;
	const struct loc_via *via;
};

struct preproc {
	struct parse_env *env;
	struct frame *top;
	unsigned int depth;
	unsigned long expanded;
	bool skipping;
	bool ended;			/* a fault that makes going on useless */
	struct macro_table *exported;
	unsigned int rank;		/* of the folder of a .stpm file */
	struct map local;
	struct token back;		/* one token put back */
	bool has_back;
	const struct frame *from;	/* the frame the last token came from: its parameters */
	struct loc *open;		/* places of the %( we are inside of */
	unsigned int nopen, open_cap;
};

struct parse_env *preproc_env(struct preproc *pp)
{
	return pp->env;
}

bool preproc_has_ended(const struct preproc *pp)
{
	return pp->ended;
}

static bool push(struct preproc *pp, struct frame f, struct loc loc)
{
	if (pp->depth >= MAX_FRAMES) {
		loc.via = NULL;			/* it would be as long as the nesting */
		diag_error(pp->env->diag, loc, "macros are nested more than %d deep here: "
			   "does a macro use itself?", MAX_FRAMES);
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

static const struct loc_via *via_new(struct preproc *pp, struct loc loc, const char *what)
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

/* Raw text of argument n comes next. */
static void push_argument(struct preproc *pp, int n, struct loc loc)
{
	struct arena *a = pp->env->arena;
	struct source *src = source_new(a, arena_printf(a, "<command line argument %d>", n), pp->env->argv[n - 1],
					strlen(pp->env->argv[n - 1]), false);
	const struct loc_via *via = via_new(pp, loc, arena_printf(a, "in script argument $%d", n));

	push(pp, (struct frame){ .lexer = lexer_new(a, src, via) }, loc);
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
	push(pp, (struct frame){ .tok = v->v, .end = v->v + v->n }, t->loc);
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
	default:
		return true;
	}
}

/* ---- layers -------------------------------------------------------------------------------- */

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
	if (f->via)
		ret->loc.via = f->via;
	if (ret->kind == T_STRING && f->via) {	/* a caret inside it must know the way, too */
		struct text *t = arena_new_of(pp->env->arena, struct text);

		*t = *ret->text;
		t->loc.via = f->via;
		ret->text = t;
	}
	return true;
}

static bool too_many(struct preproc *pp, struct loc loc)
{
	if (!pp->top->below || ++pp->expanded < MAX_EXPANDED)
		return false;
	diag_error(pp->env->diag, loc, "the macros of this text make more than %d tokens", MAX_EXPANDED);
	pp->ended = true;
	return true;
}

static void raw_next(struct preproc *pp, struct token *ret)
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

static void put_back(struct preproc *pp, const struct token *t)
{
	pp->back = *t;
	pp->has_back = true;
}

static void param_next(struct preproc *pp, struct token *ret)
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
		push(pp, (struct frame){ .tok = f->args[i].v, .end = f->args[i].v + f->args[i].n }, ret->loc);
	}
}

/* ---- @define ------------------------------------------------------------------------------- */

static struct macro *macro_find(struct preproc *pp, const char *name)
{
	struct macro *m = map_get(&pp->local, name);

	if (!m && pp->env->macros)
		m = map_get(&pp->env->macros->by_name, name);
	return m;
}

static bool is_name(const struct token *t)
{
	return t->kind == T_IDENT || is_keyword(t->kind);
}

static bool define_params(struct preproc *pp, struct macro *m, struct token *t)
{
	struct diag *d = pp->env->diag;

	for (;;) {
		raw_next(pp, t);
		if (t->kind == ')' && !m->params.n) {
			diag_error(d, t->loc, "macro '@%s' has no parameters: leave out the '()'", m->name);
			break;
		}
		if (!is_name(t)) {
			diag_error(d, t->loc, "expected the name of a parameter of macro '@%s' "
				   "or ')'", m->name);
			return false;
		}
		for (unsigned int i = 0; i < m->params.n; i++)
			if (m->params.v[i] == t->name)
				diag_error(d, t->loc, "macro '@%s' has two parameters '%s'", m->name, t->name);
		vec_push(pp->env->arena, &m->params, t->name);
		raw_next(pp, t);
		if (t->kind == ')')
			break;
		if (t->kind != ',') {
			diag_error(d, t->loc, "expected ',' or ')' after parameter '%s' of macro '@%s'",
				   vec_last(&m->params), m->name);
			return false;
		}
	}
	raw_next(pp, t);
	return true;
}

static bool define_body(struct preproc *pp, struct macro *m, struct loc open)
{
	struct token t;

	for (unsigned int depth = 1;;) {
		raw_next(pp, &t);
		if (!t.kind) {
			diag_error(pp->env->diag, open, "the body of macro '@%s' has no end: '%%)' is missing", m->name);
			return false;
		}
		if (t.kind == TOK_DEFINE)
			diag_error(pp->env->diag, t.loc, "a macro cannot be defined inside the body of macro '@%s'; "
				   "is the '%%)' of the body missing?", m->name);
		depth += t.kind == TOK_PP_OPEN;
		depth -= t.kind == TOK_PP_CLOSE;
		if (!depth)
			return true;
		vec_push(pp->env->arena, &m->body, t);
	}
}

static void define_done(struct preproc *pp, struct macro *m)
{
	struct map *map = pp->exported ? &pp->exported->by_name : &pp->local;
	struct macro *old = map_get(map, m->name);

	m->rank = pp->rank;
	if (old && old->rank < m->rank)
		return;				/* hidden by a more specific tapset folder */
	if (old) {
		diag_error(pp->env->diag, m->loc, "macro '@%s' is defined twice; give the second another name", m->name);
		diag_note(pp->env->diag, old->loc, "first defined here");
		return;
	}
	if (at_operator(m->name))
		diag_warn(pp->env->diag, m->loc, "macro '@%s' hides the built-in operator of that name", m->name);
	map_put(map, m->name, m);
}

/* After a fault in the head: drops the body if one follows on this line. */
static void define_skip(struct preproc *pp, struct macro *m, struct token *t)
{
	while (t->kind && t->kind != TOK_PP_OPEN && !t->newline)
		raw_next(pp, t);
	if (t->kind == TOK_PP_OPEN && !t->newline)
		define_body(pp, m, t->loc);
	else
		put_back(pp, t);
}

/*
 * Behind @define. Bodies and arguments keep $1 and @1 as they are until they
 * are used, hence raw_next with `skipping` on.
 */
static void define(struct preproc *pp)
{
	struct macro *m = arena_new_of(pp->env->arena, struct macro);
	bool live = !pp->skipping, ok = false;
	struct token t;

	pp->skipping = true;
	raw_next(pp, &t);
	m->name = t.name;
	m->loc = t.loc;
	if (!is_name(&t)) {
		diag_error(pp->env->diag, t.loc, "expected the name of a macro after @define");
		m->name = "";
		define_skip(pp, m, &t);
	} else {
		raw_next(pp, &t);
		ok = t.kind != '(' || define_params(pp, m, &t);
		if (ok && t.kind != TOK_PP_OPEN) {
			diag_error(pp->env->diag, t.loc, "expected '%%(' and the body of macro '@%s'", m->name);
			ok = false;
		}
		if (ok)
			ok = define_body(pp, m, t.loc);
		else
			define_skip(pp, m, &t);
	}
	pp->skipping = !live;
	if (ok && live)
		define_done(pp, m);
}

/* ---- macro calls --------------------------------------------------------------------------- */

static int nesting(int kind)
{
	if (kind == '(' || kind == '[' || kind == '{' || kind == TOK_PP_OPEN)
		return 1;
	return kind == ')' || kind == ']' || kind == '}' || kind == TOK_PP_CLOSE ? -1 : 0;
}

/* Reads (a,b,...) behind a macro's name. The tokens in it still have their macros unexpanded. */
static token_vec *call_args(struct preproc *pp, const struct macro *m, struct loc loc, unsigned int *n)
{
	struct arena *a = pp->env->arena;
	VEC(token_vec) args = { 0 };
	struct token t;
	int depth = 0;

	param_next(pp, &t);
	if (t.kind != '(') {
		put_back(pp, &t);
		diag_error(pp->env->diag, loc, "macro '@%s' takes %u argument%s: expected '(' after its name", m->name,
			   m->params.n, m->params.n == 1 ? "" : "s");
		return NULL;
	}
	vec_push(a, &args, (token_vec){ 0 });
	for (;;) {
		param_next(pp, &t);
		if (!t.kind || t.kind == TOK_DEFINE) {
			diag_error(pp->env->diag, loc, "the arguments of macro '@%s' have no end: ')' is missing", m->name);
			pp->ended = pp->ended || !t.kind;
			put_back(pp, &t);
			return NULL;
		}
		if (!depth && t.kind == ')')
			break;
		depth += nesting(t.kind);
		if (!depth && t.kind == ',')
			vec_push(a, &args, (token_vec){ 0 });
		else
			vec_push(a, &vec_last(&args), t);
	}
	*n = args.n;
	return args.v;
}

/* False: something was said; a number stands for the call, to see more of the script. */
static bool call(struct preproc *pp, const struct macro *m, struct loc loc)
{
	struct arena *a = pp->env->arena;
	token_vec *args = NULL;
	unsigned int n = 0;

	if (m->params.n) {
		args = call_args(pp, m, loc, &n);
		if (!args)
			return false;
		if (n != m->params.n) {
			diag_error(pp->env->diag, loc, "macro '@%s' takes %u argument%s, but %u %s given", m->name,
				   m->params.n, m->params.n == 1 ? "" : "s", n, n == 1 ? "is" : "are");
			diag_note(pp->env->diag, m->loc, "defined here");
			return false;
		}
	}
	push(pp, (struct frame){
		.tok = m->body.v, .end = m->body.v + m->body.n, .macro = m, .args = args,
		.via = via_new(pp, loc, arena_printf(a, "in expansion of macro '@%s'", m->name)) }, loc);
	return true;
}

static const struct {
	const char *name;
	int kind;
} operators[] = {
	{ "count", T_STATOP }, { "sum", T_STATOP }, { "min", T_STATOP }, { "max", T_STATOP },
	{ "avg", T_STATOP }, { "variance", T_VARIANCE },
	{ "hist_log", T_HIST_LOG }, { "hist_linear", T_HIST_LINEAR },
	{ "cast", T_CAST }, { "var", T_VAR }, { "defined", T_DEFINED }, { "entry", T_ENTRY },
	{ "perf", T_PERF }, { "const", T_CONST }, { "enum", T_ENUM }, { "enumname", T_ENUMNAME },
	{ "kderef", T_DEREF }, { "uderef", T_DEREF }, { "kregister", T_REGISTER }, { "uregister", T_REGISTER },
	{ "probewrite", T_PROBEWRITE },
};

int at_operator(const char *name)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (!strcmp(operators[i].name, name))
			return operators[i].kind;
	return 0;
}

/* The name becomes an ordinary one, so that only this is said about it. */
static void unknown_macro(struct preproc *pp, struct token *t)
{
	struct near near = NEAR_INIT(t->name);

	map_each(it, &pp->local)
		near_try(&near, it->key);
	if (pp->env->macros)
		map_each(it, &pp->env->macros->by_name)
			near_try(&near, it->key);
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		near_try(&near, operators[i].name);
	if (!strcmp(t->name, "errno"))
		t->bad = "@errno is the C library's last error in a probe of a user-space program, and there are no such probes "
			 "(process(\"...\")) yet; what a system call gave back is $return of its .return probe";
	else if (near.best)
		t->bad = arena_printf(pp->env->arena, "there is no macro or operator '@%s' (did you mean '@%s'?)",
				      t->name, near.best);
	else
		t->bad = arena_printf(pp->env->arena, "there is no macro or operator '@%s'; macros are made with "
				      "@define here or in a .stpm file of the tapsets (-I)", t->name);
	t->kind = T_IDENT;
}

void macro_next(struct preproc *pp, struct token *ret)
{
	for (;;) {
		const struct macro *m;
		int kind;

		param_next(pp, ret);
		if (ret->kind == TOK_DEFINE) {
			define(pp);
			continue;
		}
		if (ret->kind != TOK_MACRO || pp->skipping)
			return;
		m = macro_find(pp, ret->name);
		if (m) {
			if (call(pp, m, ret->loc))
				continue;
			*ret = (struct token){ .kind = T_NUMBER, .space = ret->space, .loc = ret->loc };
			return;
		}
		kind = at_operator(ret->name);
		if (kind)
			ret->kind = kind;
		else
			unknown_macro(pp, ret);
		return;
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

/* To the %: or %) of this level, without looking at what is there. */
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
		value = true;		/* said already; the first arm is as good as any */
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
			ret->bad = "'%?' without '%(' and a condition in front";
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
	push(pp, (struct frame){ .lexer = lexer_new(env->arena, src, NULL) }, (struct loc){ 0 });
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

void macros_load(struct parse_env *env, struct source *src, unsigned int rank)
{
	const char *kind = env->diag->kind;
	struct preproc *pp;
	struct token t;

	env->diag->kind = "parse";
	if (!env->macros)
		env->macros = arena_new_of(env->arena, struct macro_table);
	pp = preproc_new(env, src, env->macros);
	pp->rank = rank;
	for (preproc_next(pp, &t); t.kind; preproc_next(pp, &t))
		if (t.kind != ';') {
			diag_error(env->diag, t.loc, "%s", t.bad ? t.bad :
				   "a macro file (.stpm) may hold only @define, and %( %) around them");
			break;
		}
	preproc_free(pp);
	env->diag->kind = kind;
}
