/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A search for places: what places.c finds and place_reasons.c says when there is nothing. */
#ifndef MYTAP_SEARCH_H
#define MYTAP_SEARCH_H

#include "translator/debuginfo/dwarf.h"
#include "translator/debuginfo/sources.h"
#include "translator/image/symtab.h"

/* One query being answered. */
struct search {
	struct debuginfo *di;
	struct image *image;		/* the kernel or a program */
	const struct symtab *symtab;	/* its; NULL: names only */
	const struct place_query *q;
	place_vec found;
	struct near near;
	unsigned int nlike;		/* functions of the name that gave no place */
	unsigned int *left_out;
	bool has_asked_dwarf;		/* what only debuginfo answers was asked of it */
	const char *reason;		/* why the last of them was left out */
	struct strbuf *why, unsaid;
};

/* The DWARF of the image that is searched, if it was opened before; NULL: it was not, or there is none. */
struct dwarf *dwarf_of(const struct search *s);

/* place_reasons.c: each puts a reason into s->why. */
void say_no_code(struct search *s);
void say_needs_dwarf(struct search *s);
void say_nothing_found(struct search *s, bool wanted_dwarf);

#endif
