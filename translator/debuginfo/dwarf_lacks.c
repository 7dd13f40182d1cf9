// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Why a program's debuginfo, though there is some, does not tell what is asked: a part of it is in other files (dwz,
 * -gsplit-dwarf: dwarf_split.c) that are not there, or it is compressed in a way that the libraries here cannot read.
 */
#include <dwarf.h>
#include <string.h>

#include "translator/debuginfo/dwarf_file.h"

/* The file that dwz moved a part to: with its path, as the link has it; NULL: no part. */
static const char *alt_link(const struct elf_file *e)
{
	const Elf64_Shdr *s = elf_section(e, ".gnu_debugaltlink");
	size_t size;
	const char *path = s ? elf_contents(e, s, &size) : NULL;

	return path && memchr(path, 0, size) ? path : NULL;
}

const char *dwarf_lacks_alt(struct arena *a, const char *path)
{
	struct dwarf_handle h = { 0 };
	struct elf_file e;
	const char *alt, *ret = NULL;

	if (!elf_file_open(&e, path))
		return NULL;
	alt = alt_link(&e);
	if (alt && dwarf_handle_open(&h, path, false, NULL)) {
		if (!dwarf_getalt(h.dw))
			ret = arena_printf(a, "the part of its debuginfo that dwz moved to %s is not there, or of another build: install the "
					   "same package's", alt);
		dwarf_handle_close(&h);
	}
	elf_file_close(&e);
	return ret;
}

static const char *zstd_section(struct arena *a, const char *path)
{
	enum { ZSTD = 2 };		/* ELFCOMPRESS_ZSTD */
	struct elf_file e;
	const Elf64_Shdr *s;
	const Elf64_Chdr *head;
	bool is_zstd;
	size_t size;

	if (!elf_file_open(&e, path))
		return NULL;
	s = elf_section(&e, ".debug_info");
	head = s && s->sh_flags & SHF_COMPRESSED ? elf_contents(&e, s, &size) : NULL;
	is_zstd = head && size >= sizeof(*head) && head->ch_type == ZSTD;
	elf_file_close(&e);
	return is_zstd ? arena_printf(a, "the debuginfo in %s is compressed with zstd, which the libelf here does not unpack: "
				      "objcopy --decompress-debug-sections does", path) : NULL;
}

const char *dwarf_lacks(struct target *t, const struct image *image, const char *path)
{
	const char *ret = zstd_section(t->arena, path);

	return ret ? ret : split_lacks(t->arena, split_find(t, image, path));
}
