// SPDX-License-Identifier: GPL-2.0-or-later
/* futex_wait N US: N waits of so many microseconds for a futex that nobody wakes. */
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1, us = argc > 2 ? atol(argv[2]) : 1000;
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };
	unsigned int word = 1;

	while (n--)
		syscall(SYS_futex, &word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 1, &t, NULL, 0);
	return 0;
}
