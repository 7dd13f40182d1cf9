// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls: of script functions (with their overload chains) and of built-ins,
 * whose C is a text in builtins.c with the arguments filled in.
 *
 * A script function is s64 f(c, args), or void f(c, ret, args) when it gives a
 * string. A function with `next` has a last parameter bool *next.
 */
#include "emit.h"

#include <ctype.h>
#include <string.h>

#include "translator/builtins.h"

/* ---- built-ins ------------------------------------------------------------------------------ */

struct fill { const char *to; struct value *args; unsigned int nargs; const struct expr *call; };

static const char *fill_text(struct emit *e, const char *tmpl, const struct fill *k, struct loc loc)
{
	struct strbuf b = { 0 };
	const char *r;

	for (const char *p = tmpl; *p; p++) {
		if (*p != '$') {
			strbuf_putc(&b, *p);
		} else if (isdigit((unsigned char)p[1])) {
			unsigned int i = (unsigned int)(*++p - '1');

			if (i >= k->nargs)
				bug("built-in text '%s' has no argument %u", tmpl, i + 1);
			strbuf_puts(&b, value_text(e, k->args[i]));
		} else if (p[1] == 'l' && isdigit((unsigned char)p[2])) {
			const struct expr *literal = k->call->call.args.v[p[2] - '1'];

			strbuf_puts(&b, quoted(e, literal->string.s, literal->string.len));
			p += 2;
		} else if (!strncmp(p, "$where", 6)) {
			strbuf_puts(&b, where(e, loc));
			p += 5;
		} else if (!strncmp(p, "$size", 5)) {
			strbuf_puts(&b, string_size(e));
			p += 4;
		} else if (!strncmp(p, "$tokens", 7)) {
			e->uses_tokens = e->fn->uses_own = true;
			strbuf_puts(&b, "own->token_text, &own->token_at");
			p += 6;
		} else if (!strncmp(p, "$room", 5)) {
			strbuf_puts(&b, temp_string(e));
			p += 4;
		} else if (!strncmp(p, "$to", 3)) {
			strbuf_puts(&b, k->to ? k->to : "");
			p += 2;
		} else if (!strncmp(p, "$match", 6)) {
			e->uses_matched = e->fn->uses_own = e->fn->uses_groups = true;
			strbuf_puts(&b, "&own->match");
			p += 5;
		} else if (!strncmp(p, "$on", 3)) {
			strbuf_puts(&b, e->stops_tracing ? "_if_on" : "");
			p += 2;
		} else if (!strncmp(p, "$c", 2)) {
			strbuf_putc(&b, 'c');
			p++;
		}
	}
	r = arena_strndup(e->a, strbuf_str(&b), b.len);
	strbuf_deinit(&b);
	return r;
}

/* The flags of a call's C text. */
static enum c_prec prec_of(const char *c)
{
	int depth = 0;

	if (!isalpha((unsigned char)c[c[0] == '$']))
		return P_COND;
	for (; *c; c++) {
		depth += (*c == '(') - (*c == ')');
		if (!depth && *c == ' ')
			return P_COND;
	}
	return P_PRIMARY;
}

static struct fill builtin_args(struct emit *e, const struct expr *x, const char *to)
{
	struct fill k = { .to = to, .nargs = x->call.args.n, .call = x };
	expr_vec args = { 0 };

	/* A literal used as it is ($l2) is not evaluated. */
	for (unsigned int i = 0; i < k.nargs; i++)
		vec_push(e->a, &args, builtin_takes_literal(x->call.builtin, i) ? expr_number(e->a, x->loc, 0) : x->call.args.v[i]);
	k.args = arena_alloc(e->a, (k.nargs + 1) * sizeof(*k.args));
	emit_exprs(e, &args, k.args, 0);
	return k;
}

static void note_needs(struct emit *e, const struct builtin *b)
{
	if (b->flags & BUILTIN_NEEDS_REGS)
		e->fn->uses_regs = true;
	if (b->flags & BUILTIN_CONTEXT)
		e->uses_place = true;
	if (b->flags & BUILTIN_NEEDS_PP)
		e->uses_point = true;
	if (b->flags & BUILTIN_TRACES) {
		e->traces = true;
		e->traces_text |= b->nparams && b->params[0] == TYPE_STRING;
	}
	if (b->flags & BUILTIN_KEEPS_STACKS)
		e->keeps_stacks = true;
	if (b->flags & BUILTIN_PRINTS)
		e->prints = true;
	if (b->flags & (BUILTIN_WALKS_PROGRAMS | BUILTIN_USER_NAMES | BUILTIN_USER_LINES))
		e->walks_programs = true;
	if (b->flags & BUILTIN_USER_LINES)
		e->uses_user_lines = true;
	if (b->flags & BUILTIN_USER_NAMES)
		e->uses_user_names = true;
	if (b->flags & BUILTIN_NEEDS_PN)
		e->uses_script_point = true;
}

/* log() is a print. */
static bool is_println(struct emit *e, const struct expr *x)
{
	struct expr print = { .kind = EXPR_PRINT, .loc = x->loc };

	if (!(x->call.builtin->flags & BUILTIN_PRINTLN))
		return false;
	print.print.kind = PRINT_PRINTLN;
	print.print.args = x->call.args;
	emit_print(e, &print);
	return true;
}

bool call_gives_text(const struct expr *x)
{
	const struct builtin *b = x->call.builtin;

	return b && b->type == TYPE_STRING && b->c[strlen(b->c) - 1] != ';';
}

/* That string, without a copy. */
static struct value builtin_text(struct emit *e, const struct expr *x)
{
	const char *t = temp_new(e, "const char *", "text");
	struct fill k = builtin_args(e, x, temp_string(e));

	line(e, "%s = %s;", t, fill_text(e, x->call.builtin->c, &k, x->loc));
	note_needs(e, x->call.builtin);
	return value_new(t, P_PRIMARY, 0);
}

static void builtin_statement(struct emit *e, const struct expr *x, const char *to)
{
	const struct builtin *b = x->call.builtin;
	struct fill k;
	const char *c;

	if (is_println(e, x))
		return;
	k = builtin_args(e, x, to);
	c = fill_text(e, b->c, &k, x->loc);

	note_needs(e, b);
	if (to && call_gives_text(x)) {
		line(e, "mytap_strcpy(%s, MAXSTRINGLEN, %s);", to, c);
		return;
	}
	/* A cast of an unused value is an error in kernels built with CONFIG_WERROR. */
	line(e, "%s%s%s", b->c[0] == '(' ? "(void)" : "", c, b->c[strlen(b->c) - 1] == ';' ? "" : ";");
	if (b->flags & BUILTIN_ENDS)
		fail_now(e);
	else if (b->flags & BUILTIN_CAN_FAIL)
		fail_on_error(e);
}

static struct value builtin_value(struct emit *e, const struct expr *x)
{
	const struct builtin *b = x->call.builtin;
	struct fill k = builtin_args(e, x, NULL);
	const char *c = fill_text(e, b->c, &k, x->loc), *t;
	unsigned int reads = b->flags & BUILTIN_STABLE ? 0 : TOUCH_WORLD;

	note_needs(e, b);
	for (unsigned int i = 0; i < k.nargs; i++)
		reads |= k.args[i].reads;
	if ((b->flags & BUILTIN_PURE) && !(b->flags & BUILTIN_CAN_FAIL))
		return value_new(c, prec_of(b->c), reads);
	t = temp_new(e, "s64 ", "t");
	line(e, "%s = %s;", t, c);
	if (b->flags & BUILTIN_CAN_FAIL)
		fail_on_error(e);
	return value_name(t, 0);
}

/* ---- script functions ----------------------------------------------------------------------- */

const char *func_proto(struct emit *e, const struct func *f)
{
	struct strbuf b = { 0 };
	const char *r;

	strbuf_printf(&b, "%s %s(struct mytap_ctx *c", f->type == TYPE_LONG ? "s64" : "void", f->c_name);
	if (f->type == TYPE_STRING)
		strbuf_puts(&b, ", char *ret");
	for (unsigned int i = 0; i < f->params.n; i++)
		strbuf_printf(&b, ", %s%s", f->params.v[i]->type == TYPE_STRING ? "const char *" : "s64 ",
			      c_name_of_local(e, f->params.v[i]));
	if (facts_of_func(e, f)->may_next)
		strbuf_puts(&b, ", bool *next");
	strbuf_putc(&b, ')');
	r = arena_strndup(e->a, b.s, b.len);
	strbuf_deinit(&b);
	return r;
}

/* An argument could change while the callee runs. */
static unsigned int callee_changes(struct emit *e, const struct expr *x)
{
	unsigned int touched = 0;

	for (unsigned int i = 0; i < x->call.callees.n; i++)
		touched |= facts_of_func(e, x->call.callees.v[i])->touched;
	return touched & ~(unsigned int)TOUCH_LOCALS;
}

static const char *call_text(struct emit *e, const struct expr *x, const struct func *f, const struct value *args,
			     const char *to)
{
	struct strbuf b = { 0 };
	const char *r;

	strbuf_printf(&b, "%s(c", facts_of_func(e, f)->once ? facts_of_func(e, f)->once : f->c_name);
	if (f->type == TYPE_STRING)
		strbuf_printf(&b, ", %s", to);
	for (unsigned int i = 0; i < x->call.args.n; i++)
		strbuf_printf(&b, ", %s", value_text(e, args[i]));
	if (facts_of_func(e, f)->may_next)
		strbuf_puts(&b, ", &next");
	strbuf_putc(&b, ')');
	r = arena_strndup(e->a, b.s, b.len);
	strbuf_deinit(&b);
	return r;
}

/* "function f, called at x.stp:7:9": a line of an error's report. */
static const char *call_place(struct emit *e, const struct expr *x)
{
	const char *s = text(e, "function %s, called at %s", x->call.name, position(e, x->loc));

	return quoted(e, s, strlen(s));
}

static void call_one(struct emit *e, const struct expr *x, const struct func *f, const struct value *args,
		     const char *to)
{
	const char *c = call_text(e, x, f, args, to);

	if (f->type == TYPE_LONG && to)
		line(e, "%s = %s;", to, c);
	else
		line(e, "%s;", c);
	if (facts_of_func(e, f)->can_fail)
		fail_if(e, text(e, "mytap_call_failed(c, %s)", call_place(e, x)));
}

/* A number without side effects: the call may be part of an expression. */
static bool is_plain_call(struct emit *e, const struct expr *x)
{
	const struct func *f = x->call.callees.v[0];
	const struct fn_facts *facts = facts_of_func(e, f);

	return x->call.callees.n == 1 && f->type == TYPE_LONG && !facts->touched && !facts->can_fail && !facts->may_next &&
	       !facts->takes_room;
}

/* The chain: each function but the first runs if the previous one executed `next`. */
static void call_chain(struct emit *e, const struct expr *x, const struct value *args, const char *to)
{
	const unsigned int n = x->call.callees.n;
	unsigned int depth = 0;
	bool may_next = false;

	for (unsigned int i = 0; i < n; i++) {
		const struct func *f = x->call.callees.v[i];

		may_next = facts_of_func(e, f)->may_next;
		if (facts_of_func(e, f)->takes_room)
			e->fn->calls_frames = true;
		if (may_next) {
			declare(e, "bool next;");
			line(e, "next = false;");
		}
		call_one(e, x, f, args, to);
		if (!may_next)
			break;
		line(e, "if (next) {");
		e->fn->indent++;
		depth++;
	}
	if (may_next) {
		line(e, "mytap_error(c, \"all functions exhausted\", %s);", where(e, x->loc));
		fail_now(e);
	}
	while (depth--) {
		e->fn->indent--;
		line(e, "}");
	}
}

static struct value *call_args(struct emit *e, const struct expr *x)
{
	struct value *args = arena_alloc(e->a, (x->call.args.n + 1) * sizeof(*args));

	if (!x->call.callees.n)
		bug("call of '%s' without a function", x->call.name);
	emit_exprs(e, &x->call.args, args, 0);
	/* a long is passed by value; a string by address */
	for (unsigned int i = 0; i < x->call.args.n; i++)
		if (x->call.args.v[i]->type == TYPE_STRING)
			args[i] = value_keep_if(e, args[i], TYPE_STRING, callee_changes(e, x));
	return args;
}

static enum type chain_type(const struct expr *x)
{
	for (unsigned int i = 0; i < x->call.callees.n; i++)
		if (x->call.callees.v[i]->type == TYPE_LONG || x->call.callees.v[i]->type == TYPE_STRING)
			return x->call.callees.v[i]->type;
	return TYPE_VOID;
}

/* One that returns nothing leaves 0 or "". */
static bool chain_has_void(const struct expr *x)
{
	for (unsigned int i = 0; i < x->call.callees.n; i++)
		if (x->call.callees.v[i]->type != TYPE_LONG && x->call.callees.v[i]->type != TYPE_STRING)
			return true;
	return false;
}

static struct value call_func(struct emit *e, const struct expr *x, const char *to, bool wanted)
{
	struct value *args = call_args(e, x);
	enum type type = chain_type(x);

	if (wanted && is_plain_call(e, x))
		return value_new(call_text(e, x, x->call.callees.v[0], args, NULL), P_PRIMARY,
				 TOUCH_LOCALS | TOUCH_GLOBALS | TOUCH_WORLD);
	if (type == TYPE_STRING && !to)
		to = temp_string(e);
	else if (type == TYPE_LONG && wanted)
		to = temp_new(e, "s64 ", "t");
	if (to && chain_has_void(x))
		line(e, type == TYPE_STRING ? "*(u64 *)%s = 0;" : "%s = 0;", to);
	e->fn->merged.n = 0;
	call_chain(e, x, args, to);
	return to ? value_name(to, 0) : value_number(e, 0);
}

/* A call that gives a string, into a buffer. */
bool emit_call_to(struct emit *e, const struct expr *x, const char *to)
{
	if (x->call.builtin && x->call.builtin->type == TYPE_VOID) {
		builtin_statement(e, x, NULL);
		line(e, "*(u64 *)%s = 0;", to);
	} else if (x->call.builtin)
		builtin_statement(e, x, to);
	else
		call_func(e, x, to, true);
	return true;
}

struct value emit_call(struct emit *e, const struct expr *x, bool wanted)
{
	const struct builtin *b = x->call.builtin;

	if (!b)
		return call_func(e, x, NULL, wanted);
	if (b->type == TYPE_VOID && x->type == TYPE_STRING) {
		builtin_statement(e, x, NULL);
		return value_name("\"\"", 0);
	}
	if (call_gives_text(x))
		return builtin_text(e, x);
	if (b->type == TYPE_STRING) {
		const char *to = temp_string(e);

		builtin_statement(e, x, to);
		return value_name(to, 0);
	}
	if (b->type == TYPE_LONG && (wanted || (b->flags & BUILTIN_PURE))) {
		struct value v = builtin_value(e, x);

		return wanted ? v : value_number(e, 0);
	}
	builtin_statement(e, x, NULL);
	return value_number(e, 0);
}
