// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Makes the index of names by one walk over all units, and looks names up in
 * it. The walk reads each DIE's attributes once; what an inlined instance or a clone takes from its abstract function
 * is kept by that function's offset.
 */
#include "translator/debuginfo/dwarf_index.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct name_slot { uint32_t offset, rank; };

/* The attributes of a DIE that the index uses. */
struct die_facts {
	Dwarf *dw;			/* given: of the file indexed */
	const char *name;
	uint64_t origin;		/* abstract origin or specification; 0: none */
	uint32_t file, line;
	bool is_declaration, has_place, external, has_pc, has_file;
};

struct origin_slot { uint64_t die; uint32_t name, file, line; bool external; };

/* The file table of a unit that other units refer to. */
struct unit_names { uint64_t unit; struct line_files files; };
enum { OTHER_UNITS = 64 };

struct builder {
	struct arena *a;
	Dwarf *dw;
	struct index_record *records;
	uint32_t n, cap;
	struct strbuf strings;
	uint32_t *names;		/* hash of interned names: offsets into strings, 0 = free */
	uint32_t nnames, names_size;
	uint8_t *type_seen;		/* by name offset: kinds already recorded */
	size_t type_seen_size;
	struct origin_slot *origins;	/* hash by DIE */
	uint32_t norigins, origins_size;
	struct line_sections lines[2];	/* the file, and the one that dwz moved DIEs to */
	uint64_t unit;			/* being walked */
	const char *dir;		/* compile folder of the last unit that has one; NULL: none so far */
	struct unit_names other_units[OTHER_UNITS];
	struct line_files files;	/* of this unit */
	uint16_t *file_ids;		/* of this unit's files, 0 = not looked up yet */
	struct map all_files;		/* name -> its id */
	VEC(const char *) file_names;
	VEC(uint64_t) cus;
	uint64_t pc_high;
};

static uint32_t text_hash32(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h ^ h >> 16;
}

static void names_grow(struct builder *b)
{
	uint32_t size = b->names_size ? b->names_size * 2 : 1 << 17, *names = calloc(size, sizeof(*names));

	if (!names)
		bug("out of memory");
	for (uint32_t i = 0; i < b->names_size; i++) {
		uint32_t h;

		if (!b->names[i])
			continue;
		h = text_hash32(b->strings.s + b->names[i]) & (size - 1);
		while (names[h])
			h = (h + 1) & (size - 1);
		names[h] = b->names[i];
	}
	free(b->names);
	b->names = names;
	b->names_size = size;
}

static uint32_t name_offset(struct builder *b, const char *s)
{
	uint32_t h;

	if (b->nnames * 2 >= b->names_size)
		names_grow(b);
	h = text_hash32(s) & (b->names_size - 1);
	while (b->names[h]) {
		if (!strcmp(b->strings.s + b->names[h], s))
			return b->names[h];
		h = (h + 1) & (b->names_size - 1);
	}
	b->nnames++;
	b->names[h] = b->strings.len;
	strbuf_add(&b->strings, s, strlen(s) + 1);
	return b->names[h];
}

static void read_unit_files(struct builder *b, Dwarf_Die *cu, struct line_files *ret)
{
	Dwarf_Die own = unit_own_die(cu);
	Dwarf_Attribute at;
	Dwarf_Word offset;
	const char *dir = dwarf_formstring(dwarf_attr(&own, DW_AT_comp_dir, &at));
	Dwarf *in = dwarf_cu_getdwarf(own.cu), *alt = dwarf_getalt(b->dw);

	/* A unit made by dwz has no compile folder: the one of the referring unit is used, so that paths are equal. */
	if (dir)
		b->dir = dir;
	*ret = (struct line_files){ 0 };
	/* The units of types in a .dwo have a table there, which is not needed. */
	if ((in == b->dw || in == alt) && !dwarf_formudata(dwarf_attr(&own, DW_AT_stmt_list, &at), &offset))
		line_files_read(b->a, &b->lines[in == alt], offset, b->dir ? b->dir : "", ret);
}

static uint16_t file_name_id(struct builder *b, const char *name)
{
	uintptr_t id = (uintptr_t)map_get(&b->all_files, name);

	if (!id && b->file_names.n < 65535) {
		vec_push(b->a, &b->file_names, name);
		id = b->file_names.n;		/* 0 means "unknown" */
		map_put(&b->all_files, name, (void *)id);
	}
	return (uint16_t)id;
}

/* A file of this unit. */
static uint16_t file_id(struct builder *b, uint32_t file)
{
	if (file >= b->files.n)
		return 0;
	if (!b->file_ids[file])
		b->file_ids[file] = file_name_id(b, b->files.names[file]);
	return b->file_ids[file];
}

/* A file by the file table of another DIE's unit: inlined across units (LTO), or moved to another unit (dwz). */
static uint16_t file_id_there(struct builder *b, Dwarf_Die *die, uint32_t file)
{
	struct unit_names *names;
	Dwarf_Die cu;
	uint64_t unit;

	if (!dwarf_diecu(die, &cu, NULL, NULL))
		return 0;
	unit = die_id(b->dw, &cu);
	if (unit == b->unit)
		return file_id(b, file);
	names = &b->other_units[unit / 16 % OTHER_UNITS];
	if (names->unit != unit) {
		names->unit = unit;
		read_unit_files(b, &cu, &names->files);
	}
	return file < names->files.n ? file_name_id(b, names->files.names[file]) : 0;
}

static int collect(Dwarf_Attribute *at, void *arg)
{
	struct die_facts *f = arg;
	Dwarf_Word word;
	Dwarf_Die die;
	bool flag;

	switch (dwarf_whatattr(at)) {
	case DW_AT_name:
		f->name = dwarf_formstring(at);
		break;
	case DW_AT_decl_file:
		f->has_file = !dwarf_formudata(at, &word);
		if (f->has_file)
			f->file = word;
		break;
	case DW_AT_decl_line:
		if (!dwarf_formudata(at, &word))
			f->line = word;
		break;
	case DW_AT_abstract_origin:
	case DW_AT_specification:
		if (dwarf_formref_die(at, &die))
			f->origin = die_id(f->dw, &die);
		break;
	case DW_AT_declaration:
		f->is_declaration = !dwarf_formflag(at, &flag) && flag;
		break;
	case DW_AT_external:
		f->external = !dwarf_formflag(at, &flag) && flag;
		break;
	case DW_AT_location:
	case DW_AT_const_value:
		f->has_place = true;
		break;
	case DW_AT_low_pc:
	case DW_AT_ranges:
	case DW_AT_entry_pc:
		f->has_pc = true;
		break;
	default:
		break;
	}
	return DWARF_CB_OK;
}

static void origins_grow(struct builder *b)
{
	uint32_t size = b->origins_size ? b->origins_size * 2 : 1 << 16;
	struct origin_slot *origins = calloc(size, sizeof(*origins));

	if (!origins)
		bug("out of memory");
	for (uint32_t i = 0; i < b->origins_size; i++) {
		uint32_t h;

		if (!b->origins[i].die)
			continue;
		h = die_hash(b->origins[i].die) & (size - 1);
		while (origins[h].die)
			h = (h + 1) & (size - 1);
		origins[h] = b->origins[i];
	}
	free(b->origins);
	b->origins = origins;
	b->origins_size = size;
}

/* Name and declaration behind abstract_origin and specification. */
static const struct origin_slot *origin_facts(struct builder *b, uint64_t die)
{
	struct origin_slot found = { .die = die };
	struct die_facts f = { .dw = b->dw, .origin = die };
	bool had_file;
	uint32_t h;

	if (b->norigins * 2 >= b->origins_size)
		origins_grow(b);
	for (h = die_hash(die) & (b->origins_size - 1); b->origins[h].die; h = (h + 1) & (b->origins_size - 1))
		if (b->origins[h].die == die)
			return &b->origins[h];
	for (int depth = 0; depth < 4 && f.origin && !f.name; depth++) {
		Dwarf_Die d;

		if (!die_at(b->dw, f.origin, &d))
			break;
		f.origin = 0;
		had_file = f.has_file;
		dwarf_getattrs(&d, collect, &f, 0);
		if (!had_file && f.has_file)
			found.file = file_id_there(b, &d, f.file);
	}
	found.name = f.name ? name_offset(b, f.name) : 0;
	found.line = f.line;
	found.external = f.external;
	b->norigins++;
	b->origins[h] = found;
	return &b->origins[h];
}

static void record_add(struct builder *b, enum index_kind kind, Dwarf_Die *die, const struct die_facts *f, Dwarf_Addr pc)
{
	uint64_t id = die_id(b->dw, die);
	struct index_record r = { .kind = kind, .die = (uint32_t)id, .pc = pc, .cu = b->cus.n - 1, .line = f->line,
				  .file = f->has_file ? file_id(b, f->file) : 0,
				  .flags = (f->external ? INDEX_EXTERNAL : 0) | (id & DIE_IN_ALT ? INDEX_IN_ALT : 0) |
					   (id & DIE_IN_TYPES ? INDEX_IN_TYPES : 0) | (id & DIE_IN_SPLIT ? INDEX_IN_SPLIT : 0) };

	if (f->origin) {
		const struct origin_slot *o = origin_facts(b, f->origin);

		r.name = o->name;
		/* A variable has the declaration line of its definition, a function that of the abstract DIE. */
		if (!r.file)
			r.file = o->file;
		if (!r.line)
			r.line = o->line;
		r.flags |= INDEX_IN_ABSTRACT | (o->external ? INDEX_EXTERNAL : 0);
	}
	if (f->name)
		r.name = name_offset(b, f->name);
	if (!r.name)
		return;
	if (pc)
		b->pc_high = pc >> 32 << 32;
	if (b->n == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 1 << 16;
		b->records = xrealloc(b->records, b->cap * sizeof(r));
	}
	b->records[b->n++] = r;
}

static bool entry_pc(Dwarf_Die *die, Dwarf_Addr *pc)
{
	Dwarf_Addr base, end;

	return !dwarf_entrypc(die, pc) || dwarf_ranges(die, 0, &base, pc, &end) > 0;
}

/* Keeps the first definition of each name: nearly all types of the kernel have only one. */
static void type_add(struct builder *b, enum index_kind kind, Dwarf_Die *die)
{
	struct die_facts f = { .dw = b->dw };
	uint32_t name;

	dwarf_getattrs(die, collect, &f, 0);
	if (!f.name || f.is_declaration)
		return;
	name = name_offset(b, f.name);
	if (name >= b->type_seen_size) {
		size_t size = (size_t)name * 2 + 65536;

		b->type_seen = xrealloc(b->type_seen, size);
		memset(b->type_seen + b->type_seen_size, 0, size - b->type_seen_size);
		b->type_seen_size = size;
	}
	if (b->type_seen[name] >> kind & 1)
		return;
	b->type_seen[name] |= 1u << kind;
	record_add(b, kind, die, &f, 0);
}

static void walk_code(struct builder *b, Dwarf_Die *parent, uint64_t of);

/*
 * What the compiler split from a function and then put back into it looks like an instance of the function in itself. It is no call of
 * it: it says that it is called where the function is declared, not in its body.
 */
static bool is_rest_of(struct builder *b, Dwarf_Die *die, const struct die_facts *f, uint64_t within)
{
	Dwarf_Attribute attr;
	Dwarf_Word call, declared;
	Dwarf_Die of;

	if (!within || f->origin != within || !die_at(b->dw, within, &of))
		return false;
	return !dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attr), &call) &&
	       !dwarf_formudata(dwarf_attr(&of, DW_AT_decl_line, &attr), &declared) && call == declared &&
	       !dwarf_formudata(dwarf_attr(die, DW_AT_call_column, &attr), &call) &&
	       !dwarf_formudata(dwarf_attr(&of, DW_AT_decl_column, &attr), &declared) && call == declared;
}

/* A function, or its inlined instance in the function of the abstract DIE within (0: it is in none). */
static void function_add(struct builder *b, enum index_kind kind, Dwarf_Die *die, uint64_t within)
{
	struct die_facts f = { .dw = b->dw };
	Dwarf_Addr pc;

	dwarf_getattrs(die, collect, &f, 0);
	if (!f.has_pc || !entry_pc(die, &pc))
		return;
	if (!is_rest_of(b, die, &f, within))
		record_add(b, kind, die, &f, pc);
	if (dwarf_haschildren(die) > 0)
		walk_code(b, die, f.origin);
}

/* Inlined instances within a function whose abstract DIE is of, at any depth. */
static void walk_code(struct builder *b, Dwarf_Die *parent, uint64_t of)
{
	Dwarf_Die die;

	if (dwarf_child(parent, &die))
		return;
	do {
		int tag = dwarf_tag(&die);

		if (tag == DW_TAG_inlined_subroutine)
			function_add(b, INDEX_INLINE, &die, of);
		else if (tag == DW_TAG_lexical_block)
			walk_code(b, &die, of);
	} while (!dwarf_siblingof(&die, &die));
}

static void global_add(struct builder *b, Dwarf_Die *die)
{
	struct die_facts f = { .dw = b->dw };

	dwarf_getattrs(die, collect, &f, 0);
	if (f.has_place && !f.is_declaration)
		record_add(b, INDEX_GLOBAL, die, &f, 0);
}

static void walk_top(struct builder *b, Dwarf_Die *cu)
{
	Dwarf_Die die;

	if (dwarf_child(cu, &die))
		return;
	do {
		switch (dwarf_tag(&die)) {
		case DW_TAG_subprogram:
			function_add(b, INDEX_FUNCTION, &die, 0);
			break;
		case DW_TAG_variable:
			global_add(b, &die);
			break;
		case DW_TAG_namespace:		/* of C++ and Rust: by the last part of their names */
			walk_top(b, &die);
			break;
		case DW_TAG_structure_type:
		case DW_TAG_class_type:
			type_add(b, INDEX_STRUCT, &die);
			break;
		case DW_TAG_union_type:
			type_add(b, INDEX_UNION, &die);
			break;
		case DW_TAG_enumeration_type:
			type_add(b, INDEX_ENUM, &die);
			break;
		case DW_TAG_typedef:
			type_add(b, INDEX_TYPEDEF, &die);
			break;
		case DW_TAG_base_type:
			type_add(b, INDEX_BASE, &die);
			break;
		default:
			break;
		}
	} while (!dwarf_siblingof(&die, &die));
}

static void unit_files(struct builder *b, Dwarf_Die *cu)
{
	b->unit = die_id(b->dw, cu);
	read_unit_files(b, cu, &b->files);
	b->file_ids = arena_alloc(b->a, (b->files.n + 1) * sizeof(*b->file_ids));
}

static void walk_unit(struct builder *b, Dwarf_Die *unit)
{
	unit_files(b, unit);
	walk_top(b, unit);
}

/* What -fdebug-types-section puts into units of their own, for which there is no number: they count to the unit before. */
static void walk_types(struct builder *b, Dwarf *dw)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die unit;
	uint8_t type;

	while (b->cus.n && !dwarf_get_units(dw, cu, &cu, NULL, &type, &unit, NULL))
		if (type == DW_UT_type || type == DW_UT_split_type)
			walk_unit(b, &unit);
}

/* Partial units hold DIEs that dwz found in several units: types and abstract functions. */
static void walk_units(struct builder *b, Dwarf *dw)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die own, unit;
	uint8_t type;

	while (!dwarf_get_units(dw, cu, &cu, NULL, &type, &own, NULL)) {
		bool is_split = type == DW_UT_skeleton;

		if (b->cus.n == 65535 || (type != DW_UT_compile && type != DW_UT_partial && !is_split) || !unit_die(&own, &unit))
			continue;
		if (is_split && !(die_id(b->dw, &unit) & DIE_IN_SPLIT))
			continue;
		vec_push(b->a, &b->cus, die_id(b->dw, &unit));
		walk_unit(b, &unit);
		if (is_split)
			walk_types(b, dwarf_cu_getdwarf(unit.cu));
	}
	walk_types(b, dw);
}

struct rank_order { const char *strings; };

static int compare_names(const void *a, const void *b, void *arg)
{
	const struct rank_order *o = arg;

	return strcmp(o->strings + ((const struct name_slot *)a)->offset, o->strings + ((const struct name_slot *)b)->offset);
}

static int compare_in_name(const void *a, const void *b)
{
	const struct index_record *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind - y->kind;
	if (x->pc != y->pc)
		return x->pc < y->pc ? -1 : 1;
	return (x->die > y->die) - (x->die < y->die);
}

/* By name: sorts the names, of which there are a quarter as many as records. */
static struct index_record *records_sorted(struct builder *b)
{
	struct name_slot *names = xmalloc((b->nnames + 1) * sizeof(*names));
	uint32_t *start = calloc(b->strings.len + 1, sizeof(*start)), n = 0, at = 0;
	struct index_record *sorted = xmalloc((b->n + 1) * sizeof(*sorted));

	if (!start)
		bug("out of memory");
	for (uint32_t i = 0; i < b->names_size; i++)
		if (b->names[i])
			names[n++].offset = b->names[i];
	qsort_r(names, n, sizeof(*names), compare_names, &(struct rank_order){ b->strings.s });
	for (uint32_t i = 0; i < b->n; i++)
		start[b->records[i].name]++;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t count = start[names[i].offset];

		start[names[i].offset] = at;
		names[i].rank = at;
		at += count;
	}
	for (uint32_t i = 0; i < b->n; i++)
		sorted[start[b->records[i].name]++] = b->records[i];
	for (uint32_t i = 0; i < n; i++)
		qsort(sorted + names[i].rank, start[names[i].offset] - names[i].rank, sizeof(*sorted), compare_in_name);
	free(names);
	free(start);
	return sorted;
}

static void *index_image(struct builder *b, size_t *size)
{
	uint32_t nfiles = b->file_names.n + 1, *files = arena_alloc(b->a, nfiles * sizeof(*files));
	struct index_record *sorted;
	struct index_file *f;
	uint8_t *p;

	for (uint32_t i = 1; i < nfiles; i++)
		files[i] = name_offset(b, b->file_names.v[i - 1]);
	sorted = records_sorted(b);
	*size = sizeof(*f) + b->n * sizeof(*sorted) + b->cus.n * sizeof(uint64_t) + nfiles * sizeof(*files) + b->strings.len;
	f = xmalloc(*size);
	*f = (struct index_file){
		.head = { .magic = "mytapDWX", .version = INDEX_VERSION, .head_size = sizeof(*f) },
		.nrecords = b->n, .ncus = b->cus.n, .nfiles = nfiles, .strings_size = b->strings.len, .pc_high = b->pc_high,
	};
	p = (uint8_t *)(f + 1);
	memcpy(p, sorted, b->n * sizeof(*sorted));
	p += b->n * sizeof(*sorted);
	memcpy(p, b->cus.v, b->cus.n * sizeof(uint64_t));
	p += b->cus.n * sizeof(uint64_t);
	memcpy(p, files, nfiles * sizeof(*files));
	p += nfiles * sizeof(*files);
	memcpy(p, b->strings.s, b->strings.len);
	free(sorted);
	return f;
}

/* Uses a handle of its own: the memory that libdw keeps for 2,172 units is freed at the end. */
static void *index_make(const char *path, bool relocatable, const struct split_list *split, size_t *size)
{
	struct builder b = { .a = arena_new() };
	struct dwarf_handle h;
	void *image = NULL;
	Dwarf *alt;

	if (dwarf_handle_open(&h, path, relocatable, split)) {
		b.dw = h.dw;
		strbuf_putc(&b.strings, 0);
		alt = dwarf_getalt(b.dw);
		line_sections_open(&b.lines[0], b.dw);
		if (alt)
			line_sections_open(&b.lines[1], alt);
		walk_units(&b, b.dw);
		if (alt)
			walk_units(&b, alt);
		if (b.cus.n)
			image = index_image(&b, size);
		dwarf_handle_close(&h);
	}
	free(b.records);
	free(b.names);
	free(b.type_seen);
	free(b.origins);
	map_deinit(&b.all_files);
	strbuf_deinit(&b.strings);
	arena_free(b.a);
	return image;
}

static struct dwarf_index *index_over(struct arena *a, const void *p, size_t size)
{
	const struct index_file *f = p;
	struct dwarf_index *x = arena_new_of(a, struct dwarf_index);

	if (size != sizeof(*f) + f->nrecords * sizeof(*x->records) + f->ncus * sizeof(*x->cus) +
		    f->nfiles * sizeof(*x->files) + f->strings_size)
		return NULL;
	*x = (struct dwarf_index){ .nrecords = f->nrecords, .ncus = f->ncus, .nfiles = f->nfiles,
				   .strings_size = f->strings_size, .pc_high = f->pc_high };
	x->records = (const void *)(f + 1);
	x->cus = (const void *)(x->records + x->nrecords);
	x->files = (const void *)(x->cus + x->ncus);
	x->strings = (const void *)(x->files + x->nfiles);
	return x;
}

/* Runs in a child process, so that its 200 MB are freed. NULL: failed. */
static const void *index_make_aside(const char *path, const struct split_list *split, const char *cached,
				    const struct cache_head *expected, size_t *size)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		void *made = index_make(path, false, split, size);

		if (made)
			cache_file_write(cached, made, *size);
		_exit(made ? 0 : 1);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		return NULL;
	return cache_file_map(cached, expected, size);
}

/* The key includes the file's size: dwz rewrites debuginfo without changing the build-id. And which .dwo files are read. */
static const char *cache_path(struct target *t, const char *path, const struct split_list *split)
{
	struct stat st;
	const char *kind = stat(path, &st) ? "dwarf" : arena_printf(t->arena, "dwarf-%llx", (unsigned long long)st.st_size);

	if (split)
		kind = arena_printf(t->arena, "%s-%llx", kind, (unsigned long long)split_stamp(split));
	return cache_file_path(t->s, kind, path);
}

/* Announces long work: always for a kernel, for a program with large debuginfo. */
static void announce(struct target *t, const struct image *image, const char *path)
{
	struct stat st;

	if (image->kind == IMAGE_MODULE || (!t->s->opt.verbose && !isatty(2)))
		return;
	if (image->kind == IMAGE_KERNEL)
		fprintf(stderr, "Reading the debuginfo of kernel %s for the first time (a second or two) ...\n",
			t->kernel.release);
	else if (!stat(path, &st) && st.st_size > 16 << 20)
		fprintf(stderr, "Reading the debuginfo of %s for the first time ...\n", image->name);
}

struct dwarf_index *dwarf_index_open(struct target *t, const struct image *image, const char *path, const struct split_list *split)
{
	bool relocatable = image->kind == IMAGE_MODULE;
	static const struct cache_head expected = { .magic = "mytapDWX", .version = INDEX_VERSION,
						    .head_size = sizeof(struct index_file) };
	const char *cached = cache_path(t, path, split);
	struct dwarf_index *x = NULL;
	size_t size;
	const void *p = cache_file_map(cached, &expected, &size);
	void *made;

	if (p)
		x = index_over(t->arena, p, size);
	if (x)
		return x;
	announce(t, image, path);
	p = cached && !relocatable ? index_make_aside(path, split, cached, &expected, &size) : NULL;
	if (p)
		return index_over(t->arena, p, size);
	made = index_make(path, relocatable, split, &size);
	if (!made)
		return NULL;
	cache_file_write(cached, made, size);
	/* The index is mapped from the file, not allocated. */
	p = cache_file_map(cached, &expected, &size);
	if (!p)
		p = arena_grow(t->arena, made, size, size);
	free(made);
	return index_over(t->arena, p, size);
}

const char *index_string(const struct dwarf_index *x, uint32_t offset)
{
	return offset < x->strings_size ? x->strings + offset : "";
}

const char *index_file_name(const struct dwarf_index *x, uint32_t file)
{
	return file && file < x->nfiles ? index_string(x, x->files[file]) : NULL;
}

uint64_t index_pc(const struct dwarf_index *x, const struct index_record *r)
{
	return x->pc_high | r->pc;
}

uint32_t index_find(const struct dwarf_index *x, const char *name)
{
	uint32_t low = 0, high = x->nrecords;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (strcmp(index_string(x, x->records[middle].name), name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < x->nrecords && !strcmp(index_string(x, x->records[low].name), name) ? low : x->nrecords;
}
