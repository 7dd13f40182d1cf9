/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints a histogram as text. */
#ifndef MYTAP_LOADER_HISTOGRAM_H
#define MYTAP_LOADER_HISTOGRAM_H

#include <stdbool.h>

#include "output.h"
#include "runtime/wire.h"

/* False: the record is invalid. */
bool histogram_print(struct output *o, const struct mytap_hist *h, const u64 *buckets, u32 nbuckets);

#endif
