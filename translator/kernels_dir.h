/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernels that are not installed but unpacked, each in a root folder named by its release, with image, modules, headers
 * and the compiler they need: DIR/RELEASE/{lib,usr}. ./bootstrap makes them.
 */
#ifndef MYTAP_KERNELS_DIR_H
#define MYTAP_KERNELS_DIR_H

#include <stdlib.h>

static inline const char *kernels_dir(void)
{
	const char *asked = getenv("MYTAP_KERNELS");

	return asked && *asked == '/' ? asked : "/var/lib/mytap/kernels";
}

#endif
