/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A search for places in DWARF, shared by dwarf_places.c and dwarf_callees.c. */
#ifndef MYTAP_DWARF_FINDER_H
#define MYTAP_DWARF_FINDER_H

#include "translator/debuginfo/dwarf_file.h"

struct finder {
	struct dwarf *d;
	const struct place_query *q;
	place_vec *ret;
	struct near *near;
	unsigned int *nlike;
	struct strbuf *why;
	unsigned int left_out;		/* calls that cannot be identified */
	bool *file_matches;		/* by the index's files; NULL: any */
	VEC(const struct index_record *) records;	/* functions and instances of the name and file */
	uint16_t starts_of;		/* file whose functions' lines are in starts */
	VEC(uint32_t) starts;
	int line, near_below, near_above;	/* the line of the query, and the nearest with code */
	bool too_many;			/* callees: already in ret */
	const char *tail_callee;	/* called by a jump, and not distinguishable from other calls */
};

/* The function or instance of that record as a place, at pc. */
struct place *place_add(struct finder *f, const struct index_record *r, uint64_t pc);
/* ".isra.0" of a record's symbol; "": it is no clone. */
const char *clone_suffix(struct finder *f, const struct index_record *r);

/* dwarf_callees.c: the places that the function of this DIE calls, as the query asks. */
void callees_add(struct finder *f, Dwarf_Die *function);

#endif
