// SPDX-License-Identifier: GPL-2.0-or-later
/* The types of expressions; see types.c. */
#include "types_impl.h"

#include <string.h>

#include "translator/builtins.h"

/* The script's words for a type, with the article. */
const char *type_words(enum type t)
{
	switch (t) {
	case TYPE_LONG: return "a number";
	case TYPE_STRING: return "a string";
	case TYPE_STAT: return "an aggregate";
	case TYPE_VOID: return "nothing";
	case TYPE_UNKNOWN: break;
	}
	return "unknown";
}

/* True if a contradiction with the type from that place was reported: this one has the same cause. */
static bool is_told(struct types *t, struct loc origin, unsigned int part)
{
	const char *key;

	if (!origin.src)
		return false;
	key = arena_printf(t->e->arena, "%s:%u:%u", origin.src->name, origin.beg, part);
	if (map_get(&t->told, key))
		return true;
	map_put(&t->told, key, t);
	return false;
}

static void mismatch(struct types *t, struct loc loc, enum type got, struct want w)
{
	if (!t->report || is_told(t, w.loc, w.part))
		return;
	diag_error(t->e->diag, loc, "type mismatch: this is %s, but %s is needed%s%s",
		   type_words(got), type_words(w.type), w.why ? ": " : "", w.why ? w.why : "");
	if (w.loc.src && (w.loc.src != loc.src || w.loc.beg != loc.beg))
		diag_note(t->e->diag, w.loc, "that type came from here");
}

/* The type of an expression that is not a variable's. */
static void set_type(struct types *t, struct expr *x, enum type type, struct want w)
{
	if (x->type == TYPE_UNKNOWN && type != TYPE_UNKNOWN) {
		x->type = type;
		rounds_learned(&t->rounds, NULL);
	}
	if (x->type != TYPE_UNKNOWN && w.type != TYPE_UNKNOWN && x->type != w.type)
		mismatch(t, x->loc, x->type, w);
}

static void var_mismatch(struct types *t, const struct var *v, struct loc loc, struct want w)
{
	if (!t->report || is_told(t, v->type_loc.src ? v->type_loc : w.loc, 0))
		return;
	diag_error(t->e->diag, loc, "type mismatch: '%s' is %s, but %s is needed%s%s", v->name, type_words(v->type),
		   type_words(w.type), w.why ? ": " : "", w.why ? w.why : "");
	if (v->type_loc.src && (v->type_loc.src != loc.src || v->type_loc.beg != loc.beg))
		diag_note(t->e->diag, v->type_loc, "'%s' became %s here", v->name, type_words(v->type));
	else if (w.loc.src && (w.loc.src != loc.src || w.loc.beg != loc.beg))
		diag_note(t->e->diag, w.loc, "that type came from here");
}

/* A variable used as w at loc: each takes its unknown type from the other. */
enum type var_unify(struct types *t, struct var *v, struct loc loc, struct want w)
{
	if (v->type == TYPE_UNKNOWN && w.type != TYPE_UNKNOWN && w.type != TYPE_VOID) {
		v->type = w.type;
		v->type_loc = loc;
		rounds_learned(&t->rounds, v);
	} else if (v->type != TYPE_UNKNOWN && w.type != TYPE_UNKNOWN && v->type != w.type) {
		var_mismatch(t, v, loc, w);
	}
	return v->type;
}

static void key_unify(struct types *t, struct var *v, unsigned int i, struct expr *key)
{
	struct want w = { .type = v->key_type[i], .loc = v->loc, .part = i + 1,
			  .why = "the other keys at that position are" };

	infer(t, key, w);
	if (v->key_type[i] == TYPE_UNKNOWN && (key->type == TYPE_LONG || key->type == TYPE_STRING)) {
		v->key_type[i] = key->type;
		rounds_learned(&t->rounds, v);
	}
	if (t->report && key->type == TYPE_STAT)
		diag_error(t->e->diag, key->loc, "an aggregate cannot be a key");
}

void keys_unify(struct types *t, struct var *v, expr_vec *keys)
{
	for (unsigned int i = 0; i < keys->n; i++) {
		if (!keys->v[i])
			continue;
		if (v && i < sizeof(v->key_type) / sizeof(*v->key_type))
			key_unify(t, v, i, keys->v[i]);
		else
			infer(t, keys->v[i], want_nothing);
	}
}

static void infer_bucket(struct types *t, struct expr *hist, expr_vec *keys)
{
	infer(t, hist, want_nothing);
	vec_each(k, keys)
		if (*k)
			infer(t, *k, want_long("a bucket has a number"));
}

static void infer_in(struct types *t, struct expr *x, struct want w)
{
	struct var *v = expr_var(x->in.array);

	if (x->in.array->kind == EXPR_HIST)
		infer_bucket(t, x->in.array, &x->in.keys);
	else
		keys_unify(t, v, &x->in.keys);
	if (v)
		x->in.array->type = v->type;
	set_type(t, x, TYPE_LONG, w);
}

static void infer_index(struct types *t, struct expr *x, struct want w)
{
	struct var *v = expr_var(x);

	if (x->index.base->kind == EXPR_HIST) {
		infer_bucket(t, x->index.base, &x->index.keys);
		set_type(t, x, TYPE_LONG, w);
		return;
	}
	keys_unify(t, v, &x->index.keys);
	if (!v)
		return;
	vec_each(k, &x->index.keys) {
		if (*k || !t->report)
			continue;
		diag_error(t->e->diag, x->loc, "'*' stands for many elements: only foreach, delete and 'in' take it, "
			   "here '%s' needs each key", v->name);
		break;
	}
	x->type = var_unify(t, v, x->index.base->loc, w);
	x->index.base->type = v->type;
}

/* ---- calls ------------------------------------------------------------------------------------ */

/* "'start' of substr(str, start, length) is", of "substr:string (str:string, start:long, length:long)". */
static const char *builtin_why(struct types *t, const struct builtin *bi, unsigned int param)
{
	const char *p = strchr(bi->signature, '('), *name = bi->name, *s;
	struct strbuf b = { 0 };
	size_t len = strlen(name);

	if (!t->report || !p)
		return NULL;
	strbuf_printf(&b, " of %s(", bi->name);
	for (unsigned int i = 0; i < bi->nparams; i++) {
		size_t n;

		p += 1 + strspn(p + 1, " ");
		n = strcspn(p, ":,)");
		if (i == param) {
			name = p;
			len = n;
		}
		strbuf_printf(&b, "%s%.*s", i ? ", " : "", (int)n, p);
		p += strcspn(p, ",)");
	}
	s = arena_printf(t->e->arena, "'%.*s'%s) is", (int)len, name, strbuf_str(&b));
	strbuf_deinit(&b);
	return s;
}

static void infer_builtin(struct types *t, struct expr *x, struct want w)
{
	const struct builtin *bi = x->call.builtin;

	for (unsigned int i = 0; i < x->call.args.n; i++) {
		infer(t, x->call.args.v[i],
		      i < bi->nparams ? want_of(bi->params[i], builtin_why(t, bi, i)) : want_nothing);
		if (t->report && builtin_takes_literal(bi, i) && x->call.args.v[i]->kind != EXPR_STRING)
			diag_error(t->e->diag, x->call.args.v[i]->loc, "argument %u of %s() must be a string literal", i + 1,
				   bi->name);
	}
	/* one without a result is 0 or "", as needed */
	if (bi->type != TYPE_VOID)
		set_type(t, x, bi->type, w);
	else if (w.type == TYPE_LONG || w.type == TYPE_STRING)
		set_type(t, x, w.type, w);
	else if (w.type == TYPE_STAT)
		mismatch(t, x->loc, TYPE_VOID, w);
}

/*
 * The argument's type for later functions of the chain. The argument was visited for the first one and is not visited
 * again: nested calls would be visited 2^depth times. Variables still get types.
 */
static void infer_again(struct types *t, struct expr *arg, struct want w)
{
	if (arg->kind == EXPR_SYMBOL || arg->kind == EXPR_INDEX)
		infer(t, arg, w);
	else if (arg->type != TYPE_UNKNOWN && w.type != TYPE_UNKNOWN && arg->type != w.type)
		mismatch(t, arg->loc, arg->type, w);
}

/* The first function of the chain with a known type of a parameter sets it for the others. */
static void chain_params(struct types *t, struct expr *x)
{
	struct func *first = x->call.callees.v[0];

	for (unsigned int i = 0; i < x->call.args.n && i < first->params.n; i++)
		for (unsigned int k = 1; k < x->call.callees.n && first->params.v[i]->type == TYPE_UNKNOWN; k++) {
			struct var *p = x->call.callees.v[k]->params.v[i];

			var_unify(t, first->params.v[i], p->type_loc.src ? p->type_loc : p->loc,
				  (struct want){ .type = p->type });
		}
}

static void infer_callee(struct types *t, struct expr *x, struct func *f, struct want w)
{
	enum type wanted = w.type == TYPE_UNKNOWN ? x->type : w.type;

	for (unsigned int i = 0; i < x->call.args.n && i < f->params.n; i++) {
		struct var *p = f->params.v[i];
		struct expr *arg = x->call.args.v[i];
		struct want pw = { .type = p->type, .loc = p->type_loc.src ? p->type_loc : p->loc,
				   .why = "the function's parameter is" };

		if (arg->type == TYPE_STAT)
			pw = want_nothing;		/* reported below */
		if (f == x->call.callees.v[0])
			infer(t, arg, pw);
		else
			infer_again(t, arg, pw);
		if (p->type == TYPE_UNKNOWN && (arg->type == TYPE_LONG || arg->type == TYPE_STRING))
			var_unify(t, p, arg->loc, (struct want){ .type = arg->type });
		if (t->report && arg->type == TYPE_STAT)
			diag_error(t->e->diag, arg->loc,
				   "an aggregate cannot be given to a function: take a number out of it, such as @count(...)");
	}
	/* a function that returns nothing has the type needed, or that of the others in the chain */
	if (f->type == TYPE_UNKNOWN && (wanted == TYPE_LONG || wanted == TYPE_STRING)) {
		f->type = wanted;
		f->type_loc = x->loc;
		rounds_learned(&t->rounds, f);
	}
	if (x->type == TYPE_UNKNOWN && f->type != TYPE_UNKNOWN) {
		x->type = f->type;
		rounds_learned(&t->rounds, NULL);
	}
	if (w.type != TYPE_UNKNOWN && f->type != TYPE_UNKNOWN && w.type != f->type) {
		mismatch(t, x->loc, f->type, w);
		if (t->report && f->type_loc.src)
			diag_note(t->e->diag, f->type_loc, "function '%s' returns %s because of this", f->name,
				  type_words(f->type));
	}
}

static void infer_call(struct types *t, struct expr *x, struct want w)
{
	if (x->call.builtin) {
		infer_builtin(t, x, w);
		return;
	}
	if (!x->call.callees.n)
		vec_each(a, &x->call.args)
			infer(t, *a, want_nothing);
	if (x->call.callees.n > 1)
		chain_params(t, x);
	vec_each(f, &x->call.callees)
		infer_callee(t, x, *f, w);
}

/* ---- operators ---------------------------------------------------------------------------------- */

static bool is_comparison(enum op op)
{
	return op >= OP_EQ && op <= OP_GE;
}

/* Both sides have the same type: a known one sets the other. */
static void infer_alike(struct types *t, struct expr *a, struct expr *b, struct want w, const char *why)
{
	const struct var *v = expr_var(a);
	struct want wa = w;

	infer(t, a, wa);
	if (wa.type == TYPE_UNKNOWN)
		wa = (struct want){ .type = a->type == TYPE_VOID ? TYPE_UNKNOWN : a->type,
				    .loc = v && v->type_loc.src ? v->type_loc : a->loc, .why = why };
	infer(t, b, wa);
	if (a->type == TYPE_UNKNOWN && b->type != TYPE_UNKNOWN && b->type != TYPE_VOID)
		infer(t, a, (struct want){ .type = b->type, .loc = b->loc, .why = why });
}

static void infer_binary(struct types *t, struct expr *x, struct want w)
{
	struct expr *a = x->binary.a, *b = x->binary.b;

	if (x->binary.op == OP_CONCAT) {
		infer(t, a, want_of(TYPE_STRING, "'.' joins strings; sprint() makes one of a number"));
		infer(t, b, want_of(TYPE_STRING, "'.' joins strings; sprint() makes one of a number"));
		set_type(t, x, TYPE_STRING, w);
	} else if (is_comparison(x->binary.op)) {
		infer_alike(t, a, b, want_nothing, "both sides of a comparison must have the same type");
		if (t->report && (a->type == TYPE_STAT || b->type == TYPE_STAT))
			diag_error(t->e->diag, x->loc,
				   "an aggregate cannot be compared: take a number out of it, such as @count(...)");
		set_type(t, x, TYPE_LONG, w);
	} else {
		infer(t, a, want_long("this operator takes numbers"));
		infer(t, b, want_long("this operator takes numbers"));
		set_type(t, x, TYPE_LONG, w);
	}
}

static void infer_assign(struct types *t, struct expr *x, struct want w)
{
	struct expr *target = x->assign.target, *value = x->assign.value;

	if (x->assign.op == OP_ACCUM) {
		infer(t, target, want_of(TYPE_STAT, "'<<<' makes an aggregate"));
		infer(t, value, want_long("an aggregate takes numbers"));
		set_type(t, x, TYPE_LONG, w);
		return;
	}
	if (x->assign.op == OP_ASSIGN && t->report && (target->type == TYPE_STAT || value->type == TYPE_STAT)) {
		diag_error(t->e->diag, x->loc,
			   "an aggregate cannot be assigned: '<<<' adds a value to it, 'delete' empties it");
		return;
	}
	if (x->assign.op == OP_ASSIGN) {
		infer_alike(t, target, value, w, "what is assigned must be what the variable is");
		if (x->type == TYPE_UNKNOWN)
			set_type(t, x, target->type, want_nothing);
		return;
	}
	if (x->assign.op == OP_CONCAT) {
		infer(t, target, want_of(TYPE_STRING, "'.=' joins strings"));
		infer(t, value, want_of(TYPE_STRING, "'.=' joins strings"));
		set_type(t, x, TYPE_STRING, w);
		return;
	}
	infer(t, target, want_long("this operator takes numbers"));
	infer(t, value, want_long("this operator takes numbers"));
	set_type(t, x, TYPE_LONG, w);
}

static void infer_ternary(struct types *t, struct expr *x, struct want w)
{
	infer(t, x->ternary.cond, want_long("a condition is a number"));
	infer_alike(t, x->ternary.then, x->ternary.other, w, "both branches must have the same type");
	set_type(t, x, x->ternary.then->type != TYPE_UNKNOWN ? x->ternary.then->type : x->ternary.other->type,
		 want_nothing);
}

static void infer_stat(struct types *t, struct expr *stat, const char *who)
{
	infer(t, stat, want_of(TYPE_STAT, who));
}

/* ---- print -------------------------------------------------------------------------------------- */

static void infer_format_args(struct types *t, struct expr *x)
{
	unsigned int i = 0;
	struct format_part *last = NULL;

	vec_each(p, &x->print.format->parts) {
		if (p->conv == CONV_LITERAL)
			continue;
		last = p;
		for (int k = 0; k < 2; k++)
			if ((k ? p->precision_kind : p->width_kind) == SIZE_ARG && i < x->print.args.n)
				infer(t, x->print.args.v[i++], want_long("a '*' in the format takes a number"));
			else if ((k ? p->precision_kind : p->width_kind) == SIZE_ARG)
				i++;
		if (i < x->print.args.n)
			infer(t, x->print.args.v[i],
			      (struct want){ .type = p->conv == CONV_STRING ? TYPE_STRING : TYPE_LONG,
					     .why = p->conv == CONV_STRING ? "%s prints a string, %d a number" :
									     "this directive prints a number, %s a string" });
		i++;
	}
	for (unsigned int k = i; k < x->print.args.n; k++)
		infer(t, x->print.args.v[k], want_nothing);
	if (!t->report || i == x->print.args.n)
		return;
	if (i < x->print.args.n)
		diag_error(t->e->diag, x->print.args.v[i]->loc,
			   "too many arguments: the format takes %u, here are %u", i, x->print.args.n);
	else
		diag_error(t->e->diag, last ? last->loc : x->loc,
			   "too few arguments: the format takes %u, here are %u", i, x->print.args.n);
}

/* True for a call without a result: no function of the chain returns a value. */
static bool is_without_value(const struct expr *x)
{
	if (x->kind != EXPR_CALL)
		return false;
	if (x->call.builtin)
		return x->type != TYPE_LONG && x->type != TYPE_STRING;
	for (unsigned int i = 0; i < x->call.callees.n; i++)
		if (x->call.callees.v[i]->type == TYPE_LONG || x->call.callees.v[i]->type == TYPE_STRING ||
		    x->call.callees.v[i]->embed || func_gives_value(x->call.callees.v[i]))
			return false;
	return x->call.callees.n > 0;
}

static void infer_print(struct types *t, struct expr *x, struct want w)
{
	if (x->print.kind == PRINT_PRINTF && x->print.format) {
		infer_format_args(t, x);
	} else {
		vec_each(a, &x->print.args) {
			infer(t, *a, want_nothing);
			if (!t->report || (*a)->kind == EXPR_HIST)
				continue;
			if ((*a)->type == TYPE_STAT)
				diag_error(t->e->diag, (*a)->loc,
					   "an aggregate cannot be printed as it is: use @count(...), @avg(...) or print(@hist_log(...))");
			if (is_without_value(*a))
				diag_error(t->e->diag, (*a)->loc, "function '%s' returns no value that could be printed",
					   (*a)->call.name);
		}
	}
	set_type(t, x, x->print.to_string ? TYPE_STRING : TYPE_LONG, w);
}

/* ---- everything else ------------------------------------------------------------------------------ */

static void infer_access(struct types *t, struct expr *x, struct want w)
{
	if (x->access.operand)
		infer(t, x->access.operand, want_long("an address is a number"));
	vec_each(s, &x->access.steps)
		if (s->index)
			infer(t, s->index, want_long("an index is a number"));
	/* $x$ is replaced by a string and never used as a number */
	set_type(t, x, (x->access.steps.n && vec_last(&x->access.steps).kind == STEP_PRETTY) ||
		 (x->access.prog && x->access.prog->is_string) ? TYPE_STRING : TYPE_LONG, w);
}

static bool embed_is_string(const struct embed *em)
{
	return em && memmem(em->text, em->len, "/* string */", 12);
}

void infer(struct types *t, struct expr *x, struct want w)
{
	switch (x->kind) {
	case EXPR_NUMBER:
		set_type(t, x, TYPE_LONG, w);
		break;
	case EXPR_STRING:
		set_type(t, x, TYPE_STRING, w);
		break;
	case EXPR_SYMBOL:
		if (x->symbol.var) {
			enum type type = var_unify(t, x->symbol.var, x->loc, w);

			if (x->type == TYPE_UNKNOWN && type != TYPE_UNKNOWN)
				rounds_learned(&t->rounds, NULL);
			x->type = type;
		}
		break;
	case EXPR_INDEX:
		infer_index(t, x, w);
		break;
	case EXPR_CALL:
		infer_call(t, x, w);
		break;
	case EXPR_UNARY:
		infer(t, x->unary.a, want_long("this operator takes a number"));
		set_type(t, x, TYPE_LONG, w);
		break;
	case EXPR_BINARY:
		infer_binary(t, x, w);
		break;
	case EXPR_LOGICAL:
		infer(t, x->binary.a, want_long("'&&' and '||' take numbers"));
		infer(t, x->binary.b, want_long("'&&' and '||' take numbers"));
		set_type(t, x, TYPE_LONG, w);
		break;
	case EXPR_TERNARY:
		infer_ternary(t, x, w);
		break;
	case EXPR_ASSIGN:
		infer_assign(t, x, w);
		break;
	case EXPR_INCDEC:
		infer(t, x->incdec.target, want_long("'++' and '--' take numbers"));
		set_type(t, x, TYPE_LONG, w);
		break;
	case EXPR_IN:
		infer_in(t, x, w);
		break;
	case EXPR_REGEX:
		infer(t, x->regex.subject, want_of(TYPE_STRING, "'=~' searches a string"));
		set_type(t, x, TYPE_LONG, w);
		break;
	case EXPR_STATOP:
		infer_stat(t, x->statop.stat, "@count and the like take an aggregate, made by '<<<'");
		if (x->statop.rank)
			infer(t, x->statop.rank, want_long("a percentile is a number"));
		if (x->statop.whole)
			infer(t, x->statop.whole, want_long("a percentile is a part of a number"));
		set_type(t, x, TYPE_LONG, w);
		break;
	case EXPR_HIST:
		infer_stat(t, x->hist.stat, "a histogram is of an aggregate, made by '<<<'");
		break;
	case EXPR_PRINT:
		infer_print(t, x, w);
		break;
	case EXPR_ACCESS:
		infer_access(t, x, w);
		break;
	case EXPR_ENTRY:
		infer(t, x->one.a, w);
		set_type(t, x, x->one.a->type, want_nothing);
		break;
	case EXPR_ENUMNAME:
		infer(t, x->enumname.value, want_long("an enumerator is a number"));
		set_type(t, x, TYPE_STRING, w);
		break;
	case EXPR_DEREF:
		infer(t, x->deref.size, want_long("a size is a number"));
		infer(t, x->deref.address, want_long("an address is a number"));
		set_type(t, x, TYPE_LONG, w);
		break;
	case EXPR_REGISTER:
		infer(t, x->reg.number, want_long("a register has a number"));
		set_type(t, x, TYPE_LONG, w);
		break;
	case EXPR_EMBED:
		set_type(t, x, embed_is_string(x->embed) ? TYPE_STRING : TYPE_LONG, w);
		break;
	case EXPR_DEFINED: case EXPR_PERF: case EXPR_ATCONST: case EXPR_ENUM: case EXPR_PROBEWRITE:
		set_type(t, x, TYPE_LONG, w);
		break;
	}
}
