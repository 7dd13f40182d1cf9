/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The build-id of the running kernel or of a vmlinux. Reads only the parts of the file that are needed: a vmlinux
 * with debuginfo has 600 MB. A vmlinuz must be unpacked (0.7 s), so its build-id is cached.
 */
#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translator/image/build_id.h"
#include "translator/image/cache_folder.h"
#include "translator/image/elf_file.h"
#include "translator/image/folder.h"
#include "translator/image/hash.h"
#include "translator/image/unpack.h"

uint32_t build_id_of_notes(const void *notes, size_t n, uint8_t *ret)
{
	const char *p = notes, *end = p + n;

	while ((size_t)(end - p) >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr h;
		size_t name, desc;

		memcpy(&h, p, sizeof(h));
		p += sizeof(h);
		name = (h.n_namesz + 3ul) & ~3ul;
		desc = (h.n_descsz + 3ul) & ~3ul;
		if (name > (size_t)(end - p) || desc > (size_t)(end - p) - name)
			return 0;
		if (h.n_type == NT_GNU_BUILD_ID && h.n_namesz == 4 && !memcmp(p, "GNU", 4) &&
		    h.n_descsz && h.n_descsz <= 32) {
			memcpy(ret, p + name, h.n_descsz);
			return h.n_descsz;
		}
		p += name + desc;
	}
	return 0;
}

uint32_t build_id_of_running(uint8_t *ret)
{
	struct strbuf b = { 0 };
	uint32_t n = 0;

	if (strbuf_read_file(&b, "/sys/kernel/notes"))
		n = build_id_of_notes(b.s, b.len, ret);
	strbuf_deinit(&b);
	return n;
}

/* The section table and its names. */
struct elf_sections {
	int fd;
	unsigned int n;
	Elf64_Shdr *sh;
	char *names;
	size_t names_size;
};

static void *read_at(int fd, uint64_t at, uint64_t size)
{
	char *p;

	if (!size || size > 64u << 20 || !(p = malloc(size + 1)))
		return NULL;
	if (pread(fd, p, size, at) != (ssize_t)size) {
		free(p);
		return NULL;
	}
	p[size] = 0;
	return p;
}

static void sections_close(struct elf_sections *e)
{
	free(e->sh);
	free(e->names);
	if (e->fd >= 0)
		close(e->fd);
}

static bool sections_open(struct elf_sections *e, const char *path)
{
	Elf64_Ehdr h;

	memset(e, 0, sizeof(*e));
	e->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (e->fd < 0)
		return false;
	if (pread(e->fd, &h, sizeof(h), 0) != sizeof(h) || memcmp(h.e_ident, ELFMAG, SELFMAG) ||
	    h.e_ident[EI_CLASS] != ELFCLASS64 || h.e_shentsize != sizeof(Elf64_Shdr) ||
	    h.e_shstrndx >= h.e_shnum)
		goto bad;
	e->n = h.e_shnum;
	e->sh = read_at(e->fd, h.e_shoff, e->n * sizeof(Elf64_Shdr));
	if (!e->sh)
		goto bad;
	e->names_size = e->sh[h.e_shstrndx].sh_size;
	e->names = read_at(e->fd, e->sh[h.e_shstrndx].sh_offset, e->names_size);
	if (e->names)
		return true;
bad:
	sections_close(e);
	return false;
}

static const char *section_name(const struct elf_sections *e, unsigned int i)
{
	return e->sh[i].sh_name < e->names_size ? e->names + e->sh[i].sh_name : "";
}

bool elf_has_section(const char *path, const char *name)
{
	struct elf_sections e;
	bool found = false;

	if (!sections_open(&e, path))
		return false;
	for (unsigned int i = 1; i < e.n && !found; i++)
		found = e.sh[i].sh_type != SHT_NOBITS && !strcmp(section_name(&e, i), name);
	sections_close(&e);
	return found;
}

uint32_t build_id_of_elf(const char *path, uint8_t *ret)
{
	struct elf_sections e;
	uint32_t n = 0;

	if (!sections_open(&e, path))
		return 0;
	for (unsigned int i = 1; i < e.n && !n; i++) {
		void *p;

		if (e.sh[i].sh_type != SHT_NOTE)
			continue;
		p = read_at(e.fd, e.sh[i].sh_offset, e.sh[i].sh_size);
		if (p)
			n = build_id_of_notes(p, e.sh[i].sh_size, ret);
		free(p);
	}
	sections_close(&e);
	return n;
}

uint32_t build_id_of_file(const struct elf_file *e, uint8_t *ret)
{
	uint32_t n = 0;
	size_t size;

	for (unsigned int i = 1; i < e->nsections && !n; i++) {
		const void *notes = e->sections[i].sh_type == SHT_NOTE ? elf_contents(e, &e->sections[i], &size) : NULL;

		if (notes)
			n = build_id_of_notes(notes, size, ret);
	}
	for (unsigned int i = 0; i < e->nsegments && !n; i++) {
		const Elf64_Phdr *p = &e->segments[i];

		if (p->p_type == PT_NOTE && p->p_offset <= e->size && p->p_filesz <= e->size - p->p_offset)
			n = build_id_of_notes(e->p + p->p_offset, p->p_filesz, ret);
	}
	return n;
}

uint32_t build_id_of_vmlinuz(struct session *s, const char *path, uint8_t *ret)
{
	const char *folder = cache_folder(s, "kernel"), *file = NULL;
	struct strbuf image = { 0 }, why = { 0 }, kept = { 0 };
	char key[HASH_HEX];
	struct hash h;
	uint32_t n = 0;

	if (folder) {
		hash_init(&h);
		hash_add_stamp(&h, path);
		hash_final(&h, key);
		file = arena_printf(s->arena, "%s/%.32s.build-id", folder, key);
	}
	if (file && file_is_private(file) && strbuf_read_file(&kept, file) && kept.len && kept.len <= 32) {
		n = kept.len;
		memcpy(ret, kept.s, n);
	} else if (vmlinuz_unpack(path, &image, &why)) {
		struct elf_file e;

		n = elf_file_over(&e, (const uint8_t *)image.s, image.len) ? build_id_of_file(&e, ret) : 0;
		if (n && file)
			file_write(file, ret, n);
	}
	strbuf_deinit(&image);
	strbuf_deinit(&why);
	strbuf_deinit(&kept);
	return n;
}

const char *build_id_text(struct arena *a, const uint8_t *id, uint32_t n)
{
	char *ret = arena_alloc(a, 2 * n + 1);

	for (uint32_t i = 0; i < n; i++)
		sprintf(ret + 2 * i, "%02x", id[i]);
	ret[2 * n] = '\0';
	return ret;
}
