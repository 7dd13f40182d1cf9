/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A vmlinux, module or program with DWARF, behind libdw and an index of names on disk. */
#ifndef MYTAP_DWARF_H
#define MYTAP_DWARF_H

#include "translator/debuginfo/sources.h"

/*
 * dwarf_lacks.c, of a file of debuginfo: that the part that dwz moved to another file is not there; that it is compressed
 * or split so that it is not read. NULL: nothing.
 */
const char *dwarf_lacks_alt(struct arena *a, const char *path);
const char *dwarf_lacks(struct target *t, const struct image *image, const char *path);
/* path: the file with the DWARF of an image. NULL with the reason in why. */
struct dwarf *dwarf_open(struct debuginfo *di, struct image *image, const char *path, struct strbuf *why);
void dwarf_close(struct dwarf *d);

struct dtype *dwarf_named_type(struct dwarf *d, const char *tag, const char *name);
/* Similar names of types with that tag, for "did you mean". */
void dwarf_near_types(struct dwarf *d, const char *tag, struct near *near);
bool dwarf_enumerator(struct dwarf *d, const char *name, int64_t *value);

/* The function of this name, without a clone's suffix, that starts at link; its variables go into ret. */
bool dwarf_scope_at(struct dwarf *d, const char *name, uint64_t link, struct scope *ret);

/* The places of a query, unsorted and unfiltered. *nlike: number of functions of that name, probed or not. */
void dwarf_places(struct dwarf *d, const struct place_query *q, place_vec *ret, struct near *near,
		  unsigned int *nlike, struct strbuf *why);

#endif
