/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A search for places by places.c; place_reasons.c explains an empty result. */
#ifndef MYTAP_SEARCH_H
#define MYTAP_SEARCH_H

#include "translator/debuginfo/dwarf.h"
#include "translator/debuginfo/sources.h"
#include "translator/image/symtab.h"

/* The state of one query. */
struct search {
	struct debuginfo *di;
	struct image *image;		/* the kernel or a program */
	const struct symtab *symtab;	/* its; NULL: names only */
	const struct place_query *q;
	place_vec found;
	struct near near;
	unsigned int nlike;		/* functions of the name without a place */
	unsigned int *left_out;
	bool has_asked_dwarf;		/* the query needs debuginfo */
	const char *reason;		/* why the last place was left out */
	struct strbuf *why, unsaid;
};

/* The DWARF of the searched image if already opened; NULL: not opened, or there is none. */
struct dwarf *dwarf_of(const struct search *s);

/* place_reasons.c: each writes a reason to s->why. */
void say_no_code(struct search *s);
void say_needs_dwarf(struct search *s);
void say_nothing_found(struct search *s, bool wanted_dwarf);

#endif
