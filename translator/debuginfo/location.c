// SPDX-License-Identifier: GPL-2.0-or-later
/* Location programs as text: one line, for -p2 and tests. */
#include "translator/debuginfo/location.h"

#include "translator/image/image.h"

static const char *const plain_names[] = {
	[LOC_PERCPU] = "percpu", [LOC_RETVAL] = "retval", [LOC_THREAD] = "thread",
	[LOC_ADD] = "add", [LOC_SUB] = "sub", [LOC_MUL] = "mul", [LOC_DIV] = "div", [LOC_MOD] = "mod",
	[LOC_AND] = "and", [LOC_OR] = "or", [LOC_XOR] = "xor", [LOC_SHL] = "shl", [LOC_SHR] = "shr",
	[LOC_SAR] = "sar", [LOC_NEG] = "neg", [LOC_NOT] = "not", [LOC_DUP] = "dup", [LOC_SWAP] = "swap",
	[LOC_DROP] = "drop",
};

static const char *const number_names[] = {
	[LOC_REGISTER] = "reg", [LOC_CONST] = "const ", [LOC_INPUT] = "input", [LOC_GIVEN] = "given",
	[LOC_ARG] = "arg",
};

static void print_address(struct strbuf *b, const struct loc_op *op)
{
	switch (op->image->kind) {
	case IMAGE_KERNEL:
		strbuf_printf(b, "kaddr%s0x%llx", op->n < 0 ? "-" : "+",
			      (unsigned long long)(op->n < 0 ? -op->n : op->n));
		break;
	case IMAGE_MODULE:
		strbuf_printf(b, "maddr(%s:%s)+0x%llx", op->image->name, op->name, (unsigned long long)op->n);
		break;
	case IMAGE_USER:
		strbuf_printf(b, "uaddr(%s)+0x%llx", op->image->name, (unsigned long long)op->n);
		break;
	}
}

static void print_op(struct strbuf *b, const struct loc_op *op)
{
	switch (op->kind) {
	case LOC_REGISTER: case LOC_CONST: case LOC_INPUT: case LOC_GIVEN: case LOC_ARG:
		strbuf_printf(b, "%s%lld", number_names[op->kind], (long long)op->n);
		break;
	case LOC_ADDRESS:
		print_address(b, op);
		break;
	case LOC_LOAD:
		strbuf_printf(b, "%sload%u", op->space == SPACE_USER ? "u" : op->space == SPACE_EITHER ? "e" : "", op->size);
		break;
	case LOC_SIGN_EXTEND:
		strbuf_printf(b, "sext%u", op->size);
		break;
	case LOC_ZERO_EXTEND:
		strbuf_printf(b, "zext%u", op->size);
		break;
	case LOC_BITS: case LOC_SIGN_BITS:
		strbuf_printf(b, "%s(%lld,%u)", op->kind == LOC_BITS ? "bits" : "sbits", (long long)op->n, op->size);
		break;
	case LOC_PERCPU: case LOC_RETVAL: case LOC_THREAD: case LOC_ADD: case LOC_SUB: case LOC_MUL: case LOC_DIV: case LOC_MOD:
	case LOC_AND: case LOC_OR: case LOC_XOR: case LOC_SHL: case LOC_SHR: case LOC_SAR: case LOC_NEG:
	case LOC_NOT: case LOC_DUP: case LOC_SWAP: case LOC_DROP:
		strbuf_puts(b, plain_names[op->kind]);
		break;
	}
}

static void print_store(struct strbuf *b, const struct locprog *p)
{
	if (p->store_register >= 0)
		strbuf_printf(b, " [store reg%d", p->store_register);
	else
		strbuf_printf(b, " [store%u", p->store_size);
	if (p->bit_size)
		strbuf_printf(b, " bits(%u,%u)", p->bit_low, p->bit_size);
	for (unsigned int i = 0; i < p->address_ops.n; i++) {
		strbuf_puts(b, i ? " " : ": ");
		print_op(b, &p->address_ops.v[i]);
	}
	strbuf_putc(b, ']');
}

void locprog_print(struct strbuf *b, const struct locprog *p)
{
	for (unsigned int i = 0; i < p->ops.n; i++) {
		strbuf_puts(b, i ? " " : "");
		print_op(b, &p->ops.v[i]);
	}
	strbuf_puts(b, " : ");
	dtype_print(b, p->type);
	strbuf_puts(b, p->is_address ? " [address]" : "");
	strbuf_puts(b, p->space == SPACE_USER ? " [user]" : "");
	strbuf_puts(b, p->at_entry ? " [entry]" : "");
	strbuf_puts(b, p->needs_regs ? " [regs]" : "");
	if (p->can_store)
		print_store(b, p);
}
