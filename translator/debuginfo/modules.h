/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loadable modules: found by name or path, and their own type information. Their files: image/module.c.
 */
#ifndef MYTAP_MODULES_H
#define MYTAP_MODULES_H

#include "translator/debuginfo/btf.h"
#include "translator/debuginfo/sources.h"

struct module_info {
	struct image image;		/* its elf is NULL if it could not be read */
	bool is_read, btf_tried;
	const char *trace_system;	/* system of its trace events; "": several; NULL: none */
	tracepoint_vec tracepoints;	/* its tracepoints, once read: module_traces.c */
	struct btf *btf;
	const char *fetch_error;	/* why debuginfod had no debuginfo; NULL: not queried, or found */
	const char *header_error;	/* of headers: why their types are missing */
};

typedef VEC(struct module_info *) module_vec;

/*
 * Opens the modules of that name (a pattern, or a path with a slash). None: why says whether it is built in, and
 * names similar ones.
 */
void modules_find(struct debuginfo *di, const char *pattern, module_vec *ret, struct strbuf *why);
/* The names of all modules. */
void modules_each(struct debuginfo *di, void (*each)(void *ctx, const char *name, const char *path), void *ctx);
/* The module of an image; NULL: it is no module's. */
struct module_info *module_of(struct image *image);
/* dwarf_module.c: its debuginfo; NULL: there is none, or it must not be used. fetch: may be downloaded, no other
 * source can answer. */
struct dwarf *module_dwarf(struct debuginfo *di, struct module_info *m, bool fetch, struct strbuf *why);
/* NULL: it has none. */
struct btf *module_btf(struct debuginfo *di, struct module_info *m);

#endif
