// SPDX-License-Identifier: GPL-2.0-or-later
/* See user_names.h. */
#include "user_names.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_io.h"
#include "say.h"

/* A crafted file may have overlapping names: names beyond TEXTS_MOST bytes are left out. */
enum { TEXTS_MOST = 256 << 20 };

unsigned char *read_file(int fd, size_t *size)
{
	struct stat st;
	unsigned char *p;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > USER_FILE_MOST)
		return NULL;
	p = must_alloc((size_t)st.st_size + 1);
	*size = read_at(fd, p, (size_t)st.st_size, 0);
	return p;
}

/* ---- a table in the making ---------------------------------------------------------------------- */

struct candidate {
	u64 start, size, text;		/* text: offset in the texts */
	unsigned int rank;		/* lower is better */
};

struct making {
	struct candidate *v;
	size_t n, room, texts_n, texts_room;
	char *texts;
};

static void add_name(struct making *m, u64 start, u64 size, const char *name, size_t length, unsigned int rank)
{
	if (length + m->texts_n >= TEXTS_MOST)
		return;
	if (m->n == m->room) {
		m->room = m->room ? 2 * m->room : 1024;
		m->v = must_realloc(m->v, m->room * sizeof(*m->v));
	}
	if (m->texts_n + length + 1 > m->texts_room) {
		m->texts_room = 2 * (m->texts_room + length + 512);
		m->texts = must_realloc(m->texts, m->texts_room);
	}
	m->v[m->n++] = (struct candidate){ start, size, m->texts_n, rank };
	memcpy(m->texts + m->texts_n, name, length);
	m->texts_n += length;
	m->texts[m->texts_n++] = '\0';
}

static int by_start(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->text < y->text ? -1 : x->text > y->text;
}

static void names_finish(struct making *m, struct user_names *ret)
{
	if (m->n)
		qsort(m->v, m->n, sizeof(*m->v), by_start);
	*ret = (struct user_names){ .v = must_alloc((m->n + 1) * sizeof(*ret->v)), .texts = m->texts };
	for (size_t i = 0; i < m->n; i++)
		if (!i || m->v[i].start != m->v[i - 1].start)
			ret->v[ret->n++] = (struct user_name){ m->v[i].start, m->v[i].size, m->texts + m->v[i].text };
	free(m->v);
}

/* ---- symbol tables ------------------------------------------------------------------------------ */

/* Rank of several names of one function: global before weak before local, then fewer underscores. */
static unsigned int rank_of(const Elf64_Sym *s, const char *name)
{
	unsigned int bind = ELF64_ST_BIND(s->st_info);

	return (bind == STB_GLOBAL ? 0 : bind == STB_WEAK ? 16 : 32) + (unsigned int)strspn(name, "_") % 16;
}

static Elf64_Sym symbol_at(const struct elf_bytes *e, struct bytes symbols, size_t i)
{
	Elf64_Sym ret;
	Elf32_Sym y;

	if (!e->is_32) {
		memcpy(&ret, symbols.p + i * sizeof(ret), sizeof(ret));
		return ret;
	}
	memcpy(&y, symbols.p + i * sizeof(y), sizeof(y));
	return (Elf64_Sym){ .st_name = y.st_name, .st_info = y.st_info, .st_shndx = y.st_shndx, .st_value = y.st_value, .st_size = y.st_size };
}

/* The symbols of the first table of this type, and their names. */
static bool symbols_of(const struct elf_bytes *e, uint32_t type, struct bytes *symbols, struct bytes *names)
{
	Elf64_Shdr s, texts;

	if (!elf_bytes_section_of(e, type, &s) || s.sh_link >= e->nsections)
		return false;
	texts = elf_bytes_section_numbered(e, s.sh_link);
	*symbols = elf_bytes_contents(e, &s);
	*names = elf_bytes_contents(e, &texts);
	return symbols->p && names->n && !names->p[names->n - 1];
}

/* The functions of the symbol table of `of`, by offsets in e. */
static void add_symbols(struct making *m, const struct elf_bytes *e, const struct elf_bytes *of, uint32_t type)
{
	size_t size = of->is_32 ? sizeof(Elf32_Sym) : sizeof(Elf64_Sym);
	struct bytes symbols, names;

	if (!symbols_of(of, type, &symbols, &names))
		return;
	for (size_t i = 0; i < symbols.n / size; i++) {
		Elf64_Sym y = symbol_at(of, symbols, i);
		const char *name;
		u64 offset;

		if ((ELF64_ST_TYPE(y.st_info) != STT_FUNC && ELF64_ST_TYPE(y.st_info) != STT_GNU_IFUNC) || y.st_shndx == SHN_UNDEF ||
		    y.st_name >= names.n || !elf_bytes_offset(e, y.st_value, &offset))
			continue;
		name = (const char *)names.p + y.st_name;
		if (*name)
			add_name(m, offset, y.st_size, name, strcspn(name, "@"), rank_of(&y, name));
	}
}

unsigned char *debuginfo_read(const struct elf_bytes *e, struct elf_bytes *ret)
{
	unsigned char *p;
	char id[65], path[160];
	size_t n;
	int fd;

	if (!e || !elf_bytes_build_id(e, id))
		return NULL;
	snprintf(path, sizeof(path), "/usr/lib/debug/.build-id/%.2s/%s.debug", id, id + 2);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	p = read_file(fd, &n);
	close(fd);
	if (p && elf_bytes_init(ret, p, n))
		return p;
	free(p);
	return NULL;
}

static void add_of_debuginfo(struct making *m, const struct elf_bytes *e)
{
	struct elf_bytes of;
	unsigned char *p = debuginfo_read(e, &of);

	if (p)
		add_symbols(m, e, &of, SHT_SYMTAB);
	free(p);
}

void user_names_read(struct user_names *names, const struct elf_bytes *e)
{
	struct making m = { 0 };

	add_symbols(&m, e, e, SHT_SYMTAB);
	if (!m.n)
		add_of_debuginfo(&m, e);
	add_symbols(&m, e, e, SHT_DYNSYM);
	names_finish(&m, names);
}

/* ---- code made at run time ---------------------------------------------------------------------- */

void user_names_of_map(struct user_names *names, const char *text, size_t n)
{
	struct making m = { 0 };
	const char *end = text + n;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		char line[512], *at;
		size_t length = newline ? (size_t)(newline - text) : (size_t)(end - text);
		u64 start, size;

		snprintf(line, sizeof(line), "%.*s", (int)(length < sizeof(line) ? length : sizeof(line) - 1), text);
		start = strtoull(line, &at, 16);
		size = strtoull(at, &at, 16);
		if (size && *at == ' ' && at[1])	/* a later entry at the same address wins */
			add_name(&m, start, size, at + 1, strlen(at + 1), (unsigned int)-1 - (unsigned int)m.n);
		text += length + 1;
	}
	names_finish(&m, names);
}

/* ---- use ---------------------------------------------------------------------------------------- */

const struct user_name *user_names_find(const struct user_names *names, u64 at)
{
	size_t low = 0, high = names->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (names->v[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || at - names->v[low - 1].start >= (names->v[low - 1].size ? names->v[low - 1].size : 1))
		return NULL;
	return &names->v[low - 1];
}

void user_names_free(struct user_names *names)
{
	free(names->v);
	free(names->texts);
	*names = (struct user_names){ 0 };
}

static void parts_put(struct mytap_file_names *b, const struct elf_bytes *e)
{
	for (unsigned int i = 0; e && i < e->nsegments && b->nparts < MYTAP_FILE_PARTS; i++) {
		const Elf64_Phdr p = elf_bytes_segment(e, i);

		if (p.p_type == PT_LOAD)
			b->parts[b->nparts++] = (struct mytap_file_part){ p.p_offset, p.p_filesz, p.p_vaddr };
	}
}

struct mytap_file_names *user_names_block(const struct user_names *names, const char *path, const struct elf_bytes *e)
{
	char id[65] = "";
	size_t texts = strlen(path) + 1, at = 0, head = sizeof(struct mytap_file_names) + names->n * sizeof(struct mytap_file_name);
	struct mytap_file_name *to;
	struct mytap_file_names *b;
	char *text;

	if (!elf_bytes_build_id(e, id))
		*id = '\0';
	texts += strlen(id) + 1;
	for (size_t i = 0; i < names->n; i++)
		texts += strlen(names->v[i].text) + 1;
	if (head + texts > MYTAP_UNWIND_MOST)
		return NULL;
	b = must_alloc(head + texts);
	*b = (struct mytap_file_names){ .size = (u32)(head + texts), .n = (u32)names->n, .texts = (u32)head };
	to = (struct mytap_file_name *)(b + 1);
	text = (char *)b + head;
	at = (size_t)sprintf(text, "%s", path) + 1;
	b->build_id = (u32)at;
	at += (size_t)sprintf(text + at, "%s", id) + 1;
	parts_put(b, e);
	for (size_t i = 0; i < names->n; i++) {
		to[i] = (struct mytap_file_name){ (u32)names->v[i].start, (u32)names->v[i].size, (u32)at };
		at += (size_t)sprintf(text + at, "%s", names->v[i].text) + 1;
	}
	return b;
}
