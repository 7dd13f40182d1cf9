/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A stack that is enough for what recurses over a script: the depth of a tree is limited
 * (NESTING), that of calls by CALL_LEVELS, which is measured late; what follows calls
 * before that asks stack_is_used_up().
 */
#ifndef MYTAP_STACK_H
#define MYTAP_STACK_H

#include <stdbool.h>

/* Runs fn there. Memory is taken as it is touched. Without room for it fn runs on the stack there is. */
int stack_run(int (*fn)(void *ctx), void *ctx);
/* Half of it is gone: no deeper. */
bool stack_is_used_up(void);

#endif
