/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files kept under ~/.cache/mytap ($MYTAP_CACHE_DIR): results about a kernel, independent of --disable-cache, which
 * is for scripts. A file that is damaged, of another version or of another user is ignored.
 */
#ifndef MYTAP_CACHE_FILE_H
#define MYTAP_CACHE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "translator/session.h"

/* Every such file begins with this; file_size and checksum are filled by cache_file_write. */
struct cache_head {
	char magic[8];
	uint32_t version, head_size;	/* head_size: of the file's own header, for a change of layout */
	uint64_t file_size, checksum;	/* of the data after this struct */
};

/*
 * "KIND-ID": ID is the build id of the ELF file at path if it has one, else made of its size and times. NULL: there
 * is no cache folder.
 */
const char *cache_file_path(struct session *s, const char *kind, const char *path);
/* Maps and checks it; NULL if there is no such file or it is not valid. */
const void *cache_file_map(const char *path, const struct cache_head *expected, size_t *size);
/* A failure is not reported: the next run computes the data again. */
void cache_file_write(const char *path, void *p, size_t size);

#endif
