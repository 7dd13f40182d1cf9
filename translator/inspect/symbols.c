// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's symbols, from kallsyms in memory. VMCOREINFO has the addresses of its parts. The meaning of offsets
 * differs by kernel: relative to a base, with those of per-CPU symbols absolute; all relative; or relative to their
 * own addresses. The right one gives _stext its address in VMCOREINFO.
 *
 * A name for an address: module memory first, since freed init code keeps its symbols, then trampolines of ftrace, then
 * the kernel's image.
 */
#include "translator/inspect/inspect.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SYMBOLS_MOST = 1 << 22, NAMES_MOST = 32 << 20, TOKENS_MOST = 16 << 10, NEAR = 2 << 20 };

struct packed {
	uint8_t *names;
	size_t size;
	uint16_t index[256];
	char tokens[TOKENS_MOST + 1];
};

static bool packed_read(struct inspect *in, struct packed *p, struct strbuf *why)
{
	const char *text = in->mem->vmcoreinfo;
	uint64_t names = vmcoreinfo_symbol(text, "kallsyms_names"), tokens = vmcoreinfo_symbol(text, "kallsyms_token_table");
	uint64_t index = vmcoreinfo_symbol(text, "kallsyms_token_index");

	if (!names || !tokens || !index || !vmcoreinfo_symbol(text, "kallsyms_num_syms") || !vmcoreinfo_symbol(text, "kallsyms_offsets")) {
		strbuf_puts(why, "its VMCOREINFO does not say where the kernel's symbols are (kallsyms_names): the kernel is older "
			    "than 6.0, or has no CONFIG_KALLSYMS_ALL");
		return false;
	}
	in->symbols.n = memory_u32(in->mem, vmcoreinfo_symbol(text, "kallsyms_num_syms"));
	if (!in->symbols.n || in->symbols.n > SYMBOLS_MOST || !memory_read(in->mem, index, p->index, sizeof(p->index)) ||
	    !memory_read_part(in->mem, tokens, p->tokens, TOKENS_MOST)) {
		strbuf_printf(why, "the kernel's symbols cannot be read: kallsyms_num_syms is %u, its tables are at 0x%" PRIx64, in->symbols.n,
			      tokens);
		return false;
	}
	for (int i = 0; i < 256; i++)
		if (p->index[i] >= TOKENS_MOST) {
			strbuf_printf(why, "the kernel's symbols cannot be read: token %d is at %u", i, p->index[i]);
			return false;
		}
	/* About 11 bytes per name; the end is known after all have been decoded. */
	p->size = 64 + (size_t)in->symbols.n * 24;
	if (p->size > NAMES_MOST)
		p->size = NAMES_MOST;
	p->names = xmalloc(p->size);
	p->size = memory_read_part(in->mem, names, p->names, p->size);
	return true;
}

static uint32_t hash_add(uint32_t h, char c)
{
	return (h ^ (uint8_t)c) * 16777619u;
}

static uint32_t hash_of(const char *s)
{
	uint32_t h = 2166136261u;

	while (*s)
		h = hash_add(h, *s++);
	return h ^ h >> 15;
}

/* Only the first symbol of a name: thousands of statics share a name, and each would walk their chain. */
static void slot_put(struct kernel_symbols *s, uint32_t i, uint32_t hash)
{
	uint32_t at = (hash ^ hash >> 15) & (s->nslots - 1);

	for (; s->slots[at]; at = (at + 1) & (s->nslots - 1))
		if (!strcmp(s->text + s->names[s->slots[at] - 1] + 1, s->text + s->names[i] + 1))
			return;
	s->slots[at] = i + 1;
}

static bool names_unpack(struct kernel_symbols *s, const struct packed *p)
{
	size_t at = 0, room = (size_t)s->n * 32 + 4096, used = 0;

	s->text = xmalloc(room);
	s->names = xmalloc(s->n * sizeof(*s->names));
	for (s->nslots = 1024; s->nslots < 2 * s->n; s->nslots *= 2)
		;
	s->slots = calloc(s->nslots, sizeof(*s->slots));
	if (!s->slots)
		return false;
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t length, hash = 2166136261u;
		size_t begin = used;

		if (at + 2 > p->size)
			return false;
		length = p->names[at++];
		if (length & 0x80)
			length = (length & 0x7f) | (uint32_t)p->names[at++] << 7;
		if (!length || length > p->size - at)
			return false;
		s->names[i] = used;
		while (length--) {
			for (const char *t = p->tokens + p->index[p->names[at]]; *t; t++) {
				if (used + 2 > room)
					s->text = xrealloc(s->text, room *= 2);
				if (used > begin)
					hash = hash_add(hash, *t);
				s->text[used++] = *t;
			}
			at++;
		}
		if (used + 2 > room)
			s->text = xrealloc(s->text, room *= 2);
		if (used == begin)
			return false;
		s->text[used++] = '\0';
		slot_put(s, i, hash);
	}
	return true;
}

enum offset_way { COUNTED_FROM_PLACE, ALL_RELATIVE, NEGATIVE_RELATIVE };

static uint64_t offset_address(enum offset_way way, int32_t offset, uint64_t base, uint64_t place)
{
	switch (way) {
	case COUNTED_FROM_PLACE:
		return place + (int64_t)offset;
	case ALL_RELATIVE:
		return base + (uint32_t)offset;
	case NEGATIVE_RELATIVE:
		return offset >= 0 ? (uint64_t)(uint32_t)offset : base - 1 - (int64_t)offset;
	}
	return 0;
}

static uint32_t symbol_index(const struct kernel_symbols *s, const char *name)
{
	for (uint32_t at = hash_of(name) & (s->nslots - 1); s->slots && s->slots[at]; at = (at + 1) & (s->nslots - 1))
		if (!strcmp(s->text + s->names[s->slots[at] - 1] + 1, name))
			return s->slots[at];
	return 0;
}

static bool addresses_read(struct inspect *in, struct strbuf *why)
{
	struct kernel_symbols *s = &in->symbols;
	uint64_t at = vmcoreinfo_symbol(in->mem->vmcoreinfo, "kallsyms_offsets");
	uint64_t base_at = vmcoreinfo_symbol(in->mem->vmcoreinfo, "kallsyms_relative_base");
	uint64_t stext = vmcoreinfo_symbol(in->mem->vmcoreinfo, "_stext"), base = base_at ? memory_u64(in->mem, base_at) : 0;
	int32_t *offsets = xmalloc(s->n * sizeof(*offsets));
	uint32_t known = symbol_index(s, "_stext");
	bool ok = memory_read(in->mem, at, offsets, s->n * sizeof(*offsets)) && known && stext;
	int way = base_at ? ALL_RELATIVE : COUNTED_FROM_PLACE, last = base_at ? NEGATIVE_RELATIVE : COUNTED_FROM_PLACE;

	/* _stext is near the base: with absolute offsets its own is negative, so the two rules never agree. */
	while (ok && way <= last && offset_address(way, offsets[known - 1], base, at + 4ULL * (known - 1)) != stext)
		way++;
	ok = ok && way <= last;
	s->addresses = xmalloc(s->n * sizeof(*s->addresses));
	for (uint32_t i = 0; ok && i < s->n; i++) {
		s->addresses[i] = offset_address(way, offsets[i], base, at + 4ULL * i);
		/* Addresses after the per-CPU ones are ascending; the kernel's own search relies on it. */
		if (i && s->addresses[i] < s->addresses[i - 1])
			ok = false;
	}
	free(offsets);
	if (!ok)
		strbuf_puts(why, "the kernel's symbols cannot be read: their addresses do not fit _stext, or are not ascending");
	return ok;
}

bool symbols_read(struct inspect *in, struct strbuf *why)
{
	struct packed *p = xmalloc(sizeof(*p));
	bool ok;

	memset(p, 0, sizeof(*p));
	ok = packed_read(in, p, why);
	if (ok && !names_unpack(&in->symbols, p)) {
		strbuf_puts(why, "the kernel's symbols cannot be read: the names end too early");
		ok = false;
	}
	free(p->names);
	free(p);
	if (!ok || !addresses_read(in, why))
		return false;
	in->symbols.begin = symbol_address(in, "_text");
	in->symbols.end = symbol_address(in, "_end");
	return true;
}

void symbols_free(struct kernel_symbols *s)
{
	free(s->addresses);
	free(s->names);
	free(s->text);
	free(s->slots);
	*s = (struct kernel_symbols){ 0 };
}

uint64_t symbol_address(const struct inspect *in, const char *name)
{
	uint32_t i = symbol_index(&in->symbols, name);

	return i ? in->symbols.addresses[i - 1] : 0;
}

/* The number of symbols at or below address. */
static uint32_t symbols_up_to(const struct kernel_symbols *s, uint64_t address)
{
	uint32_t low = 0, high = s->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (s->addresses[middle] <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t symbol_after(const struct inspect *in, uint64_t address)
{
	uint32_t i = symbols_up_to(&in->symbols, address);

	return i < in->symbols.n ? in->symbols.addresses[i] : 0;
}

static bool kernel_place(const struct kernel_symbols *s, struct place *p)
{
	uint32_t i = symbols_up_to(s, p->address);

	if (!i || p->address < s->begin || p->address >= s->end || p->address - s->addresses[i - 1] > NEAR)
		return false;
	/* Of several at one address the first, as in the kernel. */
	for (i--; i > 0 && s->addresses[i - 1] == s->addresses[i]; i--)
		;
	p->name = s->text + s->names[i] + 1;
	p->offset = p->address - s->addresses[i];
	return true;
}

static void module_place(const struct kernel_module *m, struct place *p)
{
	const Elf64_Sym *best = NULL;
	uint64_t begin = 0;

	for (unsigned int i = 0; i < m->nranges; i++)
		if (p->address - m->ranges[i].begin < m->ranges[i].size)
			begin = m->ranges[i].begin;
	for (uint32_t i = 1; i < m->nsymbols; i++) {
		const Elf64_Sym *s = &m->symbols[i];

		if (s->st_shndx != SHN_UNDEF && s->st_value <= p->address && s->st_value >= begin && s->st_name < m->strings_size &&
		    m->strings[s->st_name] && (!best || s->st_value > best->st_value))
			best = s;
	}
	p->module = m;
	if (!best)
		return;
	p->name = m->strings + best->st_name;
	p->offset = p->address - best->st_value;
}

struct place place_of(struct inspect *in, uint64_t address)
{
	struct place p = { .address = address };
	const struct kernel_module *m = module_at(in, address);
	const struct ftrace_ops_seen *o = m ? NULL : ops_of_trampoline(in, address);

	if (m) {
		module_place(m, &p);
	} else if (o) {
		p.name = o->name;
		p.offset = address - o->trampoline;
		p.is_trampoline = true;
	} else {
		kernel_place(&in->symbols, &p);
	}
	return p;
}

bool place_is(struct inspect *in, uint64_t address, const char *name)
{
	return address && symbol_address(in, name) == address;
}

uint64_t module_symbol(const struct kernel_module *m, const char *name)
{
	for (uint32_t i = 1; i < m->nsymbols; i++)
		if (m->symbols[i].st_name < m->strings_size && !strcmp(m->strings + m->symbols[i].st_name, name))
			return m->symbols[i].st_value;
	return 0;
}
