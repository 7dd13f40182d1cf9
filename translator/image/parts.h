/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What image.c asks of the files for each kind. */
#ifndef MYTAP_IMAGE_PARTS_H
#define MYTAP_IMAGE_PARTS_H

#include "translator/image/image.h"

const uint8_t *module_bytes(const struct image *image, uint64_t link, uint64_t size);

#endif
