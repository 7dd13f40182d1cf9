// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Programs and shared libraries: opened by path, their debuginfo found as by gdb and elfutils, link addresses
 * converted to file offsets (used by uprobes) through the program headers.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "translator/image/debuginfod.h"
#include "translator/image/image.h"

static const char debug_folder[] = "/usr/lib/debug";

/* Why the file at path cannot be used as a program; NULL: it can. */
static const char *reason_not_user(const uint8_t *p, size_t size)
{
	const Elf64_Ehdr *h = (const void *)p;

	if (size < sizeof(*h) || memcmp(p, ELFMAG, SELFMAG))
		return size > 2 && !memcmp(p, "#!", 2) ? "it is a script; name the interpreter that runs it" :
		       "it is not an ELF file";
	if (p[EI_CLASS] != ELFCLASS64)
		return "it is a 32-bit program, which cannot be probed";
	if (h->e_machine != EM_X86_64)
		return "it is for another processor than x86-64";
	if (h->e_type != ET_EXEC && h->e_type != ET_DYN)
		return "it is an ELF file, but neither a program nor a shared library";
	return NULL;
}

struct image *image_open_user(struct target *t, const char *path, struct strbuf *why)
{
	struct elf_file *e = arena_new_of(t->arena, struct elf_file);
	const char *reason;
	struct image *image;
	const uint8_t *p;
	size_t size;

	if (!file_map(path, &p, &size)) {
		strbuf_printf(why, "%s cannot be read as a program: %s", path, errno ? strerror(errno) : "it is empty");
		return NULL;
	}
	reason = reason_not_user(p, size);
	if (!reason && !elf_file_over(e, p, size))
		reason = "its section headers are damaged";
	if (reason) {
		strbuf_printf(why, "%s cannot be probed: %s", path, reason);
		file_unmap(p, size);
		return NULL;
	}
	e->is_mapped = true;
	image = image_new(t->arena, IMAGE_USER, path, path);
	image->elf = e;
	image->is_position_independent = ((const Elf64_Ehdr *)p)->e_type == ET_DYN;
	image->build_id_len = build_id_of_file(e, image->build_id);
	target_depends_on(t, path);
	return image;
}

const char *image_find_build(struct target *t, const uint8_t *build_id, uint32_t n, struct strbuf *why)
{
	static const char *const folders[] = { "/usr/lib/debug/.build-id", "/usr/lib/.build-id" };
	const char *id = build_id_text(t->arena, build_id, n), *path;

	for (unsigned int i = 0; n && i < sizeof(folders) / sizeof(*folders); i++) {
		path = arena_printf(t->arena, "%s/%.2s/%s", folders[i], id, id + 2);
		if (!access(path, R_OK))
			return path;
	}
	path = debuginfod_kept(t->arena, DEBUGINFOD_EXECUTABLE, build_id, n);
	if (!path && n && debuginfod_is_wanted(t->s))
		path = debuginfod_fetch(t->s, DEBUGINFOD_EXECUTABLE, "the program", build_id, n, why);
	if (!path && !why->len)
		strbuf_printf(why, "no program with build-id %s is linked in %s or %s; name it by its path, or set DEBUGINFOD_URLS",
			      id, folders[0], folders[1]);
	return path;
}

/* ---- debuginfo ------------------------------------------------------------------------------ */

static bool is_same_build(const struct image *image, const struct elf_file *e)
{
	uint8_t id[BUILD_ID_MAX];
	uint32_t n = build_id_of_file(e, id);

	return n && n == image->build_id_len && !memcmp(id, image->build_id, n);
}

/* True if it is of this build and has units. crc: the file's checksum in .gnu_debuglink, for images without
 * build-ids. */
static bool is_debuginfo_of(const struct image *image, const char *path, const uint32_t *crc)
{
	struct elf_file e;
	bool ok;

	if (!elf_file_open(&e, path))
		return false;
	ok = image->build_id_len ? is_same_build(image, &e) : crc && *crc == (uint32_t)crc32(0, e.p, e.size);
	ok = ok && elf_section(&e, ".debug_info");
	elf_file_close(&e);
	return ok;
}

static const char *debug_by_build_id(struct arena *a, const struct image *image)
{
	const char *id = build_id_text(a, image->build_id, image->build_id_len), *path;

	if (!image->build_id_len)
		return NULL;
	path = arena_printf(a, "%s/.build-id/%.2s/%s.debug", debug_folder, id, id + 2);
	return is_debuginfo_of(image, path, NULL) ? path : NULL;
}

/* Name and checksum of .gnu_debuglink: a string, zeros up to a word boundary, the word. */
static const char *debug_by_link(struct arena *a, const struct image *image)
{
	size_t size;
	const char *link = elf_contents(image->elf, elf_section(image->elf, ".gnu_debuglink"), &size);
	size_t n = link ? strnlen(link, size) : 0, at = (n + 4) & ~(size_t)3;
	char real[4096];
	uint32_t crc;
	int dir;

	if (!n || size < 4 || at > size - 4 || strchr(link, '/') || !realpath(image->path, real))
		return NULL;
	memcpy(&crc, link + at, sizeof(crc));
	dir = (int)(strrchr(real, '/') - real);
	const char *const candidates[] = {
		arena_printf(a, "%.*s/%s", dir, real, link), arena_printf(a, "%.*s/.debug/%s", dir, real, link),
		arena_printf(a, "%s%.*s/%s", debug_folder, dir, real, link),
	};
	for (unsigned int i = 0; i < sizeof(candidates) / sizeof(*candidates); i++)
		if (strcmp(candidates[i], real) && is_debuginfo_of(image, candidates[i], &crc))
			return candidates[i];
	return NULL;
}

static const char *debug_here(struct target *t, const struct image *image)
{
	const Elf64_Shdr *own = elf_section(image->elf, ".debug_info");
	const char *path;

	if (own && own->sh_type != SHT_NOBITS)
		return image->path;
	path = debug_by_build_id(t->arena, image);
	if (!path)
		path = debug_by_link(t->arena, image);
	return path ? path : debuginfod_kept(t->arena, DEBUGINFOD_DEBUGINFO, image->build_id, image->build_id_len);
}

const char *image_debug_file(struct target *t, struct image *image, bool fetch)
{
	struct strbuf why = { 0 };

	if (!image->debug_tried)
		image->debug_path = debug_here(t, image);
	image->debug_tried = true;
	if (image->debug_path || !fetch || image->fetch_tried || !debuginfod_is_wanted(t->s))
		return image->debug_path;
	image->fetch_tried = true;
	image->debug_path = debuginfod_fetch(t->s, DEBUGINFOD_DEBUGINFO, image->name, image->build_id, image->build_id_len, &why);
	if (why.len)
		image->debug_absent = arena_strdup(t->arena, why.s);
	strbuf_deinit(&why);
	return image->debug_path;
}

/* ---- addresses ------------------------------------------------------------------------------ */

bool image_file_offset(const struct image *image, uint64_t link, uint64_t *ret)
{
	const struct elf_file *e = image->elf;

	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr *p = &e->segments[i];

		if (p->p_type != PT_LOAD || link < p->p_vaddr || link - p->p_vaddr >= p->p_filesz)
			continue;
		*ret = link - p->p_vaddr + p->p_offset;
		return true;
	}
	return false;
}

bool image_link_address(const struct image *image, uint64_t offset, uint64_t *ret)
{
	const struct elf_file *e = image->elf;

	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr *p = &e->segments[i];

		if (p->p_type != PT_LOAD || offset < p->p_offset || offset - p->p_offset >= p->p_filesz)
			continue;
		*ret = offset - p->p_offset + p->p_vaddr;
		return true;
	}
	return false;
}
