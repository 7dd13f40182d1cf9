/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The code that the kernel itself maps into each program (the vdso), of which there is no file. */
#ifndef MYTAP_LOADER_VDSO_H
#define MYTAP_LOADER_VDSO_H

#include "elf_bytes.h"

/* Of 64-bit programs; the bytes stay. false: there is none. */
bool vdso_open(struct elf_bytes *e);
/* Of 32-bit programs. false: there is none, or the kernel does not give it. */
bool vdso_32_open(struct elf_bytes *e);

#endif
