// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Target access: $x, $$vars, @var, @cast, p->f, @defined, @entry, @enum ...
 * Walked from the top, so that code removed by a constant condition (mostly @defined) is not resolved. The result of
 * debuginfo is kept in the node as a location program; a value that exists only at the function's entry becomes a
 * variable saved there (handler.entries). p->f waits for the C type of p (dtypes.c). An access that still waits in the
 * final round is an error.
 */
#include <string.h>

#include "elaborate.h"
#include "pretty.h"
#include "translator/image/image.h"

struct targets {
	struct elab *e;
	struct body *b;
	struct target_context at;
	bool has_context;		/* the family has context variables */
	bool in_entry;			/* inside @entry(): as the entry probe sees it */
	bool trial;			/* @defined: report nothing, change nothing */
	bool failed;			/* during a trial */
	bool storing;			/* the target of an assignment */
	bool waiting;
	bool changed;
};

static void resolve(struct targets *t, struct expr **ep);

static struct debuginfo *debuginfo_of(struct targets *t)
{
	return target_debuginfo(t->e->t);
}

/* ---- errors ------------------------------------------------------------------------- */

static void replace_by_zero(struct targets *t, struct expr **ep)
{
	*ep = expr_number(t->e->arena, (*ep)->loc, 0);
	(*ep)->type = TYPE_LONG;
	t->changed = true;
}

static const char *access_words(struct targets *t, const struct expr *x)
{
	struct strbuf b = { 0 };
	const char *s;

	unparse_expr(&b, x);
	s = arena_strdup(t->e->arena, strbuf_str(&b));
	strbuf_deinit(&b);
	return s;
}

/* --skip-badvars covers only reads: a write must have a target. */
static bool may_be_bad(const struct targets *t)
{
	return t->e->s->opt.skip_badvars && !t->storing;
}

/* Reports text at loc, once per place in the script for all probes made from it; counted each time. */
static void complain(struct targets *t, struct loc loc, const char *text)
{
	const char *key = arena_printf(t->e->arena, "%s:%u", loc.src ? loc.src->name : "", loc.beg);
	bool is_told = map_get(&t->e->targets_told, key) != NULL;

	map_put(&t->e->targets_told, key, t->e);
	if (may_be_bad(t))
		diag_warn(t->e->diag, loc, "%s: read as 0 (--skip-badvars)", text);
	else if (is_told)
		t->e->diag->errors++;
	else
		diag_error(t->e->diag, loc, "%s", text);
}

__attribute__((format(printf, 3, 4)))
static void fail(struct targets *t, struct expr **ep, const char *fmt, ...)
{
	struct strbuf text = { 0 };
	va_list ap;

	t->failed = true;
	if (t->trial)
		return;
	va_start(ap, fmt);
	strbuf_vprintf(&text, fmt, ap);
	va_end(ap);
	complain(t, (*ep)->loc, strbuf_str(&text));
	strbuf_deinit(&text);
	replace_by_zero(t, ep);
}

/*
 * $count of system calls and other aliases, as in older scripts: if the function lacks it, the alias mostly has a
 * variable of that name or, for a user pointer, NAME_uaddr. NULL: it has none.
 */
static const char *variable_of_alias(struct targets *t, const struct access *a)
{
	const struct body *b = t->b->owner ? t->b->owner : t->b;
	const struct var *v;

	if (a->base != ACCESS_TARGET || a->name[0] != '$')
		return NULL;
	v = map_get(&b->names, a->name + 1);
	if (!v)
		v = map_get(&b->names, arena_printf(t->e->arena, "%s_uaddr", a->name + 1));
	return v && loc_is_library(v->loc) ? v->name : NULL;
}

/*
 * Reports that debuginfo has no value for *ep; why has the reason, the step where it stopped the place. The same
 * reason in the same probe, for another chain with the same beginning, is reported once.
 */
static void fail_unresolved(struct targets *t, struct expr **ep, const char *why)
{
	const struct access_step *step = debuginfo_failed_step(debuginfo_of(t));
	struct loc loc = step && step->loc.src ? step->loc : (*ep)->loc;
	const char *key, *own;

	t->failed = true;
	if (t->trial)
		return;
	own = t->at.with_types ? NULL : variable_of_alias(t, &(*ep)->access);	/* .args sets them of what is reported here */
	if (own)
		why = arena_printf(t->e->arena, "%s; the probe point has a variable '%s', without $", why, own);
	key = arena_printf(t->e->arena, "%p %s", t->b->probe ? (void *)t->b->probe->source : (void *)t->b, why);
	if (map_get(&t->e->targets_told, key) && !may_be_bad(t)) {
		t->e->diag->errors++;
	} else {
		map_put(&t->e->targets_told, key, t->e);
		complain(t, loc, arena_printf(t->e->arena, "unresolved target variable '%s': %s",
					      access_words(t, *ep), why));
	}
	replace_by_zero(t, ep);
}

/* ---- values saved at entry --------------------------------------------------------------------------- */

/* The variable that holds the value of `value` at the function's entry; equal texts are saved once. */
static struct expr *entry_variable(struct targets *t, struct expr *value)
{
	struct arena *a = t->e->arena;
	struct strbuf text = { 0 };
	struct entry_value en = { .value = value };
	struct var *v;
	struct expr *x;

	unparse_expr(&text, value);
	if (value->kind == EXPR_ACCESS && value->access.prog) {		/* the parts of $$parms have the same text */
		strbuf_putc(&text, ' ');
		locprog_print(&text, value->access.prog);
	}
	v = map_get(&t->b->entries, strbuf_str(&text));
	if (!v) {
		v = arena_new_of(a, struct var);
		v->name = intern(arena_printf(a, "entry_%u", t->b->handler->entries.n + 1));
		v->loc = value->loc;
		v->scope = SCOPE_LOCAL;
		v->type = value->type;
		v->type_loc = value->loc;
		v->dtype = value->dtype;
		en.var = v;
		vec_push(a, &t->b->handler->entries, en);
		map_put(&t->b->entries, intern(strbuf_str(&text)), v);
	}
	strbuf_deinit(&text);
	x = expr_symbol(a, value->loc, v->name);
	x->symbol.var = v;
	x->symbol.scope = SCOPE_LOCAL;
	x->type = v->type;
	x->dtype = v->dtype;
	return x;
}

static bool uses_local_pre(struct walk *w, struct expr **ep)
{
	if ((*ep)->kind == EXPR_SYMBOL && (*ep)->symbol.scope != SCOPE_GLOBAL)
		*(struct expr **)w->ctx = *ep;
	return true;
}

static struct expr *local_in(struct expr *x)
{
	struct expr *local = NULL;
	struct walk w = { .pre_expr = uses_local_pre, .ctx = &local };

	walk_expr(&w, &x);
	return local;
}

static struct body *owner_of(const struct targets *t)
{
	return t->b->owner ? t->b->owner : t->b;
}

static void save_at_entry(struct targets *t, struct expr **ep)
{
	struct expr *local = local_in(*ep);
	struct body *here = t->b;

	if (local) {
		fail(t, ep, "this is read at the function's entry, where '%s' has no value yet: "
		     "save the parts in an entry probe", local->symbol.name);
		return;
	}
	if (t->trial)
		return;
	t->b = owner_of(t);
	if (!t->b->handler)
		bug("a value saved at entry, outside of a handler");
	*ep = entry_variable(t, *ep);
	t->b = here;
	t->changed = true;
}

/* ---- $x, @var, @cast, p->f ----------------------------------------------------------------------------- */

static void collect_inputs(struct targets *t, struct access *a)
{
	memset(&a->inputs, 0, sizeof(a->inputs));
	if (a->operand)
		vec_push(t->e->arena, &a->inputs, a->operand);
	vec_each(s, &a->steps)
		if (s->kind == STEP_INDEX)
			vec_push(t->e->arena, &a->inputs, s->index);
}

static bool is_aggregate(struct dtype *type)
{
	struct dtype *d = dtype_strip(type);

	return d && (d->kind == DTYPE_STRUCT || d->kind == DTYPE_UNION);
}

static bool has_context(struct targets *t, struct expr **ep)
{
	const struct access *a = &(*ep)->access;

	if (a->base != ACCESS_TARGET || t->has_context)
		return true;
	if (!t->b->probe)
		fail(t, ep, "'%s' in a function that no probe with such a variable calls", a->name);
	else
		fail(t, ep, "'%s' is not available here: the probe '%s' has no context variables", a->name,
		     t->b->probe->text);
	return false;
}

/* NULL: the type of the pointer is not known (yet). */
static bool operand_type(struct targets *t, struct expr **ep, struct dtype **ret)
{
	struct access *a = &(*ep)->access;

	*ret = NULL;
	if (a->base != ACCESS_POINTER)
		return true;
	if (a->address_of && !a->steps.n) {
		fail(t, ep, "'%s' is a value of the script and has no address: expected $name, @var(), @cast() or a member "
		     "behind '&'", access_words(t, a->operand));
		return false;
	}
	*ret = dtype_known(a->operand->dtype);
	if (*ret)
		return true;
	if (a->operand->kind == EXPR_CALL && !a->operand->call.builtin && !a->operand->call.callees.n) {
		t->failed = true;		/* symbols.c reports that there is no such function */
		return false;
	}
	if (!t->e->last_resort) {
		t->e->wants_dtypes = debuginfo_of(t) != NULL;
		t->waiting = true;
		return false;
	}
	if (a->steps.n && a->steps.v[0].kind == STEP_INDEX && a->operand->kind == EXPR_SYMBOL)
		fail(t, ep, "'%s' is not an array, and no C type is known for it: arrays are global, add 'global %s' to the script",
		     a->operand->symbol.name, a->operand->symbol.name);
	else if (a->operand->dtype)
		fail(t, ep, "'%s' came with two different C types: say which with @cast(%s, \"type\")",
		     access_words(t, a->operand), access_words(t, a->operand));
	else
		fail(t, ep, "no C type is known for '%s': say it with @cast(%s, \"type\")", access_words(t, a->operand),
		     access_words(t, a->operand));
	return false;
}

static void finish_access(struct targets *t, struct expr **ep, struct locprog *prog)
{
	struct expr *x = *ep;
	struct handler *h = owner_of(t)->handler;

	if (prog->is_address && !x->access.address_of && is_aggregate(prog->type)) {
		struct strbuf type = { 0 };

		dtype_print(&type, prog->type);
		fail(t, ep, "'%s' is a whole %s: take a member with ->, its address with &, or a text of it with %s$",
		     access_words(t, x), strbuf_str(&type), access_words(t, x));
		strbuf_deinit(&type);
		return;
	}
	if (t->trial)
		return;
	if (!x->access.prog)
		t->changed = true;
	builds_note(t->e, prog);
	x->access.prog = prog;
	x->type = prog->is_string ? TYPE_STRING : TYPE_LONG;
	x->dtype = prog->type;
	collect_inputs(t, &x->access);
	if (h)
		h->uses_regs |= prog->needs_regs;
	if (prog->at_entry && !t->in_entry && t->at.is_return) {
		if (x->access.is_store)
			fail(t, ep, "'%s' can only be read here, with its value at the function's entry",
			     access_words(t, x));
		else
			save_at_entry(t, ep);
	}
}

static void resolve_access(struct targets *t, struct expr **ep)
{
	struct expr *x = *ep;
	struct strbuf why = { 0 };
	struct debuginfo *di;
	struct dtype *type;
	struct locprog *prog;
	bool storing = t->storing;

	t->storing = false;		/* its operands are read */
	if (x->access.operand)		/* it may wait for a type while the rest is resolved */
		resolve(t, &x->access.operand);
	vec_each(s, &x->access.steps)
		if (s->index)
			resolve(t, &s->index);
	t->storing = storing;
	if (x->access.prog)
		return;
	if (!has_context(t, ep) || !operand_type(t, ep, &type))
		return;
	prog = context_var_program(t->e->arena, context_var_find(&t->at, &x->access));
	if (prog) {
		finish_access(t, ep, prog);
		return;
	}
	di = debuginfo_of(t);
	if (!di) {
		fail(t, ep, "'%s' needs the kernel's types", access_words(t, x));
		return;
	}
	if (pretty_is(&x->access)) {
		struct expr *text = pretty_make(t->e, &t->at, x, type, t->trial, &why);

		if (!text) {
			fail_unresolved(t, ep, strbuf_str(&why));
		} else if (!t->trial) {
			*ep = text;
			t->changed = true;
			if (text->kind == EXPR_PRINT)
				vec_each(arg, &text->print.args)
					if ((*arg)->kind == EXPR_ACCESS)
						finish_access(t, arg, (*arg)->access.prog);
		}
	} else {
		prog = debuginfo_access(di, &t->at, &x->access, type, &why);
		if (!prog)
			fail_unresolved(t, ep, strbuf_str(&why));
		else
			finish_access(t, ep, prog);
	}
	strbuf_deinit(&why);
}

/* ---- @entry, @enum ... ------------------------------------------------------------------------------------ */

static void resolve_entry(struct targets *t, struct expr **ep)
{
	struct expr *inner = (*ep)->one.a;
	bool was_return = t->at.is_return;

	if (!t->b->probe || !t->b->probe->is_return) {
		fail(t, ep, "@entry is a value at the function's entry: it needs a '.return' probe");
		return;
	}
	if (t->in_entry) {
		fail(t, ep, "@entry inside of @entry");
		return;
	}
	t->in_entry = true;
	t->at.is_return = false;
	resolve(t, &(*ep)->one.a);
	t->in_entry = false;
	t->at.is_return = was_return;
	if (t->waiting || t->trial)
		return;
	inner = (*ep)->one.a;
	*ep = inner;
	save_at_entry(t, ep);
}

static void resolve_enum(struct targets *t, struct expr **ep)
{
	struct debuginfo *di = debuginfo_of(t);
	int64_t n;

	compatible_need(t->e->s, COMPATIBLE_ENUM, (*ep)->loc);
	if (!di || !debuginfo_enumerator(di, &t->at, (*ep)->named.name, &n)) {
		fail(t, ep, "no enumeration of %s has an enumerator '%s'", t->at.place && t->at.place->image ?
		     t->at.place->image->name : "the kernel", (*ep)->named.name);
		return;
	}
	if (t->trial)
		return;
	*ep = expr_number(t->e->arena, (*ep)->loc, n);
	(*ep)->type = TYPE_LONG;
	t->changed = true;
}

/* @enumname(v) -> (t = v) == 0 ? "A" : t == 1 ? "B" : sprintf("%d", t) */
static void resolve_enumname(struct targets *t, struct expr **ep)
{
	struct debuginfo *di;
	struct strbuf why = { 0 };
	struct expr *x = *ep, *made;

	compatible_need(t->e->s, COMPATIBLE_ENUMNAME, x->loc);
	resolve(t, &x->enumname.value);
	di = debuginfo_of(t);
	if (t->waiting || t->trial)
		return;
	made = di ? enumname_make(t->e, t->b, &t->at, x, &why) : NULL;
	if (!made) {
		fail(t, ep, "@enumname: %s", why.len ? why.s : "the kernel's types are not known");
	} else {
		*ep = made;
		t->changed = true;
	}
	strbuf_deinit(&why);
}

static const char *counter_of(const struct dprobe *p)
{
	return p->family->counter ? p->family->counter(p) : NULL;
}

/* The node is kept, with the probe that counts. */
static void resolve_perf(struct targets *t, struct expr **ep)
{
	const char *name = (*ep)->named.name;
	struct near near = NEAR_INIT(name);

	vec_each(p, &t->e->program.probes) {
		if (!counter_of(*p))
			continue;
		if (!strcmp(counter_of(*p), name)) {
			(*ep)->named.probe = *p;
			return;
		}
		near_try(&near, counter_of(*p));
	}
	if (near.best)
		fail(t, ep, "@perf(\"%s\"): no probe declares that counter (did you mean \"%s\"?)", name, near.best);
	else
		fail(t, ep, "@perf(\"%s\"): no probe declares that counter; one such as 'probe perf.sw.page_faults.counter(\"%s\") {}' does",
		     name, name);
}

/* @const("M") is the C expression M. */
static void resolve_const(struct targets *t, struct expr **ep)
{
	struct expr *x = *ep, *made;

	if (!t->e->s->opt.guru && !loc_is_library(x->loc)) {
		fail(t, ep, "@const takes any C expression: it needs -g (guru mode); @enum takes enumerators without");
		return;
	}
	if (t->trial)
		return;
	made = expr_new(t->e->arena, EXPR_EMBED, x->loc);
	made->embed = arena_new_of(t->e->arena, struct embed);
	made->embed->loc = x->loc;
	made->embed->text = arena_printf(t->e->arena, "(%s)", x->named.name);
	made->embed->len = (uint32_t)strlen(made->embed->text);
	made->type = TYPE_LONG;
	t->e->program.uses_embedded_c = true;
	*ep = made;
	t->changed = true;
}

/* ---- @defined ------------------------------------------------------------------------------------------------ */

static void resolve_defined(struct targets *t, struct expr **ep)
{
	struct targets trial = *t;
	struct expr *inner = expr_copy(t->e->arena, (*ep)->one.a);

	trial.trial = true;
	trial.failed = trial.waiting = false;
	resolve(&trial, &inner);
	if (trial.waiting) {
		t->waiting = true;
		return;
	}
	if (t->trial) {
		t->failed |= trial.failed;
		return;
	}
	*ep = expr_number(t->e->arena, (*ep)->loc, !trial.failed);
	(*ep)->type = TYPE_LONG;
	t->changed = true;
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

static void resolve_target(struct targets *t, struct expr **target)
{
	struct expr *x = *target;
	const struct context_var *own;

	if (x->kind != EXPR_ACCESS || x->access.prog) {
		resolve(t, target);
		return;
	}
	x->access.is_store = true;
	own = context_var_find(&t->at, &x->access);
	if (pretty_is(&x->access)) {
		fail(t, target, "'%s' is a text made of values, which cannot be written: write the variables and members", access_words(t, x));
		return;
	}
	if (own && !own->prog.can_store) {
		fail(t, target, "'%s' cannot be written: %s has it only to be read", access_words(t, x), t->at.own->owner);
		return;
	}
	/* Missing variables and types are reported first: -g would not help. */
	resolve(t, target);
	if ((*target)->kind == EXPR_NUMBER || ((*target)->kind == EXPR_ACCESS && !(*target)->access.prog))
		return;
	if (!t->e->s->opt.guru && !loc_is_library(x->loc) && !(own && own->prog.is_free))
		fail(t, target, "writing to '%s' can do harm: it needs -g (guru mode)", access_words(t, x));
	else if ((*target)->kind == EXPR_ACCESS && !(*target)->access.prog->can_store)
		fail(t, target, "'%s' cannot be written: it is in no register and no memory of its own here, the compiler computes it "
		     "where it is used", access_words(t, x));
}

static void resolve_store(struct targets *t, struct expr **target)
{
	bool storing = t->storing;

	t->storing = (*target)->kind == EXPR_ACCESS;
	resolve_target(t, target);
	t->storing = storing;
}

static bool pre_expr(struct walk *w, struct expr **ep)
{
	struct targets *t = w->ctx;

	resolve(t, ep);
	return false;
}

static void resolve_ternary(struct targets *t, struct expr **ep)
{
	struct expr *x = *ep;
	bool waited = t->waiting;

	t->waiting = false;
	resolve(t, &x->ternary.cond);
	fold_expr(t->e, &x->ternary.cond);
	if (fold_ternary(t->e, ep)) {
		t->changed = true;
		if (*ep != x)
			resolve(t, ep);
	}
	if (*ep == x && !t->waiting) {	/* else the condition may still remove a branch */
		resolve(t, &x->ternary.then);
		resolve(t, &x->ternary.other);
	}
	t->waiting |= waited;
}

static void resolve_logical(struct targets *t, struct expr **ep)
{
	struct expr *x = *ep;
	bool waited = t->waiting, value;

	t->waiting = false;
	resolve(t, &x->binary.a);
	fold_expr(t->e, &x->binary.a);
	if (expr_truth(x->binary.a, &value) && value == (x->binary.op == OP_LOR))
		fold_expr(t->e, ep);
	else if (!t->waiting)
		resolve(t, &x->binary.b);
	t->waiting |= waited;
}

/* Children without special handling. */
static void resolve_children(struct targets *t, struct expr *x)
{
	switch (x->kind) {
	case EXPR_INDEX:
		t->failed |= x->index.base->kind == EXPR_SYMBOL && x->index.base->symbol.scope != SCOPE_GLOBAL;
		if (x->index.base->kind == EXPR_HIST)
			resolve(t, &x->index.base);
		vec_each(k, &x->index.keys)
			if (*k)
				resolve(t, k);
		break;
	case EXPR_CALL:
		t->failed |= !x->call.builtin && !x->call.callees.n;
		vec_each(a, &x->call.args)
			resolve(t, a);
		break;
	case EXPR_UNARY:
		resolve(t, &x->unary.a);
		break;
	case EXPR_BINARY:
		resolve(t, &x->binary.a);
		resolve(t, &x->binary.b);
		break;
	case EXPR_IN:
		t->failed |= x->in.array->kind == EXPR_SYMBOL && x->in.array->symbol.scope != SCOPE_GLOBAL;
		vec_each(k, &x->in.keys)
			if (*k)
				resolve(t, k);
		break;
	case EXPR_REGEX:
		resolve(t, &x->regex.subject);
		break;
	case EXPR_STATOP:
		resolve(t, &x->statop.stat);
		if (x->statop.rank)
			resolve(t, &x->statop.rank);
		if (x->statop.whole)
			resolve(t, &x->statop.whole);
		break;
	case EXPR_HIST:
		resolve(t, &x->hist.stat);
		break;
	case EXPR_PRINT:
		vec_each(a, &x->print.args)
			resolve(t, a);
		break;
	case EXPR_DEREF:
		resolve(t, &x->deref.size);
		resolve(t, &x->deref.address);
		break;
	case EXPR_REGISTER:
		resolve(t, &x->reg.number);
		break;
	case EXPR_EMBED:
		t->e->program.uses_embedded_c = true;
		break;
	case EXPR_NUMBER: case EXPR_STRING: case EXPR_SYMBOL: case EXPR_LOGICAL: case EXPR_TERNARY:
	case EXPR_ASSIGN: case EXPR_INCDEC: case EXPR_ACCESS: case EXPR_DEFINED: case EXPR_ENTRY:
	case EXPR_PERF: case EXPR_ATCONST: case EXPR_ENUM: case EXPR_ENUMNAME: case EXPR_PROBEWRITE:
		break;
	}
}

static void resolve(struct targets *t, struct expr **ep)
{
	struct expr *x = *ep;

	switch (x->kind) {
	case EXPR_ACCESS:
		resolve_access(t, ep);
		break;
	case EXPR_DEFINED:
		resolve_defined(t, ep);
		break;
	case EXPR_ENTRY:
		resolve_entry(t, ep);
		break;
	case EXPR_TERNARY:
		resolve_ternary(t, ep);
		break;
	case EXPR_LOGICAL:
		resolve_logical(t, ep);
		break;
	case EXPR_ASSIGN:
		resolve_store(t, &x->assign.target);
		resolve(t, &x->assign.value);
		break;
	case EXPR_INCDEC:
		resolve_store(t, &x->incdec.target);
		break;
	case EXPR_ENUM:
		resolve_enum(t, ep);
		break;
	case EXPR_ENUMNAME:
		resolve_enumname(t, ep);
		break;
	case EXPR_ATCONST:
		resolve_const(t, ep);
		break;
	case EXPR_PERF:
		resolve_perf(t, ep);
		break;
	case EXPR_PROBEWRITE:		/* those in aliases were resolved when the body was assembled */
		replace_by_zero(t, ep);
		break;
	case EXPR_NUMBER: case EXPR_STRING: case EXPR_SYMBOL: case EXPR_INDEX: case EXPR_CALL: case EXPR_UNARY:
	case EXPR_BINARY: case EXPR_IN: case EXPR_REGEX: case EXPR_STATOP: case EXPR_HIST: case EXPR_PRINT:
	case EXPR_DEREF: case EXPR_REGISTER: case EXPR_EMBED:
		resolve_children(t, x);
		break;
	}
}

/* Statements under a condition. */
static void walk_branches(struct walk *w, struct stmt *s)
{
	if (s->kind == STMT_IF) {
		walk_stmt(w, &s->if_.then);
		if (s->if_.other)
			walk_stmt(w, &s->if_.other);
	} else if (s->kind == STMT_WHILE) {
		walk_stmt(w, &s->while_.body);
	} else {
		if (s->for_.init)
			walk_expr(w, &s->for_.init);
		if (s->for_.step)
			walk_expr(w, &s->for_.step);
		walk_stmt(w, &s->for_.body);
	}
}

/* if (@defined($x)) ... else ...: the branch not taken is removed first. */
static bool pre_stmt(struct walk *w, struct stmt **sp)
{
	struct targets *t = w->ctx;
	struct stmt *s = *sp;
	struct expr **cond;
	bool waited = t->waiting;

	if (s->kind == STMT_FOREACH && s->foreach.base->kind == EXPR_SYMBOL) {
		vec_each(k, &s->foreach.slice)
			if (*k)
				resolve(t, k);
		if (s->foreach.limit)
			resolve(t, &s->foreach.limit);
		walk_stmt(w, &s->foreach.body);
		return false;
	}
	cond = s->kind == STMT_IF ? &s->if_.cond : s->kind == STMT_WHILE ? &s->while_.cond :
	       s->kind == STMT_FOR && s->for_.cond ? &s->for_.cond : NULL;
	if (!cond)
		return true;
	t->waiting = false;
	resolve(t, cond);
	fold_expr(t->e, cond);
	if (fold_condition(t->e, sp)) {
		t->changed = true;
		walk_stmt(w, sp);
	} else if (!t->waiting || s->kind != STMT_IF) {
		walk_branches(w, s);	/* of a loop: it may set the type that its condition waits for */
	}
	t->waiting |= waited;
	return false;
}

static void context_of(struct targets *t)
{
	struct dprobe *p = t->b->probe;

	if (p)
		t->has_context = dprobe_context(t->e, p, &t->at);
}

bool body_resolve_targets(struct elab *e, struct body *b)
{
	struct targets t = { .e = e, .b = b };
	struct walk w = { .pre_expr = pre_expr, .pre_stmt = pre_stmt, .ctx = &t };
	struct diag_frame frame;
	struct strbuf what = { 0 };

	if (b->target_done || !*b->root)
		return false;
	context_of(&t);
	if (b->probe) {
		strbuf_printf(&what, "while resolving probe point %s", b->probe->text);
		diag_push(e->diag, &frame, b->probe->loc, what.s);
	}
	walk_stmt(&w, b->root);
	if (b->probe)
		diag_pop(e->diag);
	strbuf_deinit(&what);
	b->target_done = !t.waiting;
	e->changed |= t.changed;
	return t.changed;
}

static bool inputs_pre(struct walk *w, struct expr **ep)
{
	struct targets *t = w->ctx;

	if ((*ep)->kind == EXPR_ACCESS && (*ep)->access.prog)
		collect_inputs(t, &(*ep)->access);
	return true;
}

/* Folding may have replaced operands: collects the inputs again. */
void targets_finish(struct elab *e)
{
	struct targets t = { .e = e };
	struct walk w = { .pre_expr = inputs_pre, .ctx = &t };

	vec_each(b, &e->bodies) {
		if (!(*b)->is_used || !*(*b)->root)
			continue;
		walk_stmt(&w, (*b)->root);
		if ((*b)->handler)
			vec_each(en, &(*b)->handler->entries)
				walk_expr(&w, &en->value);
	}
}

struct context_finder { bool in_module, found; };

static bool context_pre(struct walk *w, struct expr **ep)
{
	struct context_finder *f = w->ctx;
	struct expr *x = *ep;

	if (x->kind == EXPR_ACCESS && (x->access.base == ACCESS_TARGET || x->access.base == ACCESS_VAR))
		f->found = true;
	if (x->kind == EXPR_ACCESS && x->access.base == ACCESS_CAST && !x->access.module && f->in_module)
		f->found = true;
	return !f->found;
}

/* True if its meaning depends on the place: in a module's probe @cast searches the module first. */
bool body_has_context(struct stmt *s, bool in_module)
{
	struct context_finder f = { .in_module = in_module };
	struct walk w = { .pre_expr = context_pre, .ctx = &f };

	walk_stmt(&w, &s);
	return f.found;
}
