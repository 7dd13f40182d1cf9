/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which kernel the module is for, and where its parts are. */
#ifndef MYTAP_KERNEL_H
#define MYTAP_KERNEL_H

#include "translator/session.h"

/* Fills s->kernel; false (said) when -r names nothing. Opens no debuginfo. */
bool kernel_choose(struct session *s);
/* Without this module cannot be built: said with the package that has it. */
bool kernel_check_headers(struct session *s);
/*
 * The modules of this session cannot run on this machine: every reason on a
 * line in ret. True when nothing speaks against it.
 */
bool kernel_can_run(struct session *s, struct strbuf *ret);
/*
 * The programs that a kernel's root brings (kernel.programs) see that root's usr/ as /usr: what a path of ours
 * is called there, and where we find what they call by a path.
 */
const char *kernel_inside(struct session *s, const char *path);
const char *kernel_outside(struct session *s, const char *path);

/*
 * The compiler that the kernel was built with, when it is here, else that of its kind by its common name.
 * built_with: what the kernel's configuration says of it, "" when it is not known.
 */
const char *kernel_compiler(struct session *s, const char **built_with);

#endif
