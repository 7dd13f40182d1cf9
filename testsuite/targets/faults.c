/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * faults N: exactly N page faults between one getppid(2) and a second, and a third at the end of as much work
 * without any.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 512;
	volatile char *p = mmap(NULL, n * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return 1;
	madvise((void *)p, n * 4096, MADV_NOHUGEPAGE);
	syscall(SYS_getppid);
	for (long i = 0; i < n; i++)
		p[i * 4096] = 1;
	syscall(SYS_getppid);
	for (long i = 0; i < n; i++)
		p[i * 4096] = 2;
	syscall(SYS_getppid);
	return 0;
}
