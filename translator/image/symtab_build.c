// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Makes a symbol file: symbols from an ELF symbol table or a
 * System.map; of a kernel also ftrace sites and the kprobe blacklist from the tables that the
 * kernel itself reads at boot (their addresses are symbols).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "translator/image/elf_file.h"
#include "translator/image/symtab.h"

/* Symbols that are no places: stubs before functions, and the linker's bookkeeping. */
static bool is_name_left_out(const char *name)
{
	static const char *const prefixes[] = { "__pfx_", "__cfi_", "__kstrtab", "__crc_", "__UNIQUE_ID", ".L", "$",
						"__kstrtabns_" };

	for (unsigned int i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return !*name;
}

void symtab_maker_add(struct symtab_maker *m, const char *name, uint64_t address, uint32_t size, uint32_t flags)
{
	struct symbol sym = { .address = address, .size = size, .flags = flags };

	if (is_name_left_out(name))
		return;
	if (!m->strings.len)
		strbuf_putc(&m->strings, 0);
	sym.name = m->strings.len;
	/* "memcpy@@GLIBC_2.14": the version is no part of the name. */
	strbuf_add(&m->strings, name, strcspn(name, "@"));
	strbuf_putc(&m->strings, 0);
	vec_push(m->a, &m->symbols, sym);
}

struct section_flags { uint32_t flags; };

static uint32_t section_flags(const struct elf_file *e, const Elf64_Shdr *s)
{
	const char *name = s->sh_name < e->names_size ? e->names + s->sh_name : "";

	if (s->sh_flags & SHF_EXECINSTR)
		return strstr(name, ".init.text") || strstr(name, ".exit.text") ? SYMBOL_TEXT | SYMBOL_INIT : SYMBOL_TEXT;
	return strstr(name, "percpu") ? SYMBOL_PERCPU : 0;
}

bool symtab_from_elf(struct symtab_maker *m, const struct elf_file *e, const char *section, const uint64_t *layout)
{
	const Elf64_Shdr *s = elf_section(e, section);
	size_t size, names_size;
	const Elf64_Sym *syms = s ? elf_contents(e, s, &size) : NULL;
	const char *names;

	if (!syms || s->sh_link >= e->nsections)
		return false;
	names = elf_contents(e, &e->sections[s->sh_link], &names_size);
	if (!names || !names_size || names[names_size - 1])
		return false;
	for (size_t i = 1; i < size / sizeof(*syms); i++) {
		unsigned int type = ELF64_ST_TYPE(syms[i].st_info);
		uint32_t flags;

		if (syms[i].st_name >= names_size || type == STT_FILE || type == STT_SECTION)
			continue;
		/* Absolute and common symbols are no places, except _text and the like, which may be absolute. */
		if (syms[i].st_shndx == SHN_UNDEF || (syms[i].st_shndx == SHN_ABS && syms[i].st_value < 1 << 24) || (syms[i].st_shndx >= e->nsections && syms[i].st_shndx != SHN_ABS))
			continue;
		if (layout && (syms[i].st_shndx >= e->nsections || !layout[syms[i].st_shndx]))
			continue;
		flags = syms[i].st_shndx == SHN_ABS ? 0 : section_flags(e, &e->sections[syms[i].st_shndx]);
		/* (STT_GNU_IFUNC is not one: its address is that of the resolver.) */
		if (type == STT_FUNC)
			flags |= SYMBOL_FUNCTION;
		if (ELF64_ST_BIND(syms[i].st_info) != STB_LOCAL)
			flags |= SYMBOL_GLOBAL;
		symtab_maker_add(m, names + syms[i].st_name, syms[i].st_value + (layout ? layout[syms[i].st_shndx] : 0),
				 syms[i].st_size, flags);
	}
	return true;
}

/* A relocation of __mcount_loc names each ftrace site by a symbol and an addend. */
void symtab_maker_read_sites(struct symtab_maker *m, const struct elf_file *e, const uint64_t *layout)
{
	const Elf64_Shdr *s = elf_section(e, ".symtab");
	size_t size = 0, nsyms = 0;
	const Elf64_Rela *r = elf_contents(e, elf_section(e, ".rela__mcount_loc"), &size);
	const Elf64_Sym *syms = s ? elf_contents(e, s, &nsyms) : NULL;
	uint64_t *sites = r && syms ? arena_alloc(m->a, size / sizeof(*r) * sizeof(*sites)) : NULL;

	nsyms /= sizeof(*syms);
	for (size_t i = 0; sites && i < size / sizeof(*r); i++) {
		uint32_t sym = ELF64_R_SYM(r[i].r_info), in = sym < nsyms ? syms[sym].st_shndx : SHN_UNDEF;

		if (in != SHN_UNDEF && in < e->nsections && layout[in])
			sites[m->nmcount++] = layout[in] + syms[sym].st_value + (uint64_t)r[i].r_addend;
	}
	m->mcount = sites;
}

bool symtab_from_map(struct symtab_maker *m, const char *path)
{
	struct strbuf b = { 0 };
	char *line, *rest;

	if (!strbuf_read_file(&b, path)) {
		strbuf_deinit(&b);
		return false;
	}
	for (line = strtok_r(b.s, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *end;
		uint64_t address = strtoull(line, &end, 16);
		uint32_t flags;

		if (end == line || end[0] != ' ' || !end[1] || end[2] != ' ')
			continue;
		flags = strchr("tTwW", end[1]) ? SYMBOL_TEXT | SYMBOL_FUNCTION : 0;
		if (end[1] >= 'A' && end[1] <= 'Z')
			flags |= SYMBOL_GLOBAL;
		if (address < 0x1000000 && end[1] != 'A' && end[1] != 'a')
			flags |= SYMBOL_PERCPU;
		symtab_maker_add(m, end + 3, address, 0, flags);
	}
	strbuf_deinit(&b);
	return m->symbols.n > 0;
}

static uint64_t address_of(const struct symtab_maker *m, const char *name)
{
	for (unsigned int i = 0; i < m->symbols.n; i++)
		if (!strcmp(m->strings.s + m->symbols.v[i].name, name))
			return m->symbols.v[i].address;
	return 0;
}

static const uint64_t *table_between(const struct symtab_maker *m, const struct elf_file *e, const char *begin,
				     const char *end, size_t *n)
{
	uint64_t from = address_of(m, begin), to = address_of(m, end);

	*n = 0;
	if (!e || !from || to <= from)
		return NULL;
	const uint64_t *p = elf_at(e, from, to - from);
	*n = p ? (to - from) / sizeof(*p) : 0;
	return p;
}

void symtab_maker_read_tables(struct symtab_maker *m, const struct elf_file *e)
{
	static const struct { const char *begin, *end; } ranges[] = {
		{ "__kprobes_text_start", "__kprobes_text_end" },
		{ "__noinstr_text_start", "__noinstr_text_end" },
		{ "__entry_text_start", "__entry_text_end" },
		/* Interrupt entries of older kernels; kprobes allows the handlers, not these stubs. */
		{ "__idtentry_text_start", "__idtentry_text_end" },
	};

	m->stext = address_of(m, "_stext");
	m->etext = address_of(m, "_etext");
	m->init_begin = address_of(m, "__init_begin");
	m->init_end = address_of(m, "__init_end");
	m->percpu_end = address_of(m, "__per_cpu_end");
	for (unsigned int i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
		m->forbidden[i].begin = address_of(m, ranges[i].begin);
		m->forbidden[i].end = address_of(m, ranges[i].end);
	}
	m->mcount = table_between(m, e, "__start_mcount_loc", "__stop_mcount_loc", &m->nmcount);
	m->blacklist = table_between(m, e, "__start_kprobe_blacklist", "__stop_kprobe_blacklist", &m->nblacklist);
	m->has_blacklist = m->blacklist != NULL;
}

static int compare_u64(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int compare_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	/* At one address: functions first, then global names, then in input order. */
	if ((x->flags ^ y->flags) & SYMBOL_FUNCTION)
		return x->flags & SYMBOL_FUNCTION ? -1 : 1;
	if ((x->flags ^ y->flags) & SYMBOL_GLOBAL)
		return x->flags & SYMBOL_GLOBAL ? -1 : 1;
	return (x->name > y->name) - (x->name < y->name);
}

struct name_order { const struct symbol *symbols; const char *strings; };

static int compare_name(const void *a, const void *b, void *arg)
{
	const struct name_order *o = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int d = strcmp(o->strings + o->symbols[x].name, o->strings + o->symbols[y].name);

	return d ? d : (x > y) - (x < y);
}

static const uint64_t *sorted_copy(struct arena *a, const uint64_t *v, size_t n)
{
	uint64_t *copy = arena_alloc(a, n * sizeof(*v) + 1);

	memcpy(copy, v, n * sizeof(*v));
	qsort(copy, n, sizeof(*copy), compare_u64);
	return copy;
}

static bool holds(const uint64_t *v, size_t n, uint64_t x)
{
	return n && bsearch(&x, v, n, sizeof(*v), compare_u64);
}

/* Sizes of symbols without one: up to the next address. */
static void fill_sizes(struct symtab_maker *m)
{
	uint64_t next = 0;

	for (unsigned int i = m->symbols.n; i-- > 0; ) {
		struct symbol *sym = &m->symbols.v[i];

		if (i + 1 < m->symbols.n && m->symbols.v[i + 1].address > sym->address)
			next = m->symbols.v[i + 1].address;
		if (!sym->size && next > sym->address && sym->flags & SYMBOL_TEXT && next - sym->address < 1 << 20)
			sym->size = next - sym->address;
	}
}

static void fill_flags(struct symtab_maker *m)
{
	const uint64_t *mcount = sorted_copy(m->a, m->mcount, m->nmcount);
	const uint64_t *blacklist = sorted_copy(m->a, m->blacklist, m->nblacklist);

	vec_each(sym, &m->symbols) {
		uint64_t at = sym->address;

		if (at < m->percpu_end && !(sym->flags & SYMBOL_TEXT))
			sym->flags |= SYMBOL_PERCPU;
		if (m->init_begin && at >= m->init_begin && at < m->init_end)
			sym->flags |= SYMBOL_INIT;
		/* Newer kernels' maps mark data as text, too: jiffies, init_task. */
		if (m->etext && !(at >= m->stext && at < m->etext) && !(sym->flags & SYMBOL_INIT))
			sym->flags &= ~(uint32_t)(SYMBOL_TEXT | SYMBOL_FUNCTION);
		if (!(sym->flags & SYMBOL_TEXT))
			continue;
		if (holds(mcount, m->nmcount, at) || holds(mcount, m->nmcount, at + 4))
			sym->flags |= SYMBOL_TRACEABLE;
		if (holds(blacklist, m->nblacklist, at))
			sym->flags |= SYMBOL_BLACKLISTED;
		for (unsigned int i = 0; i < sizeof(m->forbidden) / sizeof(*m->forbidden); i++)
			if (at >= m->forbidden[i].begin && at < m->forbidden[i].end)
				sym->flags |= SYMBOL_BLACKLISTED;
	}
}

/* __ksymtab_NAME means that NAME is exported; the entries themselves are dropped. */
static void fold_exports(struct symtab_maker *m)
{
	static const char prefix[] = "__ksymtab_";
	struct map exported = { 0 };
	unsigned int kept = 0;

	vec_each(sym, &m->symbols)
		if (!strncmp(m->strings.s + sym->name, prefix, sizeof(prefix) - 1))
			map_put(&exported, m->strings.s + sym->name + sizeof(prefix) - 1, m);
	for (unsigned int i = 0; i < m->symbols.n; i++) {
		struct symbol sym = m->symbols.v[i];
		const char *name = m->strings.s + sym.name;

		if (!strncmp(name, prefix, sizeof(prefix) - 1))
			continue;
		if (sym.flags & SYMBOL_GLOBAL && map_get(&exported, name))
			sym.flags |= SYMBOL_EXPORTED;
		m->symbols.v[kept++] = sym;
	}
	m->symbols.n = kept;
	map_deinit(&exported);
}

void *symtab_maker_finish(struct symtab_maker *m, size_t *size)
{
	struct symtab_file *f;
	struct symbol *symbols;
	uint32_t *by_name, n;

	fold_exports(m);
	n = m->symbols.n;
	qsort(m->symbols.v, n, sizeof(*m->symbols.v), compare_address);
	fill_sizes(m);
	fill_flags(m);
	*size = sizeof(*f) + n * (sizeof(struct symbol) + sizeof(uint32_t)) + m->strings.len;
	f = xmalloc(*size);
	*f = (struct symtab_file){
		.head = { .magic = "mytapSYM", .version = SYMTAB_VERSION, .head_size = sizeof(*f) },
		.stext = m->stext, .n = n, .strings_size = m->strings.len,
		.has_traceable = m->nmcount > 0, .has_blacklist = m->has_blacklist,
	};
	symbols = (void *)(f + 1);
	memcpy(symbols, m->symbols.v, n * sizeof(*symbols));
	by_name = (void *)(symbols + n);
	for (uint32_t i = 0; i < n; i++)
		by_name[i] = i;
	qsort_r(by_name, n, sizeof(*by_name), compare_name,
		&(struct name_order){ .symbols = symbols, .strings = m->strings.s });
	memcpy(by_name + n, m->strings.s, m->strings.len);
	return f;
}
