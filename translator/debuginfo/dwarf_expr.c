// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DWARF location expressions -> values of location programs, at one address.
 * The reason for a missing value is worded for users of variables, not in terms of DWARF.
 */
#include <dwarf.h>
#include <string.h>

#include "translator/debuginfo/dwarf_file.h"
#include "translator/debuginfo/modules.h"
#include "translator/image/arch/x86_64.h"
#include "translator/image/symtab.h"
#include "translator/image/thread_local.h"

/* An expression being converted to operations. */
struct reading {
	struct expr_place *at;
	Dwarf_Attribute *attr;
	op_vec *ops;
	struct strbuf *why;
	enum { RESULT_MEMORY, RESULT_VALUE, RESULT_REGISTER } result;
	int store_register;
	int depth;			/* nesting of expressions */
	bool is_parameter;
};

static bool refuse(struct reading *r, const char *reason)
{
	strbuf_puts(r->why, reason);
	return false;
}

static const char too_involved[] = "the compiler describes its place in a way that is not supported";

static void push_register(struct reading *r, int n)
{
	int argument = r->at->at_entry ? arch_register_argument(n) : -1;

	if (argument >= 0)
		op_push(r->at->d->a, r->ops, .kind = LOC_ARG, .n = argument);
	else
		op_push(r->at->d->a, r->ops, .kind = LOC_REGISTER, .n = n);
}

static bool is_percpu_address(struct debuginfo *di, uint64_t address)
{
	struct symtab *t = debuginfo_symtab(di);
	uint32_t low = 0, high = t ? t->n : 0;

	if (!t || address < 1 << 24)
		return address < 1 << 24;
	/* Newer kernels link per-CPU variables at ordinary addresses. */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (t->symbols[middle].address < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->n && t->symbols[low].address == address && t->symbols[low].flags & SYMBOL_PERCPU;
}

/* Relative to a symbol of its section: the section's address is known only when the module is loaded. */
static bool push_module_address(struct reading *r, uint64_t address)
{
	struct dwarf *d = r->at->d;
	uint64_t link = dwarf_link(d, address);
	const char *section = link ? image_section_of(d->image, link) : "", *symbol;
	int64_t delta;

	if (!link)
		return refuse(r, too_involved);
	if (!strncmp(section, ".init", 5) || !strncmp(section, ".exit", 5))
		return refuse(r, "it is freed after the module was loaded");
	symbol = image_anchor(d->image, link, &delta);
	if (!symbol)
		return refuse(r, "its section of the module has no symbol to find it by");
	op_push(d->a, r->ops, .kind = LOC_ADDRESS, .n = delta, .image = d->image, .name = symbol);
	if (strstr(section, "percpu"))
		op_push(d->a, r->ops, .kind = LOC_PERCPU);
	return true;
}

static bool push_address(struct reading *r, uint64_t address)
{
	struct debuginfo *di = r->at->d->di;

	bool is_percpu;

	if (r->at->d->module)
		return push_module_address(r, address);
	if (r->at->d->image->kind == IMAGE_USER) {
		op_push(di->a, r->ops, .kind = LOC_ADDRESS, .n = (int64_t)address, .image = r->at->d->image);
		return true;
	}
	is_percpu = is_percpu_address(di, address);
	if (is_percpu && address < debuginfo_stext(di))
		op_push(di->a, r->ops, .kind = LOC_CONST, .n = address);
	else
		op_push(di->a, r->ops, .kind = LOC_ADDRESS, .n = address - debuginfo_stext(di), .image = di->kernel);
	if (is_percpu)
		op_push(di->a, r->ops, .kind = LOC_PERCPU);
	return true;
}

/* Its offset in the file's block of thread-local variables is on the stack. */
static bool push_thread_local(struct reading *r)
{
	const struct image *image = r->at->d->image;
	int64_t base;

	if (image->kind != IMAGE_USER || !elf_thread_local_base(image->elf, &base))
		return refuse(r, "it is thread-local, and only the dynamic linker knows the place of a library's thread-local variables");
	op_push(r->at->d->a, r->ops, .kind = LOC_THREAD);
	op_push(r->at->d->a, r->ops, .kind = LOC_ADD);
	op_push_offset(r->at->d->a, r->ops, base);
	return true;
}

static bool read_ops(struct reading *r, Dwarf_Op *ops, size_t n);

/*
 * At a function's first instruction only the part of the frame above the return address (arguments on the stack) is
 * valid. A frame pointer will hold the canonical frame address less two words.
 */
static bool push_entry_frame(struct reading *r, const Dwarf_Op *base, int64_t offset)
{
	bool by_pointer = base->atom == DW_OP_reg0 + ARCH_FRAME_POINTER || base->atom == DW_OP_breg0 + ARCH_FRAME_POINTER;
	int64_t from_cfa = by_pointer ? offset + (int64_t)(base->atom == DW_OP_breg0 + ARCH_FRAME_POINTER ? base->number : 0) -
					2 * ARCH_RETURN_SIZE : offset;

	/* A kernel's local has its address already, and scripts may ask for it. */
	if (from_cfa < 0 && (r->is_parameter || r->at->d->image->kind == IMAGE_USER))
		return refuse(r, "it has no value at this address (not set yet, or no longer needed)");
	return dwarf_cfa(r->at->d, r->at->pc, true, r->ops) && (op_push_offset(r->at->d->a, r->ops, from_cfa), true);
}

/* The expression for a pc; false: none. */
static bool location_at(Dwarf_Attribute *attr, uint64_t pc, Dwarf_Op **ops, size_t *n)
{
	Dwarf_Addr base, start, end;
	ptrdiff_t next = 0;

	while (attr && (next = dwarf_getlocations(attr, next, &base, &start, &end, ops, n)) > 0)
		/* gcc -gdwarf-4 -gsplit-dwarf gives some empty ranges the length -1, of 32 bits. */
		if (pc >= start && pc < end && end - start != UINT32_MAX)
			return true;
	return false;
}

static bool push_frame_base(struct reading *r, int64_t offset)
{
	struct expr_place *at = r->at;
	Dwarf_Attribute attr;
	Dwarf_Op *ops;
	size_t n;
	struct reading inner = *r;

	if (!at->function || r->depth > 2 ||
	    !location_at(dwarf_attr_integrate(at->function, DW_AT_frame_base, &attr), at->pc, &ops, &n))
		return refuse(r, "it is on the stack, and where the stack frame is here is not known");
	if (at->at_entry && n == 1)
		return push_entry_frame(r, ops, offset);
	inner.attr = &attr;
	inner.depth++;
	inner.result = RESULT_MEMORY;
	if (!read_ops(&inner, ops, n))
		return false;
	op_push_offset(r->at->d->a, r->ops, offset);
	return true;
}

/* The value of a register or expression at the function's entry. */
static bool push_entry_value(struct reading *r, Dwarf_Op *op)
{
	Dwarf_Attribute attr;
	Dwarf_Op *ops;
	size_t n;

	if (!r->at->at_entry)
		return refuse(r, "its register is in use for something else here; its value at the function's entry "
				 "is known there, or in a .return probe");
	if (dwarf_getlocation_attr(r->attr, op, &attr) || dwarf_getlocation(&attr, &ops, &n) || n != 1)
		return refuse(r, too_involved);
	if (ops[0].atom >= DW_OP_reg0 && ops[0].atom <= DW_OP_reg31)
		push_register(r, ops[0].atom - DW_OP_reg0);
	else
		return refuse(r, too_involved);
	return true;
}

/* Size and sign of the base type an operation names by the offset die (0: the untyped 64-bit kind). */
static bool typed_extension(struct reading *r, Dwarf_Op *op, uint64_t die_offset)
{
	Dwarf_Die die;
	struct dtype *t;

	if (!die_offset)
		return true;
	if (dwarf_getlocation_die(r->attr, op, &die))
		return refuse(r, too_involved);
	t = dwarf_dtype(r->at->d, &die);
	if (t->kind == DTYPE_FLOAT || t->size > 8)
		return refuse(r, "it is computed with floating point or 128-bit numbers");
	if (t->size && t->size < 8)
		op_push(r->at->d->a, r->ops, .kind = t->is_signed ? LOC_SIGN_EXTEND : LOC_ZERO_EXTEND, .size = t->size);
	return true;
}

static bool push_const_type(struct reading *r, Dwarf_Op *op)
{
	Dwarf_Block block;
	Dwarf_Attribute attr;
	int64_t v = 0;

	/* libdw gives the value as a block attribute. */
	if (dwarf_getlocation_attr(r->attr, op, &attr) || dwarf_formblock(&attr, &block) || block.length > 8)
		return refuse(r, too_involved);
	memcpy(&v, block.data, block.length);
	op_push(r->at->d->a, r->ops, .kind = LOC_CONST, .n = v);
	return true;
}

static bool push_implicit(struct reading *r, Dwarf_Op *op)
{
	Dwarf_Block block;
	int64_t v = 0;

	if (dwarf_getlocation_implicit_value(r->attr, op, &block) || block.length > 8)
		return refuse(r, "its value is a constant of more than eight bytes");
	memcpy(&v, block.data, block.length);
	op_push(r->at->d->a, r->ops, .kind = LOC_CONST, .n = v);
	r->result = RESULT_VALUE;
	return true;
}

/* x = a - b: the top bit of x | -x is set unless x is 0. */
static void push_is_unequal(struct reading *r, bool negate)
{
	struct arena *a = r->at->d->a;

	op_push(a, r->ops, .kind = LOC_SUB);
	op_push(a, r->ops, .kind = LOC_DUP);
	op_push(a, r->ops, .kind = LOC_NEG);
	op_push(a, r->ops, .kind = LOC_OR);
	op_push(a, r->ops, .kind = LOC_CONST, .n = 63);
	op_push(a, r->ops, .kind = LOC_SHR);
	if (!negate)
		return;
	op_push(a, r->ops, .kind = LOC_CONST, .n = 1);
	op_push(a, r->ops, .kind = LOC_XOR);
}

static const struct { uint8_t atom, kind; } plain_ops[] = {
	{ DW_OP_plus, LOC_ADD }, { DW_OP_minus, LOC_SUB }, { DW_OP_mul, LOC_MUL }, { DW_OP_div, LOC_DIV },
	{ DW_OP_mod, LOC_MOD }, { DW_OP_and, LOC_AND }, { DW_OP_or, LOC_OR }, { DW_OP_xor, LOC_XOR },
	{ DW_OP_shl, LOC_SHL }, { DW_OP_shr, LOC_SHR }, { DW_OP_shra, LOC_SAR }, { DW_OP_neg, LOC_NEG },
	{ DW_OP_not, LOC_NOT }, { DW_OP_dup, LOC_DUP }, { DW_OP_swap, LOC_SWAP }, { DW_OP_drop, LOC_DROP },
};

static bool read_register(struct reading *r, int n)
{
	if (n >= ARCH_INTEGER_REGISTERS)
		return refuse(r, "it is in a floating point or vector register");
	push_register(r, n);
	r->result = RESULT_REGISTER;
	r->store_register = n;
	return true;
}

/* From the memory of the process that runs. */
static void push_load(struct reading *r, uint64_t size)
{
	op_push(r->at->d->a, r->ops, .kind = LOC_LOAD, .size = (uint32_t)size,
		.space = r->at->d->image->kind == IMAGE_USER ? SPACE_USER : SPACE_KERNEL);
}

/*
 * The offset in the block of thread-local variables that a number of .debug_addr means. gcc has it relocated as if it were an address:
 * to that of the variable's first value. false: it may be either.
 */
static bool thread_offset(const struct image *image, uint64_t *number)
{
	const Elf64_Phdr *block = image->kind == IMAGE_USER ? elf_segment(image->elf, PT_TLS) : NULL;

	if (!block || *number < block->p_vaddr || *number - block->p_vaddr >= block->p_memsz)
		return true;
	if (*number < block->p_memsz)
		return false;
	*number -= block->p_vaddr;
	return true;
}

/* By its number in .debug_addr, of which a .dwo, whose own bytes are not relocated, has all that is not known before linking. */
static bool push_numbered(struct reading *r, Dwarf_Op *op)
{
	bool is_address = op->atom == DW_OP_addrx || op->atom == DW_OP_GNU_addr_index;
	Dwarf_Attribute attr;
	Dwarf_Word number;

	if (dwarf_getlocation_attr(r->attr, op, &attr) ||
	    (is_address ? dwarf_formaddr(&attr, &number) : dwarf_formudata(&attr, &number)))
		return refuse(r, too_involved);
	if (is_address)
		return push_address(r, number);
	if (!thread_offset(r->at->d->image, &number))
		return refuse(r, too_involved);
	op_push(r->at->d->a, r->ops, .kind = LOC_CONST, .n = (int64_t)number);
	return true;
}

static bool read_op(struct reading *r, Dwarf_Op *op)
{
	struct arena *a = r->at->d->a;

	if (op->atom >= DW_OP_lit0 && op->atom <= DW_OP_lit31) {
		op_push(a, r->ops, .kind = LOC_CONST, .n = op->atom - DW_OP_lit0);
		return true;
	}
	if (op->atom >= DW_OP_reg0 && op->atom <= DW_OP_reg31)
		return read_register(r, op->atom - DW_OP_reg0);
	if (op->atom >= DW_OP_breg0 && op->atom <= DW_OP_breg31) {
		push_register(r, op->atom - DW_OP_breg0);
		op_push_offset(r->at->d->a, r->ops, op->number);
		return true;
	}
	for (unsigned int i = 0; i < sizeof(plain_ops) / sizeof(*plain_ops); i++)
		if (plain_ops[i].atom == op->atom) {
			op_push(a, r->ops, .kind = plain_ops[i].kind);
			return true;
		}
	switch (op->atom) {
	case DW_OP_regx:
		return read_register(r, op->number);
	case DW_OP_bregx:
		push_register(r, op->number);
		op_push_offset(r->at->d->a, r->ops, op->number2);
		return true;
	case DW_OP_fbreg:
		return push_frame_base(r, op->number);
	case DW_OP_call_frame_cfa:
		return dwarf_cfa(r->at->d, r->at->pc, r->at->at_entry, r->ops) ||
		       refuse(r, "it is on the stack, and where the stack frame is here is not known");
	case DW_OP_addr:
		return push_address(r, op->number);
	case DW_OP_addrx: case DW_OP_GNU_addr_index: case DW_OP_constx: case DW_OP_GNU_const_index:
		return push_numbered(r, op);
	case DW_OP_const1u: case DW_OP_const1s: case DW_OP_const2u: case DW_OP_const2s: case DW_OP_const4u:
	case DW_OP_const4s: case DW_OP_const8u: case DW_OP_const8s: case DW_OP_constu: case DW_OP_consts:
		op_push(a, r->ops, .kind = LOC_CONST, .n = op->number);
		return true;
	case DW_OP_plus_uconst:
		op_push_offset(r->at->d->a, r->ops, op->number);
		return true;
	case DW_OP_deref:
		push_load(r, 8);
		return true;
	case DW_OP_deref_size:
		push_load(r, op->number);
		return true;
	case DW_OP_deref_type: case DW_OP_GNU_deref_type:
		push_load(r, op->number);
		return typed_extension(r, op, op->number2);
	case DW_OP_regval_type: case DW_OP_GNU_regval_type:
		push_register(r, op->number);
		return typed_extension(r, op, op->number2);
	case DW_OP_convert: case DW_OP_GNU_convert: case DW_OP_reinterpret: case DW_OP_GNU_reinterpret:
		return typed_extension(r, op, op->number);
	case DW_OP_const_type: case DW_OP_GNU_const_type:
		return push_const_type(r, op);
	case DW_OP_entry_value: case DW_OP_GNU_entry_value:
		return push_entry_value(r, op);
	case DW_OP_stack_value:
		r->result = RESULT_VALUE;
		return true;
	case DW_OP_implicit_value:
		return push_implicit(r, op);
	case DW_OP_implicit_pointer: case DW_OP_GNU_implicit_pointer:
		return refuse(r, "it points to an object that the compiler does not keep in memory");
	case DW_OP_form_tls_address: case DW_OP_GNU_push_tls_address:
		return push_thread_local(r);
	case DW_OP_GNU_parameter_ref:
		return refuse(r, "its value was known only to the caller");
	case DW_OP_eq:
	case DW_OP_ne:
		push_is_unequal(r, op->atom == DW_OP_eq);
		return true;
	case DW_OP_nop:
		return true;
	default:
		return refuse(r, too_involved);
	}
}

static bool read_ops(struct reading *r, Dwarf_Op *ops, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!read_op(r, &ops[i]))
			return false;
	return true;
}

static bool has_pieces(Dwarf_Op *ops, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ops[i].atom == DW_OP_piece || ops[i].atom == DW_OP_bit_piece)
			return true;
	return false;
}

/* Each piece is an expression of its own; one that cannot be read counts as empty. */
static void read_pieces(struct reading *r, Dwarf_Op *ops, size_t n, struct value *ret)
{
	struct arena *a = r->at->d->a;
	uint64_t bit_offset = 0;
	size_t from = 0;

	ret->kind = VALUE_PIECES;
	for (size_t i = 0; i < n; i++) {
		bool is_bits = ops[i].atom == DW_OP_bit_piece;
		struct value_piece p = { .bit_offset = bit_offset, .store_register = -1 };
		struct strbuf why = { 0 };
		struct reading inner = *r;

		if (!is_bits && ops[i].atom != DW_OP_piece)
			continue;
		p.bit_size = is_bits ? ops[i].number : ops[i].number * 8;
		inner.ops = &p.ops;
		inner.why = &why;
		inner.result = RESULT_MEMORY;
		inner.store_register = -1;
		if (i == from || !read_ops(&inner, ops + from, i - from))
			p.kind = PIECE_EMPTY;
		else
			p.kind = inner.result == RESULT_MEMORY ? PIECE_MEMORY : PIECE_VALUE;
		if (why.len && !ret->absent_part)
			ret->absent_part = arena_strdup(a, why.s);
		p.store_register = inner.result == RESULT_REGISTER && !is_bits ? inner.store_register : -1;
		strbuf_deinit(&why);
		vec_push(a, &ret->pieces, p);
		bit_offset += p.bit_size;
		from = i + 1;
	}
}

static bool locate_constant(struct expr_place *at, Dwarf_Attribute *attr, struct value *ret, struct strbuf *why)
{
	Dwarf_Sword number;
	Dwarf_Block block;
	int64_t v = 0;

	if (!dwarf_formsdata(attr, &number)) {
		v = number;
	} else if (!dwarf_formblock(attr, &block) && block.length <= 8) {
		memcpy(&v, block.data, block.length);
	} else {
		strbuf_puts(why, "its value is a constant of more than eight bytes");
		return false;
	}
	ret->kind = VALUE_PLAIN;
	op_push(at->d->a, &ret->ops, .kind = LOC_CONST, .n = v);
	return true;
}

bool dwarf_locate(struct expr_place *at, Dwarf_Die *variable, struct value *ret, struct strbuf *why)
{
	Dwarf_Attribute attr;
	struct reading r = { .at = at, .attr = &attr, .ops = &ret->ops, .why = why, .store_register = -1,
			     .is_parameter = dwarf_tag(variable) == DW_TAG_formal_parameter };
	Dwarf_Op *ops;
	size_t n;

	*ret = (struct value){ .type = dwarf_type_of(at->d, variable), .store_register = -1 };
	if (dwarf_attr_integrate(variable, DW_AT_const_value, &attr))
		return locate_constant(at, &attr, ret, why);
	if (!dwarf_attr_integrate(variable, DW_AT_location, &attr)) {
		strbuf_puts(why, "the compiler optimized it out");
		return false;
	}
	if (!location_at(&attr, at->pc, &ops, &n) || !n) {
		strbuf_puts(why, "it has no value at this address (not set yet, or no longer needed)");
		return false;
	}
	if (has_pieces(ops, n)) {
		read_pieces(&r, ops, n, ret);
		ret->can_store = true;
		return true;
	}
	if (!read_ops(&r, ops, n))
		return false;
	ret->kind = r.result == RESULT_MEMORY ? VALUE_MEMORY : VALUE_PLAIN;
	ret->can_store = r.result != RESULT_VALUE;
	ret->store_register = r.result == RESULT_REGISTER ? r.store_register : -1;
	return true;
}
