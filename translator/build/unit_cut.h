/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a unit that is compiled with -fwhole-program: what its lasting functions and objects (externally_visible, used)
 * need. Of the runtime and the kernel's headers that is a quarter; what is left out the compiler would drop itself, but only
 * after it has read it and, in part, made code of it.
 */
#ifndef MYTAP_UNIT_CUT_H
#define MYTAP_UNIT_CUT_H

#include "parser/base/arena.h"
#include "parser/base/strbuf.h"

/*
 * unit: what "gcc -E" prints for it. Appends its declarations to ret, in order, each behind a line that tells its place in the
 * source; all assertions, asm and pragmas are among them. A form that is not known is left out: the unit then does not compile.
 */
void unit_cut(struct arena *a, const char *unit, struct strbuf *ret);

#endif
