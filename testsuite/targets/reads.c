/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reads N [FILE]: exactly N calls of read(2), one byte each, from FILE
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
	char c;

	if (fd < 0) {
		perror("reads");
		return 1;
	}
	while (n-- > 0) {
		if (read(fd, &c, 1) < 0) {
			perror("reads");
			return 1;
		}
	}
	return 0;
}
