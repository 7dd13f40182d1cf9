/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compressed files: modules (x.ko.xz) and the vmlinux inside a vmlinuz. */
#ifndef MYTAP_UNPACK_H
#define MYTAP_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parser/base/strbuf.h"

/* The vmlinux in a vmlinuz; false with the reason in why if its compression is unknown. */
bool vmlinuz_unpack(const char *vmlinuz, struct strbuf *ret, struct strbuf *why);
/* The contents of a file that may be compressed with xz, zstd, gzip or lz4 (a module.ko.xz). */
bool file_unpack(const char *path, struct strbuf *ret, struct strbuf *why);
/* Unpacks n bytes at p; false: damaged, or an unknown compression. */
bool bytes_unpack(const uint8_t *p, size_t n, struct strbuf *ret);

#endif
