// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The .dwo files of a program compiled with -gsplit-dwarf. libdw takes a unit's content from one by itself, but looks for it at two
 * places only. So they are looked for here, and libdw is shown the file with the paths found in place of the names that it has
 * (split_patch_new()). Which file is the right one, its id says, to us and again to libdw.
 */
#include <dwarf.h>
#include <fcntl.h>
#include <gelf.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "translator/debuginfo/dwarf_units.h"

/* ---- where they are -------------------------------------------------------------------------- */

struct search {
	struct target *t;
	const char *root;		/* the program's root folder; "": ours */
	const char *beside_debuginfo;
	const char *beside_program;	/* NULL: there is none */
	bool can_be_told;		/* libdw can be told of other paths than its own two */
};

static const char *folder_of(struct arena *a, const char *path)
{
	char real[PATH_MAX];
	const char *at = realpath(path, real) ? real : path, *slash = strrchr(at, '/');

	return slash ? arena_strndup(a, at, (size_t)(slash - at)) : ".";
}

/* The program of a process in another root is known by /proc/PID/exe: its own paths are below /proc/PID/root. */
static void search_init(struct search *s, struct target *t, const struct image *image, const char *path)
{
	char link[PATH_MAX];
	size_t n = image->path ? strlen(image->path) : 0;
	bool is_process = n > 10 && !strncmp(image->path, "/proc/", 6) && !strcmp(image->path + n - 4, "/exe");
	ssize_t length = is_process ? readlink(image->path, link, sizeof(link) - 1) : -1;

	*s = (struct search){ .t = t, .root = t->kernel.programs ? t->kernel.programs : "", .beside_debuginfo = folder_of(t->arena, path),
			      .can_be_told = image->kind != IMAGE_MODULE };
	if (length > 0) {
		link[length] = '\0';
		s->root = arena_printf(t->arena, "%.*s/root", (int)(n - 4), image->path);
		s->beside_program = arena_printf(t->arena, "%s%.*s", s->root, (int)(strrchr(link, '/') - link), link);
	} else if (image->path && strcmp(image->path, path)) {
		s->beside_program = folder_of(t->arena, image->path);
	}
}

/* A program in that folder may be below another root folder (a container's, a chroot's), and compiled there, too. */
static void folders_below_roots(struct arena *a, const char *folder, const char *dir, str_vec *ret)
{
	for (size_t n = strlen(folder); n; n--)
		if (folder[n] == '/' || !folder[n])
			vec_push(a, ret, arena_printf(a, "%.*s%s", (int)n, folder, dir));
}

/* The first two are libdw's. */
static void folders_of(const struct search *s, const struct split_unit *u, str_vec *ret)
{
	const char *program = s->beside_program ? s->beside_program : s->beside_debuginfo;
	bool is_absolute = *u->dir == '/';
	struct arena *a = s->t->arena;

	vec_push(a, ret, s->beside_debuginfo);
	vec_push(a, ret, is_absolute ? u->dir : arena_printf(a, "%s/%s", s->beside_debuginfo, u->dir));
	if (!u->can_be_told)
		return;
	if (*s->root && is_absolute)
		vec_push(a, ret, arena_printf(a, "%s%s", s->root, u->dir));
	if (s->beside_program)
		vec_push(a, ret, s->beside_program);
	vec_push(a, ret, arena_printf(a, "/usr/lib/debug%s", program));
	if (!is_absolute)
		return;
	vec_push(a, ret, arena_printf(a, "/usr/lib/debug%s", u->dir));
	folders_below_roots(a, program, u->dir, ret);
}

/* All paths at which it may be. */
static void paths_of(const struct search *s, const struct split_unit *u, str_vec *ret)
{
	struct arena *a = s->t->arena;
	const char *slash = strrchr(u->name, '/'), *base = slash && u->can_be_told ? slash + 1 : NULL;
	bool is_absolute = *u->name == '/';
	str_vec folders = { 0 };

	folders_of(s, u, &folders);
	if (is_absolute)
		vec_push(a, ret, u->name);
	if (is_absolute && *s->root && u->can_be_told)
		vec_push(a, ret, arena_printf(a, "%s%s", s->root, u->name));
	for (unsigned int i = 0; i < folders.n && !is_absolute; i++)
		vec_push(a, ret, arena_printf(a, "%s/%s", folders.v[i], u->name));
	for (unsigned int i = 0; i < folders.n && base; i++)
		vec_push(a, ret, arena_printf(a, "%s/%s", folders.v[i], base));
}

/* ---- which one it is --------------------------------------------------------------------------- */

/* With -fdebug-types-section: .debug_types.dwo, or (DWARF 5) many sections of one name, of which libdw reads one. */
static bool has_type_sections(const char *path)
{
	unsigned int infos = 0, types = 0;
	struct elf_file e;

	if (!elf_file_open(&e, path))
		return false;
	for (unsigned int i = 0; i < e.nsections && e.names; i++) {
		size_t at = e.sections[i].sh_name, room = at < e.names_size ? e.names_size - at : 0;

		infos += room > 15 && !strncmp(e.names + at, ".debug_info.dwo", room);
		types += room > 16 && !strncmp(e.names + at, ".debug_types.dwo", room);
	}
	elf_file_close(&e);
	return infos > 1 || types;
}

/* NULL: it has the unit of that id. */
static const char *why_not(struct arena *a, const char *path, uint64_t id)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Dwarf *dw = fd < 0 ? NULL : dwarf_begin(fd, DWARF_C_READ);
	bool has_it = false, has_another = false;
	const char *ret = NULL;
	Dwarf_CU *cu = NULL;
	uint8_t type;
	uint64_t its;
	Dwarf_Die die;

	while (dw && !has_it && !dwarf_get_units(dw, cu, &cu, NULL, &type, &die, NULL)) {
		if (type != DW_UT_split_compile || dwarf_cu_info(cu, NULL, NULL, NULL, NULL, &its, NULL, NULL))
			continue;
		has_it = its == id;
		has_another |= !has_it;
	}
	if (has_type_sections(path))
		ret = arena_printf(a, "%s has its types in sections of their own (-fdebug-types-section), which the libdw here does not read",
				   path);
	else if (!has_it)
		ret = has_another ? arena_printf(a, "%s is of another build", path) :
				    arena_printf(a, "%s cannot be read as a part of debuginfo", path);
	if (dw)
		dwarf_end(dw);
	if (fd >= 0)
		close(fd);
	return ret;
}

/* Packed together by dwp, for which there is no reader here. */
static const char *packed(const struct search *s, const struct image *image, const char *path, const char *name)
{
	const char *of[] = { path, image->path };

	for (unsigned int i = 0; i < 2; i++) {
		const char *dwp = of[i] ? arena_printf(s->t->arena, "%s.dwp", of[i]) : NULL;

		if (dwp && !access(dwp, F_OK))
			return arena_printf(s->t->arena, "%s is packed into %s, which the libdw here does not read", name, dwp);
	}
	return NULL;
}

static void choose(const struct search *s, const struct image *image, const char *file, struct split_unit *u)
{
	str_vec paths = { 0 };

	paths_of(s, u, &paths);
	vec_each(path, &paths) {
		struct stat st;
		const char *reason;

		if (stat(*path, &st) || !S_ISREG(st.st_mode))
			continue;
		reason = why_not(s->t->arena, *path, u->id);
		if (reason) {
			u->why_not = u->why_not ? u->why_not : reason;
			continue;
		}
		u->path = *path;
		u->size = st.st_size;
		u->changed = st.st_mtim;
		target_depends_on(s->t, *path);
		return;
	}
	if (!u->why_not)
		u->why_not = packed(s, image, file, u->name);
	/* One that comes there is used. */
	vec_each(path, &paths)
		target_depends_on(s->t, *path);
}

static bool is_offset_form(unsigned int form)
{
	return form == DW_FORM_strp || form == DW_FORM_strx || (form >= DW_FORM_strx1 && form <= DW_FORM_strx4);
}

static bool unit_read(const struct search *s, Dwarf_CU *cu, Dwarf_Die *die, struct split_unit *ret)
{
	Dwarf_Attribute at, dir;

	*ret = (struct split_unit){ .skeleton = dwarf_dieoffset(die) };
	if (dwarf_cu_info(cu, NULL, NULL, NULL, NULL, &ret->id, NULL, NULL) ||
	    (!dwarf_attr(die, DW_AT_dwo_name, &at) && !dwarf_attr(die, DW_AT_GNU_dwo_name, &at)))
		return false;
	ret->name = dwarf_formstring(&at);
	ret->dir = dwarf_formstring(dwarf_attr(die, DW_AT_comp_dir, &dir));
	ret->can_be_told = s->can_be_told && is_offset_form(dwarf_whatform(&at));
	if (!ret->name)
		return false;
	ret->name = arena_strdup(s->t->arena, ret->name);
	ret->dir = ret->dir ? arena_strdup(s->t->arena, ret->dir) : "";
	return true;
}

/* A skeleton's addresses are in .debug_addr. */
static bool may_be_split(struct search *s, const char *path)
{
	struct elf_file e;
	bool ret;

	if (!elf_file_open(&e, path))
		return false;
	ret = elf_section(&e, ".debug_addr");
	s->can_be_told = s->can_be_told && elf_section(&e, ".debug_str");
	elf_file_close(&e);
	return ret;
}

const struct split_list *split_find(struct target *t, const struct image *image, const char *path)
{
	struct split_list *ret = NULL;
	struct dwarf_handle h;
	struct search s;
	Dwarf_CU *cu = NULL;
	uint8_t type;
	Dwarf_Die die;

	search_init(&s, t, image, path);
	if (!may_be_split(&s, path) || !dwarf_handle_open(&h, path, image->kind == IMAGE_MODULE, NULL))
		return NULL;
	while (!dwarf_get_units(h.dw, cu, &cu, NULL, &type, &die, NULL)) {
		struct split_unit u;

		if (type != DW_UT_skeleton || !unit_read(&s, cu, &die, &u))
			continue;
		choose(&s, image, path, &u);
		ret = ret ? ret : arena_new_of(t->arena, struct split_list);
		ret->missing += !u.path;
		vec_push(t->arena, &ret->units, u);
	}
	dwarf_handle_close(&h);
	return ret;
}

const char *split_lacks(struct arena *a, const struct split_list *list)
{
	const struct split_unit *first = NULL;

	if (!list || !list->missing)
		return NULL;
	/* Of a file that is there, but not the right one, there is more to say. */
	vec_each(u, &list->units)
		if (!u->path && (!first || (u->why_not && !first->why_not)))
			first = u;
	return arena_printf(a, "the debuginfo of %u of its source files is split off, and not used: %s%s; bring the .dwo of the program's build "
			    "to %s, where it was compiled, or beside the program", list->missing, first->why_not ? first->why_not : first->name,
			    first->why_not ? "" : " is not there", *first->dir ? first->dir : "the folder");
}

uint64_t split_stamp(const struct split_list *list)
{
	uint64_t h = 1;

	vec_each(u, &list->units) {
		const uint64_t words[] = { u->skeleton, u->id, u->path != NULL, (uint64_t)u->size, (uint64_t)u->changed.tv_sec,
					   (uint64_t)u->changed.tv_nsec };

		for (unsigned int i = 0; i < sizeof(words) / sizeof(*words); i++) {
			h = (h ^ words[i]) * 0x9e3779b97f4a7c15ull;
			h ^= h >> 29;
		}
	}
	return h;
}

/* ---- telling libdw ------------------------------------------------------------------------------ */

struct split_patch {
	const struct split_list *list;
	Elf *elf;
	char *texts;			/* .debug_str with the paths behind its own strings */
	size_t own_size;
	uint8_t *offsets;		/* .debug_str_offsets; NULL: there is none */
	size_t offsets_size;
};

static Elf_Scn *section_of(Elf *elf, const char *name)
{
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return NULL;
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn)); ) {
		GElf_Shdr h;
		const char *is = gelf_getshdr(scn, &h) ? elf_strptr(elf, names, h.sh_name) : NULL;

		if (!is || strcmp(is, name) || h.sh_type == SHT_NOBITS)
			continue;
		if (h.sh_flags & SHF_COMPRESSED && elf_compress(scn, 0, 0) < 0)
			return NULL;
		return scn;
	}
	return NULL;
}

/* libdw would look for itself, and take one that is not to be used. */
static const char *path_told(const struct split_unit *u)
{
	return u->path ? u->path : "/dev/null/none";
}

/* Behind the strings that the section has: what refers to these stays right. */
static bool add_texts(struct split_patch *p)
{
	Elf_Scn *scn = section_of(p->elf, ".debug_str");
	/* Some of libdw and of us ask for the one, some for the other. */
	Elf_Data *data = scn ? elf_getdata(scn, NULL) : NULL, *raw = data ? elf_rawdata(scn, NULL) : NULL;
	struct strbuf b = { 0 };

	if (!raw || !data->d_buf)
		return false;
	strbuf_add(&b, data->d_buf, data->d_size);
	strbuf_putc(&b, 0);
	p->own_size = b.len;
	vec_each(u, &p->list->units)
		strbuf_add(&b, path_told(u), strlen(path_told(u)) + 1);
	p->texts = b.s;
	data->d_buf = raw->d_buf = b.s;
	data->d_size = raw->d_size = b.len;
	return b.len <= UINT32_MAX;
}

struct split_patch *split_patch_new(int fd, const struct split_list *list)
{
	struct split_patch *p = xmalloc(sizeof(*p));

	elf_version(EV_CURRENT);
	*p = (struct split_patch){ .list = list, .elf = elf_begin(fd, ELF_C_READ_MMAP_PRIVATE, NULL) };
	if (p->elf && add_texts(p))
		return p;
	split_patch_free(p);
	return NULL;
}

static uint64_t number_at(const uint8_t *p, unsigned int size)
{
	uint64_t n = 0;

	memcpy(&n, p, size);
	return n;
}

static uint64_t uleb_at(const uint8_t *p)
{
	uint64_t n = 0;
	unsigned int shift = 0;

	do
		n |= (uint64_t)(*p & 0x7f) << shift;
	while (*p++ & 0x80 && (shift += 7) < 63);
	return n;
}

/* Where the offset of an attribute's text is, which has size bytes; NULL: nowhere. */
static uint8_t *offset_of_text(struct split_patch *p, Dwarf_Die *die, Dwarf_Attribute *at, unsigned int size)
{
	unsigned int form = dwarf_whatform(at);
	Dwarf_Attribute base_at;
	Dwarf_Word base = size == 8 ? 16 : 8;
	uint64_t n;

	if (form == DW_FORM_strp)
		return at->valp;
	n = form == DW_FORM_strx ? uleb_at(at->valp) : number_at(at->valp, 1 + form - DW_FORM_strx1);
	if (dwarf_attr(die, DW_AT_str_offsets_base, &base_at) && dwarf_formudata(&base_at, &base))
		return NULL;
	return p->offsets && n < p->offsets_size && base <= p->offsets_size && p->offsets_size - base >= (n + 1) * size ?
	       p->offsets + base + n * size : NULL;
}

/* What libdw has given is in pages of ours alone (ELF_C_READ_MMAP_PRIVATE). */
static void tell(struct split_patch *p, Dwarf *dw, const struct split_unit *u, uint64_t text)
{
	Dwarf_Attribute at;
	Dwarf_Die die;
	uint8_t size, *offset;

	if (!u->can_be_told || !dwarf_offdie(dw, u->skeleton, &die) ||
	    dwarf_cu_info(die.cu, NULL, NULL, NULL, NULL, NULL, NULL, &size) ||
	    (!dwarf_attr(&die, DW_AT_dwo_name, &at) && !dwarf_attr(&die, DW_AT_GNU_dwo_name, &at)))
		return;
	offset = offset_of_text(p, &die, &at, size);
	if (offset)
		memcpy(offset, &text, size);
}

Dwarf *split_patch_begin(struct split_patch *p)
{
	Dwarf *dw = dwarf_begin_elf(p->elf, DWARF_C_READ, NULL);
	Elf_Scn *scn = dw ? section_of(p->elf, ".debug_str_offsets") : NULL;
	Elf_Data *offsets = scn ? elf_getdata(scn, NULL) : NULL;
	uint64_t text = p->own_size;

	if (offsets) {
		p->offsets = offsets->d_buf;
		p->offsets_size = offsets->d_size;
	}
	for (unsigned int i = 0; dw && i < p->list->units.n; i++) {
		const struct split_unit *u = &p->list->units.v[i];

		tell(p, dw, u, text);
		text += strlen(path_told(u)) + 1;
	}
	return dw;
}

void split_patch_free(struct split_patch *p)
{
	if (p->elf)
		elf_end(p->elf);
	free(p->texts);
	free(p);
}
