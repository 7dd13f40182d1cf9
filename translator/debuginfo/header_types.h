/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types that stand in a header: "<sys/time.h>", "kernel<linux/fs.h>". */
#ifndef MYTAP_HEADER_TYPES_H
#define MYTAP_HEADER_TYPES_H

#include "translator/debuginfo/sources.h"

struct module_info;

/*
 * Debuginfo of all types that headers declare: of the kernel's when `where` begins with "kernel", else of the
 * system's. NULL: why has what the compiler said. Asked for again, the same.
 */
struct dwarf *header_dwarf(struct debuginfo *di, const char *where, struct strbuf *why);

#endif
