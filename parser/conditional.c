// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The condition of %( cond %? a %: b %): comparisons joined by && and ||, where
 * && binds tighter. Each side of a comparison is a word (kernel_v, arch,
 * CONFIG_x, ...), a string or a number. Everything is evaluated, so that all
 * faults are found; none is evaluated lazily because none has an effect.
 */
#include <fnmatch.h>
#include <string.h>

#include "parser.h"
#include "preproc.h"
#include "parser/grammar.h"

enum value_kind { VALUE_STRING, VALUE_VERSION, VALUE_NUMBER };

struct value {
	enum value_kind kind;
	const char *s;			/* STRING, VERSION */
	int64_t n;
	bool is_word;			/* takes wildcards on the other side */
	struct loc loc;
};

static const char *word_kernel_vr(const struct parse_env *env) { return env->kernel_release; }
static const char *word_kernel_v(const struct parse_env *env) { return env->kernel_version; }
static const char *word_arch(const struct parse_env *env) { return env->arch; }
static const char *word_systemtap_v(const struct parse_env *env) { return env->compatible; }
static const char *word_privilege(const struct parse_env *env) { return env->privilege; }
static const char *word_runtime(const struct parse_env *env) { return env->runtime; }

static const struct word {
	const char *name;
	enum value_kind kind;
	const char *(*get)(const struct parse_env *env);	/* NULL: guru_mode */
} words[] = {
	{ "kernel_vr", VALUE_VERSION, word_kernel_vr },
	{ "kernel_v", VALUE_VERSION, word_kernel_v },
	{ "arch", VALUE_STRING, word_arch },
	{ "systemtap_v", VALUE_VERSION, word_systemtap_v },
	{ "systemtap_privilege", VALUE_STRING, word_privilege },
	{ "runtime", VALUE_STRING, word_runtime },
	{ "guru_mode", VALUE_NUMBER, NULL },
};

static void unknown_word(struct preproc *pp, const struct token *t)
{
	struct near near = NEAR_INIT(t->name);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		near_try(&near, words[i].name);
	if (near.best)
		diag_error(preproc_env(pp)->diag, t->loc, "a condition cannot ask for '%s' (did you mean '%s'?)",
			   t->name, near.best);
	else
		diag_error(preproc_env(pp)->diag, t->loc, "a condition cannot ask for '%s': expected kernel_v, kernel_vr, "
			   "arch, CONFIG_..., systemtap_v, systemtap_privilege, guru_mode, runtime, a string or a number",
			   t->name);
}

static bool word_value(struct preproc *pp, const struct token *t, struct value *v)
{
	struct parse_env *env = preproc_env(pp);

	v->is_word = true;
	if (!strncmp(t->name, "CONFIG_", 7)) {
		v->kind = VALUE_STRING;
		v->s = env->config ? env->config(env->config_ctx, t->name) : NULL;
		if (!v->s)
			v->s = "";
		return true;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i].name, t->name))
			continue;
		v->kind = words[i].kind;
		v->n = env->guru;
		v->s = words[i].get ? words[i].get(env) : NULL;
		if (!v->s)
			v->s = "";
		return true;
	}
	unknown_word(pp, t);
	return false;
}

static bool operand(struct preproc *pp, struct token *t, struct value *v)
{
	bool minus = t->kind == '-';

	if (minus)
		macro_next(pp, t);
	*v = (struct value){ .loc = t->loc };
	if (t->bad) {
		diag_error(preproc_env(pp)->diag, t->loc, "%s", t->bad);
		return false;
	}
	if (t->kind == T_NUMBER) {
		v->kind = VALUE_NUMBER;
		v->n = minus ? (int64_t)(0 - (uint64_t)t->number) : t->number;
		return true;
	}
	if (t->kind == T_STRING && !minus) {
		v->kind = VALUE_STRING;
		v->s = t->text->s;
		return true;
	}
	if (t->kind == T_IDENT && !minus)
		return word_value(pp, t, v);
	diag_error(preproc_env(pp)->diag, t->loc, "expected kernel_v, kernel_vr, arch, CONFIG_..., systemtap_v, "
		   "systemtap_privilege, guru_mode, runtime, a string or a number in this condition, found%s",
		   token_words(t));
	return false;
}

static bool compare(int kind, int order)
{
	switch (kind) {
	case T_EQ:	return order == 0;
	case T_NE:	return order != 0;
	case '<':	return order < 0;
	case '>':	return order > 0;
	case T_LE:	return order <= 0;
	default:	return order >= 0;
	}
}

static bool is_comparison(int kind)
{
	return kind == T_EQ || kind == T_NE || kind == '<' || kind == '>' || kind == T_LE || kind == T_GE;
}

static bool has_wildcard(const char *s)
{
	return strpbrk(s, "*?[") != NULL;
}

static bool compare_text(struct preproc *pp, const struct token *op, const struct value *a, const struct value *b,
			 bool *ret)
{
	const struct value *word = a->is_word ? a : b, *other = a->is_word ? b : a;

	if (word->is_word && !other->is_word && has_wildcard(other->s)) {
		if (op->kind != T_EQ && op->kind != T_NE) {
			diag_error(preproc_env(pp)->diag, other->loc, "wildcards go only with == and !=, not with an order");
			return false;
		}
		*ret = compare(op->kind, fnmatch(other->s, word->s, 0) != 0);
		return true;
	}
	if (word->kind == VALUE_VERSION)
		*ret = compare(op->kind, strverscmp(a->s, b->s));
	else
		*ret = compare(op->kind, strcmp(a->s, b->s));
	return true;
}

/* t: the first token of the comparison; then the one behind it. */
static bool comparison(struct preproc *pp, struct token *t, bool *ret)
{
	struct diag *d = preproc_env(pp)->diag;
	struct value a, b;
	struct token op;

	if (!operand(pp, t, &a))
		return false;
	macro_next(pp, &op);
	if (!is_comparison(op.kind)) {
		*t = op;
		if (op.kind == ')')
			diag_error(d, op.loc, "this is read as a condition because of the '%%(' in front; "
				   "for a remainder write '%% ('");
		else
			diag_error(d, op.loc, "expected a comparison (== != < > <= >=) in this condition, found%s",
				   token_words(&op));
		return false;
	}
	macro_next(pp, t);
	if (!operand(pp, t, &b))
		return false;
	macro_next(pp, t);
	if ((a.kind == VALUE_NUMBER) != (b.kind == VALUE_NUMBER)) {
		diag_error(d, op.loc, a.kind == VALUE_NUMBER ? "a number is compared with a string here; both sides must "
			   "be of one kind" : "a string is compared with a number here; put the number in quotes");
		return false;
	}
	if (a.kind != VALUE_NUMBER)
		return compare_text(pp, &op, &a, &b, ret);
	*ret = compare(op.kind, a.n < b.n ? -1 : a.n > b.n);
	return true;
}

/* False: something was said, *t is the token where it ended: %? or %) or the end of the text. */
bool condition_eval(struct preproc *pp, struct token *t, bool *ret)
{
	bool any = false, all = true, one, ok = true;

	for (;;) {
		macro_next(pp, t);
		if (!comparison(pp, t, &one)) {
			ok = false;
			break;
		}
		all = all && one;
		if (t->kind == T_LAND)
			continue;
		any = any || all;
		all = true;
		if (t->kind == T_LOR)
			continue;
		break;
	}
	*ret = any;
	if (ok && t->kind != TOK_PP_THEN) {
		diag_error(preproc_env(pp)->diag, t->loc, "expected '&&', '||' or '%%?' after this condition, found%s",
			   token_words(t));
		ok = false;
	}
	while (!ok && t->kind && t->kind != TOK_PP_THEN && t->kind != TOK_PP_CLOSE)
		macro_next(pp, t);
	return ok;
}
