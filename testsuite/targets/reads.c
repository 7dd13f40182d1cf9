/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reads N [FILE [SIZE]]: exactly N calls of read(2), of SIZE (1) bytes each, 1000 at most, from FILE
 * (/dev/zero), and no other; nothing is printed. For tests and measurements that count.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1;
	int fd = open(argc > 2 ? argv[2] : "/dev/zero", O_RDONLY);
	size_t size = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
	char bytes[1000];

	if (fd < 0 || size > sizeof(bytes)) {
		perror("reads");
		return 1;
	}
	while (n-- > 0) {
		if (read(fd, bytes, size) < 0) {
			perror("reads");
			return 1;
		}
	}
	return 0;
}
