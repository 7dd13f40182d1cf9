/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of the files per kind, for image.c. */
#ifndef MYTAP_IMAGE_PARTS_H
#define MYTAP_IMAGE_PARTS_H

#include "translator/image/image.h"

const uint8_t *module_bytes(const struct image *image, uint64_t link, uint64_t size);

#endif
