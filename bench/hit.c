// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hit CALL N [REPEATS]: N cheap system calls of one kind; prints the guest's ns a
 * call of the fastest repeat, two decimals. In a guest under -icount a ns is an instruction.
 * CALL: read (vfs_read once), getppid, prctl (tracepoint task_rename once), none
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long call(long nr, long a, long b, long c)
{
	long ret;

	__asm__ volatile("syscall" : "=a"(ret) : "a"(nr), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return ret;
}

static long long now(void)
{
	struct timespec t;

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);	/* past the vDSO: the same cost everywhere */
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static const struct {
	const char *name;
	long nr, a, b, c;
} calls[] = {
	{ "read", SYS_read, -1, -1, 0 },
	{ "getppid", SYS_getppid, 0, 0, 0 },
	{ "prctl", SYS_prctl, 15 /* PR_SET_NAME */, (long)"hit", 0 },
};

int main(int argc, char **argv)
{
	long n = argc > 2 ? atol(argv[2]) : 0, repeats = argc > 3 ? atol(argv[3]) : 3;
	int fd = open("/dev/null", O_RDWR), row = -1;
	long long best = -1;
	char byte;

	for (unsigned int i = 0; argc > 1 && i < sizeof(calls) / sizeof(*calls); i++)
		if (!strcmp(argv[1], calls[i].name))
			row = (int)i;
	if (row < 0 || n <= 0 || fd < 0) {
		fprintf(stderr, "usage: hit read|getppid|prctl N [REPEATS]\n");
		return 2;
	}
	while (repeats-- > 0) {
		long a = calls[row].a == -1 ? fd : calls[row].a, b = calls[row].b == -1 ? (long)&byte : calls[row].b;
		long long t = now();

		for (long i = 0; i < n; i++)
			call(calls[row].nr, a, b, calls[row].c);
		t = now() - t;
		if (best < 0 || t < best)
			best = t;
	}
	printf("%lld.%02lld\n", best / n, best * 100 / n % 100);
	return 0;
}
