/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands that kbuild recorded, taken apart into words. */
#ifndef MYTAP_COMMANDS_H
#define MYTAP_COMMANDS_H

#include "seed.h"

/*
 * Reads the .cmd files of the module `seed_module_name` in dir into the seed.
 * Objects of the last link that are neither the module nor its .mod.o go to
 * extra as they stand. false with why when they are not what we know.
 */
bool commands_record(struct target *t, const char *dir, struct seed *ret, const char **why);

/* The seed's words to and from its file "commands". */
void commands_print(const struct seed *seed, struct strbuf *b);
bool commands_parse(struct target *t, const char *text, struct seed *ret);

#endif
