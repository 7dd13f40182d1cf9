/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a program's thread-local variables lie. */
#ifndef MYTAP_THREAD_LOCAL_H
#define MYTAP_THREAD_LOCAL_H

#include "elf_file.h"

/*
 * What of the program's block of them has offset 0, counted from the thread pointer (fs), as its linker laid it out. false: the
 * file is a library, whose place only the dynamic linker knows, or it has none.
 */
bool elf_thread_local_base(const struct elf_file *e, int64_t *ret);

#endif
