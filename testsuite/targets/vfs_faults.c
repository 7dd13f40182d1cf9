// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vfs_faults N FILE: reads into N pages and writes from N others, none of which was ever touched, so that the kernel faults
 * on each; touches N more by itself. Writes into FILE what faults in which call: "vfs_read 0x7f0000001000 write".
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096 };

static char *fresh(int n)
{
	char *p = mmap(NULL, (size_t)n * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	/* EINVAL: a kernel that has no huge pages */
	if (p == MAP_FAILED || (madvise(p, (size_t)n * PAGE, MADV_NOHUGEPAGE) && errno != EINVAL)) {
		perror("mmap");
		exit(1);
	}
	return p;
}

int main(int argc, char **argv)
{
	int n = argc == 3 ? atoi(argv[1]) : 0;
	int zero = open("/dev/zero", O_RDONLY), file = open("vfs_faults.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *to = fresh(n), *from = fresh(n), *own = fresh(n);

	FILE *told = n > 0 ? fopen(argv[2], "w") : NULL;

	if (zero < 0 || file < 0 || !told)
		return 1;
	for (int i = 0; i < n; i++) {
		own[i * PAGE] = 1;
		if (read(zero, to + i * PAGE, 8) != 8 || write(file, from + i * PAGE, 8) != 8)
			return 1;
	}
	for (int i = 0; i < n; i++)
		fprintf(told, "vfs_read %p write\nvfs_write %p read\n", (void *)(to + i * PAGE), (void *)(from + i * PAGE));
	return fclose(told) || unlink("vfs_faults.tmp");
}
