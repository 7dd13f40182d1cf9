/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loadable modules: found by name or path, and their own type information. What their files are: image/module.c.
 */
#ifndef MYTAP_MODULES_H
#define MYTAP_MODULES_H

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/sources.h"

struct module_info {
	struct image image;		/* its elf is NULL when it could not be read */
	bool is_read, btf_tried;
	const char *trace_system;	/* of its trace events; "": of several; NULL: there are none */
	tracepoint_vec tracepoints;	/* those asked for: module_traces.c */
	struct btf *btf;
	const char *fetch_error;	/* why debuginfod had no debuginfo; NULL: it was not asked, or had */
	const char *header_error;	/* of headers: why they have no types */
};

typedef VEC(struct module_info *) module_vec;

/*
 * The modules of that name (a pattern, or a path with a slash), read. None: why
 * says whether it is built in, and what is near.
 */
void modules_find(struct debuginfo *di, const char *pattern, module_vec *ret, struct strbuf *why);
/* Every module that modules.dep names. */
void modules_each(struct debuginfo *di, void (*each)(void *ctx, const char *name, const char *path), void *ctx);
/* The module whose image it is; NULL: it is no module's. */
struct module_info *module_of(struct image *image);
/* dwarf_module.c: its debuginfo; NULL: there is none, or it is not to be used. fetch: nothing else can answer. */
struct dwarf *module_dwarf(struct debuginfo *di, struct module_info *m, bool fetch, struct strbuf *why);
/* NULL: it carries none. */
struct btf *module_btf(struct debuginfo *di, struct module_info *m);

#endif
