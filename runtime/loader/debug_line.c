// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * .debug_line has a program per unit (DWARF 2 to 5), which gives the source line of each address. The programs are
 * run once and result in one ascending list of offsets. Of several lines at one address the last counts, as in a
 * debugger. A source file is named as for the compiler: by its absolute path, or relative to the directory of
 * compilation.
 */
#include "debug_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "byte_reader.h"
#include "say.h"

enum { ROWS_MOST = 16 << 20, SECTION_MOST = 512 << 20, TEXTS_MOST = 64 << 20, FILES_MOST = 65536, FORMATS_MOST = 16, NAMES = 4096 };
enum { CONTENT_PATH = 1, CONTENT_FOLDER = 2 };
enum { FORM_DATA2 = 5, FORM_DATA4 = 6, FORM_DATA8 = 7, FORM_STRING = 8, FORM_BLOCK = 9, FORM_DATA1 = 11, FORM_STRP = 14, FORM_UDATA = 15,
       FORM_DATA16 = 30, FORM_LINE_STRP = 31 };

/* ---- sections ------------------------------------------------------------------------------------ */

struct section {
	struct bytes b;
	unsigned char *own;		/* to be freed; NULL: the section is in the file itself */
};

/* zlib output has at most 1,032 times the size of its input. */
static unsigned char *inflate_bytes(struct bytes from, u64 size)
{
	unsigned char *to;
	uLongf n = size;

	if (size > SECTION_MOST || size / 1033 > from.n)
		return NULL;
	to = must_alloc(size + 1);
	if (uncompress(to, &n, from.p, from.n) == Z_OK && n == size)
		return to;
	free(to);
	return NULL;
}

/* What a compressed section begins with, of which it returns the size. b has at least the larger form of it. */
static size_t compression_of(const struct elf_bytes *e, struct bytes b, Elf64_Chdr *ret)
{
	Elf32_Chdr h;

	memcpy(ret, b.p, sizeof(*ret));
	if (!e->is_32)
		return sizeof(*ret);
	memcpy(&h, b.p, sizeof(h));
	*ret = (Elf64_Chdr){ .ch_type = h.ch_type, .ch_size = h.ch_size };
	return sizeof(h);
}

static struct section section_named(const struct elf_bytes *e, const char *name)
{
	struct section ret = { 0 };
	Elf64_Chdr h = { 0 };
	Elf64_Shdr s;
	size_t n;

	if (!elf_bytes_section(e, name, &s))
		return ret;
	ret.b = elf_bytes_contents(e, &s);
	if (!ret.b.p || !(s.sh_flags & SHF_COMPRESSED))
		return ret;
	if (ret.b.n >= sizeof(h)) {
		n = compression_of(e, ret.b, &h);
		if (h.ch_type == ELFCOMPRESS_ZLIB)
			ret.own = inflate_bytes((struct bytes){ ret.b.p + n, ret.b.n - n }, h.ch_size);
		else
			say_verbose("%s is compressed in a way (%u) that is not read: no source lines", name, h.ch_type);
	}
	ret.b = (struct bytes){ ret.own, ret.own ? h.ch_size : 0 };
	return ret;
}

/* ---- what is made -------------------------------------------------------------------------------- */

struct making {
	struct user_lines *to;
	const struct elf_bytes *of;
	struct section lines, line_strings, strings;
	size_t room, texts_room;
	u32 names[NAMES];		/* by hash: 1 + offset of a text; the last one */
};

/* false: no room. */
static bool text_put(struct making *m, const char *folder, size_t folder_n, const char *name, size_t n, u32 *ret)
{
	struct user_lines *l = m->to;
	size_t all = folder_n + (folder_n ? 1 : 0) + n;
	u32 hash = 2166136261u, *known;
	char *text;

	if (all > 4096 || all + l->texts_n >= TEXTS_MOST)
		return false;
	if (l->texts_n + all + 1 > m->texts_room) {
		m->texts_room = 2 * (l->texts_n + all + 512);
		l->texts = must_realloc(l->texts, m->texts_room);
	}
	text = l->texts + l->texts_n;
	sprintf(text, "%.*s%s%.*s", (int)folder_n, folder, folder_n ? "/" : "", (int)n, name);
	for (const char *p = text; *p; p++)
		hash = (hash ^ (unsigned char)*p) * 16777619u;
	known = &m->names[hash % NAMES];
	if (!*known || strcmp(l->texts + *known - 1, text)) {
		*known = (u32)l->texts_n + 1;
		l->texts_n += strlen(text) + 1;
	}
	*ret = *known - 1;
	return true;
}

/* ---- a unit's head ------------------------------------------------------------------------------- */

struct unit {
	struct reader r;		/* from here on: the program */
	unsigned int version, offset_size, step, range, opcodes;
	int line_base;
	const unsigned char *lengths;	/* number of arguments of each standard operation */
	struct bytes *folders;
	struct source { struct bytes name; u64 folder; u32 text; bool is_put; } *files;
	size_t nfolders, nfiles;
};

static struct bytes take_string(struct reader *r)
{
	const unsigned char *p = r->at, *nul = memchr(p, 0, (size_t)(r->end - p));

	if (!nul) {
		r->is_over = true;
		return (struct bytes){ p, 0 };
	}
	r->at = nul + 1;
	return (struct bytes){ p, (size_t)(nul - p) };
}

static struct bytes string_at(const struct section *s, u64 at)
{
	const unsigned char *nul = at < s->b.n ? memchr(s->b.p + at, 0, s->b.n - at) : NULL;

	return nul ? (struct bytes){ s->b.p + at, (size_t)(nul - s->b.p - at) } : (struct bytes){ (const unsigned char *)"", 0 };
}

/* One field of an entry, by its form. */
static u64 take_field(const struct making *m, struct unit *u, u64 form, struct bytes *string)
{
	struct reader *r = &u->r;

	switch (form) {
	case FORM_STRING:
		*string = take_string(r);
		return 0;
	case FORM_STRP:
		*string = string_at(&m->strings, read_number(r, u->offset_size, false));
		return 0;
	case FORM_LINE_STRP:
		*string = string_at(&m->line_strings, read_number(r, u->offset_size, false));
		return 0;
	case FORM_UDATA:
		return read_leb(r, false);
	case FORM_DATA1: case FORM_DATA2: case FORM_DATA4: case FORM_DATA8:
		return read_number(r, form == FORM_DATA1 ? 1 : form == FORM_DATA2 ? 2 : form == FORM_DATA4 ? 4 : 8, false);
	case FORM_DATA16:
		take(r, 16);
		return 0;
	case FORM_BLOCK:
		take(r, read_leb(r, false));
		return 0;
	default:
		r->is_over = true;
		return 0;
	}
}

static void unit_add_folder(struct unit *u, struct bytes name)
{
	u->folders = must_realloc(u->folders, (u->nfolders + 1) * sizeof(*u->folders));
	u->folders[u->nfolders++] = name;
}

static void unit_add_file(struct unit *u, struct bytes name, u64 folder)
{
	u->files = must_realloc(u->files, (u->nfiles + 1) * sizeof(*u->files));
	u->files[u->nfiles++] = (struct source){ name, folder, 0, false };
}

/* The folders or the files of DWARF 5: the format of an entry, then the entries. */
static void take_entries(const struct making *m, struct unit *u, bool is_files)
{
	u64 content[FORMATS_MOST], form[FORMATS_MOST], n, nformats = read_number(&u->r, 1, false);

	if (nformats > FORMATS_MOST)
		u->r.is_over = true;
	for (u64 i = 0; i < nformats && !u->r.is_over; i++) {
		content[i] = read_leb(&u->r, false);
		form[i] = read_leb(&u->r, false);
	}
	n = read_leb(&u->r, false);
	if (n > FILES_MOST || (n && !nformats))
		u->r.is_over = true;
	for (u64 k = 0; k < n && !u->r.is_over; k++) {
		struct bytes name = { (const unsigned char *)"", 0 };
		u64 folder = 0;

		for (u64 i = 0; i < nformats && !u->r.is_over; i++) {
			struct bytes string = { (const unsigned char *)"", 0 };
			u64 v = take_field(m, u, form[i], &string);

			if (content[i] == CONTENT_PATH)
				name = string;
			else if (content[i] == CONTENT_FOLDER)
				folder = v;
		}
		if (is_files)
			unit_add_file(u, name, folder);
		else
			unit_add_folder(u, name);
	}
}

/*
 * The same for DWARF 2 to 4: texts, each list ended by an empty one. Files are numbered from 1; folder 0 is the
 * directory of compilation.
 */
static void take_lists(struct unit *u)
{
	static const struct bytes none = { (const unsigned char *)"", 0 };
	struct bytes name;

	unit_add_folder(u, none);
	while ((name = take_string(&u->r)).n && u->nfolders < FILES_MOST)
		unit_add_folder(u, name);
	unit_add_file(u, none, 0);
	while ((name = take_string(&u->r)).n && u->nfiles < FILES_MOST) {
		unit_add_file(u, name, read_leb(&u->r, false));
		read_leb(&u->r, false);
		read_leb(&u->r, false);
	}
}

/* all: the bytes up to the section's end; moved past the unit. false: the unit cannot be read. */
static bool unit_init(const struct making *m, struct unit *u, struct reader *all)
{
	const unsigned char *program;
	u64 length = read_number(all, 4, false), head;

	*u = (struct unit){ .offset_size = 4 };
	if (length == 0xffffffff) {
		u->offset_size = 8;
		length = read_number(all, 8, false);
	}
	u->r.at = take(all, length);
	if (!u->r.at)
		return false;
	u->r.end = u->r.at + length;
	u->version = (unsigned int)read_number(&u->r, 2, false);
	if (u->version < 2 || u->version > 5)
		return false;
	if (u->version == 5 && (read_number(&u->r, 1, false) != (m->of->is_32 ? 4 : 8) || read_number(&u->r, 1, false)))
		return false;		/* other address sizes, segments */
	head = read_number(&u->r, u->offset_size, false);
	if (head > (u64)(u->r.end - u->r.at))
		return false;
	program = u->r.at + head;
	u->step = (unsigned int)read_number(&u->r, 1, false);
	take(&u->r, u->version >= 4 ? 2 : 1);	/* operations per instruction (1 here); default of is_stmt */
	u->line_base = (int)(int64_t)read_number(&u->r, 1, true);
	u->range = (unsigned int)read_number(&u->r, 1, false);
	u->opcodes = (unsigned int)read_number(&u->r, 1, false);
	u->lengths = u->opcodes ? take(&u->r, u->opcodes - 1) : NULL;
	if (!u->lengths || !u->range)
		return false;
	if (u->version == 5) {
		take_entries(m, u, false);
		take_entries(m, u, true);
	} else {
		take_lists(u);
	}
	if (u->r.is_over)
		return false;
	u->r.at = program;
	return true;
}

static void unit_deinit(struct unit *u)
{
	free(u->folders);
	free(u->files);
}

/* The name of a file of the unit; false: no such file. */
static bool unit_file(struct making *m, struct unit *u, u64 number, u32 *ret)
{
	struct source *s = number < u->nfiles ? &u->files[number] : NULL;
	bool is_below;

	if (!s || !s->name.n)
		return false;
	is_below = *s->name.p != '/' && s->folder && s->folder < u->nfolders;
	if (!s->is_put && !text_put(m, is_below ? (const char *)u->folders[s->folder].p : "", is_below ? u->folders[s->folder].n : 0,
				    (const char *)s->name.p, s->name.n, &s->text))
		return false;
	s->is_put = true;
	*ret = s->text;
	return true;
}

/* ---- its program --------------------------------------------------------------------------------- */

struct state {
	u64 address, file, line;
};

static bool is_code(const struct elf_bytes *e, u64 address)
{
	for (unsigned int i = 0; i < e->nsegments; i++) {
		const Elf64_Phdr p = elf_bytes_segment(e, i);

		if (p.p_type == PT_LOAD && p.p_flags & PF_X && address - p.p_vaddr < p.p_filesz)
			return true;
	}
	return false;
}

/* Code that the linker has removed has addresses from 0 on. */
static void row_add(struct making *m, struct unit *u, const struct state *s, bool is_end)
{
	struct user_lines *l = m->to;
	struct user_line row = { .order = (u32)l->n, .is_end = is_end };

	if (l->n >= ROWS_MOST || !elf_bytes_offset(m->of, s->address - is_end, &row.at) || !is_code(m->of, s->address - is_end))
		return;
	row.at += is_end;
	if (!is_end && s->line <= UINT32_MAX && unit_file(m, u, s->file, &row.text))
		row.line = (u32)s->line;
	if (l->n == m->room) {
		m->room = m->room ? 2 * m->room : 4096;
		l->v = must_realloc(l->v, m->room * sizeof(*l->v));
	}
	l->v[l->n++] = row;
}

static void extended(struct making *m, struct unit *u, struct state *s)
{
	enum { END = 1, SET_ADDRESS = 2 };
	u64 n = read_leb(&u->r, false);
	const unsigned char *p = take(&u->r, n);

	if (!p || !n)
		return;
	if (*p == END) {
		row_add(m, u, s, true);
		*s = (struct state){ .file = 1, .line = 1 };
	} else if (*p == SET_ADDRESS && n == (m->of->is_32 ? 5 : 9)) {
		s->address = 0;
		memcpy(&s->address, p + 1, n - 1);
	}
}

static void standard(struct making *m, struct unit *u, struct state *s, unsigned int op)
{
	enum { COPY = 1, ADVANCE_PC, ADVANCE_LINE, SET_FILE, SET_COLUMN, NEGATE_STATEMENT, BASIC_BLOCK, CONST_ADD_PC, FIXED_ADVANCE_PC };

	switch (op) {
	case COPY:
		row_add(m, u, s, false);
		break;
	case ADVANCE_PC:
		s->address += read_leb(&u->r, false) * u->step;
		break;
	case ADVANCE_LINE:
		s->line += read_leb(&u->r, true);
		break;
	case SET_FILE:
		s->file = read_leb(&u->r, false);
		break;
	case CONST_ADD_PC:
		s->address += (255 - u->opcodes) / u->range * u->step;
		break;
	case FIXED_ADVANCE_PC:
		s->address += read_number(&u->r, 2, false);
		break;
	default:
		for (unsigned int i = 0; i < u->lengths[op - 1]; i++)
			read_leb(&u->r, false);
	}
}

static void unit_run(struct making *m, struct unit *u)
{
	struct state s = { .file = 1, .line = 1 };

	while (u->r.at < u->r.end && !u->r.is_over) {
		unsigned int op = (unsigned int)read_number(&u->r, 1, false);

		if (op >= u->opcodes) {
			op -= u->opcodes;
			s.address += op / u->range * u->step;
			s.line += (u64)(int64_t)(u->line_base + (int)(op % u->range));
			row_add(m, u, &s, false);
		} else if (op) {
			standard(m, u, &s, op);
		} else {
			extended(m, u, &s);
		}
	}
}

/* ---- the list ------------------------------------------------------------------------------------ */

/* An end before a start at the same place. */
static int by_place(const void *a, const void *b)
{
	const struct user_line *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->is_end != y->is_end)
		return x->is_end ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void lines_finish(struct user_lines *l)
{
	size_t n = 0;

	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), by_place);
	for (size_t i = 0; i < l->n; i++) {
		if (i + 1 < l->n && l->v[i + 1].at == l->v[i].at)
			continue;
		if (n && l->v[n - 1].line == l->v[i].line && (!l->v[i].line || l->v[n - 1].text == l->v[i].text))
			continue;
		l->v[n++] = l->v[i];
	}
	l->n = n;
}

bool user_lines_read(struct user_lines *lines, const struct elf_bytes *e, const struct elf_bytes *of)
{
	struct making m = { .to = lines, .of = of, .lines = section_named(e, ".debug_line") };
	struct reader all = { .at = m.lines.b.p, .end = m.lines.b.p + m.lines.b.n };
	struct unit u;

	*lines = (struct user_lines){ 0 };
	if (!m.lines.b.p)
		return false;
	m.line_strings = section_named(e, ".debug_line_str");
	m.strings = section_named(e, ".debug_str");
	while (all.at < all.end && !all.is_over) {
		if (unit_init(&m, &u, &all))
			unit_run(&m, &u);
		unit_deinit(&u);
	}
	free(m.lines.own);
	free(m.line_strings.own);
	free(m.strings.own);
	lines_finish(lines);
	return true;
}

void user_lines_free(struct user_lines *lines)
{
	free(lines->v);
	free(lines->texts);
	*lines = (struct user_lines){ 0 };
}

const struct user_line *user_lines_find(const struct user_lines *lines, u64 at)
{
	size_t low = 0, high = lines->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (lines->v[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low && lines->v[low - 1].line ? &lines->v[low - 1] : NULL;
}

struct mytap_file_lines *user_lines_block(const struct user_lines *lines)
{
	size_t head = sizeof(struct mytap_file_lines) + lines->n * sizeof(struct mytap_file_line), all = head + lines->texts_n + 1;
	struct mytap_file_lines *b;
	struct mytap_file_line *to;

	if (all > MYTAP_UNWIND_MOST)
		return NULL;
	b = must_alloc(all);
	*b = (struct mytap_file_lines){ .size = (u32)all, .n = (u32)lines->n, .texts = (u32)head };
	to = (struct mytap_file_line *)(b + 1);
	for (size_t i = 0; i < lines->n; i++)
		to[i] = (struct mytap_file_line){ (u32)lines->v[i].at, lines->v[i].line, lines->v[i].text };
	if (lines->texts_n)
		memcpy((char *)b + head, lines->texts, lines->texts_n);
	((char *)b)[all - 1] = '\0';
	return b;
}
