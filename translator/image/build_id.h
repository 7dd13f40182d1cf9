/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Build-ids: they identify a build of a kernel, module or program. */
#ifndef MYTAP_BUILD_ID_H
#define MYTAP_BUILD_ID_H

#include "translator/session.h"

enum { BUILD_ID_MAX = 32 };

/* Each returns the length, 0 if there is none. ret has room for BUILD_ID_MAX bytes. */
uint32_t build_id_of_notes(const void *notes, size_t n, uint8_t *ret);
uint32_t build_id_of_running(uint8_t *ret);
/* Reads section headers and notes only. */
uint32_t build_id_of_elf(const char *path, uint8_t *ret);
/* Of a file in memory: its note sections, else its note segments, which stripping leaves. */
struct elf_file;
uint32_t build_id_of_file(const struct elf_file *e, uint8_t *ret);
/* Unpacks it the first time, and caches the result. */
uint32_t build_id_of_vmlinuz(struct session *s, const char *path, uint8_t *ret);
bool elf_has_section(const char *path, const char *name);
/* "f0e1..." in the arena. */
const char *build_id_text(struct arena *a, const uint8_t *id, uint32_t n);

#endif
