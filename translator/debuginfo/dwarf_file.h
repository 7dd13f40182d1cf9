/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of struct dwarf, for the dwarf_*.c files. */
#ifndef MYTAP_DWARF_FILE_H
#define MYTAP_DWARF_FILE_H

#include "translator/debuginfo/dwarf.h"
#include "translator/debuginfo/dwarf_index.h"
#include "translator/image/elf_file.h"

/* A function of the index. */
struct dwarf_entry {
	uint64_t pc;
	const struct index_record *record;
};

struct dwarf {
	struct debuginfo *di;
	struct arena *a;
	Dwarf *dw;			/* of handle */
	const struct split_list *split;	/* its .dwo files; NULL: it has none */
	struct dwarf_handle handle;
	struct image *image;		/* the file that it is of */
	const char *path, *module;	/* module NULL: not of a module */
	struct dwarf_index *index;
	struct elf_file frames;		/* mapped on first use of .debug_frame */
	bool frames_tried;
	Elf *code;			/* of a program: its file, for .eh_frame, opened on first use */
	Dwarf_CFI *cfi;
	struct dtype **types;		/* made so far: hash by DIE offset */
	uint32_t ntypes, types_size;
	struct dtype_source source;
	struct line_sections lines;
	struct { uint64_t cu; struct line_files files; } last_files;
	struct dwarf_entry *entries;	/* functions by start address; made on first use */
	uint32_t nentries;
	struct sight *sight;		/* dwarf_vars.c: the last place queried */
	struct scope *sight_of;
};

/* dwarf_types.c */
struct dtype *dwarf_dtype(struct dwarf *d, Dwarf_Die *die);
/* The type of a variable, member or function (its result); NULL: void. */
struct dtype *dwarf_type_of(struct dwarf *d, Dwarf_Die *die);
void dwarf_complete(const struct dtype_source *src, struct dtype *t);

/* The place at which an expression is evaluated. */
struct expr_place {
	struct dwarf *d;
	Dwarf_Die *cu, *function;	/* function: the out-of-line one, for its frame base; may be NULL */
	uint64_t pc;
	bool at_entry;			/* at the entry of the out-of-line function: registers are as the caller left
	 * them */
};

/* dwarf_expr.c: location of a variable's DIE; false with the reason in why. */
bool dwarf_locate(struct expr_place *at, Dwarf_Die *variable, struct value *ret, struct strbuf *why);
/* The canonical frame address at pc, from .debug_frame. */
bool dwarf_cfa(struct dwarf *d, uint64_t pc, bool at_entry, op_vec *ops);

/* dwarf_module.c: the image's link address of an address of DWARF; 0: it is in no loaded section. */
uint64_t dwarf_link(struct dwarf *d, uint64_t pc);
bool dwarf_libdw_cfa(struct dwarf *d, uint64_t pc, op_vec *ops);

#endif
