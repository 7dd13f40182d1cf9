/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replace FILE FROM TO [FROM TO]...: writes TO over every FROM in the file, both given in hexadecimal and of one
 * length; prints how often for each. To spoil modules in the guest, where no other tool does it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t bytes_of(const char *hex, unsigned char *ret)
{
	size_t n = 0;

	for (; sscanf(hex, "%2hhx", ret + n) == 1; hex += 2)
		n++;
	return n;
}

int main(int argc, char **argv)
{
	static unsigned char text[16 << 20], from[256], to[256];
	FILE *f = argc > 3 ? fopen(argv[1], "r+") : NULL;
	size_t size = f ? fread(text, 1, sizeof(text), f) : 0;

	if (!size || size == sizeof(text)) {
		perror("replace");
		return 2;
	}
	for (int i = 2; i + 1 < argc; i += 2) {
		size_t n = strlen(argv[i]) < 512 ? bytes_of(argv[i], from) : 0;
		unsigned int hits = 0;

		if (!n || strlen(argv[i + 1]) != strlen(argv[i]) || bytes_of(argv[i + 1], to) != n)
			return 2;
		for (unsigned char *p = text; (p = memmem(p, text + size - p, from, n)); p += n, hits++)
			memcpy(p, to, n);
		printf("%u\n", hits);
	}
	rewind(f);
	return fwrite(text, 1, size, f) == size && fclose(f) == 0 ? 0 : 1;
}
