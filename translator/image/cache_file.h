/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files kept under ~/.cache/mytap ($MYTAP_CACHE_DIR): what was worked out once
 * about a kernel, whatever --disable-cache says of scripts. A file that is damaged, of another version or of another
 * user is as good as none.
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
	uint64_t file_size, checksum;	/* of what stands behind this struct */
};

/*
 * "KIND-ID": ID is the build id of the ELF file at path when it has one, else a
 * stamp of the file. NULL: there is nowhere to keep it.
 */
const char *cache_file_path(struct session *s, const char *kind, const char *path);
/* Mapped and checked; NULL when there is no such file or it is not what it should be. */
const void *cache_file_map(const char *path, const struct cache_head *expected, size_t *size);
/* Silent when it fails: the next run works it out again. */
void cache_file_write(const char *path, void *p, size_t size);

#endif
