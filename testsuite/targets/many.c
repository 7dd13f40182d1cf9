/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * many N FILE: N processes that have this program mapped, the same functions all of them, and wait until there is FILE; then
 * each calls its 2,000 functions m_0 to m_1999 once. Says "ready" when all of them wait. Ends with 1 when a sum is wrong or one
 * of them died.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define ONE(n) __attribute__((noipa, aligned(1))) long m_##n(long v) { return v + 1##n; }
#define TEN(n) ONE(n##0) ONE(n##1) ONE(n##2) ONE(n##3) ONE(n##4) ONE(n##5) ONE(n##6) ONE(n##7) ONE(n##8) ONE(n##9)
#define HUNDRED(n) TEN(n##0) TEN(n##1) TEN(n##2) TEN(n##3) TEN(n##4) TEN(n##5) TEN(n##6) TEN(n##7) TEN(n##8) TEN(n##9)
#define THOUSAND(n) HUNDRED(n##0) HUNDRED(n##1) HUNDRED(n##2) HUNDRED(n##3) HUNDRED(n##4) HUNDRED(n##5) HUNDRED(n##6) HUNDRED(n##7) \
	HUNDRED(n##8) HUNDRED(n##9)
THOUSAND(1)
THOUSAND(2)

#undef ONE
#define ONE(n) m_##n,
static long (*const all[])(long v) = { THOUSAND(1) THOUSAND(2) };
enum { N = sizeof(all) / sizeof(*all) };

static int one(const char *file)
{
	long sum = 0, wanted = 0;

	while (access(file, F_OK))
		usleep(20000);
	for (long i = 0; i < N; i++) {
		sum = all[i](sum);
		wanted += 11000 + i;
	}
	return sum != wanted;
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1, bad = 0;
	int status;

	for (long i = 0; i < n; i++)
		if (!fork())
			_exit(one(argv[2]));
	puts("ready");
	fflush(stdout);
	for (long i = 0; i < n; i++)
		bad += wait(&status) < 0 || status;
	return bad != 0;
}
