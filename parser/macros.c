// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * @define, the calls of macros, and the names of built-in @operators. A macro's
 * body is kept as written; its tokens become a frame at each call.
 */
#include "preproc_impl.h"

#include <string.h>

#include "parser.h"
#include "parser/grammar.h"

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
			m->has_parens = true;
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
	m->is_exported = pp->exported;
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

/* After an error in the head: drops the body if one follows on this line. */
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

static void unknown_macro(struct preproc *pp, struct token *t);

/* Checks the names in an argument that the macro does not use: no other code sees it. */
static void check_argument_name(struct preproc *pp, struct token *t)
{
	if (t->kind != TOK_MACRO || macro_find(pp, t->name) || at_operator(t->name))
		return;
	unknown_macro(pp, t);
	diag_error(pp->env->diag, t->loc, "%s", t->bad);
	t->bad = NULL;
}

/* Reads (a,b,...) behind a macro's name. The tokens in it still have their macros unexpanded. */
static token_vec *call_args(struct preproc *pp, const struct macro *m, struct loc loc, unsigned int *n)
{
	struct arena *a = pp->env->arena;
	VEC(token_vec) args = { 0 };
	struct token t;
	int depth = 0, conditionals = 0;

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
		conditionals += (t.kind == TOK_PP_OPEN) - (t.kind == TOK_PP_CLOSE);
		if (!conditionals)		/* inside a %( %) the call may be in the dead arm */
			check_argument_name(pp, &t);
		if (!depth && t.kind == ',')
			vec_push(a, &args, (token_vec){ 0 });
		else
			vec_push(a, &vec_last(&args), t);
	}
	*n = args.n;
	return args.v;
}

/* False after an error: a number replaces the call, so that the rest of the script is checked. */
static bool call(struct preproc *pp, const struct macro *m, struct loc loc)
{
	struct arena *a = pp->env->arena;
	token_vec *args = NULL;
	unsigned int n = 0;

	if (m->params.n || m->has_parens) {
		args = call_args(pp, m, loc, &n);
		if (!args)
			return false;
		if (n == 1 && !args[0].n)
			n = m->has_parens ? 0 : n;
		if (n != m->params.n) {
			diag_error(pp->env->diag, loc, "macro '@%s' takes %u argument%s, but %u %s given", m->name,
				   m->params.n, m->params.n == 1 ? "" : "s", n, n == 1 ? "is" : "are");
			diag_note(pp->env->diag, m->loc, "defined here");
			return false;
		}
	}
	frame_push(pp, (struct frame){
		.tok = m->body.v, .end = m->body.v + m->body.n, .macro = m, .args = args,
		.via = via_new(pp, loc, arena_printf(a, "in expansion of macro '@%s'", m->name)),
		.expansion = m->is_exported ? ++pp->expansions : 0 }, loc);
	return true;
}

static const struct {
	const char *name;
	int kind;
} operators[] = {
	{ "count", T_STATOP }, { "sum", T_STATOP }, { "min", T_STATOP }, { "max", T_STATOP },
	{ "avg", T_STATOP }, { "variance", T_VARIANCE },
	{ "percentile", T_PERCENTILE },
	{ "hist_log", T_HIST_LOG }, { "hist_linear", T_HIST_LINEAR }, { "hist_llog", T_HIST_LLOG },
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

/* The name becomes an ordinary one, so that this is the only error about it. */
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

/* ---- .stpm files --------------------------------------------------------------------------- */

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
