// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stamp: the monotonic clock in ns. stamp COMMAND...: runs it and prints "BEGIN MIDDLE END": the clock before it,
 * the number it printed last (that of a "stamp" it ran), and the clock after it. For bench/run attach, in the guest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

int main(int argc, char **argv)
{
	char line[256], last[256] = "0";
	long long begin = now();
	int ends[2], status;
	FILE *f;

	if (argc < 2) {
		printf("%lld\n", begin);
		return 0;
	}
	if (pipe(ends))
		return 1;
	if (!fork()) {
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	close(ends[1]);
	f = fdopen(ends[0], "r");
	while (f && fgets(line, sizeof(line), f))
		snprintf(last, sizeof(last), "%s", line);
	if (wait(&status) < 0 || status)
		return 1;
	printf("%lld %lld %lld\n", begin, atoll(last), now());
	return 0;
}
