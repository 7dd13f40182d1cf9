/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-256 by libcrypto, which uses the processor's instructions for it. Its own functions for SHA-256, which OpenSSL 3
 * calls deprecated: EVP_DigestInit() first makes tables of all its algorithms and providers, which costs as much as
 * the hashes of a whole run.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "translator/image/hash.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/arena.h"

void hash_init(struct hash *h)
{
	h->length = 0;
	if (!SHA256_Init(&h->state))
		bug("libcrypto has no SHA-256");
}

void hash_add(struct hash *h, const void *data, size_t n)
{
	h->length += n;
	if (!SHA256_Update(&h->state, data, n))
		bug("libcrypto cannot hash");
}

void hash_final(struct hash *h, char hex[HASH_HEX])
{
	unsigned char bytes[HASH_BYTES];

	if (!SHA256_Final(bytes, &h->state))
		bug("libcrypto cannot hash");
	for (int i = 0; i < HASH_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}

void hash_add_text(struct hash *h, const char *s)
{
	if (s)
		hash_add(h, s, strlen(s) + 1);
	else
		hash_add(h, "\xff\0", 2);
}

static bool add_content(struct hash *h, const char *path)
{
	char buf[65536];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		hash_add(h, buf, n);
	close(fd);
	return n == 0;
}

void hash_add_file(struct hash *h, const char *path)
{
	uint64_t before = h->length;

	hash_add_text(h, path);
	if (!add_content(h, path))
		hash_add_text(h, NULL);
	before = h->length - before;
	hash_add(h, &before, sizeof(before));
}

void hash_add_stamp(struct hash *h, const char *path)
{
	struct stat st;

	hash_add_text(h, path);
	if (!path || stat(path, &st) < 0) {
		hash_add_text(h, NULL);
		return;
	}
	uint64_t v[] = {
		st.st_dev, st.st_ino, st.st_size,
		st.st_mtim.tv_sec, st.st_mtim.tv_nsec, st.st_ctim.tv_sec, st.st_ctim.tv_nsec,
	};
	hash_add(h, v, sizeof(v));
}

bool hash_file(const char *path, char hex[HASH_HEX])
{
	struct hash h;
	bool ok;

	hash_init(&h);
	ok = add_content(&h, path);
	hash_final(&h, hex);
	return ok;
}
