// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Target values: location programs as C. The stack is evaluated here, on texts; a load becomes a checked statement,
 * and the result is a value. Also @kderef, @kregister and the like, and stores.
 *
 * With --skip-badvars a fault reads as 0.
 */
#include "emit.h"

#include <string.h>

#include "translator/image/arch/x86_64.h"
#include "translator/image/image.h"

struct loc_stack { struct value v[64]; unsigned int n; };

static void push(struct loc_stack *s, struct value v)
{
	if (s->n == sizeof(s->v) / sizeof(*s->v))
		bug("location program is too deep");
	s->v[s->n++] = v;
}

static struct value pop(struct loc_stack *s)
{
	if (!s->n)
		bug("location program takes from an empty stack");
	return s->v[--s->n];
}

const char *register_text(struct emit *e, int64_t n, struct loc loc)
{
	if (n >= 0 && n < ARCH_INTEGER_REGISTERS)
		return text(e, "c->regs->%s", arch_register_name((int)n));
	diag_error(&e->s->diag, loc, "register %lld of the target is not kept at probes (DWARF numbers 0 to 16 are)",
		   (long long)n);
	return "0";
}

static struct value s64_value(const char *c, enum c_prec prec, unsigned int reads)
{
	struct value v = value_new(c, prec, reads);

	v.is_s64 = true;
	v.is_name = prec == P_PRIMARY;		/* a temporary */
	return v;
}

static struct value u64_value(const char *c, enum c_prec prec, unsigned int reads)
{
	return value_new(c, prec, reads);
}

/* A binary operator on u64: both sides unsigned. */
static struct value binary(struct emit *e, const char *op, enum c_prec prec, struct value a, struct value b)
{
	const char *left;

	if (b.is_number && !b.n && prec == P_ADD)
		return a;
	left = a.is_number ? text(e, "%#llxULL", (unsigned long long)a.n) : operand(e, a, P_UNARY);
	if (b.is_number && b.n < 0 && !strcmp(op, "+") && b.n != INT64_MIN)
		return u64_value(text(e, "%s - %lld", left, (long long)-b.n), prec, a.reads);
	return u64_value(text(e, "%s %s %s", left, op, b.is_number && b.n >= 0 ? value_text(e, b) :
			      text(e, "(u64)%s", operand(e, b, P_UNARY))), prec, a.reads | b.reads);
}

static struct value signed_shift(struct emit *e, struct value a, struct value b)
{
	return u64_value(text(e, "(u64)((s64)%s >> %s)", operand(e, a, P_UNARY), operand(e, b, P_UNARY)), P_UNARY,
			 a.reads | b.reads);
}

static struct value divide(struct emit *e, bool is_mod, struct value a, struct value b, struct loc loc)
{
	const char *t = temp_new(e, "s64 ", "t");

	line(e, "%s = mytap_%s(c, %s, %s, %s);", t, is_mod ? "mod" : "div", value_text(e, a), value_text(e, b),
	     where(e, loc));
	fail_on_error(e);
	return s64_value(t, P_PRIMARY, 0);
}

static struct value load(struct emit *e, struct value addr, uint32_t size, enum loc_space space, struct loc loc)
{
	static const char *const readers[] = { [SPACE_KERNEL] = "kernel", [SPACE_EITHER] = "either", [SPACE_USER] = "user" };
	const char *t;

	if (addr.is_number && addr.n == 0)
		addr.c = "0";
	if (e->fn->absent_mask && space == SPACE_USER) {
		const char *got = temp_new(e, "struct mytap_ahead ", "got");

		line(e, "%s = mytap_user_ahead_%u(%s);", got, size, value_text(e, addr));
		absent_if(e, text(e, "!%s.is_there", got));
		return s64_value(text(e, "(s64)%s.value", got), P_UNARY, 0);
	}
	t = temp_new(e, "s64 ", "t");
	line(e, "%s = mytap_read_%s(c, %s, %u, %s);", t, readers[space], value_text(e, addr), size,
	     where_access(e, loc));
	if (e->s->opt.skip_badvars)
		line(e, "c->error = NULL;");
	else
		fail_on_error(e);
	return s64_value(t, P_PRIMARY, 0);
}

static struct value extend(struct emit *e, struct value v, uint32_t size, bool is_signed)
{
	const char *c;

	if (size >= 8)
		return v;
	c = text(e, "(%c%u)%s", is_signed ? 's' : 'u', size * 8, operand(e, v, P_UNARY));
	/* through s64: the value itself must be 64 bits, signed */
	return s64_value(text(e, "(s64)%s", c), P_UNARY, v.reads);
}

static struct value bits(struct emit *e, struct value v, unsigned int low, unsigned int size, bool is_signed)
{
	const char *x = operand(e, v, P_UNARY);

	if (is_signed)
		return s64_value(text(e, "(s64)((u64)%s << %u) >> %u", x, 64 - low - size, 64 - size), P_SHIFT, v.reads);
	if (size < 64 && low)
		return s64_value(text(e, "(s64)((u64)%s >> %u & %#llx)", x, low, (1ULL << size) - 1), P_UNARY, v.reads);
	if (size < 64)
		return value_new(text(e, "(%s >> 0 & %#llx)", x, (1ULL << size) - 1), P_PRIMARY, v.reads);
	return v;
}

static struct value address(struct emit *e, const struct loc_op *op)
{
	switch (op->image->kind) {
	case IMAGE_KERNEL:
		e->has_addresses = true;
		return u64_value(text(e, "mytap_kernel_address(%#llx)", (long long)op->n), P_PRIMARY, 0);
	case IMAGE_MODULE:
		return u64_value(text(e, "mytap_named_address(%u, %#llx)", name_index(e, op->image->name, op->name) - 1,
				      (long long)op->n), P_PRIMARY, 0);
	case IMAGE_USER:
		break;
	}
	return u64_value(text(e, "mytap_program_address(c, %#llx)", (long long)op->n), P_PRIMARY, 0);
}

/* Value n that the hit brings. */
const char *given_text(struct emit *e, int64_t n)
{
	if (e->fn->nargs <= n)
		e->fn->nargs = (unsigned int)n + 1;
	return text(e, "c->args[%lld]", (long long)n);
}

static void run_op(struct emit *e, const struct loc_op *op, struct loc_stack *s, const struct value *in, struct loc loc)
{
	struct value a, b;

	switch (op->kind) {
	case LOC_REGISTER:
		push(s, value_name(register_text(e, op->n, loc), 0));
		return;
	case LOC_CONST:
		push(s, value_number(e, op->n));
		return;
	case LOC_INPUT:
		push(s, in[op->n]);
		return;
	case LOC_ADDRESS:
		push(s, address(e, op));
		return;
	case LOC_PERCPU:
		a = pop(s);
		push(s, u64_value(text(e, "mytap_percpu_address(%s)", value_text(e, a)), P_PRIMARY, a.reads));
		return;
	case LOC_GIVEN:
		push(s, value_name(given_text(e, op->n), 0));
		return;
	case LOC_THREAD:
		push(s, u64_value(text(e, "mytap_thread_pointer()"), P_PRIMARY, 0));
		return;
	case LOC_RETVAL:
		push(s, value_name("c->regs->ax", 0));
		return;
	case LOC_ARG:
		if (op->n < 0 || op->n >= ARCH_ARGUMENTS)
			bug("argument %lld is not in a register", (long long)op->n);
		push(s, value_name(register_text(e, arch_argument_register((unsigned int)op->n), loc), 0));
		return;
	case LOC_LOAD:
		push(s, load(e, pop(s), op->size, op->space, loc));
		return;
	case LOC_SIGN_EXTEND: case LOC_ZERO_EXTEND:
		push(s, extend(e, pop(s), op->size, op->kind == LOC_SIGN_EXTEND));
		return;
	case LOC_BITS: case LOC_SIGN_BITS:
		push(s, bits(e, pop(s), (unsigned int)op->n, op->size, op->kind == LOC_SIGN_BITS));
		return;
	case LOC_NEG: case LOC_NOT:
		a = pop(s);
		push(s, u64_value(text(e, "%s%s", op->kind == LOC_NEG ? "0 - " : "~", operand(e, a, P_UNARY)),
				  op->kind == LOC_NEG ? P_ADD : P_UNARY, a.reads));
		return;
	case LOC_DUP:
		a = pop(s);
		if (!a.is_number && !a.is_name)
			a = value_keep(e, a, TYPE_LONG);
		push(s, a);
		push(s, a);
		return;
	case LOC_SWAP:
		a = pop(s);
		b = pop(s);
		push(s, a);
		push(s, b);
		return;
	case LOC_DROP:
		pop(s);
		return;
	case LOC_ADD: case LOC_SUB: case LOC_MUL: case LOC_DIV: case LOC_MOD: case LOC_AND: case LOC_OR: case LOC_XOR:
	case LOC_SHL: case LOC_SHR: case LOC_SAR:
		break;
	}
	b = pop(s);
	a = pop(s);
	if (op->kind == LOC_DIV || op->kind == LOC_MOD)
		push(s, divide(e, op->kind == LOC_MOD, a, b, loc));
	else if (op->kind == LOC_SAR)
		push(s, signed_shift(e, a, b));
	else if (op->kind == LOC_SHR)
		push(s, u64_value(text(e, "(u64)%s >> %s", operand(e, a, P_UNARY), operand(e, b, P_UNARY)), P_SHIFT,
				  a.reads | b.reads));
	else if (op->kind == LOC_ADD && a.is_number && b.is_number)
		push(s, value_number(e, (int64_t)((uint64_t)a.n + (uint64_t)b.n)));
	else if (op->kind == LOC_MUL && a.is_number && b.is_number)
		push(s, value_number(e, (int64_t)((uint64_t)a.n * (uint64_t)b.n)));
	else if (op->kind == LOC_ADD)
		push(s, binary(e, "+", P_ADD, a, b));
	else if (op->kind == LOC_SUB)
		push(s, binary(e, "-", P_ADD, a, b));
	else if (op->kind == LOC_MUL)
		push(s, binary(e, "*", P_MUL, a, b));
	else if (op->kind == LOC_SHL)
		push(s, binary(e, "<<", P_SHIFT, a, b));
	else
		push(s, binary(e, op->kind == LOC_AND ? "&" : op->kind == LOC_OR ? "|" : "^",
			       op->kind == LOC_AND ? P_BITAND : op->kind == LOC_OR ? P_BITOR : P_XOR, a, b));
}

/* Address arithmetic may wrap; s64 wraps, too (-fwrapv), so that one cast at the end is enough. */
static struct value as_s64(struct emit *e, struct value v)
{
	if (v.is_number || v.is_s64)
		return v;
	return s64_value(text(e, "(s64)%s", operand(e, v, P_UNARY)), P_UNARY, v.reads);
}

static struct value run_access(struct emit *e, const struct expr *x)
{
	const struct locprog *p = x->access.prog;
	const expr_vec *inputs = &x->access.inputs;
	struct value *in = arena_alloc(e->a, (inputs->n + 1) * sizeof(*in));
	struct loc_stack s = { .n = 0 };

	e->fn->uses_regs |= p->needs_regs;
	emit_exprs(e, inputs, in, 0);
	for (unsigned int i = 0; i < p->ops.n; i++)
		run_op(e, &p->ops.v[i], &s, in, x->loc);
	if (p->is_string) {
		struct value v = value_new(text(e, "(char *)%s", operand(e, pop(&s), P_UNARY)), P_UNARY, TOUCH_WORLD);

		return p->answer_given ? value_keep(e, v, TYPE_STRING) : v;	/* it may be longer than MAXSTRINGLEN */
	}
	return as_s64(e, pop(&s));
}

/* What was read ahead; if it was absent, it is read here, for the error. */
static struct value read_ahead(struct emit *e, const struct expr *x, const struct ahead *a)
{
	struct code code, *before = code_begin(e, &code);

	e->fn->indent++;
	line(e, "%s = %s;", a->value, value_text(e, run_access(e, x)));
	e->fn->indent--;
	code_end(e, before);
	line(e, "if (unlikely(absent & %#x)) {", a->mask);
	code_put(e, &code);
	line(e, "}");
	return s64_value(a->value, P_PRIMARY, 0);
}

struct value emit_access(struct emit *e, const struct expr *x)
{
	if (!x->access.prog) {
		diag_error(&e->s->diag, x->loc, "'%s' was not found out where to read it: name it without $ suffixes",
			   x->access.name ? x->access.name : "this");
		return value_number(e, 0);
	}
	vec_each(a, &e->fn->ahead)
		if (a->use == x)
			return read_ahead(e, x, a);
	return run_access(e, x);
}

/* ---- stores --------------------------------------------------------------------------------- */

static struct value run_address(struct emit *e, const struct expr *target, const struct value *in)
{
	const struct locprog *p = target->access.prog;
	struct loc_stack s = { .n = 0 };

	for (unsigned int i = 0; i < p->address_ops.n; i++)
		run_op(e, &p->address_ops.v[i], &s, in, target->loc);
	return pop(&s);
}

static struct value insert_bits(struct emit *e, const struct locprog *p, struct value old, struct value v)
{
	uint64_t mask = (p->bit_size < 64 ? (1ULL << p->bit_size) - 1 : ~0ULL) << p->bit_low;

	return value_new(text(e, "(%s & ~%#llxULL) | ((u64)%s << %u & %#llxULL)", operand(e, old, P_UNARY),
			      (unsigned long long)mask, operand(e, v, P_UNARY), p->bit_low, (unsigned long long)mask),
			 P_BITOR, 0);
}

static void store_register(struct emit *e, const struct locprog *p, struct value v, struct loc loc)
{
	e->fn->uses_regs = true;
	if (p->store_size && p->store_size < 4)
		v = value_new(text(e, "(%s & ~%#llxULL) | (u%u)%s", register_text(e, p->store_register, loc),
				   (1ULL << (8 * p->store_size)) - 1, p->store_size * 8, operand(e, v, P_UNARY)), P_BITOR,
			      TOUCH_WORLD);
	line(e, "%s = %s;", register_text(e, p->store_register, loc), value_text(e, v));
}

void emit_store(struct emit *e, const struct expr *target, struct value v, struct value *inputs)
{
	const struct locprog *p = target->access.prog;
	struct value addr;

	if (!p || !p->can_store) {
		diag_error(&e->s->diag, target->loc, "this target variable cannot be written: it has no place of its own");
		return;
	}
	if (p->store_given) {
		line(e, "%s = %s;", given_text(e, p->store_given - 1), value_text(e, v));
		return;
	}
	if (p->store_register >= 0) {
		store_register(e, p, v, target->loc);
		return;
	}
	addr = run_address(e, target, inputs);
	if (p->bit_size) {
		addr = value_keep(e, addr, TYPE_LONG);
		v = insert_bits(e, p, load(e, addr, p->store_size, p->space, target->loc), v);
	}
	fail_if(e, text(e, "!mytap_write_%s(c, %s, %u, %s, %s)", p->space == SPACE_USER ? "user" : "kernel", value_text(e, addr),
			p->store_size, value_text(e, v), where_access(e, target->loc)));
}

/* ---- @kderef @uderef @kregister @uregister -------------------------------------------------- */

struct value emit_deref(struct emit *e, const struct expr *x)
{
	struct value size, addr;

	size = emit_expr(e, x->deref.size);
	if (!size.is_number || (size.n != 1 && size.n != 2 && size.n != 4 && size.n != 8)) {
		diag_error(&e->s->diag, x->deref.size->loc, "the size must be a literal 1, 2, 4 or 8");
		return value_number(e, 0);
	}
	addr = emit_expr(e, x->deref.address);
	return load(e, addr, (uint32_t)size.n, x->deref.user ? SPACE_USER : SPACE_KERNEL, x->loc);
}

struct value emit_register(struct emit *e, const struct expr *x)
{
	struct value n = emit_expr(e, x->reg.number);

	if (!n.is_number) {
		diag_error(&e->s->diag, x->reg.number->loc, "the register must be a literal DWARF number");
		return value_number(e, 0);
	}
	e->fn->uses_regs = true;
	fail_if(e, text(e, "!mytap_has_registers(c, %s)", where_access(e, x->loc)));
	return value_new(text(e, "(s64)%s", register_text(e, n.n, x->loc)), P_UNARY, 0);
}
