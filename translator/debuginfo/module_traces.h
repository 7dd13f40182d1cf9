/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tracepoints that modules define. */
#ifndef MYTAP_MODULE_TRACES_H
#define MYTAP_MODULE_TRACES_H

#include "translator/debuginfo/sources.h"

/* The tracepoints of the modules of that name (a pattern, or a path). None: the reason in why. system_pattern NULL:
 * any. */
void module_tracepoints(struct debuginfo *di, const char *module, const char *pattern, const char *system_pattern,
			tracepoint_vec *ret, struct strbuf *why);
/* The tracepoints of all modules of the kernel; none: near has a similar name, nothing is reported. */
void tracepoints_of_modules(struct debuginfo *di, const char *pattern, const char *system_pattern, tracepoint_vec *ret,
			    struct near *near, struct strbuf *why);
/* traces.c: the system of that name by the headers; NULL: unknown. */
/* The folder of the kernel's headers common to its flavours; NULL: there are none. */
const char *debuginfo_source_dir(struct debuginfo *di);
const char *trace_system(struct debuginfo *di, const char *name);

#endif
