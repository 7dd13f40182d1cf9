/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads, patches, checks and compares kernel modules (relocatable ELF files). */
#ifndef MYTAP_KO_H
#define MYTAP_KO_H

#include <elf.h>

#include "parser/base/strbuf.h"
#include "translator/target.h"

/* A file in memory whose section table has been checked to lie inside it. */
struct ko {
	struct strbuf file;
	Elf64_Ehdr *header;
	Elf64_Shdr *sections;
	unsigned int nsections;
};

bool ko_open(struct ko *e, const char *path);
void ko_close(struct ko *e);
const char *ko_section_name(const struct ko *e, unsigned int i);
/* NULL if there is none, or it has no content. */
Elf64_Shdr *ko_section(const struct ko *e, const char *name);

/* Replaces the module's name in .gnu.linkonce.this_module and .modinfo; false unless each holds it exactly once. */
bool ko_rename(struct ko *e, const char *from, const char *to);

/* Undefined symbols without an entry in __versions; none if there is no __versions. */
void ko_unversioned(const struct ko *e, struct arena *a, str_vec *ret);

/* Undefined symbols whose names begin so, added to ret, in the arena. */
void ko_undefined(const struct ko *e, struct arena *a, const char *prefix, str_vec *ret);

/*
 * false with the reason in ret if the kernel's loader would refuse the module, or load it although it is damaged.
 * like: the seed's module; ko must have all its sections.
 */
bool ko_check(const struct ko *e, const struct ko *like, struct strbuf *ret);

/*
 * Since 6.8 the kernel turns calls of paravirtual functions (call *address(%rip)) into direct ones when it loads a module, and stops
 * with a BUG() at one of another form, which the compiler makes of the kernel's inline assembly if some optimisations are off.
 * false, with the place in ret, if there is one.
 */
bool ko_calls_fit(const struct ko *e, struct strbuf *ret);

/* Compares two modules of the same sources and name; false with the differences in ret. */
bool ko_compare(const struct ko *a, const struct ko *b, struct strbuf *ret);

#endif
