/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * runtime/kernel/features.def -> HAVE_* of one kernel.
 *
 *	symbol HAVE_FPROBE register_fprobe_ips
 *		why: return probes without kretprobe
 *	test HAVE_FREGS_ARGUMENT
 *		why: 6.1 reads fregs->regs itself
 *		#include <linux/ftrace.h>
 *		unsigned long TEST(struct ftrace_regs *r) { return ftrace_regs_get_argument(r, 0); }
 *
 * A row begins in the first column; its lines are indented. `symbol` is true if the kernel exports it; `test` if the
 * C compiles with the kernel's flags. TEST is replaced by a name unique to the row. # in the first column starts a
 * comment.
 */
#ifndef MYTAP_FEATURES_H
#define MYTAP_FEATURES_H

#include "translator/target.h"

/*
 * Writes into dir what the Makefile of the module needs to make features.h:
 * features_symbols.h (complete), features_test.c and features.list. false (reported) if features.def has an error.
 */
bool features_prepare(struct target *t, const char *dir);
/* The rule for that Makefile; DIR is $(MYTAP_DIR). */
extern const char features_rule[];

#endif
