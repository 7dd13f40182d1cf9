// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The condition of %( cond %? a %: b %): comparisons joined by && and ||, where
 * && binds tighter. The left of a comparison is a word (kernel_v, arch, CONFIG_x, ...), a string or a number; the
 * word decides what the right side may be and which operators are allowed. Both sides of && and || are always
 * evaluated, so that all faults are found; evaluation has no side effect.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "parser.h"
#include "preproc.h"
#include "parser/grammar.h"

enum value_kind {
	VALUE_STRING,
	VALUE_NUMBER,
	VALUE_VERSION,			/* a word, compared in the order of versions with a string */
	VALUE_NAME,			/* a word compared only by == and != */
	VALUE_FLAG,			/* a word that is 0 or 1 */
	VALUE_CONFIG,			/* a kernel configuration option: a string, or a number if its text is one */
};

struct value {
	enum value_kind kind;
	const char *word;		/* as in the script; NULL: a literal */
	const char *s;			/* unless NUMBER or FLAG */
	int64_t n;
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
	{ "arch", VALUE_NAME, word_arch },
	{ "systemtap_v", VALUE_VERSION, word_systemtap_v },
	{ "systemtap_privilege", VALUE_NAME, word_privilege },
	{ "runtime", VALUE_NAME, word_runtime },
	{ "guru_mode", VALUE_FLAG, NULL },
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

	v->word = t->name;
	if (!strncmp(t->name, "CONFIG_", 7)) {
		v->kind = VALUE_CONFIG;
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

/* A number, or the text of an option that is a number in C notation. */
static bool number_of(const struct value *v, int64_t *ret)
{
	char *end;

	if (v->kind == VALUE_NUMBER || v->kind == VALUE_FLAG) {
		*ret = v->n;
		return true;
	}
	errno = 0;
	*ret = strtoll(v->s, &end, 0);
	return end > v->s && !*end && !errno;
}

/* The error in a comparison with a at its left; NULL: none. place: what the caret points at. */
static const char *misfit(const struct token *op, const struct value *a, const struct value *b, struct loc *place)
{
	bool ordered = op->kind != T_EQ && op->kind != T_NE;
	bool text = b->kind == VALUE_STRING;

	*place = b->loc;
	if (b->word && !(a->kind == VALUE_CONFIG && b->kind == VALUE_CONFIG))
		return a->word ? "a word is compared with a literal here: expected a string or a number" :
				 "a word stands at the left of its comparison: turn the comparison round";
	if (a->word && text && ordered && has_wildcard(b->s))
		return "wildcards go only with == and !=, not with an order";
	*place = op->loc;
	switch (a->kind) {
	case VALUE_NUMBER:
		return text ? "a number is compared with a string here; both sides must be of one kind" : NULL;
	case VALUE_STRING:
	case VALUE_VERSION:
		return text ? NULL : "a string is compared with a number here; put the number in quotes";
	case VALUE_NAME:
		if (!text)
			return "a string is compared with a number here; put the number in quotes";
		return ordered ? "this word has no order: only == and != compare it" : NULL;
	case VALUE_FLAG:
		*place = b->loc;
		return text || (b->n != 0 && b->n != 1) ? "guru_mode is 0 or 1: expected one of these numbers" : NULL;
	case VALUE_CONFIG:
		return NULL;
	}
	return NULL;
}

static bool compare_text(int op, const struct value *a, const struct value *b)
{
	if (a->word && !b->word && has_wildcard(b->s))
		return compare(op, fnmatch(b->s, a->s, 0) != 0);
	return compare(op, a->kind == VALUE_VERSION ? strverscmp(a->s, b->s) : strcmp(a->s, b->s));
}

static bool compare_values(int op, const struct value *a, const struct value *b)
{
	int64_t x, y;

	if (a->kind == VALUE_FLAG || b->kind == VALUE_NUMBER || b->kind == VALUE_CONFIG) {
		if (number_of(a, &x) && number_of(b, &y))
			return compare(op, x < y ? -1 : x > y);
		if (b->kind == VALUE_NUMBER)		/* an option that is not set equals no number */
			return false;
	}
	return compare_text(op, a, b);
}

/* t: the first token of the comparison on entry, the token after it on return. */
static bool comparison(struct preproc *pp, struct token *t, bool *ret)
{
	struct diag *d = preproc_env(pp)->diag;
	struct value a, b;
	struct token op;
	struct loc place;
	const char *why;

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
	why = misfit(&op, &a, &b, &place);
	if (why) {
		diag_error(d, place, "%s", why);
		return false;
	}
	*ret = compare_values(op.kind, &a, &b);
	return true;
}

/* False after an error; *t is the token where it ended: %? or %) or the end of the text. */
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
