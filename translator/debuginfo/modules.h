/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loadable modules: their functions by name, and their own type information.
 * Where a module will be loaded is known only then, so its places go by name.
 */
#ifndef MYTAP_MODULES_H
#define MYTAP_MODULES_H

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/sources.h"

struct module_function {
	const char *name;		/* of the symbol */
	uint64_t value;			/* offset into its section */
	const char *section_name;
	uint32_t section;
	bool is_init, is_traceable, is_shared;	/* is_shared: several functions of the module have this name */
};

struct module_info {
	const char *name, *path;
	bool is_read, btf_tried;
	struct strbuf unpacked;		/* the file when it was packed */
	struct elf_image *image;
	VEC(struct module_function) functions;	/* by name */
	struct btf *btf;
	bool dwarf_tried;
	struct dwarf *dwarf;
};

typedef VEC(struct module_info *) module_vec;

/*
 * The modules of that name (a pattern, or a path with a slash), read. None: why
 * says whether it is built in, and what is near.
 */
void modules_find(struct debuginfo *di, const char *pattern, module_vec *ret, struct strbuf *why);
/* dwarf_module.c: its debuginfo; NULL: there is none, or it is not to be used. */
struct dwarf *module_dwarf(struct debuginfo *di, struct module_info *m, struct strbuf *why);
/* NULL: it carries none. */
struct btf *module_btf(struct debuginfo *di, struct module_info *m);

#endif
