/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the loader's fuzzers share: an input taken piece by piece, and the main of the
 * replay.
 *
 * libFuzzer:	clang -DFUZZ_LIBFUZZER -D_GNU_SOURCE -std=gnu11 -g -O1 -fsanitize=fuzzer,address,undefined -I. \
 *		testsuite/fuzz/fuzz_X.c $(ls runtime/loader/[a-z]*.c | grep -v main.c) -lz -o fuzz_X
 *		./fuzz_X -close_fd_mask=2 -rss_limit_mb=2048 CORPUS testsuite/fuzz/seeds_X
 *		./fuzz_X -merge=1 testsuite/fuzz/seeds_X CORPUS keeps the smallest that cover as much
 * by hand:	fuzz_X FILE... (testsuite/fuzz/replay_loader.sh does, with gcc's sanitizers)
 */
#ifndef MYTAP_FUZZ_LOADER_H
#define MYTAP_FUZZ_LOADER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct input {
	const uint8_t *p;
	size_t n;
};

/* Up to n bytes, zero where the input is over. */
static inline uint64_t input_number(struct input *in, size_t n)
{
	uint64_t v = 0;

	if (n > in->n)
		n = in->n;
	memcpy(&v, in->p, n);
	in->p += n;
	in->n -= n;
	return v;
}

/* The next bytes, at most n of them; how many in ret. */
static inline const uint8_t *input_bytes(struct input *in, size_t n, size_t *ret)
{
	const uint8_t *p = in->p;

	*ret = n < in->n ? n : in->n;
	in->p += *ret;
	in->n -= *ret;
	return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifndef FUZZ_LIBFUZZER
static int replay(const char *path)
{
	static uint8_t bytes[1 << 20];
	FILE *f = fopen(path, "r");
	uint8_t *copy;
	size_t n;

	if (!f) {
		perror(path);
		return 1;
	}
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	/* Just as long as the input, for the address sanitizer. */
	copy = malloc(n ? n : 1);
	if (!copy)
		return 1;
	memcpy(copy, bytes, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
	return 0;
}

int main(int argc, char **argv)
{
	int status = 0;

	for (int i = 1; i < argc; i++)
		status |= replay(argv[i]);
	return status;
}
#endif

#endif
