// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Source lines of a kernel or a kernel module for the running script (runtime/source_lines.h): read from the line tables of
 * its DWARF by link address, packed, and kept in a file, which the script's C takes in as it is. Each address has one row,
 * the last that a table has for it, as addr2line has it.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "translator/debuginfo/dwarf_file.h"
#include "translator/debuginfo/modules.h"
#include "runtime/wire.h"
#include "runtime/source_lines.h"
#include "translator/image/cache_file.h"

enum { LINES_VERSION = 1 };

/* The file: this, then the block. */
struct lines_file {
	struct cache_head head;
};

struct row {
	uint64_t link;
	uint32_t file, line;		/* file: where in the texts */
	uint32_t order;			/* of reading: the last row of an address counts */
};

struct reading {
	struct dwarf *d;		/* whose image, and how its addresses become link addresses */
	struct arena *a;
	VEC(struct row) rows;
	struct strbuf texts;
	struct map known;		/* file name -> 1 + where in the texts */
};

static uint32_t text_of(struct reading *r, const char *name)
{
	uintptr_t known = (uintptr_t)map_get(&r->known, name);

	if (!known) {
		known = r->texts.len + 1;
		strbuf_add(&r->texts, name, strlen(name) + 1);
		map_put(&r->known, name, (void *)known);
	}
	return (uint32_t)(known - 1);
}

static void read_unit(struct reading *r, Dwarf_Die *cu)
{
	Dwarf_Attribute at;
	const char *dir = dwarf_formstring(dwarf_attr(cu, DW_AT_comp_dir, &at)), *last = NULL;
	uint32_t file = 0;
	Dwarf_Lines *lines;
	size_t n;

	if (dwarf_getsrclines(cu, &lines, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		Dwarf_Line *l = dwarf_onesrcline(lines, i);
		const char *name = dwarf_linesrc(l, NULL, NULL);
		Dwarf_Addr pc;
		bool ends;
		int line;

		if (dwarf_lineaddr(l, &pc) || dwarf_lineno(l, &line) || dwarf_lineendsequence(l, &ends))
			continue;
		if (name && name != last) {
			last = name;
			file = text_of(r, path_as_compiled(name, dir ? dir : ""));
		}
		/* The end of a sequence lies right behind it: where, its last byte says. */
		pc = ends ? dwarf_link(r->d, pc - 1) + 1 : dwarf_link(r->d, pc);
		if (pc > 1)
			vec_push(r->a, &r->rows, (struct row){ pc, file, ends || !name ? 0 : line, r->rows.n });
	}
}

static void read_units(struct reading *r, Dwarf *dw)
{
	Dwarf_Off at = 0, next;
	size_t head;

	for (; !dwarf_nextcu(dw, at, &next, &head, NULL, NULL, NULL); at = next) {
		Dwarf_Die cu;

		if (dwarf_offdie(dw, at + head, &cu))
			read_unit(r, &cu);
	}
}

/* By address; there the end of a sequence first, since another one may begin where it ends. */
static int compare_rows(const void *a, const void *b)
{
	const struct row *p = a, *q = b;

	if (p->link != q->link)
		return p->link < q->link ? -1 : 1;
	if (!p->line != !q->line)
		return p->line ? 1 : -1;
	return p->order < q->order ? -1 : 1;
}

/* One row per address; a row with the file and line of the one before is left out. */
static void drop_repeated(struct reading *r)
{
	unsigned int kept = 0;

	if (r->rows.n)
		qsort(r->rows.v, r->rows.n, sizeof(*r->rows.v), compare_rows);
	for (unsigned int i = 0; i < r->rows.n; i++) {
		struct row row = r->rows.v[i], *before = kept ? &r->rows.v[kept - 1] : NULL;

		if (i + 1 < r->rows.n && r->rows.v[i + 1].link == row.link)
			continue;
		if (!before || before->line != row.line || before->file != row.file)
			r->rows.v[kept++] = row;
	}
	r->rows.n = kept;
}

static void put_number(struct strbuf *b, uint64_t n)
{
	for (; n > 0x7f; n >>= 7)
		strbuf_putc(b, (char)(0x80 | (n & 0x7f)));
	strbuf_putc(b, (char)n);
}

static void put_row(struct strbuf *b, const struct row *row, const struct row *before)
{
	bool has_file = row->file != before->file;

	put_number(b, row->link - before->link);
	put_number(b, mytap_source_fold((int64_t)row->line - before->line) << 1 | has_file);
	if (has_file)
		put_number(b, row->file);
}

/* The file with its head; NULL: no rows, or addresses that do not fit the format. */
static void *pack(const struct reading *r, size_t *size)
{
	uint32_t n = r->rows.n, nblocks = (n + MYTAP_SOURCE_BLOCK - 1) / MYTAP_SOURCE_BLOCK;
	struct mytap_source_lines *t;
	struct mytap_source_block *blocks;
	struct lines_file *file;
	struct strbuf bytes = { 0 };

	if (!n || r->rows.v[n - 1].link - r->rows.v[0].link > UINT32_MAX)
		return NULL;
	blocks = arena_alloc(r->a, nblocks * sizeof(*blocks));
	for (uint32_t i = 0; i < n; i++) {
		const struct row *row = &r->rows.v[i];

		if (i % MYTAP_SOURCE_BLOCK)
			put_row(&bytes, row, row - 1);
		else
			blocks[i / MYTAP_SOURCE_BLOCK] = (struct mytap_source_block){
				(uint32_t)(row->link - r->rows.v[0].link), row->line, row->file, (uint32_t)bytes.len };
	}
	*size = sizeof(*file) + sizeof(*t) + nblocks * sizeof(*blocks) + bytes.len + r->texts.len;
	file = calloc(1, *size);
	if (!file)
		bug("out of memory");
	file->head = (struct cache_head){ .magic = "mytapSRC", .version = LINES_VERSION, .head_size = sizeof(*file) };
	t = (void *)(file + 1);
	*t = (struct mytap_source_lines){ .start = r->rows.v[0].link, .end = r->rows.v[n - 1].link, .nrows = n, .nblocks = nblocks,
					  .bytes = sizeof(*t) + nblocks * sizeof(*blocks) };
	t->texts = t->bytes + bytes.len;
	memcpy(t + 1, blocks, nblocks * sizeof(*blocks));
	memcpy((char *)t + t->bytes, bytes.s, bytes.len);
	memcpy((char *)t + t->texts, r->texts.s, r->texts.len);
	strbuf_deinit(&bytes);
	return file;
}

/* In a child process with its own libdw handle: its 300 MB are freed when it exits. */
static bool make(struct dwarf *d, const char *to)
{
	struct reading r = { .d = &(struct dwarf){ .di = d->di, .image = d->image, .module = d->module }, .a = arena_new() };
	void *file = NULL;
	size_t size;

	if (dwarf_handle_open(&r.d->handle, d->path, d->module != NULL, NULL)) {
		strbuf_putc(&r.texts, 0);
		read_units(&r, r.d->handle.dw);
		drop_repeated(&r);
		file = pack(&r, &size);
	}
	if (file)
		cache_file_write(to, file, size);
	return file;
}

static bool make_aside(struct dwarf *d, const char *to)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(!make(d, to));
	return pid > 0 && waitpid(pid, &status, 0) == pid && !status;
}

/* Cached like the index of names; without a cache only for this run. */
static const char *file_of(struct dwarf *d)
{
	struct target *t = d->di->t;
	struct stat st;
	const char *kind = stat(d->path, &st) ? "lines" : arena_printf(d->a, "lines-%llx", (unsigned long long)st.st_size);
	const char *path = cache_file_path(t->s, kind, d->path), *folder = path ? NULL : session_tmpdir(t->s);

	return folder ? arena_printf(d->a, "%s/%s-%s", folder, kind, d->image->name) : path;
}

static const struct mytap_source_lines *map_lines(const char *path)
{
	static const struct cache_head expected = { .magic = "mytapSRC", .version = LINES_VERSION,
						    .head_size = sizeof(struct lines_file) };
	size_t size;
	const struct lines_file *f = cache_file_map(path, &expected, &size);

	return f ? (const void *)(f + 1) : NULL;
}

/* ---- sections and their run-time addresses ------------------------------------------------------------ */

static void add_section(struct debuginfo *di, struct image *image, uint64_t start, uint64_t end, struct source_lines *ret)
{
	struct source_section s = { .module = image->kind == IMAGE_MODULE ? image->name : NULL, .start = start, .end = end };
	int64_t offset;

	if (!image_tell(di->t, image, start, &s.symbol, &offset))
		return;
	s.link = start - (uint64_t)offset;
	vec_push(di->a, &ret->sections, s);
}

/* A kernel is one section. The sections of a module are loaded separately, and its init section is freed. */
static void add_sections(struct debuginfo *di, struct image *image, const struct mytap_source_lines *t, struct source_lines *ret)
{
	const struct elf_file *e = image->elf;

	if (image->kind == IMAGE_KERNEL) {
		add_section(di, image, t->start, t->end, ret);
		return;
	}
	for (unsigned int i = 1; i < e->nsections; i++) {
		const Elf64_Shdr *s = &e->sections[i];

		if (s->sh_flags & SHF_EXECINSTR && s->sh_size && image->layout[i] &&
		    strncmp(image_section_of(image, image->layout[i]), ".init", 5))
			add_section(di, image, image->layout[i], image->layout[i] + s->sh_size, ret);
	}
}

/* Reading takes seconds the first time, so it is announced. */
static void announce(const struct debuginfo *di, const struct image *image)
{
	if (image->kind == IMAGE_KERNEL && (di->s->opt.verbose || isatty(2)))
		fprintf(stderr, "Reading the source lines of kernel %s for the first time (some seconds) ...\n", di->t->kernel.release);
}

static bool image_lines(struct debuginfo *di, struct image *image, struct source_lines *ret)
{
	struct strbuf why = { 0 };
	struct dwarf *d = image_dwarf(di, image, true, &why);
	const struct mytap_source_lines *t = NULL;

	strbuf_deinit(&why);
	*ret = (struct source_lines){ .head = sizeof(struct lines_file) };
	ret->path = d ? file_of(d) : NULL;
	if (ret->path)
		t = map_lines(ret->path);
	if (ret->path && !t) {
		announce(di, image);
		t = make_aside(d, ret->path) ? map_lines(ret->path) : NULL;
	}
	if (t)
		add_sections(di, image, t, ret);
	return ret->sections.n;
}

bool debuginfo_lines(struct debuginfo *di, const char *module, struct source_lines *ret)
{
	module_vec found = { 0 };
	struct strbuf why = { 0 };

	if (!module)
		return debuginfo_stext(di) && image_lines(di, di->kernel, ret);
	vec_each(m, &di->modules)
		if ((*m)->image.elf && !strcmp((*m)->image.name, module))
			return image_lines(di, &(*m)->image, ret);
	modules_find(di, module, &found, &why);
	strbuf_deinit(&why);
	return found.n == 1 && image_lines(di, &found.v[0]->image, ret);
}

const char *debuginfo_line_at(const struct source_lines *lines, uint64_t link, int *line)
{
	const struct mytap_source_lines *t = map_lines(lines->path);
	struct mytap_source_line found = t ? mytap_source_find(t, link) : (struct mytap_source_line){ 0 };

	*line = (int)found.line;
	return found.line ? found.file : NULL;
}
