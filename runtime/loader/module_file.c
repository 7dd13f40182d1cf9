// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads a .ko: in, a path; out, the tables of wire.h. Every offset of the file
 * is checked against its size: the file may be cut off or not ours.
 */
#include "module_file.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "identity.h"
#include "runtime/wire.h"
#include "say.h"

#if defined(__x86_64__)
enum { OUR_MACHINE = EM_X86_64 };
static const char our_machine[] = "x86-64";
#elif defined(__aarch64__)
enum { OUR_MACHINE = EM_AARCH64 };
static const char our_machine[] = "arm64";
#else
#error "which ELF machine is this?"
#endif

enum { MODULE_FILE_MOST = 256 << 20 };	/* bytes */

struct span {
	const char *p;
	size_t n;
};

/*
 * The opened file is checked, read and loaded: only root and the calling user may be able to write it. The path is
 * not used again: a user who can write one of its directories can change the file it names at any moment.
 */
static bool is_trusted(const struct module_file *m, const struct stat *st)
{
	if (!S_ISREG(st->st_mode) || st->st_size < (off_t)sizeof(Elf64_Ehdr)) {
		say_error("%s is not a kernel module (make one with mytap -p4)", m->path);
		return false;
	}
	if (st->st_size > MODULE_FILE_MOST) {
		say_error("%s has %lld bytes; a module made by mytap has at most %d", m->path, (long long)st->st_size,
			  MODULE_FILE_MOST);
		return false;
	}
	if (!identity_owns(st->st_uid)) {
		say_error("%s belongs to user %u, and only a module of root or of who asks for it is loaded: make it again as "
			  "yourself, or chown it when you know what is in it", m->path, st->st_uid);
		return false;
	}
	if (st->st_mode & 022) {
		say_error("%s can be written by others than its owner (mode %04o), and is not loaded: chmod go-w it when you "
			  "know what is in it", m->path, st->st_mode & 07777);
		return false;
	}
	return true;
}

/* A private copy: the file's owner may truncate or change it in the meantime. */
static bool read_whole(struct module_file *m, size_t size)
{
	ssize_t n = 0;

	m->bytes = must_alloc(size);
	while (m->size < size && (n = pread(m->fd, m->bytes + m->size, size - m->size, m->size)) > 0)
		m->size += n;
	if (n < 0)
		say_error("cannot read the module %s: %s", m->path, strerror(errno));
	else if (m->size < size)
		say_error("%s is being written: wait until it is finished", m->path);
	return m->size == size;
}

static bool open_file(struct module_file *m)
{
	struct stat st;

	m->fd = identity_open(m->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
	if (m->fd < 0 || fstat(m->fd, &st)) {
		say_error("cannot open the module %s: %s", m->path, strerror(errno));
		return false;
	}
	return is_trusted(m, &st) && read_whole(m, st.st_size);
}

static bool is_for_this_machine(const struct module_file *m)
{
	const Elf64_Ehdr *h = (const void *)m->bytes;

	if (memcmp(h->e_ident, ELFMAG, SELFMAG) || h->e_type != ET_REL) {
		say_error("%s is not a kernel module (make one with mytap -p4)", m->path);
		return false;
	}
	if (h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB || h->e_machine != OUR_MACHINE) {
		say_error("%s is for another machine (ELF machine %u; this one is %s)", m->path, h->e_machine, our_machine);
		return false;
	}
	return true;
}

/* The bytes of a section; an empty span if it is missing or incomplete. */
static struct span section(const struct module_file *m, const char *name)
{
	const Elf64_Ehdr *h = (const void *)m->bytes;
	const Elf64_Shdr *sh, *strings;

	if (h->e_shentsize != sizeof(*sh) || h->e_shoff % 8 || h->e_shoff > m->size ||
	    (m->size - h->e_shoff) / sizeof(*sh) < h->e_shnum || h->e_shstrndx >= h->e_shnum)
		return (struct span){ 0 };
	sh = (const void *)(m->bytes + h->e_shoff);
	strings = &sh[h->e_shstrndx];
	if (strings->sh_offset > m->size || strings->sh_size > m->size - strings->sh_offset)
		return (struct span){ 0 };
	for (unsigned int i = 0; i < h->e_shnum; i++, sh++) {
		size_t len = strlen(name) + 1;

		if (sh->sh_name > strings->sh_size || len > strings->sh_size - sh->sh_name ||
		    memcmp(m->bytes + strings->sh_offset + sh->sh_name, name, len))
			continue;
		if (sh->sh_type == SHT_NOBITS || sh->sh_offset > m->size || sh->sh_size > m->size - sh->sh_offset)
			return (struct span){ 0 };
		return (struct span){ m->bytes + sh->sh_offset, sh->sh_size };
	}
	return (struct span){ 0 };
}

/* A section whose last string has no NUL is not one of mytap's. */
static void table_read(struct string_table *t, struct span s)
{
	const char *end;
	size_t cap = 0;

	for (; s.n && (end = memchr(s.p, '\0', s.n)) != NULL; s.n -= end + 1 - s.p, s.p = end + 1) {
		if (t->n == cap) {
			cap = cap ? cap * 2 : 16;
			t->v = must_realloc(t->v, cap * sizeof(*t->v));
			t->len = must_realloc(t->len, cap * sizeof(*t->len));
		}
		t->v[t->n] = s.p;
		t->len[t->n++] = end - s.p;
	}
}

/* The value of "key=value" in .modinfo. */
static struct span modinfo(const struct module_file *m, const char *key)
{
	struct span s = section(m, ".modinfo");
	size_t key_len = strlen(key);

	while (s.n) {
		const char *end = memchr(s.p, '\0', s.n);
		size_t len = end ? (size_t)(end - s.p) : s.n;

		if (len > key_len && !memcmp(s.p, key, key_len) && s.p[key_len] == '=')
			return (struct span){ s.p + key_len + 1, len - key_len - 1 };
		if (!end)
			break;
		s.p += len + 1;
		s.n -= len + 1;
	}
	return (struct span){ 0 };
}

const char *module_file_info(const struct module_file *m, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < m->info.n; i++)
		if (!strncmp(m->info.v[i], key, n) && m->info.v[i][n] == '=')
			return m->info.v[i] + n + 1;
	return NULL;
}

static void memory_read(struct module_file *m)
{
	struct span s = section(m, MYTAP_SECTION_PREFIX "memory");

	if (!s.n || (uintptr_t)s.p % 8)
		return;
	m->memory = s.p;
	m->memory_size = s.n;
}

static bool has_signature(const struct module_file *m)
{
	static const char mark[] = "~Module signature appended~\n";
	size_t n = sizeof(mark) - 1;

	return m->size > n && !memcmp(m->bytes + m->size - n, mark, n);
}

static bool name_read(struct module_file *m)
{
	struct span s = modinfo(m, "name");

	if (!s.n || memchr(s.p, '/', s.n)) {
		say_error("%s has no module name: it is damaged (build it again)", m->path);
		return false;
	}
	m->name = must_strndup(s.p, s.n);
	return true;
}

bool module_file_open(struct module_file *m, const char *path)
{
	struct span magic;

	*m = (struct module_file){ .path = path, .fd = -1 };
	if (!open_file(m) || !is_for_this_machine(m) || !name_read(m))
		return false;
	magic = modinfo(m, "vermagic");
	if (magic.n) {
		const char *blank = memchr(magic.p, ' ', magic.n);

		m->release = magic.p;
		m->release_len = blank ? (size_t)(blank - magic.p) : magic.n;
	}
	m->is_signed = has_signature(m);
	table_read(&m->formats, section(m, MYTAP_SECTION_PREFIX "formats"));
	table_read(&m->probes, section(m, MYTAP_SECTION_PREFIX "probes"));
	table_read(&m->names, section(m, MYTAP_SECTION_PREFIX "names"));
	table_read(&m->programs, section(m, MYTAP_SECTION_PREFIX "programs"));
	table_read(&m->files, section(m, MYTAP_SECTION_PREFIX "files"));
	table_read(&m->globals, section(m, MYTAP_SECTION_PREFIX "globals"));
	table_read(&m->info, section(m, MYTAP_SECTION_PREFIX "info"));
	table_read(&m->maps, section(m, MYTAP_SECTION_PREFIX "maps"));
	table_read(&m->input, section(m, MYTAP_SECTION_PREFIX "input"));
	memory_read(m);
	if (!m->probes.n) {
		say_error("%s is not a module made by mytap: it has no section %sprobes", path, MYTAP_SECTION_PREFIX);
		return false;
	}
	return true;
}

enum {
	NAME_OFFSET = 24,		/* of struct module.name: always after state and list */
	NAME_SIZE = 56,			/* MODULE_NAME_LEN, with its NUL */
};

bool module_file_rename(struct module_file *m)
{
	struct span s = section(m, ".gnu.linkonce.this_module");
	char name[NAME_SIZE], tail[16];
	int tail_len = snprintf(tail, sizeof(tail), "_%d", getpid());

	if (m->is_signed || m->renamed || s.n < NAME_OFFSET + NAME_SIZE || strcmp(s.p + NAME_OFFSET, m->name))
		return false;
	memset(name, 0, sizeof(name));
	snprintf(name, sizeof(name), "%.*s%s", NAME_SIZE - 1 - tail_len, m->name, tail);
	m->renamed = must_alloc(m->size);
	memcpy(m->renamed, m->bytes, m->size);
	memcpy(m->renamed + (s.p - m->bytes) + NAME_OFFSET, name, sizeof(name));
	free(m->name);
	m->name = must_strndup(name, sizeof(name));
	return true;
}

void module_file_close(struct module_file *m)
{
	struct string_table *tables[] = { &m->formats, &m->probes, &m->names, &m->programs, &m->files, &m->globals,
					  &m->info, &m->input, &m->maps };

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		free(tables[i]->v);
		free(tables[i]->len);
	}
	free(m->name);
	free(m->renamed);
	free(m->bytes);
	if (m->fd >= 0)
		close(m->fd);
}
