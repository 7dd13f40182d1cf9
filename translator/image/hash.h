/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256 (FIPS 180-4): for cache keys and for checks of cached files. */
#ifndef MYTAP_HASH_H
#define MYTAP_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/sha.h>

enum { HASH_BYTES = 32, HASH_HEX = 65 };	/* HASH_HEX: with its NUL */

struct hash {
	SHA256_CTX state;
	uint64_t length;		/* bytes so far */
};

void hash_init(struct hash *h);
void hash_add(struct hash *h, const void *p, size_t n);
/* The text and its NUL, so that "ab","c" differs from "a","bc". NULL counts as a text of its own. */
void hash_add_text(struct hash *h, const char *s);
/* Name and content; a file that cannot be read counts as such. */
void hash_add_file(struct hash *h, const char *path);
/* Name, size, inode, times: for big files that are only ever replaced. */
void hash_add_stamp(struct hash *h, const char *path);
void hash_final(struct hash *h, char hex[HASH_HEX]);

/* Content only; false with errno set if it cannot be read. */
bool hash_file(const char *path, char hex[HASH_HEX]);

#endif
