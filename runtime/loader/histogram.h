/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A histogram as text, as the language shows it. */
#ifndef MYTAP_LOADER_HISTOGRAM_H
#define MYTAP_LOADER_HISTOGRAM_H

#include <stdbool.h>

#include "output.h"
#include "runtime/wire.h"

/* False: the record makes no sense. */
bool histogram_print(struct output *o, const struct mytap_hist *h, const u64 *buckets, u32 nbuckets);

#endif
