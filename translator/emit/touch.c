// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * User memory that a handler of a program's place will read, which may have to be brought in first: in the handler,
 * with interrupts off, a page that is not in memory is a fault.
 *
 * The handler reads it ahead, before anything else. What is there is used later; if something is absent, the handler
 * leaves (mytap_absent()), a function of its own reads all of it where the task may sleep until a page is read from its
 * file (mytap_probe.touch), and the handler runs again.
 *
 * In: the body of the handler. Covers reads whose address depends only on registers, user memory and values saved at
 * the entry; a local counts if it is set once, to such a value. Evaluating them has no effects. Addresses that depend
 * on globals, loops or script functions are not computed in advance: such reads fail for pages not in memory.
 */
#include <string.h>

#include "handler.h"
#include "translator/builtins.h"

enum { DEEPEST = 16, WORD = 8, ABSENT_BITS = 32 };

/* Equal ones are one. */
struct reading {
	const struct expr *address;	/* NULL: evaluating the value reads it */
	const struct expr *value;
	int64_t size;
	VEC(const struct expr *) uses;	/* of the value, in the handler */
};

struct touch {
	struct emit *e;
	const struct handler *h;
	unsigned int depth;
	bool by_local;			/* the last known() went by the one value that a local gets */
	VEC(struct reading) readings;
};

/* ---- values that can be computed in advance ------------------------------------------------------ */

static const struct expr *known(struct touch *t, const struct expr *x);

struct definition {
	const struct var *var;
	const struct expr *value;	/* NULL: not found yet */
	unsigned int n;			/* number of assignments */
};

static bool is_var(const struct expr *x, const struct var *v)
{
	return x->kind == EXPR_SYMBOL && x->symbol.var == v;
}

static void find_definition(void *ctx, const struct expr *x)
{
	struct definition *d = ctx;

	if (x->kind == EXPR_ASSIGN && is_var(x->assign.target, d->var)) {
		d->n += x->assign.op == OP_ASSIGN ? 1 : 2;
		d->value = x->assign.value;
	} else if (x->kind == EXPR_INCDEC && is_var(x->incdec.target, d->var)) {
		d->n += 2;
	}
}

static const struct expr *known_symbol(struct touch *t, const struct expr *x)
{
	struct definition d = { .var = x->symbol.var };

	if (x->symbol.scope == SCOPE_GLOBAL || x->type != TYPE_LONG || !d.var || d.var->is_array)
		return NULL;
	for (unsigned int i = 0; i < t->h->entries.n; i++)
		if (t->h->entries.v[i].var == d.var)
			return x;
	each_expr(t->h->body, find_definition, &d);
	t->by_local = true;
	return d.n == 1 ? known(t, d.value) : NULL;
}

static bool known_all(struct touch *t, const expr_vec *v, expr_vec *ret)
{
	memset(ret, 0, sizeof(*ret));
	for (unsigned int i = 0; i < v->n; i++) {
		const struct expr *x = v->v[i] ? known(t, v->v[i]) : NULL;

		if (!x)
			return false;
		vec_push(t->e->a, ret, (struct expr *)x);
	}
	return true;
}

/* Its C takes and returns only numbers. */
static bool is_plain_builtin(const struct builtin *b)
{
	if (!b || b->type != TYPE_LONG || !(b->flags & BUILTIN_PURE) || b->flags & BUILTIN_GROUPS)
		return false;
	for (unsigned int i = 0; i < b->nparams; i++)
		if (b->params[i] != TYPE_LONG)
			return false;
	return true;
}

/* x with its locals replaced by their values; NULL: it is not known before the handler runs. */
static const struct expr *known_parts(struct touch *t, const struct expr *x)
{
	struct expr *copy = arena_new_of(t->e->a, struct expr);

	*copy = *x;
	switch (x->kind) {
	case EXPR_NUMBER:
		return x;
	case EXPR_SYMBOL:
		return known_symbol(t, x);
	case EXPR_UNARY:
		copy->unary.a = (struct expr *)known(t, x->unary.a);
		return copy->unary.a ? copy : NULL;
	case EXPR_BINARY:
		copy->binary.a = (struct expr *)known(t, x->binary.a);
		copy->binary.b = (struct expr *)known(t, x->binary.b);
		return copy->binary.a && copy->binary.b ? copy : NULL;
	case EXPR_ACCESS:
		return x->access.prog && known_all(t, &x->access.inputs, &copy->access.inputs) ? copy : NULL;
	case EXPR_CALL:
		return is_plain_builtin(x->call.builtin) && known_all(t, &x->call.args, &copy->call.args) ? copy : NULL;
	case EXPR_STRING: case EXPR_INDEX: case EXPR_LOGICAL: case EXPR_TERNARY: case EXPR_ASSIGN: case EXPR_INCDEC:
	case EXPR_IN: case EXPR_REGEX: case EXPR_STATOP: case EXPR_HIST: case EXPR_PRINT: case EXPR_DEFINED:
	case EXPR_ENTRY: case EXPR_PERF: case EXPR_ATCONST: case EXPR_ENUM: case EXPR_ENUMNAME: case EXPR_DEREF:
	case EXPR_REGISTER: case EXPR_PROBEWRITE: case EXPR_EMBED:
		return NULL;
	}
	return NULL;
}

static const struct expr *known(struct touch *t, const struct expr *x)
{
	const struct expr *found;

	if (t->depth == DEEPEST)
		return NULL;
	t->depth++;
	found = known_parts(t, x);
	t->depth--;
	return found;
}

/* ---- reads ------------------------------------------------------------------------------- */

static bool is_same(const struct expr *x, const struct expr *y);

static bool are_same(const expr_vec *v, const expr_vec *w)
{
	bool are = v->n == w->n;

	for (unsigned int i = 0; are && i < v->n; i++)
		are = is_same(v->v[i], w->v[i]);
	return are;
}

static bool is_same_program(const struct locprog *p, const struct locprog *q)
{
	bool is = p->ops.n == q->ops.n;

	for (unsigned int i = 0; is && i < p->ops.n; i++) {
		const struct loc_op *a = &p->ops.v[i], *b = &q->ops.v[i];

		is = a->kind == b->kind && a->n == b->n && a->size == b->size && a->space == b->space && a->image == b->image;
	}
	return is;
}

/* Of known values: by what they do, since what $$parms stands for is not written anywhere. */
static bool is_same(const struct expr *x, const struct expr *y)
{
	if (x->kind != y->kind)
		return false;
	if (x->kind == EXPR_NUMBER)
		return x->number == y->number;
	if (x->kind == EXPR_SYMBOL)
		return x->symbol.var == y->symbol.var;
	if (x->kind == EXPR_UNARY)
		return x->unary.op == y->unary.op && is_same(x->unary.a, y->unary.a);
	if (x->kind == EXPR_BINARY)
		return x->binary.op == y->binary.op && is_same(x->binary.a, y->binary.a) && is_same(x->binary.b, y->binary.b);
	if (x->kind == EXPR_ACCESS)
		return is_same_program(x->access.prog, y->access.prog) && are_same(&x->access.inputs, &y->access.inputs);
	return x->kind == EXPR_CALL && x->call.builtin == y->call.builtin && are_same(&x->call.args, &y->call.args);
}

static void add(struct touch *t, const struct expr *address, const struct expr *use, int64_t size)
{
	const struct expr *value;
	struct reading *same = NULL;

	t->by_local = false;
	value = use ? known(t, use) : NULL;
	address = address ? known(t, address) : NULL;
	if (!address && !value)
		return;
	vec_each(r, &t->readings)
		if (!r->address == !address && is_same(address ? r->address : r->value, address ? address : value))
			same = r;
	if (!same) {
		vec_push(t->e->a, &t->readings,
			 ((struct reading){ .address = address, .value = value, .size = size }));
		same = &vec_last(&t->readings);
	} else if (same->size < size) {
		same->size = size;
	}
	/* A local may not have its value yet where it is used; in guru mode the program's memory may change before. */
	if (use && !t->by_local && !t->e->s->opt.guru)
		vec_push(t->e->a, &same->uses, use);
}

/* The string functions read the number of bytes in their second argument, if it is a number, else MAXSTRINGLEN. */
static int64_t size_of_call(const struct touch *t, const struct expr *x)
{
	const struct expr *n = x->call.args.n > 1 ? x->call.args.v[1] : NULL;

	if (x->type != TYPE_STRING)
		return WORD;
	return n && n->kind == EXPR_NUMBER && n->number > 0 && n->number < t->e->maxstringlen ? n->number : t->e->maxstringlen;
}

static bool reads_user(const struct locprog *p)
{
	for (unsigned int i = 0; i < p->ops.n; i++)
		if (p->ops.v[i].kind == LOC_LOAD && p->ops.v[i].space == SPACE_USER)
			return true;
	return false;
}

static void find_reading(void *ctx, const struct expr *x)
{
	struct touch *t = ctx;

	if (x->kind == EXPR_CALL && x->call.builtin && x->call.builtin->flags & BUILTIN_READS_USER)
		add(t, x->call.args.v[0], NULL, size_of_call(t, x));
	else if (x->kind == EXPR_ACCESS && x->access.prog && reads_user(x->access.prog))
		add(t, NULL, x, 0);
	else if (x->kind == EXPR_DEREF && x->deref.user)
		add(t, x->deref.address, NULL, WORD);
}

static void find_entry_readings(struct touch *t)
{
	for (unsigned int i = 0; i < t->h->entries.n; i++)
		each_subexpr(t->h->entries.v[i].value, find_reading, t);
}

/* ---- ahead, in the handler --------------------------------------------------------------------------- */

/* Sets its bit in `absent` if it is not there. Errors on the way to its address count as that. */
static void read_ahead(struct touch *t, const struct reading *r, unsigned int number)
{
	struct emit *e = t->e;
	unsigned int bit = number < ABSENT_BITS ? number : ABSENT_BITS - 1;
	struct way_out *fail = e->fn->fail, *next = way_out(e, text(e, "goto absent_%u;", number));
	const char *value = r->value ? temp_new(e, "s64 ", "ahead") : NULL;
	struct temps_mark mark;

	temps_mark(e, &mark);
	e->fn->fail = next;
	e->fn->absent_mask = 1u << bit;
	if (value)
		line(e, "%s = %s;", value, value_text(e, emit_expr(e, r->value)));
	else
		absent_if(e, text(e, "!mytap_user_ahead_bytes(%s, %lld)", value_text(e, emit_expr(e, r->address)),
				    (long long)r->size));
	e->fn->absent_mask = 0;
	e->fn->fail = fail;
	temps_release(e, &mark);
	for (unsigned int i = 0; i < r->uses.n; i++)
		vec_push(e->a, &e->fn->ahead, ((struct ahead){ r->uses.v[i], value, 1u << bit }));
	if (!next->taken)
		return;
	line(e, "if (0) {");
	line_at_edge(e, "absent_%u:", number);
	e->fn->indent++;
	line(e, "absent |= %#x;", 1u << bit);
	line(e, "c->error = NULL;");
	e->fn->indent--;
	line(e, "}");
}

static void read_all_ahead(struct touch *t)
{
	struct emit *e = t->e;

	if (!e->may_sleep || !t->readings.n)
		return;
	declare(e, "u32 absent = 0;");
	for (unsigned int i = 0; i < t->readings.n; i++)
		read_ahead(t, &t->readings.v[i], i);
	fail_if(e, "unlikely(absent) && mytap_absent(c)");
}

void touch_ahead(struct emit *e, const struct handler *h)
{
	struct touch t = { .e = e, .h = h };

	each_expr(h->body, find_reading, &t);
	read_all_ahead(&t);
}

void touch_ahead_entry(struct emit *e, const struct handler *h)
{
	struct touch t = { .e = e, .h = h };

	find_entry_readings(&t);
	read_all_ahead(&t);
}

/* ---- the function ------------------------------------------------------------------------------- */

static void write_readings(struct touch *t)
{
	struct emit *e = t->e;

	for (unsigned int i = 0; i < t->readings.n; i++) {
		const struct reading *r = &t->readings.v[i];
		struct way_out *next = way_out(e, text(e, "goto next_%u;", i));
		struct temps_mark mark;

		temps_mark(e, &mark);
		e->fn->fail = e->fn->leave = next;
		if (r->address)
			line(e, "mytap_touch(c, %s, %lld);", value_text(e, emit_expr(e, r->address)), (long long)r->size);
		else
			emit_expr(e, r->value);
		temps_release(e, &mark);
		if (!next->taken)
			continue;
		line_at_edge(e, "next_%u:", i);
		line(e, "c->error = NULL;");
	}
}

static void write_function(struct touch *t, const char *name, const char *entry_of)
{
	struct emit *e = t->e;
	struct fn *first = arena_new_of(e->a, struct fn), *second = arena_new_of(e->a, struct fn);
	struct strbuf body = { 0 }, decls = { 0 };
	struct code code, *before;
	var_vec none = { 0 };

	for (int round = 0; round < 2; round++) {
		if (round) {
			fn_carry_over(second, first);
			strbuf_reset(&decls);
		}
		before = code_begin(e, &code);
		first->handler = second->handler = t->h;
		first->cname = second->cname = "touch";
		fn_begin(e, round ? second : first);
		write_readings(t);
		code_end(e, before);
		frame_declare(e, &decls, &none);
		if (round)
			code_print(&body, &code);
		code_deinit(&code);
	}
	strbuf_printf(&e->handlers, "\n/* user memory that %s reads */\nstatic void %s_touch(struct mytap_ctx *c)\n{\n", name,
		      name);
	if (second->uses_entry)
		strbuf_printf(&e->handlers, "\tstruct %s__entry *entry = c->entry;\n%s", entry_of, decls.len ? "" : "\n");
	strbuf_printf(&e->handlers, "%s%s%s}\n", strbuf_str(&decls), decls.len ? "\n" : "", strbuf_str(&body));
	strbuf_deinit(&body);
	strbuf_deinit(&decls);
}

bool touch_write(struct emit *e, const struct handler *h, const char *name)
{
	struct touch t = { .e = e, .h = h };

	each_expr(h->body, find_reading, &t);
	if (t.readings.n)
		write_function(&t, text(e, "%s_", name), name);
	return t.readings.n;
}

bool touch_write_entry(struct emit *e, const struct handler *h, const char *name)
{
	struct touch t = { .e = e, .h = h };

	find_entry_readings(&t);
	if (t.readings.n)
		write_function(&t, text(e, "%s__entry", name), name);
	return t.readings.n;
}
