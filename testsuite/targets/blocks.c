/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * blocks DEVICE: past the cache of pages, writes 4096 bytes at sector 64 and 8192 at sector 128, and reads 16384 from sector
 * 256 on, in one piece of memory each.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fd = open(argc > 1 ? argv[1] : "/dev/ram0", O_RDWR | O_DIRECT);
	void *p;

	if (fd < 0 || posix_memalign(&p, 65536, 65536)) {
		perror("blocks: open");
		return 1;
	}
	if (pwrite(fd, p, 4096, 64 * 512) != 4096 || pwrite(fd, p, 8192, 128 * 512) != 8192 || pread(fd, p, 16384, 256 * 512) != 16384) {
		perror("blocks");
		return 1;
	}
	return 0;
}
