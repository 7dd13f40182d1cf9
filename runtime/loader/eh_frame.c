// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * .eh_frame has a program per function (FDE), which gives for each address how to find the caller's frame; common
 * parts are in a CIE. The programs are run once, in one pass, and each change becomes a row with a rule; equal
 * neighbours are merged. Only the frame address (CFA), rbp and the return address are followed: no rule needs other
 * registers.
 *
 * Unsupported forms become UNKNOWN: offsets of 2 GB, and expressions other than *(register + n) + m and that of
 * PLTs.
 */
#include "eh_frame.h"

#include <stdlib.h>
#include <string.h>

#include "byte_reader.h"
#include "say.h"

enum {
	RETURN_ADDRESS = 16, STATES_KEPT = 16, GAP_LEAST = 16, ROWS_MOST = 4 * MYTAP_UNWIND_MOST,
	SIGNAL_IP_32 = 14 * 4,		/* where ip is in what the kernel saves of a 32-bit program's registers */
};

/* ---- encoded addresses -------------------------------------------------------------------------- */

enum { PE_OMIT = 0xff, PE_PCREL = 0x10, PE_INDIRECT = 0x80 };

/* Bytes of an address. */
static unsigned int word_of(const struct elf_bytes *e)
{
	return e->is_32 ? 4 : 8;
}

/* here: the address of the bytes read. */
static uint64_t read_encoded(struct reader *r, unsigned int encoding, uint64_t here, unsigned int word)
{
	uint64_t v;

	switch (encoding & 15) {
	case 0: v = read_number(r, word, false); break;
	case 4: case 12: v = read_number(r, 8, false); break;
	case 1: v = read_leb(r, false); break;
	case 2: v = read_number(r, 2, false); break;
	case 3: v = read_number(r, 4, false); break;
	case 9: v = read_leb(r, true); break;
	case 10: v = read_number(r, 2, true); break;
	case 11: v = read_number(r, 4, true); break;
	default:
		r->is_over = true;
		return 0;
	}
	if ((encoding & 0x70) == PE_PCREL)
		v += here;
	return word == 4 ? (uint32_t)v : v;
}

/* ---- rules -------------------------------------------------------------------------------------- */

enum saved_as { AS_BEFORE, AT_FRAME, AT_BP, AT_SP, IN_REGISTER, NOWHERE, ELSEWHERE };

struct saved_register {
	enum saved_as as;
	int64_t offset;			/* IN_REGISTER: its number */
};

/* The state at an address. kind: REGISTER, MEMORY, PLT or UNKNOWN. */
struct frame_state {
	enum mytap_unwind_kind kind;
	uint64_t reg;
	int64_t offset, add;
	struct saved_register bp, sp, ra;	/* sp AS_BEFORE: it is the CFA */
};

struct cie {
	unsigned int word;
	uint64_t code_step;
	int64_t data_step;
	bool is_signal, has_augmentation;
	unsigned int encoding;
	struct reader program;
};

struct function {
	uint64_t start, end;
	size_t first, last;		/* its rows: first up to last */
};

struct table {
	const struct elf_bytes *elf;
	struct eh_rows rows;		/* in the order of the section, function by function; at: link addresses */
	struct function *functions;
	size_t nfunctions, room;
};

static bool fits(int64_t v, unsigned int bits)
{
	return v >= -(1ll << (bits - 1)) && v < 1ll << (bits - 1);
}

/* Registers of i386 get the numbers that x86-64 gives them: the same rules serve both. */
static uint64_t register_number(const struct cie *c, uint64_t number)
{
	static const unsigned char of_i386[] = { 0, 2, 1, 3, MYTAP_UNWIND_SP, MYTAP_UNWIND_BP, 4, 5, RETURN_ADDRESS };

	if (c->word == 8)
		return number;
	return number < sizeof(of_i386) ? of_i386[number] : RETURN_ADDRESS + 1;
}

static bool is_register(const struct saved_register *s)
{
	return s->as == IN_REGISTER && s->offset >= 0 && s->offset < MYTAP_UNWIND_REGISTERS;
}

/* The return address: just below the CFA, or in a register. */
static bool is_return_known(const struct saved_register *ra, unsigned int word)
{
	return (ra->as == AT_FRAME && ra->offset == -(int64_t)word) ||
	       (is_register(ra) && ra->offset != MYTAP_UNWIND_SP && ra->offset != MYTAP_UNWIND_BP);
}

/* A 32-bit program has two kinds of signal frames: where in them the registers are is told by where ip is. */
static struct mytap_unwind_rule rule_of_signal(const struct frame_state *s, const struct cie *c)
{
	struct mytap_unwind_rule r = { .kind = MYTAP_UNWIND_SIGNAL, .reg = MYTAP_UNWIND_SP };
	int64_t ip = s->ra.offset;

	if (c->word == 8)
		return r;
	if (s->ra.as == AT_FRAME && s->kind == MYTAP_UNWIND_REGISTER && s->reg == MYTAP_UNWIND_SP)
		ip += s->offset;
	else if (s->ra.as != AT_SP)
		r.kind = MYTAP_UNWIND_UNKNOWN;
	if (!fits(ip - SIGNAL_IP_32, 16))
		r.kind = MYTAP_UNWIND_UNKNOWN;
	r.offset = r.kind == MYTAP_UNWIND_SIGNAL ? (int32_t)(ip - SIGNAL_IP_32) : 0;
	return r;
}

static struct mytap_unwind_rule rule_of(const struct frame_state *s, const struct cie *c)
{
	static const enum mytap_unwind_bp bp[] = {
		[AS_BEFORE] = MYTAP_UNWIND_BP_SAME, [AT_FRAME] = MYTAP_UNWIND_BP_AT_FRAME, [AT_BP] = MYTAP_UNWIND_BP_AT_BP,
		[AT_SP] = MYTAP_UNWIND_BP_LOST, [IN_REGISTER] = MYTAP_UNWIND_BP_IN_REGISTER, [NOWHERE] = MYTAP_UNWIND_BP_LOST,
		[ELSEWHERE] = MYTAP_UNWIND_BP_LOST,
	};
	struct mytap_unwind_rule r = { .kind = s->kind, .reg = s->reg, .offset = s->offset, .add = s->add, .bp = bp[s->bp.as] };

	if (c->is_signal)
		return rule_of_signal(s, c);
	if (s->ra.as == NOWHERE)
		return (struct mytap_unwind_rule){ .kind = MYTAP_UNWIND_END, .reg = MYTAP_UNWIND_SP };
	if (s->kind == MYTAP_UNWIND_UNKNOWN || s->reg >= MYTAP_UNWIND_REGISTERS || !fits(s->offset, 32) || !fits(s->add, 16) ||
	    !is_return_known(&s->ra, c->word))
		return (struct mytap_unwind_rule){ .kind = MYTAP_UNWIND_UNKNOWN };
	if (s->ra.as == IN_REGISTER)
		r.ra = (uint8_t)(s->ra.offset + 1);
	/* longjmp()'s CFA is where registers are saved, no place on the stack: the caller's stack pointer takes its part. */
	if (s->ra.as == IN_REGISTER && is_register(&s->sp)) {
		r = (struct mytap_unwind_rule){ .kind = MYTAP_UNWIND_REGISTER, .reg = (uint8_t)s->sp.offset, .ra = r.ra, .bp = r.bp };
		r.bp = r.bp == MYTAP_UNWIND_BP_AT_FRAME ? MYTAP_UNWIND_BP_LOST : r.bp;
	}
	if (!fits(s->bp.offset, 16) || (s->bp.as == IN_REGISTER && !is_register(&s->bp)))
		r.bp = MYTAP_UNWIND_BP_LOST;
	if (r.bp != MYTAP_UNWIND_BP_LOST && r.bp != MYTAP_UNWIND_BP_SAME)
		r.bp_offset = s->bp.offset;
	return r;
}

static void add_row(struct eh_rows *rows, uint64_t at, struct mytap_unwind_rule rule)
{
	if (rows->n == ROWS_MOST) {
		rows->is_over = true;
		return;
	}
	if (rows->n == rows->room) {
		rows->room = rows->room ? 2 * rows->room : 4096;
		rows->v = must_realloc(rows->v, rows->room * sizeof(*rows->v));
	}
	rows->v[rows->n++] = (struct unwind_row){ at, rule };
}

/* ---- the programs ------------------------------------------------------------------------------- */

struct run {
	struct table *t;
	const struct cie *cie;
	struct frame_state now, first, kept[STATES_KEPT];	/* first: after the CIE's program */
	unsigned int nkept;
	bool is_function;		/* a function's program: rows are wanted */
	uint64_t at;
};

/* number: the file's. */
static struct saved_register *register_of(struct run *r, uint64_t number)
{
	number = register_number(r->cie, number);
	if (number == MYTAP_UNWIND_BP)
		return &r->now.bp;
	if (number == MYTAP_UNWIND_SP)
		return &r->now.sp;
	return number == RETURN_ADDRESS ? &r->now.ra : NULL;
}

static void set_register(struct run *r, uint64_t number, enum saved_as as, int64_t offset)
{
	struct saved_register *to = register_of(r, number);

	if (to)
		*to = (struct saved_register){ as, offset };
}

static void restore_register(struct run *r, uint64_t number)
{
	struct saved_register *to = register_of(r, number);

	if (to)
		*to = to == &r->now.bp ? r->first.bp : to == &r->now.sp ? r->first.sp : r->first.ra;
}

/* The current state applies up to the new address. */
static void advance(struct run *r, uint64_t bytes)
{
	if (bytes && r->is_function)
		add_row(&r->t->rows, r->at, rule_of(&r->now, r->cie));
	r->at += bytes;
}

enum { OP_DEREF = 0x06, OP_PLUS_UCONST = 0x23, OP_LIT0 = 0x30, OP_BREG0 = 0x70 };

/* sp + word, plus a word once the entry has pushed its index: binutils writes this as a comparison. */
static bool is_plt(struct reader r, struct frame_state *s, unsigned int word)
{
	static const unsigned char heads[][6] = {	/* sp + word; ip & 15 */
		{ OP_BREG0 + 7, 8, OP_BREG0 + 16, 0, OP_LIT0 + 15, 0x1a }, { OP_BREG0 + 4, 4, OP_BREG0 + 8, 0, OP_LIT0 + 15, 0x1a },
	};
	static const unsigned char tails[][4] = { { 0x2a, OP_LIT0 + 3, 0x24, 0x22 }, { 0x2a, OP_LIT0 + 2, 0x24, 0x22 } };	/* >=, << 3, + */
	const unsigned char *p = r.at, *head = heads[word == 4], *tail = tails[word == 4];
	enum { HEAD = sizeof(*heads), TAIL = sizeof(*tails) };

	if (r.end - p != HEAD + 1 + TAIL || memcmp(p, head, HEAD) || memcmp(p + HEAD + 1, tail, TAIL))
		return false;
	*s = (struct frame_state){ .kind = MYTAP_UNWIND_PLT, .reg = MYTAP_UNWIND_SP, .offset = word, .add = p[HEAD] - OP_LIT0,
				   .bp = s->bp, .sp = s->sp, .ra = s->ra };
	return true;
}

/* *(register + offset) + add */
static bool is_memory(struct reader r, struct frame_state *s, const struct cie *c)
{
	const unsigned char *op = take(&r, 1);
	int64_t offset, add = 0;
	uint64_t reg = op && *op >= OP_BREG0 ? register_number(c, *op - OP_BREG0) : MYTAP_UNWIND_REGISTERS;

	if (reg >= MYTAP_UNWIND_REGISTERS)
		return false;
	offset = (int64_t)read_leb(&r, true);
	if (read_number(&r, 1, false) != OP_DEREF)
		return false;
	if (r.at < r.end && read_number(&r, 1, false) != OP_PLUS_UCONST)
		return false;
	if (r.at < r.end)
		add = (int64_t)read_leb(&r, false);
	if (r.is_over || r.at < r.end)
		return false;
	*s = (struct frame_state){ .kind = MYTAP_UNWIND_MEMORY, .reg = reg, .offset = offset, .add = add, .bp = s->bp, .sp = s->sp,
				   .ra = s->ra };
	return true;
}

static struct reader take_expression(struct reader *p)
{
	uint64_t n = read_leb(p, false);
	const unsigned char *start = take(p, n);

	return start ? (struct reader){ .at = start, .end = start + n } : (struct reader){ .at = p->end, .end = p->end };
}

static void set_frame_expression(struct run *r, struct reader e)
{
	if (!is_plt(e, &r->now, r->cie->word) && !is_memory(e, &r->now, r->cie))
		r->now.kind = MYTAP_UNWIND_UNKNOWN;
}

/*
 * Where a register is saved: rbp + n is supported for rbp, which functions that align their frame use, and esp + n for what
 * interrupted a signal frame's program.
 */
static void set_register_expression(struct run *r, uint64_t number, struct reader e)
{
	const unsigned char *op = take(&e, 1);
	int64_t offset = (int64_t)read_leb(&e, true);
	uint64_t reg = op && *op >= OP_BREG0 ? register_number(r->cie, *op - OP_BREG0) : MYTAP_UNWIND_REGISTERS;
	bool is_whole = !e.is_over && e.at == e.end;

	if (is_whole && (reg == MYTAP_UNWIND_BP || reg == MYTAP_UNWIND_SP))
		set_register(r, number, reg == MYTAP_UNWIND_BP ? AT_BP : AT_SP, offset);
	else
		set_register(r, number, ELSEWHERE, 0);
}

static void set_frame(struct run *r, uint64_t reg, int64_t offset)
{
	r->now.kind = MYTAP_UNWIND_REGISTER;
	r->now.reg = register_number(r->cie, reg);
	r->now.offset = offset;
	r->now.add = 0;
}

/* The offset of def_cfa_offset: the register stays. */
static void set_frame_offset(struct run *r, int64_t offset)
{
	r->now.kind = MYTAP_UNWIND_REGISTER;
	r->now.offset = offset;
	r->now.add = 0;
}

/* Operations without an operand in their own byte; false: unknown. */
static bool run_operation(struct run *r, unsigned int op, struct reader *p)
{
	int64_t step = r->cie->data_step;
	uint64_t n;

	switch (op) {
	case 0x00:	/* nop */
		return true;
	case 0x01:	/* set_loc */
		n = read_number(p, r->cie->word, false);
		if (n > r->at)
			advance(r, n - r->at);
		return n >= r->at;
	case 0x02: case 0x03: case 0x04:	/* advance_loc1, 2, 4 */
		advance(r, read_number(p, 1u << (op - 2), false) * r->cie->code_step);
		return true;
	case 0x05:	/* offset_extended */
		n = read_leb(p, false);
		set_register(r, n, AT_FRAME, (int64_t)read_leb(p, false) * step);
		return true;
	case 0x06:	/* restore_extended */
		restore_register(r, read_leb(p, false));
		return true;
	case 0x07:	/* undefined */
		set_register(r, read_leb(p, false), NOWHERE, 0);
		return true;
	case 0x08:	/* same_value */
		set_register(r, read_leb(p, false), AS_BEFORE, 0);
		return true;
	case 0x09:	/* register */
		n = read_leb(p, false);
		set_register(r, n, IN_REGISTER, (int64_t)register_number(r->cie, read_leb(p, false)));
		return true;
	case 0x0a:	/* remember_state */
		if (r->nkept == STATES_KEPT)
			return false;
		r->kept[r->nkept++] = r->now;
		return true;
	case 0x0b:	/* restore_state */
		if (!r->nkept)
			return false;
		r->now = r->kept[--r->nkept];
		return true;
	case 0x0c:	/* def_cfa */
		n = read_leb(p, false);
		set_frame(r, n, (int64_t)read_leb(p, false));
		return true;
	case 0x0d:	/* def_cfa_register */
		set_frame(r, read_leb(p, false), r->now.offset);
		return true;
	case 0x0e:	/* def_cfa_offset */
		set_frame_offset(r, (int64_t)read_leb(p, false));
		return true;
	case 0x0f:	/* def_cfa_expression */
		set_frame_expression(r, take_expression(p));
		return true;
	case 0x10:	/* expression */
		n = read_leb(p, false);
		set_register_expression(r, n, take_expression(p));
		return true;
	case 0x11:	/* offset_extended_sf */
		n = read_leb(p, false);
		set_register(r, n, AT_FRAME, (int64_t)read_leb(p, true) * step);
		return true;
	case 0x12:	/* def_cfa_sf */
		n = read_leb(p, false);
		set_frame(r, n, (int64_t)read_leb(p, true) * step);
		return true;
	case 0x13:	/* def_cfa_offset_sf */
		set_frame_offset(r, (int64_t)read_leb(p, true) * step);
		return true;
	case 0x14: case 0x15:	/* val_offset, val_offset_sf */
		n = read_leb(p, false);
		read_leb(p, op == 0x15);
		set_register(r, n, ELSEWHERE, 0);
		return true;
	case 0x16:	/* val_expression */
		n = read_leb(p, false);
		take_expression(p);
		set_register(r, n, ELSEWHERE, 0);
		return true;
	case 0x2e:	/* GNU_args_size */
		read_leb(p, false);
		return true;
	default:
		return false;
	}
}

/* false: an operation was unknown; the rest was not run. */
static bool run_program(struct run *r, struct reader p)
{
	while (p.at < p.end) {
		unsigned int op = *p.at++;

		switch (op >> 6) {
		case 1:
			advance(r, (op & 63) * r->cie->code_step);
			break;
		case 2:
			set_register(r, op & 63, AT_FRAME, (int64_t)read_leb(&p, false) * r->cie->data_step);
			break;
		case 3:
			restore_register(r, op & 63);
			break;
		default:
			if (!run_operation(r, op, &p))
				return false;
		}
		if (p.is_over)
			return false;
	}
	return true;
}

/* ---- CIE and FDE -------------------------------------------------------------------------------- */

static bool read_augmentation(struct cie *c, struct reader *p, const char *letters)
{
	struct reader data;
	uint64_t n;

	if (!*letters)
		return true;
	if (*letters != 'z')
		return false;
	n = read_leb(p, false);
	data.at = take(p, n);
	if (!data.at)
		return false;
	data.end = data.at + n;
	data.is_over = false;
	c->has_augmentation = true;
	for (letters++; *letters; letters++)
		switch (*letters) {
		case 'R':
			c->encoding = (unsigned int)read_number(&data, 1, false);
			break;
		case 'L':
			take(&data, 1);
			break;
		case 'P':
			read_encoded(&data, (unsigned int)read_number(&data, 1, false) & 15, 0, c->word);
			break;
		case 'S':
			c->is_signal = true;
			break;
		case 'B':
			break;
		default:
			return false;
		}
	return !data.is_over && !(c->encoding & PE_INDIRECT) && c->encoding != PE_OMIT;
}

/* p: after length and id. */
static bool cie_read(struct cie *c, struct reader p, unsigned int word)
{
	unsigned int version = (unsigned int)read_number(&p, 1, false);
	const unsigned char *nul = p.at < p.end ? memchr(p.at, 0, (size_t)(p.end - p.at)) : NULL;
	const char *letters = (const char *)p.at;
	uint64_t ra;

	*c = (struct cie){ .word = word };
	if ((version != 1 && version != 3) || !nul)
		return false;
	p.at = nul + 1;
	c->code_step = read_leb(&p, false);
	c->data_step = (int64_t)read_leb(&p, true);
	ra = version == 1 ? read_number(&p, 1, false) : read_leb(&p, false);
	if (!read_augmentation(c, &p, letters) || p.is_over || register_number(c, ra) != RETURN_ADDRESS)
		return false;
	c->program = p;
	return true;
}

static void add_function(struct table *t, uint64_t start, uint64_t end, size_t first)
{
	if (t->nfunctions == t->room) {
		t->room = t->room ? 2 * t->room : 1024;
		t->functions = must_realloc(t->functions, t->room * sizeof(*t->functions));
	}
	t->functions[t->nfunctions++] = (struct function){ start, end, first, t->rows.n };
}

/* p: after length and id; here: its address. */
static void fde_read(struct table *t, const struct cie *c, struct reader p, uint64_t here)
{
	struct run r = { .t = t, .cie = c };
	size_t first = t->rows.n;
	uint64_t start = read_encoded(&p, c->encoding, here, c->word), size = read_encoded(&p, c->encoding & 15, 0, c->word);

	if (c->has_augmentation)
		take(&p, read_leb(&p, false));
	if (p.is_over || !size || size > UINT32_MAX || start + size < start)
		return;
	if (run_program(&r, c->program)) {
		r.first = r.now;
		r.is_function = true;
		r.at = start;
		if (!run_program(&r, p))
			r.now.kind = MYTAP_UNWIND_UNKNOWN;
	}
	/* The rest: after an operation that was not understood nothing is known. */
	if (r.at < start)
		r.at = start;
	if (r.at < start + size)
		add_row(&t->rows, r.at, rule_of(&r.now, c));
	add_function(t, start, start + size, first);
}

/* Reads the section, which is at that address; is_open: its end is not known, an empty entry marks it. */
static void section_read(struct table *t, struct bytes section, uint64_t address, bool is_open)
{
	struct reader all = { .at = section.p, .end = section.p + section.n };
	const unsigned char *known = NULL;
	struct cie cie = { 0 };
	bool is_good = false;

	while (all.end - all.at >= 8) {
		uint64_t length = read_number(&all, 4, false), id;
		const unsigned char *start = all.at, *of;
		struct reader one;

		if (!length && is_open)
			return;
		if (!length)
			continue;	/* the end of one of the linked files */
		if (length == 0xffffffff)
			length = read_number(&all, 8, false);
		start = all.at;
		if (length < 4 || !take(&all, length))
			return;
		one = (struct reader){ .at = start, .end = start + length };
		id = read_number(&one, 4, false);
		if (!id || id > (uint64_t)(start - section.p))
			continue;
		of = start - id;
		if (of != known) {
			struct reader c = { .at = of, .end = all.end };
			uint64_t n = read_number(&c, 4, false);

			known = of;
			c.end = n <= (uint64_t)(c.end - c.at) ? c.at + n : c.at;
			is_good = !read_number(&c, 4, false) && cie_read(&cie, c, word_of(t->elf));
		}
		if (is_good)
			fde_read(t, &cie, one, address + (uint64_t)(one.at - section.p));
	}
}

/* ---- in order ----------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
	const struct function *x = a, *y = b;

	return x->start != y->start ? (x->start < y->start ? -1 : 1) : x->first < y->first ? -1 : x->first > y->first;
}

/*
 * Appends to the list, whose addresses ascend: equal neighbours are merged, and a later row at the same address
 * wins.
 */
static void merge_row(struct eh_rows *to, uint64_t at, const struct mytap_unwind_rule *rule)
{
	if (to->n && to->v[to->n - 1].at >= at)
		to->n -= to->v[to->n - 1].at == at;
	if (to->n && (to->v[to->n - 1].at > at || unwind_rule_is_same(&to->v[to->n - 1].rule, rule)))
		return;
	add_row(to, at, *rule);
}

/*
 * A signal handler comes back to the beginning of such a function: the byte before it, which is looked up for a return address,
 * belongs to it. The C library and older kernels say so themselves, Linux 7.2's vdso for 32-bit programs does not.
 */
static bool starts_a_byte_early(const struct table *t, size_t function)
{
	const struct function *f = &t->functions[function];

	return f->first < f->last && t->rows.v[f->first].rule.kind == MYTAP_UNWIND_SIGNAL && (!function || f[-1].end < f->start);
}

/*
 * Sorts by address and converts to offsets of the file. Gaps between functions are UNKNOWN, except for padding up
 * to a multiple of 16.
 */
static void rows_put_in_order(struct table *t, struct eh_rows *ret, struct eh_functions *functions)
{
	static const struct mytap_unwind_rule unknown = { .kind = MYTAP_UNWIND_UNKNOWN };

	if (t->nfunctions)
		qsort(t->functions, t->nfunctions, sizeof(*t->functions), by_start);
	for (size_t i = 0; i < t->nfunctions; i++) {
		const struct function *f = &t->functions[i];
		uint64_t offset;

		if (!elf_bytes_offset(t->elf, f->start, &offset))
			continue;
		if (starts_a_byte_early(t, i) && offset)
			merge_row(ret, offset - 1, &t->rows.v[f->first].rule);
		for (size_t k = f->first; k < f->last; k++)
			if (t->rows.v[k].at < f->end)
				merge_row(ret, t->rows.v[k].at - f->start + offset, &t->rows.v[k].rule);
		if (i + 1 == t->nfunctions || t->functions[i + 1].start >= f->end + GAP_LEAST)
			merge_row(ret, f->end - f->start + offset, &unknown);
		if (functions)
			functions->v[functions->n++] = (struct eh_function){ offset, f->end - f->start + offset };
	}
}

/* ---- the file ------------------------------------------------------------------------------------ */

/* Without section headers: .eh_frame_hdr, which has its own segment, begins with the address of .eh_frame. */
static struct bytes find_by_segment(const struct elf_bytes *e, uint64_t *address)
{
	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr p = elf_bytes_segment(e, i);
		struct reader r;
		uint64_t offset;
		unsigned int encoding;

		if (p.p_type != PT_GNU_EH_FRAME || p.p_offset > e->n || p.p_filesz > e->n - p.p_offset || p.p_filesz < 8)
			continue;
		r = (struct reader){ .at = e->p + p.p_offset + 4, .end = e->p + p.p_offset + p.p_filesz };
		encoding = e->p[p.p_offset + 1];
		*address = read_encoded(&r, encoding, p.p_vaddr + 4, word_of(e));
		if (r.is_over || encoding & PE_INDIRECT || !elf_bytes_offset(e, *address, &offset) || offset >= e->n)
			return (struct bytes){ 0 };
		return (struct bytes){ e->p + offset, e->n - offset };
	}
	return (struct bytes){ 0 };
}

bool eh_frame_rows(const struct elf_bytes *e, struct eh_rows *ret, struct eh_functions *functions)
{
	struct table t = { .elf = e };
	struct bytes section = { 0 };
	uint64_t address = 0;
	bool is_open = false;
	Elf64_Shdr s;

	if (elf_bytes_section(e, ".eh_frame", &s)) {
		section = elf_bytes_contents(e, &s);
		address = s.sh_addr;
	}
	if (!section.p) {
		is_open = true;
		section = find_by_segment(e, &address);
	}
	if (section.p)
		section_read(&t, section, address, is_open);
	if (functions)
		*functions = (struct eh_functions){ .v = must_alloc((t.nfunctions + 1) * sizeof(*functions->v)) };
	*ret = (struct eh_rows){ 0 };
	rows_put_in_order(&t, ret, functions);
	free(t.rows.v);
	free(t.functions);
	return !t.rows.is_over;
}

struct mytap_unwind *eh_frame_table(const struct elf_bytes *e, struct eh_functions *functions)
{
	struct eh_rows rows;
	struct mytap_unwind *block = eh_frame_rows(e, &rows, functions) ? unwind_block_make(rows.v, rows.n) : NULL;

	free(rows.v);
	return block;
}
