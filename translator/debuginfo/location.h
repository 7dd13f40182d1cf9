/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a target value is fetched: a small stack program, made here from DWARF or BTF, printed as C by emit/location.c.
 *
 * Each op takes its operands from the stack and pushes one u64. At the end one
 * value is left: the value (sign- or zero-extended to 64 bits), or with
 * `is_address` the address of an aggregate.
 */
#ifndef MYTAP_LOCATION_H
#define MYTAP_LOCATION_H

#include "dtype.h"

struct image;

enum loc_op_kind {
	LOC_REGISTER,		/* n: DWARF register number; push its value at the probe */
	LOC_CONST,		/* n */
	LOC_INPUT,		/* n: index into access.inputs; push that script value */
	LOC_ADDRESS,		/* push the running address of a place in `image`; n counts from _stext (KERNEL), from the
				 * symbol `name` (MODULE; 0 while it is not loaded), or is the link address itself (USER) */
	LOC_PERCPU,		/* base on the stack: push the address of this CPU's copy */
	LOC_GIVEN,		/* n: push value n passed with the hit: an argument of a tracepoint */
	LOC_RETVAL,		/* push the return value register */
	LOC_THREAD,		/* push the current thread's thread pointer (fs base) */
	LOC_ARG,		/* n: push integer argument n by the ABI (entry only) */
	LOC_ADD, LOC_SUB, LOC_MUL, LOC_DIV, LOC_MOD, LOC_AND, LOC_OR, LOC_XOR, LOC_SHL, LOC_SHR, LOC_SAR,
	LOC_NEG, LOC_NOT, LOC_DUP, LOC_SWAP, LOC_DROP,
	LOC_LOAD,		/* address on the stack: push `size` bytes there, zero-extended */
	LOC_SIGN_EXTEND,	/* from `size` bytes */
	LOC_ZERO_EXTEND,
	LOC_BITS,		/* n: lowest bit, size: number of bits; zero-extended (SIGN_BITS: sign-extended) */
	LOC_SIGN_BITS,
};

struct loc_op {
	enum loc_op_kind kind;
	int64_t n;
	uint32_t size;
	enum loc_space space;	/* LOC_LOAD */
	struct image *image;
	const char *name;
};

struct locprog {
	VEC(struct loc_op) ops;
	struct dtype *type;		/* of the value; of the aggregate when is_address */
	bool is_address;
	bool is_string;			/* the result is the address of a script string */
	uint32_t ninputs;		/* script values taken: operand (if any), then indices */
	bool at_entry;			/* in a return probe: must be evaluated when the function is entered */
	bool needs_regs;		/* full registers, not only the six integer arguments */
	enum loc_space space;		/* of the place */
	/* To store: ops then leave the address (is_store_address), and these fields describe the write. */
	bool can_store;
	VEC(struct loc_op) address_ops;
	uint32_t store_size;		/* bytes */
	uint32_t bit_low, bit_size;	/* bit-field: read, change, write; bit_size 0: whole */
	int store_register;		/* >= 0: the value lives in this register: write it there */
	uint32_t store_given;		/* 1 + n: value n passed with the hit (LOC_GIVEN) is written; 0: not */
	uint32_t answer_given;		/* 1 + n: a string, written through the struct mytap_answer whose address is
					 * value n passed with the hit; 0: not */
	bool is_free;			/* writing it is safe: no -g needed */
};

/* "reg5 const 20 add load4 sext4": one line, for -p2 and tests. */
void locprog_print(struct strbuf *b, const struct locprog *p);

#endif
