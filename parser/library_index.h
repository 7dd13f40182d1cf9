/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the library's files define, as a text to be kept between two starts: for each file its definitions, a line each, the kind's
 * digit first, and an empty line. The hash of all that stands before it.
 */
#ifndef MYTAP_LIBRARY_INDEX_H
#define MYTAP_LIBRARY_INDEX_H

#include <stdint.h>

#include "base/strbuf.h"
#include "library_scan.h"

/* Goes on from h. Against damage, not against an enemy. */
uint64_t index_hash(uint64_t h, const void *bytes, size_t n);

/* text is empty before. */
void index_text_begin(struct strbuf *text);
void index_text_add(struct strbuf *text, enum definition kind, const char *name, size_t n);
void index_text_end_file(struct strbuf *text);
void index_text_end(struct strbuf *text);

/* Only then may it be read. */
bool index_text_is_whole(const struct strbuf *text, unsigned int nfiles);
const char *index_text_start(const struct strbuf *text);
/* Calls back for each definition of the file at p; returns the next file's place. */
const char *index_text_file(const char *p, definition_fn *fn, void *ctx);

#endif
