/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types declared in a header: "<sys/time.h>", "kernel<linux/fs.h>". */
#ifndef MYTAP_HEADER_TYPES_H
#define MYTAP_HEADER_TYPES_H

#include "translator/debuginfo/sources.h"

struct module_info;

/*
 * Debuginfo of all types that headers declare: the kernel's headers if `where` begins with "kernel", else the
 * system's. NULL: why has the compiler's error. The result is kept for later calls.
 */
struct dwarf *header_dwarf(struct debuginfo *di, const char *where, struct strbuf *why);

#endif
