/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The manifest of a seed: checksums of its files, stamps of the tools that made it, and why it must not be used, if so. */
#ifndef MYTAP_SEED_MANIFEST_H
#define MYTAP_SEED_MANIFEST_H

#include "seed.h"

/* Written last: a folder with a manifest is complete. False with errno set. */
bool manifest_write(struct target *t, const char *dir, const struct seed *seed);
/* Reads the seed's commands if all its files are present and unchanged, and made by the tools installed now. */
bool manifest_load(struct target *t, const char *dir, struct seed *ret);

#endif
