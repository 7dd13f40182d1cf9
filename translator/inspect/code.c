// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes at a place that the kernel patches: a nop, call or jump of five bytes, or a breakpoint in the first byte.
 * Only the first instruction is decoded: remains of others follow the jump of an optimised kprobe.
 */
#include <string.h>

#include "translator/inspect/inspect.h"

enum { OPCODE_CALL = 0xe8, OPCODE_JUMP = 0xe9, OPCODE_INT3 = 0xcc };

struct code_seen code_look(struct inspect *in, uint64_t address)
{
	static const uint8_t nops[][5] = { { 0x0f, 0x1f, 0x44, 0, 0 }, { 0x66, 0x66, 0x66, 0x66, 0x90 }, { 0x3e, 0x8d, 0x74, 0x26, 0 } };
	struct code_seen c = { .kind = CODE_OTHER };
	size_t n = memory_read_part(in->mem, address, c.bytes, sizeof(c.bytes));
	int32_t distance;

	if (n < 5) {
		c.kind = CODE_UNREADABLE;
		return c;
	}
	memcpy(&distance, c.bytes + 1, sizeof(distance));
	if (c.bytes[0] == OPCODE_CALL || c.bytes[0] == OPCODE_JUMP) {
		c.kind = c.bytes[0] == OPCODE_CALL ? CODE_CALL : CODE_JUMP;
		c.target = address + 5 + (int64_t)distance;
	} else if (c.bytes[0] == OPCODE_INT3) {
		c.kind = CODE_INT3;
	}
	for (size_t i = 0; i < sizeof(nops) / sizeof(*nops); i++)
		if (!memcmp(c.bytes, nops[i], 5))
			c.kind = CODE_NOP;
	return c;
}

static const char *target_text(struct inspect *in, uint64_t target)
{
	struct place p = place_of(in, target);
	const char *name = p.name ? p.name : arena_printf(in->a, "0x%llx, which belongs to no known code", (unsigned long long)target);
	const char *module = p.module ? arena_printf(in->a, " [%s]", p.module->name) : "";

	if (p.is_trampoline && !p.offset)
		return arena_printf(in->a, "trampoline of %s", name);
	if (p.name && p.offset)
		return arena_printf(in->a, "%s%s+0x%llx%s", p.is_trampoline ? "trampoline of " : "", name, (unsigned long long)p.offset, module);
	return arena_printf(in->a, "%s%s", name, module);
}

const char *code_text(struct inspect *in, const struct code_seen *c)
{
	switch (c->kind) {
	case CODE_UNREADABLE:
		return "not readable";
	case CODE_NOP:
		return "nop";
	case CODE_CALL:
		return arena_printf(in->a, "call %s", target_text(in, c->target));
	case CODE_JUMP:
		return arena_printf(in->a, "jmp %s", target_text(in, c->target));
	case CODE_INT3:
		return "int3";
	case CODE_OTHER:
		return "other code";
	}
	return "";
}

void fact_code(struct inspect *in, struct json_object *o, const struct code_seen *c)
{
	fact_text(o, "code", code_text(in, c));
	if (c->kind != CODE_UNREADABLE)
		fact_text(o, "bytes", arena_printf(in->a, "%02x %02x %02x %02x %02x", c->bytes[0], c->bytes[1], c->bytes[2], c->bytes[3],
						   c->bytes[4]));
}
