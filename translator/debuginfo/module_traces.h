/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tracepoints that modules define. */
#ifndef MYTAP_MODULE_TRACES_H
#define MYTAP_MODULE_TRACES_H

#include "translator/debuginfo/sources.h"

/* Those of the modules of that name (a pattern, or a path). None: why. system_pattern NULL: any. */
void module_tracepoints(struct debuginfo *di, const char *module, const char *pattern, const char *system_pattern,
			tracepoint_vec *ret, struct strbuf *why);
/* Those of all modules of the kernel; none: nothing is said, near has what is like it. */
void tracepoints_of_modules(struct debuginfo *di, const char *pattern, const char *system_pattern, tracepoint_vec *ret,
			    struct near *near, struct strbuf *why);
/* traces.c: what the headers say of that name; NULL: nothing. */
/* Where the kernel's own headers are, common to its flavours; NULL: there are none. */
const char *debuginfo_source_dir(struct debuginfo *di);
const char *trace_system(struct debuginfo *di, const char *name);

#endif
