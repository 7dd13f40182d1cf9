/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A histogram as text, as the language shows it. */
#ifndef MYTAP_LOADER_HISTOGRAM_H
#define MYTAP_LOADER_HISTOGRAM_H

#include <stdbool.h>

#include "output.h"
#include "runtime/wire.h"

enum { HISTOGRAM_LOG = 1, HISTOGRAM_LINEAR = 2, HISTOGRAM_LOG_BUCKETS = 128, HISTOGRAM_LOG_ZERO = 64 };

/* False: the record makes no sense. */
bool histogram_print(struct output *o, const struct mytap_hist *h, const u64 *buckets, u32 nbuckets);

#endif
