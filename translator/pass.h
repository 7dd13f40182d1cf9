/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_PASS_H
#define MYTAP_PASS_H

#include "translator/target.h"

/* Walks the table of passes up to -p N; the exit status of mytap. */
int passes_run(struct target *t);

#endif
