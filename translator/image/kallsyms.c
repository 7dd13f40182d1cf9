// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Symbols from the kernel's own table (kallsyms), found without any symbol. Its parts, in the order they are found:
 *
 *   token_table	256 texts, NUL after each; single letters and digits stand for themselves
 *   token_index	u16[256]: offset of each text in token_table; every one is checked
 *   num_syms, names, markers	before the token table; names: a length (one byte, or two when the
 *			first has its top bit set), then tokens; the first letter of the text is the
 *			kind of the symbol, as in nm. markers: u32, offset of each 256th name
 *   offsets, relative_base	before num_syms (to 6.3) or after token_index (6.4 and later)
 *
 * Each part begins at a multiple of 8 bytes. A negative offset means relative_base - 1 - offset; others are absolute
 * values (per-CPU). If none is negative, all are relative.
 *
 * In newer ones (7.2) the parts begin at multiples of 4, there is no relative_base, and an offset is relative to its
 * own address. Per-CPU variables have ordinary addresses, in a section of their own.
 */
#include <string.h>

#include "translator/image/elf_file.h"
#include "translator/image/symtab.h"

struct kallsyms {
	const uint8_t *begin, *end;	/* of the section with the tables */
	uint64_t address;		/* of begin */
	unsigned int align;		/* 8 or 4 */
	const uint8_t *tokens, *token_index;
	const uint8_t *names, *names_end;
	uint32_t n;
	const uint8_t *offsets;
	uint64_t base;
};

static uint64_t get(const uint8_t *p, unsigned int n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

static const uint8_t *aligned(const struct kallsyms *k, const uint8_t *p)
{
	return k->begin + ((p - k->begin + k->align - 1) & ~(k->align - 1ul));
}

/* Text 0x30 is "0": the table begins 0x30 texts before it. */
static bool check_tokens(struct kallsyms *k, const uint8_t *digits)
{
	const uint8_t *p = digits, *at;
	unsigned int nuls = 0;

	/* The last NUL counted ends the data before the table, so stop at the previous one. */
	while (p > k->begin && nuls <= 0x30 && digits - p < 4096)
		nuls += *--p == 0;
	if (nuls <= 0x30)
		return false;
	for (k->tokens = p + 1; k->tokens < digits && *k->tokens == 0; k->tokens++)
		;
	at = k->tokens;
	for (unsigned int i = 0; i < 256; i++) {
		const uint8_t *nul = memchr(at, 0, k->end - at);

		if (!nul)
			return false;
		at = nul + 1;
	}
	k->token_index = aligned(k, at);
	if (k->end - k->token_index < 512)
		return false;
	at = k->tokens;
	for (unsigned int i = 0; i < 256; i++) {
		if (get(k->token_index + 2 * i, 2) != (uint64_t)(at - k->tokens))
			return false;
		at += strlen((const char *)at) + 1;
	}
	return true;
}

static bool find_tokens(struct kallsyms *k)
{
	static const uint8_t digits[] = "0\0001\0002\0003\0004\0005\0006\0007\0008\0009";

	for (const uint8_t *p = k->begin; (p = memmem(p, k->end - p, digits, sizeof(digits))); p++)
		if (check_tokens(k, p))
			return true;
	return false;
}

/* Length in tokens of the name at p, and the start of its tokens; NULL at the end. */
static const uint8_t *name_at(const struct kallsyms *k, const uint8_t *p, unsigned int *n)
{
	if (p + 2 >= k->end || !*p)
		return NULL;
	*n = *p++;
	if (*n & 0x80)
		*n = (*n & 0x7f) | (unsigned int)*p++ << 7;
	return *n < 512 && p + *n < k->end ? p : NULL;
}

/* Every 256th name must begin at the offset in the markers after the names. */
static bool check_names(struct kallsyms *k, const uint8_t *num)
{
	uint32_t starts[4096], nstarts = 0, n = get(num, 4);
	const uint8_t *names = num + k->align, *p = names;

	if (n < 1000 || n > 4096 * 256 || (k->align == 8 && get(num + 4, 4)))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		unsigned int length;

		if (i % 256 == 0)
			starts[nstarts++] = p - names;
		p = name_at(k, p, &length);
		if (!p)
			return false;
		p += length;
	}
	const uint8_t *markers = aligned(k, p);
	for (uint32_t i = 0; i < nstarts; i++)
		if (k->end - markers < 4 * (nstarts + 1) || get(markers + 4 * i, 4) != starts[i])
			return false;
	k->names = names;
	k->names_end = p;
	k->n = n;
	return true;
}

static bool is_kernel_address(uint64_t a)
{
	return a >= 0xffffffff80000000ull;
}

static uint64_t place_of(const struct kallsyms *k, uint32_t i)
{
	return k->address + (k->offsets - k->begin) + 4 * (uint64_t)i + (int64_t)(int32_t)get(k->offsets + 4 * (size_t)i, 4);
}

/* Relative to their own addresses, they must give ascending addresses. */
static bool check_places(struct kallsyms *k)
{
	uint64_t last = 0;

	k->offsets = aligned(k, k->token_index + 512);
	if ((size_t)(k->end - k->offsets) < 4 * (size_t)k->n)
		return false;
	for (uint32_t i = 0; i < k->n; i++) {
		uint64_t at = place_of(k, i);

		if (!is_kernel_address(at) || at < last)
			return false;
		last = at;
	}
	return true;
}

static bool find_names(struct kallsyms *k)
{
	const uint8_t *from = k->begin + ((k->tokens - k->begin) & ~(k->align - 1ul));

	for (const uint8_t *p = from; p - k->begin >= 16 && from - p < 64 << 20; p -= k->align) {
		size_t offsets;

		if (!check_names(k, p))
			continue;
		if (k->align == 4)
			return check_places(k);
		offsets = (4 * (size_t)k->n + 7) & ~7ul;
		k->base = get(p - 8, 8);
		k->offsets = p - 8 - offsets;
		if (is_kernel_address(k->base) && (size_t)(p - 8 - k->begin) >= offsets)
			return true;
		k->offsets = aligned(k, k->token_index + 512);
		if ((size_t)(k->end - k->offsets) < offsets + 8)
			return false;
		k->base = get(k->offsets + offsets, 8);
		return is_kernel_address(k->base);
	}
	return false;
}

/* The address of the i-th symbol, and whether it is an offset in each CPU's area. */
static uint64_t address_of(const struct kallsyms *k, uint32_t i, bool has_absolute, bool *absolute)
{
	int32_t offset = get(k->offsets + 4 * (size_t)i, 4);

	*absolute = k->align == 8 && has_absolute && offset >= 0;
	if (k->align == 4)
		return place_of(k, i);
	if (!has_absolute)
		return k->base + (uint32_t)offset;
	return *absolute ? (uint64_t)offset : k->base - 1 - offset;
}

static void add_symbols(const struct kallsyms *k, struct symtab_maker *m, const Elf64_Shdr *percpu)
{
	const uint8_t *p = k->names;
	bool has_absolute = false;

	for (uint32_t i = 0; i < k->n; i++)
		has_absolute |= (int32_t)get(k->offsets + 4 * i, 4) < 0;
	for (uint32_t i = 0; i < k->n; i++) {
		bool absolute;
		uint64_t address = address_of(k, i, has_absolute, &absolute);
		unsigned int length = 0, used = 0;
		uint32_t flags;
		char text[1024];

		p = name_at(k, p, &length);
		if (!p)			/* not reached: all were read once before */
			return;
		for (const uint8_t *end = p + length; p < end; p++) {
			const char *token = (const char *)k->tokens + get(k->token_index + 2 * *p, 2);

			while (*token && used < sizeof(text) - 1)
				text[used++] = *token++;
		}
		text[used] = 0;
		if (!used || *text == 'A' || *text == 'a')
			flags = 0;
		else
			flags = strchr("tTwW", *text) ? SYMBOL_TEXT | SYMBOL_FUNCTION : 0;
		if (*text >= 'A' && *text <= 'Z')
			flags |= SYMBOL_GLOBAL;
		if (absolute && *text != 'A' && *text != 'a')
			flags |= SYMBOL_PERCPU;
		if (percpu && address - percpu->sh_addr < percpu->sh_size)
			flags |= SYMBOL_PERCPU;
		if (used)
			symtab_maker_add(m, text + 1, address, 0, flags);
	}
}

bool symtab_from_kallsyms(struct symtab_maker *m, const struct elf_file *e)
{
	const Elf64_Shdr *rodata = elf_section(e, ".rodata"), *percpu = elf_section(e, ".data..percpu");
	struct kallsyms k = { 0 };
	size_t size;

	k.begin = rodata ? elf_contents(e, rodata, &size) : NULL;
	if (!k.begin)
		return false;
	k.end = k.begin + size;
	k.address = rodata->sh_addr;
	for (k.align = 8; k.align >= 4; k.align -= 4) {
		if (!find_tokens(&k) || !find_names(&k))
			continue;
		add_symbols(&k, m, k.align == 4 ? percpu : NULL);
		return true;
	}
	return false;
}
