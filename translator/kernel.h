/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel that the module is for, and its files. */
#ifndef MYTAP_KERNEL_H
#define MYTAP_KERNEL_H

#include "translator/target.h"

/*
 * Fills t->kernel: a release, a build folder or a vmlinuz; NULL: the running kernel, else an installed one. False
 * (reported) if there is no such kernel. Opens no debuginfo.
 */
bool kernel_choose(struct target *t, const char *asked);
/* For -v: the kernel, and with -vv its files. */
void kernel_print(const struct target *t, bool was_asked, FILE *out);
/* Checks the files needed to build the module; reports the package that has a missing one. */
bool kernel_check_headers(struct target *t);
/*
 * The modules of this target cannot run on this machine: one reason per line in ret. True if there is none.
 */
bool kernel_can_run(struct target *t, struct strbuf *ret);
/*
 * The programs in a kernel's root (kernel.programs) see that root's usr/ as /usr: these convert a path of mytap to
 * theirs, and back.
 */
const char *kernel_inside(struct target *t, const char *path);
const char *kernel_outside(struct target *t, const char *path);

/*
 * The compiler that the kernel was built with, if installed, else one of that kind by its common name. built_with:
 * its version from the kernel's configuration, "" if unknown.
 */
const char *kernel_compiler(struct target *t, const char **built_with);

#endif
