/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the compiler's driver would do for the script's unit, asked once for a kernel: a new script then starts cc1 and as by itself. */
#ifndef MYTAP_COMPILER_H
#define MYTAP_COMPILER_H

#include "seed.h"

/*
 * Fills seed.cc1 and seed.as, and writes the preprocessed header of the script's unit to dir/api.i; what the compiler does not tell is
 * left empty. work: a folder for files on the way. false if dir cannot be written.
 */
bool compiler_ask(struct target *t, struct seed *seed, const char *work, const char *dir);

/* Appends the words of seed.cc1 or seed.as, for these files. */
void compiler_words(struct target *t, const str_vec *words, const char *from, const char *to, str_vec *ret);

#endif
