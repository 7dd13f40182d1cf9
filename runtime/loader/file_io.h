/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes that are not cut short by a signal. */
#ifndef MYTAP_LOADER_FILE_IO_H
#define MYTAP_LOADER_FILE_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of bytes read: fewer at the end of the file, or after an error. */
size_t read_at(int fd, void *p, size_t n, uint64_t at);
/* false: an error (errno), or the file takes no more. */
bool write_all(int fd, const void *p, size_t n);

#endif
