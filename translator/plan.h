/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_PLAN_H
#define MYTAP_PLAN_H

#include <stdio.h>

#include "translator/target.h"

/* --plan: what the elaborated and built script will do in the kernel. */
void plan_print(struct target *t, FILE *out);

#endif
