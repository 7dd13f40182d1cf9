// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The canonical frame address at a pc, from .debug_frame: only the rule for the
 * address itself is run, not those for saved registers. One function's entry is
 * found by skipping through the 60,000 others, 2 MB of headers: 2 ms.
 */
#include <dwarf.h>
#include <string.h>

#include "translator/debuginfo/dwarf_file.h"
#include "translator/image/arch/x86_64.h"

struct frame_reader {
	const uint8_t *p, *end;
	bool bad;
};

struct cie {
	uint64_t code_align;
	int64_t data_align;
	const uint8_t *program, *end;
};

struct cfa_rule { int reg; int64_t offset; bool is_expression; };

static uint64_t take(struct frame_reader *f, unsigned int n)
{
	uint64_t v = 0;

	if ((size_t)(f->end - f->p) < n) {
		f->bad = true;
		f->p = f->end;
		return 0;
	}
	memcpy(&v, f->p, n);
	f->p += n;
	return v;
}

static uint64_t take_uleb(struct frame_reader *f)
{
	uint64_t v = 0, byte = 0x80;

	for (unsigned int shift = 0; byte & 0x80 && !f->bad; shift += 7) {
		byte = take(f, 1);
		if (shift < 64)
			v |= (byte & 0x7f) << shift;
	}
	return v;
}

static int64_t take_sleb(struct frame_reader *f)
{
	uint64_t v = 0, byte = 0x80;
	unsigned int shift = 0;

	for (; byte & 0x80 && !f->bad; shift += 7) {
		byte = take(f, 1);
		if (shift < 64)
			v |= (byte & 0x7f) << shift;
	}
	return shift < 64 && byte & 0x40 ? (int64_t)(v | ~0ull << shift) : (int64_t)v;
}

static bool read_cie(const uint8_t *section, size_t size, uint64_t at, struct cie *c)
{
	struct frame_reader f = { .p = section + at, .end = section + size };
	uint64_t length;
	unsigned int version;

	if (at >= size)
		return false;
	length = take(&f, 4);
	if (length == 0xffffffff || length > (size_t)(f.end - f.p))
		return false;
	c->end = f.end = f.p + length;
	take(&f, 4);
	version = take(&f, 1);
	/* A kernel's .debug_frame has no augmented entries (".eh_frame" style). */
	if (take(&f, 1) != 0)
		return false;
	if (version >= 4)
		take(&f, 2);
	c->code_align = take_uleb(&f);
	c->data_align = take_sleb(&f);
	if (version == 1)
		take(&f, 1);
	else
		take_uleb(&f);
	c->program = f.p;
	return !f.bad;
}

/* Runs a frame program until it passes pc. */
static bool run(const struct cie *c, const uint8_t *p, const uint8_t *end, uint64_t location, uint64_t pc,
		struct cfa_rule *rule)
{
	struct frame_reader f = { .p = p, .end = end };
	struct cfa_rule saved[8];
	unsigned int nsaved = 0;

	while (f.p < f.end && !f.bad) {
		unsigned int op = take(&f, 1), low = op & 0x3f;

		switch (op & 0xc0 ? op & 0xc0 : op) {
		case DW_CFA_advance_loc:
			location += low * c->code_align;
			break;
		case DW_CFA_advance_loc1:
			location += take(&f, 1) * c->code_align;
			break;
		case DW_CFA_advance_loc2:
			location += take(&f, 2) * c->code_align;
			break;
		case DW_CFA_advance_loc4:
			location += take(&f, 4) * c->code_align;
			break;
		case DW_CFA_set_loc:
			location = take(&f, 8);
			break;
		case DW_CFA_def_cfa:
			rule->reg = take_uleb(&f);
			rule->offset = take_uleb(&f);
			rule->is_expression = false;
			break;
		case DW_CFA_def_cfa_sf:
			rule->reg = take_uleb(&f);
			rule->offset = take_sleb(&f) * c->data_align;
			rule->is_expression = false;
			break;
		case DW_CFA_def_cfa_register:
			rule->reg = take_uleb(&f);
			break;
		case DW_CFA_def_cfa_offset:
			rule->offset = take_uleb(&f);
			break;
		case DW_CFA_def_cfa_offset_sf:
			rule->offset = take_sleb(&f) * c->data_align;
			break;
		case DW_CFA_def_cfa_expression:
			rule->is_expression = true;
			f.p += take_uleb(&f);
			break;
		case DW_CFA_remember_state:
			if (nsaved == 8)
				return false;
			saved[nsaved++] = *rule;
			break;
		case DW_CFA_restore_state:
			if (!nsaved)
				return false;
			*rule = saved[--nsaved];
			break;
		case DW_CFA_offset:		/* rules of other registers: skipped */
			take_uleb(&f);
			break;
		case DW_CFA_restore:
		case DW_CFA_nop:
			break;
		case DW_CFA_offset_extended:
		case DW_CFA_register:
		case DW_CFA_val_offset:
		case DW_CFA_offset_extended_sf:
		case DW_CFA_val_offset_sf:
			take_uleb(&f);
			take_uleb(&f);
			break;
		case DW_CFA_restore_extended:
		case DW_CFA_undefined:
		case DW_CFA_same_value:
		case DW_CFA_GNU_args_size:
			take_uleb(&f);
			break;
		case DW_CFA_expression:
		case DW_CFA_val_expression:
			take_uleb(&f);
			f.p += take_uleb(&f);
			break;
		default:
			return false;
		}
		if (location > pc)
			return true;
		if (f.p > f.end)
			return false;
	}
	return !f.bad;
}

static bool find_rule(const uint8_t *section, size_t size, uint64_t pc, struct cfa_rule *rule)
{
	struct frame_reader f = { .p = section, .end = section + size };

	while (f.p < f.end && !f.bad) {
		uint64_t length = take(&f, 4);
		const uint8_t *entry_end = f.p + length;
		uint64_t cie_at, begin, range;
		struct cie c;

		if (length == 0xffffffff || length > (size_t)(f.end - f.p))
			return false;
		cie_at = take(&f, 4);
		begin = take(&f, 8);
		range = take(&f, 8);
		if (cie_at == 0xffffffff || pc < begin || pc - begin >= range) {
			f.p = entry_end;
			continue;
		}
		/* After the end of the program its last rule holds for the rest of the function. */
		return read_cie(section, size, cie_at, &c) && run(&c, c.program, c.end, 0, 0, rule) &&
		       run(&c, f.p, entry_end, begin, pc, rule) && !rule->is_expression;
	}
	return false;
}

bool dwarf_cfa(struct dwarf *d, uint64_t pc, bool at_entry, op_vec *ops)
{
	struct cfa_rule rule = { .reg = ARCH_STACK_POINTER, .offset = ARCH_RETURN_SIZE };
	const uint8_t *section;
	size_t size;

	if (!at_entry && d->image->kind != IMAGE_KERNEL)
		return dwarf_libdw_cfa(d, pc, ops);
	/* At the first instruction of a function the return address is on top of the stack. */
	if (!at_entry) {
		if (!d->frames_tried) {
			d->frames_tried = true;
			elf_file_open(&d->frames, d->path);
		}
		section = elf_contents(&d->frames, elf_section(&d->frames, ".debug_frame"), &size);
		if (!section || !find_rule(section, size, pc, &rule))
			return false;
	}
	op_push(d->a, ops, .kind = LOC_REGISTER, .n = rule.reg);
	op_push_offset(d->a, ops, rule.offset);
	return true;
}
