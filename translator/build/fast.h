/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MYTAP_FAST_H
#define MYTAP_FAST_H

#include "build.h"
#include "seed.h"

/*
 * C -> checked module with the seed's commands, in folder work; false with why. *lacks: what the script refers to and
 * the seed's runtime has not, if that is the reason.
 */
bool fast_make(struct target *t, const struct seed *seed, const struct build_input *in,
	       const char *work, const char **why, const char **lacks);

#endif
