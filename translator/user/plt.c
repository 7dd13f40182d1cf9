// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A stub is a jump through a pointer that the dynamic linker fills in; a relocation of the pointer names the
 * function. So each stub is decoded, in any section (.plt, .plt.sec after endbr64, .plt.got) and any order. The first
 * entry of .plt, which the others jump to, has a pointer without a name.
 */
#include <string.h>

#include "translator/user/plt.h"

struct plt_names {
	const struct image *image;
	const Elf64_Rela *rela;
	size_t n;
	const Elf64_Sym *symbols;
	size_t nsymbols;
	const char *texts;
	size_t texts_size;
};

/* The name of a relocation's symbol; NULL: it has none. */
static const char *name_of(const struct plt_names *t, const Elf64_Rela *r)
{
	uint64_t i = ELF64_R_SYM(r->r_info);
	uint32_t type = ELF64_R_TYPE(r->r_info);

	if ((type != R_X86_64_JUMP_SLOT && type != R_X86_64_GLOB_DAT) || !i || i >= t->nsymbols ||
	    t->symbols[i].st_name >= t->texts_size)
		return NULL;
	return t->texts + t->symbols[i].st_name;
}

static const char *name_of_pointer(const struct plt_names *t, uint64_t pointer)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->rela[i].r_offset == pointer)
			return name_of(t, &t->rela[i]);
	return NULL;
}

/* The pointer that the code at an address jumps through; 0: it is no stub. */
static uint64_t pointer_of(const uint8_t *code, size_t n, uint64_t address)
{
	static const uint8_t endbr[] = { 0xf3, 0x0f, 0x1e, 0xfa };
	size_t at = n >= sizeof(endbr) && !memcmp(code, endbr, sizeof(endbr)) ? sizeof(endbr) : 0;
	int32_t displacement;

	at += at < n && code[at] == 0xf2;	/* bnd */
	if (at + 6 > n || code[at] != 0xff || code[at + 1] != 0x25)
		return 0;
	memcpy(&displacement, code + at + 2, sizeof(displacement));
	return address + at + 6 + (uint64_t)(int64_t)displacement;
}

static void read_section(struct arena *a, const struct plt_names *names, size_t nnames, const char *section, user_plt_vec *ret)
{
	const struct image *image = names->image;
	const Elf64_Shdr *s = elf_section(image->elf, section);
	size_t n = 0, step = s && s->sh_entsize >= 8 && s->sh_entsize <= 64 ? s->sh_entsize : 16;
	const uint8_t *code = elf_contents(image->elf, s, &n);

	for (size_t at = 0; code && at + 6 <= n; at += step) {
		uint64_t address = s->sh_addr + at, pointer = pointer_of(code + at, n - at < step ? n - at : step, address), offset;
		const char *name = NULL;

		for (size_t i = 0; pointer && !name && i < nnames; i++)
			name = name_of_pointer(&names[i], pointer);
		if (!name || !*name || !image_file_offset(image, address, &offset))
			continue;
		vec_push(a, ret, arena_new_of(a, struct user_plt));
		*vec_last(ret) = (struct user_plt){ arena_strndup(a, name, strcspn(name, "@")), address, offset };
	}
}

static bool read_names(const struct image *image, const char *section, struct plt_names *ret)
{
	const struct elf_file *e = image->elf;
	const Elf64_Shdr *s = elf_section(e, section), *symbols, *texts;
	size_t size = 0;

	*ret = (struct plt_names){ .image = image };
	ret->rela = elf_contents(e, s, &size);
	ret->n = size / sizeof(*ret->rela);
	if (!ret->rela || s->sh_type != SHT_RELA || s->sh_link >= e->nsections)
		return false;
	symbols = &e->sections[s->sh_link];
	ret->symbols = elf_contents(e, symbols, &size);
	ret->nsymbols = size / sizeof(*ret->symbols);
	texts = symbols->sh_link < e->nsections ? &e->sections[symbols->sh_link] : NULL;
	ret->texts = texts ? elf_contents(e, texts, &ret->texts_size) : NULL;
	return ret->symbols && ret->texts && ret->texts_size && !ret->texts[ret->texts_size - 1];
}

void user_plt_read(struct arena *a, const struct image *image, user_plt_vec *ret)
{
	static const char *const relocations[] = { ".rela.plt", ".rela.dyn" }, *const stubs[] = { ".plt", ".plt.sec", ".plt.got" };
	struct plt_names names[2];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(relocations) / sizeof(*relocations); i++)
		n += read_names(image, relocations[i], &names[n]);
	for (size_t i = 0; i < sizeof(stubs) / sizeof(*stubs); i++)
		read_section(a, names, n, stubs[i], ret);
}
