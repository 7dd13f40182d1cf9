/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file of debuginfo behind libdw; its units, and numbers for its DIEs, wherever they are: in the file itself, in the one that dwz
 * moved common DIEs to (.gnu_debugaltlink), or in a .dwo (-gsplit-dwarf). Each of these has offsets that start at 0.
 */
#ifndef MYTAP_DWARF_UNITS_H
#define MYTAP_DWARF_UNITS_H

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <sys/types.h>
#include <time.h>

#include "parser/base/strbuf.h"
#include "parser/base/vec.h"
#include "translator/image/image.h"

/* A unit whose content the compiler has put into a .dwo: in the file is its skeleton, with its addresses and lines. */
struct split_unit {
	uint64_t skeleton;		/* offset of the skeleton's DIE */
	uint64_t id;			/* the .dwo has the same one */
	const char *name, *dir;		/* of the .dwo, where it was compiled */
	bool can_be_told;		/* libdw can be told another path */
	const char *path;		/* that is read; NULL: none */
	const char *why_not;		/* NULL: there is no file of its name */
	off_t size;
	struct timespec changed;
};

struct split_list {
	VEC(struct split_unit) units;
	unsigned int missing;		/* units without a path */
};

/*
 * dwarf_split.c: the units of the image's debuginfo at path that are in .dwo files, and these files: where libdw looks (beside the
 * debuginfo; where it was compiled), beside the program, below /usr/lib/debug; only the ones with the unit's id. NULL: no unit is
 * split.
 */
const struct split_list *split_find(struct target *t, const struct image *image, const char *path);
/* Why units are missing, as a sentence with what to do; NULL: none is. */
const char *split_lacks(struct arena *a, const struct split_list *list);
/* Changes when other .dwo files are read. */
uint64_t split_stamp(const struct split_list *list);

struct split_patch;
/* The file as libdw is to see it, with the paths of the list in it. NULL: there is nothing to tell. */
struct split_patch *split_patch_new(int fd, const struct split_list *list);
Dwarf *split_patch_begin(struct split_patch *p);
void split_patch_free(struct split_patch *p);

/* dwarf_module.c: the DWARF of a file, relocated when it is a module's. split: what split_find() has for it. */
struct dwarf_handle {
	Dwarf *dw;
	int fd;
	struct split_patch *patch;	/* NULL: libdw sees the file as it is */
	Dwfl *dwfl;			/* of a module, with its layout */
	Dwfl_Module *mod;
};
bool dwarf_handle_open(struct dwarf_handle *h, const char *path, bool relocatable, const struct split_list *split);
void dwarf_handle_close(struct dwarf_handle *h);

/* dwarf_units.c: the DIE that has a unit's content: own, or, if that is a skeleton, the one in its .dwo. false: that is not there. */
bool unit_die(Dwarf_Die *own, Dwarf_Die *ret);
/* From a unit's DIE, as dwarf_diecu() has it, to the one that has its line table and compile folder: itself, or its skeleton. */
Dwarf_Die unit_own_die(Dwarf_Die *unit);

/*
 * The number of a DIE of dw: its offset, plus DIE_IN_ALT if it is in the file of dwz, DIE_IN_TYPES if it is in .debug_types, and the
 * offset of its skeleton in the bits of DIE_IN_SPLIT if it is in a .dwo. Not 0.
 */
static const uint64_t DIE_IN_ALT = 1ull << 63, DIE_IN_TYPES = 1ull << 62, DIE_IN_SPLIT = 0x3fffffffull << 32;
uint64_t die_id(Dwarf *dw, Dwarf_Die *die);
bool die_at(Dwarf *dw, uint64_t id, Dwarf_Die *ret);
/* DIEs of many units have the same offset. */
static inline uint32_t die_hash(uint64_t id)
{
	return (uint32_t)((id ^ id >> 29) * 0x9e3779b97f4a7c15ull >> 32);
}

#endif
