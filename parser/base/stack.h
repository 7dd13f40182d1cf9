/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A stack large enough for recursion over a script. The depth of a tree is limited by NESTING, that of calls by
 * CALL_LEVELS. CALL_LEVELS is checked late: recursion over calls before that check asks stack_is_used_up().
 */
#ifndef MYTAP_STACK_H
#define MYTAP_STACK_H

#include <stdbool.h>

/* Runs fn on that stack. Its pages are allocated when touched. If it cannot be mapped, fn runs on the current stack. */
int stack_run(int (*fn)(void *ctx), void *ctx);
/* True if half of the stack is used: recurse no deeper. */
bool stack_is_used_up(void);

#endif
