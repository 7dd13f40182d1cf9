/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loadable modules: their functions by name, and their own type information.
 * Where a module will be loaded is known only then, so its places go by name.
 */
#ifndef MYTAP_MODULES_H
#define MYTAP_MODULES_H

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/sources.h"

struct elf_file;

struct module_function {
	const char *name;		/* of the symbol */
	uint64_t value, size;		/* value: offset into its section */
	const char *section_name;
	uint32_t section;
	bool is_init, is_traceable, is_exported;
	bool is_shared;			/* several functions of the module have this name */
};

/* A name that only one thing in the module has: addresses are counted from there. */
struct module_anchor {
	const char *name, *section;
	uint64_t value;			/* offset into its section */
};

struct module_info {
	struct image base;		/* kind, name, path, for places and location programs */
	const char *name, *path;
	bool is_read, btf_tried;
	struct strbuf unpacked;		/* the file when it was packed */
	struct elf_file *image;
	VEC(struct module_function) functions;	/* by name */
	VEC(struct module_anchor) anchors;
	const char *trace_system;	/* of its trace events; "": of several; NULL: there are none */
	tracepoint_vec tracepoints;	/* those asked for: module_traces.c */
	struct btf *btf;
	bool dwarf_tried, fetch_tried;
	const char *fetch_error;	/* why debuginfod had no debuginfo; NULL: it was not asked, or had */
	struct dwarf *dwarf;
};

typedef VEC(struct module_info *) module_vec;

/*
 * The modules of that name (a pattern, or a path with a slash), read. None: why
 * says whether it is built in, and what is near.
 */
void modules_find(struct debuginfo *di, const char *pattern, module_vec *ret, struct strbuf *why);
/* Every module that modules.dep names. */
void modules_each(struct debuginfo *di, void (*each)(void *ctx, const char *name, const char *path), void *ctx);
/* Which symbol stands for an offset into a section, and how far that is from it; NULL: none can. */
const char *module_anchor(const struct module_info *m, const char *section, uint64_t offset, int64_t *delta);
/* The same for a place in a function; false: it is gone when the module has been loaded, or has no name. */
bool module_place(struct module_info *m, const struct module_function *f, uint64_t delta, const char **symbol,
		  int64_t *offset);
/* The module whose base it is. */
struct module_info *module_of(struct image *image);
/* dwarf_module.c: its debuginfo; NULL: there is none, or it is not to be used. fetch: nothing else can answer. */
struct dwarf *module_dwarf(struct debuginfo *di, struct module_info *m, bool fetch, struct strbuf *why);
/* NULL: it carries none. */
struct btf *module_btf(struct debuginfo *di, struct module_info *m);

#endif
