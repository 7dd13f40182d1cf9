/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of a DWARF file on disk: functions, inlined instances, globals and type
 * definitions with their DIE, address and declaration, so that a query for one function reads one compile unit, not
 * 164 MB. Made once, in 0.9 s.
 */
#ifndef MYTAP_DWARF_INDEX_H
#define MYTAP_DWARF_INDEX_H

#include "translator/debuginfo/dwarf_units.h"
#include "translator/image/cache_file.h"
#include "translator/image/image.h"

enum index_kind {
	INDEX_FUNCTION, INDEX_INLINE, INDEX_GLOBAL, INDEX_STRUCT, INDEX_UNION, INDEX_ENUM, INDEX_TYPEDEF, INDEX_BASE,
};

/* flags: IN_ABSTRACT: copied from an abstract function; IN_ALT, IN_SPLIT, IN_TYPES: its DIE is there, as die_id() has it */
enum { INDEX_EXTERNAL = 1, INDEX_IN_ABSTRACT = 2, INDEX_IN_ALT = 4, INDEX_IN_SPLIT = 8, INDEX_IN_TYPES = 16 };

struct index_record {
	uint32_t name;			/* offset into strings */
	uint32_t die;			/* low half of die_id(); use index_die() */
	uint32_t pc;			/* low half of its entry's link address */
	uint16_t cu;
	uint8_t kind, flags;
	uint32_t line;			/* line of its declaration */
	uint16_t file, pad;		/* into files; 0: unknown */
};

struct index_file {			/* the layout on disk */
	struct cache_head head;
	uint32_t nrecords, ncus, nfiles, strings_size;
	uint64_t pc_high;
	/* struct index_record [nrecords], by name; uint64_t cus[ncus]: die_id() of the CU's DIE;
	 * uint32_t files[nfiles]: into strings; strings */
};
enum { INDEX_VERSION = 5 };

struct dwarf_index {
	const struct index_record *records;
	const uint64_t *cus;
	const uint32_t *files;
	const char *strings;
	uint32_t nrecords, ncus, nfiles, strings_size;
	uint64_t pc_high;
};

static inline uint64_t index_die(const struct dwarf_index *x, const struct index_record *r)
{
	return r->die | (r->flags & INDEX_IN_ALT ? DIE_IN_ALT : 0) | (r->flags & INDEX_IN_TYPES ? DIE_IN_TYPES : 0) |
	       (r->flags & INDEX_IN_SPLIT && r->cu < x->ncus ? x->cus[r->cu] & DIE_IN_SPLIT : 0);
}

/* From the cache, else made and cached. split: what split_find() has. NULL: the file has no DWARF that libdw can read. */
struct dwarf_index *dwarf_index_open(struct target *t, const struct image *image, const char *path, const struct split_list *split);
const char *index_string(const struct dwarf_index *x, uint32_t offset);
const char *index_file_name(const struct dwarf_index *x, uint32_t file);
uint64_t index_pc(const struct dwarf_index *x, const struct index_record *r);
/* The first record of that name; nrecords if there is none. Records of one name are consecutive. */
uint32_t index_find(const struct dwarf_index *x, const char *name);

/*
 * dwarf_files.c: the file names of a line table as given to the compiler ("fs/read_write.c"), read from its header
 * alone. names[i] of DWARF's file i.
 */
struct line_files {
	const char **names;
	unsigned int n;
};
struct line_sections {
	const uint8_t *line, *line_str, *str;
	size_t line_size, line_str_size, str_size;
};
void line_sections_open(struct line_sections *s, Dwarf *dw);
/* false: an unknown form, or damaged. Names are interned. */
bool line_files_read(struct arena *a, const struct line_sections *s, uint64_t offset, const char *comp_dir,
		     struct line_files *ret);
/* Converts a path of libdw, which prepends the compile folder, to the form above. */
const char *path_as_compiled(const char *path, const char *comp_dir);

#endif
