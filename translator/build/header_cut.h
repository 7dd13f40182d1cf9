/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a header that a text refers to. Reading the runtime's header is a third of what compiling a one-liner takes, and a
 * one-liner needs a tenth of it.
 */
#ifndef MYTAP_HEADER_CUT_H
#define MYTAP_HEADER_CUT_H

#include "parser/base/arena.h"
#include "parser/base/strbuf.h"

/*
 * header: what "gcc -E -dD" prints for it. Appends to ret the macros and declarations that `text` names and those that these
 * need, in the header's order. A declaration of a form that is not known here is left out: the compiler then misses a
 * name, and the caller takes the whole header.
 */
void header_cut(struct arena *a, const char *header, const char *text, struct strbuf *ret);

#endif
