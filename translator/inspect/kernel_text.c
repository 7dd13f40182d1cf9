// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's text in memory against its vmlinux. The kernel changes its own text, at places
 * that tables of the vmlinux name (freed in memory): alternatives, calls through mcount, jump
 * labels, static calls and so on. Any other difference that is no kprobe is an entry of the table.
 *First the file is relocated to the kernel's address: with a slide, absolute relocations
 * grow by it, and those relative to the program counter whose target is a per-CPU symbol
 * (which does not move) shrink by it.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "translator/image/elf_file.h"
#include "translator/inspect/inspect.h"

enum { TEXT_MOST = 256 << 20, IMAGE_MOST = 512 << 20, RUN_GAP = 6, SHOWN_BYTES = 16, JUMP_BYTES = 5 };

struct allowed { uint64_t begin; uint32_t length; int table; };

struct text_check {
	struct inspect *in;
	struct elf_file image;
	uint64_t begin, size, slide;	/* as linked; slide: added to it */
	uint8_t *file, *memory;
	const Elf64_Sym *symbols;
	size_t nsymbols;
	const char *names;
	size_t names_size;
	unsigned int percpu;		/* section */
	VEC(struct allowed) allowed;
};

/* ---- relocating the file -------------------------------------------------------------------------------------- */

static void relocate_one(struct text_check *t, const Elf64_Rela *r)
{
	uint64_t at = r->r_offset - t->begin, symbol = ELF64_R_SYM(r->r_info);
	unsigned int section = symbol < t->nsymbols ? t->symbols[symbol].st_shndx : SHN_UNDEF;
	uint64_t value = symbol < t->nsymbols ? t->symbols[symbol].st_value : 0;
	/* By its section __init_begin is per-CPU (from 0), but it is not. */
	bool is_percpu = section == t->percpu && value < t->begin, is_number = section == SHN_ABS && value - t->begin >= IMAGE_MOST;
	uint32_t word;
	uint64_t wide;

	if (at > t->size - 8)
		return;
	memcpy(&word, t->file + at, sizeof(word));
	memcpy(&wide, t->file + at, sizeof(wide));
	switch (ELF64_R_TYPE(r->r_info)) {
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		word -= is_percpu ? (uint32_t)t->slide : 0;
		break;
	case R_X86_64_32:
	case R_X86_64_32S:
		word += is_percpu || is_number ? 0 : (uint32_t)t->slide;
		break;
	case R_X86_64_64:
		wide += t->slide;
		memcpy(t->file + at, &wide, sizeof(wide));
		return;
	default:
		return;
	}
	memcpy(t->file + at, &word, sizeof(word));
}

static bool relocate(struct text_check *t, const char **why)
{
	size_t size;
	const Elf64_Rela *r = elf_contents(&t->image, elf_section(&t->image, ".rela.text"), &size);

	*why = "the kernel is moved (KASLR), and the vmlinux has no relocations of its text (.rela.text): it cannot be relocated";
	if (!t->slide)
		return true;
	for (size_t i = 0; r && i < size / sizeof(*r); i++)
		relocate_one(t, &r[i]);
	return r;
}

/* ---- where the kernel patches itself ------------------------------------------------------------------------ */

static void allow(struct text_check *t, uint64_t at, uint32_t length, int table)
{
	if (at >= t->begin && at - t->begin < t->size)
		vec_push(t->in->a, &t->allowed, (struct allowed){ at - t->begin, length, table });
}

static const Elf64_Sym *symbol_named(const struct text_check *t, const char *name)
{
	for (size_t i = 1; i < t->nsymbols; i++)
		if (t->symbols[i].st_name < t->names_size && !strcmp(t->names + t->symbols[i].st_name, name))
			return &t->symbols[i];
	return NULL;
}

/* RELATIVE: s32, relative to its own address; the entry may have more fields after it. */
enum entry_kind { RELATIVE, ABSOLUTE };

static const struct table {
	const char *name, *section, *begin, *end;	/* a section of its own, or between two symbols */
	enum entry_kind kind;
	uint32_t stride, length;
} text_tables[] = {
	{ "alternatives", NULL, NULL, NULL, RELATIVE, 0, 0 },	/* has its own layout: alternatives_allow() */
	{ "function tracer", NULL, "__start_mcount_loc", "__stop_mcount_loc", ABSOLUTE, 8, 5 },
	{ "jump labels", NULL, "__start___jump_table", "__stop___jump_table", RELATIVE, 16, 5 },
	{ "static calls", NULL, "__start_static_call_sites", "__stop_static_call_sites", RELATIVE, 8, 5 },
	{ "paravirt calls", ".parainstructions", NULL, NULL, ABSOLUTE, 16, 7 },
	{ "returns", ".return_sites", NULL, NULL, RELATIVE, 4, 5 },
	{ "retpolines", ".retpoline_sites", NULL, NULL, RELATIVE, 4, 6 },
	{ "lock prefixes", ".smp_locks", NULL, NULL, RELATIVE, 4, 1 },
	{ "sealed endbr", ".ibt_endbr_seal", NULL, NULL, RELATIVE, 4, 4 },
	{ "calls", ".call_sites", NULL, NULL, RELATIVE, 4, 5 },
	{ "static call trampolines", NULL, NULL, NULL, ABSOLUTE, 0, 0 },	/* by name: symbols_allow() */
	{ "stubs of the function tracer", NULL, NULL, NULL, ABSOLUTE, 0, 0 },
	{ "kprobes", NULL, NULL, NULL, ABSOLUTE, 0, 0 },
};
enum { ALTERNATIVES = 0, TRAMPOLINES = 10, STUBS = 11, KPROBES = 12, NTEXT_TABLES = sizeof(text_tables) / sizeof(*text_tables) };

static void table_allow(struct text_check *t, int i)
{
	const struct table *d = &text_tables[i];
	const uint8_t *p = NULL;
	uint64_t address = 0;
	size_t size = 0;

	if (d->section) {
		const Elf64_Shdr *s = elf_section(&t->image, d->section);

		p = s ? elf_contents(&t->image, s, &size) : NULL;
		address = s ? s->sh_addr : 0;
	} else if (d->begin) {
		const Elf64_Sym *begin = symbol_named(t, d->begin), *end = symbol_named(t, d->end);

		size = begin && end && end->st_value > begin->st_value ? end->st_value - begin->st_value : 0;
		address = begin ? begin->st_value : 0;
		p = size ? elf_at(&t->image, address, size) : NULL;
	}
	for (size_t at = 0; p && at + d->stride <= size; at += d->stride) {
		uint64_t absolute;
		int32_t relative;

		memcpy(&relative, p + at, sizeof(relative));
		memcpy(&absolute, p + at, d->kind == ABSOLUTE ? sizeof(absolute) : 0);
		allow(t, d->kind == ABSOLUTE ? absolute : address + at + (int64_t)relative, d->length, i);
	}
}

/* struct alt_instr grew in 6.3. */
static bool alternatives_allow(struct text_check *t)
{
	const Elf64_Shdr *s = elf_section(&t->image, ".altinstructions");
	uint32_t stride = type_size(t->in, "alt_instr");
	const uint8_t *p;
	size_t size;

	if (!stride || !type_has(t->in, "alt_instr.instr_offset") || !type_has(t->in, "alt_instr.instrlen"))
		return false;
	p = s ? elf_contents(&t->image, s, &size) : NULL;
	for (size_t at = 0; p && at + stride <= size; at += stride) {
		uint32_t field = type_offset(t->in, "alt_instr.instr_offset");
		int32_t relative;

		memcpy(&relative, p + at + field, sizeof(relative));
		allow(t, s->sh_addr + at + field + (int64_t)relative, p[at + type_offset(t->in, "alt_instr.instrlen")], ALTERNATIVES);
	}
	return p;
}

static void symbols_allow(struct text_check *t)
{
	static const char *const stubs[] = { "ftrace_call", "ftrace_regs_call", "ftrace_graph_call", "ftrace_caller_end" };

	for (size_t i = 1; i < t->nsymbols; i++) {
		const char *name = t->symbols[i].st_name < t->names_size ? t->names + t->symbols[i].st_name : "";

		if (!strncmp(name, "__SCT__", 7))
			allow(t, t->symbols[i].st_value, 8, TRAMPOLINES);
		for (size_t k = 0; k < sizeof(stubs) / sizeof(*stubs); k++)
			if (!strcmp(name, stubs[k]))
				allow(t, t->symbols[i].st_value, JUMP_BYTES, STUBS);
	}
}

static void kprobes_allow(struct text_check *t)
{
	vec_each(k, &t->in->kprobes)
		allow(t, k->address - t->slide, JUMP_BYTES, KPROBES);
}

static int by_begin(const void *a, const void *b)
{
	const struct allowed *x = a, *y = b;

	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

/* ---- the comparison ------------------------------------------------------------------------------------------ */

static const char *bytes_text(struct inspect *in, const uint8_t *p, uint64_t n)
{
	const char *r = "";

	for (uint64_t i = 0; i < n && i < SHOWN_BYTES; i++)
		r = arena_printf(in->a, "%s%s%02x", r, i ? " " : "", p[i]);
	return n > SHOWN_BYTES ? arena_printf(in->a, "%s ...", r) : r;
}

static void difference_add(struct text_check *t, struct json_object *list, uint64_t begin, uint64_t end)
{
	struct json_object *o = json_object_new_object();
	uint64_t address = t->begin + begin + t->slide;

	fact_place(t->in, o, "place", address);
	fact_number(o, "bytes", end - begin);
	fact_text(o, "vmlinux", bytes_text(t->in, t->file + begin, end - begin));
	fact_text(o, "memory", bytes_text(t->in, t->memory + begin, end - begin));
	json_object_array_add(list, o);
	finding(t->in, address, "%" PRIu64 " bytes of the kernel's text are not those of its vmlinux, and no table explains them", end - begin);
}

/* The table that allows the byte; -1: none. Entries are short: only the last few that begin before it are checked. */
static int table_of(const struct text_check *t, uint64_t at, unsigned int *next)
{
	while (*next < t->allowed.n && t->allowed.v[*next].begin <= at)
		++*next;
	for (unsigned int i = *next; i-- > 0 && *next - i < 64;)
		if (at - t->allowed.v[i].begin < t->allowed.v[i].length)
			return t->allowed.v[i].table;
	return -1;
}

static void compare(struct text_check *t, struct json_object *table)
{
	struct json_object *list = fact_list(table, "entries"), *sums = json_object_new_array();
	uint64_t counts[NTEXT_TABLES] = { 0 }, begin = 0, end = 0, differing = 0;
	unsigned int next = 0;

	for (uint64_t i = 0; i < t->size; i++) {
		int which;

		if (t->file[i] == t->memory[i])
			continue;
		differing++;
		which = table_of(t, i, &next);
		if (which >= 0) {
			counts[which]++;
			continue;
		}
		if (end && i - end > RUN_GAP) {
			difference_add(t, list, begin, end);
			end = 0;
		}
		begin = end ? begin : i;
		end = i + 1;
	}
	if (end)
		difference_add(t, list, begin, end);
	fact_number(table, "compared_bytes", t->size);
	fact_number(table, "differing_bytes", differing);
	for (int i = 0; i < NTEXT_TABLES; i++)
		if (counts[i]) {
			struct json_object *o = json_object_new_object();

			fact_text(o, "table", text_tables[i].name);
			fact_number(o, "bytes", counts[i]);
			json_object_array_add(sums, o);
		}
	json_object_object_add(table, "explained_by", sums);
}

static const char *check_prepare(struct text_check *t)
{
	const Elf64_Shdr *text = elf_section(&t->image, ".text"), *symbols = elf_section(&t->image, ".symtab");
	const Elf64_Shdr *percpu = elf_section(&t->image, ".data..percpu");
	const void *bytes;
	const char *why;
	size_t size;

	bytes = elf_contents(&t->image, text, &size);
	if (!bytes || size > TEXT_MOST || size < 16)
		return "the vmlinux has no text (.text)";
	t->begin = text->sh_addr;
	t->size = size;
	t->symbols = elf_contents(&t->image, symbols, &size);
	t->nsymbols = t->symbols ? size / sizeof(*t->symbols) : 0;
	if (!t->nsymbols || symbols->sh_link >= t->image.nsections)
		return "the vmlinux has no symbols (.symtab)";
	t->names = elf_contents(&t->image, &t->image.sections[symbols->sh_link], &t->names_size);
	if (!t->names || !t->names_size || t->names[t->names_size - 1])
		return "the vmlinux has no names of symbols (.strtab)";
	t->percpu = percpu ? percpu - t->image.sections : SHN_UNDEF;
	t->file = xmalloc(t->size);
	t->memory = xmalloc(t->size);
	memcpy(t->file, bytes, t->size);
	if (!vmcoreinfo_number(t->in->mem->vmcoreinfo, "KERNELOFFSET", 16, &t->slide))
		return "the kernel's address is not known (no KERNELOFFSET)";
	if (!relocate(t, &why))
		return why;
	if (!memory_read(t->in->mem, t->begin + t->slide, t->memory, t->size))
		return "the kernel's text is not all in the dump";
	return alternatives_allow(t) ? NULL : "this kernel's alternatives (struct alt_instr) are not known";
}

static void text_facts(struct inspect *in, struct json_object *table)
{
	struct text_check t = { .in = in };
	const char *why;

	if (!in->vmlinux) {
		fact_text(table, "unreadable", "it is compared with the kernel's vmlinux: --vmlinux=FILE (of a -dbg package, not stripped)");
		return;
	}
	if (!kprobes_read(in, table))
		return;
	if (!elf_file_open(&t.image, in->vmlinux)) {
		fact_text(table, "unreadable", "the vmlinux cannot be read");
		return;
	}
	why = check_prepare(&t);
	fact_text(table, "unreadable", why);
	if (!why) {
		for (int i = 1; i < NTEXT_TABLES; i++)
			table_allow(&t, i);
		symbols_allow(&t);
		kprobes_allow(&t);
		qsort(t.allowed.v, t.allowed.n, sizeof(*t.allowed.v), by_begin);
		compare(&t, table);
	}
	free(t.file);
	free(t.memory);
	elf_file_close(&t.image);
}

static const struct text_row rows[] = { { "place", NULL, NULL }, { "bytes", "bytes", NULL }, { "vmlinux", "vmlinux", NULL },
					{ "memory", "memory", NULL }, { 0 } };

const struct inspect_table text_table = {
	.name = "text", .title = "Text that differs from the vmlinux", .read = text_facts, .rows = rows,
	.what = "the kernel's code against --vmlinux: differences that no table of patches explains",
};
