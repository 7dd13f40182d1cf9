/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packed files: modules (x.ko.xz) and the vmlinux inside a vmlinuz. */
#ifndef MYTAP_UNPACK_H
#define MYTAP_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parser/base/strbuf.h"

/* The vmlinux packed in a vmlinuz; false (why says it) if the packing is not one we know. */
bool vmlinuz_unpack(const char *vmlinuz, struct strbuf *ret, struct strbuf *why);
/* The contents of a file that may be packed with xz, zstd, gzip or lz4 (a module.ko.xz). */
bool file_unpack(const char *path, struct strbuf *ret, struct strbuf *why);
/* n bytes at p unpacked; false: broken, or of a packing that is not known. */
bool bytes_unpack(const uint8_t *p, size_t n, struct strbuf *ret);

#endif
