/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which kernel the module is for, and where its parts are. */
#ifndef MYTAP_KERNEL_H
#define MYTAP_KERNEL_H

#include "translator/target.h"

/*
 * Fills t->kernel: a release, a build folder or a vmlinuz; NULL: the running kernel or what is here. False (said) when
 * that names nothing. Opens no debuginfo.
 */
bool kernel_choose(struct target *t, const char *asked);
/* For -v: which it is, and with -vv where its parts are. */
void kernel_print(const struct target *t, bool was_asked, FILE *out);
/* Without this module cannot be built: said with the package that has it. */
bool kernel_check_headers(struct target *t);
/*
 * The modules of this target cannot run on this machine: every reason on a
 * line in ret. True when nothing speaks against it.
 */
bool kernel_can_run(struct target *t, struct strbuf *ret);
/*
 * The programs that a kernel's root brings (kernel.programs) see that root's usr/ as /usr: what a path of ours
 * is called there, and where we find what they call by a path.
 */
const char *kernel_inside(struct target *t, const char *path);
const char *kernel_outside(struct target *t, const char *path);

/*
 * The compiler that the kernel was built with, when it is here, else that of its kind by its common name.
 * built_with: what the kernel's configuration says of it, "" when it is not known.
 */
const char *kernel_compiler(struct target *t, const char **built_with);

#endif
