/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256. Words are big-endian as the standard has them; the input is taken byte by byte, so the host's order does not matter. */
#include "translator/image/hash.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constant[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static void add_block(uint32_t state[8], const uint8_t *p)
{
	uint32_t w[64], v[8];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) +
		       w[i - 7] + (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
	}
	memcpy(v, state, sizeof(v));
	for (int i = 0; i < 64; i++) {
		uint32_t a = v[0], e = v[4];
		uint32_t t1 = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
			      ((e & v[5]) ^ (~e & v[6])) + round_constant[i] + w[i];
		uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
			      ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		state[i] += v[i];
}

void hash_init(struct hash *h)
{
	static const uint32_t start[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(h->state, start, sizeof(start));
	h->length = 0;
}

void hash_add(struct hash *h, const void *data, size_t n)
{
	const uint8_t *p = data;
	size_t have = h->length % 64;

	h->length += n;
	if (have) {
		size_t take = n < 64 - have ? n : 64 - have;

		memcpy(h->block + have, p, take);
		p += take;
		n -= take;
		if (have + take < 64)
			return;
		add_block(h->state, h->block);
	}
	for (; n >= 64; p += 64, n -= 64)
		add_block(h->state, p);
	memcpy(h->block, p, n);
}

void hash_final(struct hash *h, char hex[HASH_HEX])
{
	uint64_t bits = h->length * 8;
	uint8_t tail[72] = { 0x80 };
	size_t pad = (h->length % 64 < 56 ? 56 : 120) - h->length % 64;

	for (int i = 0; i < 8; i++)
		tail[pad + i] = bits >> (56 - 8 * i);
	hash_add(h, tail, pad + 8);
	for (int i = 0; i < 8; i++)
		snprintf(hex + 8 * i, 9, "%08x", h->state[i]);
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

	hash_init(&h);
	if (!add_content(&h, path))
		return false;
	hash_final(&h, hex);
	return true;
}
