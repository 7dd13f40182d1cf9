/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands that kbuild recorded, split into words. */
#ifndef MYTAP_COMMANDS_H
#define MYTAP_COMMANDS_H

#include "seed.h"

/*
 * Reads the .cmd files of the module `seed_module_name` in dir into the seed.
 * Objects of the last link that are neither the module nor its .mod.o are put in extra unchanged. false with why if
 * the commands have an unknown form.
 */
bool commands_record(struct target *t, const char *dir, struct seed *ret, const char **why);

/* The shell word at *p, which is moved behind it; make's $$ and \# are undone. */
const char *commands_word(struct target *t, const char **p);

/* Write and read the seed's file "commands". */
void commands_print(const struct seed *seed, struct strbuf *b);
bool commands_parse(struct target *t, const char *text, struct seed *ret);

#endif
