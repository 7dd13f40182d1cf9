// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the grammar's actions do for expressions. Checks what the syntax tree alone shows: that the left of an
 * assignment can be assigned to, what & and -> may follow, how many arguments an operator takes.
 */
#include <string.h>

#include "parser.h"
#include "parser/grammar.h"

struct loc loc_join(struct loc a, struct loc b)
{
	if (a.src == b.src && a.via == b.via && b.end >= a.beg)
		a.end = b.end;
	return a;
}

struct operand operand_of(struct expr *e, uint32_t depth)
{
	return (struct operand){ .e = e, .depth = depth };
}

static uint32_t deeper(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* e is the parent of a tree that is `below` levels deep. */
static struct operand node(struct parser *p, struct expr *e, uint32_t below)
{
	if (below + 1 > LIMIT_NESTING)
		give_up(p, e->loc);
	return operand_of(e, below + 1);
}

void list_add(struct parser *p, struct operand_list *l, struct operand e, struct loc loc)
{
	if (!l->v.n) {
		l->loc = loc;
		l->text = e.text;
	}
	vec_push(p->arena, &l->v, e.e);
	l->depth = deeper(l->depth, e.depth);
}

/* Names and patterns cannot hold a zero byte. */
const char *text_string(struct parser *p, const struct text *t)
{
	if (memchr(t->s, '\0', t->len))
		diag_error(p->diag, t->loc, "a zero byte cannot stand in this string");
	return t->s;
}

/* ---- operators ----------------------------------------------------------------------------- */

struct operand build_unary(struct parser *p, struct loc op_loc, enum op op, struct operand a)
{
	struct expr *e;

	if (op == OP_NEG && a.e->kind == EXPR_NUMBER) {		/* so -1 is a literal */
		e = expr_number(p->arena, loc_join(op_loc, a.e->loc), (int64_t)(0 - (uint64_t)a.e->number));
		return operand_of(e, 1);
	}
	e = expr_new(p->arena, EXPR_UNARY, op_loc);
	e->unary.op = op;
	e->unary.a = a.e;
	return node(p, e, a.depth);
}

struct operand build_binary(struct parser *p, struct loc op_loc, enum expr_kind kind, enum op op,
			    struct operand a, struct operand b)
{
	struct expr *e = expr_new(p->arena, kind, op_loc);

	e->binary.op = op;
	e->binary.a = a.e;
	e->binary.b = b.e;
	return node(p, e, deeper(a.depth, b.depth));
}

static bool is_bare_ternary(const struct expr *e)
{
	return e->kind == EXPR_TERNARY && !e->ternary.in_parens;
}

/* Before 4.0, `a ? b : c ? d : e` was (a ? b : c) ? d : e: e takes the place of the first condition of what follows. */
static struct expr *ternary_to_the_left(struct expr *e)
{
	struct expr *top = e->ternary.other, *first = top;

	while (is_bare_ternary(first->ternary.cond))
		first = first->ternary.cond;
	e->ternary.other = first->ternary.cond;
	first->ternary.cond = e;
	return top;
}

struct operand build_ternary(struct parser *p, struct loc loc, struct operand c, struct operand a, struct operand b)
{
	struct expr *e = expr_new(p->arena, EXPR_TERNARY, loc);

	e->ternary.cond = c.e;
	e->ternary.then = a.e;
	e->ternary.other = b.e;
	if (is_bare_ternary(b.e) && !p->is_library && parse_before(p->env, "4.0"))
		e = ternary_to_the_left(e);
	return node(p, e, deeper(c.depth, deeper(a.depth, b.depth)));
}

static bool ends_pretty(const struct expr *e)
{
	return e->access.steps.n && vec_last(&e->access.steps).kind == STEP_PRETTY;
}

static bool is_assignable(const struct expr *e)
{
	if (e->kind == EXPR_SYMBOL)
		return true;
	if (e->kind == EXPR_INDEX)
		return e->index.base->kind == EXPR_SYMBOL;
	return e->kind == EXPR_ACCESS && !e->access.address_of && !ends_pretty(e);
}

static void check_assignable(struct parser *p, struct loc op_loc, const char *op, const struct expr *e)
{
	if (is_assignable(e) || p->muted)
		return;
	if (!strcmp(op, "="))
		diag_error(p->diag, op_loc, "the left side of '=' cannot be assigned to: expected a variable, an array "
			   "element or a target variable (to compare, write '==')");
	else
		diag_error(p->diag, op_loc, "'%s' changes a variable: expected a variable, an array element or a "
			   "target variable with it", op);
}

static const char *assign_text(struct parser *p, enum op op)
{
	if (op == OP_ASSIGN || op == OP_ACCUM)
		return op == OP_ASSIGN ? "=" : "<<<";
	return arena_printf(p->arena, "%s=", op_text(op));
}

struct operand build_assign(struct parser *p, struct loc op_loc, enum op op, struct operand a, struct operand b)
{
	struct expr *e = expr_new(p->arena, EXPR_ASSIGN, op_loc);

	if (!is_assignable(a.e))
		check_assignable(p, op_loc, assign_text(p, op), a.e);
	e->assign.op = op;
	e->assign.target = a.e;
	e->assign.value = b.e;
	return node(p, e, deeper(a.depth, b.depth));
}

struct operand build_incdec(struct parser *p, struct loc op_loc, enum op op, bool prefix, struct operand a)
{
	struct expr *e = expr_new(p->arena, EXPR_INCDEC, op_loc);

	check_assignable(p, op_loc, op_text(op), a.e);
	e->incdec.op = op;
	e->incdec.prefix = prefix;
	e->incdec.target = a.e;
	return node(p, e, a.depth);
}

static void check_bucket(struct parser *p, const struct expr *array, const struct operand_list *keys)
{
	if (array->kind == EXPR_HIST && (keys->v.n != 1 || !keys->v.v[0]))
		diag_error(p->diag, keys->loc, "a bucket of a histogram has one key, its number");
}

struct operand build_in(struct parser *p, struct loc loc, struct operand_list keys, struct operand array)
{
	struct expr *e = expr_new(p->arena, EXPR_IN, loc);

	check_bucket(p, array.e, &keys);
	e->in.keys = keys.v;
	e->in.array = array.e;
	return node(p, e, deeper(keys.depth, array.depth));
}

struct operand build_regex(struct parser *p, struct loc loc, struct operand a, struct text *pattern,
			   struct loc pattern_loc, bool negated)
{
	struct expr *e = expr_new(p->arena, EXPR_REGEX, loc);

	e->regex.subject = a.e;
	e->regex.pattern = text_string(p, pattern);
	e->regex.pattern_loc = pattern_loc;
	e->regex.negated = negated;
	return node(p, e, a.depth);
}

/* ---- target values ------------------------------------------------------------------------- */

/* $x$ and $x$$ carry their dollars at the end of the name. */
static int trailing_dollars(const char *name)
{
	size_t n = strlen(name);
	int k = 0;

	while (n > 1 && name[n - 1] == '$') {
		n--;
		k++;
	}
	return k;
}

static void add_pretty(struct parser *p, struct expr *e, int depth, struct loc loc)
{
	struct access_step step = { .kind = STEP_PRETTY, .loc = loc, .depth = depth };

	if (depth > 2)
		diag_error(p->diag, loc, "too many '$': one prints a structure, two also those inside it");
	vec_push(p->arena, &e->access.steps, step);
}

/* The name without its trailing dollars, which become a step of e after `step`. */
static const char *strip_dollars(const char *name, int *dollars)
{
	*dollars = trailing_dollars(name);
	return *dollars ? intern_n(name, strlen(name) - (size_t)*dollars) : name;
}

struct operand build_target(struct parser *p, struct loc loc, const char *name)
{
	struct expr *e = expr_new(p->arena, EXPR_ACCESS, loc);
	int dollars;

	e->access.base = ACCESS_TARGET;
	e->access.name = strip_dollars(name, &dollars);
	if (dollars)
		add_pretty(p, e, dollars, loc);
	return operand_of(e, 1);
}

/* What the value of e points to; pass 2 finds out whether its type is known. */
static struct expr *pointer_access(struct parser *p, struct expr *e)
{
	struct expr *x = expr_new(p->arena, EXPR_ACCESS, e->loc);

	x->access.base = ACCESS_POINTER;
	x->access.operand = e;
	return x;
}

/* a as an access that a step can be added to. */
static struct expr *access_of(struct parser *p, struct operand *a, struct loc loc)
{
	if (a->e->kind == EXPR_ACCESS && !a->parens) {
		if (ends_pretty(a->e))
			diag_error(p->diag, loc, "nothing can follow the '$' that prints a structure");
		return a->e;
	}
	if (parse_before(p->env, "2.6") && !p->is_library)
		diag_error(p->diag, loc, "members and elements of a value that is no target variable came with SystemTap 2.6, but "
			   "--compatible=%s asks for an older language: use @cast", p->env->compatible);
	a->depth++;
	return pointer_access(p, a->e);
}

struct operand build_field(struct parser *p, struct loc loc, struct operand a, const char *field)
{
	struct expr *e = access_of(p, &a, loc);
	struct access_step step = { .kind = STEP_FIELD, .loc = loc };
	int dollars;

	step.field = strip_dollars(field, &dollars);
	vec_push(p->arena, &e->access.steps, step);
	if (dollars)
		add_pretty(p, e, dollars, loc);
	return node(p, e, a.depth - 1);
}

struct operand build_index(struct parser *p, struct loc loc, struct operand a, struct operand_list keys)
{
	struct expr *e;

	check_bucket(p, a.e, &keys);
	if (a.e->kind == EXPR_SYMBOL || a.e->kind == EXPR_HIST) {
		hist_place(p, a.e);
		e = expr_new(p->arena, EXPR_INDEX, a.e->loc);
		e->index.base = a.e;
		e->index.keys = keys.v;
		return node(p, e, deeper(a.depth, keys.depth));
	}
	e = access_of(p, &a, loc);
	if (keys.v.n != 1 || !keys.v.v[0])
		diag_error(p->diag, keys.loc, "a value of the target has one index; several keys and '*' are for "
			   "the arrays of the script");
	vec_push(p->arena, &e->access.steps,
		 (struct access_step){ .kind = STEP_INDEX, .loc = loc,
				       .index = keys.v.v[0] ? keys.v.v[0] : expr_number(p->arena, loc, 0) });
	return node(p, e, deeper(a.depth - 1, keys.depth));
}

struct operand build_pretty(struct parser *p, struct loc loc, struct operand a, const char *dollars)
{
	struct expr *e = access_of(p, &a, loc);

	add_pretty(p, e, (int)strlen(dollars), loc);
	return node(p, e, a.depth - 1);
}

/* Replaces e by its address. `&(c ? a : b)`, made by @choose_defined, becomes c ? &a : &b. */
static struct expr *address_of(struct parser *p, struct loc op_loc, struct expr *e, bool in_arm)
{
	if (e->kind == EXPR_TERNARY) {
		e->ternary.then = address_of(p, op_loc, e->ternary.then, true);
		e->ternary.other = address_of(p, op_loc, e->ternary.other, true);
		return e;
	}
	if (e->kind == EXPR_INDEX && e->index.base->kind == EXPR_SYMBOL && e->index.keys.n == 1 && e->index.keys.v[0]) {
		struct operand base = { .e = e->index.base };
		struct expr *x = access_of(p, &base, op_loc);

		vec_push(p->arena, &x->access.steps,
			 (struct access_step){ .kind = STEP_INDEX, .loc = e->loc, .index = e->index.keys.v[0] });
		e = x;
	}
	if (e->kind != EXPR_ACCESS)		/* target.c reports that it has no address */
		e = pointer_access(p, e);
	if (ends_pretty(e))
		diag_error(p->diag, op_loc, "only something of the target has an address: expected $name, @var(), @cast() "
			   "or a member behind '&'");
	else if (e->access.address_of && !in_arm)
		diag_error(p->diag, op_loc, "an address has no address: one '&' is enough");
	else
		e->access.address_of = true;
	return e;
}

struct operand build_address(struct parser *p, struct loc op_loc, struct operand a)
{
	return operand_of(address_of(p, op_loc, a.e, false), a.depth);
}

/* ---- calls and @operators ------------------------------------------------------------------ */

struct operand build_string(struct parser *p, struct loc loc, const struct text *t)
{
	struct operand o = operand_of(expr_string(p->arena, loc, t->s, t->len), 1);

	o.text = t;
	return o;
}

struct operand build_embed(struct parser *p, struct loc loc, struct embed *embed)
{
	struct expr *e = expr_new(p->arena, EXPR_EMBED, loc);

	e->embed = embed;
	return operand_of(e, 1);
}

struct operand build_call(struct parser *p, struct loc loc, const char *name, struct operand_list args)
{
	struct expr *e = expr_new(p->arena, EXPR_CALL, loc);

	e->call.name = name;
	e->call.args = args.v;
	return node(p, e, args.depth);
}

static const char *const stat_names[] = {
	[STAT_COUNT] = "count", [STAT_SUM] = "sum", [STAT_MIN] = "min", [STAT_MAX] = "max", [STAT_AVG] = "avg",
	[STAT_VARIANCE] = "variance", [STAT_PERCENTILE] = "percentile",
};

enum stat_op stat_op_of(const char *name)
{
	for (enum stat_op op = STAT_COUNT; op < STAT_NONE; op++)
		if (!strcmp(stat_names[op], name))
			return op;
	return STAT_NONE;
}

static void check_stat(struct parser *p, const char *name, const struct expr *e)
{
	if (e->kind != EXPR_SYMBOL && e->kind != EXPR_INDEX)
		diag_error(p->diag, e->loc, "'@%s' takes a variable or an array element that was filled with '<<<'", name);
}

struct operand build_statop(struct parser *p, struct loc loc, const char *name, struct operand stat, int64_t shift)
{
	struct expr *e = expr_new(p->arena, EXPR_STATOP, loc);

	check_stat(p, name, stat.e);
	if (shift < 0 || shift > 62)
		diag_error(p->diag, loc, "the shift of '@variance' is from 0 to 62");
	e->statop.op = stat_op_of(name);
	e->statop.stat = stat.e;
	e->statop.shift = (int)shift;
	return node(p, e, stat.depth);
}

/* rank out of whole, or out of 100 without whole. */
struct operand build_percentile(struct parser *p, struct loc loc, struct operand stat, struct operand rank, struct operand whole)
{
	struct expr *e = expr_new(p->arena, EXPR_STATOP, loc);
	unsigned int depth = rank.depth > whole.depth ? rank.depth : whole.depth;

	check_stat(p, "percentile", stat.e);
	e->statop.op = STAT_PERCENTILE;
	e->statop.stat = stat.e;
	e->statop.rank = rank.e;
	e->statop.whole = whole.e;
	return node(p, e, stat.depth > depth ? stat.depth : depth);
}

const char *hist_name(enum hist_kind kind)
{
	switch (kind) {
	case HIST_LOG: return "hist_log";
	case HIST_LINEAR: return "hist_linear";
	case HIST_LLOG: return "hist_llog";
	case HIST_NONE: break;
	}
	return "hist";
}

struct operand build_hist_llog(struct parser *p, struct loc loc, struct operand stat, int64_t sub)
{
	if (sub < 1 || sub > LLOG_MOST || sub & (sub - 1))
		diag_error(p->diag, loc, "'@hist_llog' cuts each power of two into 1, 2, 4, 8, 16, 32 or 64 buckets, not into %lld",
			   (long long)sub);
	return build_hist(p, loc, HIST_LLOG, stat, 0, 0, sub);
}

struct operand build_hist(struct parser *p, struct loc loc, enum hist_kind kind, struct operand stat,
			  int64_t low, int64_t high, int64_t width)
{
	struct expr *e = expr_new(p->arena, EXPR_HIST, loc);

	check_stat(p, hist_name(kind), stat.e);
	e->hist.kind = kind;
	e->hist.stat = stat.e;
	e->hist.low = low;
	e->hist.high = high;
	e->hist.width = width;
	return node(p, e, stat.depth);
}

/* A histogram is no value, unless a print or [bucket] takes it; that is known when the expression around it has been
 * read. */
struct operand hist_bare(struct parser *p, struct operand hist)
{
	vec_push(p->arena, &p->bare_hists, hist.e);
	return hist;
}

/* The construct here accepts histograms. */
void hist_place(struct parser *p, const struct expr *hist)
{
	for (unsigned int i = p->bare_hists.n; i--; )
		if (p->bare_hists.v[i] == hist) {
			p->bare_hists.v[i] = p->bare_hists.v[--p->bare_hists.n];
			return;
		}
}

void hists_check(struct parser *p)
{
	vec_each(h, &p->bare_hists)
		diag_error(p->diag, (*h)->loc, "a histogram is many numbers, not a value: print(@%s(...)), a bucket of it, @%s(...)[n], "
			   "or foreach (n in @%s(...))", hist_name((*h)->hist.kind), hist_name((*h)->hist.kind),
			   hist_name((*h)->hist.kind));
}

/* The arguments of an @operator: e expression, s string literal; [ starts the optional part. */
static const struct {
	int kind;
	const char *form, *usage;
} forms[] = {
	{ T_CAST, "es[s", "@cast(value, \"type\" [, \"module\"])" },
	{ T_VAR, "s[s", "@var(\"name[@file]\" [, \"module\"])" },
	{ T_DEFINED, "e", "@defined(expression)" },
	{ T_ENTRY, "e", "@entry(expression)" },
	{ T_PERF, "s", "@perf(\"counter\")" },
	{ T_CONST, "s", "@const(\"constant\")" },
	{ T_ENUM, "s", "@enum(\"enumerator\")" },
	{ T_ENUMNAME, "e[ss", "@enumname(value [, \"type\" [, \"module\"]])" },
	{ T_DEREF, "ee", "@kderef(size, address)" },
	{ T_REGISTER, "e", "@kregister(number)" },
	{ T_PROBEWRITE, "e", "@probewrite(name)" },
};

/* False after an error. strings[i] is set for literal arguments. */
static bool check_form(struct parser *p, struct loc loc, int kind, const char *name, const expr_vec *args,
		       const char *strings[3])
{
	const char *form = NULL, *usage = NULL;
	unsigned int i = 0;
	bool optional = false;

	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++)
		if (forms[k].kind == kind) {
			form = forms[k].form;
			usage = forms[k].usage;
		}
	if (!form)
		bug("operator %d has no form", kind);
	for (; *form; form++) {
		if (*form == '[') {
			optional = true;
			continue;
		}
		if (i == args->n)
			break;
		if (*form == 's' && args->v[i]->kind != EXPR_STRING) {
			diag_error(p->diag, args->v[i]->loc, "argument %u of '@%s' must be a string literal: %s", i + 1,
				   name, usage);
			return false;
		}
		if (*form == 's') {
			strings[i] = args->v[i]->string.s;
			if (strlen(strings[i]) != args->v[i]->string.len)
				diag_error(p->diag, args->v[i]->loc, "a zero byte cannot stand in this string");
		}
		i++;
	}
	if (i < args->n || (*form && !optional)) {
		diag_error(p->diag, loc, "'@%s' does not take %u argument%s: %s", name, args->n,
			   args->n == 1 ? "" : "s", usage);
		return false;
	}
	return true;
}

static void at_access(struct expr *e, enum access_base base, struct expr *operand, const char *name,
		      const char *type_name, const char *module)
{
	e->access.base = base;
	e->access.operand = operand;
	e->access.name = name;
	e->access.type_name = type_name;
	e->access.module = module;
}

static enum expr_kind at_kind(int kind)
{
	switch (kind) {
	case T_CAST:
	case T_VAR:		return EXPR_ACCESS;
	case T_DEFINED:		return EXPR_DEFINED;
	case T_ENTRY:		return EXPR_ENTRY;
	case T_PERF:		return EXPR_PERF;
	case T_CONST:		return EXPR_ATCONST;
	case T_ENUM:		return EXPR_ENUM;
	case T_ENUMNAME:	return EXPR_ENUMNAME;
	case T_DEREF:		return EXPR_DEREF;
	case T_REGISTER:	return EXPR_REGISTER;
	default:		return EXPR_PROBEWRITE;
	}
}

static void at_fill(struct parser *p, struct expr *e, int kind, const char *name, expr_vec *args,
		    const char *strings[3])
{
	switch (kind) {
	case T_CAST:
		at_access(e, ACCESS_CAST, args->v[0], NULL, strings[1], strings[2]);
		break;
	case T_VAR:
		at_access(e, ACCESS_VAR, NULL, strings[0], NULL, strings[1]);
		break;
	case T_DEFINED:
	case T_ENTRY:
		e->one.a = args->v[0];
		break;
	case T_PERF:
	case T_CONST:
	case T_ENUM:
		e->named.name = strings[0];
		break;
	case T_ENUMNAME:
		e->enumname.value = args->v[0];
		e->enumname.type_name = strings[1];
		e->enumname.module = strings[2];
		break;
	case T_DEREF:
		e->deref.user = name[0] == 'u';
		e->deref.size = args->v[0];
		e->deref.address = args->v[1];
		break;
	case T_REGISTER:
		e->reg.user = name[0] == 'u';
		e->reg.number = args->v[0];
		break;
	case T_PROBEWRITE:
		e->probewrite.target = args->v[0];
		if (args->v[0]->kind != EXPR_ACCESS && args->v[0]->kind != EXPR_SYMBOL)
			diag_error(p->diag, args->v[0]->loc, "'@probewrite' asks about a variable: expected a name");
		break;
	}
}

struct operand build_at(struct parser *p, struct loc loc, int kind, const char *name, struct operand_list args)
{
	const char *strings[3] = { NULL };
	struct expr *e;

	if (!check_form(p, loc, kind, name, &args.v, strings))
		return node(p, expr_number(p->arena, loc, 0), 0);
	e = expr_new(p->arena, at_kind(kind), loc);
	at_fill(p, e, kind, name, &args.v, strings);
	return node(p, e, args.depth);
}

/* Embedded C bypasses the safety checks of the language. */
void rights_check(struct parser *p, const struct token *t)
{
	const char *what;

	if (t->kind == T_EMBED)
		what = "embedded C (%{ %})";
	else if (t->kind == T_CONST)
		what = arena_printf(p->arena, "'@%s'", t->name);
	else
		return;
	if (p->guru || (t->loc.src && t->loc.src->library) || p->skip_top || p->skip_stmt)
		return;
	diag_error(p->diag, t->loc, "%s needs guru mode: run with -g", what);
}
