// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kernel modules: relocatable files, whose sections the kernel places separately. Here each section that stays in
 * memory gets a link address, so that symbols, debuginfo and places treat modules like any image; a running address
 * is expressed relative to a symbol.
 */
#include <stdlib.h>
#include <string.h>

#include "translator/image/parts.h"
#include "translator/image/symtab.h"
#include "translator/image/unpack.h"

/* In ascending order, for binary search, starting at a page so high that no offset is taken for an address. */
static void lay_out(struct arena *a, struct image *image)
{
	const struct elf_file *e = image->elf;
	uint64_t *layout = arena_alloc(a, e->nsections * sizeof(*layout)), at = 1 << 16;

	memset(layout, 0, e->nsections * sizeof(*layout));
	for (unsigned int i = 1; i < e->nsections; i++) {
		const Elf64_Shdr *s = &e->sections[i];
		uint64_t align = s->sh_addralign ? s->sh_addralign : 1;

		if (!(s->sh_flags & SHF_ALLOC))
			continue;
		at = (at + align - 1) / align * align;
		layout[i] = at;
		at += s->sh_size + 1;		/* a gap, so that the end address of a section is not in the next */
	}
	image->layout = layout;
}

static const char *section_name(const struct elf_file *e, const Elf64_Shdr *s)
{
	return s->sh_name < e->names_size ? e->names + s->sh_name : "";
}

static bool stays(const char *section)
{
	return strncmp(section, ".init", 5) && strncmp(section, ".exit", 5);
}

static int compare_anchors(const void *a, const void *b)
{
	return strcmp(((const struct image_anchor *)a)->name, ((const struct image_anchor *)b)->name);
}

/* Unique names of symbols that stay in memory. */
static void keep_unique(struct image *image)
{
	struct image_anchor *v = image->anchors.v;
	unsigned int kept = 0, same;

	if (image->anchors.n)
		qsort(v, image->anchors.n, sizeof(*v), compare_anchors);
	for (unsigned int i = 0; i < image->anchors.n; i += same) {
		for (same = 1; i + same < image->anchors.n && !strcmp(v[i].name, v[i + same].name); same++)
			;
		if (same == 1 && *v[i].section && stays(v[i].section))
			v[kept++] = v[i];
	}
	image->anchors.n = kept;
}

static void read_anchors(struct arena *a, struct image *image)
{
	const struct elf_file *e = image->elf;
	const Elf64_Shdr *s = elf_section(e, ".symtab");
	size_t size, names_size;
	const Elf64_Sym *syms = s ? elf_contents(e, s, &size) : NULL;
	const char *names = syms && s->sh_link < e->nsections ? elf_contents(e, &e->sections[s->sh_link], &names_size) : NULL;

	if (!names || !names_size || names[names_size - 1])
		return;
	for (size_t i = 1; i < size / sizeof(*syms); i++) {
		unsigned int type = ELF64_ST_TYPE(syms[i].st_info), in = syms[i].st_shndx;
		struct image_anchor anchor = { .section = "" };

		if (in == SHN_UNDEF || type == STT_SECTION || type == STT_FILE || syms[i].st_name >= names_size ||
		    !names[syms[i].st_name])
			continue;
		anchor.name = names + syms[i].st_name;
		if (in < e->nsections && image->layout[in]) {
			anchor.section = section_name(e, &e->sections[in]);
			anchor.link = image->layout[in] + syms[i].st_value;
		}
		vec_push(a, &image->anchors, anchor);
	}
	keep_unique(image);
}

bool image_read_module(struct target *t, struct image *image, struct strbuf *why)
{
	size_t n = strlen(image->path);
	struct strbuf *unpacked = arena_new_of(t->arena, struct strbuf);
	struct elf_file *e = arena_new_of(t->arena, struct elf_file);
	bool ok;

	if (n > 3 && !strcmp(image->path + n - 3, ".ko"))
		ok = elf_file_open(e, image->path);
	else
		ok = file_unpack(image->path, unpacked, why) && elf_file_over(e, (const uint8_t *)unpacked->s, unpacked->len);
	if (!ok) {
		if (!why->len)
			strbuf_printf(why, "%s cannot be read as a module", image->path);
		return false;
	}
	image->elf = e;
	image->build_id_len = build_id_of_file(e, image->build_id);
	lay_out(t->arena, image);
	read_anchors(t->arena, image);
	target_depends_on(t, image->path);
	return true;
}

/* ---- addresses ------------------------------------------------------------------------------ */

static const Elf64_Shdr *section_of(const struct image *image, uint64_t link)
{
	const struct elf_file *e = image->elf;

	for (unsigned int i = 1; i < e->nsections; i++)
		if (image->layout[i] && link >= image->layout[i] && link - image->layout[i] <= e->sections[i].sh_size)
			return &e->sections[i];
	return NULL;
}

const char *image_section_of(const struct image *image, uint64_t link)
{
	const Elf64_Shdr *s = section_of(image, link);

	return s ? section_name(image->elf, s) : "";
}

uint64_t image_section_link(const struct image *image, const char *section, uint64_t offset)
{
	const Elf64_Shdr *s = elf_section(image->elf, section);

	return s && image->layout[s - image->elf->sections] ? image->layout[s - image->elf->sections] + offset : 0;
}

const uint8_t *module_bytes(const struct image *image, uint64_t link, uint64_t size)
{
	const Elf64_Shdr *s = section_of(image, link);
	size_t n;
	const uint8_t *p = elf_contents(image->elf, s, &n);
	uint64_t at = s ? link - image->layout[s - image->elf->sections] : 0;

	return p && size && at <= n && size <= n - at ? p + at : NULL;
}

const char *image_anchor(const struct image *image, uint64_t link, int64_t *offset)
{
	const struct image_anchor *best = NULL;
	const char *section = image_section_of(image, link);

	vec_each(a, &image->anchors) {
		if (strcmp(a->section, section))
			continue;
		/* The last one at or before it; if there is none, the first after it. */
		if (!best || (a->link <= link ? best->link > link || a->link > best->link :
			      best->link > link && a->link < best->link))
			best = a;
	}
	if (!best)
		return NULL;
	*offset = (int64_t)(link - best->link);
	return best->name;
}
