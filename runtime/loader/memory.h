/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory that a script needs, compared with the available memory before anything is loaded. */
#ifndef MYTAP_LOADER_MEMORY_H
#define MYTAP_LOADER_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "module_file.h"
#include "runtime/wire.h"

struct memory_need {
	uint64_t arrays, buffers, base;	/* bytes */
};

/*
 * False: the module does not contain it (damaged, or made by an older mytap). ring_size: as requested; 0: the
 * default.
 */
bool memory_need(const struct module_file *m, unsigned int nslots, const struct mytap_channel *channels, struct memory_need *ret);

/* False: more than half of the available memory; reported. */
bool memory_is_enough(const struct module_file *m, const struct mytap_channel *channels, bool is_timed, bool take_any);

#endif
