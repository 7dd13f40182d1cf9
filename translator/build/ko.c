/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The checks of the fast back end. A module that fails one is not loaded:
 * kbuild builds it instead.
 */
#include "ko.h"

#include <string.h>

#include "parser/base/map.h"

enum { VERSION_ENTRY = 64, VERSION_NAME = 8 };	/* struct modversion_info: crc, name[56] */

static bool is_inside(const struct ko *e, uint64_t at, uint64_t size)
{
	return at <= e->file.len && size <= e->file.len - at;
}

static bool check_tables(struct ko *e)
{
	Elf64_Ehdr *h = e->header;

	if (e->file.len < sizeof(*h) || memcmp(h->e_ident, ELFMAG, SELFMAG) ||
	    h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_type != ET_REL || h->e_machine != EM_X86_64 ||
	    h->e_shentsize != sizeof(Elf64_Shdr) || h->e_shstrndx >= h->e_shnum || h->e_shoff % 8 ||
	    !is_inside(e, h->e_shoff, h->e_shnum * sizeof(Elf64_Shdr)))
		return false;
	e->sections = (Elf64_Shdr *)(e->file.s + h->e_shoff);
	e->nsections = h->e_shnum;
	for (unsigned int i = 0; i < e->nsections; i++) {
		Elf64_Shdr *s = &e->sections[i];

		if (s->sh_type != SHT_NOBITS && !is_inside(e, s->sh_offset, s->sh_size))
			return false;
		if ((s->sh_type == SHT_RELA || s->sh_type == SHT_SYMTAB) && s->sh_offset % 8)
			return false;
		/* Every name must end inside its table. */
		if (s->sh_type == SHT_STRTAB && s->sh_size && e->file.s[s->sh_offset + s->sh_size - 1])
			return false;
		if (s->sh_link >= e->nsections)
			return false;
	}
	return true;
}

bool ko_open(struct ko *e, const char *path)
{
	memset(e, 0, sizeof(*e));
	if (strbuf_read_file(&e->file, path)) {
		e->header = (Elf64_Ehdr *)e->file.s;
		if (check_tables(e))
			return true;
	}
	ko_close(e);
	return false;
}

void ko_close(struct ko *e)
{
	strbuf_deinit(&e->file);
	e->nsections = 0;
}

/* A name in a string table; "" outside of it. */
static const char *string_at(const struct ko *e, const Elf64_Shdr *table, uint32_t at)
{
	return table->sh_type == SHT_STRTAB && at < table->sh_size ? e->file.s + table->sh_offset + at : "";
}

const char *ko_section_name(const struct ko *e, unsigned int i)
{
	return string_at(e, &e->sections[e->header->e_shstrndx], e->sections[i].sh_name);
}

Elf64_Shdr *ko_section(const struct ko *e, const char *name)
{
	for (unsigned int i = 1; i < e->nsections; i++)
		if (e->sections[i].sh_type != SHT_NOBITS && !strcmp(ko_section_name(e, i), name))
			return &e->sections[i];
	return NULL;
}

static char *content(const struct ko *e, const Elf64_Shdr *s)
{
	return e->file.s + s->sh_offset;
}

bool ko_rename(struct ko *e, const char *from, const char *to)
{
	static const char *const where[] = { ".gnu.linkonce.this_module", ".modinfo" };
	size_t n = strlen(from), m = strlen(to);

	if (m > n)
		return false;
	for (unsigned int i = 0; i < 2; i++) {
		Elf64_Shdr *s = ko_section(e, where[i]);
		char *p = s ? content(e, s) : NULL, *end = s ? p + s->sh_size : NULL, *hit;
		unsigned int hits = 0;

		for (; s && (hit = memmem(p, end - p, from, n)); p = hit + n, hits++) {
			memcpy(hit, to, m);
			memset(hit + m, 0, n - m);
		}
		if (hits != 1)
			return false;
	}
	return true;
}

static const Elf64_Shdr *symbol_table(const struct ko *e)
{
	for (unsigned int i = 1; i < e->nsections; i++)
		if (e->sections[i].sh_type == SHT_SYMTAB)
			return &e->sections[i];
	return NULL;
}

void ko_unversioned(const struct ko *e, struct arena *a, str_vec *ret)
{
	const Elf64_Shdr *versions = ko_section(e, "__versions"), *table = symbol_table(e);
	struct map known = { 0 };

	if (!versions || !table)
		return;
	for (uint64_t i = 0; i + VERSION_ENTRY <= versions->sh_size; i += VERSION_ENTRY) {
		const char *name = content(e, versions) + i + VERSION_NAME;

		map_put(&known, arena_strndup(a, name, strnlen(name, VERSION_ENTRY - VERSION_NAME)),
			(void *)e);
	}
	const Elf64_Sym *sym = (const Elf64_Sym *)content(e, table);
	for (uint64_t i = 1; i < table->sh_size / sizeof(*sym); i++) {
		const char *name = string_at(e, &e->sections[table->sh_link], sym[i].st_name);

		if (sym[i].st_shndx == SHN_UNDEF && *name && !map_get(&known, name))
			vec_push(a, ret, arena_strdup(a, name));
	}
	map_deinit(&known);
}

void ko_undefined(const struct ko *e, struct arena *a, const char *prefix, str_vec *ret)
{
	const Elf64_Shdr *table = symbol_table(e);
	const Elf64_Sym *sym = table ? (const Elf64_Sym *)content(e, table) : NULL;

	for (uint64_t i = 1; table && i < table->sh_size / sizeof(*sym); i++) {
		const char *name = string_at(e, &e->sections[table->sh_link], sym[i].st_name);

		if (sym[i].st_shndx == SHN_UNDEF && !strncmp(name, prefix, strlen(prefix)))
			vec_push(a, ret, arena_strdup(a, name));
	}
}

/* The relocation types that apply_relocate_add() of x86-64 handles. */
static bool is_known_relocation(uint32_t type)
{
	return type == R_X86_64_NONE || type == R_X86_64_64 || type == R_X86_64_PC32 ||
	       type == R_X86_64_PLT32 || type == R_X86_64_32 || type == R_X86_64_32S ||
	       type == R_X86_64_PC64;
}

static bool check_relocations(const struct ko *e, struct strbuf *ret)
{
	bool ok = true;

	for (unsigned int i = 1; i < e->nsections; i++) {
		const Elf64_Shdr *s = &e->sections[i];
		const Elf64_Rela *r;

		if (s->sh_type != SHT_RELA || s->sh_info >= e->nsections ||
		    !(e->sections[s->sh_info].sh_flags & SHF_ALLOC))
			continue;
		r = (const Elf64_Rela *)content(e, s);
		for (uint64_t j = 0; j < s->sh_size / sizeof(*r) && ok; j++) {
			ok = is_known_relocation(ELF64_R_TYPE(r[j].r_info));
			if (!ok)
				strbuf_printf(ret, "relocation type %u in %s", (unsigned int)ELF64_R_TYPE(r[j].r_info),
					      ko_section_name(e, i));
		}
	}
	return ok;
}

/* ---- calls that the kernel turns into direct ones ---------------------------------------------- */

/* struct alt_instr, since 6.4: where, replacement (relative), feature, flags, length, length of the replacement. Smaller before. */
enum { ALT_BYTES = 14, ALT_FLAGS = 10, ALT_LENGTH = 12, ALT_DIRECT_CALL = 2, CALL_LENGTH = 6 };

/* The bytes that a relocation points to; NULL: not in this file. */
static const unsigned char *bytes_at(const struct ko *e, const Elf64_Rela *r, size_t n, const char **section, uint64_t *offset)
{
	const Elf64_Shdr *table = symbol_table(e), *s;
	const Elf64_Sym *symbol;

	if (!table || ELF64_R_SYM(r->r_info) >= table->sh_size / sizeof(*symbol))
		return NULL;
	symbol = (const Elf64_Sym *)content(e, table) + ELF64_R_SYM(r->r_info);
	if (!symbol->st_shndx || symbol->st_shndx >= e->nsections)
		return NULL;
	s = &e->sections[symbol->st_shndx];
	*section = ko_section_name(e, symbol->st_shndx);
	*offset = symbol->st_value + r->r_addend;
	return s->sh_type != SHT_NOBITS && *offset <= s->sh_size && n <= s->sh_size - *offset ?
	       (const unsigned char *)content(e, s) + *offset : NULL;
}

/* The relocations of the kernel's table of alternatives; NULL: there is none of the form known here. */
static const Elf64_Rela *alternatives(const struct ko *e, const Elf64_Shdr **table, uint64_t *n)
{
	for (unsigned int i = 1; i < e->nsections; i++) {
		const Elf64_Shdr *s = &e->sections[i];
		const Elf64_Rela *r = (const Elf64_Rela *)content(e, s);

		if (s->sh_type != SHT_RELA || s->sh_info >= e->nsections ||
		    strcmp(ko_section_name(e, s->sh_info), ".altinstructions"))
			continue;
		*table = &e->sections[s->sh_info];
		*n = s->sh_size / sizeof(*r);
		return (*table)->sh_type != SHT_NOBITS && (*n > 2 ? r[2].r_offset : (*table)->sh_size) == ALT_BYTES ? r : NULL;
	}
	return NULL;
}

bool ko_calls_fit(const struct ko *e, struct strbuf *ret)
{
	const Elf64_Shdr *table;
	uint64_t n, offset;
	const Elf64_Rela *r = alternatives(e, &table, &n);
	const char *section;

	for (uint64_t i = 0; r && i < n; i++) {
		const unsigned char *entry, *call;

		if (r[i].r_offset % ALT_BYTES || r[i].r_offset >= table->sh_size || table->sh_size - r[i].r_offset < ALT_BYTES)
			continue;
		entry = (const unsigned char *)content(e, table) + r[i].r_offset;
		if (!(entry[ALT_FLAGS] & ALT_DIRECT_CALL))
			continue;
		call = bytes_at(e, &r[i], 2, &section, &offset);
		if (call && call[0] == 0xff && call[1] == 0x15 && entry[ALT_LENGTH] == CALL_LENGTH)
			continue;
		strbuf_printf(ret, "the call at %s+0x%lx has its address not in the instruction, and the kernel stops when it loads "
			      "such a module", call ? section : "?", call ? (unsigned long)offset : 0ul);
		return false;
	}
	return true;
}

bool ko_check(const struct ko *e, const struct ko *like, struct strbuf *ret)
{
	static const char *const always[] = { ".gnu.linkonce.this_module", ".modinfo" };

	for (unsigned int i = 0; i < 2; i++) {
		if (!ko_section(e, always[i])) {
			strbuf_printf(ret, "section %s is missing", always[i]);
			return false;
		}
	}
	for (unsigned int i = 1; like && i < like->nsections; i++) {
		const char *name = ko_section_name(like, i);

		if (like->sections[i].sh_type != SHT_NOBITS && !ko_section(e, name)) {
			strbuf_printf(ret, "section %s of the runtime's own module is missing", name);
			return false;
		}
	}
	return check_relocations(e, ret) && ko_calls_fit(e, ret);
}

/* Only the numbering of symbols and the order of names may differ. */
static bool has_fixed_content(const struct ko *e, unsigned int i)
{
	const Elf64_Shdr *s = &e->sections[i];

	return s->sh_type != SHT_RELA && s->sh_type != SHT_SYMTAB && s->sh_type != SHT_STRTAB &&
	       s->sh_type != SHT_NOBITS && strcmp(ko_section_name(e, i), ".note.gnu.build-id") &&
	       strcmp(ko_section_name(e, i), "__versions");
}

static void report_missing(const struct ko *a, const struct ko *b, const char *side,
			   struct strbuf *ret)
{
	for (unsigned int i = 1; i < a->nsections; i++)
		if (a->sections[i].sh_type != SHT_NOBITS && !ko_section(b, ko_section_name(a, i)))
			strbuf_printf(ret, "section %s only in the %s module\n", ko_section_name(a, i), side);
}

bool ko_compare(const struct ko *a, const struct ko *b, struct strbuf *ret)
{
	size_t before = ret->len;

	report_missing(a, b, "first", ret);
	report_missing(b, a, "second", ret);
	for (unsigned int i = 1; i < a->nsections; i++) {
		const Elf64_Shdr *x = &a->sections[i], *y;
		const char *name = ko_section_name(a, i);

		if (x->sh_type == SHT_NOBITS || !(y = ko_section(b, name)))
			continue;
		if (has_fixed_content(a, i) &&
		    (x->sh_size != y->sh_size || memcmp(content(a, x), content(b, y), x->sh_size)))
			strbuf_printf(ret, "section %s differs (%lu and %lu bytes)\n", name,
				      (unsigned long)x->sh_size, (unsigned long)y->sh_size);
		else if (x->sh_type == SHT_RELA && x->sh_size != y->sh_size)
			strbuf_printf(ret, "section %s has %lu and %lu bytes\n", name,
				      (unsigned long)x->sh_size, (unsigned long)y->sh_size);
	}
	return ret->len == before;
}
