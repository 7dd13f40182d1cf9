/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The place of a program's thread-local variables. */
#ifndef MYTAP_THREAD_LOCAL_H
#define MYTAP_THREAD_LOCAL_H

#include "elf_file.h"

/*
 * The start of the program's block of them, as an offset from the thread pointer (fs). false: the file is a library,
 * whose block only the dynamic linker places, or it has none.
 */
bool elf_thread_local_base(const struct elf_file *e, int64_t *ret);

#endif
