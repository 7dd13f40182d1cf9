/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a script needs of memory, compared with what there is before anything is loaded. */
#ifndef MYTAP_LOADER_MEMORY_H
#define MYTAP_LOADER_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "module_file.h"
#include "runtime/wire.h"

struct memory_need {
	uint64_t arrays, buffers, base;	/* bytes */
};

/* False: the module does not say (it is damaged, or an older mytap made it). ring_size: as asked for; 0: the default. */
bool memory_need(const struct module_file *m, unsigned int nslots, const struct mytap_channel *channels, struct memory_need *ret);

/* False: it is over half of what is available; said. */
bool memory_is_enough(const struct module_file *m, const struct mytap_channel *channels, bool is_timed, bool take_any);

#endif
